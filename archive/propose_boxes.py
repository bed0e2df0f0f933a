"""Propose boxes to mask: around numbers and addresses of people, words that were looked for, words that were chosen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from records.folding import fold, normalise
from records.page_text import Box
from records.personal_data import find_personal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from records.page_text import PageText, Word

_MARGIN = 0.75
"""Points around a word: strokes reach a little beyond the boxes that readers give."""


class ProposalKind(StrEnum):
    """What boxes are proposed around."""

    NUMBERS = "numbers"
    """Numbers and addresses of people."""
    PHRASE = "phrase"
    """Every place where some words stand."""
    WORDS = "words"
    """Words of one page that somebody chose."""
    WHOLE_PAGE = "whole_page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What boxes are asked for."""

    kind: ProposalKind
    page: int | None = None
    """None: every page."""
    phrase: str = ""
    words: tuple[int, ...] = ()
    """Places of the words in reading order, from 0."""


def proposed(page: PageText, asked: Asked) -> tuple[Box, ...]:
    """What is asked for on one page."""
    if asked.kind is ProposalKind.NUMBERS:
        return personal_boxes(page)
    if asked.kind is ProposalKind.PHRASE:
        return phrase_boxes(page, asked.phrase)
    if asked.kind is ProposalKind.WORDS:
        return word_boxes(page, asked.words)
    return (Box(0.0, 0.0, page.width, page.height),)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A word of a page with its line and where it stands in the text."""

    word: Word
    line: int
    start: int
    end: int


def personal_boxes(page: PageText) -> tuple[Box, ...]:
    """Around every number and address of people (``records.personal_data``), also one read as several words.

    One box for what stands on one line; a word of which only a part is such a number is covered whole.
    """
    placed = _placed(page)
    boxes: list[Box] = []
    # Words are in NFC and have no blanks inside, so the text is normalised as it is.
    for found in find_personal(page.text):
        boxes += _around(page, [one for one in placed if one.start < found.end and found.start < one.end])
    return tuple(boxes)


def phrase_boxes(page: PageText, phrase: str) -> tuple[Box, ...]:
    """Around every place where the words of ``phrase`` follow one another, also over the end of a line.

    Marks and case do not count, nor signs around a word: over-eager is safe here, somebody looks.
    """
    wanted = [bare for part in normalise(phrase).split() if (bare := bare_word(part))]
    placed = [(one, bare_word(one.word.text)) for one in _placed(page)]
    spoken = [(one, bare) for one, bare in placed if bare]
    boxes: list[Box] = []
    if wanted:
        for at in range(len(spoken) - len(wanted) + 1):
            run = spoken[at : at + len(wanted)]
            if [bare for _, bare in run] == wanted:
                boxes += _around(page, [one for one, _ in run])
    return tuple(boxes)


def word_boxes(page: PageText, chosen: Iterable[int]) -> tuple[Box, ...]:
    """Around the words at these places in reading order, from 0; neighbours on a line share a box.

    A place that the page does not have is passed over.
    """
    placed, wanted = _placed(page), set(chosen)
    boxes: list[Box] = []
    run: list[_Placed] = []
    for at, one in enumerate(placed):
        if at in wanted:
            run.append(one)
        elif run:
            boxes += _around(page, run)
            run = []
    return (*boxes, *_around(page, run))


def _placed(page: PageText) -> list[_Placed]:
    placed, at = [], 0
    for number, line in enumerate(page.lines):
        for word in line.words:
            placed.append(_Placed(word, number, at, at + len(word.text)))
            at += len(word.text) + 1  # a blank or the end of the line
    return placed


def _around(page: PageText, words: Sequence[_Placed]) -> list[Box]:
    """A box a line, with a margin, within the page."""
    by_line: dict[int, list[Box]] = {}
    for one in words:
        by_line.setdefault(one.line, []).append(one.word.box)
    return [_within(page, Box.around(*boxes)) for boxes in by_line.values()]


def _within(page: PageText, box: Box) -> Box:
    return Box(
        max(0.0, box.x0 - _MARGIN),
        max(0.0, box.y0 - _MARGIN),
        min(page.width, box.x1 + _MARGIN),
        min(page.height, box.y1 + _MARGIN),
    )


def bare_word(word: str) -> str:
    """A word as it is compared: folded, without what is no letter or figure."""
    return "".join(sign for sign in fold(word) if sign.isalnum())
