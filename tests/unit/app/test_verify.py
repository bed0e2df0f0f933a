from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.cli.finding import show
from app.cli.keeping import verify
from app.cli.session import session
from app.desks.reading_room import CatalogueReadingRoom
from app.operations.back_up import back_up
from tests.unit.operations.desks import desk, with_dossiers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from archive.model import DossierView

pytestmark = pytest.mark.law("R20")

DAMAGED = 8


@pytest.fixture
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[DossierView]:
    """The first of two dossiers of a desk that the commands work on; its file is damaged."""
    data = tmp_path / "data"
    with desk(data) as parts:
        _, [(dossier, _), _] = with_dossiers(parts, 2)
        view = CatalogueReadingRoom(parts).dossier(parts.operator, dossier)
        back_up(parts, tmp_path / "good")
        victim = next(
            o.key for o in parts.store.list("archive/") if dossier.value in o.key.value and "/v1/" in o.key.value
        )
    (data / "store" / victim.value).write_bytes(b"x")
    monkeypatch.setenv("VANKHO_DATA", str(data))
    session.cache_clear()
    yield view
    session.cache_clear()


def test_a_damaged_dossier_is_named_as_people_know_it_with_what_to_do(
    kept: DossierView, capsys: pytest.CaptureFixture[str]
) -> None:
    assert verify() == DAMAGED
    said = capsys.readouterr().out.splitlines()
    name = said.index(" · ".join(part for part in (kept.code, kept.title, kept.dossier.value) if part))
    assert kept.title
    assert "urn:uuid" not in said[name]
    assert "[" in said[name + 1]
    assert any(line.startswith("  → ") for line in said[name:])


def test_a_dossier_is_shown_by_the_name_of_its_package(kept: DossierView, capsys: pytest.CaptureFixture[str]) -> None:
    assert show(f"urn:uuid:{kept.dossier}") == 0
    assert kept.title in capsys.readouterr().out


def test_what_is_damaged_is_put_back_from_the_back_up_that_the_settings_name(
    kept: DossierView, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert kept.dossier
    monkeypatch.setenv("VANKHO_REPAIR_FROM", str(tmp_path / "copy"))
    assert verify(repair=True) == DAMAGED  # the disk of the back-up is not mounted
    (tmp_path / "good").rename(tmp_path / "copy")
    assert verify(repair=True) == 0
    assert verify() == 0
    assert verify(audit=True) == 0
