"""The audit trail is sealed by itself: each day once it is over, with a copy of the seal under lock in the store."""

from __future__ import annotations

import io
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from accounts.seal_trail import may_be_sealed, seal_day
from adapters.catalogue import event_seals
from app.keep_locks import beginning_of
from records.errors import VankhoError
from records.identifiers import Digest

if TYPE_CHECKING:
    from accounts.seal_trail import Seal
    from app.wiring import Parts

LOCKED_FOR = timedelta(days=3653)
"""Ten years: the law asks for twelve months of the trail (QCVN 12:2026/BCA, 2.2.9), and nobody shortens a lease."""
LOOKED_AFTER = 600.0
"""Seconds between two looks whether another day is over."""
AGAIN_AFTER = 3600.0
"""Seconds until a copy that the store did not take is tried again."""

log = structlog.get_logger()


class SealRounds:
    """Seals what is over a little at a time."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._next = float("-inf")

    def go_on(self, *, seconds: float) -> None:
        """Seal for a while, at least one day, where any is to be sealed.

        Raises:
            Unavailable: Catalogue or store do not answer; what is sealed is sealed.
        """
        if time.monotonic() < self._next:
            return
        try:
            left = seal_trail(self._parts, seconds=seconds)
        except VankhoError as error:
            if error.retryable:
                raise
            log.error("a seal of the audit trail was not copied into the store", code=error.code)  # noqa: TRY400  its code says where it came from
            self._next = time.monotonic() + AGAIN_AFTER
            return
        if not left:
            self._next = time.monotonic() + LOOKED_AFTER


def seal_trail(parts: Parts, *, seconds: float) -> bool:
    """Seal days for a while, then copy their seals into the store; whether any are left.

    Several that do it at once come to the same seals and do no harm.

    Raises:
        Unavailable: Catalogue or store do not answer; what is done is done.
        Conflict (store.exists): Something else lies where a copy belongs.
        Misconfigured: The store locks nothing, or lets us not write.
    """
    until = time.monotonic() + seconds
    while _seal_next(parts):
        if time.monotonic() >= until:
            return True
    while (seal := _unlocked(parts)) is not None:
        _copy(parts, seal)
        if time.monotonic() >= until:
            return True
    return False


def _seal_next(parts: Parts) -> bool:
    now = parts.clock.now()
    with parts.catalogue.begin(readonly=True) as connection:
        before = event_seals.newest(connection)
        day = event_seals.first_day(connection) if before is None else before.day + timedelta(days=1)
        if day is None or not may_be_sealed(day, now):
            return False
        seal = seal_day(day, event_seals.lines(connection, day), before.digest if before else "")
    with parts.catalogue.begin() as connection:
        event_seals.add(connection, seal, now)
    return True


def _unlocked(parts: Parts) -> Seal | None:
    with parts.catalogue.begin(readonly=True) as connection:
        return event_seals.next_unlocked(connection)


def _copy(parts: Parts, seal: Seal) -> None:
    parts.store.put(seal.key, io.BytesIO(seal.content), Digest.of(seal.content))
    until = parts.clock.today() + LOCKED_FOR
    parts.locks.extend(seal.key, beginning_of(until))
    with parts.catalogue.begin() as connection:
        event_seals.locked(connection, seal.day, until)
