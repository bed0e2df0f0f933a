"""The calendar of hand-over: what holds for every day, and the days that the texts name."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_rules.hand_over.clock import (
    KEPT_BACK_MONTHS,
    TARGET,
    WARNED_BEFORE,
    Consent,
    HandOverClock,
    Standing,
    Start,
    hand_over_clock,
    longest_kept_back,
    months_after,
    owed,
    standing,
)
from retention_rules.hand_over.explain import explain_hand_over
from retention_rules.model import PeriodKind, Rule

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.law("R05")

days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
TWENTY = Rule(
    id="T-20",
    group="Nhóm",
    record_type="Loại",
    period="20",
    kind=PeriodKind.YEARS,
    years=20,
    clause="TT10/2022",
    confidence="high",
    confirmed=True,
)
# From the least to the greatest need to act; KEPT_BACK is RUNNING with a consent.
ORDER = [
    Standing.RUNNING,
    Standing.KEPT_BACK,
    Standing.TARGET_NEAR,
    Standing.TARGET_PASSED,
    Standing.LIMIT_NEAR,
    Standing.OVERDUE,
]


def clock(
    ended: date | None = None,
    *,
    guessed: date | None = None,
    settled: date | None = None,
    kept: date | None = None,
) -> HandOverClock:
    made = hand_over_clock(
        TWENTY,
        work_ended_on=ended,
        guessed_on=guessed,
        settled_on=settled,
        kept_back=None if kept is None else Consent(number="3/CV", until=kept),
    )
    assert made is not None
    return made


def due(made: HandOverClock) -> date:
    assert made.due_on is not None
    return made.due_on


@given(days)
def test_the_limit_is_the_same_day_a_year_later_or_the_last_of_its_month(ended: date) -> None:
    limit = due(clock(ended))
    assert (limit.year, limit.month) == (ended.year + 1, ended.month)
    assert limit.day == ended.day or (ended.day, limit.day) == (29, 28)
    # The law counts by the year: the day of the decree is never later.
    assert limit <= date(ended.year + 1, 12, 31)


@given(days)
def test_construction_has_three_months_from_its_settlement_whenever_its_work_ended(settled: date) -> None:
    made = clock(settled - timedelta(days=400), settled=settled)
    limit = due(made)
    assert made.start is Start.FINAL_SETTLEMENT
    assert (limit.year * 12 + limit.month) - (settled.year * 12 + settled.month) == 3
    assert limit.day <= settled.day
    assert limit.day == settled.day or (limit + timedelta(days=1)).day == 1
    assert timedelta(days=89) <= limit - settled <= timedelta(days=92)


@given(days, days)
def test_later_work_is_never_due_earlier(one: date, other: date) -> None:
    early, late = sorted((one, other))
    assert due(clock(early)) <= due(clock(late))
    assert due(clock(settled=early)) <= due(clock(settled=late))


@given(days, st.integers(0, 2000), st.integers(-800, 1200), st.booleans())
def test_a_clock_never_goes_back(ended: date, after: int, kept: int, construction: bool) -> None:  # noqa: FBT001  drawn
    made = clock(
        None if construction else ended,
        settled=ended if construction else None,
        kept=ended + timedelta(days=kept) if kept > 0 else None,
    )
    today = ended + timedelta(days=after)
    assert ORDER.index(standing(made, today)) <= ORDER.index(standing(made, today + timedelta(days=1)))


@given(days)
def test_it_is_told_thirty_days_before_and_a_breach_from_the_day_after(ended: date) -> None:
    made = clock(ended)
    limit = due(made)
    assert standing(made, limit - WARNED_BEFORE - timedelta(days=1)) is Standing.TARGET_PASSED
    assert standing(made, limit - WARNED_BEFORE) is Standing.LIMIT_NEAR
    assert standing(made, limit) is Standing.LIMIT_NEAR
    assert standing(made, limit + timedelta(days=1)) is Standing.OVERDUE


@given(days)
def test_sixty_days_are_a_target(ended: date) -> None:
    made = clock(ended)
    assert made.target_on == ended + TARGET
    assert standing(made, ended) is Standing.RUNNING
    assert standing(made, ended + timedelta(days=30)) is Standing.TARGET_NEAR
    assert standing(made, ended + timedelta(days=60)) is Standing.TARGET_NEAR
    assert standing(made, ended + timedelta(days=61)) is Standing.TARGET_PASSED


@given(days, days)
def test_a_consent_never_reaches_beyond_two_years_after_the_limit(ended: date, until: date) -> None:
    made, without = clock(ended, kept=until), clock(ended)
    limit = due(without)
    assert limit <= due(made) <= longest_kept_back(limit)
    assert (due(made) == limit) == (made.kept_back is None)
    assert longest_kept_back(limit) == months_after(limit, KEPT_BACK_MONTHS)
    if limit < until <= longest_kept_back(limit):
        assert due(made) == until


@given(days, days)
def test_what_is_recorded_goes_before_a_guess(ended: date, guessed: date) -> None:
    assert clock(ended, guessed=guessed) == clock(ended)
    made = clock(guessed=guessed)
    assert (made.start, made.starts_on) == (Start.NEWEST_DOCUMENT, guessed)
    assert "tạm tính" in explain_hand_over(made).vi
    assert "provisional" in explain_hand_over(made).en


@given(days, st.integers(0, 2000))
def test_a_date_that_is_only_proposed_accuses_nobody(guessed: date, after: int) -> None:
    today = guessed + timedelta(days=after)
    told, recorded = standing(clock(guessed=guessed), today), standing(clock(guessed), today)
    late = recorded in {Standing.TARGET_PASSED, Standing.LIMIT_NEAR, Standing.OVERDUE}
    assert told is (Standing.DATE_PROPOSED if late else recorded)


@pytest.mark.parametrize(
    ("ended", "limit"),
    [
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2025, 12, 31), date(2026, 12, 31)),
        (date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_limits_of_days_that_matter(ended: date, limit: date) -> None:
    assert due(clock(ended)) == limit


@pytest.mark.parametrize(
    ("settled", "limit"),
    [
        (date(2025, 11, 30), date(2026, 2, 28)),
        (date(2023, 11, 30), date(2024, 2, 29)),
        (date(2026, 1, 31), date(2026, 4, 30)),
        (date(2026, 10, 15), date(2027, 1, 15)),
    ],
)
def test_limits_of_construction(settled: date, limit: date) -> None:
    assert due(clock(settled=settled)) == limit


@pytest.mark.parametrize(
    ("period", "is_owed"),
    [
        ("VV", True),
        ("70", True),
        ("5", True),
        ("4", False),
        ("1", False),
        ("0", False),
        ("HHL", True),
        ("TT", True),
        ("5+HD", True),
        ("3+HD", False),
        ("10+KT", True),
    ],
)
def test_only_what_is_kept_five_years_is_handed_over(
    make_rule: Callable[..., Rule], period: str, *, is_owed: bool
) -> None:
    rule = make_rule(period)
    assert owed(rule) is is_owed
    made = hand_over_clock(rule, work_ended_on=date(2025, 1, 1))
    assert (made is not None) is is_owed
    assert ("5 năm trở lên" in explain_hand_over(made).vi) is not is_owed


def test_nothing_known_gives_no_date_and_says_so() -> None:
    made = clock()
    assert made.due_on is None
    assert standing(made, date(2026, 1, 1)) is Standing.NO_DATE
    assert "Chưa biết ngày kết thúc" in explain_hand_over(made).vi


def test_the_sentence_names_day_clause_and_arithmetic() -> None:
    said = explain_hand_over(clock(date(2025, 10, 20)))
    for part in ("20/10/2026", "20/10/2025", "Điều 30", "Điều 17", "31/12/2026", "19/12/2025", "60 ngày"):
        assert part in said.vi
    for part in ("20/10/2026", "Article 30(2)", "Article 17", "60 days"):
        assert part in said.en
    built = explain_hand_over(clock(settled=date(2025, 11, 30)))
    assert "quyết toán 30/11/2025" in built.vi
    assert "28/02/2026" in built.vi
    kept = explain_hand_over(clock(date(2025, 10, 20), kept=date(2027, 6, 30)))
    assert "30/06/2027 theo văn bản 3/CV" in kept.vi
    assert "Article 31(3)(d)" in kept.en
