"""Geometry of the plot of what falls due by year; the template draws it, every bar a link, in the theme's colours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_BARS = 14
_LEFT, _RIGHT, _TOP, _BASE = 44.0, 812.0, 26.0, 274.0
_WIDEST = 64.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One bar, in units of the drawing."""

    x: float
    """Left edge of the bar."""
    y: float
    width: float
    height: float
    middle: float
    label: str
    kind: str
    """past, year, or later for the sum of all years that do not fit."""
    year: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class YearPlot:
    """A plot of at most fourteen bars, 820 by 318 units."""

    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, int], ...]
    """Height of a grid line and its figure."""
    peak: Bar | None
    """The highest bar of a single year to come; None where there is none."""
    left: float = _LEFT
    right: float = _RIGHT
    base: float = _BASE


def _top_of_scale(highest: int) -> int:
    """The first round figure that is not below ``highest`` and is parted by four."""
    power = 1
    while True:
        for step in (4, 8, 12, 20):
            if step * power >= highest:
                return step * power
        power *= 10


def year_plot(by_year: Sequence[tuple[int, int]], this_year: int) -> YearPlot | None:
    """Bars for the years that have any; None for none. Years up to this one are one bar, what is due."""
    due = sum(count for year, count in by_year if year <= this_year)
    columns = [("past", this_year, due)] if due else []
    columns += [("year", year, count) for year, count in by_year if year > this_year]
    if len(columns) > _MOST_BARS:
        rest = columns[_MOST_BARS - 1 :]
        columns = [*columns[: _MOST_BARS - 1], ("later", rest[0][1], sum(count for _, _, count in rest))]
    if not columns:
        return None
    top = _top_of_scale(max(count for _, _, count in columns))
    slot = min((_RIGHT - _LEFT) / len(columns), _WIDEST * 1.6)
    width = min(slot * 0.62, _WIDEST)
    start = (_LEFT + _RIGHT - slot * len(columns)) / 2  # few bars stand in the middle
    bars = []
    for place, (kind, year, count) in enumerate(columns):
        middle = start + slot * (place + 0.5)
        height = (_BASE - _TOP) * count / top
        bars.append(
            Bar(
                x=round(middle - width / 2, 1),
                y=round(_BASE - height, 1),
                width=round(width, 1),
                height=round(height, 1),
                middle=round(middle, 1),
                label=str(year),
                kind=kind,
                year=year,
                count=count,
            )
        )
    ticks = tuple((round(_BASE - (_BASE - _TOP) * part / 4, 1), top * part // 4) for part in range(5))
    return YearPlot(
        bars=tuple(bars),
        ticks=ticks,
        peak=max((bar for bar in bars if bar.kind == "year"), key=lambda bar: bar.count, default=None),
    )
