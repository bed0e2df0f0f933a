"""Locks on objects that the store itself keeps, against everybody."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from records.identifiers import ObjectKey


@dataclass(frozen=True, slots=True)
class LockState:
    """What keeps an object from being erased."""

    retained_until: datetime | None
    """End of the compliance lease, with its time zone; it may lie in the past. None: never leased."""
    held: bool
    """A legal hold is on."""


class ObjectLocks(Protocol):
    """Leases and holds on the current version of an object in the archive or evidence area.

    While either is in force the store refuses to erase that version, whoever asks; a store on a plain
    file system refuses whoever asks through it. Every method
    is repeatable, and may raise ``Unavailable`` when the store does not answer.

    Raises:
        NotFound (store.not_found): There is no such object.
        Misconfigured (store.bucket_without_lock): The object lies where nothing can be locked.
    """

    @abstractmethod
    def extend(self, key: ObjectKey, until: datetime) -> None:
        """Lease the object until ``until`` at least. No lease is ever shortened: an earlier date changes nothing.

        Of several who extend at once the latest date holds.

        Raises:
            InvalidInput (store.lease_in_past): The object has no lease, and ``until`` is over.
            Misconfigured (store.permission): A lease that can be lifted lies there; Vankho sets none such.
            ValueError: ``until`` has no time zone.
        """

    @abstractmethod
    def hold(self, key: ObjectKey, *, on: bool) -> None:
        """Put a legal hold on the current version, or take it off every version; it has no end of its own."""

    @abstractmethod
    def state(self, key: ObjectKey) -> LockState:
        """The lease and the hold as the store has them now."""
