"""Values of the back-up sets of an installation: what each still holds of dossiers that were destroyed since.

A set is destroyed with minutes of its own (QCVN 12:2026/BCA, 2.2.12.2.6). No law says within how many days: the body
does, and it is counted from the first destruction that the set does not know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from records.ports.clock import VIET_NAM

if TYPE_CHECKING:
    from datetime import date, datetime


class SetState(StrEnum):
    """Where a back-up set stands."""

    WRITING = "writing"
    """Begun; broken off, it may hold anything all the same."""
    STANDING = "standing"
    REPLACED = "replaced"
    """A later set was written into its folder, and what was destroyed was taken out of that."""
    ERASED = "erased"
    """Erased by Vankho, which looked again."""
    GONE = "gone"
    """Destroyed by people, who said so with minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSet:
    """A set, and what it still holds of what was destroyed."""

    id: str
    set_id: str
    """Of its manifest: another one than ``id`` where this is a copy that people made."""
    machine: str
    """Name of the machine that wrote it."""
    place: str
    """Its folder there."""
    state: SetState
    taken_at: datetime
    digest: str
    """SHA-256 of its manifest; empty of one that was never finished."""
    dossiers: int
    objects: int
    size: int
    told_until: datetime | None
    """The list of destructions beside it is of this moment; None: there is none."""
    destroyed: int = 0
    """Dossiers destroyed since that it holds; 0 of a settled set."""
    first_destroyed_at: datetime | None = None
    settled_at: datetime | None = None
    settled_by: str = ""
    settled_why: str = ""

    @property
    def holds_destroyed(self) -> bool:
        return self.destroyed > 0

    def erase_by(self, days: int) -> date | None:
        """The last day on which it should hold them; None where it holds none."""
        if self.first_destroyed_at is None:
            return None
        return self.first_destroyed_at.astimezone(VIET_NAM).date() + timedelta(days=days)

    def named(self) -> dict[str, Any]:
        """As a certificate names it."""
        return {"id": self.id, "taken_at": self.taken_at.isoformat(), "machine": self.machine, "place": self.place}
