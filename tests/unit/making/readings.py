"""Readings made by hand, for tests of making: words of a truth, or kept text."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from ocr.make_pdfa import DocumentInformation
from ocr.model import Judgement, PageReading, Straightening, TextLayer
from records.identifiers import Digest, PageNumber
from records.page_text import Box, Line, PageText, Word

if TYPE_CHECKING:
    from pathlib import Path


_TRUTH_WIDTH = 2480
"""Pixels of an A4 page in the truth."""


def about(title: str = "Quyết định số 12/QĐ-UBND") -> DocumentInformation:
    return DocumentInformation(
        title=title,
        identifier="urn:uuid:0192f0c8-7a4e-7cc1-9d5f-3d1e8a6b2f10",
        created=datetime(2025, 3, 4, 8, 30, tzinfo=UTC),
        source=f"urn:sha256:{Digest.of(b'original')}",
    )


def judged(layer: TextLayer) -> Judgement:
    return Judgement(layer=layer, words=0, invalid_ratio=0.0, ink_covered=0.0, reason="by hand")


def reading(
    number: int,
    text: PageText,
    *,
    layer: TextLayer = TextLayer.MISSING,
    turns: int = 0,
    angle: float = 0.0,
    engine: str = "truth",
) -> PageReading:
    return PageReading(
        number=PageNumber(number),
        judgement=judged(layer),
        straightening=Straightening(quarter_turns=turns, angle=angle),
        text=text,
        image_digest=None,
        engine=engine,
        invalid_ratio=0.0,
    )


def kept(number: int, width: float, height: float) -> PageReading:
    empty = PageText(width=width, height=height, lines=())
    return reading(number, empty, layer=TextLayer.GOOD, engine="text-layer")


def words_of(text: str, box: Box) -> Line:
    """The words of ``text`` spread over ``box`` by their letters."""
    step = box.width / len(text)
    words, place = [], 0
    for part in text.split(" "):
        left = box.x0 + place * step
        if part:
            words.append(Word(part, Box(left, box.y0, left + len(part) * step, box.y1), 0.95))
        place += len(part) + 1
    return Line(tuple(words))


def truth(folder: Path) -> dict[str, dict[str, Any]]:
    return {page["name"]: page for page in json.loads((folder / "meta.json").read_text(encoding="utf-8"))}


def synthetic_reading(number: int, page: dict[str, Any], width_px: int, height_px: int) -> PageReading:
    """The reading of a synthetic page with the words of its truth.

    ``width_px`` and ``height_px`` are those of the file; boxes of the truth are of the page
    before it was skewed and turned, at 300 dots an inch whatever the file has.
    """
    turns = -page["rot90"] % 4
    upright = (height_px, width_px) if turns % 2 else (width_px, height_px)
    width = 595.28
    height = round(width * upright[1] / upright[0], 2)
    scale = width / _TRUTH_WIDTH
    lines = tuple(
        words_of(segment["text"], Box(*(value * scale for value in segment["bbox"])))
        for segment in page["segments"]
        if segment["text"].strip() and not math.isnan(segment["bbox"][0])
    )
    return reading(number, PageText(width=width, height=height, lines=lines), turns=turns, angle=-page["skew"])
