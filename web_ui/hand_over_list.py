"""One list of hand-over: its items, the archivist's checks, the minutes on paper."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from records.errors import NotFound, VankhoError
from records.identifiers import DossierId, HandOverId
from records.needs import Anybody, needs
from records.reader import Capability, Reader
from retention_rules.hand_over.model import Check, HandOver, HandOverState
from web_ui.desks import Desks
from web_ui.hand_over import may_check
from web_ui.rendering import Foot, page

_Text = Annotated[str, Form(max_length=2000)]
_Chosen = Annotated[list[UUID] | None, Form()]


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/ban-giao`` and the id of a list."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    desk = desks.hand_over
    asking = Annotated[Reader, Depends(reader)]

    def list_page(
        request: Request,
        who: Reader,
        listed: UUID,
        wrong: VankhoError | None = None,
        given: dict[str, Any] | None = None,
    ) -> Response:
        found = desk.one(who, HandOverId(str(listed)))
        return page(
            request,
            "hand_over_list.html",
            reader=who,
            foot=foot,
            here="hand_over",
            status=wrong.http_status if wrong else 200,
            listed=found,
            checks=list(Check),
            may_check=may_check(who, found),
            own=found.state is HandOverState.SUBMITTED and found.submitted_by == who.account,
            today=desks.clock.today(),
            wrong=wrong,
            given={"reason": "", "number": "", "chosen": (), "why": "", **(given or {})},
        )

    @router.get("/ban-giao/{listed:uuid}")
    @needs(Anybody.SIGNED_IN)
    def one(request: Request, who: asking, listed: UUID) -> Response:
        return list_page(request, who, listed)

    @router.get("/ban-giao/{listed:uuid}/bien-ban")
    @needs(Anybody.SIGNED_IN)
    def minutes(request: Request, who: asking, listed: UUID) -> Response:
        found = desk.one(who, HandOverId(str(listed)))
        accepted = [item for item in found.items if item.check is Check.ACCEPTED]
        days = [day for item in accepted for day in (item.listed.first_on, item.listed.last_on) if day]
        return page(
            request,
            "hand_over_minutes.html",
            reader=who,
            foot=foot,
            here="hand_over",
            listed=found,
            accepted=accepted,
            refused=[item for item in found.items if item.check is Check.REFUSED],
            pages=sum(item.listed.pages for item in accepted),
            documents=sum(item.listed.documents for item in accepted),
            first_on=min(days, default=None),
            last_on=max(days, default=None),
            now=desks.clock.now(),
        )

    @router.post("/ban-giao/{listed:uuid}/kiem-tra")
    @needs(Capability.DECIDE)
    def check(
        request: Request,
        who: asking,
        listed: UUID,
        *,
        dossiers: _Chosen = None,
        said: Annotated[Check, Form()] = Check.PENDING,
        reason: _Text = "",
    ) -> Response:
        chosen = [DossierId(str(each)) for each in dossiers or ()]
        return _act(
            request,
            who,
            listed,
            lambda: desk.check(who, HandOverId(str(listed)), chosen, said, reason=reason),
            {"reason": reason, "chosen": chosen},
        )

    @router.post("/ban-giao/{listed:uuid}/nhan")
    @needs(Capability.DECIDE)
    def receive(
        request: Request,
        who: asking,
        listed: UUID,
        *,
        number: _Text = "",
        received_on: Annotated[date | None, Form()] = None,
    ) -> Response:
        on = received_on or desks.clock.today()
        return _act(
            request,
            who,
            listed,
            lambda: desk.receive(who, HandOverId(str(listed)), number=number, received_on=on),
            {"number": number},
        )

    @router.post("/ban-giao/{listed:uuid}/rut")
    @needs(Capability.HAND_OVER)
    def withdraw(request: Request, who: asking, listed: UUID, why: _Text = "") -> Response:
        return _act(request, who, listed, lambda: desk.withdraw(who, HandOverId(str(listed)), why), {"why": why})

    def _act(
        request: Request, who: Reader, listed: UUID, act: Callable[[], HandOver], given: dict[str, Any]
    ) -> Response:
        try:
            act()
        except NotFound:
            raise
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return list_page(request, who, listed, wrong, given)
        return RedirectResponse(f"/ban-giao/{listed}", status_code=303)

    return router
