"""The head of page 1: national motto right, agency left, number under it, place and date right.

Decree 30/2020/NĐ-CP, Annex I, IV: places 1 to 4. Found by what is printed there, not by
fixed positions: scans lie where they were laid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.layout import Run, distance, rows_of

if TYPE_CHECKING:
    from records.page_text import PageText, Word

_MOTTO = "conghoaxahoichunghiavietnam"
# Bodies of the Party and of the unions print their own name where others print the motto.
_OTHER_MOTTOS = ("dangcongsanvietnam", "doantncshochiminh")
DATE = re.compile(r"ngay(?P<day>.{0,14}?)thang(?P<month>.{0,12}?)nam\s*(?P<year>\S{0,8})")
NUMBER = re.compile(r"^[^a-z0-9]{0,3}(?:luat )?(?:s[o06]\s*[^\w\s]?\s*(?:[:;.,]|(?=[\d/]))|s[ae]\s?[:;])")
# Marks of electronic copies and signatures (Annex I, place 14) are no part of the paper.
_STAMP = re.compile(
    r"sao y;|sao luc;|trich sao;|nguoi ky:|ky boi:|email:|thoi gian ky|co quan:.*@|chu ky so|duoc ky so|@\w+\.",
)


@dataclass(frozen=True, slots=True)
class Head:
    """Rows of page 1 with the places that were found in them."""

    page: PageText
    rows: tuple[Run, ...]
    boundary: float
    """Where the right column begins, in points."""
    motto: int | None
    """Row of the motto."""
    motto_word: int | None
    """Word of that row that begins it."""
    date: int | None
    number: int | None

    def left(self, row: int) -> Run | None:
        return self._parts(row)[0]

    def right(self, row: int) -> Run | None:
        return self._parts(row)[1]

    def _parts(self, row: int) -> tuple[Run | None, Run | None]:
        words = self.rows[row].words
        if row == self.motto and self.motto_word is not None:
            # A long agency beside the motto leaves no gap to see.
            left = Run(words[: self.motto_word]) if self.motto_word else None
            return left, Run(words[self.motto_word :])
        return _split(self.rows[row], self.boundary)

    @property
    def last_row(self) -> int:
        """The lowest row that belongs to the head, -1 where nothing of it was found."""
        return max((row for row in (self.motto, self.date, self.number) if row is not None), default=-1)


def find_head(page: PageText) -> Head:
    """What of the head is there; every part may be missing."""
    rows = tuple(row for row in rows_of(page) if not _STAMP.search(row.folded))
    upper = [row for row in range(len(rows)) if rows[row].box.y0 < 0.42 * page.height]
    motto, motto_word, boundary = _find_motto(rows, upper, page.width)
    date = _find_date(rows, [row for row in upper if motto is None or row >= motto], motto, page.width)
    if boundary is None and date is not None:
        boundary = _place_begins(rows[date]) - 0.06 * page.width
    boundary = boundary if boundary is not None else 0.47 * page.width
    number = _find_number(rows, upper, boundary, motto, date)
    return Head(page=page, rows=rows, boundary=boundary, motto=motto, motto_word=motto_word, date=date, number=number)


def _find_motto(rows: tuple[Run, ...], upper: list[int], width: float) -> tuple[int | None, int | None, float | None]:
    for row in upper:
        words = rows[row].words
        starts = [start for start in range(len(words)) if words[start].box.x0 >= 0.25 * width]
        tails = {start: Run(words[start:]).squashed for start in starts}
        errors = {start: distance(tail[: len(_MOTTO)], _MOTTO) for start, tail in tails.items()}
        best = min(errors, key=lambda start: errors[start], default=None)
        if best is not None and errors[best] <= 6:
            return row, best, words[best].box.x0 - 0.02 * width
        for start, tail in tails.items():
            if tail.startswith(_OTHER_MOTTOS):
                return row, start, words[start].box.x0 - 0.08 * width
    return None, None, None


def _find_date(rows: tuple[Run, ...], candidates: list[int], motto: int | None, width: float) -> int | None:
    for row in candidates:
        run = rows[row]
        match = DATE.search(run.folded)
        if not match:
            continue
        # "Căn cứ ... ngày 24 tháng 6 năm 2025 của ..." goes on after the year; the date line ends there.
        after = run.folded[match.end() :]
        begins = _word_at(run, match.start()).box.x0
        near_motto = motto is not None and run.box.y0 - rows[motto].box.y0 < 8 * rows[motto].height
        in_column = _place_begins(run) > 0.35 * width  # a line of text would begin at the margin
        if len(re.sub(r"[^a-z0-9]", "", after)) <= 3 and begins > 0.4 * width and (near_motto or in_column):
            return row
    return None


def _place_begins(run: Run) -> float:
    match = DATE.search(run.folded)
    assert match
    fragments = run.fragments()
    begins = _word_at(run, match.start()).box.x0
    return min((part.box.x0 for part in fragments if part.box.x1 > begins), default=begins)


def _find_number(
    rows: tuple[Run, ...], upper: list[int], boundary: float, motto: int | None, date: int | None
) -> int | None:
    lowest = max((row for row in (motto, date) if row is not None), default=None)
    for row in upper:
        left, _ = _split(rows[row], boundary)
        if left is None or (motto is not None and row < motto):
            continue
        # The number stands beside the date or a little above or below it, never far down in the text.
        if lowest is not None and rows[row].box.y0 > rows[lowest].box.y1 + 6 * rows[lowest].height:
            return None
        # Without motto and date, a line of the text may begin with "Số"; a number stands alone.
        if lowest is None and rows[row].fragments()[0].box.x1 > 1.1 * boundary:
            continue
        if NUMBER.match(left.folded) and ("/" in left.text or "-" in left.text or ":" in left.text):
            return row
    return None


def _split(row: Run, boundary: float) -> tuple[Run | None, Run | None]:
    """Left and right part of a row, parted at the widest gap near the boundary."""
    words = row.words
    near = 0.11 * boundary / 0.45
    best: int | None = None
    widest = 0.0
    for index in range(1, len(words)):
        gap = words[index].box.x0 - words[index - 1].box.x1
        middle = (words[index].box.x0 + words[index - 1].box.x1) / 2
        if abs(middle - boundary) <= near and gap > widest:
            best, widest = index, gap
    if best is not None and widest > 1.2 * row.height:
        return Run(words[:best]), Run(words[best:])
    on_left = [(word.box.x0 + word.box.x1) / 2 < boundary for word in words]
    return row.where(on_left), row.where(not left for left in on_left)


def _word_at(run: Run, offset: int) -> Word:
    """The word that holds the sign at ``offset`` of the run's text."""
    position = 0
    for word in run.words:
        position += len(word.text) + 1
        if offset < position:
            return word
    return run.words[-1]
