"""Working days: Monday to Friday but for the days off that a list names, and weekend days worked in exchange."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SATURDAY = 5
_FEWEST_DAYS_OFF = 5
"""Of a year whose days off are known: Tết alone has as many (Labour Code 45/2019/QH14, Art. 112)."""


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """What is known of days off; without any every weekday is worked."""

    off: Mapping[date, str] = field(default_factory=dict)
    """Days on which nobody works, with the name of the holiday."""
    worked: frozenset[date] = frozenset()
    """Saturdays and Sundays worked in exchange for a day off."""

    def is_worked(self, day: date) -> bool:
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.off)

    def knows(self, year: int) -> bool:
        """Whether the days off of that year are listed; a day or two of the notice of the year before are no list."""
        return Counter(day.year for day in self.off)[year] >= _FEWEST_DAYS_OFF


WEEKENDS_ALONE = WorkCalendar()


def working_days_after(day: date, number: int, calendar: WorkCalendar = WEEKENDS_ALONE) -> date:
    """The last of the ``number`` working days that begin with the day after ``day``."""
    left = number
    while left:
        day += timedelta(days=1)
        left -= calendar.is_worked(day)
    return day
