"""Events that periods are counted from, and decisions of the head, recorded on every catalogue."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from adapters.catalogue import custody, events, retention
from records.errors import Forbidden, InvalidInput, NotFound
from records.identifiers import DossierId
from records.reader import AccessLevel, Capability, Reader
from retention_rules.decide_period import decide_period
from retention_rules.hand_over.model import Custody
from retention_rules.model import AssignmentState
from retention_rules.trigger import TriggerKind
from tests.contracts import catalogues
from tests.contracts.disposal_office import DisposalOffice
from tests.contracts.retention_desk import LABOUR_CONTRACT, OPERATOR, PLANNING_LETTER, REGISTER, Office

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue
    from retention_rules.model import PeriodDecision

pytestmark = pytest.mark.law("R04")

TODAY = date(2026, 11, 20)
CLERK = Reader(
    account="van.thu",
    units=frozenset({"u"}),
    levels=frozenset(AccessLevel),
    capabilities=frozenset({Capability.TAKE_IN}),
)


@pytest.fixture
def office(migrated: Catalogue) -> Office:
    return Office(catalogues.emptied(migrated), TODAY)


def decision(period: str) -> PeriodDecision:
    return decide_period(
        period, number="12/QĐ-UBND", decided_on=TODAY, approved_by="Chủ tịch", reason="Có khiếu nại", today=TODAY
    )


def details(office: Office, dossier: DossierId) -> list[dict[str, object]]:
    with office.catalogue.begin(readonly=True) as connection:
        return [dict(event.detail) for event in events.of_dossier(connection, dossier)]


def test_the_end_of_the_work_gives_the_date_and_an_event(office: Office) -> None:
    dossier = office.dossier("a", PLANNING_LETTER)
    before = office.desk.assignment(OPERATOR, dossier)
    assert before is not None
    assert (before.expires_on, before.waiting_for) == (None, TriggerKind.WORK_END)
    made = office.desk.set_work_ended(OPERATOR, dossier, date(2020, 12, 31))
    assert (made.expires_on, made.candidate_from, made.waiting_for) == (date(2025, 12, 31), date(2026, 1, 1), None)
    assert office.desk.assignment(OPERATOR, dossier) == made
    assert {"work_ended_on": "2020-12-31"} in details(office, dossier)


def test_the_unit_says_when_its_work_ended_until_it_has_handed_the_dossier_over(office: Office) -> None:
    dossier = office.dossier("a", PLANNING_LETTER)
    elsewhere = office.dossier("b", PLANNING_LETTER, unit="khác")
    officer = replace(CLERK, capabilities=frozenset({Capability.READ, Capability.HAND_OVER}))
    assert office.desk.may_end_work(officer, dossier)
    assert office.desk.set_work_ended(officer, dossier, date(2020, 12, 30)).expires_on == date(2025, 12, 31)
    with pytest.raises(NotFound):
        office.desk.set_work_ended(officer, elsewhere, date(2020, 12, 30))
    with pytest.raises(Forbidden, match="not_allowed"):
        office.desk.set_trigger(officer, dossier, TriggerKind.CONTRACT_END, date(2020, 12, 30))
    with office.catalogue.begin() as connection:
        holder = Custody.CURRENT_ARCHIVE
        custody.take_over(connection, dossier, holder, on=TODAY, receipt="r", by="lan", now=office.clock.now())
    assert not office.desk.may_end_work(officer, dossier)
    with pytest.raises(Forbidden, match="not_allowed"):
        office.desk.set_work_ended(officer, dossier, date(2019, 12, 30))
    assert office.desk.may_end_work(OPERATOR, dossier)


def test_an_end_of_work_before_the_newest_document_takes_a_reason_that_is_kept(office: Office) -> None:
    dossier = office.dossier("a", PLANNING_LETTER)
    office.document(dossier, "a/1", *PLANNING_LETTER, issued_on="2020-03-01")
    before = details(office, dossier)
    for blank in ("", " \n"):
        with pytest.raises(InvalidInput, match="before_newest_document") as wrong:
            office.desk.set_work_ended(OPERATOR, dossier, date(2020, 2, 29), why=blank)
    assert "01/03/2020" in wrong.value.says.vi
    assert details(office, dossier) == before
    made = office.desk.set_work_ended(OPERATOR, dossier, date(2020, 2, 29), why="Bản sao gửi sau,\n công văn 3")
    assert made.trigger_date == date(2020, 2, 29)
    assert {"work_ended_on": "2020-02-29", "why": "Bản sao gửi sau, công văn 3"} in details(office, dossier)
    # Of the day itself, and of any other event, nothing is asked.
    office.desk.set_work_ended(OPERATOR, dossier, date(2020, 3, 1))
    office.desk.set_trigger(OPERATOR, dossier, TriggerKind.CONTRACT_END, date(2019, 1, 1))


def test_a_contract_waits_for_its_end_and_a_later_record_takes_the_place_of_an_earlier(office: Office) -> None:
    dossier = office.dossier("a", LABOUR_CONTRACT, PLANNING_LETTER)
    office.desk.set_work_ended(OPERATOR, dossier, date(2018, 5, 1))
    waiting = office.desk.missing_triggers(OPERATOR)
    assert waiting.by_trigger == ((TriggerKind.CONTRACT_END, 1),)
    for ended, expires in [(date(2016, 2, 29), date(2023, 12, 31)), (date(2020, 2, 29), date(2025, 12, 31))]:
        made = office.desk.set_trigger(OPERATOR, dossier, TriggerKind.CONTRACT_END, ended)
        # 2016 + 5 is outlasted by the letter's 2018 + 5
        assert made.expires_on == expires
    assert office.desk.missing_triggers(OPERATOR).dossiers == 0
    told = [detail["trigger_on"] for detail in details(office, dossier) if "trigger_on" in detail]
    assert told == ["2016-02-29", "2020-02-29"]


def test_the_list_of_what_waits_narrows_pages_and_minds_rights(office: Office) -> None:
    contracts = [office.dossier(f"c{n}", LABOUR_CONTRACT) for n in range(3)]
    letter = office.dossier("l", PLANNING_LETTER)
    office.dossier("p", REGISTER)
    hidden = office.dossier("h", LABOUR_CONTRACT, unit="khác")
    everything = office.desk.missing_triggers(OPERATOR)
    assert everything.by_trigger == ((TriggerKind.WORK_END, 1), (TriggerKind.CONTRACT_END, 4))
    assert {row.dossier for row in everything.rows} == {*contracts, letter, hidden}
    narrowed = office.desk.missing_triggers(CLERK, trigger=TriggerKind.CONTRACT_END, limit=2, offset=1)
    assert narrowed.dossiers == 4  # with the letter, without what the clerk may not see
    assert [row.dossier for row in narrowed.rows] == contracts[1:]


def test_a_guess_is_on_the_list_until_a_person_records_the_day(office: Office) -> None:
    dossier = office.dossier("a")
    office.document(dossier, "a/1", *PLANNING_LETTER, issued_on="2020-03-01")
    guessed = office.desk.assignment(OPERATOR, dossier)
    assert guessed is not None
    assert guessed.expires_on == date(2040, 12, 31)
    assert [row.dossier for row in office.desk.missing_triggers(OPERATOR).rows] == [dossier]
    office.desk.set_work_ended(OPERATOR, dossier, date(2020, 3, 1))
    assert office.desk.missing_triggers(OPERATOR).rows == ()


def test_a_document_that_comes_later_lengthens(office: Office) -> None:
    dossier = office.dossier("a", PLANNING_LETTER)
    office.desk.set_work_ended(OPERATOR, dossier, date(2020, 3, 1))
    office.document(dossier, "a/9", *REGISTER)
    after = office.desk.assignment(OPERATOR, dossier)
    assert after is not None
    assert (after.rule.period, after.expires_on) == ("VV", None)


def test_a_decision_of_the_head_stays_and_only_lengthens(office: Office) -> None:
    dossier = office.dossier("a", PLANNING_LETTER)
    office.desk.set_work_ended(OPERATOR, dossier, date(2020, 3, 1))
    for shorter in ("5", "4"):
        with pytest.raises(InvalidInput, match="not_longer"):
            office.desk.decide_period(OPERATOR, dossier, decision(shorter))
    made = office.desk.decide_period(OPERATOR, dossier, decision("50"))
    assert made.expires_on == date(2070, 12, 31)
    with pytest.raises(InvalidInput, match="not_longer"):
        office.desk.decide_period(OPERATOR, dossier, decision("30"))
    office.document(dossier, "a/9", *PLANNING_LETTER)
    assert office.desk.assignment(OPERATOR, dossier) == made
    told = [detail for detail in details(office, dossier) if "decision" in detail]
    assert told == [{"period": "50", "decision": "12/QĐ-UBND", "decided_on": "2026-11-20"}]


def test_a_decision_counts_where_no_rule_fits(office: Office) -> None:
    dossier = office.dossier("a")
    office.desk.set_work_ended(OPERATOR, dossier, date(2020, 3, 1))
    made = office.desk.decide_period(OPERATOR, dossier, decision("10"))
    assert (made.expires_on, made.state) == (date(2030, 12, 31), AssignmentState.CONFIRMED)
    with pytest.raises(InvalidInput, match="not_longer"):
        office.desk.decide_period(OPERATOR, dossier, decision("9"))


@pytest.mark.parametrize(("decided", "last_year"), [("3", 2025), ("5", 2025), ("6", 2026)])
def test_a_decision_stands_for_the_document_without_a_rule_beside_one_that_has_one(
    migrated: Catalogue, decided: str, last_year: int
) -> None:
    """Whatever it says: the longest of all still holds for the dossier."""
    office = DisposalOffice(catalogues.emptied(migrated), TODAY)
    dossier = office.dossier("a", PLANNING_LETTER)
    office.document(dossier, "a/9", "Công văn", "chuyện không bảng nào nói tới")
    office.desk.set_work_ended(OPERATOR, dossier, date(2020, 3, 1))
    made = office.desk.decide_period(OPERATOR, dossier, decision(decided))
    assert (made.expires_on, made.state) == (date(last_year, 12, 31), AssignmentState.CONFIRMED)
    assert {"period": decided, "decision": "12/QĐ-UBND", "decided_on": "2026-11-20"} in details(office, dossier)
    with pytest.raises(InvalidInput, match="not_longer"):
        office.desk.decide_period(OPERATOR, dossier, decision(decided))


def test_nothing_is_recorded_by_whom_may_not_decide_nor_of_what_cannot_be(office: Office) -> None:
    dossier = office.dossier("a", PLANNING_LETTER)
    before = details(office, dossier)
    with pytest.raises(Forbidden, match="not_allowed"):
        office.desk.set_trigger(CLERK, dossier, TriggerKind.CONTRACT_END, TODAY)
    with pytest.raises(Forbidden, match="not_allowed"):
        office.desk.decide_period(CLERK, dossier, decision("50"))
    with pytest.raises(InvalidInput, match="trigger_in_future"):
        office.desk.set_trigger(OPERATOR, dossier, TriggerKind.FISCAL_YEAR_END, date(2026, 11, 21))
    with pytest.raises(NotFound):
        office.desk.set_trigger(OPERATOR, DossierId.new(), TriggerKind.CONTRACT_END, TODAY)
    blind = replace(CLERK, units=frozenset(), capabilities=frozenset(Capability))
    with pytest.raises(NotFound):
        office.desk.decide_period(blind, dossier, decision("50"))
    assert details(office, dossier) == before


def test_a_body_that_is_dissolved_moves_no_date(office: Office) -> None:
    """The holdings go to a successor (Archives Law 33/2024, Art. 13(2)); the clock knows nothing of bodies."""
    dossier = office.dossier("a", PLANNING_LETTER)
    made = office.desk.set_work_ended(OPERATOR, dossier, date(2020, 3, 1))
    office.move(dossier, "đơn vị kế thừa")
    office.clock.day = date(2027, 7, 1)
    assert office.assign(dossier) == made
    with office.catalogue.begin(readonly=True) as connection:
        assert retention.in_force(connection, dossier) is not None
    assert details(office, dossier)[-1]["state"] == "unconfirmed"
