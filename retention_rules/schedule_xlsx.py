"""A schedule as a spreadsheet (Office Open XML): the first sheet, the same columns as the text."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import InvalidFileException

from records.errors import Sentence
from retention_rules.schedule_findings import whole_table
from retention_rules.schedule_table import MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from records.findings import Finding

_UNPACKED_MOST = 64 << 20
_WIDTHS = (28, 70, 9, 40, 12, 18, 20, 28, 40)


def xlsx_rows(content: bytes) -> tuple[list[tuple[int, Sequence[str]]], list[Finding]]:
    """The rows of the first sheet as text, with their numbers; formulas give the value that was last worked out.

    What is no spreadsheet, or unpacks to more than 64 MiB, gives a finding and no row.
    """
    try:
        with ZipFile(BytesIO(content)) as packed:
            if sum(part.file_size for part in packed.infolist()) > _UNPACKED_MOST:
                return [], [_unreadable()]
        book = load_workbook(BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # A sheet may claim a million empty rows; one more than the most tells that it is too long.
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, values_only=True)
        return [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)], []
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, SyntaxError, EOFError, OSError):
        # Its reader raises whatever the broken part happens to raise; ParseError is a SyntaxError.
        return [], [_unreadable()]


def xlsx_of(rows: Iterable[Sequence[str]]) -> bytes:
    """A spreadsheet of the rows, every cell as text: nothing in it is ever a formula."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("schedule")
    for column, width in zip("ABCDEFGHI", _WIDTHS, strict=True):
        sheet.column_dimensions[column].width = width
    for row in rows:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value)
            cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))  # people type 20, spreadsheets keep 20.0
    return str(cell)


def _unreadable() -> Finding:
    return whole_table(
        "schedule.unreadable_xlsx",
        Sentence("Tệp không phải bảng tính XLSX đọc được.", "The file is no spreadsheet (XLSX) that can be read."),
        "",
    )
