"""The clock: what is counted, from which event, and what decides; for every calendar there is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.errors import InvalidInput
from retention_rules.assign import assign
from retention_rules.decide_period import DECISION_RULE_ID, decide_period, require_longer
from retention_rules.longest import length
from retention_rules.model import AssignmentState, PeriodKind, Rule
from retention_rules.period import UnknownPeriod, read_period
from retention_rules.plain import from_plain, to_plain
from retention_rules.propose_rule import default_rule
from retention_rules.schedule import built_in_schedule
from retention_rules.trigger import EVENT_OF_CODE, TriggerKind, happened, trigger_of, years_counted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from records.identifiers import DossierId
    from retention_rules.model import Assignment, PeriodDecision

pytestmark = pytest.mark.law("R02", "R03")

TODAY = date(2026, 11, 20)
SCHEDULE = built_in_schedule()

anything_goes = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
past_days = st.dates(date(1900, 1, 1), TODAY)
leap_days = st.sampled_from([date(year, 2, 29) for year in range(1904, 2025, 4)])
year_ends = st.integers(1900, 2025).map(lambda year: date(year, 12, 31))
days = past_days | leap_days | year_ends
own_codes = st.sampled_from(["HHL", "TT", "TL"]) | st.builds(
    lambda years, event: f"{years}+{event}", st.integers(1, 70), st.sampled_from(sorted(EVENT_OF_CODE))
)
codes = own_codes | st.integers(1, 70).map(str) | st.sampled_from(["VV", "0"])
all_events = st.dictionaries(st.sampled_from(list(TriggerKind)), days)


def rule(period: str, *, confirmed: bool = True) -> Rule:
    read = read_period(period)
    return replace(
        default_rule(), id=f"T-{read.code}", period=read.code, kind=read.kind, years=read.years, confirmed=confirmed
    )


def assigned(
    dossier: DossierId, periods: list[str], events: Mapping[TriggerKind, date], *decisions: PeriodDecision
) -> Assignment:
    return assign(
        dossier,
        SCHEDULE,
        [rule(each) for each in periods],
        work_ended_on=events.get(TriggerKind.WORK_END),
        events=events,
        decisions=decisions,
        today=TODAY,
    )


def decision(period: str) -> PeriodDecision:
    return decide_period(
        period, number="12/QĐ-UBND", decided_on=TODAY, approved_by="Chủ tịch", reason="Có khiếu nại", today=TODAY
    )


@anything_goes
@given(period=own_codes, on=days)
def test_an_event_of_its_own_gives_the_end_of_a_year(dossier: DossierId, period: str, on: date) -> None:
    counted = rule(period)
    trigger = trigger_of(counted)
    assert trigger is not None
    made = assigned(dossier, [period], {trigger: on})
    years = years_counted(counted)
    assert made.expires_on == date(on.year + years, 12, 31)
    assert made.candidate_from == date(on.year + years + 1, 1, 1)
    assert made.waiting_for is None
    assert made.explanation.trigger == trigger.value
    assert made.explanation.trigger_date == made.trigger_date == on
    assert made.explanation.arithmetic == f"{on.year} + {years} = {on.year + years} → 31/12/{on.year + years}"
    assert happened(trigger).vi in made.explanation.sentence.vi
    assert happened(trigger).en in made.explanation.sentence.en


@anything_goes
@given(period=codes, on=days, shift=st.integers(-366, 366))
def test_the_day_within_a_year_makes_no_difference(dossier: DossierId, period: str, on: date, shift: int) -> None:
    other = min(on + timedelta(days=shift), TODAY)
    one = assigned(dossier, [period], dict.fromkeys(TriggerKind, on))
    two = assigned(dossier, [period], dict.fromkeys(TriggerKind, other))
    if on.year == other.year:
        assert one.expires_on == two.expires_on
    elif one.expires_on is not None and two.expires_on is not None:
        assert one.expires_on.year - two.expires_on.year == on.year - other.year


@anything_goes
@given(periods=st.lists(codes, min_size=1, max_size=5), events=all_events)
def test_nothing_that_waits_or_lasts_is_outrun_by_a_known_date(
    dossier: DossierId, periods: list[str], events: dict[TriggerKind, date]
) -> None:
    made = assigned(dossier, periods, events)
    alone = [assigned(dossier, [each], events) for each in periods]
    if any(one.rule.kind is PeriodKind.PERMANENT for one in alone):
        assert made.rule.kind is PeriodKind.PERMANENT
    elif waiting := {one.waiting_for for one in alone if one.waiting_for}:
        assert made.waiting_for in waiting
        assert made.expires_on is None
    else:
        assert made.expires_on == max((one.expires_on for one in alone if one.expires_on), default=None)


@anything_goes
@given(periods=st.lists(codes, min_size=1, max_size=4), events=all_events, more=codes)
def test_another_document_never_shortens(
    dossier: DossierId, periods: list[str], events: dict[TriggerKind, date], more: str
) -> None:
    before, after = assigned(dossier, periods, events), assigned(dossier, [*periods, more], events)
    if before.expires_on is None and before.rule.kind is not PeriodKind.NOT_A_RECORD:
        assert after.expires_on is None
    elif before.expires_on is not None and after.expires_on is not None:
        assert after.expires_on >= before.expires_on


@anything_goes
@given(periods=st.lists(codes, max_size=4), events=all_events)
def test_json_gives_back_the_same_assignment(
    dossier: DossierId, periods: list[str], events: dict[TriggerKind, date]
) -> None:
    made = assigned(dossier, periods, events)
    assert from_plain(to_plain(made)) == made


def test_json_of_the_first_format_is_still_read(dossier: DossierId) -> None:
    plain = to_plain(assigned(dossier, ["20"], {TriggerKind.WORK_END: date(2006, 5, 4)}))
    del plain["waiting_for"]
    assert from_plain({**plain, "format": 1}).expires_on == date(2026, 12, 31)


@anything_goes
@given(first=codes, second=codes, on=days)
def test_a_rule_that_changes_between_trigger_and_due_date_moves_only_what_it_says(
    dossier: DossierId, first: str, second: str, on: date
) -> None:
    """The trigger stays what it was: the new date is that of the new rule alone, whenever the rule changed."""
    events = dict.fromkeys(TriggerKind, on)
    before, after = assigned(dossier, [first], events), assigned(dossier, [second], events)
    if before.expires_on and after.expires_on:
        moved = after.expires_on.year - before.expires_on.year
        assert moved == years_counted(rule(second)) - years_counted(rule(first))
        assert after.trigger_date == before.trigger_date


@anything_goes
@given(
    periods=st.lists(codes, min_size=1, max_size=3),
    events=all_events,
    decided=codes.filter(lambda code: code != "0"),
    sure=st.booleans(),
)
def test_a_decision_never_shortens(
    dossier: DossierId, periods: list[str], events: dict[TriggerKind, date], decided: str, *, sure: bool
) -> None:
    rules = [rule(each, confirmed=sure) for each in periods]
    ended = events.get(TriggerKind.WORK_END)
    before = assign(dossier, SCHEDULE, rules, work_ended_on=ended, events=events, today=TODAY)
    after = assign(
        dossier, SCHEDULE, rules, work_ended_on=ended, events=events, decisions=[decision(decided)], today=TODAY
    )
    outlasts = before.rule.kind is not PeriodKind.PERMANENT and after.rule.id == DECISION_RULE_ID
    if outlasts and before.expires_on is not None and after.expires_on is not None:
        outlasts = after.expires_on > before.expires_on
    elif outlasts and before.waiting_for is not None and after.waiting_for is not None:
        outlasts = length(after.rule) > length(before.rule)
    if not outlasts:
        with pytest.raises(InvalidInput, match="not_longer"):
            require_longer(decision(decided), after, before)
        return
    require_longer(decision(decided), after, before)
    if after.expires_on is not None and before.rule.kind is not PeriodKind.NOT_A_RECORD:
        assert before.expires_on is not None


def test_a_decision_explains_itself(dossier: DossierId) -> None:
    made = assigned(dossier, ["5"], {TriggerKind.WORK_END: date(2006, 5, 4)}, decision("30"))
    assert made.explanation.sentence.vi.startswith(
        "Giữ 30 năm kể từ năm kết thúc công việc (2006), theo Quyết định số 12/QĐ-UBND, 20/11/2026 của Chủ tịch: "
        "“Có khiếu nại”; hết hạn 31/12/2036"
    )
    assert "by Decision no. 12/QĐ-UBND, 20/11/2026 of Chủ tịch: “Có khiếu nại”" in made.explanation.sentence.en
    assert made.state is AssignmentState.CONFIRMED


def test_where_no_rule_fits_the_head_decides_shorter_too(dossier: DossierId) -> None:
    ended = date(2006, 5, 4)
    before = assign(dossier, SCHEDULE, [default_rule()], work_ended_on=ended, today=TODAY)
    ten = decision("10")
    after = assign(dossier, SCHEDULE, [default_rule()], work_ended_on=ended, decisions=[ten], today=TODAY)
    assert before.expires_on is not None
    assert before.expires_on > date(2016, 12, 31)
    assert (after.expires_on, after.state) == (date(2016, 12, 31), AssignmentState.CONFIRMED)
    five = decision("5")
    shorter = assign(dossier, SCHEDULE, [default_rule()], work_ended_on=ended, decisions=[ten, five], today=TODAY)
    with pytest.raises(InvalidInput, match="not_longer"):
        require_longer(five, shorter, after)


def test_a_decision_does_not_make_an_unchecked_rule_sure(dossier: DossierId) -> None:
    made = assign(
        dossier,
        SCHEDULE,
        [rule("5", confirmed=False)],
        work_ended_on=date(2006, 5, 4),
        decisions=[decision("30")],
        today=TODAY,
    )
    assert made.state is AssignmentState.UNCONFIRMED


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"period": "0"}, "retention.unknown_period"),
        ({"period": "71"}, "retention.unknown_period"),
        ({"period": "mãi"}, "retention.unknown_period"),
        ({"number": " "}, "retention.decision_incomplete"),
        ({"approved_by": ""}, "retention.decision_incomplete"),
        ({"reason": "\n"}, "retention.decision_incomplete"),
        ({"decided_on": TODAY + timedelta(days=1)}, "retention.decision_in_future"),
    ],
)
def test_a_decision_without_its_parts_is_refused(told: dict[str, object], code: str) -> None:
    whole = {"period": "30", "number": "1", "decided_on": TODAY, "approved_by": "A", "reason": "B", **told}
    with pytest.raises(InvalidInput) as refused:
        decide_period(**whole, today=TODAY)  # type: ignore[arg-type]  # each is what its name says
    assert refused.value.code == code


def test_a_guess_that_another_rule_outlasts_still_holds_it_back(dossier: DossierId) -> None:
    """The contract is over and recorded; whether the work ended later is a guess that might be too early."""
    made = assign(
        dossier,
        SCHEDULE,
        [rule("5"), rule("20+HD")],
        work_ended_on=date(2006, 5, 4),
        trigger_proposed=True,
        events={TriggerKind.CONTRACT_END: date(2006, 1, 1)},
        today=TODAY,
    )
    assert made.expires_on == date(2026, 12, 31)
    assert made.explanation.trigger == "contract_end"
    assert (made.state, made.waiting_for) == (AssignmentState.UNCONFIRMED, TriggerKind.WORK_END)
    assert "tạm lấy ngày mới nhất mà máy đọc được trong hồ sơ (04/05/2006)" in made.explanation.sentence.vi


@pytest.mark.parametrize("kind", list(TriggerKind))
def test_no_event_is_recorded_before_it_happens(dossier: DossierId, kind: TriggerKind) -> None:
    with pytest.raises(InvalidInput) as refused:
        assigned(dossier, ["20"], {kind: TODAY + timedelta(days=1)})
    assert refused.value.code == "retention.trigger_in_future"
    assert happened(kind).vi in refused.value.says.vi


@pytest.mark.parametrize(
    ("written", "code"),
    [("hhl", "HHL"), (" 5 + hđ", "5+HD"), ("10+KT", "10+KT"), ("tl", "TL"), ("05+tt", "5+TT"), ("Vĩnh viễn", "VV")],
)
def test_codes_are_read_in_any_spelling(written: str, code: str) -> None:
    assert read_period(written).code == code


@pytest.mark.parametrize("written", ["0+HD", "71+HD", "HD", "KT", "5+XX", "5+", "+HD", "-5"])
def test_what_names_no_period_is_refused(written: str) -> None:
    with pytest.raises(UnknownPeriod):
        read_period(written)


def test_what_waits_says_for_what(dossier: DossierId, make_rule: Callable[..., Rule]) -> None:
    for period in ("20", "HHL", "5+HD", "10+KT"):
        made = assign(dossier, SCHEDULE, [make_rule(period)], work_ended_on=None, today=TODAY)
        assert made.waiting_for is trigger_of(made.rule)
        assert made.expires_on is None
    for period in ("VV", "0"):
        assert assign(dossier, SCHEDULE, [make_rule(period)], work_ended_on=None, today=TODAY).waiting_for is None
