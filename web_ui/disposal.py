"""Disposal in pages: lists and their states, a new list from what is due, one list with its votes and decision."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable, Mapping
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from records.errors import NotFound, VankhoError
from records.identifiers import DisposalListId, DossierId
from records.needs import Anybody, needs
from records.reader import Capability, Reader
from retention_rules.forms.sheet import DueFilter, Pick
from retention_rules.may_delete import says
from web_ui.desks import Desks
from web_ui.disposal_list import list_page
from web_ui.disposal_view import clock_of, standing_of, verdict_key
from web_ui.disposal_votes import cast, chosen_in
from web_ui.rendering import Foot, page
from web_ui.use import COLOURS, to_answer

_ITEMS = 50
MOST_AT_ONCE = 2000
"""Dossiers that one click puts on a list; longer lists are made of several, or by the API."""


async def form_of(request: Request) -> Mapping[str, str]:
    """The fields of a form as they were sent; of a field that came twice the last one counts."""
    form = await request.form()
    return {name: value for name, value in form.items() if isinstance(value, str)}


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/huy`` and below."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    asking = Annotated[Reader, Depends(reader)]
    filled = Annotated[Mapping[str, str], Depends(form_of)]

    def shared(who: Reader) -> dict[str, Any]:
        return {"reader": who, "foot": foot, "here": "disposal"}

    @router.get("/huy")
    @needs(Anybody.SIGNED_IN)
    def lists(request: Request, who: asking) -> Response:
        today = desks.clock.today()
        found = [
            {
                "listed": one,
                "standing": (standing := standing_of(one, who)),
                "verdict": verdict_key(one, standing, who),
                "clock": clock_of(one.decision, today) if one.decision else None,
            }
            for one in desks.disposal.lists(who)
        ]
        return page(
            request,
            "disposal_lists.html",
            lists=found,
            today=today,
            backups=desks.execution.backups(who),
            use_waiting=to_answer(desks, who),
            use_colours=COLOURS,
            **shared(who),
        )

    def new_page(
        request: Request,
        who: Reader,
        wanted: DueFilter,
        *,
        offset: int = 0,
        wrong: VankhoError | None = None,
        given: dict[str, Any] | None = None,
    ) -> Response:
        found = desks.sheets.candidates(who, wanted, limit=_ITEMS, offset=offset)
        asked = {"dv": wanted.unit, "nam": wanted.year or "", "q": wanted.words, "ca": "" if wanted.confirmed else "1"}
        here = f"/huy/lap?{urlencode({key: value for key, value in asked.items() if value})}&offset="
        return page(
            request,
            "disposal_new.html",
            status=wrong.http_status if wrong else 200,
            found=found,
            wanted=wanted,
            filtered=bool(wanted.unit or wanted.year or wanted.words),
            # Without offset: what is not offered yet begins anew.
            with_not_yet=f"/huy/lap?{urlencode({**{key: value for key, value in asked.items() if value}, 'ca': '1'})}",
            to_confirm=f"/bang-thoi-han/{desks.schedules.in_force(who).id}?hien=unconfirmed",
            members=desks.sheets.members(who),
            says=says,
            wrong=wrong,
            given=given or {"name": "", "council": [], "dossiers": []},
            first=offset + 1,
            last=offset + len(found.rows),
            before=f"{here}{max(0, offset - _ITEMS)}" if offset else "",
            after=f"{here}{offset + _ITEMS}" if offset + _ITEMS < found.matching else "",
            most=MOST_AT_ONCE,
            **shared(who),
        )

    @router.get("/huy/lap")
    @needs(Capability.DECIDE)
    def choose(
        request: Request,
        who: asking,
        dv: Annotated[str, Query(max_length=64)] = "",
        nam: Annotated[str, Query(max_length=4)] = "",
        q: Annotated[str, Query(max_length=200)] = "",
        *,
        ca: bool = False,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> Response:
        return new_page(request, who, _filter(dv, nam, q, everything=ca), offset=offset)

    @router.post("/huy/lap")
    @needs(Capability.DECIDE)
    def propose(
        request: Request,
        who: asking,
        *,
        name: Annotated[str, Form(max_length=300)] = "",
        dossiers: Annotated[list[UUID] | None, Form()] = None,
        council: Annotated[list[str] | None, Form()] = None,
        everything: Annotated[bool, Form(alias="tat-ca")] = False,
        dv: Annotated[str, Form(max_length=64)] = "",
        nam: Annotated[str, Form(max_length=4)] = "",
        q: Annotated[str, Form(max_length=200)] = "",
    ) -> Response:
        wanted = _filter(dv, nam, q, everything=False)
        chosen = [DossierId(str(each)) for each in dossiers or []]
        given = {"name": name, "council": council or [], "dossiers": [each.value for each in chosen]}
        try:
            if everything:
                chosen = list(desks.sheets.listable(who, wanted, limit=MOST_AT_ONCE)[0])
            made = desks.disposal.propose(who, name=name, dossiers=chosen, council=council or [])
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return new_page(request, who, wanted, wrong=wrong, given=given)
        return RedirectResponse(f"/huy/{made.id}", status_code=303)

    @router.get("/huy/{listed:uuid}")
    @needs(Anybody.SIGNED_IN)
    def one(
        request: Request,
        who: asking,
        listed: UUID,
        *,
        loc: Pick = Pick.ALL,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        giu: Annotated[str, Query(max_length=36)] = "",
    ) -> Response:
        keep = giu if Capability.DECIDE in who.capabilities else ""
        return list_page(request, desks, who, DisposalListId(str(listed)), pick=loc, offset=offset, keep=keep)

    @router.post("/huy/{listed:uuid}/phieu")
    @needs(Capability.VOTE)
    def vote(
        request: Request,
        who: asking,
        listed: UUID,
        fields: filled,
        loc: Pick = Pick.ALL,
        *,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> Response:
        which = DisposalListId(str(listed))
        chosen = chosen_in(fields)
        refused = cast(desks.disposal, who, which, chosen)
        if refused:
            told = {one.dossier.value: (one, wrong) for one, wrong in refused}
            return list_page(request, desks, who, which, pick=loc, offset=offset, wrong=refused[0][1], refused=told)
        # Of "not yet voted on" those just voted on are gone: its first page is what comes next.
        after = 0 if loc in {Pick.MINE, Pick.OPEN} else offset
        return RedirectResponse(f"/huy/{which}?loc={loc.value}&offset={after}#muc", status_code=303)

    @router.post("/huy/{listed:uuid}/quyet-dinh")
    @needs(Capability.APPROVE)
    def decide(
        request: Request,
        who: asking,
        listed: UUID,
        number: Annotated[str, Form(max_length=200)] = "",
        decided_on: Annotated[str, Form(max_length=10)] = "",
    ) -> Response:
        which = DisposalListId(str(listed))
        try:
            desks.disposal.decide(who, which, number=number, decided_on=_day(decided_on))
        except NotFound:
            raise
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return list_page(
                request, desks, who, which, wrong=wrong, given={"number": number, "decided_on": decided_on}
            )
        return RedirectResponse(f"/huy/{which}", status_code=303)

    return router


def _filter(unit: str, year: str, words: str, *, everything: bool) -> DueFilter:
    # A select without a choice sends an empty year.
    return DueFilter(
        unit=unit,
        year=int(year) if year.isdigit() and int(year) else None,
        words=" ".join(words.split()),
        confirmed=not everything,
    )


def _day(told: str) -> date:
    """The day; one that was not told or is none has not come, so it is refused like a missing one."""
    try:
        return date.fromisoformat(told)
    except ValueError:
        return date.max
