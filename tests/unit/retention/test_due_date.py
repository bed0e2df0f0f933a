"""Dates are computed in one place; these hold for every year and every period the law knows."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_rules.due_date import candidate_from, expires_on
from retention_rules.trigger import TriggerKind, trigger_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from retention_rules.model import Rule

pytestmark = pytest.mark.law("R01", "R02")

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
periods = st.integers(1, 70)


@given(days, periods)
def test_a_period_ends_with_a_year_and_the_next_day_opens_the_list(ended: date, years: int) -> None:
    expires = expires_on(ended.year, years)
    assert (expires.month, expires.day) == (12, 31)
    assert expires.year - ended.year == years
    assert candidate_from(expires) == date(ended.year + years + 1, 1, 1)
    assert candidate_from(expires) - expires == timedelta(days=1)


@given(days, periods)
def test_never_listed_before_the_full_years_have_passed(ended: date, years: int) -> None:
    # counted by whole years from any day of the year, the 29th of February included
    try:
        anniversary = ended.replace(year=ended.year + years)
    except ValueError:
        anniversary = date(ended.year + years, 3, 1)
    assert candidate_from(expires_on(ended.year, years)) > anniversary


@given(days, periods, periods)
def test_a_longer_period_never_ends_earlier(ended: date, one: int, other: int) -> None:
    short, long = sorted((one, other))
    assert expires_on(ended.year, short) <= expires_on(ended.year, long)


@given(st.integers(1900, 2200), periods)
def test_the_first_and_the_last_day_of_a_year_give_the_same_date(year: int, years: int) -> None:
    assert expires_on(date(year, 1, 1).year, years) == expires_on(date(year, 12, 31).year, years)


@pytest.mark.parametrize(
    ("ended", "years", "expires", "candidate"),
    [
        (date(2006, 3, 15), 20, date(2026, 12, 31), date(2027, 1, 1)),
        (date(2024, 2, 29), 1, date(2025, 12, 31), date(2026, 1, 1)),
        (date(2023, 12, 31), 1, date(2024, 12, 31), date(2025, 1, 1)),
        (date(2024, 1, 1), 1, date(2025, 12, 31), date(2026, 1, 1)),
        (date(1956, 7, 1), 70, date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_reckoned_by_hand(ended: date, years: int, expires: date, candidate: date) -> None:
    assert expires_on(ended.year, years) == expires
    assert candidate_from(expires) == candidate


@pytest.mark.parametrize("years", [0, -1, 71])
def test_what_the_law_does_not_know_is_not_reckoned(years: int) -> None:
    with pytest.raises(ValueError, match="1 to 70"):
        expires_on(2006, years)


@pytest.mark.parametrize(
    ("period", "trigger"),
    [
        ("20", TriggerKind.WORK_END),
        ("HHL", TriggerKind.DOCUMENT_EXPIRY),
        ("5+HD", TriggerKind.CONTRACT_END),
        ("TT", TriggerKind.WORKS_LIFETIME),
        ("10+KT", TriggerKind.FISCAL_YEAR_END),
        ("TL", TriggerKind.ASSET_DISPOSAL),
        ("VV", None),
        ("0", None),
    ],
)
def test_what_a_period_is_counted_from(
    make_rule: Callable[..., Rule], period: str, trigger: TriggerKind | None
) -> None:
    assert trigger_of(make_rule(period)) is trigger
