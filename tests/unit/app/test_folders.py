from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from app.cli.folders import find_files
from app.cli.output import NEEDS_A_PERSON
from app.cli.session import session
from app.cli.taking_in import ingest
from records.errors import InvalidInput

if TYPE_CHECKING:
    from pathlib import Path


def tree(root: Path, *names: str) -> None:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())


def test_names_begin_with_the_folder_below_the_argument(tmp_path: Path) -> None:
    tree(tmp_path, "A/hs1/1.pdf", "A/hs1/sau/2.pdf", "A/roi.pdf")
    found = find_files([tmp_path / "A"])
    assert [name for name, _ in found.files] == ["hs1/1.pdf", "hs1/sau/2.pdf", "roi.pdf"]


def test_equal_folders_of_two_arguments_stay_apart(tmp_path: Path) -> None:
    tree(tmp_path, "A/hs/1.pdf", "B/hs/1.pdf", "A/x.pdf", "B/x.pdf")
    names = [name for name, _ in find_files([tmp_path / "A", tmp_path / "B"]).files]
    assert len(set(names)) == 4
    assert len({name.partition("/")[0] for name in names}) == 4


def test_hidden_files_are_passed_over_and_said(tmp_path: Path) -> None:
    tree(tmp_path, "A/1.pdf", "A/.DS_Store", "A/Thumbs.db", "A/.git/x")
    found = find_files([tmp_path / "A"])
    assert len(found.files) == 1
    assert len(found.passed_over) == 3


def test_a_file_can_be_named_itself(tmp_path: Path) -> None:
    tree(tmp_path, "một.pdf")
    assert [n for n, _ in find_files([tmp_path / "một.pdf"]).files] == ["một.pdf"]


@pytest.mark.parametrize("code", ["ingest.no_such_path", "ingest.nothing_found"])
def test_nothing_to_take_in_is_said(tmp_path: Path, code: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidInput) as caught:
        find_files([tmp_path / ("absent" if code.endswith("path") else "empty")])
    assert caught.value.code == code


def locked(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """As for an account that may not read the folder; the tests may run as root, who may."""
    real = os.scandir

    def scandir(path: Path) -> object:
        if str(path) == str(folder):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)


def test_what_cannot_be_read_is_told_with_its_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "A/hs1/1.pdf", "A/khóa/2.pdf", "ngoài/3.pdf")
    (tmp_path / "A/hs1/đứt.pdf").symlink_to(tmp_path / "không có")
    (tmp_path / "A/hs1/vòng.pdf").symlink_to(tmp_path / "A/hs1/vòng.pdf")
    (tmp_path / "A/hs2").symlink_to(tmp_path / "ngoài")
    os.mkfifo(tmp_path / "A/hs1/ống.pdf")
    locked(monkeypatch, tmp_path / "A/khóa")
    found = find_files([tmp_path / "A"])
    assert [name for name, _ in found.files] == ["hs1/1.pdf"]
    told = {str(each.path.relative_to(tmp_path / "A")): each.reason.vi for each in found.not_read}
    assert set(told) == {"hs1/đứt.pdf", "hs1/vòng.pdf", "hs1/ống.pdf", "hs2", "khóa"}
    assert len(set(told.values())) == 5


def test_a_top_folder_that_cannot_be_read_is_not_an_empty_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree(tmp_path, "A/1.pdf", "B/1.pdf")
    locked(monkeypatch, tmp_path / "A")
    with pytest.raises(InvalidInput, match=r"ingest\.folder_unreadable"):
        find_files([tmp_path / "B", tmp_path / "A"])


def test_a_folder_of_which_nothing_can_be_read_names_the_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree(tmp_path, "A/khóa/1.pdf")
    locked(monkeypatch, tmp_path / "A/khóa")
    with pytest.raises(InvalidInput, match=r"ingest\.nothing_readable") as caught:
        find_files([tmp_path / "A"])
    assert "khóa" in caught.value.says.vi


def test_a_batch_with_something_left_out_needs_a_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    tree(tmp_path, "A/hs1/1.pdf")
    (tmp_path / "A/hs1/[đứt].pdf").symlink_to(tmp_path / "không có")
    monkeypatch.setenv("VANKHO_DATA", str(tmp_path / "data"))
    session.cache_clear()
    try:
        assert ingest([tmp_path / "A"], wait=False) == NEEDS_A_PERSON
    finally:
        session.cache_clear()
    assert "[đứt].pdf: không còn ở đó" in capsys.readouterr().err
