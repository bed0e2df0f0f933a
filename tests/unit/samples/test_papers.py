"""Papers of many seeds are laid out without being drawn: quick."""

from __future__ import annotations

import re
import unicodedata
from random import Random
from typing import TYPE_CHECKING

import numpy as np
import pytest
from fontTools import subset
from fontTools.ttLib import TTFont

from app.samples.__main__ import main
from app.samples.fonts import Faces, find_faces
from app.samples.papers import building, certification, civil_status, land, office
from app.samples.papers.paper import Desk, Paper
from app.samples.papers.people import person
from app.samples.raster import draw
from app.samples.scanner import Look, scan
from app.samples.sheet import HEIGHT, LEFT, RIGHT
from records.errors import Misconfigured

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def faces() -> Faces:
    return find_faces()


def _papers(desk: Desk) -> list[Paper]:
    one, other = person(desk.chance), person(desk.chance, woman=True)
    return [
        building.receipt(desk, one),
        building.application(desk, one),
        building.permit(desk, one),
        civil_status.declaration(desk, other, one, "Lê Thị An"),
        civil_status.extract(desk, other, one, "Lê Thị An"),
        land.bundle(desk, one),
        land.decision(desk, one),
        certification.contract(desk, one, other),
        office.letter(desk),
        office.plan(desk),
        office.decision(desk),
        office.notice(desk),
        office.secret_report(desk),
    ]


@pytest.mark.parametrize("seed", range(25))
def test_no_line_runs_off_the_sheet(faces: Faces, seed: int) -> None:
    for paper in _papers(Desk.of(faces, seed)):
        for sheet in paper.sheets:
            for run in sheet.runs:
                right = run.x + run.face.width(run.text, run.size)
                assert run.x >= LEFT - 32, run.text
                assert right <= RIGHT + 24, run.text
                assert 20 < run.baseline < HEIGHT - 30, run.text


def test_head_of_state_and_agency_do_not_touch(faces: Faces) -> None:
    for paper in _papers(Desk.of(faces, 2026)):
        runs = paper.sheets[0].runs
        state = next((run for run in runs if run.text.startswith("CỘNG HÒA")), None)
        if state is None or state.x < 200:
            continue
        for run in runs:
            if run.baseline <= 130 and run.x < state.x:
                assert run.x + run.face.width(run.text, run.size) < state.x - 8, run.text


def test_text_is_in_one_normal_form(faces: Faces) -> None:
    for paper in _papers(Desk.of(faces, 2026)):
        for sheet in paper.sheets:
            for line in sheet.lines:
                assert unicodedata.is_normalized("NFC", line)
                assert "Ð" not in line
                assert not re.search(r"  |\s$|^\s", line)


def test_identity_numbers_are_of_nobody() -> None:
    chance = Random(1)
    for _ in range(200):
        assert re.fullmatch(r"999\d{9}", person(chance).identity)


def test_the_same_seed_draws_the_same_page(faces: Faces) -> None:
    pages = []
    for seed in (5, 5, 6):
        (sheet,) = office.secret_report(Desk.of(faces, seed)).sheets
        chance = np.random.default_rng(seed)
        pages.append(scan(draw(sheet, 72, chance), Look(), chance))
    assert np.array_equal(pages[0], pages[1])
    assert not np.array_equal(pages[0], pages[2])


def test_a_font_without_vietnamese_is_passed_over(faces: Faces, tmp_path: Path) -> None:
    # what Liberation Serif does under its own name, this one does under the best name of the list
    options = subset.Options()
    with subset.load_font(str(faces.regular.path), options) as font:
        cutter = subset.Subsetter(options)
        cutter.populate(text="abcdefghijklmnopqrstuvwxyzàáâãèéêìíòóôõùúý")
        cutter.subset(font)
        subset.save_font(font, str(tmp_path / "Tinos-Regular.ttf"), options)
    with pytest.raises(Misconfigured) as refused:
        find_faces([tmp_path])
    assert refused.value.code == "samples.no_font"
    assert "fonts-croscore" in refused.value.hint.vi
    with TTFont(faces.regular.path) as whole:
        whole.save(tmp_path / "DejaVuSerif.ttf")
    assert find_faces([tmp_path]).bold.path.name == "DejaVuSerif.ttf"


def test_no_folder_of_fonts_at_all(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured):
        find_faces([tmp_path / "none"])


def test_the_command_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.samples.fonts.font_folders", lambda: (tmp_path,))
    assert main([str(tmp_path / "out")]) == 9
    assert "fonts-croscore" in capsys.readouterr().err
