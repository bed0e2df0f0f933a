"""The validator against the fixtures of the OCFL editors, each named by the codes it must raise."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from adapters.object_store.filesystem import FilesystemObjectStore
from archive.ocfl.validate import validate_object

if TYPE_CHECKING:
    from pathlib import Path

    from archive.ocfl.validate import Validation

pytestmark = pytest.mark.shared_data

# A folder without files cannot lie in an object store.
EMPTY = {"minimal_no_content"}


def validate(folder: Path, tmp_path: Path) -> Validation:
    store = FilesystemObjectStore(tmp_path)
    root = f"archive/fixtures/{folder.parent.name}/{folder.name}"
    shutil.copytree(folder, tmp_path / root)
    return validate_object(store, root)


def fixtures(shared_data: Path, kind: str) -> list[Path]:
    found = sorted((shared_data / "peers" / "ocfl-fixtures" / "1.0" / f"{kind}-objects").iterdir())
    assert len(found) >= 10
    return found


def codes_of(name: str) -> set[str]:
    return {part for part in name.split("_") if part[1:].isdigit() and part[0] in "EW"}


def test_every_good_object_passes(shared_data: Path, tmp_path: Path) -> None:
    wrong = {f.name: v.findings for f in fixtures(shared_data, "good") if not (v := validate(f, tmp_path)).valid}
    assert wrong == {}


def test_every_bad_object_is_refused_with_its_codes(shared_data: Path, tmp_path: Path) -> None:
    wrong = {}
    for folder in fixtures(shared_data, "bad"):
        validation = validate(folder, tmp_path)
        raised = {found.code for found in validation.findings}
        if validation.valid or not codes_of(folder.name) <= raised:
            wrong[folder.name] = sorted(raised)
    assert wrong == {}


def test_every_doubtful_object_is_valid_and_warned_of(shared_data: Path, tmp_path: Path) -> None:
    wrong = {}
    for folder in fixtures(shared_data, "warn"):
        validation = validate(folder, tmp_path)
        raised = {found.code for found in validation.findings}
        if not validation.valid or not codes_of(folder.name) <= raised:
            wrong[folder.name] = sorted(raised)
    assert wrong == {}
