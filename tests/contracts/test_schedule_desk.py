"""Schedules on every catalogue: imported, previewed on the real holdings, accepted, confirmed, by desk and by API."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi import FastAPI

from adapters.catalogue import grounds, schedules
from app.desks.schedules import CatalogueScheduleDesk
from app.reassess import reassess
from app.steps.schedule_in_force import schedule_in_force
from records.errors import Conflict, Damaged, Forbidden, InvalidInput, NotFound, Sentence
from records.identifiers import ScheduleId
from records.reader import AccessLevel, Capability, Reader
from retention_rules.http_schedules import schedule_routes
from retention_rules.model import AssignmentState
from retention_rules.schedule_change import Change
from retention_rules.schedule_table import COLUMNS
from retention_rules.schedule_versions import BUILT_IN, ScheduleState
from tests.contracts import catalogues
from tests.contracts.retention_desk import OPERATOR, PLANNING_LETTER, REGISTER, Office

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue
    from records.identifiers import DossierId
    from retention_rules.model import Assignment

pytestmark = pytest.mark.law("R37")

TODAY = date(2026, 11, 20)
ENDED = date(2020, 3, 1)
HEADER = ";".join(COLUMNS)
LETTERS = "TT10/2022 Quy hoạch;Công văn trao đổi về công tác quy hoạch;{period};TT10/2022 PL I;high"
REGISTERS = "Hộ tịch;Sổ hộ tịch;VV;Luật Hộ tịch 60/2014 Đ58 k1;high"
CLERK = Reader(
    account="van.thu",
    units=frozenset({"u"}),
    levels=frozenset(AccessLevel),
    capabilities=frozenset({Capability.READ, Capability.TAKE_IN}),
)


@pytest.fixture
def office(migrated: Catalogue) -> Office:
    return Office(catalogues.emptied(migrated), TODAY)


@pytest.fixture
def desk(office: Office) -> CatalogueScheduleDesk:
    return CatalogueScheduleDesk(office.parts)


def table(period: str, *more: str) -> bytes:
    return "\n".join([HEADER, LETTERS.format(period=period), *more]).encode()


def take_in(
    desk: CatalogueScheduleDesk, content: bytes, version: str, *, effective_from: date = date(2026, 1, 1)
) -> ScheduleId:
    reading = desk.take_in(
        OPERATOR,
        content,
        file_name="bang.csv",
        name="Bảng của tỉnh",
        version=version,
        source="Công báo",
        effective_from=effective_from,
    )
    assert reading.version is not None, reading.findings
    return reading.version.id


def accepted(desk: CatalogueScheduleDesk, office: Office, version: ScheduleId, *, shorter: bool = False) -> None:
    desk.accept(OPERATOR, version, fingerprint=desk.preview(OPERATOR, version).fingerprint, shorter=shorter)
    while reassess(office.parts, seconds=0):
        pass


def letter(office: Office, name: str) -> DossierId:
    dossier = office.dossier(name, PLANNING_LETTER)
    office.desk.set_work_ended(OPERATOR, dossier, ENDED)
    return dossier


def kept(office: Office, dossier: DossierId) -> Assignment:
    found = office.desk.assignment(OPERATOR, dossier)
    assert found is not None
    return found


def test_until_another_is_accepted_the_one_that_comes_with_vankho_decides(
    office: Office, desk: CatalogueScheduleDesk
) -> None:
    assert desk.in_force(OPERATOR).id == BUILT_IN
    version = take_in(desk, table("7"), "1")
    assert desk.in_force(OPERATOR).id == BUILT_IN
    assert [(one.id, one.state) for one in desk.versions(OPERATOR)] == [
        (version, ScheduleState.PROPOSED),
        (BUILT_IN, ScheduleState.IN_FORCE),
    ]
    assert kept(office, letter(office, "a")).rule.period == "5"


def test_a_longer_schedule_is_previewed_accepted_and_worked_out(office: Office, desk: CatalogueScheduleDesk) -> None:
    dossiers = [letter(office, f"d{n}") for n in range(3)]
    register = office.dossier("s", REGISTER)
    version = take_in(desk, table("7", REGISTERS), "1")
    seen = desk.preview(OPERATOR, version)
    assert dict(seen.changes) == {Change.LATER: 3, Change.SAME: 1}
    assert (seen.dossiers, seen.shorter) == (4, 0)
    assert {row.before.dossier for row in seen.rows} == set(dossiers)
    assert kept(office, dossiers[0]).expires_on == date(2025, 12, 31)
    asked = desk.accept(OPERATOR, version, fingerprint=seen.fingerprint, shorter=False)
    assert (asked.reason, asked.dossiers, asked.finished_at) == ("accepted", 0, None)
    while reassess(office.parts, seconds=0):
        pass
    ended = desk.reassessment(OPERATOR)
    assert ended is not None
    assert (ended.id, ended.dossiers, ended.failed, ended.finished_at is not None) == (asked.id, 4, 0, True)
    assert {kept(office, each).expires_on for each in dossiers} == {date(2027, 12, 31)}
    assert kept(office, register).rule.period == "VV"
    assert kept(office, dossiers[0]).explanation.schedule == "Bảng của tỉnh, 1"


def test_nothing_is_shortened_unless_that_is_said(office: Office, desk: CatalogueScheduleDesk) -> None:
    dossier = letter(office, "a")
    version = take_in(desk, table("2"), "1")
    seen = desk.preview(OPERATOR, version)
    assert (seen.shorter, seen.due_now) == (1, 1)
    with pytest.raises(Conflict, match="shortens"):
        desk.accept(OPERATOR, version, fingerprint=seen.fingerprint, shorter=False)
    assert desk.in_force(OPERATOR).id == BUILT_IN
    accepted(desk, office, version, shorter=True)
    assert kept(office, dossier).expires_on == date(2022, 12, 31)


def test_an_outdated_preview_is_not_accepted(office: Office, desk: CatalogueScheduleDesk) -> None:
    letter(office, "a")
    version = take_in(desk, table("2"), "1")
    seen = desk.preview(OPERATOR, version)
    letter(office, "b")
    with pytest.raises(Conflict, match="preview_outdated"):
        desk.accept(OPERATOR, version, fingerprint=seen.fingerprint, shorter=True)
    longer = take_in(desk, table("2", REGISTERS), "2")
    again = desk.preview(OPERATOR, version)
    accepted(desk, office, longer, shorter=True)
    with pytest.raises(Conflict, match="preview_outdated"):
        desk.accept(OPERATOR, version, fingerprint=again.fingerprint, shorter=True)


def test_of_two_that_are_accepted_at_once_one_is(office: Office, desk: CatalogueScheduleDesk) -> None:
    letter(office, "a")
    versions = [take_in(desk, table(period), period) for period in ("7", "9")]
    prints = [desk.preview(OPERATOR, each).fingerprint for each in versions]

    def accept(n: int) -> str:
        try:
            desk.accept(OPERATOR, versions[n], fingerprint=prints[n], shorter=False)
        except Conflict as refused:
            return refused.code
        return ""

    with ThreadPoolExecutor(2) as pool:
        outcomes = sorted(pool.map(accept, range(2)))
    assert outcomes == ["", "schedule.preview_outdated"]
    states = [one.state for one in desk.versions(OPERATOR)]
    assert states.count(ScheduleState.IN_FORCE) == 1


def test_a_version_is_accepted_once_and_not_before_its_day(office: Office, desk: CatalogueScheduleDesk) -> None:
    version = take_in(desk, table("7"), "1", effective_from=date(2027, 1, 1))
    fingerprint = desk.preview(OPERATOR, version).fingerprint
    with pytest.raises(InvalidInput, match="not_in_effect"):
        desk.accept(OPERATOR, version, fingerprint=fingerprint, shorter=False)
    office.clock.day = date(2027, 1, 1)
    accepted(desk, office, version)
    for old in (version, BUILT_IN):
        fingerprint = desk.preview(OPERATOR, old).fingerprint
        with pytest.raises(Conflict, match="not_proposed"):
            desk.accept(OPERATOR, old, fingerprint=fingerprint, shorter=True)
    with pytest.raises(NotFound, match="not_found"):
        desk.preview(OPERATOR, ScheduleId.new())


def test_a_table_comes_in_wholly_or_not_at_all(office: Office, desk: CatalogueScheduleDesk) -> None:
    reading = desk.take_in(
        OPERATOR,
        table("7", "A;B;mãi;C;low"),
        file_name="bang.csv",
        name="n",
        version="1",
        source="s",
        effective_from=TODAY,
    )
    assert reading.version is None
    assert [(finding.code, finding.where) for finding in reading.findings] == [("schedule.unknown_period", "line 3")]
    assert [one.id for one in desk.versions(OPERATOR)] == [BUILT_IN]
    take_in(desk, table("7"), "1")
    with pytest.raises(Conflict, match="version_taken"):
        take_in(desk, table("8"), "1")
    with pytest.raises(InvalidInput, match="incomplete"):
        take_in(desk, table("8"), "  ")
    with pytest.raises(InvalidInput, match="too_large"):
        take_in(desk, b"x" * (9 << 20), "2")
    with pytest.raises(Forbidden, match="not_allowed"):
        desk.take_in(
            CLERK, table("7"), file_name="b", name="n", version="9", source="s", effective_from=office.clock.day
        )


def test_a_confirmation_makes_sure_moves_no_date_and_can_be_withdrawn(
    office: Office, desk: CatalogueScheduleDesk
) -> None:
    dossier = letter(office, "a")
    before = kept(office, dossier)
    office.dossier("s", REGISTER)
    other = next(rule.id for rule in desk.in_force(OPERATOR).schedule.rules if rule.id != before.rule.id)
    assert desk.kept_by(OPERATOR, [before.rule.id, other], said="Công báo 123") == (1, 1)
    office.clock.day = date(2025, 12, 31)
    assert desk.kept_by(OPERATOR, [before.rule.id], said="Công báo 123") == (1, 0)
    office.clock.day = TODAY
    assert desk.kept_by(OPERATOR, [other], said="Công báo 123") == (0, 0)
    with pytest.raises(InvalidInput, match="incomplete"):
        desk.kept_by(OPERATOR, [before.rule.id], said=" ")
    desk.confirm(OPERATOR, [before.rule.id], source="Công báo 123")
    while reassess(office.parts, seconds=0):
        pass
    sure = kept(office, dossier)
    assert (before.state, sure.state) == (AssignmentState.UNCONFIRMED, AssignmentState.CONFIRMED)
    assert sure.expires_on == before.expires_on
    said = desk.in_force(OPERATOR).confirmations[before.rule.id]
    assert (said.by, said.source) == ("lan", "Công báo 123")
    desk.withdraw(OPERATOR, [before.rule.id], why="Đọc nhầm")
    while reassess(office.parts, seconds=0):
        pass
    assert kept(office, dossier).state is AssignmentState.UNCONFIRMED
    with pytest.raises(NotFound, match="no_such_rule"):
        desk.confirm(OPERATOR, [before.rule.id, "KHONG-CO"], source="s")
    assert not desk.in_force(OPERATOR).confirmations
    with pytest.raises(Forbidden, match="not_allowed"):
        desk.confirm(CLERK, [before.rule.id], source="s")


def test_a_confirmation_holds_for_the_same_words_in_the_next_version(
    office: Office, desk: CatalogueScheduleDesk
) -> None:
    dossier = letter(office, "a")
    accepted(desk, office, take_in(desk, table("7", REGISTERS), "1"))
    desk.confirm(OPERATOR, [rule.id for rule in desk.in_force(OPERATOR).schedule.rules], source="Công báo")
    accepted(desk, office, take_in(desk, table("9", REGISTERS), "2"))
    assert len(desk.in_force(OPERATOR).confirmations) == 1
    assert kept(office, dossier).state is AssignmentState.UNCONFIRMED
    exported = desk.export(OPERATOR, desk.in_force(OPERATOR).id, as_xlsx=False).decode()
    assert "Sổ hộ tịch;VV;Luật Hộ tịch 60/2014 Đ58 k1;high;LUAT60-2014-0001;lan;" in exported


def test_a_dossier_worked_out_while_another_schedule_is_accepted_does_not_stay_behind(
    office: Office, desk: CatalogueScheduleDesk
) -> None:
    """Whoever holds the dossier has read the old schedule; the reassessment waits and does it again."""
    dossier = letter(office, "a")
    version = take_in(desk, table("7"), "1")

    def late(connection: Any) -> None:
        from app.steps.retain import assign_anew

        assign_anew(office.parts, connection, dossier, by="vankho")

    def other(connection: Any) -> None:
        schedules.put_in_force(connection, version, by="lan", now=office.clock.now())
        schedules.ask_for_reassessment(connection, reason="accepted", subject="", by="lan", now=office.clock.now())

    catalogues.overlapping(office.catalogue, late, other)
    while reassess(office.parts, seconds=0):
        pass
    assert kept(office, dossier).rule.period == "7"


def test_one_dossier_that_cannot_be_worked_out_stops_nothing(
    office: Office, desk: CatalogueScheduleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = letter(office, "a"), letter(office, "b")
    version = take_in(desk, table("7"), "1")
    fingerprint = desk.preview(OPERATOR, version).fingerprint
    read = grounds.of_rows

    def damaged(connection: Any, rows: Any, today: date) -> Any:
        if any(row.id == bad.value for row in rows):
            raise Damaged("catalogue.damaged", Sentence("hỏng", "damaged"), Sentence("", ""))
        return read(connection, rows, today)

    desk.accept(OPERATOR, version, fingerprint=fingerprint, shorter=False)
    monkeypatch.setattr(grounds, "of_rows", damaged)
    while reassess(office.parts, seconds=0):
        pass
    ended = desk.reassessment(OPERATOR)
    assert ended is not None
    assert (ended.dossiers, ended.failed) == (2, 1)
    assert (kept(office, bad).rule.period, kept(office, good).rule.period) == ("5", "7")


def test_many_that_work_at_once_end_and_count_each_dossier_once(
    office: Office, desk: CatalogueScheduleDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.reassess.AT_ONCE", 2)
    dossiers = [letter(office, f"d{n}") for n in range(7)]
    accept_seven = take_in(desk, table("7"), "1")
    desk.accept(OPERATOR, accept_seven, fingerprint=desk.preview(OPERATOR, accept_seven).fingerprint, shorter=False)

    def work(_: int) -> None:
        while reassess(office.parts, seconds=0):
            pass

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    ended = desk.reassessment(OPERATOR)
    assert ended is not None
    assert ended.dossiers == len(dossiers)
    assert {kept(office, each).rule.period for each in dossiers} == {"7"}


def test_a_schedule_once_read_is_read_again_where_confirmations_changed(
    office: Office, desk: CatalogueScheduleDesk
) -> None:
    accepted(desk, office, take_in(desk, table("7"), "1"))
    rule = desk.in_force(OPERATOR).schedule.rules[0]
    for confirmed in (True, False):
        if confirmed:
            desk.confirm(OPERATOR, [rule.id], source="s")
        else:
            desk.withdraw(OPERATOR, [rule.id], why="w")
        with office.catalogue.begin(readonly=True) as connection:
            assert schedule_in_force(connection).rules[0].confirmed is confirmed


def ask(desk: CatalogueScheduleDesk, method: str, path: str, **told: Any) -> httpx.Response:
    app = FastAPI()
    app.include_router(schedule_routes(desk, lambda: OPERATOR))

    async def go() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk") as client:
            return await client.request(method, f"/api/retention{path}", **told)

    return asyncio.run(go())


def test_the_whole_way_by_api(office: Office, desk: CatalogueScheduleDesk) -> None:
    dossier = letter(office, "a")
    told = {"name": "Bảng", "version": "1", "source": "Công báo", "effective_from": "2026-01-01"}
    refused = ask(desk, "POST", "/schedules", data=told, files={"table": ("b.csv", table("x"))}).json()
    assert refused["version"] is None
    assert refused["findings"][0]["code"] == "schedule.unknown_period"
    made = ask(desk, "POST", "/schedules", data=told, files={"table": ("b.csv", table("2"))}).json()["version"]
    assert (made["state"], made["rules"], made["imported_by"]) == ("proposed", 1, "lan")
    seen = ask(desk, "GET", f"/schedules/{made['id']}/preview").json()
    assert (seen["shorter"], seen["changes"]) == (1, {"earlier": 1})
    assert [row["dossier"] for row in seen["rows"]] == [dossier.value]
    body = {"fingerprint": seen["fingerprint"], "shorter": True}
    assert ask(desk, "POST", f"/schedules/{made['id']}/accept", json=body).json()["reason"] == "accepted"
    rule = ask(desk, "GET", "/schedule").json()["rules"][0]["id"]
    assert ask(desk, "POST", "/rules/confirm", json={"rules": [rule], "source": "CB"}).status_code == 200
    assert ask(desk, "GET", f"/schedules/{made['id']}").json()["confirmations"][rule]["source"] == "CB"
    assert ask(desk, "POST", "/rules/withdraw", json={"rules": [rule], "why": "sai"}).status_code == 200
    while reassess(office.parts, seconds=0):
        pass
    assert ask(desk, "GET", "/reassessment").json()["dossiers"] == 1
    assert [one["id"] for one in ask(desk, "GET", "/schedules").json()["versions"]] == [made["id"], BUILT_IN.value]
    sheet = ask(desk, "GET", f"/schedules/{made['id']}/table?format=xlsx")
    assert sheet.content.startswith(b"PK")
    assert sheet.headers["content-disposition"] == f'attachment; filename="schedule-{made["id"]}.xlsx"'
