"""Working days: Monday to Friday.

Public holidays are not known here, so a period counted so may end a few days later by law, never earlier.
"""

from __future__ import annotations

from datetime import date, timedelta

_SATURDAY = 5


def working_days_after(day: date, number: int) -> date:
    """The last of the ``number`` working days that begin with the day after ``day``."""
    left = number
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _SATURDAY
    return day
