"""The table of a list there and back: each row understood wholly, or named in a finding with its line."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from ingest.code_lists.findings import no_header, refused, whole_table
from ingest.code_lists.table_forms import DAYS, FORMS
from records.csv_table import csv_rows, csv_text
from records.findings import Severity
from records.folding import normalise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ingest.code_lists.model import CodeListKind, Entry
    from ingest.code_lists.table_forms import TableForm
    from records.findings import Finding

MOST_BYTES = 8 << 20
MOST_ROWS = 20_000
LONGEST_CELL = 2_000
_FORMULA = ("=", "+", "@")
_DAY = re.compile(r"(?:(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)|(?P<D>\d{1,2})/(?P<M>\d{1,2})/(?P<Y>\d{4}))")


def read_table(kind: CodeListKind, content: bytes) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """The entries of a CSV (UTF-8) with the columns of the list, and what is to be said of its rows.

    A row that is not blank becomes one entry or is refused by a finding with its line; where anything is refused, the
    caller keeps nothing. Days may be written 2025-07-01 or 01/07/2025. Never raises for what the table holds.
    """
    form = FORMS[kind]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return (), (whole_table("code_list.encoding", "Tệp không phải UTF-8.", "The file is not UTF-8."),)
    rows, broken = csv_rows(text, form.columns[0])
    header = tuple(cell.strip().lower() for cell in (rows[0][1] if rows else ()))
    while header and not header[-1]:
        header = header[:-1]
    if header != form.columns:
        return (), (no_header(form.columns),)
    findings: list[Finding] = []
    if broken:
        findings.append(
            whole_table(
                "code_list.broken_quotes",
                f"Từ dòng {broken}, dấu ngoặc kép không khớp; phần còn lại không đọc được.",
                f"From line {broken} on the quotation marks do not match; the rest cannot be read.",
                f"line {broken}",
            )
        )
    understood = _understood(form, rows[1:], findings)
    if not any(finding.severity is Severity.REFUSAL for finding in findings):
        findings.extend(form.check(understood))
    return tuple(entry for _, entry in understood), tuple(findings)


def write_table(kind: CodeListKind, entries: Iterable[Entry]) -> bytes:
    """The entries as a CSV that spreadsheets open; reading it again gives the same entries."""
    columns = FORMS[kind].columns
    return csv_text([columns, *(tuple(entry[column] for column in columns) for entry in entries)]).encode("utf-8")


def _understood(
    form: TableForm, rows: Iterable[tuple[int, Sequence[str]]], findings: list[Finding]
) -> list[tuple[int, Entry]]:
    understood: list[tuple[int, Entry]] = []
    lines: dict[tuple[str, ...], int] = {}
    for line, written in rows:
        cells = [" ".join(normalise(cell).split()) for cell in written]
        while len(cells) > len(form.columns) and not cells[-1]:
            cells.pop()
        if not any(cells):
            continue
        if len(understood) == MOST_ROWS:
            says = f"Bảng có hơn {MOST_ROWS} dòng.", f"The table has more than {MOST_ROWS} rows."
            findings.append(whole_table("code_list.too_long", *says, f"line {line}"))
            break
        entry = _entry(form, line, cells)
        if not isinstance(entry, dict):
            findings.append(entry)
            continue
        first = lines.setdefault(form.key_of(entry), line)
        if first != line:
            named = ", ".join(form.key)
            findings.append(
                refused(
                    "code_list.repeated_row",
                    line,
                    f"trùng ({named}) với dòng {first}.",
                    f"the same ({named}) as line {first}.",
                )
            )
        understood.append((line, entry))
    return understood


def _entry(form: TableForm, line: int, cells: list[str]) -> Entry | Finding:
    # Spreadsheets leave empty cells at the end of a row away.
    cells += [""] * (len(form.columns) - len(cells))
    if len(cells) > len(form.columns):
        wanted = len(form.columns)
        return refused(
            "code_list.row_width",
            line,
            f"có {len(cells)} ô, cần {wanted}.",
            f"there are {len(cells)} cells; {wanted} are needed.",
        )
    entry = dict(zip(form.columns, cells, strict=True))
    if empty := [column for column in form.needed if not entry[column]]:
        names = ", ".join(empty)
        return refused("code_list.empty_cell", line, f"ô trống: {names}.", f"empty cells: {names}.")
    # A spreadsheet would run what begins so when the table is exported again.
    if any(cell.startswith(_FORMULA) for cell in cells):
        return refused(
            "code_list.formula",
            line,
            "có ô bắt đầu bằng =, + hoặc @ như một công thức.",
            "a cell begins like a formula: =, + or @.",
        )
    if any(len(cell) > LONGEST_CELL for cell in cells):
        return refused(
            "code_list.cell_too_long",
            line,
            f"có ô dài hơn {LONGEST_CELL} ký tự.",
            f"a cell is longer than {LONGEST_CELL} characters.",
        )
    for column in DAYS:
        if not entry.get(column):
            continue
        day = _day(entry[column])
        if not day:
            return refused(
                "code_list.day",
                line,
                f"“{entry[column]}” ở cột {column} không phải một ngày; viết như 2025-07-01 hoặc 01/07/2025.",
                f"“{entry[column]}” in the column {column} is no day; write it as 2025-07-01 or 01/07/2025.",
            )
        entry[column] = day
    return entry


def _day(written: str) -> str:
    """As ISO 8601 writes it; empty where it is none."""
    parts = _DAY.fullmatch(written)
    if parts is None:
        return ""
    year, month, day = (int(parts[low] or parts[high]) for low, high in (("y", "Y"), ("m", "M"), ("d", "D")))
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""
