"""Transfers to the historical archive on every catalogue: nothing is transferred but by its receipt."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import httpx
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from adapters.catalogue import dossiers
from adapters.catalogue.schema import document
from app.desks.disposal import CatalogueDisposalDesk
from records.errors import Conflict, Forbidden, InvalidInput, NotFound
from records.identifiers import Digest, DossierId, TransferId
from retention_rules.hand_over.http_transfer import transfer_routes
from retention_rules.hand_over.model import Custody
from retention_rules.hand_over.transfer import TransferState, digests_text
from retention_rules.hand_over.transfer_clock import TransferStanding
from retention_rules.may_delete import Reason
from tests.contracts import catalogues
from tests.contracts.hand_over_office import ARCHIVIST, LAN, TODAY
from tests.contracts.retention_desk import OPERATOR, REGISTER
from tests.contracts.transfer_office import OTHER, PACKAGE, PLANNED, TransferOffice

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue

pytestmark = pytest.mark.law("R07")


@pytest.fixture
def office(migrated: Catalogue) -> TransferOffice:
    return TransferOffice(catalogues.emptied(migrated), TODAY)


def test_a_transfer_goes_its_way_and_only_the_receipt_changes_the_state(office: TransferOffice) -> None:
    one, two = office.permanent("a"), office.permanent("b")
    owed = office.transfer.to_transfer(ARCHIVIST)
    assert {row.dossier for row in owed} == {one, two}
    assert owed[0].standing is TransferStanding.RUNNING
    assert owed[0].clock.limit_on == date(2031, 12, 31)
    which = office.packaged(one, two)
    assert office.transfer.to_transfer(ARCHIVIST) == []
    assert {office.state(each) for each in (one, two)} == {"kept"}
    done = office.receive(which, one)
    assert (done.state, done.receipt_number, done.recorded_by) == (TransferState.RECEIVED, "9/BN", "hai")
    assert [(item.listed.dossier, item.received) for item in done.items] == [(one, True), (two, False)]
    assert (office.state(one), office.state(two)) == ("transferred", "kept")
    assert office.hand_over.place(LAN, one).custody is Custody.HISTORICAL_ARCHIVE
    assert office.hand_over.place(LAN, two).custody is Custody.CURRENT_ARCHIVE
    # What was not named may go with another transfer.
    assert [row.dossier for row in office.transfer.to_transfer(ARCHIVIST)] == [two]
    assert Reason.NOT_KEPT in CatalogueDisposalDesk(office.parts).why_not(OPERATOR, one).reasons
    assert office.acts(one)[-3:] == ["transfer_registered", "transfer_packaged", "transferred"]


def test_what_is_transferred_is_not_brought_back_by_a_later_deposit(office: TransferOffice) -> None:
    one = office.permanent("a")
    office.receive(office.packaged(one), one)
    with office.catalogue.begin() as connection:
        dossiers.deposited(connection, one, 9, "f" * 128)
    assert office.state(one) == "transferred"


def test_another_digest_than_was_packaged_transfers_nothing(office: TransferOffice) -> None:
    one, two = office.permanent("a"), office.permanent("b")
    which = office.packaged(one, two)
    digests = {one: PACKAGE, two: Digest.of(b"another")}
    with pytest.raises(Conflict, match="digest_differs"):
        office.transfer.receive(OTHER, which, number="9/BN", received_on=TODAY, digests=digests)
    assert {office.state(each) for each in (one, two)} == {"kept"}
    assert office.transfer.one(ARCHIVIST, which).state is TransferState.AGREED


def test_a_hold_a_secrecy_mark_and_a_new_version_block_every_step(office: TransferOffice) -> None:
    held, marked, changed = (office.permanent(name) for name in "abc")
    which = office.packaged(held, marked, changed)
    office.hold_it(held)
    with office.catalogue.begin() as connection:
        connection.execute(sa.update(document).where(document.c.dossier_id == marked.value).values(state="quarantined"))
    office.document(marked, "b/9", *REGISTER)  # a dossier of which nothing is to be seen is not there at all
    with office.catalogue.begin() as connection:
        dossiers.deposited(connection, changed, 7, "e" * 128)
    for dossier, says in ((held, "lệnh giữ"), (marked, "độ mật"), (changed, "bản mới")):
        with pytest.raises(Conflict, match="blocked") as refused:
            office.receive(which, dossier)
        assert says in refused.value.says.vi
        assert office.state(dossier) == "kept"
    office.transfer.give_up(ARCHIVIST, which, "Lập lại")
    for dossier in (held, marked):
        with pytest.raises(Conflict, match="blocked"):
            office.registered(dossier)
    assert office.registered(changed).state is TransferState.REGISTERED


def test_only_what_is_permanent_confirmed_and_in_the_archive_is_registered(office: TransferOffice) -> None:
    short = office.ended("a")
    office.received(short)
    unit_has = office.dossier("b", REGISTER)
    for dossier, says in ((short, "không lưu vĩnh viễn"), (unit_has, "chưa nhận hồ sơ này")):
        with pytest.raises(Conflict, match="blocked") as refused:
            office.registered(dossier)
        assert says in refused.value.says.vi
    office.received(unit_has)
    with pytest.raises(Conflict, match="blocked") as refused:
        office.registered(unit_has)
    assert "chưa được xác nhận" in refused.value.says.vi
    good = office.permanent("c")
    office.registered(good)
    with pytest.raises(Conflict, match="blocked") as refused:
        office.registered(good)
    assert "đợt nộp khác" in refused.value.says.vi


def test_a_registration_is_whole_a_year_ahead_and_of_a_source(migrated: Catalogue) -> None:
    none = TransferOffice(catalogues.emptied(migrated), TODAY, archive="")
    one = none.permanent("a")
    assert none.transfer.to_transfer(ARCHIVIST) == ()
    with pytest.raises(Conflict, match="no_archive"):
        none.registered(one)
    office = TransferOffice(none.catalogue, TODAY)
    with pytest.raises(InvalidInput, match="too_soon"):
        office.transfer.register(ARCHIVIST, name="a", dossiers=[one], planned_on=PLANNED - timedelta(days=1))
    for name, chosen in ((" ", [one]), ("a", [])):
        with pytest.raises(InvalidInput, match="incomplete"):
            office.transfer.register(ARCHIVIST, name=name, dossiers=chosen, planned_on=PLANNED)
    with pytest.raises(NotFound, match="not_found"):
        office.registered(one, DossierId.new())
    with pytest.raises(Forbidden, match="not_allowed"):
        office.transfer.register(LAN, name="a", dossiers=[one], planned_on=PLANNED)
    assert office.transfer.lists(ARCHIVIST) == []


def test_steps_come_in_their_order_and_once(office: TransferOffice) -> None:
    one, other = office.permanent("a"), office.permanent("b")
    which = office.registered(one).id
    with pytest.raises(Conflict, match="other_state"):
        office.transfer.packaged(ARCHIVIST, which, {one: PACKAGE})
    with pytest.raises(InvalidInput, match="incomplete"):
        office.transfer.answer(ARCHIVIST, which, number="", answered_on=TODAY, agreed=True)
    office.transfer.answer(ARCHIVIST, which, number="5", answered_on=TODAY, agreed=True)
    with pytest.raises(Conflict, match="other_state"):
        office.transfer.answer(ARCHIVIST, which, number="6", answered_on=TODAY, agreed=False)
    with pytest.raises(Conflict, match="blocked") as refused:
        office.receive(which, one)
    assert "chưa đóng gói" in refused.value.says.vi
    office.transfer.packaged(ARCHIVIST, which, {one: Digest.of(b"first")})
    office.transfer.packaged(ARCHIVIST, which, {one: PACKAGE})
    with pytest.raises(NotFound, match="not_found"):
        office.receive(which, other)
    with pytest.raises(Forbidden, match="one_person"):
        office.transfer.receive(ARCHIVIST, which, number="9", received_on=TODAY, digests={one: PACKAGE})
    with pytest.raises(InvalidInput, match="incomplete"):
        office.transfer.receive(OTHER, which, number="9", received_on=TODAY + timedelta(days=1), digests={one: PACKAGE})
    office.receive(which, one)
    for act in (
        lambda: office.receive(which, one),
        lambda: office.transfer.give_up(ARCHIVIST, which, "x"),
        lambda: office.transfer.answer(ARCHIVIST, which, number="6", answered_on=TODAY, agreed=True),
    ):
        with pytest.raises(Conflict):
            act()
    declined = office.registered(other).id
    closed = office.transfer.answer(ARCHIVIST, declined, number="7", answered_on=TODAY, agreed=False)
    assert closed.state is TransferState.CLOSED
    with pytest.raises(NotFound, match="not_found"):
        office.transfer.one(ARCHIVIST, TransferId.new())
    with pytest.raises(Forbidden, match="not_allowed"):
        office.transfer.lists(LAN)


def test_the_whole_way_over_http(office: TransferOffice) -> None:
    one = office.permanent("a")

    def ask(who: Any, method: str, path: str, **said: Any) -> Any:
        site = FastAPI()
        site.include_router(transfer_routes(office.transfer, lambda: who))

        async def go() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(site), base_url="http://x") as client:
                return await client.request(method, f"/api/transfers{path}", **said)

        answer = asyncio.run(go())
        assert answer.status_code in {200, 201}, answer.text
        return answer.json()

    assert ask(ARCHIVIST, "GET", "/owed")["rows"][0]["limit_on"] == "2031-12-31"
    sent = {"name": "Nộp 2027", "dossiers": [one.value], "planned_on": PLANNED.isoformat()}
    which = ask(ARCHIVIST, "POST", "", json=sent)["id"]
    said = {"number": "5", "answered_on": TODAY.isoformat(), "agreed": True}
    assert ask(ARCHIVIST, "POST", f"/{which}/answer", json=said)["state"] == "agreed"
    office.transfer.packaged(ARCHIVIST, TransferId(which), {one: PACKAGE})
    receipt = {"number": "9", "received_on": TODAY.isoformat(), "digests": digests_text({one: PACKAGE})}
    assert ask(OTHER, "POST", f"/{which}/receipt", json=receipt)["items"][0]["received"]
    assert [each["id"] for each in ask(OTHER, "GET", "")["transfers"]] == [which]
    assert ask(OTHER, "GET", f"/{which}")["receipt_number"] == "9"
    two = ask(ARCHIVIST, "POST", "", json={**sent, "dossiers": [office.permanent("b").value]})["id"]
    assert ask(ARCHIVIST, "POST", f"/{two}/withdrawal", json={"why": "Nhầm"})["state"] == "closed"
