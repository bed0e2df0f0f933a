from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from records.errors import InvalidInput
from retention_rules.assign import assign
from retention_rules.decide_period import decide_period
from retention_rules.explain import civil
from retention_rules.model import AssignmentState, PeriodKind, Rule
from retention_rules.plain import from_plain, to_plain
from retention_rules.propose_rule import default_rule
from retention_rules.schedule import built_in_schedule

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.identifiers import DossierId

pytestmark = pytest.mark.law("R03")

TODAY = date(2026, 11, 20)
ENDED = date(2006, 5, 4)

anything_goes = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
some_rules = st.lists(st.sampled_from((*built_in_schedule().rules, default_rule())), max_size=6)
trigger_days = st.none() | st.dates(date(1900, 1, 1), TODAY)


@anything_goes
@given(rules=some_rules, ended=trigger_days, data=st.data())
def test_the_longest_wins_whatever_the_order(
    dossier: DossierId, rules: list[Rule], ended: date | None, data: st.DataObject
) -> None:
    schedule = built_in_schedule()
    one = assign(dossier, schedule, rules, work_ended_on=ended, today=TODAY)
    other = assign(dossier, schedule, data.draw(st.permutations(rules)), work_ended_on=ended, today=TODAY)
    assert one == other
    years = [rule.years for rule in rules if rule.years is not None]
    kinds = {rule.kind for rule in rules}
    if PeriodKind.PERMANENT in kinds:
        assert one.rule.kind is PeriodKind.PERMANENT
    elif PeriodKind.OWN_TRIGGER in kinds:
        assert one.rule.kind is PeriodKind.OWN_TRIGGER
    elif years:
        assert one.rule.years == max(years)


@anything_goes
@given(rules=some_rules, ended=trigger_days)
def test_the_explanation_reckons_what_the_dates_say(dossier: DossierId, rules: list[Rule], ended: date | None) -> None:
    made = assign(dossier, built_in_schedule(), rules, work_ended_on=ended, today=TODAY)
    told = made.explanation
    if made.expires_on is None:
        assert made.candidate_from is None
        assert told.arithmetic == ""
        assert not re.search(r"\d\d/\d\d/\d{4}", told.sentence.vi + told.sentence.en)
    else:
        assert ended is not None
        assert made.candidate_from == made.expires_on + timedelta(days=1)
        start, years, end, day = re.fullmatch(r"(\d+) \+ (\d+) = (\d+) → (.+)", told.arithmetic).groups()  # type: ignore[union-attr]  # no match is a failure too
        assert int(start) == ended.year
        assert int(years) == made.rule.years
        assert int(start) + int(years) == int(end) == made.expires_on.year
        assert day == civil(made.expires_on)
        for sentence in (told.sentence.vi, told.sentence.en):
            # None of the built-in rules is confirmed: no day of listing is told.
            assert re.findall(r"\d\d/\d\d/\d{4}", sentence) == [civil(made.expires_on)]
    assert told.rule_id == made.rule.id
    assert told.clause == made.rule.clause


@anything_goes
@given(rules=some_rules, ended=trigger_days)
def test_json_gives_back_the_same_assignment(dossier: DossierId, rules: list[Rule], ended: date | None) -> None:
    made = assign(dossier, built_in_schedule(), rules, work_ended_on=ended, today=TODAY)
    assert from_plain(to_plain(made)) == made


@anything_goes
@given(rules=some_rules)
def test_nothing_that_comes_with_the_program_leads_to_destruction(dossier: DossierId, rules: list[Rule]) -> None:
    made = assign(dossier, built_in_schedule(), rules, work_ended_on=ENDED, today=TODAY)
    assert made.state is not AssignmentState.CONFIRMED
    assert "không dẫn tới hủy" in made.explanation.sentence.vi


def test_without_a_rule_the_safe_default(dossier: DossierId) -> None:
    made = assign(dossier, built_in_schedule(), [], work_ended_on=ENDED, today=TODAY)
    assert made.state is AssignmentState.PROVISIONAL
    assert (made.expires_on, made.candidate_from) == (date(2026, 12, 31), date(2027, 1, 1))
    assert made.explanation.arithmetic == "2006 + 20 = 2026 → 31/12/2026"
    assert made.explanation.sentence.vi.startswith(
        "Chưa có quy tắc phù hợp nên tạm giữ 20 năm kể từ năm kết thúc công việc (2006), theo mục “"
    )


def test_without_a_trigger_no_date_and_it_says_so(dossier: DossierId, make_rule: Callable[..., Rule]) -> None:
    made = assign(dossier, built_in_schedule(), [make_rule("10")], work_ended_on=None, today=TODAY)
    assert (made.expires_on, made.candidate_from, made.explanation.trigger_date) == (None, None, None)
    assert "chưa biết ngày kết thúc công việc" in made.explanation.sentence.vi


