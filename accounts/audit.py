"""Values of the audit trail: what was done, by whom, from where, when, with what outcome."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

OUTCOMES = ("success", "failure", "undecided")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailQuestion:
    """What is looked for; what is empty matters not."""

    who: str = ""
    """Name of an account or of a program, or words of a person's name, with or without diacritics."""
    kind: str = ""
    """Type of the event, or the act in its detail."""
    dossier: str = ""
    """Id of a dossier, or its dossier code as it is written."""
    batch: str = ""
    """Id of a batch."""
    about: str = ""
    """Account, unit, hold or whatever else an event names as done to."""
    address: str = ""
    """Where it was asked for from."""
    outcome: str = ""
    since: date | None = None
    until: date | None = None
    """Both days included, as they are in Viet Nam."""

    def told(self) -> dict[str, str]:
        """What was asked for, as plain text, for the event that tells of an export."""
        names = ("who", "kind", "dossier", "batch", "about", "address", "outcome", "since", "until")
        return {name: str(value) for name in names if (value := getattr(self, name))}


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailEvent:
    """An event of the trail."""

    id: str
    """UUIDv7: later events have greater ones."""
    at: datetime
    type: str
    agent: str
    outcome: str
    address: str
    """Empty: no request asked for it, or it is from before addresses were kept."""
    batch: str
    dossier: str
    dossier_code: str
    subjects: tuple[str, ...]
    detail: Mapping[str, Any]
    agent_name: str = ""
    """Of the person whose account it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailPage:
    """Some events of an answer."""

    events: tuple[TrailEvent, ...]
    """Newest first."""
    next: str
    """Give it as ``before`` to go on; empty: that was all."""
