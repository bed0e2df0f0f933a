"""Pages laid out as Decree 30/2020 prints them, for the tests of describing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.page_text import Box, Line, PageText, Word

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

WIDTH, HEIGHT = 595.0, 842.0


def line(text: str, x: float, y: float, *, size: float = 12.0, confidence: float = 0.96, centre: bool = False) -> Line:
    """``text`` set at ``x`` (its middle where ``centre``), half as wide as high a letter."""
    advance = size * 0.5
    left = x - len(text) * advance / 2 if centre else x
    words = []
    position = 0
    for part in text.split():
        start = text.index(part, position)
        position = start + len(part)
        box = Box(left + start * advance, y, left + position * advance, y + size)
        words.append(Word(part, box, confidence))
    return Line(tuple(words))


def page(lines: Iterable[Line]) -> PageText:
    return PageText(width=WIDTH, height=HEIGHT, lines=tuple(lines))


def head(
    *,
    agency: Sequence[str] = ("BỘ NỘI VỤ",),
    number: str = "Số: 129/QĐ-BNV",
    date: str = "Hà Nội, ngày 24 tháng 6 năm 2025",
    confidence: float = 0.96,
) -> list[Line]:
    """The four places of the head."""
    lines = [line(text, 150, 60 + 15 * row, centre=True, confidence=confidence) for row, text in enumerate(agency)]
    lines += [
        line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 410, 60, centre=True, confidence=confidence),
        line("Độc lập - Tự do - Hạnh phúc", 410, 76, centre=True, confidence=confidence),
    ]
    if number:
        lines.append(line(number, 150, 110, centre=True, confidence=confidence))
    if date:
        lines.append(line(date, 410, 110, centre=True, confidence=confidence))
    return lines


def middle(*texts: str, y: float = 155.0, confidence: float = 0.96) -> list[Line]:
    """Title and subject."""
    return [line(text, 297, y + 17 * row, centre=True, confidence=confidence) for row, text in enumerate(texts)]


def body(y: float = 260.0) -> list[Line]:
    return [
        line("Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ;", 113, y, size=11),
        line("Thực hiện việc bảo vệ bí mật nhà nước và bảo mật thông tin cá nhân theo quy định.", 85, y + 30, size=11),
    ]


def page_of_segments(entry: dict[str, Any], confidence: float = 1.0) -> PageText:
    """A page of the synthetic set from its ground truth; its pixels are those of 300 dpi whatever was saved."""
    lines = []
    for segment in entry["segments"]:
        text = segment["text"]
        x0, y0, x1, y1 = (value * 72 / 300 for value in segment["bbox"])
        words, position = [], 0
        for part in text.split():
            start = text.index(part, position)
            position = start + len(part)
            across = (x1 - x0) / len(text)
            words.append(Word(part, Box(x0 + across * start, y0, x0 + across * position, y1), confidence))
        if words:
            lines.append(Line(tuple(words)))
    return PageText(width=595.2, height=841.9, lines=tuple(lines))
