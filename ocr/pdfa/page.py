"""Lays out one page: content straightened by a matrix, text under it, page boxes as shown."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name

from ocr.pdfa.cleaning import move_links
from ocr.pdfa.frame import concatenation, content_matrix, is_identity, number, then
from ocr.pdfa.text_layer import text_content

if TYPE_CHECKING:
    from ocr.model import PageReading
    from ocr.pdfa.frame import Viewport
    from ocr.pdfa.text_layer import InvisibleFont

_LARGEST = 14400.0
"""Units: the largest page side of PDF (ISO 32000-1, annex C.2); beyond it a unit stands for more."""


def lay_page(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    view: Viewport,
    reading: PageReading,
    *,
    font: InvisibleFont | None,
    font_object: pikepdf.Object | None,
) -> None:
    """Give ``page`` the frame of ``reading``; with a ``font``, its text as well.

    The streams of the page stay as they are: matrix and text are streams before and after them.
    """
    width, height = reading.text.width, reading.text.height
    unit = math.ceil(max(width, height) / _LARGEST)
    shrink = (1 / unit, 0.0, 0.0, 1 / unit, 0.0, 0.0)
    matrix = then(content_matrix(view, reading.straightening, width, height), shrink)
    before, after = b"", b""
    if font is not None and font_object is not None:
        text = text_content(reading.text, font, _add_font(page, font_object))
        if text and unit > 1:
            text = b"q " + concatenation(shrink) + text + b"Q\n"
        # The text comes first: whatever state the page's own content leaves behind cannot move it.
        before += text
    if not is_identity(matrix):
        before += b"q " + concatenation(matrix)
        after = b"\nQ\n"
        if view.cropped:
            box = " ".join(number(value, 4) for value in (view.x0, view.y0, view.x1 - view.x0, view.y1 - view.y0))
            before += f"{box} re W n\n".encode()
    if before:
        page.contents_add(pdf.make_stream(before), prepend=True)
    if after:
        page.contents_add(pdf.make_stream(after))
    move_links(page, matrix)
    page.obj[Name.MediaBox] = Array([0, 0, round(width / unit, 2), round(height / unit, 2)])
    for key in ("/Rotate", "/CropBox", "/UserUnit"):
        if key in page.obj:
            del page.obj[key]
    if unit > 1:
        page.obj[Name.UserUnit] = unit


def show_picture(pdf: pikepdf.Pdf, page: pikepdf.Page, picture: pikepdf.Page) -> None:
    """Put the content of ``picture`` (a page of another file) in the place of what ``page`` shows.

    The page object itself stays: outlines and links that lead to it still do.
    """
    for key in [key for key in page.obj.keys() if key not in {"/Type", "/Parent"}]:  # noqa: SIM118  to mypy keys() alone gives strings
        del page.obj[key]
    page.obj[Name.MediaBox] = Array(list(picture.mediabox))
    page.obj[Name.Contents] = pdf.copy_foreign(picture.obj.Contents)
    scan = pdf.copy_foreign(picture.obj.Resources.XObject.Scan)
    page.obj[Name.Resources] = Dictionary(XObject=Dictionary(Scan=scan))


def _add_font(page: pikepdf.Page, font: pikepdf.Object) -> str:
    """The name of the font on this page, with its slash."""
    resources = page.obj.get(Name.Resources)
    # Resources may be shared between pages that are read and pages that are not: give this page its own.
    own = Dictionary(dict(resources.items()) if isinstance(resources, Dictionary) else {})
    fonts = own.get(Name.Font)
    table = Dictionary(dict(fonts.items()) if isinstance(fonts, Dictionary) else {})
    name = next(name for name in (f"/Read{index or ''}" for index in range(len(table) + 1)) if name not in table)
    table[name] = font
    own[Name.Font] = table
    page.obj[Name.Resources] = own
    return name
