"""Erasing for good what a decision destroys. One work may call it: the execution of a disposal list."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Lying:
    """One version of one object, or the mark of a deletion, as the store has it."""

    key: str
    version: str
    """Empty where the store keeps no versions."""
    size: int
    leased_until: datetime | None
    """End of a lease that is in force now; None: none is."""
    held: bool
    """A hold of the store is on."""


class ObjectErasure(Protocol):
    """Erases objects with every version. ``where`` is a key, or a beginning of keys that ends in ``/``.

    Every method is repeatable, also after a crash half way, and may raise ``Unavailable`` when the
    store does not answer.

    Raises:
        Damaged (store.foreign_name): Something lies there that no key names; nothing was erased.
    """

    @abstractmethod
    def lying(self, where: str) -> tuple[Lying, ...]:
        """All that lies there, in every version, looked up anew; empty where nothing does."""

    @abstractmethod
    def erase(self, where: str) -> None:
        """Take holds of the store off and erase every version and mark; afterwards ``lying`` is empty.

        The caller has made sure that no hold of ours is open. No lease is lifted: that nobody can.

        Raises:
            Conflict (store.locked): A lease is in force on something of it; nothing was erased.
        """
