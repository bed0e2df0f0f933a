"""Back-up and restore of a desk, while work goes on, after damage, and again after an interruption."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue import steps
from adapters.catalogue.schema import step as step_table
from app.operations import back_up as module
from app.operations.back_up import back_up
from app.operations.backup_folder import BackupFolder
from app.operations.restore import restore
from archive.check_fixity import check_fixity
from archive.ocfl.storage_root import object_root
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from records.errors import Conflict, Damaged, Misconfigured, NotFound, Unavailable
from records.findings import Verdict
from records.identifiers import Digest, ObjectKey
from tests.servers import SmallDisk
from tests.unit.operations.desks import desk, objects, restores_recorded, rows, with_dossiers

if TYPE_CHECKING:
    from pathlib import Path

    from app.wiring import Parts

pytestmark = pytest.mark.timeout(300)


def verdicts(parts: Parts) -> set[Verdict]:
    from adapters.catalogue import dossiers

    with parts.catalogue.begin(readonly=True) as connection:
        expected = dossiers.inventory_digests(connection)
    return {report.verdict for report in check_fixity(parts.store, expected_inventories=expected)}


def test_what_comes_back_is_what_was_there(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there:
        batch, _ = with_dossiers(here, 3)
        receive_dossier(here, batch, 7)  # this one is still under way
        report = back_up(here, tmp_path / "copy")
        assert report.manifest.damaged == ()
        back = restore(there, tmp_path / "copy", none_later=True)
        assert back.documents_indexed == 3
        assert rows(there) == rows(here)
        assert objects(there) == objects(here)
        assert verdicts(there) == {Verdict.PASSED}
        assert restores_recorded(there) == 1


def test_a_second_back_up_copies_what_is_new(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there:
        batch, _ = with_dossiers(here, 2)
        first = back_up(here, tmp_path / "copy")
        assert back_up(here, tmp_path / "copy").copied == 0
        dossier, document = receive_dossier(here, batch, 5)
        deposit_dossier(here, batch, dossier, document)
        second = back_up(here, tmp_path / "copy")
        assert second.copied == second.manifest.objects.lines - first.manifest.objects.lines > 0
        assert len(list((tmp_path / "copy" / "catalogue").iterdir())) == 1
        restore(there, tmp_path / "copy", none_later=True)
        assert rows(there) == rows(here)
        assert objects(there) == objects(here)


def test_what_is_deposited_after_the_catalogue_was_copied_comes_back_as_it_was_then(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there:
        batch, _ = with_dossiers(here, 2)
        waiting = receive_dossier(here, batch, 10)
        before = rows(here)
        original = module._BackUp._copy_catalogue

        def and_work_goes_on(self: module._BackUp, known: module.KnownPackages) -> object:
            listed = original(self, known)
            deposit_dossier(here, batch, *waiting)  # its bytes leave staging
            late = new_batch(here)
            deposit_dossier(here, late, *receive_dossier(here, late, 11))
            return listed

        monkeypatch.setattr(module._BackUp, "_copy_catalogue", and_work_goes_on)
        assert back_up(here, tmp_path / "copy").manifest.damaged == ()
        restore(there, tmp_path / "copy", none_later=True)
        assert rows(there) == before
        assert verdicts(there) == {Verdict.PASSED}
        # The step that was undone then is done again, over a package that may hold its work already.
        deposit_dossier(there, batch, *waiting)
        assert verdicts(there) == {Verdict.PASSED}
        assert back_up(there, tmp_path / "again").manifest.damaged == ()


def test_a_package_that_got_a_version_meanwhile_comes_back_as_of_the_version_the_catalogue_knows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from archive.deposit import deposit
    from archive.model import Deposit

    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there:
        _, [(dossier, _)] = with_dossiers(here, 1)
        before = objects(here, "archive")
        original = module._BackUp._copy_catalogue

        def and_a_version_comes(self: module._BackUp, known: module.KnownPackages) -> object:
            listed = original(self, known)
            changed = Deposit(
                dossier=dossier, files=(), descriptive={"title": "khác"}, events=(), message="sau", account="x"
            )
            deposit(here.store, changed, now=here.clock.now())
            return listed

        monkeypatch.setattr(module._BackUp, "_copy_catalogue", and_a_version_comes)
        assert back_up(here, tmp_path / "copy").manifest.damaged == ()
        assert objects(here, "archive") != before
        restore(there, tmp_path / "copy", none_later=True)
        assert objects(there, "archive") == before
        assert verdicts(there) == {Verdict.PASSED}


def test_a_step_under_way_is_ready_again(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there:
        _ = with_dossiers(here, 1)
        now = here.clock.now()
        with here.catalogue.begin() as connection:
            leased = steps.claim(connection, owner="x", now=now, until=now + here.settings.lease, one_at_a_time=())
        assert leased is not None
        back_up(here, tmp_path / "copy")
        restore(there, tmp_path / "copy", none_later=True)
        with there.catalogue.begin(readonly=True) as connection:
            found = connection.execute(sa.select(step_table).where(step_table.c.id == leased.id)).one()
        assert (found.state, found.lease_owner, found.deaths) == ("ready", None, 0)


@pytest.mark.parametrize("which", ["objects/archive", "catalogue", "manifest.json"])
def test_a_flipped_byte_is_found_and_named(tmp_path: Path, which: str) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there:
        with_dossiers(here, 1)
        back_up(here, tmp_path / "copy")
        place = tmp_path / "copy" / which
        inside = [place] if place.is_file() else [p for p in place.rglob("*") if p.is_file()]
        path = max(inside, key=lambda p: p.stat().st_size)
        content = bytearray(path.read_bytes())
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        with pytest.raises(Damaged) as caught:
            restore(there, tmp_path / "copy", none_later=True)
        assert caught.value.code == "backup.damaged"
        assert path.name in caught.value.says.en
        assert rows(there)["dossier"] == []


def test_a_missing_file_is_named_and_the_rest_can_be_restored_from_a_whole_copy(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there:
        with_dossiers(here, 2)
        back_up(here, tmp_path / "copy")
        path = next(p for p in (tmp_path / "copy" / "objects" / "archive").rglob("*.zip"))
        whole = path.read_bytes()
        path.unlink()
        with pytest.raises(Damaged, match=r"backup\.damaged"):
            restore(there, tmp_path / "copy", none_later=True)
        path.write_bytes(whole)
        # What the interrupted restore left counts as nothing.
        restore(there, tmp_path / "copy", none_later=True)
        assert rows(there) == rows(here)


def test_a_restore_interrupted_after_the_rows_makes_the_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.operations import restore as restoring

    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there:
        with_dossiers(here, 1)
        back_up(here, tmp_path / "copy")
        with monkeypatch.context() as patch:
            patch.setattr(restoring, "rebuild_index", lambda _: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                restore(there, tmp_path / "copy", none_later=True)
        assert restore(there, tmp_path / "copy", none_later=True).documents_indexed == 1
        assert restores_recorded(there) == 1


def test_only_an_empty_installation_takes_a_back_up(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there:
        with_dossiers(here, 1)
        back_up(here, tmp_path / "copy")
        with_dossiers(there, 1)
        before = rows(there), objects(there)
        with pytest.raises(Conflict, match=r"restore\.not_empty"):
            restore(there, tmp_path / "copy", none_later=True)
        assert (rows(there), objects(there)) == before
    with desk(tmp_path / "third") as third:
        # No row, but something in the store that is not of this back-up.
        third.store.put(ObjectKey("archive/stray"), io.BytesIO(b"1"), Digest.of(b"1"))
        with pytest.raises(Conflict, match=r"restore\.not_empty"):
            restore(third, tmp_path / "copy", none_later=True)


def test_a_copy_of_a_copy_is_not_taken_for_an_interrupted_restore(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there:
        with_dossiers(here, 1)
        back_up(here, tmp_path / "copy")
        restore(there, tmp_path / "copy", none_later=True)
        with_dossiers(there, 2)
        with pytest.raises(Conflict, match=r"restore\.not_empty"):
            restore(there, tmp_path / "copy", none_later=True)


def test_damage_in_the_installation_is_named_and_the_good_copy_is_kept(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there:
        _, [(dossier, _), (lost, _)] = with_dossiers(here, 2)
        whole = objects(here)
        state = rows(here)
        assert back_up(here, tmp_path / "copy").manifest.damaged == ()
        store = here.settings.store_folder
        path = next((store / object_root(dossier)).rglob("*.pdf"))
        path.chmod(0o644)
        path.write_bytes(b"x" * path.stat().st_size)
        for each in list((store / object_root(lost)).rglob("*")):
            if each.is_file():
                each.unlink()
        assert back_up(here, tmp_path / "copy").manifest.damaged == (object_root(lost),)
        restore(there, tmp_path / "copy", none_later=True)
        assert objects(there) == whole
        assert rows(there) == state
        # Into a folder without an earlier copy the damage goes along, by its name.
        damaged = back_up(here, tmp_path / "new").manifest.damaged
        assert sorted(damaged) == sorted([path.relative_to(store).as_posix(), object_root(lost)])


def test_an_interrupted_back_up_leaves_the_one_before_and_is_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there, desk(tmp_path / "third") as third:
        batch, _ = with_dossiers(here, 1)
        back_up(here, tmp_path / "copy")
        before = rows(here)
        deposit_dossier(here, batch, *receive_dossier(here, batch, 8))
        with monkeypatch.context() as patch:
            patch.setattr(BackupFolder, "finish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
            with pytest.raises(KeyboardInterrupt):
                back_up(here, tmp_path / "copy")
        restore(there, tmp_path / "copy", none_later=True)
        assert rows(there) == before
        torn = max((tmp_path / "copy" / "objects" / "archive").rglob("*.pdf"), key=lambda p: p.stat().st_mtime_ns)
        torn.write_bytes(bytes(torn.stat().st_size))  # as a power cut may leave what was not flushed
        back_up(here, tmp_path / "copy")
        restore(third, tmp_path / "copy", none_later=True)
        assert rows(third) == rows(here)
        assert verdicts(third) == {Verdict.PASSED}


def test_another_version_is_told_apart(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there:
        with_dossiers(here, 1)
        back_up(here, tmp_path / "copy")
        folder = BackupFolder(tmp_path / "copy")
        folder.finish(replace(folder.manifest(), catalogue_revision="0001"))
        with pytest.raises(Misconfigured, match=r"backup\.other_version"):
            restore(there, tmp_path / "copy", none_later=True)
        folder.finish(replace(folder.manifest(), format=2))
        with pytest.raises(Misconfigured, match=r"backup\.other_version"):
            restore(there, tmp_path / "copy", none_later=True)
        with pytest.raises(NotFound, match=r"backup\.not_found"):
            restore(there, tmp_path / "nothing", none_later=True)


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here:
        (tmp_path / "file").write_text("in the way")
        with pytest.raises(Misconfigured, match=r"backup\.folder_unusable"):
            back_up(here, tmp_path / "file" / "copy")


def test_a_full_disk_is_told_and_with_room_the_back_up_is_finished(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there:
        with_dossiers(here, 3)
        disk = SmallDisk(tmp_path / "disk", 4)
        try:
            disk.fill()
            with pytest.raises(Unavailable, match=r"backup\.full"):
                back_up(here, disk.mounted_at / "copy")
            disk.free()
            assert back_up(here, disk.mounted_at / "copy").manifest.damaged == ()
            restore(there, disk.mounted_at / "copy", none_later=True)
        finally:
            disk.remove()
        assert rows(there) == rows(here)


def test_nothing_secret_is_in_it(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here:
        with_dossiers(here, 1)
        back_up(here, tmp_path / "copy")
        manifest = json.loads((tmp_path / "copy" / "manifest.json").read_text("utf-8"))
        assert manifest["body"].keys() == {
            *("id", "software", "catalogue_revision", "taken_at", "profile", "tables", "objects", "objects_bytes"),
            *("damaged", "format", "installation"),
        }
