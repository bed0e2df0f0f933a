"""What can go wrong, sorted by what the caller can do about it.

    VankhoError
    ├─ InvalidInput    correct it             HTTP 422, exit 2
    ├─ NotFound        look elsewhere         HTTP 404, exit 4
    ├─ Forbidden       ask for the right      HTTP 403, exit 5
    │  └─ SignInNeeded sign in                HTTP 401, exit 5
    ├─ Conflict        read again, then act   HTTP 409, exit 6
    ├─ Unavailable     wait (the only retry)  HTTP 503, exit 7
    ├─ Damaged         call an archivist      HTTP 500, exit 8
    └─ Misconfigured   mend the settings      HTTP 500, exit 9

The class gives the HTTP status, the exit code and whether a retry can help. Each error
carries a stable ``code`` and says in Vietnamese and English what is wrong and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Sentence:
    """The same sentence for people, in Vietnamese and English."""

    vi: str
    en: str

    def in_language(self, language: str) -> str:
        return self.en if language == "en" else self.vi


class VankhoError(Exception):
    """An error with a stable code, a sentence for people and a way out."""

    http_status: ClassVar[int] = 500
    exit_code: ClassVar[int] = 1
    retryable: ClassVar[bool] = False

    def __init__(self, code: str, says: Sentence, hint: Sentence) -> None:
        super().__init__(f"{code}: {says.en}")
        self.code = code
        self.says = says
        self.hint = hint

    def __reduce__(self) -> tuple[type[VankhoError], tuple[str, Sentence, Sentence]]:
        # Errors cross process borders: pickle by the three arguments, not by the message.
        return type(self), (self.code, self.says, self.hint)


class InvalidInput(VankhoError):
    """The input must be corrected."""

    http_status = 422
    exit_code = 2


class NotFound(VankhoError):
    """There is no such thing, or the reader may not know of it: one answer for both."""

    http_status = 404
    exit_code = 4


class Forbidden(VankhoError):
    """The reader lacks a right."""

    http_status = 403
    exit_code = 5


class SignInNeeded(Forbidden):
    """Nobody knows yet who asks."""

    http_status = 401


class Conflict(VankhoError):
    """Somebody else was first; read again."""

    http_status = 409
    exit_code = 6


class Unavailable(VankhoError):
    """Something outside does not answer; the only kind that is tried again."""

    http_status = 503
    exit_code = 7
    retryable = True


class Damaged(VankhoError):
    """Bytes are not what they were; an archivist has to look."""

    http_status = 500
    exit_code = 8


class Misconfigured(VankhoError):
    """The installation is set up wrongly."""

    http_status = 500
    exit_code = 9
