"""One document in several dossiers: it outlives its home, wherever that is destroyed for real, on both profiles."""

from __future__ import annotations

import random
import secrets
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
import sqlalchemy as sa

from adapters.catalogue import destroyed, dossiers, grounds, locks, redactions, references
from adapters.catalogue.schema import dossier as dossier_table
from app.desks.access import CatalogueAccessDesk
from app.desks.exports import export_view
from app.steps.rehome import rehome
from archive import layout
from archive.change_access import access_change
from archive.ocfl.storage_root import object_root
from archive.open_content import read_content
from records.errors import VankhoError
from records.identifiers import DocumentId, DossierId
from retention_rules.execution import ItemState
from retention_rules.may_delete import Reason
from tests.contracts.disposal_house import KINDS, TODAY, house
from tests.contracts.disposal_office import HEAD
from tests.contracts.offices import code_of
from tests.contracts.retention_desk import OPERATOR
from tests.contracts.sharing_house import LATELY, WHY, Sharing, redacted, told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


pytestmark = pytest.mark.law("R27", "R12")


@pytest.fixture(scope="module", params=KINDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sharing]:
    with house(request.param, tmp_path_factory.mktemp("house")) as built:
        yield Sharing(built)


@pytest.fixture
def one(made: Sharing) -> Sharing:
    made.house.clock.day = TODAY
    return made


def test_a_reference_is_told_on_both_sides_and_taken_back(one: Sharing) -> None:
    home, (document,) = one.put()
    other, _ = one.put(ended=LATELY)
    one.refer(other, document)
    one.refer(other, document)
    assert told(one.desk.references(OPERATOR, other)) == [(other, document, home)]
    assert told(one.desk.referred(OPERATOR, home)) == [(other, document, home)]
    assert one.desk.references(OPERATOR, home) == []
    assert (one.acts(other), one.acts(home)) == (["reference_added"], ["reference_added_home"])
    assert one.home(document) == home
    assert one.found(document) == [home]
    assert Reason.REFERRED_TO in one.reasons(home)
    assert Reason.REFERRED_TO not in one.reasons(other)
    assert code_of(lambda: one.house.approved(home)) == "disposal.blocked"
    one.desk.withdraw(OPERATOR, other, document)
    assert one.desk.references(OPERATOR, other) == []
    assert Reason.REFERRED_TO not in one.reasons(home)
    assert one.acts(other)[-1] == "reference_withdrawn"
    assert code_of(lambda: one.desk.withdraw(OPERATOR, other, document)) == "reference.not_found"


def test_what_makes_no_sense_is_refused(one: Sharing) -> None:
    home, (document,) = one.put()
    other, _ = one.put()
    assert code_of(lambda: one.desk.refer(OPERATOR, other, document, "  ")) == "reference.no_reason"
    assert code_of(lambda: one.desk.refer(OPERATOR, home, document, WHY)) == "reference.own_dossier"
    assert code_of(lambda: one.desk.refer(HEAD, other, document, WHY)) == "reference.not_allowed"
    assert code_of(lambda: one.desk.refer(OPERATOR, other, DocumentId.new(), WHY)) == "document.not_found"
    assert code_of(lambda: one.desk.refer(OPERATOR, DossierId.new(), document, WHY)) == "dossier.not_found"
    assert code_of(lambda: one.desk.rehome(OPERATOR, other, document)) == "reference.not_found"
    one.refer(other, document)
    change = access_change("02", restricted_until=None, reason="x", today=TODAY)
    CatalogueAccessDesk(one.parts).change(OPERATOR, home, change)
    opened = access_change("01", restricted_until=None, reason="x", today=TODAY)
    CatalogueAccessDesk(one.parts).change(OPERATOR, other, opened)
    assert code_of(lambda: one.desk.rehome(OPERATOR, other, document)) == "reference.would_open"
    assert one.home(document) == home


def test_a_list_already_decided_stops_at_what_is_referred_to(one: Sharing) -> None:
    original = secrets.token_bytes(4000)
    home, (document,) = one.put(original)
    other, _ = one.put(ended=LATELY)
    which = one.house.approved(home)
    one.refer(other, document)
    (item,) = one.house.executed(which).items
    assert item.state is ItemState.STOPPED
    assert "referred_to" in one.house.item(home).reasons
    assert one.original(document) == original
    assert one.found(document) == [home]
    # Taken back, the list goes on where it stopped.
    one.desk.withdraw(OPERATOR, other, document)
    assert one.house.executed(which).items[0].state is ItemState.GONE


