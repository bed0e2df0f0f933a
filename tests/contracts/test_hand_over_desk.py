"""Hand-over on every catalogue: listed by one, checked and received by another, and nothing changes hands before."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from adapters.catalogue import custody, dossiers, schedules
from adapters.catalogue.schema import dossier as dossier_table
from adapters.catalogue.schema import event
from app.desks.hand_over import CatalogueHandOverDesk
from app.rounds import reassess
from records.errors import Conflict, Forbidden, InvalidInput, NotFound, VankhoError
from records.identifiers import DossierId, HandOverId
from records.reader import AccessLevel, Capability, Reader
from retention_rules.hand_over.clock import Standing, Start, longest_kept_back, months_after, standing
from retention_rules.hand_over.http import hand_over_routes
from retention_rules.hand_over.model import Check, Custody, HandOverState, digest_of, keep_back_order
from retention_rules.trigger import TriggerKind
from tests.contracts import catalogues
from tests.contracts.retention_desk import OPERATOR, PLANNING_LETTER, REGISTER, Office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters.catalogue.engine import Catalogue
    from retention_rules.hand_over.model import HandOver

TODAY = date(2026, 11, 20)
ENDED = date(2026, 3, 2)


def person(account: str, *can: Capability, unit: str = "u") -> Reader:
    return Reader(
        account=account,
        units=frozenset({unit}),
        levels=frozenset(AccessLevel),
        capabilities=frozenset({Capability.READ, *can}),
    )


LAN = person("lan-don-vi", Capability.HAND_OVER)
ARCHIVIST = person("thu", Capability.DECIDE, unit="*")
ONLY_READS = person("an")


class HandOverOffice(Office):
    """An office whose dossiers are kept 20 years: no rule fits them."""

    def __init__(self, catalogue: Catalogue, today: date) -> None:
        super().__init__(catalogue, today)
        self.hand_over = CatalogueHandOverDesk(self.parts)

    def ended(self, name: str, on: date = ENDED, unit: str = "u") -> DossierId:
        made = self.dossier(name, ("", "Việc không có trong bảng"), unit=unit)
        self.desk.set_work_ended(OPERATOR, made, on)
        return made

    def submitted(self, *chosen: DossierId, by: Reader = LAN) -> HandOver:
        return self.hand_over.submit(by, name="Giao nộp 2026", dossiers=chosen)

    def received(self, *chosen: DossierId) -> HandOver:
        which = self.submitted(*chosen).id
        self.hand_over.check(ARCHIVIST, which, chosen, Check.ACCEPTED)
        return self.hand_over.receive(ARCHIVIST, which, number="07/BB-GNHS", received_on=self.clock.day)

    def acts(self, dossier: DossierId) -> list[str]:
        with self.catalogue.begin(readonly=True) as connection:
            rows = connection.execute(
                sa.select(event.c.detail).where(event.c.dossier_id == dossier.value).order_by(event.c.id)
            )
            return [detail["act"] for (detail,) in rows if "act" in detail]


@pytest.fixture(scope="module", params=catalogues.KINDS)
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with catalogues.migrated(request.param, tmp_path_factory.mktemp("catalogue")) as made:
        yield made


@pytest.fixture
def office(opened: Catalogue) -> HandOverOffice:
    return HandOverOffice(catalogues.emptied(opened), TODAY)


def test_a_list_goes_its_way_and_only_the_receipt_changes_who_has_what(office: HandOverOffice) -> None:
    one, two = office.ended("a"), office.ended("b")
    listed = office.submitted(one, two)
    assert (listed.state, listed.unit, listed.count(Check.PENDING)) == (HandOverState.SUBMITTED, "u", 2)
    assert listed.digest == digest_of(item.listed for item in listed.items)
    with pytest.raises(Conflict, match="unchecked"):
        office.hand_over.receive(ARCHIVIST, listed.id, number="07", received_on=TODAY)
    office.hand_over.check(ARCHIVIST, listed.id, [one], Check.ACCEPTED)
    checked = office.hand_over.check(ARCHIVIST, listed.id, [two], Check.REFUSED, reason="Thiếu văn bản 3")
    assert [item.reason for item in checked.items if item.listed.dossier == two] == ["Thiếu văn bản 3"]
    for each in (one, two):
        assert office.hand_over.place(LAN, each).custody is Custody.UNIT
        assert office.hand_over.place(LAN, each).listed == listed.id
    received = office.hand_over.receive(ARCHIVIST, listed.id, number=" 07/BB ", received_on=TODAY)
    assert received.state is HandOverState.RECEIVED
    assert received.receipt is not None
    assert (received.receipt.number, received.receipt.by) == ("07/BB", "thu")
    accepted = [item.listed for item in received.items if item.check is Check.ACCEPTED]
    assert received.receipt.digest == digest_of(accepted)
    there = office.hand_over.place(LAN, one)
    assert (there.custody, there.since, there.receipt) == (Custody.CURRENT_ARCHIVE, TODAY, "07/BB")
    assert "07/BB" in there.says.vi
    still = office.hand_over.place(LAN, two)
    assert (still.custody, still.listed) == (Custody.UNIT, None)
    assert still.clock is not None
    assert office.acts(one)[-2:] == ["hand_over_listed", "handed_over"]
    assert office.acts(two)[-2:] == ["hand_over_listed", "hand_over_refused"]


def test_who_hands_over_does_not_receive_and_who_may_not_does_neither(office: HandOverOffice) -> None:
    one = office.ended("a")
    both = replace(LAN, capabilities=LAN.capabilities | {Capability.DECIDE})
    for reader in (ONLY_READS, ARCHIVIST):
        with pytest.raises(Forbidden, match="not_allowed"):
            office.submitted(one, by=reader)
    listed = office.submitted(one, by=both).id
    for act in (
        lambda who: office.hand_over.check(who, listed, [one], Check.ACCEPTED),
        lambda who: office.hand_over.receive(who, listed, number="1", received_on=TODAY),
    ):
        with pytest.raises(Forbidden, match="one_person"):
            act(both)
        with pytest.raises(Forbidden, match="not_allowed"):
            act(LAN)
    with pytest.raises(Forbidden, match="not_allowed"):
        office.hand_over.withdraw(ARCHIVIST, listed, "Nhầm")
    assert office.hand_over.one(ARCHIVIST, listed).count(Check.PENDING) == 1


def test_what_is_not_theirs_is_not_there(office: HandOverOffice) -> None:
    mine, other = office.ended("a"), office.ended("b", unit="v")
    stranger = person("ha", Capability.HAND_OVER, unit="v")
    with pytest.raises(NotFound, match="not_found"):
        office.submitted(mine, other)
    listed = office.submitted(mine).id
    with pytest.raises(NotFound, match="not_found"):
        office.hand_over.one(stranger, listed)
    with pytest.raises(NotFound, match="not_found"):
        office.hand_over.withdraw(stranger, listed, "Nhầm")
    with pytest.raises(NotFound, match="not_found"):
        office.hand_over.one(ARCHIVIST, HandOverId.new())
    assert office.hand_over.lists(stranger) == []
    assert [one.id for one in office.hand_over.lists(ARCHIVIST)] == [listed]
    with pytest.raises(Forbidden, match="not_allowed"):
        office.hand_over.lists(ONLY_READS)
    assert [row.dossier for row in office.hand_over.owed(stranger).rows] == [other]
    with pytest.raises(NotFound, match="not_found"):
        office.hand_over.place(stranger, mine)


def test_a_line_that_may_not_be_seen_names_nothing(office: HandOverOffice) -> None:
    open_one, closed = office.ended("a"), office.ended("b")
    with office.catalogue.begin() as connection:
        connection.execute(
            sa.update(dossier_table).where(dossier_table.c.id == open_one.value).values(access_level="01")
        )
    listed = office.submitted(open_one, closed)
    uncleared = replace(LAN, account="mai", levels=frozenset({AccessLevel.PUBLIC}))
    lines = {item.listed.dossier: item for item in office.hand_over.one(uncleared, listed.id).items}
    assert (lines[open_one].visible, lines[open_one].listed.code) == (True, "a")
    hidden = lines[closed]
    assert (hidden.visible, hidden.listed.code, hidden.listed.title, hidden.reason) == (False, "", "", "")
    blind = replace(ARCHIVIST, levels=frozenset({AccessLevel.PUBLIC}))
    with pytest.raises(NotFound, match="not_found"):
        office.hand_over.check(blind, listed.id, [closed], Check.ACCEPTED)


@pytest.mark.parametrize(
    ("act", "code"),
    [
        (lambda office, one: office.hand_over.submit(LAN, name=" ", dossiers=[one]), "hand_over.incomplete"),
        (lambda office, _: office.hand_over.submit(LAN, name="a", dossiers=[]), "hand_over.incomplete"),
        (lambda office, _: office.submitted(DossierId.new()), "dossier.not_found"),
        (
            lambda office, one: office.submitted(
                one, office.ended("z", unit="v"), by=replace(LAN, units=frozenset("*"))
            ),
            "hand_over.several_units",
        ),
    ],
)
def test_a_list_that_is_not_whole_is_refused(office: HandOverOffice, act: Any, code: str) -> None:
    one = office.ended("a")
    with pytest.raises(VankhoError, match=code):
        act(office, one)
    assert office.hand_over.lists(ARCHIVIST) == []


def test_a_check_or_minutes_that_are_not_whole_are_refused(office: HandOverOffice) -> None:
    one = office.ended("a")
    which = office.submitted(one).id
    for chosen, check, reason in (([], Check.ACCEPTED, ""), ([one], Check.REFUSED, " "), ([one], Check.PENDING, "")):
        with pytest.raises(InvalidInput, match="incomplete"):
            office.hand_over.check(ARCHIVIST, which, chosen, check, reason=reason)
    with pytest.raises(NotFound, match="not_found"):
        office.hand_over.check(ARCHIVIST, which, [office.ended("b")], Check.ACCEPTED)
    office.hand_over.check(ARCHIVIST, which, [one], Check.ACCEPTED)
    for number, on in (("", TODAY), ("07", TODAY + timedelta(days=1))):
        with pytest.raises(InvalidInput, match="incomplete"):
            office.hand_over.receive(ARCHIVIST, which, number=number, received_on=on)
    assert office.hand_over.place(LAN, one).custody is Custody.UNIT


def test_what_is_short_listed_already_handed_over_or_not_kept_is_not_listed(office: HandOverOffice) -> None:
    short = office.dossier("ngan", PLANNING_LETTER)
    gone = office.ended("bon")
    with office.catalogue.begin() as connection:
        connection.execute(sa.update(dossier_table).where(dossier_table.c.id == gone.value).values(state="transferred"))
    one = office.ended("a")
    # Five years are enough; what is under way and not in the archive is not.
    office.hand_over.withdraw(LAN, office.submitted(short).id, "thử")
    with pytest.raises(Conflict, match="blocked") as refused:
        office.submitted(one, gone)
    assert "không còn lưu giữ" in refused.value.says.vi
    listed = office.submitted(one).id
    with pytest.raises(Conflict, match="blocked") as refused:
        office.submitted(one)
    assert "danh mục khác" in refused.value.says.vi
    office.hand_over.withdraw(LAN, listed, "Ghi nhầm")
    office.received(one)
    with pytest.raises(Conflict, match="blocked") as refused:
        office.submitted(one)
    assert "đã giao nộp" in refused.value.says.vi


def test_a_dossier_that_changed_since_it_was_listed_is_neither_accepted_nor_received(office: HandOverOffice) -> None:
    one = office.ended("a")
    which = office.submitted(one).id

    def deposited_again(version: int, digest: str) -> None:
        with office.catalogue.begin() as connection:
            dossiers.deposited(connection, one, version, digest)

    deposited_again(2, "f" * 128)
    with pytest.raises(Conflict, match="blocked") as refused:
        office.hand_over.check(ARCHIVIST, which, [one], Check.ACCEPTED)
    assert "thay đổi từ khi lập danh mục" in refused.value.says.vi
    office.hand_over.check(ARCHIVIST, which, [one], Check.REFUSED, reason="Có bản mới")
    assert office.hand_over.receive(ARCHIVIST, which, number="", received_on=TODAY).state is HandOverState.RETURNED
    again = office.submitted(one).id
    office.hand_over.check(ARCHIVIST, again, [one], Check.ACCEPTED)
    deposited_again(3, "e" * 128)
    with pytest.raises(Conflict, match="blocked"):
        office.hand_over.receive(ARCHIVIST, again, number="8", received_on=TODAY)
    assert office.hand_over.place(LAN, one).custody is Custody.UNIT


def test_a_closed_list_stays_as_it_is(office: HandOverOffice) -> None:
    one, two = office.ended("a"), office.ended("b")
    which = office.received(one).id
    taken_back = office.submitted(two).id
    office.hand_over.withdraw(LAN, taken_back, "Nhầm")
    for closed, dossier in ((which, one), (taken_back, two)):
        for act in (
            lambda each=closed, d=dossier: office.hand_over.check(ARCHIVIST, each, [d], Check.REFUSED, reason="x"),
            lambda each=closed: office.hand_over.receive(ARCHIVIST, each, number="9", received_on=TODAY),
            lambda each=closed: office.hand_over.withdraw(LAN, each, "x"),
        ):
            with pytest.raises(Conflict, match="closed"):
                act()
    assert office.hand_over.one(LAN, taken_back).closed_why == "Nhầm"
    with pytest.raises(InvalidInput, match="incomplete"):
        office.hand_over.withdraw(LAN, office.submitted(two).id, " ")


def test_two_lists_of_one_dossier_at_once_become_one(office: HandOverOffice) -> None:
    one = office.ended("a")
    codes: list[str] = []

    def submit() -> None:
        try:
            office.submitted(one)
        except Conflict as refused:
            codes.append(refused.code)

    together = [threading.Thread(target=submit) for _ in range(4)]
    for each in together:
        each.start()
    for each in together:
        each.join()
    assert codes == ["hand_over.blocked"] * 3
    assert len(office.hand_over.lists(ARCHIVIST)) == 1


def test_a_receipt_and_a_withdrawal_at_once_leave_one(office: HandOverOffice) -> None:
    for number in range(5):
        one = office.ended(f"a{number}")
        which = office.submitted(one).id
        office.hand_over.check(ARCHIVIST, which, [one], Check.ACCEPTED)
        said: list[str] = []

        def act(what: Any, said: list[str] = said) -> None:
            try:
                said.append(what().state)
            except Conflict as refused:
                said.append(refused.code)

        together = [
            threading.Thread(
                target=act,
                args=(lambda w=which: office.hand_over.receive(ARCHIVIST, w, number="7", received_on=TODAY),),
            ),
            threading.Thread(target=act, args=(lambda w=which: office.hand_over.withdraw(LAN, w, "Nhầm"),)),
        ]
        for each in together:
            each.start()
        for each in together:
            each.join()
        assert "hand_over.closed" in said
        taken = office.hand_over.place(LAN, one).custody is Custody.CURRENT_ARCHIVE
        assert (HandOverState.RECEIVED in said) == taken


# -- the clock ------------------------------------------------------------------------------------


def test_the_clock_follows_what_is_recorded(office: HandOverOffice) -> None:
    one = office.dossier("a", ("", "Việc không có trong bảng"))
    place = office.hand_over.place(LAN, one)
    assert (place.standing, place.clock.due_on if place.clock else "") == (Standing.NO_DATE, None)
    office.document(one, "a/2", "", "Việc khác", issued_on="2025-06-01")
    guessed = office.hand_over.place(LAN, one).clock
    assert guessed is not None
    assert (guessed.start, guessed.due_on) == (Start.NEWEST_DOCUMENT, date(2026, 6, 1))
    office.desk.set_work_ended(OPERATOR, one, ENDED)
    recorded = office.hand_over.place(LAN, one).clock
    assert recorded is not None
    assert (recorded.start, recorded.due_on) == (Start.WORK_END, months_after(ENDED, 12))
    office.desk.set_trigger(OPERATOR, one, TriggerKind.FINAL_SETTLEMENT, date(2026, 10, 1))
    built = office.hand_over.place(LAN, one)
    assert built.clock is not None
    assert (built.clock.start, built.clock.due_on) == (Start.FINAL_SETTLEMENT, date(2027, 1, 1))
    office.received(one)
    assert office.hand_over.place(LAN, one).clock is None
    office.assign(one)
    assert office.hand_over.place(LAN, one).clock is None
    assert office.hand_over.owed(LAN).rows == ()


def test_a_permanent_dossier_is_owed_too(office: HandOverOffice) -> None:
    one = office.dossier("a", REGISTER)
    office.desk.set_work_ended(OPERATOR, one, ENDED)
    row = office.hand_over.owed(LAN).rows[0]
    assert (row.dossier, row.period, row.clock.due_on) == (one, "VV", date(2027, 3, 2))


def test_counts_and_rows_are_those_of_the_pure_clock(office: HandOverOffice) -> None:
    made = [
        office.ended(f"d{number}", TODAY - timedelta(days=days))
        for number, days in enumerate((0, 29, 30, 31, 60, 61, 90, 330, 334, 335, 336, 364, 365, 366, 400))
    ]
    office.dossier("khong-ngay", ("", "Việc không có trong bảng"))
    far = made[5]
    office.hand_over.keep_back(ARCHIVIST, order(far, until=TODAY + timedelta(days=900)))
    for step in (0, 1, 29, 30, 31, 300, 700, 1200):
        office.clock.day = TODAY + timedelta(days=step)
        owed = office.hand_over.owed(ARCHIVIST)
        assert len(owed.rows) == len(made) + 1
        for row in owed.rows:
            assert row.standing is standing(row.clock, office.clock.day)
        told = dict(owed.by_standing)
        assert told == {which: n for which in Standing if (n := sum(row.standing is which for row in owed.rows))}
        for which in Standing:
            narrowed = office.hand_over.owed(ARCHIVIST, standing=which).rows
            assert {row.dossier for row in narrowed} == {row.dossier for row in owed.rows if row.standing is which}
        dates = [row.clock.due_on or date.max for row in owed.rows]
        assert dates == sorted(dates)
    page = office.hand_over.owed(ARCHIVIST, limit=3, offset=2).rows
    assert [row.dossier for row in page] == [row.dossier for row in owed.rows[2:5]]


def test_what_was_there_before_gets_its_clock_when_everything_is_worked_out_anew(office: HandOverOffice) -> None:
    one = office.ended("a")
    with office.catalogue.begin() as connection:
        custody.put_clock(connection, one, None)  # as before there were clocks
        schedules.ask_for_reassessment(connection, reason="hand_over", subject="", by="vankho", now=office.clock.now())
    assert office.hand_over.owed(LAN).rows == ()
    while reassess(office.parts, seconds=0):
        pass
    assert [row.dossier for row in office.hand_over.owed(LAN).rows] == [one]


# -- what is kept back ----------------------------------------------------------------------------


def order(*chosen: DossierId, until: date, today: date = TODAY, **told: Any) -> Any:
    return keep_back_order(
        chosen,
        until=until,
        today=today,
        **{
            "number": "3/CV-UBND",
            "consented_on": today,
            "consented_by": "Chủ tịch",
            "reason": "Còn đối chiếu",
            **told,
        },
    )


def test_a_unit_keeps_back_with_consent_for_two_years_at_most(office: HandOverOffice) -> None:
    one, two = office.ended("a"), office.ended("b")
    limit = months_after(ENDED, 12)
    for until in (limit, longest_kept_back(limit) + timedelta(days=1)):
        with pytest.raises(InvalidInput, match="kept_too_long"):
            office.hand_over.keep_back(ARCHIVIST, order(one, until=until))
    with pytest.raises(Forbidden, match="not_allowed"):
        office.hand_over.keep_back(LAN, order(one, until=longest_kept_back(limit)))
    office.hand_over.keep_back(ARCHIVIST, order(one, two, until=longest_kept_back(limit)))
    place = office.hand_over.place(LAN, one)
    assert (place.standing, place.clock.due_on if place.clock else "") == (Standing.KEPT_BACK, date(2029, 3, 2))
    assert "3/CV-UBND" in place.says.vi
    rows = office.hand_over.kept_back(LAN)
    assert {(row.dossier, row.number, row.until) for row in rows} == {
        (each, "3/CV-UBND", date(2029, 3, 2)) for each in (one, two)
    }
    # A later consent takes the place of an earlier, and is counted from the same day.
    office.hand_over.keep_back(ARCHIVIST, order(one, until=date(2028, 1, 1), number="4/CV"))
    assert next((row.number, row.until) for row in office.hand_over.kept_back(LAN)) == ("4/CV", date(2028, 1, 1))
    office.received(one)
    assert [row.dossier for row in office.hand_over.kept_back(LAN)] == [two]
    assert office.acts(one).count("kept_back") == 2


def test_all_of_a_consent_or_nothing(office: HandOverOffice) -> None:
    one, undated = office.ended("a"), office.dossier("b", ("", "Việc không có trong bảng"))
    done = office.ended("c")
    office.received(done)
    until = date(2028, 1, 1)
    for other, says in ((undated, "chưa ghi ngày kết thúc"), (done, "đã giao nộp")):
        with pytest.raises(Conflict, match="blocked") as refused:
            office.hand_over.keep_back(ARCHIVIST, order(one, other, until=until))
        assert says in refused.value.says.vi
    with pytest.raises(NotFound, match="not_found"):
        office.hand_over.keep_back(ARCHIVIST, order(one, DossierId.new(), until=until))
    assert office.hand_over.kept_back(ARCHIVIST) == []
    for lacking in ({"number": " "}, {"consented_by": ""}, {"reason": ""}, {"consented_on": TODAY + timedelta(days=1)}):
        with pytest.raises(InvalidInput, match="incomplete"):
            order(one, until=until, **lacking)


# -- over HTTP ------------------------------------------------------------------------------------


def test_the_whole_way_over_http(office: HandOverOffice) -> None:
    one = office.ended("a")

    def ask(who: Reader, method: str, path: str, **said: Any) -> Any:
        site = FastAPI()
        site.include_router(hand_over_routes(office.hand_over, lambda: who, office.clock))

        async def go() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://x") as client:
                return await client.request(method, f"/api/hand-overs{path}", **said)

        answer = asyncio.run(go())
        assert answer.status_code in {200, 201, 204}, answer.text
        return answer.json() if answer.content else None

    owed = ask(LAN, "GET", "/owed")
    assert owed["by_standing"] == {"target_passed": 1}
    assert owed["rows"][0]["clock"]["due_on"] == "2027-03-02"
    assert "02/03/2027" in owed["rows"][0]["explanation"]["vi"]
    kept = {
        "dossiers": [one.value],
        "until": "2028-01-01",
        "number": "3/CV",
        "consented_on": "2026-11-01",
        "consented_by": "Chủ tịch",
        "reason": "Đối chiếu",
    }
    ask(ARCHIVIST, "POST", "/kept-back", json=kept)
    assert [row["number"] for row in ask(LAN, "GET", "/kept-back")["rows"]] == ["3/CV"]
    which = ask(LAN, "POST", "", json={"name": "Đợt 1", "dossiers": [one.value]})["id"]
    assert [each["id"] for each in ask(ARCHIVIST, "GET", "")["lists"]] == [which]
    ask(ARCHIVIST, "POST", f"/{which}/checks", json={"dossiers": [one.value], "check": "refused", "reason": "Mờ"})
    ask(ARCHIVIST, "POST", f"/{which}/checks", json={"dossiers": [one.value], "check": "accepted"})
    got = ask(ARCHIVIST, "POST", f"/{which}/receipt", json={"number": "7/BB", "received_on": TODAY.isoformat()})
    assert (got["state"], got["items"][0]["check"], got["items"][0]["reason"]) == ("received", "accepted", "")
    assert ask(LAN, "GET", f"/{which}")["receipt"]["number"] == "7/BB"
    assert ask(LAN, "GET", f"/places/{one}")["custody"] == "current_archive"
    two = office.ended("b")
    back = ask(LAN, "POST", "", json={"name": "Đợt 2", "dossiers": [two.value]})["id"]
    assert ask(LAN, "POST", f"/{back}/withdrawal", json={"why": "Nhầm"})["state"] == "withdrawn"
