"""Which adapter writes which kind of file of a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.form_writer.csv import CsvWriter
from adapters.form_writer.docx import DocxWriter
from adapters.form_writer.pdf import PdfWriter
from adapters.form_writer.xlsx import XlsxWriter
from retention_rules.forms.model import FormFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from retention_rules.forms.ports import FormWriter


def form_writers() -> Mapping[FormFormat, FormWriter]:
    """One for each kind of file."""
    return {
        FormFormat.DOCX: DocxWriter(),
        FormFormat.PDF: PdfWriter(),
        FormFormat.XLSX: XlsxWriter(),
        FormFormat.CSV: CsvWriter(),
    }