@pytest.mark.parametrize("beside", [0, 1])
def test_a_document_moved_to_who_refers_outlives_its_home(one: Sharing, beside: int) -> None:
    shared, alone = secrets.token_bytes(5000), [secrets.token_bytes(2000) for _ in range(beside)]
    home, _ = one.put(shared, *alone)
    other, (own,) = one.put(ended=LATELY)
    by_content = {one.original(each): each for each in one.house.documents(home)}
    document = by_content[shared]
    one.refer(other, document)
    before = one.reasons(home)
    one.move(other, document)
    assert one.home(document) == other
    assert one.found(document) == [other]
    assert told(one.desk.references(OPERATOR, other)) == []
    assert told(one.desk.references(OPERATOR, home)) == [(home, document, other)]
    assert "document_moved_in" in one.acts(other)
    assert "document_moved_out" in one.acts(home)
    assert set(before) - set(one.reasons(home)) == {Reason.REFERRED_TO}
    assert one.original(document) == shared
    one.sound()

    which = one.house.approved(home)
    assert one.house.executed(which).items[0].state is ItemState.GONE
    assert one.parts.erasure.lying(f"{object_root(home)}/") == ()
    # All of it is there, and of what was not referred to nothing.
    assert one.original(document) == shared
    assert one.parts.index.holds(document) == 1
    assert one.found(document) == [other]
    view = one.room.dossier(OPERATOR, other)
    assert [each.document for each in view.documents if each.document in {own, document}]
    assert len(view.documents) == 2
    for content in alone:
        assert one.parts.index.holds(by_content[content]) == 0
        assert code_of(lambda content=content: one.original(by_content[content])) == "document.not_found"
    assert one.desk.references(OPERATOR, other) == []
    assert "reference" not in "".join(one.acts(other)[2:])
    one.sound()


def test_redacted_copies_go_with_their_document(one: Sharing) -> None:
    home, (document,) = one.put()
    other, _ = one.put(ended=LATELY)
    which = redacted(one, home, document)
    paths = (layout.redacted_path(which), layout.redaction_path(which))
    said = [read_content(one.parts.store, home, path) for path in paths]
    one.refer(other, document)
    one.move(other, document)
    one.sound()
    listed = one.house.approved(home)
    assert one.house.executed(listed).items[0].state is ItemState.GONE
    assert [read_content(one.parts.store, other, path) for path in paths] == said
    with one.parts.catalogue.begin(readonly=True) as connection:
        assert redactions.copies_of(connection, document)
    one.sound()


def test_a_death_between_the_new_version_and_the_catalogue_changes_nothing(one: Sharing) -> None:
    home, (document,) = one.put()
    other, _ = one.put(ended=LATELY)
    one.refer(other, document)
    one.desk.rehome(OPERATOR, other, document)
    assert code_of(lambda: one.desk.withdraw(OPERATOR, other, document)) == "reference.moving"
    with one.parts.catalogue.begin(readonly=True) as connection:
        asked = references.one(connection, other, document)
    assert asked is not None
    subject = f"{other}:{asked.id}"
    rehome(one.parts, subject)  # what it hands back is lost with its process
    assert one.home(document) == home
    assert one.found(document) == [home]
    one.desk.rehome(OPERATOR, other, document)
    one.house.work()
    assert one.home(document) == other
    one.house.work()
    outcome = rehome(one.parts, subject)
    assert outcome is not None
    one.sound()


def test_a_hold_over_who_refers_reaches_the_document(one: Sharing) -> None:
    home, (document,) = one.put()
    other, _ = one.put(ended=LATELY)
    one.refer(other, document)
    hold = one.house.place(other)
    assert {Reason.ON_HOLD, Reason.REFERRED_TO} <= set(one.reasons(home))
    opened = access_change("01", restricted_until=None, reason="x", today=TODAY)
    assert code_of(lambda: CatalogueAccessDesk(one.parts).change(OPERATOR, home, opened)) == "hold.frozen"
    assert code_of(lambda: one.desk.withdraw(OPERATOR, other, document)) == "hold.frozen"
    assert code_of(lambda: one.desk.rehome(OPERATOR, other, document)) == "hold.frozen"
    one.house.lift(hold)
    assert Reason.ON_HOLD not in one.reasons(home)
    one.desk.withdraw(OPERATOR, other, document)


