"""Forms as PDF, by ReportLab, with their face embedded: the same on every machine and every printer."""

from __future__ import annotations

from functools import partial
from io import BytesIO
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_JUSTIFY, TA_LEFT, TA_RIGHT
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, KeepTogether, PageTemplate, Paragraph, Spacer
from reportlab.platypus import Table as RuledTable

from adapters.form_writer.face import FACE as _FACE
from adapters.form_writer.face import register_face
from retention_rules.forms.model import (
    COUNTRY,
    DOTS,
    MEDIA_TYPES,
    MOTTO,
    Align,
    FormFormat,
    Line,
    Signatures,
    Table,
    day_in_words,
)
from retention_rules.forms.ports import FormWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.pdfgen.canvas import Canvas

    from retention_rules.forms.model import Block, Head, PrintedForm, Signer

_SIZE, _LEAD, _SMALL, _SMALL_LEAD = 13, 17, 11.5, 14.5
_TOP, _RIGHT, _BOTTOM, _LEFT = 20 * mm, 15 * mm, 20 * mm, 30 * mm
_ALIGN = {Align.LEFT: TA_LEFT, Align.CENTRE: TA_CENTER, Align.RIGHT: TA_RIGHT, Align.BOTH: TA_JUSTIFY}
_SIDE_BY_SIDE = 3


class PdfWriter(FormWriter):
    """A4, text that can be searched and copied."""

    media_type = MEDIA_TYPES[FormFormat.PDF]

    def write(self, form: PrintedForm) -> bytes:
        register_face()
        out = BytesIO()
        size = landscape(A4) if form.landscape else A4
        width = size[0] - _LEFT - _RIGHT
        nothing = {"leftPadding": 0, "rightPadding": 0, "topPadding": 0, "bottomPadding": 0}
        frame = Frame(_LEFT, _BOTTOM, width, size[1] - _TOP - _BOTTOM, **nothing)
        title = " ".join((form.title, *form.subtitle))
        document = BaseDocTemplate(out, pagesize=size, title=title, lang="vi", invariant=1, initialFontName=_FACE)
        template = PageTemplate(frames=[frame], onPage=partial(_marked, form.across) if form.across else _number)
        document.addPageTemplates([template])
        document.build(list(_flow(form, width)))
        return out.getvalue()


def _number(canvas: Canvas, document: Any) -> None:
    """Page numbers stand in the middle of the top margin, but for the first page (Decree 30, Annex I, II.7)."""
    if document.page > 1:
        canvas.setFont(_FACE, _SIZE)
        canvas.drawCentredString(document.pagesize[0] / 2, document.pagesize[1] - 13 * mm, str(document.page))


def _marked(words: str, canvas: Canvas, document: Any) -> None:
    """As ``_number``, and ``words`` across every page, pale enough to read what stands over them."""
    _number(canvas, document)
    width, height = document.pagesize
    canvas.saveState()
    canvas.setFont(f"{_FACE}-Bold", 54)
    canvas.setFillGray(0.88)
    canvas.translate(width / 2, height / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, 0, words)
    canvas.restoreState()


def _flow(form: PrintedForm, width: float) -> Iterator[Flowable]:
    if form.head is not None:
        yield _heading(form.head, width)
        yield Spacer(0, 14)
    if form.across:
        yield _text(form.across, bold=True, align=Align.CENTRE, size=_SIZE)
    yield _text(form.title, bold=True, align=Align.CENTRE, size=14)
    for number, line in enumerate(form.subtitle):
        yield _text(line, bold=number == 0, align=Align.CENTRE, size=_SIZE)
    yield Spacer(0, 10)
    for block in form.blocks:
        yield from _block(block, width)


def _block(block: Block, width: float) -> Iterator[Flowable]:
    if isinstance(block, Line):
        indent = 10 * mm if block.indent and block.align is not Align.CENTRE else 0
        yield _text(block.text, bold=block.bold, italic=block.italic, align=block.align, indent=indent, after=4)
    elif isinstance(block, Table):
        yield _ruled(block, width)
        yield Spacer(0, 8)
    elif isinstance(block, Signatures):
        yield Spacer(0, 10)
        for start in range(0, len(block.signers), _SIDE_BY_SIDE):
            # Whoever signs a page on which nothing else stands signs anything: the lines are kept together.
            yield KeepTogether(_signed(block.signers[start : start + _SIDE_BY_SIDE], width))


