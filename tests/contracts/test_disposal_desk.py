"""Lists, votes and decisions on every catalogue, and the gate that is asked in the transaction of each."""

from __future__ import annotations

import asyncio
import random
import threading
import time
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi import FastAPI

from adapters.catalogue import holds
from records.errors import Conflict, Forbidden, InvalidInput, NotFound
from records.identifiers import DisposalListId, DossierId
from records.reader import Capability
from retention_rules.disposal import ListState, Vote
from retention_rules.http_disposal import disposal_routes
from retention_rules.may_delete import Reason
from retention_rules.schedule_table import COLUMNS
from tests.contracts import catalogues
from tests.contracts.disposal_office import ARCHIVIST, COUNCIL, HEAD, LETTER_RULE, MEMBERS, DisposalOffice, person
from tests.contracts.retention_desk import OPERATOR, REGISTER

if TYPE_CHECKING:
    import sqlalchemy as sa

    from adapters.catalogue.engine import Catalogue
    from retention_rules.may_delete import Verdict

pytestmark = pytest.mark.law("R08", "R14")

TODAY = date(2026, 11, 20)


@pytest.fixture
def office(migrated: Catalogue) -> DisposalOffice:
    return DisposalOffice(catalogues.emptied(migrated), TODAY)


def test_the_rule_of_the_office_is_the_one_meant(office: DisposalOffice) -> None:
    assert list(office.schedules.in_force(OPERATOR).confirmations) == [LETTER_RULE]


def test_a_list_goes_its_way_and_only_then_the_gate_opens(office: DisposalOffice) -> None:
    dossier = office.due("a")
    assert office.disposal.why_not(OPERATOR, dossier).reasons == (Reason.NOT_LISTED,)
    listed = office.listed(dossier)
    assert office.gate(dossier, listed.id).reasons == (Reason.NOT_VOTED, Reason.NO_DECISION)
    office.voted(listed.id, Vote.DESTROY, Vote.KEEP, Vote.DESTROY)
    assert office.gate(dossier, listed.id).reasons == (Reason.NO_DECISION,)
    decided = office.decided(listed.id)
    assert (decided.state, decided.digest) == (ListState.DECIDED, listed.digest)
    assert office.gate(dossier, listed.id).allowed
    assert office.disposal.why_not(OPERATOR, dossier).reasons == (Reason.NO_EXECUTOR,)
    for twice in ("a", *COUNCIL, "e"):
        assert office.gate(dossier, listed.id, executor=twice).reasons == (Reason.ONE_PERSON,)


def test_what_the_council_keeps_stays_though_the_list_is_decided(office: DisposalOffice) -> None:
    dossier = office.due("a")
    which = office.listed(dossier).id
    office.voted(which, Vote.KEEP, Vote.KEEP, Vote.DESTROY)
    office.decided(which)
    assert office.gate(dossier, which).reasons == (Reason.NOT_VOTED,)


def test_a_hold_wins_at_every_step(office: DisposalOffice) -> None:
    dossier, other = office.due("a"), office.due("b")
    first = office.place(dossier)
    with pytest.raises(Conflict, match="blocked") as refused:
        office.listed(dossier, other)
    assert "đang có lệnh giữ" in refused.value.says.vi
    office.holds.lift(ARCHIVIST, first, "Xong")
    which = office.listed(dossier, other).id
    office.voted(which)
    second = office.place(dossier)
    with pytest.raises(Conflict, match="blocked"):
        office.decided(which)
    office.holds.lift(ARCHIVIST, second, "Xong")
    office.decided(which)
    assert office.gate(dossier, which).allowed
    office.place(dossier)
    assert office.gate(dossier, which).reasons == (Reason.ON_HOLD,)
    assert office.gate(other, which).allowed


def test_what_changes_after_it_was_listed_closes_the_gate(office: DisposalOffice) -> None:
    dossier = office.due("a")
    which = office.approved(dossier)
    office.desk.set_work_ended(OPERATOR, dossier, date(2019, 5, 1))
    assert office.gate(dossier, which).reasons == (Reason.CHANGED_SINCE_LISTED,)
    office.desk.set_work_ended(OPERATOR, dossier, date(2018, 5, 1))
    assert office.gate(dossier, which).allowed
    office.schedules.withdraw(OPERATOR, [LETTER_RULE], why="Đọc nhầm")
    assert office.gate(dossier, which).reasons == (Reason.OUT_OF_DATE,)
    office.reassessed()
    assert set(office.gate(dossier, which).reasons) == {Reason.NOT_CONFIRMED, Reason.CHANGED_SINCE_LISTED}
    office.confirm()
    assert office.gate(dossier, which).allowed
    office.document(dossier, "a/9", *REGISTER)
    assert {Reason.NEVER_DUE, Reason.CHANGED_SINCE_LISTED} <= set(office.gate(dossier, which).reasons)


