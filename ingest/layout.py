"""A page of words as rows and fragments: what stands beside what, whatever engine read it.

Some readers give a line for each column, others one line across both; so lines are taken
apart into words and put together again by where the words stand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from records.folding import fold, normalise
from records.page_text import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from records.page_text import PageText, Word


@dataclass(frozen=True, slots=True)
class Run:
    """Words beside each other on one level of the page, left to right; never empty."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        return normalise(" ".join(word.text for word in self.words))

    @property
    def folded(self) -> str:
        return fold(self.text)

    @property
    def squashed(self) -> str:
        """Letters alone, folded: ``CHỈTHỊ`` and ``CHỈ THỊ`` are one."""
        return re.sub(r"[^a-z]", "", self.folded)

    @property
    def box(self) -> Box:
        return Box.around(*(word.box for word in self.words))

    @property
    def height(self) -> float:
        """Usual height of its words."""
        return median(word.box.height for word in self.words)

    @property
    def centre(self) -> float:
        return (self.box.x0 + self.box.x1) / 2

    @property
    def confidence(self) -> float:
        """Mean confidence, weighted by letters."""
        return sum(word.confidence * len(word.text) for word in self.words) / sum(len(w.text) for w in self.words)

    @property
    def is_upper(self) -> bool:
        """At least four fifths of its letters are capitals."""
        letters = [sign for sign in self.text if sign.isalpha()]
        return bool(letters) and sum(sign.isupper() for sign in letters) >= 0.8 * len(letters)

    def fragments(self) -> list[Run]:
        """Parts with wide gaps between them."""
        parts: list[list[Word]] = [[self.words[0]]]
        limit = 1.5 * max(self.height, 6.0)
        for before, word in zip(self.words, self.words[1:], strict=False):
            if word.box.x0 - before.box.x1 > limit:
                parts.append([])
            parts[-1].append(word)
        return [Run(tuple(part)) for part in parts]

    def where(self, keep: Iterable[bool]) -> Run | None:
        """The words for which ``keep`` is true, or None where none is left."""
        words = tuple(word for word, kept in zip(self.words, keep, strict=True) if kept)
        return Run(words) if words else None

    def legible(self) -> Run | None:
        """Without what specks, stamps and rules were taken for at its two ends."""
        start, end = 0, len(self.words)
        while start < end and _is_junk(self.words[start]):
            start += 1
        while end > start and _is_junk(self.words[end - 1]):
            end -= 1
        return Run(self.words[start:end]) if start < end else None


def rows_of(page: PageText) -> list[Run]:
    """The page's words as rows across its whole width, top to bottom."""
    rows: list[list[Word]] = []
    words = sorted(page.words, key=lambda word: (word.box.y0 + word.box.y1) / 2)
    for word in words:
        centre = (word.box.y0 + word.box.y1) / 2
        for row in reversed(rows[-4:]):
            # The row's level is that of its words of usual height: a stamp or a brace beside it does not move it.
            level = median((other.box.y0 + other.box.y1) / 2 for other in row)
            height = median(other.box.height for other in row)
            if abs(centre - level) <= 0.45 * max(6.0, min(height, 2 * word.box.height)):
                row.append(word)
                break
        else:
            rows.append([word])
    rows.sort(key=lambda row: median((word.box.y0 + word.box.y1) / 2 for word in row))
    return [Run(tuple(sorted(row, key=_across))) for row in rows]


def join(runs: Sequence[Run]) -> Run:
    """Several runs as one, in the order given."""
    return Run(tuple(word for run in runs for word in run.words))


def distance(one: str, other: str) -> int:
    """Letters to change, add or leave out to make one string the other (Levenshtein)."""
    previous = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        current = [i]
        for j, b in enumerate(other, 1):
            current.append(min(previous[j] + 1, current[-1] + 1, previous[j - 1] + (a != b)))
        previous = current
    return previous[-1]


def _across(word: Word) -> float:
    # By the middle: boxes of slanting words overlap, their middles keep the order.
    return word.box.x0 + word.box.x1


def _is_junk(word: Word) -> bool:
    signs = sum(sign.isalnum() for sign in word.text)
    return signs == 0 or word.confidence < 0.3 or (word.confidence < 0.6 and signs == 1)
