"""The table of a schedule: rows of cells there and back, each row understood wholly or named in a finding.

Columns: ``group``, ``record_type_vi``, ``period``, ``source_row``, ``confidence``; then, where the
table was exported, ``rule_id`` and who confirmed the rule. No row is ever confirmed by reading
it: confirming is the act of a named archivist, not a column that anyone can fill in.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from records import csv_table
from records.errors import Sentence
from records.folding import fold, normalise
from retention_rules.model import Rule
from retention_rules.period import UnknownPeriod, read_period
from retention_rules.schedule_findings import broken_quotes, no_header, refused, repeated, whole_table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from records.findings import Finding
    from retention_rules.model import Confirmation

COLUMNS = ("group", "record_type_vi", "period", "source_row", "confidence")
ALSO_EXPORTED = ("rule_id", "confirmed_by", "confirmed_at", "confirmed_source")
CONFIDENCES = ("high", "medium", "low")
MOST_ROWS = 20_000
LONGEST_CELL = 2_000
_RULE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_FORMULA = ("=", "+", "@")


def csv_rows(text: str) -> tuple[list[tuple[int, Sequence[str]]], list[Finding]]:
    """The rows of a text as ``records.csv_table`` has them; what is broken in the quoting is a finding."""
    rows, broken = csv_table.csv_rows(text, COLUMNS[0])
    return rows, [broken_quotes(broken)] if broken else []


def read_rules(rows: Iterable[tuple[int, Sequence[str]]]) -> tuple[tuple[Rule, ...], tuple[Finding, ...]]:
    """Every row below the header that is not blank becomes one rule, or is named in a finding with its line.

    A repeated row is a warning and stands once. Never raises for what the table holds.
    """
    left = iter(rows)
    header = tuple(cell.strip().lower() for cell in next(left, (0, ()))[1])
    while header and not header[-1]:
        header = header[:-1]
    if header not in {COLUMNS, COLUMNS + ALSO_EXPORTED}:
        return (), (no_header(COLUMNS),)
    reading = _Reading(len(header))
    for number, (line, cells) in enumerate(left, start=1):
        if number > MOST_ROWS:
            says = Sentence(f"Bảng có hơn {MOST_ROWS} dòng.", f"The table has more than {MOST_ROWS} rows.")
            reading.findings.append(whole_table("schedule.too_long", says, f"line {line}"))
            break
        reading.take(line, tuple(" ".join(normalise(cell).split()) for cell in cells))
    return tuple(reading.rules), tuple(reading.findings)


def rows_of(rules: Iterable[Rule], confirmations: Mapping[str, Confirmation]) -> Iterator[tuple[str, ...]]:
    """Header and rows as they are exported; reading them again gives the same rules.

    ``confirmations`` by id of the rule.
    """
    yield COLUMNS + ALSO_EXPORTED
    for rule in rules:
        confirmed = confirmations.get(rule.id)
        said = ("", "", "") if confirmed is None else (confirmed.by, confirmed.at.isoformat(), confirmed.source)
        yield (rule.group, rule.record_type, rule.period, rule.clause, rule.confidence, rule.id, *said)


class _Reading:
    """Rules and findings so far."""

    def __init__(self, width: int) -> None:
        self.rules: list[Rule] = []
        self.findings: list[Finding] = []
        self._width = width
        self._lines: dict[tuple[str, ...], int] = {}
        self._ids: dict[str, int] = {}
        self._counters: dict[str, int] = {}

    def take(self, line: int, row: tuple[str, ...]) -> None:
        # Spreadsheets leave empty cells at the end of a row away, or add some.
        if self._width > len(COLUMNS):
            row += ("",) * (self._width - len(row))
        while len(row) > self._width and not row[-1]:
            row = row[:-1]
        if not any(row):
            return
        source = _source(row[3]) if len(row) == self._width else ""
        self._counters[source] = self._counters.get(source, 0) + 1
        if row in self._lines:
            self.findings.append(repeated(line, self._lines[row]))
            return
        self._lines[row] = line
        understood = self._rule(row, line, f"{source}-{self._counters[source]:04d}")
        if isinstance(understood, Rule):
            self._ids[understood.id] = line
            self.rules.append(understood)
        else:
            self.findings.append(understood)

    def _rule(self, row: tuple[str, ...], line: int, derived: str) -> Rule | Finding:
        if len(row) != self._width:
            says = Sentence(
                f"Dòng có {len(row)} ô, cần {self._width}.", f"The row has {len(row)} cells; {self._width} are needed."
            )
            return refused("schedule.row_width", line, says)
        if (wrong := _wrong_cell(row, line)) is not None:
            return wrong
        group, record_type, code, clause, confidence = row[: len(COLUMNS)]
        if confidence not in CONFIDENCES:
            says = Sentence(f"Không rõ độ tin cậy “{confidence}”.", f"Unknown confidence “{confidence}”.")
            return refused("schedule.unknown_confidence", line, says)
        try:
            period = read_period(code)
        except UnknownPeriod as problem:
            return refused("schedule.unknown_period", line, problem.says)
        rule_id = (row[len(COLUMNS)] if self._width > len(COLUMNS) else "") or derived
        if not _RULE_ID.fullmatch(rule_id) or rule_id in self._ids:
            says = Sentence(
                f"Mã quy tắc “{rule_id}” sai dạng hoặc đã dùng.", f"The rule id “{rule_id}” is malformed or taken."
            )
            return refused("schedule.rule_id", line, says)
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


def _wrong_cell(row: tuple[str, ...], line: int) -> Finding | None:
    empty = [column for column, cell in zip(COLUMNS, row, strict=False) if not cell]
    if empty:
        names = ", ".join(empty)
        return refused("schedule.empty_cell", line, Sentence(f"Ô trống: {names}.", f"Empty cells: {names}."))
    # A spreadsheet would run what begins so when the table is exported again.
    if any(cell.startswith(_FORMULA) for cell in row):
        says = Sentence("Có ô bắt đầu bằng =, + hoặc @ như một công thức.", "A cell begins like a formula: =, + or @.")
        return refused("schedule.formula", line, says)
    if any(len(cell) > LONGEST_CELL for cell in row):
        says = Sentence(f"Có ô dài hơn {LONGEST_CELL} ký tự.", f"A cell is longer than {LONGEST_CELL} characters.")
        return refused("schedule.cell_too_long", line, says)
    return None


def _source(clause: str) -> str:
    """The instrument a clause stands in, as the head of an identifier: ``TT09/2011#12`` gives ``TT09-2011``."""
    head = fold(clause.partition("#")[0])
    instrument = re.match(r"[a-z]+", head)
    number = re.search(r"([0-9]+)(?:[/:]([0-9]{4}))?", head)
    if instrument is None or number is None:
        return "ROW"
    return "-".join(part for part in (instrument[0].upper() + number[1], number[2]) if part)
