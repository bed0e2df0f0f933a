"""Forms as Word documents (Office Open XML), by python-docx: to be completed and signed as any paper is."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from adapters.form_writer.cells import NOT_IN_XML
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
    from retention_rules.forms.model import Block, Head, PrintedForm, Signer

_FACE = "Times New Roman"
_ALIGN = {
    Align.LEFT: WD_ALIGN_PARAGRAPH.LEFT,
    Align.CENTRE: WD_ALIGN_PARAGRAPH.CENTER,
    Align.RIGHT: WD_ALIGN_PARAGRAPH.RIGHT,
    Align.BOTH: WD_ALIGN_PARAGRAPH.JUSTIFY,
}
_LONG, _SHORT = Mm(297), Mm(210)
_TEXT_MM = 165
_SIDE_BY_SIDE = 3
# Two files of the same form are the same file.
_NO_TIME = datetime(2020, 3, 5, tzinfo=UTC)


class DocxWriter(FormWriter):
    """A4, in the face that Decree 30/2020 asks for, whether or not this machine has it."""

    media_type = MEDIA_TYPES[FormFormat.DOCX]

    def write(self, form: PrintedForm) -> bytes:
        document = Document()
        _page(document, wide=form.landscape)
        if form.across:
            _on_every_page(document, form.across)
        width = _TEXT_MM + (87 if form.landscape else 0)
        if form.head is not None:
            _heading(document, form.head, width)
            document.add_paragraph()
        if form.across:
            _text(document.add_paragraph(), form.across, bold=True, align=Align.CENTRE)
        _text(document.add_paragraph(), form.title, bold=True, align=Align.CENTRE, size=14)
        for number, line in enumerate(form.subtitle):
            _text(document.add_paragraph(), line, bold=number == 0, align=Align.CENTRE)
        for block in form.blocks:
            _block(document, block, width)
        _properties(document, " ".join((form.title, *form.subtitle)))
        out = BytesIO()
        document.save(out)
        return out.getvalue()


def _page(document: Any, *, wide: bool) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (_LONG, _SHORT) if wide else (_SHORT, _LONG)
    section.top_margin, section.bottom_margin = Mm(20), Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(15)
    section.different_first_page_header_footer = True
    number = section.header.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = number.add_run()
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._r.append(mark)  # noqa: SLF001  python-docx has no other way to a field
    style = document.styles["Normal"]
    style.font.name, style.font.size = _FACE, Pt(13)
    # The face for letters beyond Latin-1, which Vietnamese is full of, is named apart.
    style.element.rPr.rFonts.set(qn("w:eastAsia"), _FACE)
    style.paragraph_format.space_after = Pt(0)


def _on_every_page(document: Any, words: str) -> None:
    """On every page, the first included, where nobody overlooks it."""
    section = document.sections[0]
    _text(section.first_page_header.paragraphs[0], words, bold=True, align=Align.CENTRE)
    _text(section.header.add_paragraph(), words, bold=True, align=Align.CENTRE)


def _properties(document: Any, title: str) -> None:
    told = document.core_properties
    told.title, told.author, told.comments, told.language = NOT_IN_XML.sub("", title)[:255], "", "", "vi-VN"
    told.created = told.modified = _NO_TIME


def _block(document: Any, block: Block, width: float) -> None:
    if isinstance(block, Line):
        paragraph = document.add_paragraph()
        _text(paragraph, block.text, bold=block.bold, italic=block.italic, align=block.align)
        if block.indent and block.align is not Align.CENTRE:
            paragraph.paragraph_format.first_line_indent = Mm(10)
        paragraph.paragraph_format.space_after = Pt(4)
    elif isinstance(block, Table):
        _ruled(document, block, width)
        document.add_paragraph()
    elif isinstance(block, Signatures):
        for start in range(0, len(block.signers), _SIDE_BY_SIDE):
            document.add_paragraph()
            _signed(document, block.signers[start : start + _SIDE_BY_SIDE], width)


def _heading(document: Any, head: Head, width: float) -> None:
    left, right = _columns(document, (width * 0.42, width * 0.58)).rows[0].cells
    body = head.body
    _text(left.paragraphs[0], (body.above or DOTS).upper(), align=Align.CENTRE, size=12)
    _text(left.add_paragraph(), (body.name or DOTS).upper(), bold=True, align=Align.CENTRE, size=12)
    _text(left.add_paragraph(), "_______", align=Align.CENTRE, size=8)
    if head.numbered:
        _text(left.add_paragraph(), f"Số: {head.number or DOTS}", align=Align.CENTRE)
    _text(right.paragraphs[0], COUNTRY, bold=True, align=Align.CENTRE, size=12)
    _text(right.add_paragraph(), MOTTO, bold=True, align=Align.CENTRE)
    _text(right.add_paragraph(), "________________________", align=Align.CENTRE, size=8)
    _text(right.add_paragraph(), day_in_words(head.on, body.place), italic=True, align=Align.CENTRE)


def _ruled(document: Any, table: Table, width: float) -> None:
    headings = 2 if table.numbered else 1
    made = document.add_table(rows=headings + len(table.rows), cols=len(table.columns), style="Table Grid")
    made.autofit = False
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    # ``table.rows[n]`` walks the whole table: each row is gone through once.
    for number, row in enumerate(made.rows):
        if number < headings:
            repeat = OxmlElement("w:tblHeader")
            repeat.set(qn("w:val"), "true")
            row._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001  no other way to a heading that is repeated
        for place, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
            cell.width = Mm(width * column.width)
            if number == 0:
                _text(cell.paragraphs[0], column.title, bold=True, align=Align.CENTRE, size=12)
            elif number < headings:
                _text(cell.paragraphs[0], f"({place + 1})", align=Align.CENTRE, size=12)
            else:
                _text(cell.paragraphs[0], table.rows[number - headings][place], align=column.align, size=12)


def _signed(document: Any, signers: tuple[Signer, ...], width: float) -> None:
    made = _columns(document, (width / len(signers),) * len(signers))
    for cell, one in zip(made.rows[0].cells, signers, strict=True):
        _text(cell.paragraphs[0], one.part, bold=True, align=one.align)
        _text(cell.add_paragraph(), one.note, italic=True, align=one.align, size=12)
        for _ in range(4):
            cell.add_paragraph()
        _text(cell.add_paragraph(), one.name, bold=True, align=Align.CENTRE)
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def _columns(document: Any, widths: tuple[float, ...]) -> Any:
    made = document.add_table(rows=1, cols=len(widths))
    made.autofit = False
    for cell, width in zip(made.rows[0].cells, widths, strict=True):
        cell.width = Mm(width)
    return made


def _text(
    paragraph: Any, text: str, *, bold: bool = False, italic: bool = False, align: Align = Align.LEFT, size: float = 13
) -> None:
    paragraph.alignment = _ALIGN[align]
    run = paragraph.add_run(NOT_IN_XML.sub("", text))
    run.bold, run.italic, run.font.size = bold, italic, Pt(size)
