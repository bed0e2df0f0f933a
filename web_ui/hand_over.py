"""Hand-over (Bàn giao): what units owe, lists, the archivist's checks, the minutes."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from records.errors import Forbidden, VankhoError
from records.identifiers import DossierId
from records.needs import needs
from records.reader import Capability, Reader
from retention_rules.hand_over.clock import Standing
from retention_rules.hand_over.model import Check, HandOver, HandOverState, Owed, keep_back_order
from web_ui.desks import Desks
from web_ui.language import language_of
from web_ui.rendering import Foot, page
from web_ui.texts import say

_ROWS = 100
_LISTS = 50
_STOP = frozenset({Standing.OVERDUE})
_DOUBT = frozenset({Standing.LIMIT_NEAR, Standing.TARGET_PASSED, Standing.DATE_PROPOSED})
_Text = Annotated[str, Form(max_length=2000)]
_Chosen = Annotated[list[UUID] | None, Form()]


def verdict_of(owed: Owed, waiting: int, language: str, *, of_all: bool = True) -> str:
    """The head line: what needs a person first. ``of_all``: the reader sees everything."""
    counts = dict(owed.by_standing)
    if counts.get(Standing.OVERDUE):
        return say(language, "hand_over.verdict_overdue", n=counts[Standing.OVERDUE])
    if waiting:
        return say(language, "hand_over.verdict_waiting", n=waiting)
    if counts.get(Standing.LIMIT_NEAR):
        return say(language, "hand_over.verdict_near", n=counts[Standing.LIMIT_NEAR])
    if undated := counts.get(Standing.DATE_PROPOSED, 0) + counts.get(Standing.NO_DATE, 0):
        return say(language, "hand_over.verdict_proposed", n=undated)
    return say(language, "hand_over.verdict_quiet" if of_all else "hand_over.verdict_quiet_seen")


def colour_of(standing: Standing) -> str:
    """The colour of a badge: a breach, what a person should look at, nothing."""
    return "stop" if standing in _STOP else "doubt" if standing in _DOUBT else ""


def may_check(reader: Reader, listed: HandOver) -> bool:
    """Whether the reader checks and receives this list: an archivist who did not hand it over."""
    open_to = listed.state is HandOverState.SUBMITTED and listed.submitted_by != reader.account
    return open_to and Capability.DECIDE in reader.capabilities


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/ban-giao``."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    desk = desks.hand_over
    asking = Annotated[Reader, Depends(reader)]

    def lists_of(who: Reader) -> Sequence[HandOver]:
        try:
            return desk.lists(who, limit=_LISTS)
        except Forbidden:
            return ()  # who only reads sees what is owed, and no list

    def start_page(
        request: Request,
        who: Reader,
        *,
        standing: Standing | None = None,
        offset: int = 0,
        wrong: VankhoError | None = None,
        given: dict[str, Any] | None = None,
    ) -> Response:
        owed = desk.owed(who, standing=standing, limit=_ROWS + 1, offset=offset)
        lists = lists_of(who)
        waiting = sum(may_check(who, one) for one in lists)
        here = f"/ban-giao?{f'tt={standing}&' if standing else ''}offset="
        empty = {
            "name": "",
            "chosen": (),
            "until": "",
            "number": "",
            "consented_on": "",
            "consented_by": "",
            "reason": "",
        }
        return page(
            request,
            "hand_over.html",
            reader=who,
            foot=foot,
            here="hand_over",
            status=wrong.http_status if wrong else 200,
            verdict=verdict_of(owed, waiting, language_of(request), of_all=who.sees_all),
            owed=owed,
            total=sum(number for _, number in owed.by_standing),
            rows=owed.rows[:_ROWS],
            colour_of=colour_of,
            standing=standing,
            lists=lists,
            checks=list(Check),
            kept=desk.kept_back(who),
            wrong=wrong,
            given={**empty, **(given or {})},
            before=f"{here}{max(0, offset - _ROWS)}#no" if offset else "",
            after=f"{here}{offset + _ROWS}#no" if len(owed.rows) > _ROWS else "",
        )

    @router.get("/ban-giao")
    @needs(Capability.READ)
    def start(
        request: Request,
        who: asking,
        tt: Standing | None = None,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> Response:
        return start_page(request, who, standing=tt, offset=offset)

    @router.post("/ban-giao")
    @needs(Capability.HAND_OVER)
    def submit(request: Request, who: asking, name: _Text = "", dossiers: _Chosen = None) -> Response:
        chosen = [DossierId(str(each)) for each in dossiers or ()]
        try:
            made = desk.submit(who, name=name, dossiers=chosen)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return start_page(request, who, wrong=wrong, given={"name": name, "chosen": chosen})
        return RedirectResponse(f"/ban-giao/{made.id}", status_code=303)

    @router.post("/ban-giao/giu-lai")
    @needs(Capability.DECIDE)
    def keep_back(
        request: Request,
        who: asking,
        *,
        dossiers: _Chosen = None,
        until: Annotated[date | None, Form()] = None,
        number: _Text = "",
        consented_on: Annotated[date | None, Form()] = None,
        consented_by: _Text = "",
        reason: _Text = "",
    ) -> Response:
        chosen = [DossierId(str(each)) for each in dossiers or ()]
        given = {"chosen": chosen, "number": number, "consented_by": consented_by, "reason": reason}
        days = {"until": until, "consented_on": consented_on}
        given |= {name: day.isoformat() if day else "" for name, day in days.items()}
        try:
            # A day that is missing is one that has not come: the same answer, beside the same fields.
            order = keep_back_order(
                chosen,
                until=until or date.max,
                number=number,
                consented_on=consented_on or date.max,
                consented_by=consented_by,
                reason=reason,
                today=desks.clock.today(),
            )
            desk.keep_back(who, order)
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return start_page(request, who, wrong=wrong, given=given)
        return RedirectResponse("/ban-giao#giu-lai", status_code=303)

    return router
