"""Geometry of the line of a dossier's life: from the end of the work, over today, to the day it expires."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

_ROOM = 24.0
"""Per cent of the line that the words at either end take on a small screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeLine:
    """Where today stands on the line."""

    start: date
    today: date
    end: date
    today_at: float
    """Per cent of the line, 0 to 100."""
    over: bool
    """The period has run out."""

    @property
    def anchor(self) -> str:
        """How the words of today stand, so that they never leave the drawing."""
        if self.today_at < _ROOM:
            return "start"
        return "end" if self.today_at > 100 - _ROOM else "middle"

    @property
    def place(self) -> str:
        """``below`` where the words of today would meet those of an end."""
        return "below" if self.anchor != "middle" else "beside"


def life_line(start: date | None, end: date | None, today: date) -> LifeLine | None:
    """The line, or None where one of its ends is not known."""
    if start is None or end is None or end <= start:
        return None
    share = 100 * (today - start).days / (end - start).days
    return LifeLine(start=start, today=today, end=end, today_at=round(min(max(share, 0), 100), 1), over=today > end)