def _heading(head: Head, width: float) -> Flowable:
    body = head.body
    left: list[Flowable] = [_text((body.above or DOTS).upper(), align=Align.CENTRE, size=12)]
    left += [_text((body.name or DOTS).upper(), bold=True, align=Align.CENTRE, size=12), _rule(24 * mm)]
    if head.numbered:
        left.append(_text(f"Số: {head.number or DOTS}", align=Align.CENTRE))
    right: list[Flowable] = [
        _text(COUNTRY, bold=True, align=Align.CENTRE, size=12),
        _text(MOTTO, bold=True, align=Align.CENTRE),
        _rule(52 * mm),
        _text(day_in_words(head.on, body.place), italic=True, align=Align.CENTRE),
    ]
    return RuledTable([[left, right]], colWidths=[width * 0.42, width * 0.58], style=_PLAIN)


def _ruled(table: Table, width: float) -> Flowable:
    heading = [_text(column.title, bold=True, align=Align.CENTRE, size=_SMALL) for column in table.columns]
    rows = [heading]
    if table.numbered:
        rows.append([_text(f"({n})", align=Align.CENTRE, size=_SMALL) for n in range(1, len(table.columns) + 1)])
    repeated = len(rows)
    for row in table.rows:
        cells = zip(table.columns, row, strict=True)
        rows.append([_text(cell, align=column.align, size=_SMALL) for column, cell in cells])
    return RuledTable(
        rows,
        colWidths=[width * column.width for column in table.columns],
        repeatRows=repeated,
        # A title longer than a page would otherwise end the form in an error.
        splitInRow=1,
        style=[
            ("FONTNAME", (0, 0), (-1, -1), _FACE),
            ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("VALIGN", (0, 0), (-1, repeated - 1), "MIDDLE"),
            ("LEFTPADDING", (0, 0), (-1, -1), 4),
            ("RIGHTPADDING", (0, 0), (-1, -1), 4),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ],
    )


def _signed(signers: tuple[Signer, ...], width: float) -> list[Flowable]:
    cells = []
    for one in signers:
        cell: list[Flowable] = [_text(one.part, bold=True, align=one.align)]
        cell.append(_text(one.note, italic=True, align=one.align, size=_SMALL))
        cell.append(Spacer(0, 22 * mm))
        cell.append(_text(one.name, bold=True, align=Align.CENTRE))
        cells.append(cell)
    return [RuledTable([cells], colWidths=[width / len(cells)] * len(cells), style=_PLAIN)]


_PLAIN = [
    # Without it the library's own face would be named in the file, and not be in it.
    ("FONTNAME", (0, 0), (-1, -1), _FACE),
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 2),
    ("RIGHTPADDING", (0, 0), (-1, -1), 2),
    ("TOPPADDING", (0, 0), (-1, -1), 0),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 0),
]


class _Rule(Flowable):  # type: ignore[misc]  # ReportLab has no types
    """A line under the name of the body, or under the motto."""

    def __init__(self, length: float) -> None:
        super().__init__()
        self._length = length
        self._room = 0.0

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self._room = width
        return width, 7

    def draw(self) -> None:
        start = (self._room - self._length) / 2
        self.canv.setLineWidth(0.7)
        self.canv.line(start, 3, start + self._length, 3)


def _rule(length: float) -> Flowable:
    return _Rule(length)


def _text(
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    align: Align = Align.LEFT,
    size: float = _SIZE,
    indent: float = 0,
    after: float = 0,
) -> Paragraph:
    name = _FACE + {(1, 0): "-Bold", (0, 1): "-Italic", (1, 1): "-BoldItalic"}.get((int(bold), int(italic)), "")
    style = ParagraphStyle(
        name=f"{name}{align}{size}{indent}{after}",
        fontName=name,
        fontSize=size,
        leading=_SMALL_LEAD if size < _SIZE else _LEAD,
        alignment=_ALIGN[align],
        firstLineIndent=indent,
        spaceAfter=after,
        # Digests and codes have no spaces to break at.
        splitLongWords=1,
    )
    # What stands in the text is words, never marks of the library.
    return Paragraph(escape(text).replace("\n", "<br/>"), style)
