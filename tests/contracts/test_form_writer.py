"""Each writer of forms keeps its promises: every word is there, none is a formula, any text is written."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest

from app.form_writers import form_writers
from records.errors import InvalidInput
from retention_rules.forms.builders import BUILDERS
from retention_rules.forms.disposal_forms import ANNEX_II
from retention_rules.forms.model import (
    COUNTRY,
    DRAFT,
    MOTTO,
    OF_EXECUTION,
    WITHDRAWN,
    FormFormat,
    FormKind,
    Line,
    PrintedForm,
    Signatures,
)
from retention_rules.forms.registers import Register
from retention_rules.forms.write import OF_TABLES, written
from tests.unit.retention.form_samples import samples
from tests.unit.retention.form_sheets import BODY, a_sheet, executed_sheet

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.law("R30")

FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", " =HYPERLINK(1)")


def _of_pdf(content: bytes) -> str:
    document = pypdfium2.PdfDocument(content)
    try:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()


def _of_docx(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    return "\n".join(text.text or "" for text in document.element.body.iter() if text.tag.endswith("}t"))


def _of_xlsx(content: bytes) -> str:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None)


def _of_csv(content: bytes) -> str:
    return "\n".join(cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig"))) for cell in row)


READ: dict[FormFormat, Callable[[bytes], str]] = {
    FormFormat.PDF: _of_pdf,
    FormFormat.DOCX: _of_docx,
    FormFormat.XLSX: _of_xlsx,
    FormFormat.CSV: _of_csv,
}


def squeezed(text: str) -> str:
    """Without the breaks of lines and cells, which differ by kind of file; a dash at the end of a line is one."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", re.sub("[\ufffe\x02]", "-", text)))


def texts(form: PrintedForm, kind: FormFormat) -> list[str]:
    """What has to be found in the file."""
    wanted = [column.title for table in form.tables for column in table.columns]
    wanted += [cell for table in form.tables for row in table.rows for cell in row]
    if kind is FormFormat.CSV:
        return wanted
    wanted += [form.title, *form.subtitle]
    wanted += [block.text for block in form.blocks if isinstance(block, Line)]
    if kind is not FormFormat.XLSX:
        wanted += [COUNTRY, MOTTO]
        signed = [block for block in form.blocks if isinstance(block, Signatures)]
        wanted += [text for block in signed for one in block.signers for text in (one.part, one.name, one.note)]
    return wanted


@pytest.mark.parametrize("kind", FormFormat)
@pytest.mark.parametrize("which", FormKind)
def test_every_word_of_every_form_is_in_the_file(which: FormKind, kind: FormFormat) -> None:
    form = BUILDERS[which](executed_sheet() if which in OF_EXECUTION else a_sheet(), BODY)
    if kind in OF_TABLES and not form.tables:
        with pytest.raises(InvalidInput, match=r"form\.no_table"):
            written(form, kind, form_writers())
        return
    content = written(form, kind, form_writers())
    found = squeezed(READ[kind](content))
    missing = [text for text in texts(form, kind) if squeezed(text) not in found]
    assert not missing
    assert content == written(form, kind, form_writers()) or kind in {FormFormat.XLSX, FormFormat.DOCX}


@pytest.mark.parametrize("kind", [FormFormat.PDF, FormFormat.DOCX])
@pytest.mark.parametrize("name", samples())
def test_every_word_of_every_register_and_paper_is_in_the_file(name: str, kind: FormFormat) -> None:
    form = samples()[name]
    found = squeezed(READ[kind](written(form, kind, form_writers())))
    wanted = [text for text in texts(form, kind) if form.head is not None or text not in {COUNTRY, MOTTO}]
    assert not [text for text in wanted if squeezed(text) not in found]


@pytest.mark.parametrize("which", Register)
def test_registers_are_tables_too(which: Register) -> None:
    form = samples()[f"so-{which.value}"]
    for kind in OF_TABLES:
        found = squeezed(READ[kind](written(form, kind, form_writers())))
        assert not [text for text in texts(form, kind) if squeezed(text) not in found]


