"""Twice, by two at once, or broken off: the same end, and nothing half gone counts as gone."""

from __future__ import annotations

import threading
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue.schema import dossier as dossier_table
from adapters.catalogue.schema import event, step
from adapters.object_store.filesystem import FilesystemObjectStore
from app.erase_everywhere import Belongings, look_up
from records.errors import Conflict, Sentence, Unavailable
from retention_rules.disposal import ListState
from retention_rules.execution import ItemState
from tests.contracts.disposal_house import ANOTHER, EXECUTOR, KINDS, TODAY, House, house

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.law("R11")


@pytest.fixture(scope="module", params=KINDS)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(request.param, tmp_path_factory.mktemp("house")) as built:
        yield built


@pytest.fixture
def one(made: House) -> House:
    made.clock.day = TODAY
    made.sign_in.asked.clear()
    return made


def test_two_who_execute_at_once_destroy_once(one: House) -> None:
    chosen = [one.due(f"d{number}") for number in range(4)]
    which = one.approved(*chosen)
    gate, failed = threading.Barrier(2), []

    def act(by: object) -> None:
        gate.wait()
        try:
            one.begin(which, by)  # type: ignore[arg-type]  # a reader
            one.work(owner=repr(by)[:40])
        except Exception as error:  # noqa: BLE001  any is wrong
            failed.append(error)

    threads = [threading.Thread(target=act, args=(by,)) for by in (EXECUTOR, ANOTHER)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    one.work()
    assert [error for error in failed if getattr(error, "code", "") != "disposal.executed"] == []
    assert one.list(which).state is ListState.EXECUTED
    assert len(one.tombstones(which)) == 4
    with one.parts.catalogue.begin(readonly=True) as connection:
        gone = connection.execute(
            sa.select(sa.func.count())
            .select_from(event)
            .where(event.c.type == "deletion", event.c.dossier_id.in_([each.value for each in chosen]))
        ).scalar_one()
    assert gone == 4


def test_a_dossier_on_two_lists_goes_by_one(one: House) -> None:
    dossier = one.due("a")
    first, second = one.approved(dossier), one.approved(dossier)
    assert one.executed(second).state is ListState.EXECUTED
    found = one.executed(first)
    assert [(item.state, "not_kept" in item.reasons) for item in found.items] == [(ItemState.STOPPED, True)]


def test_a_store_that_is_away_for_a_while_stops_nothing(one: House, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = one.due("a")
    which = one.approved(dossier)
    one.begin(which)
    one.let_go(dossier)

    def away(_: object, where: str) -> None:
        raise Unavailable("store.unreachable", Sentence(where, where), Sentence(where, where))

    with monkeypatch.context() as patched:
        patched.setattr(type(one.parts.erasure), "erase", away)
        one.work()
    assert one.item(dossier).state == "going"
    with one.parts.catalogue.begin() as connection:
        connection.execute(sa.update(step).values(not_before=one.clock.now()))
    one.work()
    assert one.list(which).state is ListState.EXECUTED


def test_what_is_left_over_is_seen_and_the_item_is_not_gone(one: House, monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = one.due("a")
    which = one.approved(dossier)
    with monkeypatch.context() as patched:
        patched.setattr(type(one.parts.index), "remove_document", lambda *_: None)
        one.executed(which)
    (item,) = one.list(which).items
    assert (item.state, item.code) == (ItemState.FAILED, "disposal.left_over")
    assert one.tombstones(which) == []
    assert one.executed(which).state is ListState.EXECUTED


def test_belongings_come_back_as_they_were_written(one: House) -> None:
    dossier = one.due("a")
    found, holdings, leased = look_up(one.parts, dossier)
    assert Belongings.of_plain(found.plain()) == found
    assert (len(found.documents), len(found.blobs), len(found.pictures), leased) == (1, 1, 1, False)
    assert holdings.objects == len(one.parts.erasure.lying(found.package)) > 5
    assert isinstance(one.parts.store, FilesystemObjectStore) is (one.s3 is None)


def test_due_and_undue_stand_as_they_are(one: House) -> None:
    young = one.due("y", ended=date(TODAY.year - 1, 5, 1))
    with pytest.raises(Conflict, match="blocked"):
        one.approved(young)
    with one.parts.catalogue.begin(readonly=True) as connection:
        state = connection.execute(
            sa.select(dossier_table.c.state).where(dossier_table.c.id == young.value)
        ).scalar_one()
    assert state == "kept"
