"""How long the store locks what, day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention_rules.lock_plan import LONGEST_LEASE, RENEWED_BELOW, LockPlan, plan_lock

TODAY = date(2026, 11, 20)
DAYS = st.dates(date(2020, 1, 1), date(2110, 1, 1))


def plan(candidate_from: date | None, *, hold_open: bool = False, decided: bool = False) -> LockPlan:
    return plan_lock(candidate_from=candidate_from, hold_open=hold_open, decided=decided, today=TODAY)


@pytest.mark.parametrize("candidate_from", [None, date(2048, 1, 1), TODAY + timedelta(days=401)])
def test_what_is_kept_long_is_leased_for_400_days_and_renewed_with_99_left(candidate_from: date | None) -> None:
    until = TODAY + timedelta(days=400)
    assert plan(candidate_from) == LockPlan(until=until, held=False, look_on=until - timedelta(days=99))


@pytest.mark.parametrize("days", [8, 100, 400])
def test_what_falls_due_sooner_is_leased_until_then_and_no_longer(days: int) -> None:
    due = TODAY + timedelta(days=days)
    assert plan(due) == LockPlan(until=due, held=False, look_on=due - timedelta(days=7))


@pytest.mark.parametrize("days", [-3000, 0, 1, 7])
def test_what_is_due_is_held_until_a_decision(days: int) -> None:
    due = TODAY + timedelta(days=days)
    waiting, decided = plan(due), plan(due, decided=True)
    assert waiting.held
    assert not decided.held
    assert waiting.until == decided.until == (due if days > 0 else None)


def test_an_open_hold_wins_over_a_decision() -> None:
    assert plan(TODAY, hold_open=True, decided=True).held
    assert plan(None, hold_open=True).held


@given(today=DAYS, candidate_from=st.none() | DAYS, hold_open=st.booleans())
def test_nothing_that_is_not_decided_is_ever_without_lease_and_hold(
    today: date, candidate_from: date | None, *, hold_open: bool
) -> None:
    made = plan_lock(candidate_from=candidate_from, hold_open=hold_open, decided=False, today=today)
    assert made.held or made.until is not None
    assert made.look_on > today
    if made.until is not None:
        assert today < made.until <= today + LONGEST_LEASE
        assert candidate_from is None or made.until <= candidate_from
        # Until it is looked at again the lease holds, or the hold.
        assert made.held or made.look_on < made.until
        assert made.held or made.until == candidate_from or made.until - made.look_on < RENEWED_BELOW
