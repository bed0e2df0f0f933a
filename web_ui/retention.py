"""The archivist's home: the verdict, what falls due by year, and the list behind every number."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from records.identifiers import DossierId
from records.needs import needs
from records.reader import Capability, Reader
from records.unit_names import unit_in_words
from retention_rules.forms.http import answer
from retention_rules.forms.model import FormFormat
from retention_rules.model import RetentionReport
from retention_rules.period_words import period_in_words
from retention_rules.report import DueList, DueQuery, Place, year_in_words
from web_ui.bars import bars_of
from web_ui.desks import Desks
from web_ui.formats import number
from web_ui.language import language_of
from web_ui.rendering import Foot, page, unit_names
from web_ui.texts import say
from web_ui.use import COLOURS, to_answer
from web_ui.year_plot import year_plot

_ROWS = 100


def _query(which: DueList, year: int | None, unit: str, period: str, after: Place | None) -> DueQuery:
    return DueQuery(which=which, year=year, unit=unit or None, period=period or None, after=after, limit=_ROWS)


def place_in_words(place: Place) -> str:
    """A place of a list as it stands in an address: ``2027-01-01_<dossier>``, without a date ``_<dossier>``."""
    return f"{place.candidate_from or ''}_{place.dossier}"


def place_of(words: str) -> Place | None:
    """What ``place_in_words`` wrote; None for what it did not write: the list is then shown from its beginning."""
    day, _, dossier = words.partition("_")
    try:
        return Place(candidate_from=date.fromisoformat(day) if day else None, dossier=DossierId(dossier))
    except ValueError:
        return None


def verdict_of(report: RetentionReport, language: str, *, of_all: bool = True) -> str:
    """The head line: what needs a person first, else when something will. ``of_all``: the reader sees everything."""
    if not report.dossiers and not of_all:
        return say(language, "dossier.list_empty_mine")
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

    @router.get("/thoi-han")
    @needs(Capability.READ)
    def retention(  # noqa: PLR0917  what stands in the address
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        ds: DueList = DueList.ALL,
        nam: Annotated[int | None, Query(ge=1, le=9999)] = None,
        dv: Annotated[str, Query(max_length=64)] = "",
        th: Annotated[str, Query(max_length=10)] = "",
        tu: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
        sau: Annotated[str, Query(max_length=64)] = "",
    ) -> Response:
        language = language_of(request)
        report = desks.retention.report(who, limit=0)
        of_unit = desks.retention.report(who, limit=0, unit=dv) if dv else report
        behind = place_of(sau)
        first = tu if behind is not None else 1
        year = nam if ds is DueList.ALL else None
        rows, following = desks.retention.due(who, _query(ds, year, dv, th, behind))
        counts = {
            DueList.ALL: of_unit.dossiers,
            DueList.DUE: of_unit.due_now,
            DueList.WITHOUT_TRIGGER: of_unit.without_trigger,
            DueList.PROVISIONAL: of_unit.provisional,
            DueList.UNCONFIRMED: of_unit.unconfirmed,
            DueList.PERMANENT: of_unit.permanent,
        }
        narrowed = {"nam": year, "dv": dv, "th": th}
        if year is not None:
            of_list = dict(of_unit.by_year).get(year, 0)
        elif ds is DueList.ALL and th:
            of_list = dict(of_unit.by_period).get(th, 0)
        else:
            of_list = counts[ds]
        asked = urlencode({"ds": ds.value, **{key: value for key, value in narrowed.items() if value}})
        here = f"/thoi-han?{asked}"
        return page(
            request,
            "retention.html",
            reader=who,
            foot=foot,
            here="retention",
            report=report,
            by_year=of_unit.by_year,
            verdict=verdict_of(report, language, of_all=who.sees_all),
            backups=desks.execution.backups(who) if Capability.DECIDE in who.capabilities else [],
            use_waiting=to_answer(desks, who),
            use_colours=COLOURS,
            plot=year_plot(of_unit.by_year, report.as_of.year),
            lists=[(name.value, counts[name]) for name in DueList],
            ds=ds.value,
            nam=year,
            dv=dv,
            th=th,
            asked=asked,
            units=bars_of(report.by_unit),
            periods=bars_of(of_unit.by_period),
            of_list=of_list,
            of_year=year_in_words(year, of_list) if year is not None else None,
            rows=rows,
            first=first,
            last=first + len(rows) - 1,
            # Backwards the browser goes itself; this is the way to the beginning.
            before=f"{here}#danh-sach" if behind is not None else "",
            after=f"{here}&tu={first + len(rows)}&sau={place_in_words(following)}#danh-sach" if following else "",
        )

    @router.get("/thoi-han/danh-muc")
    @needs(Capability.READ)
    def printed(  # noqa: PLR0917  what stands in the address
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        ds: DueList = DueList.ALL,
        nam: Annotated[int | None, Query(ge=1, le=9999)] = None,
        dv: Annotated[str, Query(max_length=64)] = "",
        th: Annotated[str, Query(max_length=10)] = "",
        kind: Annotated[FormFormat, Query(alias="format")] = FormFormat.PDF,
    ) -> Response:
        query = _query(ds, nam if ds is DueList.ALL else None, dv, th, None)
        narrowed = [str(say("vi", f"retention.list_{ds.value}"))]
        narrowed += [f"năm {query.year}"] if query.year else []
        narrowed += [f"thời hạn {period_in_words(th).vi}"] if th else []
        narrowed += [f"đơn vị {unit_in_words(dv, unit_names(request).get(dv, '')).vi}"] if dv else []
        said = " · ".join(narrowed)
        made = desks.forms.dossier_list(who, query, said=f"Hồ sơ: {said}")
        return answer(made, kind, desks.writers)

    return router
