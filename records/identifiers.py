"""What names a thing.

Every identifier is a type of its own, so that a batch can never be handed over where a
dossier is meant. Ids of ours are UUIDv7 (RFC 9562): they sort by the time they were made.
Codes that people use (dossier code, number and sign) are attributes, never identity.
"""

from __future__ import annotations

import hashlib
import re
import secrets
import threading
import time
from dataclasses import dataclass
from typing import BinaryIO, Self
from uuid import UUID

_CHUNK = 1 << 20


_last = 0
_lock = threading.Lock()


def uuid7() -> UUID:
    """A new UUIDv7: 48 bits of Unix milliseconds, then random bits (RFC 9562, 5.7).

    Within a process each is greater than the one before (6.2, method 2), so that what was made
    in order stays in order.
    """
    global _last  # noqa: PLW0603  the order is the process's own
    with _lock:
        fresh = time.time_ns() // 1_000_000 << 74 | secrets.randbits(74)
        # The 74 bits beside version and variant count on within a millisecond.
        _last = fresh if fresh >> 74 > _last >> 74 else _last + 1 + secrets.randbits(32)
        value = _last
    milliseconds, high, low = value >> 74, value >> 62 & 0xFFF, value & (1 << 62) - 1
    return UUID(int=milliseconds << 80 | 0x7 << 76 | high << 64 | 0x2 << 62 | low)


@dataclass(frozen=True, slots=True, order=True)
class _UuidIdentifier:
    value: str

    def __post_init__(self) -> None:
        # One spelling only: two spellings of one id would be two rows in the catalogue.
        if str(UUID(self.value)) != self.value:
            raise ValueError(f"not a canonical UUID: {self.value!r}")

    @classmethod
    def new(cls) -> Self:
        return cls(str(uuid7()))

    def __str__(self) -> str:
        return self.value


class BatchId(_UuidIdentifier):
    """What was handed over at once."""

    __slots__ = ()


class FileId(_UuidIdentifier):
    """One arrival of a blob."""

    __slots__ = ()


class DocumentId(_UuidIdentifier):
    """One intellectual unit."""

    __slots__ = ()


class DossierId(_UuidIdentifier):
    """Documents kept, held, transferred and destroyed together: one OCFL object."""

    __slots__ = ()

    @property
    def ocfl_id(self) -> str:
        return f"urn:uuid:{self.value}"


class ScheduleId(_UuidIdentifier):
    """One version of a retention schedule."""

    __slots__ = ()


class CodeListId(_UuidIdentifier):
    """One version of a list of codes."""

    __slots__ = ()


class HoldId(_UuidIdentifier):
    """One order to keep records whatever else is decided."""

    __slots__ = ()


class DisposalListId(_UuidIdentifier):
    """Dossiers proposed to be destroyed together."""

    __slots__ = ()


class TransferId(_UuidIdentifier):
    """Dossiers that go to the historical archive together."""

    __slots__ = ()


class RedactionId(_UuidIdentifier):
    """A redacted copy of a document."""

    __slots__ = ()


class HandOverId(_UuidIdentifier):
    """Dossiers that a unit hands over to the archive together."""

    __slots__ = ()


class UseRequestId(_UuidIdentifier):
    """One request to read archived documents or to have copies of them."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, order=True)
class Digest:
    """The SHA-256 of some bytes, as 64 lower-case hexadecimal signs."""

    hex: str

    def __post_init__(self) -> None:
        # Upper case would be a second name of the same blob.
        if not re.fullmatch(r"[0-9a-f]{64}", self.hex):
            raise ValueError(f"not a SHA-256: {self.hex!r}")

    @classmethod
    def of(cls, content: bytes) -> Self:
        return cls(hashlib.sha256(content).hexdigest())

    @classmethod
    def of_stream(cls, content: BinaryIO) -> Self:
        """Read ``content`` to its end."""
        running = hashlib.sha256()
        while chunk := content.read(_CHUNK):
            running.update(chunk)
        return cls(running.hexdigest())

    @property
    def short(self) -> str:
        """The first eight signs, as printed on receipts."""
        return self.hex[:8]

    def __str__(self) -> str:
        return self.hex


@dataclass(frozen=True, slots=True, order=True)
class PageNumber:
    """Pages are counted from 1, as people count them."""

    value: int

    def __post_init__(self) -> None:
        if self.value < 1:
            raise ValueError(f"pages start at 1, not {self.value}")

    @property
    def index(self) -> int:
        """The position in a Python sequence."""
        return self.value - 1

    def __str__(self) -> str:
        return str(self.value)


_AREAS = ("staging", "archive", "access", "evidence")


@dataclass(frozen=True, slots=True, order=True)
class ObjectKey:
    """Where an object lies in the store: ``area/part/part``.

    The areas are staging (no lock), archive (the OCFL root), access (derived copies) and
    evidence (decisions and proofs, without personal data).
    """

    value: str

    def __post_init__(self) -> None:
        area, _, rest = self.value.partition("/")
        parts = rest.split("/")
        # "..", absolute or empty parts would leave the area on a file system.
        if area not in _AREAS or any(part in {"", ".", ".."} for part in parts) or "\\" in rest or "\0" in rest:
            raise ValueError(f"not an object key: {self.value!r}")

    @property
    def area(self) -> str:
        return self.value.partition("/")[0]

    def __str__(self) -> str:
        return self.value
