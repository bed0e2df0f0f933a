"""What falls due when."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from records.errors import Sentence
from retention_rules.model import AssignmentState, PeriodKind, RetentionReport

if TYPE_CHECKING:
    from collections.abc import Sequence

    from retention_rules.model import DueRow


def build_report(rows: Sequence[DueRow], today: date) -> RetentionReport:
    """Counts over all ``rows``, and the rows with the soonest first, those without a date last.

    ``without_trigger`` counts what has no date because the event it is counted from is not
    known; permanent dossiers and what is not a record have none for good and are not in it.
    """
    starts = [row.assignment.candidate_from for row in rows]
    kinds = Counter(row.assignment.rule.kind for row in rows)
    states = Counter(row.assignment.state for row in rows)
    dateless = kinds[PeriodKind.PERMANENT] + kinds[PeriodKind.NOT_A_RECORD]
    return RetentionReport(
        as_of=today,
        dossiers=len(rows),
        permanent=kinds[PeriodKind.PERMANENT],
        without_trigger=sum(start is None for start in starts) - dateless,
        provisional=states[AssignmentState.PROVISIONAL],
        unconfirmed=states[AssignmentState.UNCONFIRMED],
        due_now=sum(start is not None and start <= today for start in starts),
        by_year=tuple(sorted(Counter(start.year for start in starts if start is not None).items())),
        rows=tuple(sorted(rows, key=_soonest)),
    )


def narrow(report: RetentionReport, *, limit: int, offset: int = 0, year: int | None = None) -> RetentionReport:
    """The same counts with a part of the rows: those of one year of ``candidate_from``, then a page of them."""
    rows = report.rows
    if year is not None:
        rows = tuple(row for row in rows if (start := row.assignment.candidate_from) is not None and start.year == year)
    return replace(report, rows=rows[offset : offset + limit])


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


def _soonest(row: DueRow) -> tuple[date, str, str]:
    # the id last, so that equal rows keep one order from call to call
    return row.assignment.candidate_from or date.max, row.code, str(row.dossier)
