"""Holds on every catalogue: what they reach now and later, several at once, lifted with reason."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi import FastAPI

from adapters.catalogue import events
from app.desks.holds import CatalogueHoldDesk
from app.rounds import spread_holds
from records.errors import Conflict, Forbidden, InvalidInput, NotFound
from records.identifiers import DossierId, HoldId
from records.reader import AccessLevel, Capability, Reader
from retention_rules.holds import HoldGround, HoldScope, ScopeKind, hold_order
from retention_rules.http_holds import hold_routes
from tests.contracts import catalogues
from tests.contracts.retention_desk import LABOUR_CONTRACT, OPERATOR, PLANNING_LETTER, Office

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue
    from retention_rules.holds import HoldOrder

pytestmark = pytest.mark.law("R12", "R29")

TODAY = date(2026, 11, 20)
CLERK = Reader(
    account="van.thu",
    units=frozenset({"u"}),
    levels=frozenset(AccessLevel),
    capabilities=frozenset({Capability.READ}),
)


@pytest.fixture
def office(migrated: Catalogue) -> Office:
    return Office(catalogues.emptied(migrated), TODAY)


@pytest.fixture
def desk(office: Office) -> CatalogueHoldDesk:
    return CatalogueHoldDesk(office.parts)


def on(*scopes: tuple[ScopeKind, str], name: str = "Thanh tra") -> HoldOrder:
    return hold_order(
        name=name,
        ground=HoldGround.INSPECTION,
        mandate_number="45/QĐ-TTr",
        mandate_date=TODAY,
        mandate_by="Thanh tra tỉnh",
        scopes=[HoldScope(kind=kind, value=value) for kind, value in scopes],
        today=TODAY,
    )


def spread(office: Office) -> None:
    while spread_holds(office.parts, seconds=0):
        pass


def reached(office: Office, desk: CatalogueHoldDesk, hold: HoldId) -> set[DossierId]:
    spread(office)
    return set(desk.dossiers(OPERATOR, hold))


def acts(office: Office, dossier: DossierId) -> list[str]:
    with office.catalogue.begin(readonly=True) as connection:
        return [event.detail["act"] for event in events.of_dossier(connection, dossier) if "act" in event.detail]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (ScopeKind.UNIT, "u"),
        (ScopeKind.PROCEDURE, "CẤP GIẤY PHÉP  xây dựng"),
        (ScopeKind.QUERY, "quy hoach, cong van"),
    ],
)
def test_a_hold_reaches_what_it_names_now_and_what_comes_later(
    office: Office, desk: CatalogueHoldDesk, kind: ScopeKind, value: str
) -> None:
    def under(name: str) -> DossierId:
        return office.dossier(name, PLANNING_LETTER, title="Cấp giấy phép xây dựng")

    first = under("a")
    other = office.dossier("b", LABOUR_CONTRACT, unit="khác", title="Cấp giấy phép")
    hold = desk.place(OPERATOR, on((kind, value)))
    assert [found.id for found in desk.over(OPERATOR, first)] == [hold.id]  # before it has spread
    assert reached(office, desk, hold.id) == {first}
    assert acts(office, first) == ["hold_placed"]
    later = under("c")
    assert [found.id for found in desk.over(OPERATOR, later)] == [hold.id]
    assert reached(office, desk, hold.id) == {first, later}
    assert acts(office, later) == ["hold_placed"]
    assert desk.over(OPERATOR, other) == []


def test_a_document_that_comes_later_brings_its_dossier_under_the_hold(office: Office, desk: CatalogueHoldDesk) -> None:
    dossier = office.dossier("a", LABOUR_CONTRACT)
    hold = desk.place(OPERATOR, on((ScopeKind.QUERY, "quy hoạch")))
    assert reached(office, desk, hold.id) == set()
    office.document(dossier, "a/9", *PLANNING_LETTER)
    assert reached(office, desk, hold.id) == {dossier}


def test_whatever_was_reached_stays_held_though_it_moves_away(office: Office, desk: CatalogueHoldDesk) -> None:
    dossier = office.dossier("a", PLANNING_LETTER)
    hold = desk.place(OPERATOR, on((ScopeKind.UNIT, "u")))
    spread(office)
    office.move(dossier, "đơn vị kế thừa")
    assert [found.id for found in desk.over(OPERATOR, dossier)] == [hold.id]


def test_several_holds_stand_each_for_itself(office: Office, desk: CatalogueHoldDesk) -> None:
    dossier = office.dossier("a", PLANNING_LETTER)
    one = desk.place(OPERATOR, on((ScopeKind.DOSSIER, dossier.value)))
    two = desk.place(OPERATOR, on((ScopeKind.UNIT, "u"), name="Kiểm toán"))
    spread(office)
    assert office.desk.report(OPERATOR).held == 1
    lifted = desk.lift(OPERATOR, one.id, "Kết luận 12/KL-TTr")
    assert (lifted.open, lifted.lifted_by, lifted.lifted_why) == (False, "lan", "Kết luận 12/KL-TTr")
    assert [found.id for found in desk.over(OPERATOR, dossier)] == [two.id]
    desk.lift(OPERATOR, two.id, "Xong")
    assert desk.over(OPERATOR, dossier) == []
    assert office.desk.report(OPERATOR).held == 0
    spread(office)
    assert sorted(acts(office, dossier)) == ["hold_lifted", "hold_lifted", "hold_placed", "hold_placed"]
    assert [found.open for found in desk.holds(OPERATOR, lifted_too=True)] == [False, False]
    assert desk.holds(OPERATOR) == []
    with pytest.raises(Conflict, match="not_open"):
        desk.lift(OPERATOR, one.id, "Lần nữa")


def test_many_dossiers_are_told_once_each_by_whoever_does_it(
    office: Office, desk: CatalogueHoldDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.rounds.AT_ONCE", 2)
    dossiers = {office.dossier(f"d{n}", PLANNING_LETTER) for n in range(7)}
    hold = desk.place(OPERATOR, on((ScopeKind.UNIT, "u")))
    assert not hold.spread
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: spread(office), range(3)))
    assert reached(office, desk, hold.id) == dossiers
    assert (desk.hold(OPERATOR, hold.id).dossiers, desk.hold(OPERATOR, hold.id).spread) == (7, True)
    assert all(acts(office, each) == ["hold_placed"] for each in dossiers)


def test_lifted_before_it_has_spread_it_tells_only_whom_it_reached(
    office: Office, desk: CatalogueHoldDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.rounds.AT_ONCE", 1)
    dossiers = sorted(office.dossier(f"d{n}", PLANNING_LETTER) for n in range(3))
    hold = desk.place(OPERATOR, on((ScopeKind.UNIT, "u")))
    spread_holds(office.parts, seconds=0)
    desk.lift(OPERATOR, hold.id, "Nhầm")
    spread(office)
    assert [acts(office, each) for each in dossiers] == [["hold_placed", "hold_lifted"], [], []]


def test_who_may_not_decide_neither_places_lifts_nor_reads_names(office: Office, desk: CatalogueHoldDesk) -> None:
    dossier = office.dossier("a", PLANNING_LETTER)
    order = on((ScopeKind.UNIT, "u"), name="Vụ Nguyễn Văn A")
    with pytest.raises(Forbidden):
        desk.place(CLERK, order)
    hold = desk.place(OPERATOR, order)
    with pytest.raises(Forbidden):
        desk.lift(CLERK, hold.id, "x")
    with pytest.raises(Forbidden):
        desk.holds(CLERK)
    told = desk.over(CLERK, dossier)
    assert [(found.id, found.name, found.scopes) for found in told] == [(hold.id, "", ())]
    with office.catalogue.begin(readonly=True) as connection:
        assert "Nguyễn" not in str(events.of_dossier(connection, dossier))
    blind = replace(OPERATOR, units=frozenset())
    with pytest.raises(NotFound):
        desk.over(blind, dossier)
    with pytest.raises(NotFound):
        desk.place(blind, on((ScopeKind.DOSSIER, dossier.value)))


@pytest.mark.parametrize(
    "scopes",
    [
        [],
        [(ScopeKind.QUERY, " .,- ")],
        [(ScopeKind.UNIT, " ")],
        [(ScopeKind.DOSSIER, "x")],
        [(ScopeKind.PROCEDURE, "")],
    ],
)
def test_a_hold_on_nothing_or_by_mistake_on_everything_is_refused(scopes: list[tuple[ScopeKind, str]]) -> None:
    with pytest.raises(InvalidInput, match="incomplete"):
        on(*scopes)


def test_a_unit_that_there_is_none_of_is_refused(office: Office, desk: CatalogueHoldDesk) -> None:
    office.dossier("a", PLANNING_LETTER)
    with pytest.raises(InvalidInput, match="no_such_unit"):
        desk.place(OPERATOR, on((ScopeKind.UNIT, "Phòng không có")))
    assert desk.holds(OPERATOR) == []


def test_a_hold_without_its_mandate_is_refused(office: Office, desk: CatalogueHoldDesk) -> None:
    whole = {"name": "n", "mandate_number": "1", "mandate_by": "b", "mandate_date": TODAY}
    for lacks in ({"name": " "}, {"mandate_number": ""}, {"mandate_by": ""}, {"mandate_date": date(2026, 11, 21)}):
        with pytest.raises(InvalidInput):
            hold_order(
                **{**whole, **lacks},  # type: ignore[arg-type]  # each is what its name says
                ground=HoldGround.AUDIT,
                scopes=[HoldScope(kind=ScopeKind.UNIT, value="u")],
                today=TODAY,
            )
    office.dossier("a", PLANNING_LETTER)
    hold = desk.place(OPERATOR, on((ScopeKind.UNIT, "u")))
    with pytest.raises(InvalidInput, match="no_reason"):
        desk.lift(OPERATOR, hold.id, " ")
    with pytest.raises(NotFound, match="not_found"):
        desk.lift(OPERATOR, HoldId.new(), "x")
    assert office.clock.day == TODAY


def test_the_whole_way_by_api(office: Office, desk: CatalogueHoldDesk) -> None:
    dossier = office.dossier("a", PLANNING_LETTER)
    app = FastAPI()
    app.include_router(hold_routes(desk, lambda: OPERATOR, office.clock))

    def ask(method: str, path: str, **told: Any) -> Any:
        async def go() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk") as client:
                return await client.request(method, f"/api/retention{path}", **told)

        answer = asyncio.run(go())
        assert answer.status_code == 200, answer.text
        return answer.json()

    order = {
        "name": "Thanh tra",
        "ground": "inspection",
        "mandate_number": "45/QĐ-TTr",
        "mandate_date": "2026-10-20",
        "mandate_by": "Thanh tra tỉnh",
        "scopes": [{"kind": "unit", "value": "u"}],
    }
    hold = ask("POST", "/holds", json=order)
    assert (hold["open"], hold["dossiers"], hold["spread"]) == (True, 0, False)
    spread(office)
    assert ask("GET", f"/holds/{hold['id']}/dossiers") == {"dossiers": [dossier.value]}
    assert [one["id"] for one in ask("GET", f"/dossiers/{dossier}/holds")["holds"]] == [hold["id"]]
    assert ask("POST", f"/holds/{hold['id']}/lift", json={"why": "Kết luận"})["lifted_why"] == "Kết luận"
    assert ask("GET", "/holds") == {"holds": []}
    assert [one["id"] for one in ask("GET", "/holds?lifted=true")["holds"]] == [hold["id"]]
    assert ask("GET", f"/holds/{hold['id']}")["spread"] is False
