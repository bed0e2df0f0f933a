"""The working days that the list of days off in force makes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from records.working_days import WorkCalendar

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from ingest.code_lists.model import Entry


def work_calendar(entries: Iterable[Entry]) -> WorkCalendar:
    """Of entries of the list ``holidays``, as ``read_table`` gives them."""
    off, worked = dict[date, str](), set[date]()
    for entry in entries:
        for day in days_of(entry):
            if entry["worked"]:
                worked.add(day)
            else:
                off[day] = entry["name"]
    return WorkCalendar(off, frozenset(worked))


def days_of(entry: Entry) -> Iterator[date]:
    """From its first to its last day; without a last one the first alone."""
    first = date.fromisoformat(entry["first_day"])
    last = date.fromisoformat(entry["last_day"] or entry["first_day"])
    return (first + timedelta(days=number) for number in range((last - first).days + 1))
