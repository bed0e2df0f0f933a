"""Wrong passwords and codes, counted by the name they were typed for: a name tried too often is locked for a while."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import TYPE_CHECKING

from accounts import refusals
from adapters.catalogue import events, sign_in_refusals
from records.folding import normalise

if TYPE_CHECKING:
    from typing import Any

    import sqlalchemy as sa

    from app.wiring import Parts

MOST_REFUSALS = 5
LOCKED_FOR = timedelta(minutes=15)
_KEPT = timedelta(days=1)


class Tries:
    """Counts a try before it is known whether it is right: many at once are no more than ``MOST_REFUSALS``."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def count(self, connection: sa.Connection, name: str) -> int:
        """How many are left after this one.

        Raises:
            Forbidden (sign_in.locked): None was left before it.
        """
        now = self._parts.clock.now()
        sign_in_refusals.forget(connection, now - _KEPT)
        left = sign_in_refusals.try_once(connection, name_digest(name), now, most=MOST_REFUSALS, locked_for=LOCKED_FOR)
        if left is None:
            raise refusals.locked(LOCKED_FOR)
        return left

    def failed(self, agent: str, act: str) -> None:
        """Record that ``act`` was refused."""
        now = self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            events.add(connection, type=act, agent=agent, now=now, subjects=[], outcome="failure")

    @staticmethod
    def forgive(connection: Any, name: str) -> None:
        """It was right: what was refused before counts no more."""
        sign_in_refusals.forgive(connection, name_digest(name))


def name_digest(name: str) -> str:
    """Under which refusals of a name are counted."""
    return digest_of(normalise(name.strip().lower()))


def digest_of(secret: str) -> str:
    """What is kept of a random secret: nothing slower than SHA-256 is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
