"""The invisible text under a page picture.

Words of one line share one baseline and one size, and blanks are part of the text: extractors
then give back whole lines (character errors of pdftotext 2.4 % against 7.6 % with a baseline
for every word). Each word is stretched over its box, less where it reaches into the next one and
more beside a wide gap, where extractors would cut the line.

PDF/A-2u (ISO 19005-2, 6.2.11.7.2): every code shown has its Unicode value, none of them
U+0000, U+FEFF or U+FFFE; the font is embedded although nothing of it is seen (6.2.11.4.1).
"""

from __future__ import annotations

import math
import statistics
import unicodedata
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from ocr.pdfa.frame import number
from ocr.pdfa.unicode_cover import to_unicode_cmap
from records.page_text import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from records.page_text import Line, PageText

_ADVANCE = 0.5
"""Width of every letter of the font, in ems."""
_UNUSUAL = 1.45
"""Of the median height of a line's words; capitals with two marks over small letters without any reach 1.4."""
_NARROWEST = 0.08
"""Ems: no letter is narrower."""
_LEAST_GAP = 0.16
"""Ems between two words whose boxes touch: up to 0.15 they read as one word in poppler's raw order."""
_MOST_GAP = 1.4
"""Ems: poppler ends a line at a gap of 1.5. A wider one is shared out to the words at both sides."""


def showable(text: str) -> str:
    """``text`` in NFC with what has no business in a text layer left out."""
    return "".join(
        sign
        for sign in unicodedata.normalize("NFC", text)
        if unicodedata.category(sign) not in {"Cc", "Cs", "Cn", "Zs", "Zl", "Zp"} and sign not in {"\ufeff", "\ufffe"}
    )


class InvisibleFont:
    """One font for the whole document; a code for each sign that the document uses."""

    def __init__(self, pages: Iterable[PageText]) -> None:
        signs = {" "}
        for page in pages:
            for word in page.words:
                signs.update(showable(word.text))
        self._codes = {sign: code for code, sign in enumerate(sorted(signs), start=1)}

    def encode(self, text: str) -> bytes:
        """``text`` as a string operand in hexadecimal."""
        return b"<" + "".join(f"{self._codes[sign]:04x}" for sign in text).encode() + b">"

    def add_to(self, pdf: pikepdf.Pdf) -> pikepdf.Object:
        """Put the font into ``pdf``; gives the font dictionary."""
        program = pdf.make_stream(files("ocr.pdfa").joinpath("invisible.ttf").read_bytes())
        program[Name.Length1] = len(program.read_bytes())
        descriptor = pdf.make_indirect(
            Dictionary(
                Type=Name.FontDescriptor,
                FontName=Name.VankhoInvisible,
                Flags=4,
                FontBBox=[0, 0, 500, 1000],
                ItalicAngle=0,
                Ascent=1000,
                Descent=-1,  # nought counts as unknown: poppler then takes a third of an em
                CapHeight=1000,
                StemV=80,
                FontFile2=program,
            )
        )
        # Code 0 is never shown; every other code is drawn by glyph 1, never by .notdef (6.2.11.8).
        glyphs = pdf.make_stream(b"\x00\x00" + b"\x00\x01" * len(self._codes))
        descendant = pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.CIDFontType2,
                BaseFont=Name.VankhoInvisible,
                CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0),
                FontDescriptor=descriptor,
                DW=500,
                CIDToGIDMap=glyphs,
            )
        )
        return pdf.make_indirect(
            Dictionary(
                Type=Name.Font,
                Subtype=Name.Type0,
                BaseFont=Name.VankhoInvisible,
                Encoding=Name("/Identity-H"),
                DescendantFonts=Array([descendant]),
                ToUnicode=pdf.make_stream(to_unicode_cmap({code: sign for sign, code in self._codes.items()}, 2)),
            )
        )


def text_content(page: PageText, font: InvisibleFont, name: str) -> bytes:
    """The content stream that lays the text of ``page`` invisibly; empty for a page without words.

    ``name`` is the font's name in the resources of the page, with its slash.
    """
    shown = [_line_content(line, page.height, font, name) for line in page.lines]
    shown = [line for line in shown if line]
    return b"q BT 3 Tr\n" + b"".join(shown) + b"ET Q\n" if shown else b""


def _line_content(line: Line, page_height: float, font: InvisibleFont, name: str) -> bytes:
    words = [(text, word.box) for word in line.words if (text := showable(word.text))]
    if not words:
        return b""
    box = _even_box([place for _, place in words])
    size = max(round(box.height, 1), 1.0)
    baseline = number(page_height - box.y1, 1)
    parts = [f"{name} {number(size)} Tf".encode()]
    extents = _extents([place for _, place in words], size)
    pen = math.inf
    for index, ((text, _), (left, right)) in enumerate(zip(words, extents, strict=True)):
        if left < pen - size:
            # The first word, or one that starts left of where the last one began: boxes out of order.
            parts.append(f"1 0 0 1 {number(left)} {baseline} Tm".encode())
            pen = left
        width = max(right - pen, _NARROWEST * size * len(text))
        following = extents[index + 1][0] if index + 1 < len(words) else None
        pen += _show(parts, text, width, following if following is None else following - pen, size, font)
    return b" ".join(parts) + b"\n"


def _extents(places: Sequence[Box], size: float) -> list[tuple[float, float]]:
    """Left and right of each word as it is laid, so that extractors see one line in ``places``.

    They cut a line where a word reaches into the next one, which the engine's boxes do now and
    then, and at a wide gap, which the line finder has already judged.
    """
    extents = [(place.x0, place.x1) for place in places]
    for index, ((left, right), (next_left, next_right)) in enumerate(pairwise(extents)):
        gap = next_left - right
        if gap < _LEAST_GAP * size and next_left > left:
            extents[index] = extents[index][0], next_left - _LEAST_GAP * size
        elif gap > _MOST_GAP * size:
            over = (gap - _MOST_GAP * size) / 2
            extents[index] = extents[index][0], right + over
            extents[index + 1] = next_left - over, next_right
    return extents


def _even_box(places: Sequence[Box]) -> Box:
    """Around the words that are as high as words of the line are; a stroke of a stamp read as a word is not.

    One box reaching over its neighbours would make the whole line as high, and extractors would
    then mix its words with those of the lines above and below.
    """
    usual = statistics.median(place.height for place in places)
    return Box.around(*[place for place in places if place.height <= _UNUSUAL * usual])


def _show(  # noqa: PLR0917  the state of the pen, which changes from word to word
    parts: list[bytes], text: str, width: float, following: float | None, size: float, font: InvisibleFont
) -> float:
    """Show ``text`` stretched to ``width``, and the blank before a word that begins at ``following``.

    Both in one operator: PDFium drops words of one letter that stand in an operator of their own.
    Gives how far a reader of the file moves on.
    """
    stretch = max(round(100 * width / (size * _ADVANCE * len(text)), 1), 1.0)
    em = stretch / 100 * size
    advance = em * _ADVANCE * len(text)
    parts.append(number(stretch, 1).encode() + b" Tz")
    if following is None:
        parts.append(font.encode(text) + b" Tj")
        return advance
    # Of the blank's own width as much is taken back as it is wider than the gap, in thousandths (9.4.3).
    back = round(1000 * (_ADVANCE - max(following - advance, _LEAST_GAP * size) / em))
    parts.append(b"[" + font.encode(text + " ") + str(back).encode() + b"] TJ")
    return advance + em * (_ADVANCE - back / 1000)
