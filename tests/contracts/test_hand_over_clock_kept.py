"""By when a unit owes a dossier follows what is recorded, on every catalogue; and the whole way over HTTP."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from adapters.catalogue import custody, schedules
from adapters.catalogue.schema_retention import disposal_item
from app.desks.hand_over import CatalogueHandOverDesk
from app.reassess import reassess
from records.errors import Conflict, Forbidden, InvalidInput, NotFound
from records.identifiers import DossierId
from retention_rules.disposal import Vote
from retention_rules.execution import ItemState
from retention_rules.hand_over.clock import Standing, Start, longest_kept_back, months_after, standing
from retention_rules.hand_over.http import hand_over_routes
from retention_rules.trigger import TriggerKind
from tests.contracts import catalogues
from tests.contracts.disposal_office import MEMBERS, DisposalOffice
from tests.contracts.hand_over_office import ARCHIVIST, ENDED, LAN, TODAY, HandOverOffice, order
from tests.contracts.retention_desk import OPERATOR, REGISTER

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue
    from records.reader import Reader

pytestmark = pytest.mark.law("R05", "R06")


@pytest.fixture
def office(migrated: Catalogue) -> HandOverOffice:
    return HandOverOffice(catalogues.emptied(migrated), TODAY)


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


def test_what_was_decided_to_be_destroyed_is_owed_no_more_and_what_the_gate_stopped_is_again(
    migrated: Catalogue,
) -> None:
    disposal = DisposalOffice(catalogues.emptied(migrated), TODAY)
    desk, one, kept = CatalogueHandOverDesk(disposal.parts), disposal.due("a"), disposal.due("b")
    which = disposal.listed(one, kept).id
    for member, vote in zip(MEMBERS, (Vote.KEEP, Vote.KEEP, Vote.DESTROY), strict=True):
        disposal.disposal.vote(member, which, one, Vote.DESTROY)
        disposal.disposal.vote(member, which, kept, vote)
    assert {row.dossier for row in desk.owed(ARCHIVIST).rows} == {one, kept}, "nothing is decided yet"
    disposal.decided(which)
    for state in (ItemState.LISTED, ItemState.TO_GO, ItemState.GOING, ItemState.STOPPED):
        with migrated.begin() as connection:
            connection.execute(
                sa.update(disposal_item).where(disposal_item.c.dossier_id == one.value).values(state=state.value)
            )
        owed, left = desk.owed(ARCHIVIST), {one, kept} if state is ItemState.STOPPED else {kept}
        assert {row.dossier for row in owed.rows} == left
        assert sum(number for _, number in owed.by_standing) == len(left)


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
    for number, day in enumerate(("2026-11-01", "2026-08-01", "2025-01-01")):
        guessed = office.dossier(f"doan-{number}", ("", "Việc không có trong bảng"))
        office.document(guessed, f"doan-{number}/2", "", "Việc khác", issued_on=day)
        made.append(guessed)
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
    assert office.acts(one).count("kept_by_unit") == 2


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
