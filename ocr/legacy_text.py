"""The text of a PDF page whose fonts are of TCVN3 or VNI, converted to Unicode font by font."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ocr.pdf_text import page_lines
from records.legacy_encoding import base_font, best_encoding, to_unicode
from records.page_text import PageText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pypdfium2 as pdfium

    from records.legacy_encoding import Evidence


@dataclass(frozen=True, slots=True)
class ConvertedLayer:
    """A page's text in Unicode, and what was converted on what grounds."""

    text: PageText
    fonts: dict[str, Evidence]
    """By font, those whose text was converted; never empty."""

    @property
    def encodings(self) -> str:
        """``tcvn3``, ``vni`` or ``tcvn3+vni``."""
        return "+".join(sorted({e.encoding.value for e in self.fonts.values() if e.encoding}))


def converted_layer(page: pdfium.PdfPage) -> ConvertedLayer | None:
    """The page's text with every font converted that is of an old encoding; None where none is.

    What a font is made for is judged by the syllables of the words set in it
    (``records.legacy_encoding.best_encoding``); Unicode text in a font of an old name stays as it
    is. Small letters stay small where the font draws capitals for them (``.VnTimeH``).
    """
    words: dict[str, list[str]] = defaultdict(list)

    def collect(signs: Sequence[tuple[str, str]]) -> str:
        word = "".join(sign for sign, _ in signs)
        for font in {base_font(font) for _, font in signs if font}:
            words[font].append(word)
        return word

    page_lines(page, collect)
    found = {font: best_encoding(words[font], font) for font in words}
    fonts = {font: evidence for font, evidence in found.items() if evidence.encoding}
    if not fonts:
        return None

    def spell(signs: Sequence[tuple[str, str]]) -> str:
        return "".join(_spelt(text, fonts.get(font)) for text, font in _runs(signs))

    width, height = page.get_size()
    return ConvertedLayer(PageText(width=float(width), height=float(height), lines=page_lines(page, spell)), fonts)


def _spelt(text: str, evidence: Evidence | None) -> str:
    return to_unicode(text, evidence.encoding) if evidence and evidence.encoding else text


def _runs(signs: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Neighbours in one font as one text: in VNI a letter and its marks belong together."""
    text, last = "", ""
    for sign, name in signs:
        font = base_font(name)
        if text and font != last:
            yield text, last
            text = ""
        text, last = text + sign, font
    if text:
        yield text, last
