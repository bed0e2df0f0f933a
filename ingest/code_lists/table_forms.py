"""What each list has for columns, and what its rows are checked for, one by one and together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from ingest.code_lists.findings import of_line, refused, warning
from ingest.code_lists.model import CodeListKind
from records.folding import fold
from records.identification_code import check_identification_code
from records.procedure_code import check_procedure_code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from typing import TypeAlias

    from ingest.code_lists.model import Entry
    from records.findings import Finding

    Rows: TypeAlias = Sequence[tuple[int, Entry]]

DAYS = ("first_day", "last_day")
"""Columns of days, in whichever list; empty: not known, so without that end."""
_ABBREVIATION = re.compile(r"[^\W\d_]{1,10}")
_LONGEST_HOLIDAY = 31
"""Days; more is a slip of the pen."""
_SATURDAY = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class TableForm:
    """How a list is written."""

    columns: tuple[str, ...]
    needed: tuple[str, ...]
    """Columns that are never empty."""
    key: tuple[str, ...]
    """Columns by which an entry is known in every version; no two rows have the same."""
    check: Callable[[Rows], Iterator[Finding]]
    """What is wrong with rows whose cells are understood, each with its line."""

    def key_of(self, entry: Entry) -> tuple[str, ...]:
        return tuple(fold(entry[column]) for column in self.key)


def _document_kinds(rows: Rows) -> Iterator[Finding]:
    taken: dict[str, int] = {}
    for line, entry in rows:
        short = entry["abbreviation"]
        if short and not _ABBREVIATION.fullmatch(short):
            yield refused(
                "code_list.abbreviation",
                line,
                f"chữ viết tắt “{short}” phải gồm 1–10 chữ cái.",
                f"the abbreviation “{short}” must be 1 to 10 letters.",
            )
        elif short and taken.setdefault(short, line) != line:
            yield refused(
                "code_list.abbreviation_taken",
                line,
                f"chữ viết tắt “{short}” đã dùng ở dòng {taken[short]}.",
                f"the abbreviation “{short}” is that of line {taken[short]}.",
            )
        if entry["type_code"] and not re.fullmatch(r"[0-9]{2}", entry["type_code"]):
            yield refused(
                "code_list.type_code",
                line,
                f"mã tên loại “{entry['type_code']}” phải gồm hai chữ số.",
                f"the code of the type “{entry['type_code']}” must be two digits.",
            )


def _agencies(rows: Rows) -> Iterator[Finding]:
    by_code: dict[str, list[tuple[int, Entry]]] = {}
    for line, entry in rows:
        by_code.setdefault(entry["code"], []).append((line, entry))
        yield from (of_line(finding, line) for finding in check_identification_code(entry["code"]))
        yield from _days_in_order(line, entry)
    for same in by_code.values():
        yield from _overlapping(same)
    circles = _in_circles(rows, by_code)
    for line, entry in rows:
        successor = entry["successor"]
        if not successor:
            continue
        if line in circles:
            yield refused(
                "code_list.successor_circle",
                line,
                f"theo cột successor, “{entry['code']}” lại nhập vào chính mình.",
                f"by its successors “{entry['code']}” goes into itself.",
            )
        elif successor not in by_code:
            yield warning(
                "code_list.successor_unknown",
                line,
                f"cơ quan kế tục “{successor}” không có trong danh mục.",
                f"the successor “{successor}” is not in the list.",
            )
        if not entry["last_day"]:
            yield warning(
                "code_list.no_last_day",
                line,
                "có cơ quan kế tục mà chưa có ngày kết thúc.",
                "there is a successor, and no last day.",
            )


def _procedures(rows: Rows) -> Iterator[Finding]:
    for line, entry in rows:
        yield from (of_line(finding, line) for finding in check_procedure_code(entry["code"]))
        yield from _days_in_order(line, entry)


def _holidays(rows: Rows) -> Iterator[Finding]:
    for line, entry in rows:
        yield from _days_in_order(line, entry)
        first, last = (date.fromisoformat(entry[column] or entry["first_day"]) for column in DAYS)
        if (last - first).days >= _LONGEST_HOLIDAY:
            yield refused(
                "code_list.holiday_too_long",
                line,
                f"kỳ nghỉ dài hơn {_LONGEST_HOLIDAY} ngày.",
                f"the holiday is longer than {_LONGEST_HOLIDAY} days.",
            )
        elif entry["worked"] and (entry["worked"] != "x" or first != last or first.weekday() < _SATURDAY):
            yield refused(
                "code_list.worked_day",
                line,
                "ngày làm bù là một ngày thứ bảy hoặc chủ nhật, cột worked ghi x; ngày nghỉ thì để trống cột này.",
                "a day worked in exchange is one Saturday or Sunday with x in the column worked, empty for days off.",
            )


def _days_in_order(line: int, entry: Entry) -> Iterator[Finding]:
    first, last = (entry[column] for column in DAYS)
    if first and last and last < first:
        yield refused(
            "code_list.days_reversed",
            line,
            f"ngày cuối {last} trước ngày đầu {first}.",
            f"the last day {last} is before the first day {first}.",
        )


def _overlapping(same: Sequence[tuple[int, Entry]]) -> Iterator[Finding]:
    """Rows of one code that are of the same days: on one day a code names one body."""
    in_order = sorted(same, key=lambda row: row[1]["first_day"])
    for (before, earlier), (line, later) in pairwise(in_order):
        if not earlier["last_day"] or later["first_day"] <= earlier["last_day"]:
            yield refused(
                "code_list.days_overlap",
                line,
                f"mã “{later['code']}” trùng thời gian với dòng {before}: cùng một ngày, một mã chỉ một cơ quan.",
                f"the code “{later['code']}” is that of line {before} on the same days: on one day it names one body.",
            )


def _in_circles(rows: Rows, by_code: Mapping[str, Rows]) -> set[int]:
    """Lines of agencies that go into themselves by their successors; a code that came into being again does not."""
    walked, found = dict[int, int](), set[int]()
    for start, (first, entry) in enumerate(rows):
        at: tuple[int, Entry] | None = (first, entry)
        path = list[int]()
        while at is not None and at[0] not in walked:
            walked[at[0]] = start
            path.append(at[0])
            at = _next(at[1], by_code)
        if at is not None and walked[at[0]] == start:
            found.update(path[path.index(at[0]) :])
    return found


def _next(entry: Entry, by_code: Mapping[str, Rows]) -> tuple[int, Entry] | None:
    """The row of the successor that was in being after the last day; where none was, the first there is."""
    rows = by_code.get(entry["successor"], ()) if entry["successor"] else ()
    after = [row for row in rows if not row[1]["last_day"] or row[1]["last_day"] > entry["last_day"]]
    return min(after or rows, key=lambda row: row[1]["first_day"], default=None)


FORMS: Mapping[CodeListKind, TableForm] = {
    CodeListKind.DOCUMENT_KINDS: TableForm(
        columns=("name", "abbreviation", "type_code"), needed=("name",), key=("name",), check=_document_kinds
    ),
    CodeListKind.AGENCIES: TableForm(
        columns=("code", "name", "other_names", *DAYS, "successor"),
        needed=("code", "name"),
        key=("code", "first_day"),
        check=_agencies,
    ),
    CodeListKind.PROCEDURES: TableForm(
        columns=("code", "name", *DAYS), needed=("code", "name"), key=("code",), check=_procedures
    ),
    CodeListKind.HOLIDAYS: TableForm(
        columns=("name", *DAYS, "worked"), needed=("name", "first_day"), key=("first_day",), check=_holidays
    ),
}