def test_a_home_that_is_going_takes_no_reference_and_one_that_refers_holds_nothing_once_it_is_gone(
    one: Sharing,
) -> None:
    home, (document,) = one.put()
    other, _ = one.put()
    with ThreadPoolExecutor(1) as pool:
        with one.parts.catalogue.begin() as connection:
            dossiers.hold(connection, home)
            asked = pool.submit(one.refer, other, document)
            time.sleep(0.3)
            destroyed.begin(connection, home)
        assert code_of(asked.result) == "document.not_found"
    with one.parts.catalogue.begin() as connection:
        connection.execute(sa.update(dossier_table).where(dossier_table.c.id == home.value).values(state="kept"))
        locks.ask(connection, home)
    third, (its,) = one.put()
    one.refer(other, its)
    which = one.house.approved(other)
    assert one.house.executed(which).items[0].state is ItemState.GONE
    assert Reason.REFERRED_TO not in one.reasons(third)
    assert one.original(its)


def test_the_period_follows_from_what_it_refers_to_and_a_move_changes_no_date(one: Sharing) -> None:
    home, (document,) = one.put()
    other, _ = one.put(ended=LATELY)
    one.refer(other, document)
    with one.parts.catalogue.begin(readonly=True) as connection:
        rows = [dossiers.row(connection, each) for each in sorted((home, other))]
        before = grounds.of_rows(connection, rows, TODAY)
    assert sorted(len(each.documents) for each in before) == [1, 2]
    one.move(other, document)
    with one.parts.catalogue.begin(readonly=True) as connection:
        rows = [dossiers.row(connection, each) for each in sorted((home, other))]
        assert grounds.of_rows(connection, rows, TODAY) == before


def test_an_export_has_what_lies_elsewhere_and_names_its_home(one: Sharing, tmp_path: Path) -> None:
    original = secrets.token_bytes(3000)
    home, (document,) = one.put(original)
    other, (own,) = one.put(ended=LATELY)
    one.refer(other, document)
    target = tmp_path / "out"
    report = export_view(one.parts, one.room.dossier(OPERATOR, other), target)
    assert report.missing == ()
    root = ET.fromstring((target / "dossier.xml").read_bytes())
    found = {each.get("id"): (each.get("home"), each.get("folder", "")) for each in root.iter("document")}
    assert found.keys() == {own.value, document.value}
    assert found[own.value][0] is None
    where, folder = found[document.value]
    assert where == home.value
    (copied,) = (target / folder / "original").iterdir()
    assert copied.read_bytes() == original


@pytest.mark.parametrize("seed", range(2))
def test_whatever_happens_in_whatever_order_nothing_referred_to_is_lost(one: Sharing, seed: int) -> None:
    chance = random.Random(seed)
    content: dict[DocumentId, bytes] = {}
    living: dict[DossierId, None] = {}
    referred: set[tuple[DossierId, DocumentId]] = set()
    for _ in range(3):
        dossier, its = one.put(secrets.token_bytes(1000), secrets.token_bytes(1000))
        living[dossier] = None
        content |= {each: one.original(each) for each in its}
    for _ in range(14):
        act = chance.choice(("refer", "refer", "withdraw", "move", "destroy"))
        dossier, document = chance.choice(sorted(living)), chance.choice(sorted(content))
        try:
            if act == "refer":
                one.refer(dossier, document)
                referred.add((dossier, document))
            elif act == "withdraw":
                one.desk.withdraw(OPERATOR, dossier, document)
                referred.discard((dossier, document))
            elif act == "move":
                before = one.home(document)
                one.move(dossier, document)
                referred.discard((dossier, document))
                referred.add((before, document))
            elif len(living) > 1:
                its = set(one.house.documents(dossier))
                which = one.house.approved(dossier)
                if one.house.executed(which).items[0].state is ItemState.GONE:
                    assert not [each for at, each in referred if at != dossier and each in its]
                    living.pop(dossier)
                    referred = {each for each in referred if each[0] != dossier}
                    content = {each: said for each, said in content.items() if each not in its}
        except VankhoError as error:
            if error.code.partition(".")[0] not in {"reference", "disposal", "document", "dossier"}:
                raise
        for each, said in content.items():
            assert one.original(each) == said
        for at, each in referred:
            assert (at, each) in {(r.dossier, r.document.document) for r in one.desk.references(OPERATOR, at)}
    one.sound()
