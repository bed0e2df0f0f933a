"""Copies as PDF: pages as they are by pikepdf, the mark over them by ReportLab; pages to be read beside it."""

from __future__ import annotations

from contextlib import ExitStack
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO

import pikepdf
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from adapters.copy_marker.picture import marked_picture
from adapters.form_writer.face import FACE, register_face
from archive.use.ports import CopyMarker
from records.errors import Damaged, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.use.mark import CopyMark

_CORNER, _FOOT = 15.0, 8.5
"""Points, on a page as wide as A4; larger and smaller pages in proportion."""
_A4_WIDTH = 595.0
_MARGIN, _LEAD, _PADDING = 14.0, 1.25, 3.0
_SMALLEST = 0.6
"""Of the size on A4: below that nobody could read it, however small the page."""
_GROUND = 0.9
"""How much of what lies under the words is covered, so that they are read on any scan."""


class PdfCopyMarker(CopyMarker):
    """On any PDF whose pages can be read, and on pictures of pages."""

    def write(self, documents: Sequence[BinaryIO], mark: CopyMark, title: str, out: BinaryIO) -> int:
        register_face()
        stamps: dict[tuple[float, float], pikepdf.Page] = {}
        # What is copied is read when the copy is saved: everything stays open until then.
        with pikepdf.Pdf.new() as made, ExitStack() as opened:
            try:
                for document in documents:
                    made.pages.extend(opened.enter_context(pikepdf.Pdf.open(document)).pages)
                for page in made.pages:
                    size = _shown_size(page)
                    if size not in stamps:
                        stamps[size] = opened.enter_context(pikepdf.Pdf.open(_stamp(*size, mark))).pages[0]
                    # As the page is shown: over its crop box, turned as it is turned.
                    page.add_overlay(stamps[size], pikepdf.Rectangle(*map(float, page.cropbox)))
                made.docinfo["/Title"] = title
                made.save(out, compress_streams=True)
            except (pikepdf.PdfError, ValueError, TypeError) as error:
                raise _unreadable() from error
            return len(made.pages)

    def write_picture(self, page: bytes, mark: CopyMark) -> bytes:
        try:
            return marked_picture(page, mark)
        except OSError as error:
            raise _unreadable() from error


def _shown_size(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height as shown, in points to the tenth."""
    x0, y0, x1, y1 = (float(end) for end in page.cropbox)
    width, height = round(abs(x1 - x0), 1), round(abs(y1 - y0), 1)
    turned = int(page.obj.get("/Rotate", 0)) % 180 == 90
    return (height, width) if turned else (width, height)


def _stamp(width: float, height: float, mark: CopyMark) -> BytesIO:
    """A page of that size with the mark and nothing else."""
    made = BytesIO()
    scale = max(min(width, height) / _A4_WIDTH, _SMALLEST)
    canvas = Canvas(made, pagesize=(width, height), invariant=1, initialFontName=FACE)
    corner = _fitting(mark.corner, f"{FACE}-Bold", _CORNER * scale, width)
    across = stringWidth(mark.corner, f"{FACE}-Bold", corner)
    _words(
        canvas,
        mark.corner,
        f"{FACE}-Bold",
        corner,
        centre=width - _MARGIN * scale - across / 2,
        base=height - _MARGIN * scale - corner,
    )
    base = _MARGIN * scale
    for line in reversed(mark.foot):
        size = _fitting(line, FACE, _FOOT * scale, width)
        _words(canvas, line, FACE, size, centre=width / 2, base=base)
        base += size * _LEAD
    canvas.showPage()
    canvas.save()
    made.seek(0)
    return made


def _fitting(words: str, face: str, size: float, width: float) -> float:
    """``size``, or as much smaller as it takes to stay on the page."""
    across, room = stringWidth(words, face, size), width - 2 * _PADDING
    return size if across <= room else size * room / across


def _words(canvas: Canvas, words: str, face: str, size: float, *, centre: float, base: float) -> None:
    across = stringWidth(words, face, size)
    canvas.setFillGray(1, alpha=_GROUND)
    canvas.rect(
        centre - across / 2 - _PADDING, base - size * 0.3, across + 2 * _PADDING, size * _LEAD, stroke=0, fill=1
    )
    canvas.setFillColorRGB(0.6, 0, 0, alpha=1)
    canvas.setFont(face, size)
    canvas.drawCentredString(centre, base, words)


def _unreadable() -> Damaged:
    return Damaged(
        "use.copy_unreadable",
        Sentence("Một văn bản trong yêu cầu không sao được.", "A document of the request cannot be copied."),
        Sentence(
            "Báo lưu trữ viên kiểm tra hồ sơ (vankho verify); số bản còn lại không bị trừ.",
            "Have an archivist verify the dossier (vankho verify); no copy was counted.",
        ),
    )
