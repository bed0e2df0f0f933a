"""Lists as spreadsheets (Office Open XML), by openpyxl; every cell is text, none is ever a formula."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side

from adapters.form_writer.cells import NOT_IN_XML, is_dangerous
from retention_rules.forms.model import MEDIA_TYPES, FormFormat, Line
from retention_rules.forms.ports import FormWriter

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from retention_rules.forms.model import PrintedForm, Table

_FACE = "Times New Roman"
_WIDTH = 110
_LONGEST = 32_767
"""Signs that a cell of a spreadsheet holds."""
_THIN = Side(style="thin")
_RULED = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


class XlsxWriter(FormWriter):
    """One sheet: what stands above the table, the table, what stands below it."""

    media_type = MEDIA_TYPES[FormFormat.XLSX]

    def write(self, form: PrintedForm) -> bytes:
        book = Workbook()
        sheet = book.active
        sheet.title = "Danh mục"
        columns = max((len(table.columns) for table in form.tables), default=1)
        if form.head is not None and form.head.body.name:
            _line(sheet, form.head.body.name.upper(), columns, bold=True)
        if form.across:
            _line(sheet, form.across, columns, bold=True, centred=True)
        for number, text in enumerate((form.title, *form.subtitle)):
            _line(sheet, text, columns, bold=number < 2, centred=True)
        for block in form.blocks:
            if isinstance(block, Line):
                _line(sheet, block.text, columns, bold=block.bold, italic=block.italic)
        for table in form.tables:
            sheet.append([])
            _table(sheet, table)
        out = BytesIO()
        book.save(out)
        return out.getvalue()


def _line(
    sheet: Worksheet, text: str, columns: int, *, bold: bool = False, italic: bool = False, centred: bool = False
) -> None:
    row = sheet.max_row + 1 if sheet.max_row > 1 or sheet["A1"].value is not None else 1
    _put(sheet.cell(row=row, column=1), text, bold=bold, italic=italic)
    sheet.cell(row=row, column=1).alignment = Alignment(
        horizontal="center" if centred else "left", vertical="top", wrap_text=True
    )
    if columns > 1:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)


def _table(sheet: Worksheet, table: Table) -> None:
    top = sheet.max_row + 1
    for place, column in enumerate(table.columns, start=1):
        _put(sheet.cell(row=top, column=place), column.title, bold=True)
        letter = sheet.cell(row=top, column=place).column_letter
        sheet.column_dimensions[letter].width = max(8, round(column.width * _WIDTH))
    for number, row in enumerate(table.rows, start=top + 1):
        for place, text in enumerate(row, start=1):
            _put(sheet.cell(row=number, column=place), text)
    for row in sheet.iter_rows(min_row=top, max_row=sheet.max_row, max_col=len(table.columns)):
        for cell in row:
            cell.border = _RULED
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    sheet.print_title_rows = f"{top}:{top}"


def _put(cell: Cell, text: str, *, bold: bool = False, italic: bool = False) -> None:
    cell.value = NOT_IN_XML.sub("", text)[:_LONGEST]
    # openpyxl makes a formula of what begins with =; it is words here.
    cell.data_type = "s"
    cell.font = Font(name=_FACE, bold=bold, italic=italic)
    if is_dangerous(text):
        # Also when somebody edits the cell: its words stay words.
        cell.quotePrefix = True
