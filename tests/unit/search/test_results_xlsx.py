"""A spreadsheet of results holds text, whatever a page says."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from search_api.results_table import ResultsTable, Value
from search_api.results_xlsx import results_xlsx


def written(*rows: tuple[Value, ...]) -> list[tuple[object, ...]]:
    table = ResultsTable(title="Kết quả", mark=("lan & minh",), columns=("A", "B"), widths=(9, 9), rows=rows)
    sheet = load_workbook(BytesIO(results_xlsx(table))).worksheets[0]
    return list(sheet.iter_rows(min_row=4, values_only=True))


@pytest.mark.parametrize("evil", ["=1+1", '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\t=1"])
def test_nothing_is_a_formula(evil: str) -> None:
    table = ResultsTable(title="t", mark=(evil,), columns=(evil,), widths=(9,), rows=((evil,),))
    sheet = load_workbook(BytesIO(results_xlsx(table))).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert len(cells) == 3
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)


def test_values_come_back_as_they_were() -> None:
    assert written((1, "Quyết định"), (2, None)) == [(1, "Quyết định"), (2, None)]
    ((day, _),) = written((date(2025, 6, 24), ""))
    assert day.date() == date(2025, 6, 24)  # type: ignore[attr-defined]  # the library gives a datetime


def test_signs_that_a_spreadsheet_cannot_hold_are_replaced() -> None:
    assert written(("a\x00b\x1f", "x" * 40_000)) == [("a\ufffdb\ufffd", "x" * 32_000)]
