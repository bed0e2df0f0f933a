"""Days off as a list has them, and the working days that are left."""

from __future__ import annotations

from datetime import date

import pytest

from ingest.code_lists.model import CodeListKind
from ingest.code_lists.read_table import read_table
from ingest.work_calendar import work_calendar
from records.working_days import WEEKENDS_ALONE, WorkCalendar, working_days_after

pytestmark = pytest.mark.law("R31", "R37")

TABLE = (
    "name;first_day;last_day;worked\n"
    "Tết Dương lịch;01/01/2026;;\n"
    "Tết Nguyên đán;2026-02-16;2026-02-20;\n"
    "Giỗ Tổ Hùng Vương;27/04/2026;;\n"
    "Ngày Chiến thắng, Quốc tế Lao động;30/04/2026;01/05/2026;\n"
    "Tết Dương lịch;01/01/2027;;\n"
    "Làm bù;2026-02-28;;x\n"
)


def calendar() -> WorkCalendar:
    entries, findings = read_table(CodeListKind.HOLIDAYS, TABLE.encode())
    assert findings == ()
    return work_calendar(entries)


def test_a_row_is_a_day_or_the_days_from_its_first_to_its_last() -> None:
    made = calendar()
    assert [day.day for day, name in made.off.items() if name == "Tết Nguyên đán"] == [16, 17, 18, 19, 20]
    assert made.off[date(2026, 1, 1)] == "Tết Dương lịch"
    assert made.worked == {date(2026, 2, 28)}
    assert date(2026, 2, 28) not in made.off


@pytest.mark.parametrize(
    ("day", "number", "after"),
    [
        (date(2026, 2, 13), 1, date(2026, 2, 23)),  # Friday before the holiday
        (date(2026, 2, 13), 6, date(2026, 2, 28)),  # a Saturday that is worked
        (date(2026, 2, 13), 7, date(2026, 3, 2)),
        (date(2026, 4, 24), 2, date(2026, 4, 29)),
        (date(2026, 4, 29), 1, date(2026, 5, 4)),
        (date(2026, 3, 2), 6, date(2026, 3, 10)),
    ],
)
def test_days_off_are_not_counted_and_days_worked_in_exchange_are(day: date, number: int, after: date) -> None:
    assert working_days_after(day, number, calendar()) == after


def test_a_year_is_known_by_more_than_a_day_of_it() -> None:
    made = calendar()
    assert [year for year in range(2024, 2029) if made.knows(year)] == [2026]
    assert not WEEKENDS_ALONE.knows(2026)


def test_the_last_day_there_is_ends_nothing() -> None:
    entries, _ = read_table(CodeListKind.HOLIDAYS, b"name;first_day;last_day;worked\nx;9999-12-31;9999-12-31;")
    assert list(work_calendar(entries).off) == [date.max]