@pytest.mark.parametrize("kind", FormFormat)
def test_what_is_not_settled_is_marked_a_draft_on_every_page(kind: FormFormat) -> None:
    before, writer = a_sheet(voted=False, decided=False), form_writers()[kind]
    for which in (FormKind.COUNCIL_MINUTES, FormKind.KEPT_LIST, FormKind.DECISION):
        draft, settled = BUILDERS[which](before, BODY), BUILDERS[which](a_sheet(), BODY)
        assert draft.draft
        assert not settled.draft
        if kind in OF_TABLES and not draft.tables:
            continue
        assert squeezed(DRAFT) in squeezed(READ[kind](writer.write(draft)))
        assert squeezed(DRAFT) not in squeezed(READ[kind](writer.write(settled)))
        void = squeezed(READ[kind](writer.write(replace(draft, void=WITHDRAWN))))
        assert squeezed(WITHDRAWN) in void
        assert squeezed(DRAFT) not in void, "it will not be settled"
    if kind is FormFormat.PDF:
        minutes = BUILDERS[FormKind.COUNCIL_MINUTES](before, BODY)
        long = replace(minutes, blocks=minutes.blocks * 6)
        document = pypdfium2.PdfDocument(writer.write(long))
        assert len(document) > 2
        assert all("DRAFT" in page.get_textpage().get_text_bounded() for page in document)
        document.close()
    if kind is FormFormat.DOCX:
        section = docx.Document(io.BytesIO(writer.write(BUILDERS[FormKind.DECISION](before, BODY)))).sections[0]
        for header in (section.first_page_header, section.header):
            assert DRAFT in [paragraph.text for paragraph in header.paragraphs]


@pytest.mark.parametrize("kind", FormFormat)
def test_what_looks_like_a_formula_stays_words(kind: FormFormat) -> None:
    for text in FORMULAS:
        form = BUILDERS[FormKind.LIST](a_sheet(text, text, text), BODY)
        content = form_writers()[kind].write(form)
        assert squeezed(text) in squeezed(READ[kind](content))
        if kind is FormFormat.XLSX:
            book = openpyxl.load_workbook(io.BytesIO(content))
            cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
            assert {cell.data_type for cell in cells} == {"s"}
            dangerous = [cell for cell in cells if str(cell.value).startswith(text[:1]) and text.strip() in cell.value]
            assert dangerous
            assert all(cell.quotePrefix for cell in dangerous)
        if kind is FormFormat.CSV:
            rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
            assert not [cell for row in rows for cell in row if cell.lstrip()[:1] in {"=", "+", "-", "@"}]


@pytest.mark.parametrize("kind", FormFormat)
@pytest.mark.parametrize(
    "text",
    ["<b>&amp;</b> <para> {{7*7}}", "chữ\x00\x07\x1b\ufffe", "dài " * 9000, "khôngcáchnào" * 3000, "😀 中文 ẵ ễ ữ", ""],
    ids=["marks", "controls", "long", "unbroken", "signs", "empty"],
)
def test_any_text_is_written(kind: FormFormat, text: str) -> None:
    form = BUILDERS[FormKind.LIST](a_sheet(text, "b", "c"), BODY)
    content = form_writers()[kind].write(replace(form, subtitle=(*form.subtitle, text[:200])))
    found = squeezed(READ[kind](content))
    assert "H36.12.07-050712-0042" in found
    if text.startswith("<b>") and kind is not FormFormat.CSV:
        assert squeezed(text) in found


def test_a_pdf_carries_its_face_with_it() -> None:
    content = form_writers()[FormFormat.PDF].write(BUILDERS[FormKind.LIST](a_sheet(), BODY))
    with pikepdf.open(io.BytesIO(content)) as document:
        fonts = [font for page in document.pages for font in page.Resources.Font.values()]
        assert fonts
        names = {str(font.BaseFont) for font in fonts}
        assert all("Tinos" in name for name in names), names
        descriptors = [font.FontDescriptor for font in fonts]
        assert all("/FontFile2" in descriptor for descriptor in descriptors)
        assert str(document.Root.Lang) == "vi"


def test_long_lists_repeat_their_headings_on_every_page() -> None:
    sheet = a_sheet()
    many = PrintedForm(
        file_name="a",
        title="A",
        subtitle=(),
        blocks=tuple(
            type(table)(columns=ANNEX_II, rows=table.rows * 40) for table in BUILDERS[FormKind.LIST](sheet, BODY).tables
        ),
    )
    document = pypdfium2.PdfDocument(form_writers()[FormFormat.PDF].write(many))
    pages = [page.get_textpage().get_text_bounded() for page in document]
    assert len(pages) > 3
    assert all("Lý do hủy" in page for page in pages)
    numbers = [page.split()[0] for page in pages[1:]]
    assert numbers == [str(number) for number in range(2, len(pages) + 1)]
    document.close()
    rows = docx.Document(io.BytesIO(form_writers()[FormFormat.DOCX].write(many))).tables[0].rows
    assert len(rows) == 2 + 3 * 40
    assert [row._tr.xpath("boolean(w:trPr/w:tblHeader)") for row in rows[:3]] == [True, True, False]
