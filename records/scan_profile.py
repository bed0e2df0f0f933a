"""What a batch asks of a scan: least resolution, colour, and whether a document that has less waits for a person.

Nothing is refused to be kept for it (docs/decisions.md, 12).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ScanProfile(StrEnum):
    """What kind of papers a batch was scanned from; chosen when it is opened and kept with it."""

    DOCUMENTS = "documents"
    """Ordinary papers; what falls short is told."""
    CHECKED = "checked"
    """Ordinary papers; what falls short waits for a person."""
    MAPS = "maps"
    """Maps and drawings; what falls short waits for a person."""
    EARLIER = "earlier"
    """Digitised before the rules of today, often without colour; what falls short is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanDemands:
    """What a scan is judged by (Circular 05/2025/TT-BNV, Art. 8; Decree 30/2020, Annex I)."""

    least_dpi: int
    """Dots an inch at the size of the paper, which is 100 %."""
    colour: bool
    """Whether a page scanned without colour falls short."""
    holds: bool
    """Whether a document that falls short is deposited only once a person has decided to keep it as it is."""

    @property
    def told_below(self) -> float:
        """Resolutions below are told: ``least_dpi``, less what rounding takes."""
        return self.least_dpi * 0.975


DEMANDS = {
    ScanProfile.DOCUMENTS: ScanDemands(least_dpi=200, colour=True, holds=False),
    ScanProfile.CHECKED: ScanDemands(least_dpi=200, colour=True, holds=True),
    ScanProfile.MAPS: ScanDemands(least_dpi=300, colour=True, holds=True),
    ScanProfile.EARLIER: ScanDemands(least_dpi=200, colour=False, holds=False),
}
USUAL = DEMANDS[ScanProfile.DOCUMENTS]


def demands_of(profile: str) -> ScanDemands:
    """The demands of a batch's profile; a batch of an older version has none (empty) and asks what is usual."""
    return DEMANDS[ScanProfile(profile)] if profile else USUAL


class ScanDecision(StrEnum):
    """What became of a document that fell short of a profile that holds."""

    WAITING = "waiting"
    """A person has to decide; it is made and lies in staging."""
    ACCEPTED = "accepted"
    """Kept as it is, with a reason."""
    AGAIN = "again"
    """Its paper is to be scanned again; this scan stays in staging and can still be accepted."""
