"""Which adapter writes which kind of file of a form."""

from __future__ import annotations

import importlib
from functools import cached_property
from typing import TYPE_CHECKING, cast

from retention_rules.forms.model import MEDIA_TYPES, FormFormat
from retention_rules.forms.ports import FormWriter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from retention_rules.forms.model import PrintedForm

_ADAPTERS = {
    FormFormat.DOCX: ("adapters.form_writer.docx", "DocxWriter"),
    FormFormat.PDF: ("adapters.form_writer.pdf", "PdfWriter"),
    FormFormat.XLSX: ("adapters.form_writer.xlsx", "XlsxWriter"),
    FormFormat.CSV: ("adapters.form_writer.csv", "CsvWriter"),
}


class LateWriter(FormWriter):
    """A writer that is loaded when the first form is written.

    The libraries of the three take twenty MiB, which a site that prints nothing would hold all day.
    """

    def __init__(self, kind: FormFormat) -> None:
        self._kind = kind
        self.media_type = MEDIA_TYPES[kind]

    def write(self, form: PrintedForm) -> bytes:
        return self._writer.write(form)

    @cached_property
    def _writer(self) -> FormWriter:
        module, name = _ADAPTERS[self._kind]
        return cast("FormWriter", getattr(importlib.import_module(module), name)())


def form_writers() -> Mapping[FormFormat, FormWriter]:
    """One for each kind of file."""
    return {kind: LateWriter(kind) for kind in FormFormat}
