"""Words that a page shows in appearances of annotations, which no text extractor gives.

Signing programs of public bodies put number, day and month of a document there: each is the
appearance of a signature field laid into the space left for it (ISO 32000-1, 12.5.5, 12.7.4.5).
Filled form fields, stamps and free text are the same case.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocr.pdf_text import page_lines
from records.page_text import Line

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from records.page_text import Word

_SHOWING_TEXT = frozenset({pdfium_c.FPDF_ANNOT_WIDGET, pdfium_c.FPDF_ANNOT_STAMP, pdfium_c.FPDF_ANNOT_FREETEXT})
_NOT_SHOWN = pdfium_c.FPDF_ANNOT_FLAG_HIDDEN | pdfium_c.FPDF_ANNOT_FLAG_NOVIEW
_MOST_ANNOTATIONS = 2_000
_BESIDE = 3.0
"""Line heights up to which a word of an appearance belongs to the line it stands beside."""


def has_appearances(page: pdfium.PdfPage) -> bool:
    """Has the page annotations that may show words?"""
    count = min(pdfium_c.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)
    return any(_subtype(page, index) in _SHOWING_TEXT for index in range(count))


def with_appearances(lines: tuple[Line, ...], path: Path, index: int) -> tuple[Line, ...]:
    """``lines`` of the page and what its annotations show, each word in the line it stands in.

    The page is flattened in a copy in memory; the file and whoever has it open see nothing of it.
    Hidden annotations are not shown and not read. What cannot be flattened leaves ``lines`` as they are.
    """
    document = pdfium.PdfDocument(path)
    try:
        page = document[index]
        _leave_what_shows_text(page)
        flattened = pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
        page.close()
        if flattened != pdfium_c.FLATTEN_SUCCESS:
            return lines
        page = document[index]
        try:
            shown = page_lines(page)
        finally:
            page.close()
    finally:
        document.close()
    return joined(lines, _added(lines, shown))


def joined(lines: Sequence[Line], added: Sequence[Line]) -> tuple[Line, ...]:
    """Lines of ``added`` within the line on whose level they stand, in its reading order; else at the end."""
    kept = list(lines)
    for line in added:
        at = next((at for at, other in enumerate(kept) if _same_level(line, other)), None)
        if at is None:
            kept.append(line)
        else:
            kept[at] = Line(tuple(sorted((*kept[at].words, *line.words), key=lambda word: word.box.x0)))
    return tuple(kept)


def _same_level(line: Line, other: Line) -> bool:
    box, beside = line.box, other.box
    middle = (box.y0 + box.y1) / 2
    near = _BESIDE * max(box.height, beside.height)
    return beside.y0 <= middle <= beside.y1 and max(box.x0 - beside.x1, beside.x0 - box.x1) <= near


def _added(before: Sequence[Line], after: Sequence[Line]) -> list[Line]:
    """The words of ``after`` that are not in ``before``, as lines."""
    known = Counter(_key(word) for line in before for word in line.words)
    found: list[Line] = []
    for line in after:
        new = []
        for word in line.words:
            if known[_key(word)]:
                known[_key(word)] -= 1
            else:
                new.append(word)
        if new:
            found.append(Line(tuple(new)))
    return found


def _key(word: Word) -> tuple[str, int, int]:
    return word.text, round(word.box.x0), round(word.box.y0)


def _leave_what_shows_text(page: pdfium.PdfPage) -> None:
    for index in reversed(range(pdfium_c.FPDFPage_GetAnnotCount(page))):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        hidden = bool(annotation) and pdfium_c.FPDFAnnot_GetFlags(annotation) & _NOT_SHOWN
        if annotation:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
        if hidden or _subtype(page, index) not in _SHOWING_TEXT:
            pdfium_c.FPDFPage_RemoveAnnot(page, index)


def _subtype(page: pdfium.PdfPage, index: int) -> int:
    annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
    if not annotation:
        return int(pdfium_c.FPDF_ANNOT_UNKNOWN)
    try:
        return int(pdfium_c.FPDFAnnot_GetSubtype(annotation))
    finally:
        pdfium_c.FPDFPage_CloseAnnot(annotation)
