"""Who asks over HTTP: what a request shows of itself, and the reader that the door found for it."""

# No postponed annotations here: FastAPI reads those of dependencies.

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from starlette.requests import Request

from records.reader import Reader, local_operator

SESSION_COOKIE = "vankho_session"
_READER = "vankho.reader"
_BY_PROGRAM = "vankho.by_program"
_BEARER = "bearer "
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """What a request says of who sends it; nothing of it is believed yet."""

    session: str = ""
    """Secret of the cookie of a browser that signed in."""
    token: str = ""
    """Secret that a program sends as ``Authorization: Bearer``."""
    forwarded: bool = False
    """Whether a proxy passed it on: then it may come from anywhere."""

    @classmethod
    def of(cls, request: Request) -> Self:
        said = request.headers.get("authorization", "")
        return cls(
            session=request.cookies.get(SESSION_COOKIE, ""),
            token=said[len(_BEARER) :].strip() if said.lower().startswith(_BEARER) else "",
            forwarded=any(name in request.headers for name in _FORWARDED),
        )


WhoAsks = Callable[[Credentials], Reader | None]
"""Finds the account behind credentials; None: nobody who is known, he has to sign in."""


def signed_in(request: Request) -> Reader:
    """A dependency: the reader whom the door let in.

    Raises:
        KeyError: The route is open to everybody, so nobody was asked who he is.
    """
    reader: Reader = request.scope[_READER]
    return reader


def reader_of(request: Request) -> Reader | None:
    """The same; None on what is open to everybody."""
    return request.scope.get(_READER)


def remember_reader(request: Request, reader: Reader, *, by_token: bool) -> None:
    """For the door alone."""
    request.scope[_READER] = reader
    request.scope[_BY_PROGRAM] = by_token


def came_by_token(request: Request) -> bool:
    """Whether a program asks."""
    return bool(request.scope.get(_BY_PROGRAM))


def local_reader(account: str) -> WhoAsks:
    """Takes every caller for ``account``, the one operator of a desk without accounts."""
    operator = local_operator(account)

    def who(_: Credentials) -> Reader:
        return operator

    return who
