"""The words read on a page, with where they stand.

All boxes are in points (1/72 inch) of the page *as it is shown*: upright and straightened,
origin at the top left, y growing downwards. The PDF/A, the page picture and the index share
this one frame, so a box needs no further conversion.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Self

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in points of the shown page."""

    x0: float
    y0: float
    x1: float
    y1: float

    @classmethod
    def around(cls, *boxes: Box) -> Self:
        """The smallest box holding all of ``boxes`` (at least one)."""
        return cls(
            min(b.x0 for b in boxes),
            min(b.y0 for b in boxes),
            max(b.x1 for b in boxes),
            max(b.y1 for b in boxes),
        )

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.y1 - self.y0


@dataclass(frozen=True, slots=True)
class Word:
    """A word in NFC as the page spells it, never empty, never with a blank inside."""

    text: str
    box: Box
    confidence: float
    """0 to 1; 1 for text that was in the file."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words of one line, left to right; never empty."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)

    @property
    def box(self) -> Box:
        return Box.around(*(word.box for word in self.words))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageText:
    """The lines of a page in reading order; no lines for a blank page."""

    width: float
    height: float
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """Lines joined by line feeds, words by blanks."""
        return "\n".join(line.text for line in self.lines)

    @property
    def words(self) -> tuple[Word, ...]:
        return tuple(word for line in self.lines for word in line.words)

    @property
    def confidence(self) -> float | None:
        """Mean word confidence, weighted by letters; None for a page without words."""
        letters = sum(len(word.text) for word in self.words)
        return sum(word.confidence * len(word.text) for word in self.words) / letters if letters else None

    def to_plain(self) -> dict[str, Any]:
        """Values of JSON; boxes rounded to a hundredth of a point."""
        return {
            "format": FORMAT,
            "width": round(self.width, 2),
            "height": round(self.height, 2),
            "lines": [
                [
                    [w.text, *(round(v, 2) for v in (w.box.x0, w.box.y0, w.box.x1, w.box.y1)), round(w.confidence, 4)]
                    for w in line.words
                ]
                for line in self.lines
            ],
        }

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Self:
        return cls(
            width=plain["width"],
            height=plain["height"],
            lines=tuple(
                Line(tuple(Word(text, Box(x0, y0, x1, y1), confidence) for text, x0, y0, x1, y1, confidence in line))
                for line in plain["lines"]
            ),
        )

    def to_json(self) -> bytes:
        return json.dumps(self.to_plain(), ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_json(cls, content: bytes) -> Self:
        return cls.from_plain(json.loads(content))