def test_the_sentence_of_a_rule_in_years(dossier: DossierId, make_rule: Callable[..., Rule]) -> None:
    made = assign(dossier, built_in_schedule(), [make_rule("20")], work_ended_on=ENDED, today=TODAY)
    assert made.explanation.sentence.vi == (
        "Giữ 20 năm kể từ năm kết thúc công việc (2006), theo mục “Loại hồ sơ” (Thông tư 10/2022 Phụ lục I mục 3); "
        "hết hạn 31/12/2026. "
        "Quy tắc chưa được lưu trữ viên xác nhận: chỉ để tham khảo, không dẫn tới hủy; "
        "hồ sơ chưa được đưa vào danh mục xem xét hủy cho đến khi quy tắc được xác nhận."
    )


def test_only_a_confirmed_rule_tells_the_day_of_listing(dossier: DossierId, make_rule: Callable[..., Rule]) -> None:
    for rules in ([make_rule("20", confirmed=True)], [make_rule("20")], []):
        made = assign(dossier, built_in_schedule(), rules, work_ended_on=ENDED, today=TODAY)
        told = made.explanation.sentence
        sure = made.state is AssignmentState.CONFIRMED
        assert ("từ 01/01/2027 mới được đưa vào danh mục xem xét hủy" in told.vi) is sure
        assert ("may be listed for appraisal from 01/01/2027" in told.en) is sure
        assert ("chưa được đưa vào danh mục xem xét hủy cho đến khi" in told.vi) is not sure
        assert ("cannot be listed for appraisal until" in told.en) is not sure


def test_a_guess_that_nothing_is_counted_from_is_not_kept(dossier: DossierId, make_rule: Callable[..., Rule]) -> None:
    for period in ("VV", "HHL"):
        made = assign(
            dossier, built_in_schedule(), [make_rule(period)], work_ended_on=ENDED, today=TODAY, trigger_proposed=True
        )
        assert made.trigger_date is None
    assert "danh mục xem xét hủy cho đến khi" in made.explanation.sentence.vi


def test_what_is_permanent_is_not_listed_later_either(dossier: DossierId, make_rule: Callable[..., Rule]) -> None:
    made = assign(dossier, built_in_schedule(), [make_rule("VV")], work_ended_on=ENDED, today=TODAY)
    assert "cho đến khi" not in made.explanation.sentence.vi
    assert "until" not in made.explanation.sentence.en


def test_an_own_trigger_has_no_date_from_the_end_of_the_work(
    dossier: DossierId, make_rule: Callable[..., Rule]
) -> None:
    for period in ("HHL", "TT", "5+HD"):
        rules = [make_rule("70"), make_rule(period)]
        made = assign(dossier, built_in_schedule(), rules, work_ended_on=ENDED, today=TODAY)
        assert made.rule.period == period
        assert made.expires_on is None
        assert made.explanation.trigger_date is None


def test_what_is_not_a_record_never_shortens(dossier: DossierId, make_rule: Callable[..., Rule]) -> None:
    nothing = make_rule("0")
    for rules in permutations([nothing, make_rule("1"), nothing]):
        made = assign(dossier, built_in_schedule(), rules, work_ended_on=ENDED, today=TODAY)
        assert made.rule.years == 1
    alone = assign(dossier, built_in_schedule(), [nothing], work_ended_on=ENDED, today=TODAY)
    assert alone.expires_on is None


@pytest.mark.parametrize(
    ("periods", "state"),
    [
        ([("20", True)], AssignmentState.CONFIRMED),
        ([("20", True), ("5", True)], AssignmentState.CONFIRMED),
        ([("20", True), ("5", False)], AssignmentState.UNCONFIRMED),
        ([("VV", True), ("5", False)], AssignmentState.CONFIRMED),
        ([("VV", False), ("5", True)], AssignmentState.UNCONFIRMED),
    ],
)
def test_confirmed_only_where_nothing_unchecked_could_be_longer(
    dossier: DossierId, make_rule: Callable[..., Rule], periods: list[tuple[str, bool]], state: AssignmentState
) -> None:
    rules = [make_rule(period, confirmed=confirmed) for period, confirmed in periods]
    assert assign(dossier, built_in_schedule(), rules, work_ended_on=ENDED, today=TODAY).state is state


def test_a_document_without_a_rule_holds_back_a_confirmed_one(
    dossier: DossierId, make_rule: Callable[..., Rule]
) -> None:
    rules = [make_rule("70", confirmed=True), default_rule()]
    made = assign(dossier, built_in_schedule(), rules, work_ended_on=ENDED, today=TODAY)
    assert (made.rule.years, made.state) == (70, AssignmentState.UNCONFIRMED)
    assert "còn tài liệu không quy tắc nào phù hợp: chỉ để tham khảo" in made.explanation.sentence.vi
    assert "người đứng đầu quyết định thời hạn của hồ sơ" in made.explanation.sentence.vi


