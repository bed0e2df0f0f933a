"""A desk whose catalogue is gone is no new desk, and one whose catalogue is damaged says so."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from app.operations.back_up import back_up
from app.operations.examine import examine
from app.operations.restore import restore
from app.wiring import open_parts, profile_of
from records.errors import Damaged
from records.findings import Verdict
from tests.unit.operations.desks import desk, rows, with_dossiers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.settings import Settings

pytestmark = pytest.mark.timeout(120)


def made(folder: Path) -> Settings:
    with desk(folder) as parts:
        with_dossiers(parts, 1)
        return parts.settings


@pytest.mark.parametrize("left", [None, b""], ids=["gone", "of no bytes"])
def test_a_desk_without_its_catalogue_does_not_open(tmp_path: Path, left: bytes | None) -> None:
    settings = made(tmp_path / "here")
    settings.catalogue_file.unlink()
    if left is not None:
        settings.catalogue_file.write_bytes(left)
    for opened in (lambda: open_parts(settings), lambda: profile_of(settings).prepare()):
        with pytest.raises(Damaged) as caught:
            opened()
        assert caught.value.code == "catalogue.missing"
        assert "vankho restore" in caught.value.hint.vi
    assert not settings.catalogue_file.exists() or settings.catalogue_file.stat().st_size == 0


def test_health_tells_it(tmp_path: Path) -> None:
    settings = made(tmp_path / "here")
    settings.catalogue_file.unlink()
    found = {each.name: each for each in examine(settings)}["catalogue"]
    assert (found.verdict, [each.code for each in found.findings]) == (Verdict.FAILED, ["catalogue.missing"])
    assert not settings.catalogue_file.exists()


def first_bytes(whole: bytes) -> bytes:
    return b"x" * 100 + whole[100:]


def tables(whole: bytes) -> bytes:
    return whole[:4096] + b"\xff" * (len(whole) - 4096)


def cut_off(whole: bytes) -> bytes:
    return whole[:5000]


@pytest.mark.parametrize("damage", [first_bytes, tables, cut_off])
def test_a_damaged_catalogue_is_told(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    settings = made(tmp_path / "here")
    settings.catalogue_file.write_bytes(damage(settings.catalogue_file.read_bytes()))
    with pytest.raises(Damaged) as caught:
        open_parts(settings)
    assert caught.value.code == "catalogue.damaged"
    assert "vankho restore" in caught.value.hint.vi
    found = {each.name: each for each in examine(settings)}["catalogue"]
    assert (found.verdict, [each.code for each in found.findings]) == (Verdict.FAILED, ["catalogue.damaged"])
    told = subprocess.run(
        [sys.executable, "-m", "app", "doctor", "--json"],
        env={**os.environ, "VANKHO_DATA": str(settings.data)},
        capture_output=True,
        check=False,
        text=True,
    )
    assert (told.returncode, json.loads(told.stderr)["error"]["code"]) == (Damaged.exit_code, "catalogue.damaged")


def test_a_new_desk_opens_also_where_an_empty_store_was_made(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as parts:
        settings = parts.settings
    settings.catalogue_file.unlink()
    open_parts(settings).close()


def test_the_way_out_that_is_told_leads_out(tmp_path: Path) -> None:
    with desk(tmp_path / "here") as here:
        with_dossiers(here, 1)
        back_up(here, tmp_path / "copy")
        before = rows(here)
    here.settings.catalogue_file.unlink()
    with desk(tmp_path / "new") as new:
        restore(new, tmp_path / "copy", none_later=True)
        assert rows(new) == before
