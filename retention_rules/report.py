"""What falls due when: counts of everything, and lists of which a page is shown at a time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from records.errors import Sentence
from retention_rules.model import AssignmentState, PeriodKind, RetentionReport

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from records.identifiers import DossierId
    from retention_rules.model import DueRow

_WITHOUT_DATE = frozenset({PeriodKind.PERMANENT, PeriodKind.NOT_A_RECORD})


class DueList(StrEnum):
    """The list behind a figure of the report."""

    ALL = "all"
    DUE = "due"
    WITHOUT_TRIGGER = "without_trigger"
    PROVISIONAL = "provisional"
    UNCONFIRMED = "unconfirmed"
    PERMANENT = "permanent"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in a list a row stands: the next page begins behind it, whatever was added or went before."""

    candidate_from: date | None
    dossier: DossierId


@dataclass(frozen=True, slots=True, kw_only=True)
class DueQuery:
    """Which rows of which list; what is None does not narrow."""

    which: DueList = DueList.ALL
    year: int | None = None
    """Of ``candidate_from``."""
    unit: str | None = None
    period: str | None = None
    """The code of the period as the rule writes it."""
    after: Place | None = None
    offset: int = 0
    """Rows to leave out; for pages far down ``after`` is what does not take longer and longer."""
    limit: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingTotal:
    """A number of dossiers that are alike in everything a report tells apart."""

    unit: str
    kind: PeriodKind
    state: AssignmentState
    period: str
    candidate_from: date | None
    dossiers: int


def totals_of(rows: Iterable[DueRow]) -> list[HoldingTotal]:
    """The rows counted: the slow way to what a catalogue keeps counted."""
    alike = Counter(
        (row.unit, made.rule.kind, made.state, made.rule.period, made.candidate_from)
        for row in rows
        for made in (row.assignment,)
    )
    return [
        HoldingTotal(unit=unit, kind=kind, state=state, period=period, candidate_from=start, dossiers=number)
        for (unit, kind, state, period, start), number in alike.items()
    ]


def summarise(totals: Sequence[HoldingTotal], today: date) -> RetentionReport:
    """The report without rows.

    ``without_trigger`` counts what has no date because the event it is counted from is not
    known; permanent dossiers and what is not a record have none for good and are not in it.
    """
    years, units, periods = Counter[int](), Counter[str](), Counter[str]()
    for total in totals:
        units[total.unit] += total.dossiers
        periods[total.period] += total.dossiers
        if total.candidate_from is not None:
            years[total.candidate_from.year] += total.dossiers
    return RetentionReport(
        as_of=today,
        dossiers=sum(units.values()),
        permanent=_number(t for t in totals if t.kind is PeriodKind.PERMANENT),
        without_trigger=_number(t for t in totals if t.candidate_from is None and t.kind not in _WITHOUT_DATE),
        provisional=_number(t for t in totals if t.state is AssignmentState.PROVISIONAL),
        unconfirmed=_number(t for t in totals if t.state is AssignmentState.UNCONFIRMED),
        due_now=_number(t for t in totals if t.candidate_from is not None and t.candidate_from <= today),
        by_year=tuple(sorted(years.items())),
        by_unit=tuple(sorted(units.items())),
        by_period=tuple(sorted(periods.items())),
        rows=(),
    )


def build_report(rows: Sequence[DueRow], today: date) -> RetentionReport:
    """Counts over all ``rows``, and the rows with the soonest first, those without a date last."""
    return replace(summarise(totals_of(rows), today), rows=tuple(sorted(rows, key=_soonest)))


def narrow(report: RetentionReport, *, limit: int, offset: int = 0, year: int | None = None) -> RetentionReport:
    """The same counts with a part of the rows: those of one year of ``candidate_from``, then a page of them."""
    return replace(report, rows=choose(report.rows, DueQuery(year=year, limit=limit, offset=offset), report.as_of))


def choose(rows: Sequence[DueRow], query: DueQuery, today: date) -> tuple[DueRow, ...]:
    """The rows that ``query`` asks for, of rows that are all at hand."""
    found = [row for row in sorted(rows, key=_soonest) if belongs(row, query, today)]
    if query.after is not None:
        behind = (query.after.candidate_from or date.max, str(query.after.dossier))
        found = [row for row in found if _soonest(row) > behind]
    return tuple(found[query.offset : query.offset + query.limit])


def belongs(row: DueRow, query: DueQuery, today: date) -> bool:
    """Whether the row is one of those that the figure counts which opens the list."""
    assignment = row.assignment
    start = assignment.candidate_from
    if query.year is not None and (start is None or start.year != query.year):
        return False
    if query.unit not in {None, row.unit} or query.period not in {None, assignment.rule.period}:
        return False
    match query.which:
        case DueList.DUE:
            return start is not None and start <= today
        case DueList.WITHOUT_TRIGGER:
            return start is None and assignment.rule.kind not in _WITHOUT_DATE
        case DueList.PROVISIONAL:
            return assignment.state is AssignmentState.PROVISIONAL
        case DueList.UNCONFIRMED:
            return assignment.state is AssignmentState.UNCONFIRMED
        case DueList.PERMANENT:
            return assignment.rule.kind is PeriodKind.PERMANENT
        case DueList.ALL:
            return True


def year_in_words(year: int, dossiers: int) -> Sentence:
    """What ``narrow`` to a year shows: ``dossiers`` of them, which expire on the last day of the year before."""
    if not dossiers:
        return Sentence(
            f"Không có hồ sơ nào hết hạn 31/12/{year - 1:04}, tức được xem xét sớm nhất từ 01/01/{year:04}.",
            f"No dossier expires on 31/12/{year - 1:04}, to be appraised from 01/01/{year:04} at the earliest.",
        )
    expires = "dossier expires" if dossiers == 1 else "dossiers expire"
    return Sentence(
        f"{dossiers} hồ sơ hết hạn 31/12/{year - 1:04}, tức được xem xét sớm nhất từ 01/01/{year:04}",
        f"{dossiers} {expires} on 31/12/{year - 1:04}, to be appraised from 01/01/{year:04} at the earliest",
    )


def _number(totals: Iterable[HoldingTotal]) -> int:
    return sum(total.dossiers for total in totals)


def _soonest(row: DueRow) -> tuple[date, str]:
    # the id last, so that equal rows keep one order from call to call
    return row.assignment.candidate_from or date.max, str(row.dossier)
