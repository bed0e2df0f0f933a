"""Hand-over on every catalogue: listed by one, checked and received by another, and nothing changes hands before."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
import sqlalchemy as sa

from adapters.catalogue import dossiers
from adapters.catalogue.schema import dossier as dossier_table
from app.desks.forms import CatalogueFormDesk
from app.desks.view_record import ViewRecord
from records.errors import Conflict, Forbidden, InvalidInput, NotFound, VankhoError
from records.identifiers import DossierId, HandOverId
from records.reader import AccessLevel, Capability
from retention_rules.forms.hand_over_papers import HandOverForm
from retention_rules.hand_over.model import Check, Custody, HandOverState, digest_of
from tests.contracts import catalogues
from tests.contracts.hand_over_office import ARCHIVIST, ENDED, LAN, ONLY_READS, TODAY, HandOverOffice, order, person
from tests.contracts.retention_desk import OPERATOR, PLANNING_LETTER

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue

pytestmark = pytest.mark.law("R05", "R06")


@pytest.fixture
def office(migrated: Catalogue) -> HandOverOffice:
    return HandOverOffice(catalogues.emptied(migrated), TODAY)


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


def test_numbers_of_people_in_a_title_are_masked_in_every_list(office: HandOverOffice) -> None:
    one = office.dossier("a", ("", "Việc không có trong bảng"), title="Cấp giấy phép cho CCCD 001099012345")
    office.desk.set_work_ended(OPERATOR, one, ENDED)
    office.hand_over.keep_back(ARCHIVIST, order(one, until=date(2028, 1, 1)))
    shown = [office.hand_over.owed(LAN).rows[0].title, office.hand_over.kept_back(LAN)[0].title]
    shown.append(office.submitted(one).items[0].listed.title)
    for title in shown:
        assert "001099012345" not in title
        assert title.startswith("Cấp giấy phép")


@pytest.mark.law("R30")
def test_its_papers_name_what_was_received_and_nothing_that_may_not_be_seen(office: HandOverOffice) -> None:
    said = {"body": "UBND phường An Nghiệp", "body_above": "", "place": "", "historical_archive": "", "sign_in": "auto"}
    named = SimpleNamespace(**said)
    parts = replace(office.parts, settings=cast("Any", named))
    forms = CatalogueFormDesk(parts, ViewRecord(parts), cast("Any", None))
    one = office.ended("a")
    listed = office.received(one)
    minutes = forms.hand_over_form(ARCHIVIST, listed.id, HandOverForm.MINUTES)
    assert minutes.head is not None
    assert (minutes.head.number, minutes.draft) == ("07/BB-GNHS", False)
    (table,) = forms.hand_over_form(LAN, listed.id, HandOverForm.LIST).tables
    assert table.rows[0][2] == listed.items[0].listed.title != ""
    with office.catalogue.begin() as connection:
        connection.execute(sa.update(dossier_table).values(access_level="02"))
    blind = replace(LAN, levels=frozenset({AccessLevel.PUBLIC}))
    (table,) = forms.hand_over_form(blind, listed.id, HandOverForm.LIST).tables
    assert table.rows[0][1:3] == ("…", "…")
