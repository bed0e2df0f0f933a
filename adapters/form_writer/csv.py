"""Lists as text (CSV, UTF-8 with its mark, which spreadsheets ask for); no cell begins like a formula."""

from __future__ import annotations

import csv
from io import StringIO
from typing import TYPE_CHECKING

from adapters.form_writer.cells import as_words
from retention_rules.forms.model import MEDIA_TYPES, FormFormat
from retention_rules.forms.ports import FormWriter

if TYPE_CHECKING:
    from retention_rules.forms.model import PrintedForm


class CsvWriter(FormWriter):
    """The tables of a form alone, for programs: headings, then rows."""

    media_type = MEDIA_TYPES[FormFormat.CSV]

    def write(self, form: PrintedForm) -> bytes:
        out = StringIO()
        writer = csv.writer(out)
        if form.across:
            writer.writerow([form.across])
        for number, table in enumerate(form.tables):
            if number:
                writer.writerow([])
            writer.writerow([column.title for column in table.columns])
            for row in table.rows:
                writer.writerow([as_words(cell) for cell in row])
        return out.getvalue().encode("utf-8-sig")
