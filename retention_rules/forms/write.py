"""Write a form to a kind of file, where that kind fits the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import InvalidInput, Sentence
from retention_rules.forms.model import FormFormat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from retention_rules.forms.model import PrintedForm
    from retention_rules.forms.ports import FormWriter

OF_TABLES = frozenset({FormFormat.XLSX, FormFormat.CSV})
"""Kinds of file that hold tables alone."""


def written(form: PrintedForm, kind: FormFormat, writers: Mapping[FormFormat, FormWriter]) -> bytes:
    """The file.

    Raises:
        InvalidInput (form.no_table): The kind of file holds tables, and the form has none.
    """
    if kind in OF_TABLES and not form.tables:
        raise InvalidInput(
            "form.no_table",
            Sentence("Biểu mẫu này không phải là bảng.", "The form is no table."),
            Sentence("Chọn DOCX hoặc PDF.", "Choose DOCX or PDF."),
        )
    return writers[kind].write(form)
