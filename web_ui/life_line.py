"""Geometry of the line of a dossier's life: from the end of the work, over today, to the day it expires."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

WIDTH = 1000
"""Units of the drawing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeLine:
    """Where today stands on the line; ``WIDTH`` is the day of expiry."""

    start: date
    today: date
    end: date
    today_at: float
    over: bool
    """The period has run out."""

    @property
    def anchor(self) -> str:
        """How the words of today stand, so that they never leave the drawing."""
        if self.today_at < WIDTH * 0.15:
            return "start"
        return "end" if self.today_at > WIDTH * 0.85 else "middle"


def life_line(start: date | None, end: date | None, today: date) -> LifeLine | None:
    """The line, or None where one of its ends is not known."""
    if start is None or end is None or end <= start:
        return None
    share = (today - start).days / (end - start).days
    return LifeLine(start=start, today=today, end=end, today_at=round(WIDTH * min(max(share, 0), 1), 1), over=today > end)
