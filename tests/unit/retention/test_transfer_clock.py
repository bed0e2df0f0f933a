"""The calendar of transfers to the historical archive, and what it sends back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.errors import InvalidInput
from records.identifiers import Digest, DossierId
from retention_rules.hand_over.transfer import digests_text, read_digests
from retention_rules.hand_over.transfer_clock import (
    TransferStanding,
    answer_due,
    earliest_transfer,
    explain_transfer,
    transfer_clock,
    transfer_standing,
)

pytestmark = pytest.mark.law("R07")

days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
ORDER = list(TransferStanding)


@given(days)
def test_five_years_are_counted_from_the_year_and_registered_a_year_ahead(taken_over: date) -> None:
    clock = transfer_clock(taken_over)
    assert clock.limit_on == date(taken_over.year + 5, 12, 31)
    assert clock.register_by == date(taken_over.year + 4, 12, 31)
    assert earliest_transfer(clock.register_by) <= clock.limit_on
    assert earliest_transfer(clock.register_by + timedelta(days=1)) > clock.limit_on


@given(days, st.integers(0, 2600))
def test_a_clock_never_goes_back(taken_over: date, after: int) -> None:
    clock, today = transfer_clock(taken_over), taken_over + timedelta(days=after)
    standing = transfer_standing(clock, today)
    assert ORDER.index(standing) <= ORDER.index(transfer_standing(clock, today + timedelta(days=1)))


@given(days)
def test_it_is_told_thirty_days_before_registration_is_late(taken_over: date) -> None:
    clock = transfer_clock(taken_over)
    for day, standing in (
        (clock.register_by - timedelta(days=31), TransferStanding.RUNNING),
        (clock.register_by - timedelta(days=30), TransferStanding.REGISTER_NEAR),
        (clock.register_by, TransferStanding.REGISTER_NEAR),
        (clock.register_by + timedelta(days=1), TransferStanding.REGISTER_LATE),
        (clock.limit_on, TransferStanding.REGISTER_LATE),
        (clock.limit_on + timedelta(days=1), TransferStanding.OVERDUE),
    ):
        assert transfer_standing(clock, day) is standing


@given(days)
def test_seven_working_days_are_seven_days_of_the_week_that_are_worked(registered: date) -> None:
    due = answer_due(registered)
    between = [registered + timedelta(days=n) for n in range(1, (due - registered).days + 1)]
    assert sum(day.weekday() < 5 for day in between) == 7
    assert due.weekday() < 5


def test_the_sentence_names_year_clause_and_arithmetic() -> None:
    said = explain_transfer(transfer_clock(date(2026, 11, 20)))
    for part in ("31/12/2031", "2026 + 5 = 2031", "20/11/2026", "Điều 17", "31/12/2030", "12 tháng"):
        assert part in said.vi
    for part in ("2026 + 5 = 2031", "Article 17", "12 months"):
        assert part in said.en


@given(st.dictionaries(st.uuids(version=4), st.binary(), min_size=1, max_size=5))
def test_digests_come_back_as_they_went(given_: dict[object, bytes]) -> None:
    digests = {DossierId(str(each)): Digest.of(content) for each, content in given_.items()}
    assert read_digests(digests_text(digests)) == digests


ONE, SHA = "01931a2b-0000-7000-8000-000000000001", "a" * 64


@pytest.mark.parametrize(
    "text", ["", " \n ", "abc", ONE, f"{ONE} {SHA[1:]}", f"{ONE} {SHA}\n{ONE} {SHA}", f"{'-' * 36} {SHA}"]
)
def test_what_is_no_list_of_digests_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="digests_unreadable"):
        read_digests(text)


def test_other_spellings_of_a_line_are_read() -> None:
    for line in (f"urn:uuid:{ONE} {SHA}", f"  {ONE};{SHA.upper()}  ", f"{ONE}\t{SHA}\r\n\r\n"):
        assert read_digests(line) == {DossierId(ONE): Digest(SHA)}
