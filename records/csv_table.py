"""Tables as spreadsheets write them: rows of cells with the number of their line, there and back."""

from __future__ import annotations

import csv
import re
from io import StringIO
from typing import TYPE_CHECKING

from records.folding import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_BYTE_ORDER_MARK = "\ufeff"


def csv_rows(text: str, first_column: str) -> tuple[list[tuple[int, Sequence[str]]], int]:
    """The rows of a text, each with the number of the line it begins on.

    Cells are separated by semicolons, or by commas where the header, which begins with ``first_column``, says so.
    Beside the rows stands the line from which on quoting is broken, so that nothing more can be told apart; 0: none.
    """
    text = normalise(text.removeprefix(_BYTE_ORDER_MARK))
    delimiter = "," if re.match(rf'\s*"?{re.escape(first_column)}"?\s*,', text) else ";"
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[tuple[int, Sequence[str]]] = []
    while True:
        begins = reader.line_num + 1
        try:
            rows.append((begins, next(reader)))
        except StopIteration:
            return rows, 0
        except csv.Error:
            return rows, begins


def csv_text(rows: Iterable[Sequence[str]]) -> str:
    """The rows as a text that spreadsheets open as it is: a byte order mark, semicolons."""
    out = StringIO(newline="")
    csv.writer(out, delimiter=";").writerows(rows)
    return _BYTE_ORDER_MARK + out.getvalue()
