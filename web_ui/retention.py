"""The archivist's home: the verdict, what falls due by year, and the list behind every number."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from records.needs import needs
from records.reader import Capability, Reader
from retention_rules.model import AssignmentState, DueRow, PeriodKind, RetentionReport
from retention_rules.report import year_in_words
from web_ui.desks import Desks
from web_ui.formats import number
from web_ui.language import language_of
from web_ui.rendering import Foot, page
from web_ui.texts import say
from web_ui.year_plot import year_plot

_ROWS = 100
_FETCHED = 1000

ListName = Literal["all", "due", "without_trigger", "provisional", "unconfirmed", "permanent"]
LISTS: tuple[ListName, ...] = ("all", "due", "without_trigger", "provisional", "unconfirmed", "permanent")


def belongs(row: DueRow, name: ListName, today: date) -> bool:
    """Whether ``row`` is one of those that the figure of that name counts."""
    assignment = row.assignment
    match name:
        case "due":
            return assignment.candidate_from is not None and assignment.candidate_from <= today
        case "without_trigger":
            dated = assignment.rule.kind in {PeriodKind.PERMANENT, PeriodKind.NOT_A_RECORD}
            return assignment.candidate_from is None and not dated
        case "provisional":
            return assignment.state is AssignmentState.PROVISIONAL
        case "unconfirmed":
            return assignment.state is AssignmentState.UNCONFIRMED
        case "permanent":
            return assignment.rule.kind is PeriodKind.PERMANENT
        case "all":
            return True


def verdict_of(report: RetentionReport, language: str) -> str:
    """The head line: what needs a person first, else when something will."""
    if not report.dossiers:
        return say(language, "retention.verdict_empty")
    if report.due_now:
        return say(language, "retention.verdict_due", n=number(report.due_now, language))
    if report.without_trigger:
        return say(language, "retention.verdict_trigger", n=number(report.without_trigger, language))
    if report.by_year:
        return say(language, "retention.verdict_next", year=report.by_year[0][0])
    return say(language, "retention.verdict_quiet")


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/thoi-han``."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)

    def all_rows(who: Reader) -> Iterator[DueRow]:
        offset = 0
        while rows := desks.retention.report(who, limit=_FETCHED, offset=offset).rows:
            yield from rows
            offset += len(rows)

    def listed(who: Reader, name: ListName, year: int | None, offset: int, today: date) -> list[DueRow]:
        """The rows of a list from ``offset``, one more than are shown."""
        if name == "all":
            return list(desks.retention.report(who, limit=_ROWS + 1, offset=offset, year=year).rows)
        return list(islice((row for row in all_rows(who) if belongs(row, name, today)), offset, offset + _ROWS + 1))

    @router.get("/thoi-han")
    @needs(Capability.READ)
    def retention(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        ds: ListName = "all",
        nam: Annotated[int | None, Query(ge=1, le=9999)] = None,
        offset: Annotated[int, Query(ge=0)] = 0,
    ) -> Response:
        language = language_of(request)
        report = desks.retention.report(who, limit=0)
        rows = listed(who, ds, nam, offset, report.as_of)
        counts = {
            "all": report.dossiers,
            "due": report.due_now,
            "without_trigger": report.without_trigger,
            "provisional": report.provisional,
            "unconfirmed": report.unconfirmed,
            "permanent": report.permanent,
        }
        of_list = dict(report.by_year).get(nam, 0) if nam is not None and ds == "all" else counts[ds]
        here = f"/thoi-han?ds={ds}{f'&nam={nam}' if nam else ''}&offset="
        return page(
            request,
            "retention.html",
            reader=who,
            foot=foot,
            here="retention",
            report=report,
            verdict=verdict_of(report, language),
            plot=year_plot(report.by_year, report.as_of.year),
            lists=[(name, counts[name]) for name in LISTS],
            ds=ds,
            nam=nam if ds == "all" else None,
            of_list=of_list,
            of_year=year_in_words(nam, of_list) if nam is not None and ds == "all" else None,
            rows=rows[:_ROWS],
            first=offset + 1,
            last=offset + len(rows[:_ROWS]),
            before=f"{here}{max(0, offset - _ROWS)}#danh-sach" if offset else "",
            after=f"{here}{offset + _ROWS}#danh-sach" if len(rows) > _ROWS else "",
        )

    return router
