"""What Tesseract says, as words and lines of ours."""

from __future__ import annotations

from records.folding import normalise
from records.page_text import Box, Line, Word


class LineBuilder:
    """Gathers words line by line in the order in which the engine names them."""

    def __init__(self) -> None:
        self._lines: list[Line] = []
        self._words: list[Word] = []

    def add(self, text: str, box: tuple[float, float, float, float], percent: float, *, begins_line: bool) -> None:
        """Add what the engine calls a word; one that is empty, or has no extent, is left out."""
        if begins_line:
            self._end_line()
        confidence = min(max(percent / 100.0, 0.0), 1.0)
        parts = normalise(text).split()
        x0, y0, x1, y1 = box
        if not parts or x1 <= x0 or y1 <= y0:
            return
        # A word never holds a blank: its box is shared out by letters.
        width = (x1 - x0) / sum(map(len, parts))
        for part in parts:
            self._words.append(Word(part, Box(x0, y0, x0 + width * len(part), y1), confidence))
            x0 += width * len(part)

    def lines(self) -> tuple[Line, ...]:
        self._end_line()
        return tuple(self._lines)

    def _end_line(self) -> None:
        if self._words:
            self._lines.append(Line(tuple(self._words)))
            self._words = []
