"""Into which folders a back-up is written, and which are left as they are."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.operations.back_up import back_up
from app.operations.backup_folder import BackupFolder
from app.operations.restore import restore
from benchmarks.backup.dossiers import receive_dossier
from records.errors import Conflict, InvalidInput, Misconfigured
from tests.unit.operations.desks import desk, rows, with_dossiers

pytestmark = pytest.mark.timeout(120)


def state(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("told", ["by the manifest", "by its rows"])
@pytest.mark.parametrize(("dossiers", "code"), [(0, "backup.would_empty"), (1, "backup.other_installation")])
def test_the_back_up_of_another_installation_stays(tmp_path: Path, dossiers: int, code: str, told: str) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "other") as other:
        with_dossiers(here, 1)
        if dossiers:
            with_dossiers(other, dossiers)
        back_up(here, tmp_path / "copy")
        folder = BackupFolder(tmp_path / "copy")
        if told == "by its rows":
            folder.finish(replace(folder.manifest(), installation=""))
        before = state(tmp_path / "copy")
        with pytest.raises(Conflict) as caught:
            back_up(other, tmp_path / "copy")
        assert caught.value.code == code
        assert "VANKHO_DATA" in caught.value.hint.en
        assert state(tmp_path / "copy") == before
        assert back_up(here, tmp_path / "copy").copied == 0


def test_an_empty_installation_does_not_replace_a_back_up_that_cannot_be_read(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "other") as other:
        with_dossiers(here, 1)
        back_up(here, tmp_path / "copy")
        (tmp_path / "copy" / "manifest.json").write_text("{")
        with pytest.raises(Conflict, match=r"backup\.would_empty"):
            back_up(other, tmp_path / "copy")
        back_up(here, tmp_path / "copy")
        restore(other, tmp_path / "copy", none_later=True)
        assert rows(other) == rows(here)


def test_what_was_restored_goes_on_with_the_same_folder(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "there") as there:
        batch, _ = with_dossiers(here, 1)
        back_up(here, tmp_path / "copy")
        restore(there, tmp_path / "copy", none_later=True)
        with_dossiers(there, 1)
        receive_dossier(there, batch, 5)
        back_up(there, tmp_path / "copy")
        back_up(here, tmp_path / "copy")


def test_the_copy_of_an_empty_installation_may_be_replaced(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here, desk(tmp_path / "other") as other:
        with_dossiers(other, 1)
        back_up(here, tmp_path / "copy")
        back_up(here, tmp_path / "copy")
        back_up(other, tmp_path / "copy")


@pytest.mark.parametrize("place", [".", "copy", "store/archive", ".."])
def test_neither_in_the_data_folder_nor_around_it(tmp_path: Path, place: str) -> None:
    with desk(tmp_path / "here") as here:
        with pytest.raises(InvalidInput, match=r"backup\.folder_in_use"):
            back_up(here, tmp_path / "here" / place)
        (tmp_path / "link").symlink_to(tmp_path / "here")
        with pytest.raises(InvalidInput, match=r"backup\.folder_in_use"):
            back_up(here, tmp_path / "link" / "copy")


@pytest.mark.parametrize("name", ["letter.txt", "manifest.json"])
def test_a_folder_of_other_files_stays_as_it_is(tmp_path: Path, name: str) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / name).write_text(json.dumps({"name": "mine"}))
    before = state(tmp_path / "mine")
    with desk(tmp_path / "here") as here, pytest.raises(InvalidInput, match=r"backup\.folder_in_use"):
        back_up(here, tmp_path / "mine")
    assert state(tmp_path / "mine") == before


def test_a_fresh_disk_and_an_interrupted_back_up_take_one(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here:
        (tmp_path / "disk" / "lost+found").mkdir(parents=True)
        back_up(here, tmp_path / "disk")
        BackupFolder(tmp_path / "torn").begin("x")
        back_up(here, tmp_path / "torn")


def test_a_path_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here, pytest.raises(Misconfigured, match=r"backup\.folder_unusable"):
        back_up(here, Path("/proc/none/copy"))
