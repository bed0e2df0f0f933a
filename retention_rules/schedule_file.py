"""A schedule as a file: which of the two forms it is, and the one way into and out of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.csv_table import csv_text
from records.errors import Sentence
from retention_rules.schedule_findings import whole_table
from retention_rules.schedule_table import csv_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from records.findings import Finding

MOST_BYTES = 8 << 20
_ZIP = b"PK\x03\x04"


def table_of(content: bytes) -> tuple[list[tuple[int, Sequence[str]]], list[Finding]]:
    """The rows of a CSV (UTF-8) or XLSX, told by its bytes; what cannot be read gives a finding and no row."""
    if content.startswith(_ZIP):
        from retention_rules.schedule_xlsx import xlsx_rows  # noqa: PLC0415  a third of a second for few who need it

        return xlsx_rows(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        says = Sentence("Tệp không phải UTF-8.", "The file is not UTF-8.")
        return [], [whole_table("schedule.encoding", says, "")]
    return csv_rows(text)


def write_table(rows: Iterable[Sequence[str]], *, as_xlsx: bool) -> bytes:
    """The rows as a file that spreadsheets open."""
    if as_xlsx:
        from retention_rules.schedule_xlsx import xlsx_of  # noqa: PLC0415  see table_of

        return xlsx_of(rows)
    return csv_text(rows).encode("utf-8")
