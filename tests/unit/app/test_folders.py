from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.cli.folders import find_files
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
