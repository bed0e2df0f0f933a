from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from records.identifiers import DossierId
from retention_rules.assign import assign
from retention_rules.model import DueRow, Rule
from retention_rules.report import build_report, narrow, year_in_words
from retention_rules.schedule import built_in_schedule

if TYPE_CHECKING:
    from collections.abc import Callable

TODAY = date(2026, 11, 20)


@pytest.fixture
def rows(make_rule: Callable[..., Rule]) -> list[DueRow]:
    def row(number: int, rules: list[Rule], ended: date | None) -> DueRow:
        dossier = DossierId(f"01931a2b-0000-7000-8000-{number:012d}")
        made = assign(dossier, built_in_schedule(), rules, work_ended_on=ended, today=TODAY)
        return DueRow(dossier=dossier, code=f"H15-{number}", title="", unit="H15.50", assignment=made)

    return [
        row(1, [make_rule("VV")], date(2000, 1, 1)),
        row(2, [make_rule("20")], date(2006, 1, 1)),
        row(3, [make_rule("5")], date(2020, 12, 31)),
        row(4, [], None),
        row(5, [make_rule("HHL")], date(2006, 1, 1)),
        row(6, [make_rule("0")], date(2006, 1, 1)),
        row(7, [make_rule("2", confirmed=True)], date(2024, 6, 1)),
        row(8, [], date(2006, 12, 31)),
    ]


def test_counts_over_all_rows(rows: list[DueRow]) -> None:
    report = build_report(rows, TODAY)
    assert (report.dossiers, report.permanent, report.without_trigger) == (8, 1, 2)
    assert (report.provisional, report.unconfirmed, report.due_now) == (2, 5, 1)
    assert report.by_year == ((2026, 1), (2027, 3))
    assert sum(count for _, count in report.by_year) + 1 + 2 + 1 == report.dossiers


def test_soonest_first_without_a_date_last(rows: list[DueRow]) -> None:
    report = build_report(rows, TODAY)
    assert [row.code for row in report.rows] == ["H15-3", "H15-2", "H15-7", "H15-8", "H15-1", "H15-4", "H15-5", "H15-6"]
    assert build_report(rows[::-1], TODAY) == report


def test_it_is_due_on_the_day_and_not_the_day_before(rows: list[DueRow]) -> None:
    assert build_report(rows, date(2026, 12, 31)).due_now == 1
    assert build_report(rows, date(2027, 1, 1)).due_now == 4


def test_a_part_keeps_the_counts(rows: list[DueRow]) -> None:
    report = build_report(rows, TODAY)
    part = narrow(report, limit=2, offset=1, year=2027)
    assert [row.code for row in part.rows] == ["H15-7", "H15-8"]
    assert part.dossiers == 8
    assert narrow(report, limit=100) == report


def test_words_of_a_year_tell_the_day_of_expiry_and_the_first_of_the_list(rows: list[DueRow]) -> None:
    report = narrow(build_report(rows, TODAY), limit=100, year=2027)
    assert {row.assignment.expires_on for row in report.rows} == {date(2026, 12, 31)}
    words = year_in_words(2027, len(report.rows))
    assert words.vi == "3 hồ sơ hết hạn 31/12/2026, tức được xem xét sớm nhất từ 01/01/2027"
    assert words.en == "3 dossiers expire on 31/12/2026, to be appraised from 01/01/2027 at the earliest"
    assert year_in_words(2027, 1).en.startswith("1 dossier expires on")
    assert year_in_words(1, 0).vi.startswith("Không có hồ sơ nào hết hạn 31/12/0000")


def test_nothing_at_all() -> None:
    report = build_report([], TODAY)
    assert (report.dossiers, report.without_trigger, report.by_year, report.rows) == (0, 0, (), ())
