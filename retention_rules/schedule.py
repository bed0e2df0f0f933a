"""A retention schedule: rules read from a table, each row understood wholly or named in a finding.

The table is text separated by semicolons with the columns ``group``, ``record_type_vi``,
``period``, ``source_row`` and ``confidence``. No row is ever confirmed by loading it:
confirming is the act of a named archivist, not a column that anyone can fill in.
"""

from __future__ import annotations

import csv
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import StringIO
from typing import TYPE_CHECKING

from records.errors import Sentence
from records.findings import Finding, Severity
from records.folding import fold, normalise
from retention_rules.model import Rule
from retention_rules.period import UnknownPeriod, read_period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

COLUMNS = ("group", "record_type_vi", "period", "source_row", "confidence")
CONFIDENCES = ("high", "medium", "low")
_DATA = "retention_rows.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Rules under a name and a version. Immutable: a change is a new version."""

    name: str
    version: str
    """As declared, or the first 12 signs of the SHA-256 of the table."""
    effective_from: date | None
    rules: tuple[Rule, ...]

    def rule(self, rule_id: str) -> Rule | None:
        return next((rule for rule in self.rules if rule.id == rule_id), None)


def load_schedule(
    csv_text: str, *, name: str, version: str, effective_from: date | None = None
) -> tuple[Schedule, tuple[Finding, ...]]:
    """Read a table; never raises for what the table holds.

    Every row that is not blank becomes exactly one rule, or gets a finding of severity
    REFUSAL with its line number (``where`` is ``line 12``) and becomes none. A repeated row is
    a WARNING and stands once. With an empty ``version`` the version is derived from the text.
    """
    text = normalise(csv_text.removeprefix("\ufeff"))
    rules: list[Rule] = []
    findings: list[Finding] = []
    seen: dict[tuple[str, ...], int] = {}
    rows = _rows(text, findings)
    header = next(rows, (0, []))[1]
    if tuple(cell.strip().lower() for cell in header) != COLUMNS:
        findings.append(_no_header())
        rows = iter(())
    counters: dict[str, int] = {}
    for line, cells in rows:
        row = tuple(" ".join(cell.split()) for cell in cells)
        if not any(row):
            continue
        source = _source(row[3]) if len(row) == len(COLUMNS) else ""
        counters[source] = counters.get(source, 0) + 1
        if row in seen:
            findings.append(_repeated(line, seen[row]))
            continue
        seen[row] = line
        understood = _rule(row, line, f"{source}-{counters[source]:04d}")
        if isinstance(understood, Rule):
            rules.append(understood)
        else:
            findings.append(understood)
    declared = version.strip() or hashlib.sha256(text.encode()).hexdigest()[:12]
    schedule = Schedule(name=name, version=declared, effective_from=effective_from, rules=tuple(rules))
    return schedule, tuple(findings)


@cache
def built_in_schedule() -> Schedule:
    """The table that comes with Vankho; every rule unconfirmed, most from an expired circular.

    For reference only: an archivist has to check each row against the text in force.
    """
    text = (files("retention_rules") / "data" / _DATA).read_text(encoding="utf-8")
    schedule, findings = load_schedule(text, name="Bảng thời hạn tham khảo của Vankho", version="")
    if findings:  # a test holds this: a half-read table must never be shipped
        raise ValueError(f"the packaged schedule has {len(findings)} findings, first {findings[0]}")
    return schedule


def _rows(text: str, findings: list[Finding]) -> Iterator[tuple[int, Sequence[str]]]:
    """The rows with the number of the line each begins on; stops where quoting is broken."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=";", strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            findings.append(_broken(begins))
            return
        yield begins, cells


def _rule(row: tuple[str, ...], line: int, rule_id: str) -> Rule | Finding:
    if len(row) != len(COLUMNS):
        return _refused(
            "schedule.row_width",
            line,
            Sentence(
                f"Dòng có {len(row)} ô, cần {len(COLUMNS)}.",
                f"The row has {len(row)} cells; {len(COLUMNS)} are needed.",
            ),
        )
    empty = [column for column, cell in zip(COLUMNS, row, strict=True) if not cell]
    if empty:
        names = ", ".join(empty)
        return _refused("schedule.empty_cell", line, Sentence(f"Ô trống: {names}.", f"Empty cells: {names}."))
    group, record_type, code, clause, confidence = row
    if confidence not in CONFIDENCES:
        return _refused(
            "schedule.unknown_confidence",
            line,
            Sentence(f"Không rõ độ tin cậy “{confidence}”.", f"Unknown confidence “{confidence}”."),
        )
    try:
        period = read_period(code)
    except UnknownPeriod as problem:
        return _refused("schedule.unknown_period", line, problem.says)
    return Rule(
        id=rule_id,
        group=group,
        record_type=record_type,
        period=period.code,
        kind=period.kind,
        years=period.years,
        clause=clause,
        confidence=confidence,
        confirmed=False,
    )


def _source(clause: str) -> str:
    """The instrument a clause stands in, as the head of an identifier: ``TT09/2011#12`` gives ``TT09-2011``."""
    head = fold(clause.partition("#")[0])
    instrument = re.match(r"[a-z]+", head)
    number = re.search(r"([0-9]+)(?:[/:]([0-9]{4}))?", head)
    if instrument is None or number is None:
        return "ROW"
    return "-".join(part for part in (instrument[0].upper() + number[1], number[2]) if part)


def _refused(code: str, line: int, says: Sentence) -> Finding:
    return Finding(
        code=code,
        severity=Severity.REFUSAL,
        says=Sentence(
            f"Dòng {line}: {says.vi} Dòng này không được dùng.", f"Line {line}: {says.en} The row is not used."
        ),
        hint=Sentence("Sửa dòng này rồi nạp lại bảng.", "Correct the row and load the table again."),
        where=f"line {line}",
    )


def _repeated(line: int, first: int) -> Finding:
    return Finding(
        code="schedule.repeated_row",
        severity=Severity.WARNING,
        says=Sentence(
            f"Dòng {line} lặp lại nguyên văn dòng {first}; chỉ tính một lần.",
            f"Line {line} repeats line {first} word for word; it counts once.",
        ),
        hint=Sentence("Xóa dòng thừa hoặc sửa lại cho đúng.", "Delete the row or correct it."),
        where=f"line {line}",
    )


def _broken(line: int) -> Finding:
    return _finding_whole(
        "schedule.broken_quotes",
        Sentence(
            f"Từ dòng {line}, dấu ngoặc kép không khớp; phần còn lại của bảng không đọc được.",
            f"From line {line} on the quotation marks do not match; the rest of the table cannot be read.",
        ),
        f"line {line}",
    )


def _no_header() -> Finding:
    names = ";".join(COLUMNS)
    return _finding_whole(
        "schedule.no_header",
        Sentence(
            f"Dòng đầu phải là: {names}. Không dòng nào được dùng.", f"The first line must be: {names}. No row is used."
        ),
        "line 1",
    )


def _finding_whole(code: str, says: Sentence, where: str) -> Finding:
    return Finding(
        code=code,
        severity=Severity.REFUSAL,
        says=says,
        hint=Sentence("Sửa bảng rồi nạp lại.", "Correct the table and load it again."),
        where=where,
    )
