"""Destruction reaches back-ups: a set that holds a destroyed dossier is named until it is gone, and revives nothing."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from adapters.catalogue import backup_sets, dossiers, execution
from app.carry_destroyed import DestroyedCarrier, carry, sets_behind
from app.desks.disposal import CatalogueDisposalDesk
from app.desks.execution import CatalogueExecutionDesk
from app.desks.forms import CatalogueFormDesk
from app.desks.view_record import ViewRecord
from app.operations import restore as restoring
from app.operations import rewrite_backup_set as rewriting
from app.operations.back_up import back_up
from app.operations.backup_checks import look_at_backups
from app.operations.backup_folder import BackupFolder
from app.operations.destroyed_list import NAME, list_now, read_list, write_list
from app.operations.register_backup_set import register
from app.operations.restore import restore
from app.operations.rewrite_backup_set import rewrite
from app.operations.settle_backup_set import erase, gone, set_named
from archive.check_fixity import check_fixity
from records.errors import Conflict, Damaged, InvalidInput, Misconfigured, NotFound
from records.findings import Verdict
from retention_rules.backup_sets import SetState
from retention_rules.forms.model import FormKind, Line
from retention_rules.tombstone import leaf_of
from search_api.query_language import parse
from tests.contracts.back_up_house import (
    acts,
    destroyed,
    empty,
    holding,
    nothing_of,
    one_house,
    state_of,
    with_destroyed,
)
from tests.contracts.disposal_house import KINDS, TODAY, House
from tests.contracts.disposal_office import HEAD
from tests.contracts.retention_desk import OPERATOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from records.identifiers import DisposalListId

pytestmark = [pytest.mark.law("R11"), pytest.mark.timeout(300)]
SHARED = b"the same bytes in two dossiers" * 100


@pytest.mark.parametrize("kind", KINDS)
def test_a_restore_of_an_older_back_up_does_not_bring_back_what_was_destroyed(kind: str, tmp_path: Path) -> None:
    with one_house(kind, tmp_path / "house") as one:
        going, stays = one.due("Qan", b"original of An" * 300, SHARED), one.due("Qbinh", SHARED)
        documents = one.documents(going)
        folder = tmp_path / "copy"
        taken = back_up(one.parts, folder).manifest.id
        assert holding(one) == []
        which = destroyed(one, going)

        # Everybody is told that the set holds it, and until when it should.
        ((held, last),) = one.execution.backups(HEAD, which)
        assert (held.id, held.destroyed, last) == (taken, 1, TODAY + timedelta(days=90))
        assert held.place == str(folder)
        (named,) = one.execution.certificate(HEAD, which)["backups"]
        assert (named["id"], named["place"], named["erase_by"]) == (taken, str(folder), last.isoformat())
        assert taken in minutes_of(one, which)

        with empty(kind, tmp_path / "there") as there:
            # Where nothing tells what was destroyed since, it is asked for, and nothing is brought.
            with pytest.raises(InvalidInput, match=r"restore\.destructions_unknown"):
                restore(there, folder)
            assert not list(there.store.list("archive/"))
            assert carry(one.parts, held)
            report = restore(there, folder)
            assert (report.stayed_destroyed, report.documents_indexed) == (1, 1)
            nothing_of(there, going, documents)
            assert state_of(there, stays) == state_of(one.parts, stays)
            with there.catalogue.begin(readonly=True) as connection:
                known = dossiers.inventory_digests(connection)
            checked = list(check_fixity(there.store, expected_inventories=known))
            assert {each.verdict for each in checked} == {Verdict.PASSED}
            assert {each.dossier for each in checked} - {None} == {stays}
            assert there.index.search(parse("Qbinh", today=TODAY), OPERATOR, today=TODAY).total == 1
            # What stays of it is known, and goes along with the next back-up.
            desk: Any = CatalogueExecutionDesk(there, one.sign_in)  # type: ignore[arg-type]  # of it one method
            assert leaf_of(desk.tombstone(HEAD, going)) == leaf_of(one.execution.tombstone(HEAD, going))
            assert acts(there) == ["stays_destroyed"]
            back_up(there, tmp_path / "next")
            assert read_list(tmp_path / "next", installation="").tombstones.keys() == {going.value}


def minutes_of(one: House, which: DisposalListId) -> str:
    form = CatalogueFormDesk(one.parts, ViewRecord(one.parts), one.execution).form(
        HEAD, which, FormKind.DESTRUCTION_MINUTES
    )
    return " ".join(block.text for block in form.blocks if isinstance(block, Line))


# -- on one catalogue: what lies in folders is the same on both --------------------------------------


@pytest.fixture
def one(tmp_path: Path) -> Iterator[House]:
    with one_house("sqlite", tmp_path / "house") as made:
        yield made


def test_where_the_list_was_known_its_item_is_gone_with_its_tombstone(one: House, tmp_path: Path) -> None:
    going, other = one.due("Qan"), one.due("Qbinh")
    which = one.approved(going, other)
    back_up(one.parts, tmp_path / "copy")
    one.clock.day = TODAY
    one.executed(which)
    write_list(tmp_path / "copy", replace(list_now(one.parts), tombstones={going.value: one.tombstones(which)[0]}))
    with empty("sqlite", tmp_path / "there") as there:
        restore(there, tmp_path / "copy")
        found = CatalogueDisposalDesk(there).one(HEAD, which)
        assert [item.state.value for item in found.items if item.dossier == going] == ["gone"]
        assert [item.state.value for item in found.items if item.dossier == other] == ["listed"]
        with there.catalogue.begin(readonly=True) as connection:
            assert [said["dossier"] for said in execution.tombstones(connection, which)] == [going.value]


def test_a_back_up_into_the_same_folder_takes_what_was_destroyed_out_of_it(one: House, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    _, going, documents = with_destroyed(one, folder)
    left = [path for path in folder.rglob("*") if going.value in str(path) or str(documents[0]) in str(path)]
    assert left
    report = back_up(one.parts, folder)
    assert report.swept == 2
    assert not [path for path in folder.rglob("*") if going.value in str(path) or str(documents[0]) in str(path)]
    assert holding(one) == []
    assert "backup_replaced" in acts(one.parts)
    with one.parts.catalogue.begin(readonly=True) as connection:
        states = [each.state for each in backup_sets.sets(connection, settled_too=True)]
    assert states == [SetState.STANDING, SetState.REPLACED]
    with empty("sqlite", tmp_path / "there") as there:
        assert restore(there, folder, none_later=True).stayed_destroyed == 0
        assert state_of(there, going) == ("destroyed", "")


def test_a_back_up_broken_off_is_known_until_another_takes_its_place(
    one: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    going = one.due("Qan")
    with monkeypatch.context() as patch:
        patch.setattr(BackupFolder, "finish", _interrupted)
        with pytest.raises(KeyboardInterrupt):
            back_up(one.parts, tmp_path / "copy")
    destroyed(one, going)
    assert len(holding(one)) == 1
    back_up(one.parts, tmp_path / "copy")
    assert holding(one) == []


def test_a_set_is_rewritten_without_what_was_destroyed_and_stays_sound(
    one: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "copy"
    held, going, documents = with_destroyed(one, folder)
    taken_at = BackupFolder(folder).manifest().taken_at
    for broken in (BackupFolder, rewriting):
        with monkeypatch.context() as patch:
            # Before the manifest is replaced, and after.
            patch.setattr(broken, "finish" if broken is BackupFolder else "_sweep", _interrupted)
            with pytest.raises(KeyboardInterrupt):
                rewrite(one.parts, held)
        assert holding(one) == [held.id]
    assert rewrite(one.parts, held).swept == 2
    assert holding(one) == []
    words = [going.value, *(each.value for each in documents)]
    assert not [path for path in folder.rglob("*") if any(word in str(path) for word in words)]
    assert BackupFolder(folder).manifest().taken_at == taken_at
    assert "backup_rewritten" in acts(one.parts)
    with empty("sqlite", tmp_path / "there") as there:
        # Also where nobody knows of any list.
        (folder / NAME).unlink()
        assert restore(there, folder, none_later=True).stayed_destroyed == 0
        nothing_of(there, going, documents)
        assert there.index.search(parse("Qbinh", today=TODAY), OPERATOR, today=TODAY).total == 1


def _interrupted(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


def test_a_set_is_erased_where_a_newer_one_stands_and_is_looked_for_again(
    one: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    held, _, _ = with_destroyed(one, old)
    with pytest.raises(Conflict, match=r"backup_set\.only_one"):
        erase(one.parts, held)
    assert (old / "manifest.json").exists()
    back_up(one.parts, new)
    assert holding(one) == [held.id]
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *_: (_ for _ in ()).throw(OSError(5, "Input/output error")))
        with pytest.raises(Misconfigured, match=r"backup\.folder_unusable"):
            erase(one.parts, held)
    assert holding(one) == [held.id]
    erase(one.parts, set_named(one.parts, held.id[-8:]))
    assert [path.name for path in old.iterdir()] == [NAME]
    assert holding(one) == []
    assert "backup_erased" in acts(one.parts)
    with pytest.raises(Conflict, match=r"backup_set\.settled"):
        erase(one.parts, set_named(one.parts, held.id))
    with pytest.raises(NotFound, match=r"backup\.not_found"):
        restore(one.parts, old, none_later=True)
    back_up(one.parts, old)  # the folder may be used again


def test_a_set_that_people_destroyed_elsewhere_is_no_more_by_their_minutes(one: House, tmp_path: Path) -> None:
    held, _, _ = with_destroyed(one, tmp_path / "tape")
    back_up(one.parts, tmp_path / "new")
    (tmp_path / "tape").rename(tmp_path / "away")
    with pytest.raises(NotFound, match=r"backup_set\.not_there"):
        erase(one.parts, held)
    for by, minutes, on in (("", "12/BB", TODAY), ("Lan", " ", TODAY), ("Lan", "12/BB", TODAY + timedelta(days=1))):
        with pytest.raises(InvalidInput, match=r"backup_set\.no_minutes"):
            gone(one.parts, held, by=by, minutes=minutes, on=on)
    gone(one.parts, held, by="Lan", minutes="12/BB-LT", on=TODAY)
    assert holding(one) == []
    found = set_named(one.parts, held.id)
    assert (found.state, "12/BB-LT" in found.settled_why) == (SetState.GONE, True)
    with pytest.raises(Conflict, match=r"backup_set\.settled"):
        gone(one.parts, held, by="Lan", minutes="12/BB-LT", on=TODAY)
    with pytest.raises(NotFound, match=r"backup_set\.not_found"):
        set_named(one.parts, "nothing")


def test_a_copy_that_people_made_stands_by_itself(one: House, tmp_path: Path) -> None:
    held, going, _ = with_destroyed(one, tmp_path / "copy")
    shutil.copytree(tmp_path / "copy", tmp_path / "other medium")
    for _ in range(2):
        register(one.parts, tmp_path / "other medium")
    assert sorted(each == held.id for each in holding(one)) == [False, True]
    back_up(one.parts, tmp_path / "copy")
    (left,) = holding(one)
    assert left != held.id
    with empty("sqlite", tmp_path / "there") as there, pytest.raises(Conflict, match=r"backup_set\.not_ours"):
        register(there, tmp_path / "copy")
    # The copy is told as the set itself is, and brings nothing back.
    assert carry(one.parts, set_named(one.parts, left))
    with empty("sqlite", tmp_path / "elsewhere") as there:
        assert restore(there, tmp_path / "other medium").stayed_destroyed == 1
        assert state_of(there, going) == ("destroyed", "")


def test_the_list_is_carried_by_itself_to_sets_that_can_be_reached(one: House, tmp_path: Path) -> None:
    held, going, _ = with_destroyed(one, tmp_path / "copy")
    back_up(one.parts, tmp_path / "away")
    later = one.due("Qcuong")
    shutil.move(tmp_path / "away", tmp_path / "elsewhere")
    one.clock.day = TODAY + timedelta(days=1)
    one.executed(one.approved(later))
    assert {each.place for each in sets_behind(one.parts)} == {str(tmp_path / "copy"), str(tmp_path / "away")}
    carrier = DestroyedCarrier(one.parts)
    carrier.go_on()
    thread = carrier._under_way
    assert thread is not None
    thread.join(30)
    assert [each.place for each in sets_behind(one.parts)] == [str(tmp_path / "away")]
    assert {going.value, later.value} == read_list(tmp_path / "copy", installation="").tombstones.keys()
    # Another set lies there now: it is left alone.
    shutil.copytree(tmp_path / "copy", tmp_path / "away")
    (behind,) = sets_behind(one.parts)
    assert not carry(one.parts, behind)
    assert held.id not in {each.id for each in sets_behind(one.parts)}


def test_a_list_that_will_not_do_is_refused_and_never_lost(one: House, tmp_path: Path) -> None:
    held, going, _ = with_destroyed(one, tmp_path / "copy")
    write_list(tmp_path, list_now(one.parts))
    path = tmp_path / NAME
    whole = path.read_bytes()
    with empty("sqlite", tmp_path / "there") as there:
        path.write_bytes(whole.replace(b'"destroyed":1', b'"destroyed":0'))
        with pytest.raises(Damaged, match=r"destroyed_list\.damaged"):
            restore(there, tmp_path / "copy", destroyed=[path])
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(Damaged, match=r"destroyed_list\.damaged"):
            restore(there, tmp_path / "copy", destroyed=[path])
        with pytest.raises(NotFound, match=r"destroyed_list\.not_found"):
            restore(there, tmp_path / "copy", destroyed=[tmp_path / "nothing"])
        path.unlink()
        write_list(tmp_path, replace(list_now(one.parts), installation="another"))
        with pytest.raises(Conflict, match=r"destroyed_list\.other_installation"):
            restore(there, tmp_path / "copy", destroyed=[tmp_path])
        assert not list(there.store.list("archive/"))
        # What one list does not tell another does: nothing that is known is forgotten.
        path.write_bytes(whole)
        write_list(tmp_path, replace(list_now(one.parts), tombstones={}))
        assert read_list(tmp_path, installation="").tombstones.keys() == {going.value}
        path.write_bytes(b"{")
        write_list(tmp_path, list_now(one.parts))
        assert len(list(tmp_path.glob(f"{NAME}.*.aside"))) == 1
        assert restore(there, tmp_path / "copy", destroyed=[tmp_path]).stayed_destroyed == 1
    assert held.id in holding(one)


def test_a_destroyed_dossier_of_which_documents_were_moved_elsewhere_is_told_not_lost(
    one: House, tmp_path: Path
) -> None:
    _, going, _ = with_destroyed(one, tmp_path / "copy")
    now = list_now(one.parts)
    said = now.tombstones[going.value]
    moved = {**said, "holdings": {**said["holdings"], "originals_sha256": []}}
    write_list(tmp_path, replace(now, tombstones={going.value: moved}))
    with empty("sqlite", tmp_path / "there") as there:
        with pytest.raises(Conflict, match=r"restore\.moved_since") as caught:
            restore(there, tmp_path / "copy", destroyed=[tmp_path])
        assert going.value in caught.value.says.en
        report = restore(there, tmp_path / "copy", destroyed=[tmp_path], keep_moved=True)
        assert (report.stayed_destroyed, report.came_back) == (0, (going.value,))
        assert state_of(there, going)[0] == "kept"


def test_a_restore_broken_off_goes_on_with_the_same_list_alone(
    one: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, going, documents = with_destroyed(one, tmp_path / "copy")
    with empty("sqlite", tmp_path / "there") as there:
        with monkeypatch.context() as patch:
            patch.setattr(restoring, "rebuild_index", _interrupted)
            with pytest.raises(KeyboardInterrupt):
                restore(there, tmp_path / "copy", none_later=True)
        assert carry(one.parts, held)
        # It was brought back without the list: only an empty installation takes it with the list.
        with pytest.raises(Conflict, match=r"restore\.not_empty"):
            restore(there, tmp_path / "copy")
    with empty("sqlite", tmp_path / "again") as there:
        with monkeypatch.context() as patch:
            patch.setattr(restoring, "rebuild_index", _interrupted)
            with pytest.raises(KeyboardInterrupt):
                restore(there, tmp_path / "copy")
        nothing_of(there, going, documents)
        assert restore(there, tmp_path / "copy").documents_indexed == 1
        nothing_of(there, going, documents)


def test_whoever_examines_the_installation_is_told_and_more_so_when_the_days_are_over(
    one: House, tmp_path: Path
) -> None:
    settings, catalogue = one.parts.settings, one.parts.catalogue
    assert look_at_backups(settings, catalogue, one.clock).findings == ()
    with_destroyed(one, tmp_path / "copy")
    (found,) = look_at_backups(settings, catalogue, one.clock).findings
    assert found.code == "backup_set.holds_destroyed"
    assert look_at_backups(settings, catalogue, one.clock).verdict is Verdict.PASSED
    one.clock.day = TODAY + timedelta(days=91)
    assert look_at_backups(settings, catalogue, one.clock).verdict is Verdict.FAILED
