"""Bars beside words: how many dossiers of each unit, of each period. Each bar leads to its list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_BARS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class BarRow:
    """One bar."""

    key: str
    """What its list is narrowed to; empty for the sum of those that do not fit, which has none."""
    count: int
    width: float
    """Of the longest one, in hundredths."""


def bars_of(counted: Sequence[tuple[str, int]]) -> list[BarRow]:
    """The greatest first; beyond ten the rest is one bar."""
    ordered = sorted(counted, key=lambda one: (-one[1], one[0]))
    if len(ordered) > MOST_BARS:
        rest = sum(count for _, count in ordered[MOST_BARS - 1 :])
        ordered = [*ordered[: MOST_BARS - 1], ("", rest)]
    longest = max((count for _, count in ordered), default=0)
    return [BarRow(key=key, count=count, width=round(100 * count / longest, 1)) for key, count in ordered]
