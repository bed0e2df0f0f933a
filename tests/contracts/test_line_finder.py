"""Every line finder keeps the promises of ``ocr.ports.LineFinder``, on degraded pages with known truth."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from adapters.line_finder.projection import ProjectionLineFinder
from adapters.line_finder.trueocr import TrueocrLineFinder
from ocr.clean_page import even_background, reading_channel, without_rules
from ocr.source import SourceDocument
from ocr.straighten import find_straightening, turned
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from pathlib import Path

    from ocr.model import Raster
    from ocr.ports import LineFinder

PAGES = ("000_skew_doc1", "003_clean300_table", "008_gray200_docfl", "028_g4_200fax_form", "037_aged_bleed_form")


@pytest.fixture(scope="module", params=[TrueocrLineFinder, ProjectionLineFinder], ids=["trueocr", "projection"])
def finder(request: pytest.FixtureRequest) -> LineFinder:
    return request.param()


@pytest.fixture(scope="module")
def pages(shared_data: Path) -> dict[str, tuple[Raster, dict[str, object]]]:
    folder = shared_data / "synthetic"
    loaded = {}
    for page in json.loads((folder / "meta.json").read_text("utf-8")):
        if page["name"] in PAGES:
            media_type = "image/tiff" if page["file"].endswith("tif") else "image/jpeg"
            with SourceDocument.open(folder / page["file"], media_type) as source:
                loaded[page["name"]] = reading_channel(source.page_image(PageNumber(1), ()).pixels), page
    assert len(loaded) == len(PAGES)
    return loaded


@pytest.mark.parametrize("name", PAGES)
def test_turns_and_skew_are_undone(
    finder: LineFinder, pages: dict[str, tuple[Raster, dict[str, object]]], name: str
) -> None:
    gray, truth = pages[name]
    for turns in range(4):
        found = find_straightening(np.ascontiguousarray(np.rot90(gray, -turns)), finder)
        assert found.quarter_turns == turns
        assert found.angle == pytest.approx(-float(str(truth["skew"])), abs=0.35)


@pytest.mark.parametrize("name", PAGES)
def test_boxes_hold_the_ink_of_the_lines(
    finder: LineFinder, pages: dict[str, tuple[Raster, dict[str, object]]], name: str
) -> None:
    gray, truth = pages[name]
    straight = without_rules(even_background(turned(gray, find_straightening(gray, finder))), float(str(truth["dpi"])))
    covered = np.zeros_like(straight)
    boxes = finder.lines(straight)
    for box in boxes:
        assert 0 <= box.x0 < box.x1 <= straight.shape[1]
        assert 0 <= box.y0 < box.y1 <= straight.shape[0]
        covered[box.y0 : box.y1, box.x0 : box.x1] = 1
    ink = straight < 128
    high, wide = straight.shape
    inner = np.s_[high // 30 : -high // 30, wide // 30 : -wide // 30]
    assert covered[inner][ink[inner]].mean() > 0.85
    # Boxes stand around lines, not around half the page.
    assert max(box.y1 - box.y0 for box in boxes) < high / 12


def test_white_paper_has_no_lines_no_skew_and_no_turn(finder: LineFinder) -> None:
    white = np.full((1200, 850), 255, np.uint8)
    assert list(finder.lines(white)) == []
    assert finder.skew(white) == 0.0
    assert finder.quarter_turns(white) == 0
