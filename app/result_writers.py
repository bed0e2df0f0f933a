"""Which writer makes which kind of file of search results."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.form_writers import LateWriter
from retention_rules.forms.model import MEDIA_TYPES, Align, Column, FormFormat, Line, PrintedForm, Table
from search_api.export_results import ResultsForm, ResultsWriter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from retention_rules.forms.ports import FormWriter
    from search_api.results_table import ResultsTable, Value

_SHOWN = (0, 1, 3, 4, 5, 6, 7, 8, 11, 12)
"""Of the columns of a spreadsheet those that a sheet of paper has room for."""
_WIDTHS = (0.04, 0.12, 0.09, 0.08, 0.08, 0.12, 0.15, 0.05, 0.18, 0.09)


def result_writers() -> Mapping[ResultsForm, ResultsWriter]:
    """One for each kind of file."""
    return {
        ResultsForm.XLSX: ResultsWriter(media_type=MEDIA_TYPES[FormFormat.XLSX], write=_xlsx),
        ResultsForm.DOCX: _printed(LateWriter(FormFormat.DOCX)),
        ResultsForm.PDF: _printed(LateWriter(FormFormat.PDF)),
    }


def _xlsx(table: ResultsTable) -> bytes:
    from search_api.results_xlsx import results_xlsx  # noqa: PLC0415  twelve MiB for few who need it

    return results_xlsx(table)


def _printed(writer: FormWriter) -> ResultsWriter:
    return ResultsWriter(media_type=writer.media_type, write=lambda table: writer.write(as_form(table)))


def as_form(table: ResultsTable) -> PrintedForm:
    """The results as a paper in landscape: the mark, and fewer columns."""
    columns = tuple(
        Column(title=table.columns[place], width=width) for place, width in zip(_SHOWN, _WIDTHS, strict=True)
    )
    rows = tuple(tuple(_text(row[place]) for place in _SHOWN) for row in table.rows)
    mark = tuple(Line(text=line, italic=True, align=Align.LEFT, indent=False) for line in table.mark)
    return PrintedForm(
        file_name="tra-cuu",
        title=table.title.upper(),
        subtitle=(),
        blocks=(*mark, Table(columns=columns, rows=rows, numbered=False)),
        landscape=True,
    )


def _text(value: Value) -> str:
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)