def test_another_schedule_closes_the_gate_before_anything_is_worked_out_anew(office: DisposalOffice) -> None:
    dossier = office.due("a")
    which = office.approved(dossier)
    version = office.schedules.take_in(
        OPERATOR,
        office.schedules.export(OPERATOR, office.schedules.in_force(OPERATOR).id, as_xlsx=False),
        file_name="b.csv",
        name="Bảng",
        version="2",
        source="s",
        effective_from=TODAY,
    ).version
    assert version is not None
    seen = office.schedules.preview(OPERATOR, version.id)
    office.schedules.accept(OPERATOR, version.id, fingerprint=seen.fingerprint, shorter=False)
    assert office.gate(dossier, which).reasons == (Reason.OUT_OF_DATE,)
    office.reassessed()
    assert office.gate(dossier, which).reasons == (Reason.CHANGED_SINCE_LISTED,)


def test_a_preview_tells_what_is_on_a_list(office: DisposalOffice) -> None:
    office.listed(office.due("a"))
    office.due("b")
    letters = "TT10/2022 Quy hoạch;Công văn trao đổi về công tác quy hoạch;2;TT10/2022 PL I;high"
    table = f"{';'.join(COLUMNS)}\n{letters}\n"
    reading = office.schedules.take_in(
        OPERATOR, table.encode(), file_name="b", name="B", version="2", source="s", effective_from=TODAY
    )
    assert reading.version is not None
    seen = office.schedules.preview(OPERATOR, reading.version.id)
    assert (seen.shorter, seen.on_list) == (2, 1)


def test_a_link_to_what_is_kept_longer_closes_the_gate(office: DisposalOffice) -> None:
    dossier, due, register = office.due("a"), office.due("b"), office.dossier("s", REGISTER)
    which = office.approved(dossier)
    office.disposal.link(ARCHIVIST, dossier, due, "cùng dự án")
    assert office.gate(dossier, which).allowed
    office.disposal.link(ARCHIVIST, register, dossier, "sổ gốc")
    office.disposal.link(ARCHIVIST, dossier, register, "lần nữa")
    assert office.gate(dossier, which).reasons == (Reason.LINKED_LONGER,)
    with pytest.raises(InvalidInput, match="incomplete"):
        office.disposal.link(ARCHIVIST, dossier, dossier, "x")


def test_not_due_not_confirmed_or_not_seen_is_not_listed(office: DisposalOffice) -> None:
    early = office.due("a", ended=date(2022, 1, 1))
    for wrong, code in ((early, "blocked"), (office.dossier("p", REGISTER), "blocked"), (DossierId.new(), "not_found")):
        with pytest.raises((Conflict, NotFound), match=code):
            office.listed(wrong)
    office.clock.day = date(2028, 1, 1)
    assert office.listed(early).items[0].dossier == early
    for council in (("b", "c"), ("b", "b", "c"), ("b", "c", " ")):
        with pytest.raises(InvalidInput, match="incomplete"):
            office.disposal.propose(ARCHIVIST, name="n", dossiers=[early], council=council)
    with pytest.raises(Forbidden, match="one_person"):
        office.disposal.propose(ARCHIVIST, name="n", dossiers=[early], council=("a", "b", "c"))
    with pytest.raises(Forbidden, match="not_allowed"):
        office.disposal.propose(HEAD, name="n", dossiers=[early], council=COUNCIL)


def test_each_does_the_own_part_once(office: DisposalOffice) -> None:
    dossier = office.due("a")
    which = office.listed(dossier).id
    for stranger in (ARCHIVIST, HEAD, person("x", Capability.VOTE), person("b", Capability.READ)):
        with pytest.raises(Forbidden, match="not_allowed"):
            office.disposal.vote(stranger, which, dossier, Vote.DESTROY)
    with pytest.raises(NotFound):
        office.disposal.vote(MEMBERS[0], which, office.due("b"), Vote.DESTROY)
    office.disposal.vote(MEMBERS[0], which, dossier, Vote.KEEP, "Còn tranh chấp")
    with pytest.raises(Conflict, match="voted"):
        office.disposal.vote(MEMBERS[0], which, dossier, Vote.DESTROY)
    with pytest.raises(Conflict, match="votes_missing"):
        office.decided(which)
    for member in MEMBERS[1:]:
        office.disposal.vote(member, which, dossier, Vote.DESTROY)
    assert office.disposal.one(HEAD, which).items[0].votes[0] == ("b", Vote.KEEP, "Còn tranh chấp")
    for other, code in (
        (ARCHIVIST, "not_allowed"),
        (MEMBERS[0], "not_allowed"),
        (replace(MEMBERS[0], capabilities=frozenset(Capability)), "one_person"),
        (replace(ARCHIVIST, capabilities=frozenset(Capability)), "one_person"),
    ):
        with pytest.raises(Forbidden, match=code):
            office.disposal.decide(other, which, number="1", decided_on=TODAY)
    for number, day in ((" ", TODAY), ("1", date(2026, 11, 21))):
        with pytest.raises(InvalidInput, match="incomplete"):
            office.disposal.decide(HEAD, which, number=number, decided_on=day)
    office.decided(which)
    with pytest.raises(Conflict, match="decided"):
        office.decided(which)
    with pytest.raises(NotFound, match="not_found"):
        office.decided(DisposalListId.new())
    with pytest.raises(Forbidden):
        office.disposal.lists(person("x"))


