"""Results as a spreadsheet (Office Open XML); nothing in it is ever a formula."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

if TYPE_CHECKING:
    from typing import Any

    from search_api.results_table import ResultsTable, Value

_LONGEST = 32_000
"""Signs that a cell may hold (32,767), less what rounding up takes."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def results_xlsx(table: ResultsTable) -> bytes:
    """One sheet: the mark, the head, a row for each page; the mark stands on every printed page too."""
    book = Workbook(write_only=True)
    book.properties.title = table.title
    sheet = book.create_sheet(table.title[:31])
    for number, width in enumerate(table.widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    head = len(table.mark) + 2
    sheet.freeze_panes = f"A{head + 1}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{head}:{head}"
    # A sign of its own in headers and footers.
    sheet.oddFooter.left.text = table.mark[0].replace("&", "&&")
    sheet.oddFooter.right.text = "&P/&N"
    for line in table.mark:
        sheet.append([_cell(sheet, line)])
    sheet.append([])
    sheet.append([_cell(sheet, name, bold=True) for name in table.columns])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(table.columns))}{head + len(table.rows)}"
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, value: Value, *, bold: bool = False) -> Any:
    if isinstance(value, str):
        cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", value)[:_LONGEST])
        # Text whatever it begins with; and said so, for whoever saves it in a form that knows no types.
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(_FORMULA)
        cell.alignment = Alignment(wrap_text=len(value) > 60, vertical="top")
    else:
        cell = WriteOnlyCell(sheet, value)
        cell.alignment = Alignment(vertical="top")
        if isinstance(value, date):
            cell.number_format = "dd/mm/yyyy"
    if bold:
        cell.font = Font(bold=True)
    return cell