def test_the_rules_that_are_still_to_be_confirmed_are_named(dossier: DossierId, make_rule: Callable[..., Rule]) -> None:
    other = replace(make_rule("5"), id="R-5", record_type="Sổ công văn")
    rules = [make_rule("70", confirmed=True), other, other]
    told = assign(dossier, built_in_schedule(), rules, work_ended_on=ENDED, today=TODAY).explanation.sentence
    assert "quy tắc chưa được xác nhận: “Sổ công văn” (R-5): chỉ để tham khảo" in told.vi
    assert "is not confirmed: “Sổ công văn” (R-5): for reference only" in told.en
    assert "không quy tắc nào phù hợp" not in told.vi
    told = assign(
        dossier, built_in_schedule(), [*rules, default_rule()], work_ended_on=ENDED, today=TODAY
    ).explanation.sentence
    assert "“Sổ công văn” (R-5); và còn tài liệu không quy tắc nào phù hợp" in told.vi


def test_whatever_has_to_happen_is_said_at_once(dossier: DossierId, make_rule: Callable[..., Rule]) -> None:
    """Else each condition that is met uncovers the next."""
    schedule = built_in_schedule()
    other = replace(make_rule("5"), id="R-5", record_type="Sổ công văn")
    every = [make_rule("70"), other, default_rule()]
    told = assign(dossier, schedule, every, work_ended_on=ENDED, trigger_proposed=True, today=TODAY).explanation
    assert told.sentence.vi.endswith(
        "cho đến khi (1) quy tắc được xác nhận; (2) cả quy tắc “Sổ công văn” (R-5) được xác nhận; (3) người đứng đầu "
        "quyết định thời hạn của hồ sơ, hoặc bảng thời hạn có quy tắc phù hợp; (4) ngày kết thúc công việc được ghi."
    )
    provisional = assign(
        dossier, schedule, [default_rule(), other], work_ended_on=ENDED, trigger_proposed=True, today=TODAY
    ).explanation
    assert provisional.sentence.en.endswith(
        "until (1) a decision of the head on its period is recorded, or the schedule has a rule that fits; (2) “Sổ "
        "công văn” (R-5) is confirmed as well; (3) the day on which the work ended is recorded."
    )


def test_the_day_that_is_lacking_is_among_what_has_to_happen(
    dossier: DossierId, make_rule: Callable[..., Rule]
) -> None:
    for period, lacking in (("20", "ngày kết thúc công việc được ghi."), ("5+HD", "(2) ngày hợp đồng")):
        told = assign(dossier, built_in_schedule(), [make_rule(period)], work_ended_on=None, today=TODAY).explanation
        assert lacking in told.sentence.vi, told.sentence.vi


def test_a_decision_that_waits_for_the_day_is_not_called_a_rule(dossier: DossierId) -> None:
    ten = decide_period(
        "10", number="1", decided_on=TODAY, approved_by="Chủ tịch", reason="không có quy tắc", today=TODAY
    )
    told = assign(
        dossier, built_in_schedule(), [], work_ended_on=ENDED, trigger_proposed=True, decisions=[ten], today=TODAY
    ).explanation.sentence
    assert "Thời hạn đã được quyết định nhưng ngày kết thúc công việc thì chưa có ai ghi" in told.vi
    assert told.vi.endswith("cho đến khi ngày ấy được ghi.")


def test_work_that_ends_tomorrow_has_not_ended(dossier: DossierId) -> None:
    assign(dossier, built_in_schedule(), [], work_ended_on=TODAY, today=TODAY)
    with pytest.raises(InvalidInput) as refused:
        assign(dossier, built_in_schedule(), [], work_ended_on=TODAY + timedelta(days=1), today=TODAY)
    assert refused.value.code == "retention.trigger_in_future"
    assert "21/11/2026" in refused.value.says.vi


def test_a_guessed_trigger_is_said_and_never_confirmed(dossier: DossierId) -> None:
    schedule = built_in_schedule()
    years = replace(next(r for r in schedule.rules if r.years == 5), confirmed=True)
    sure = assign(dossier, schedule, [years], work_ended_on=ENDED, today=TODAY)
    guessed = assign(dossier, schedule, [years], work_ended_on=ENDED, today=TODAY, trigger_proposed=True)
    assert sure.state is AssignmentState.CONFIRMED
    assert guessed.state is AssignmentState.UNCONFIRMED
    assert guessed.expires_on == sure.expires_on
    assert guessed.explanation.trigger == "newest_document"
    assert "tạm lấy ngày mới nhất mà máy đọc được trong hồ sơ (04/05/2006)" in guessed.explanation.sentence.vi
    assert "nhưng ngày kết thúc công việc thì chưa: chỉ để tham khảo" in guessed.explanation.sentence.vi
    assert "còn tài liệu mà quy tắc chưa được xác nhận" not in guessed.explanation.sentence.vi
    undated = assign(dossier, schedule, [years], work_ended_on=None, today=TODAY, trigger_proposed=True)
    assert undated.explanation.trigger != "newest_document"