def interleaved(office: DisposalOffice, dossier: DossierId, which: DisposalListId, chance: random.Random) -> bool:
    """A destruction and a hold start at the same time; whether the destruction was allowed.

    What the gate said must still be true when its transaction ends.
    """
    waits = [chance.uniform(0, 0.004) for _ in range(3)]
    said: list[tuple[Verdict, int]] = []

    def destroy() -> None:
        time.sleep(waits[0])
        with office.catalogue.begin() as connection:
            verdict = office.asked(connection, dossier, which)
            time.sleep(waits[1])
            said.append((verdict, len(holds.over(connection, dossier))))

    thread = threading.Thread(target=destroy)
    thread.start()
    time.sleep(waits[2])
    hold = office.place(dossier)
    thread.join()
    (verdict, open_at_the_end), *_ = said
    assert verdict.allowed is (open_at_the_end == 0)
    assert office.gate(dossier, which).reasons == (Reason.ON_HOLD,)
    office.holds.lift(ARCHIVIST, hold, "Xong")
    return verdict.allowed


@pytest.mark.parametrize("rounds", [40, pytest.param(1000, marks=pytest.mark.long)])
def test_a_hold_is_never_missed_by_a_destruction_under_way(office: DisposalOffice, rounds: int) -> None:
    dossier = office.due("a")
    which = office.approved(dossier)
    chance = random.Random(20261120)
    allowed = sum(interleaved(office, dossier, which, chance) for _ in range(rounds))
    assert 0 < allowed < rounds  # both came first now and then, or nothing was tried


def test_while_the_gate_is_asked_neither_hold_link_nor_schedule_comes_between(office: DisposalOffice) -> None:
    dossier, register = office.due("a"), office.dossier("s", REGISTER)
    which = office.approved(dossier)

    def slow(connection: sa.Connection) -> tuple[bool, bool]:
        before = office.asked(connection, dossier, which).allowed
        time.sleep(0.3)
        return before, office.asked(connection, dossier, which).allowed

    for act in (
        lambda: office.place(dossier),
        lambda: office.disposal.link(ARCHIVIST, dossier, register, "sổ gốc"),
        lambda: office.schedules.withdraw(OPERATOR, [LETTER_RULE], why="sai"),
    ):
        seen: list[tuple[bool, bool]] = []

        def ask(into: list[tuple[bool, bool]] = seen) -> None:
            with office.catalogue.begin() as connection:
                into.append(slow(connection))

        thread = threading.Thread(target=ask)
        thread.start()
        time.sleep(0.1)
        act()
        thread.join()
        assert seen[0][0] == seen[0][1]


def test_a_hold_and_a_decision_at_once_leave_nothing_destroyable(office: DisposalOffice) -> None:
    for number in range(10):
        dossier = office.due(f"d{number}")
        which = office.listed(dossier).id
        office.voted(which)
        failed: list[Conflict] = []

        def decide(which: DisposalListId = which, into: list[Conflict] = failed) -> None:
            try:
                office.decided(which)
            except Conflict as refused:
                into.append(refused)

        thread = threading.Thread(target=decide)
        thread.start()
        office.place(dossier)
        thread.join()
        assert Reason.ON_HOLD in office.gate(dossier, which).reasons
        assert {each.code for each in failed} <= {"disposal.blocked"}


def test_the_whole_way_by_api(office: DisposalOffice) -> None:
    dossier, other = office.due("a"), office.due("b")
    who = {"reader": ARCHIVIST}
    app = FastAPI()
    app.include_router(disposal_routes(office.disposal, lambda: who["reader"], office.clock))

    def ask(method: str, path: str, **told: Any) -> Any:
        async def go() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk") as client:
                return await client.request(method, f"/api/retention{path}", **told)

        answer = asyncio.run(go())
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    assert ask("POST", f"/dossiers/{dossier}/links", json={"other": other.value, "why": "cùng dự án"}) is None
    body = {"name": "Hủy 2026", "dossiers": [dossier.value], "council": list(COUNCIL)}
    made = ask("POST", "/disposal", json=body)
    for member in MEMBERS:
        who["reader"] = member
        ask("POST", f"/disposal/{made['id']}/votes", json={"dossier": dossier.value, "vote": "destroy"})
    who["reader"] = HEAD
    decided = ask("POST", f"/disposal/{made['id']}/decision", json={"number": "1/QĐ", "decided_on": "2026-11-20"})
    assert (decided["state"], decided["decided_by"], decided["items"][0]["carried"]) == ("decided", "e", True)
    assert [one["id"] for one in ask("GET", "/disposal")["lists"]] == [made["id"]]
    assert ask("GET", f"/disposal/{made['id']}")["digest"] == made["digest"]
    gate = ask("GET", f"/dossiers/{dossier}/may-delete")
    assert (gate["allowed"], [one["reason"] for one in gate["reasons"]]) == (False, ["no_executor"])
