"""The words a PDF page itself holds, sign by sign through PDFium."""

from __future__ import annotations

from ctypes import c_double, c_int, create_string_buffer
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium_c

from ocr.page_lines import split_columns
from records.folding import normalise
from records.page_text import Box, Line, Word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    import pypdfium2 as pdfium

_LINE_ENDS = frozenset("\r\n")
_NOT_TEXT = frozenset("\x00\u200b\u200c\u200d\u2060\ufeff\ufffe\uffff")
_LINE_END_HYPHEN = "\x02"
"""PDFium's mark for a hyphen at the end of a line."""
_NAMELESS = frozenset({0, 0xFFFD})
_LONGEST_NAME = 128
_SHAPE = 0.5
"""Points; the box of a true blank has no height."""


def page_lines(
    page: pdfium.PdfPage, spell: Callable[[Sequence[tuple[str, str]]], str] | None = None
) -> tuple[Line, ...]:
    """Lines in the order of the file, words NFC with confidence 1, boxes as a viewer shows the page.

    ``spell`` makes the text of a word of its signs, each with the name of its font, empty where
    it has none; without it they are put together as they are.
    """
    shown = _frame(page)
    text = page.get_textpage()
    try:
        lines: list[Line] = []
        words: list[Word] = []
        letters: list[str] = []
        fonts: list[str] = []
        boxes: list[Box] = []

        def end_word() -> None:
            spelt = spell(list(zip(letters, fonts, strict=True))) if spell else "".join(letters)
            spelling = normalise(spelt).strip()
            # A sign of two code points (letter and mark) becomes one; blanks of any width end words too.
            if spelling and boxes:
                words.extend(Word(part, Box.around(*boxes), 1.0) for part in spelling.split())
            letters.clear()
            fonts.clear()
            boxes.clear()

        def end_line() -> None:
            end_word()
            if words:
                lines.append(Line(tuple(words)))
                words.clear()

        left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
        for index in range(pdfium_c.FPDFText_CountChars(text)):
            point = pdfium_c.FPDFText_GetUnicode(text, index)
            sign = "-" if chr(point) == _LINE_END_HYPHEN else chr(point) if point < 0x110000 else "\x00"
            if sign in _LINE_ENDS:
                end_line()
            elif sign.isspace():
                end_word()
            elif sign not in _NOT_TEXT and not 0xD800 <= point < 0xE000:
                letters.append(sign)
                fonts.append(_font(text, index) if spell else "")
                if pdfium_c.FPDFText_GetCharBox(text, index, left, right, bottom, top):
                    boxes.append(shown(left.value, bottom.value, right.value, top.value))
        end_line()
    finally:
        text.close()
    return tuple(part for line in lines for part in split_columns(line))


def _font(text: pdfium.PdfTextPage, index: int) -> str:
    name = create_string_buffer(_LONGEST_NAME)
    length = pdfium_c.FPDFText_GetFontInfo(text, index, name, _LONGEST_NAME, c_int())
    return name.value.decode("utf-8", "replace") if 0 < length <= _LONGEST_NAME else ""


def glyph_counts(page: pdfium.PdfPage) -> tuple[int, int]:
    """Signs drawn as text, blanks left out, and how many of them name no character."""
    named = [letter is None for letter in _drawn(page)]
    return len(named), named.count(False)


def lost_letters(page: pdfium.PdfPage) -> tuple[Box, ...]:
    """Where the signs are that name no character, as a viewer shows the page."""
    return tuple(letter for letter in _drawn(page) if letter is not None)


def _drawn(page: pdfium.PdfPage) -> Iterator[Box | None]:
    """Each sign drawn as text, blanks left out: its box where it names no character, else None.

    A sign that calls itself a blank but draws a shape is a letter that was lost: some writers
    map the bold letters they cannot name to U+0020.
    """
    shown = _frame(page)
    text = page.get_textpage()
    try:
        left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
        for index in range(pdfium_c.FPDFText_CountChars(text)):
            if pdfium_c.FPDFText_IsGenerated(text, index) == 1:
                continue
            point = min(pdfium_c.FPDFText_GetUnicode(text, index), 0x10FFFF)
            nameless = point in _NAMELESS or pdfium_c.FPDFText_HasUnicodeMapError(text, index) == 1
            blank = chr(point).isspace()
            if blank or nameless:
                pdfium_c.FPDFText_GetCharBox(text, index, left, right, bottom, top)
            if blank:
                nameless = top.value - bottom.value > _SHAPE and right.value - left.value > _SHAPE
                if not nameless:
                    continue
            yield shown(left.value, bottom.value, right.value, top.value) if nameless else None
    finally:
        text.close()


def _frame(page: pdfium.PdfPage) -> Callable[[float, float, float, float], Box]:
    """From PDFium's left, bottom, right, top to a box of the page as shown (ISO 32000-1: /Rotate is clockwise)."""
    left, bottom, right, top = page.get_bbox()
    match page.get_rotation():
        case 90:
            return lambda x0, y0, x1, y1: Box(y0 - bottom, x0 - left, y1 - bottom, x1 - left)
        case 180:
            return lambda x0, y0, x1, y1: Box(right - x1, y0 - bottom, right - x0, y1 - bottom)
        case 270:
            return lambda x0, y0, x1, y1: Box(top - y1, right - x1, top - y0, right - x0)
        case _:
            return lambda x0, y0, x1, y1: Box(x0 - left, top - y1, x1 - left, top - y0)
