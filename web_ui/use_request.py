"""One request: what is asked for, the decision, the copy, and its end."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from archive.use.clock import explain_validity, use_standing
from archive.use.decide import ANSWERING, may_decide
from archive.use.http import copy_answer
from archive.use.model import MOST_COPIES, MOST_DAYS, UseKind, UseRequest, UseState, grant, no_such_dossier, refusal
from records.errors import VankhoError
from records.identifiers import DocumentId, DossierId, UseRequestId
from records.needs import needs
from records.ports.clock import VIET_NAM
from records.reader import AccessLevel, Capability, Reader
from web_ui.desks import Desks
from web_ui.named_dossier import named_dossier
from web_ui.rendering import Foot, page
from web_ui.use import AT, COLOURS

_Text = Annotated[str, Form(max_length=2000)]
_Chosen = Annotated[list[UUID] | None, Form()]
_OPEN = (UseState.GRANTED, UseState.HANDED_OUT)


def may_of(found: UseRequest, who: Reader, today: date) -> dict[str, bool]:
    """Which acts the page offers; the desk says the last word on each."""
    decision, own = found.decision, found.filed_by == who.account
    filed, answers = found.state is UseState.FILED, bool(who.capabilities & ANSWERING)
    archivist = Capability.DECIDE in who.capabilities
    in_time = (
        found.state in _OPEN
        and decision is not None
        and decision.valid_until is not None
        and decision.valid_until >= today
    )
    decides = filed and may_decide(who, found.filed_by, found.level, restricted=found.restricted)
    return {
        "name": filed and answers and bool(found.asked_for) and not found.hidden,
        "grant": decides and found.dossier is not None and not found.restricted and found.kind is not UseKind.ERASURE,
        "refuse": decides,
        "fetch": in_time
        and (own or archivist)
        and found.kind is UseKind.COPY
        and decision is not None
        and decision.copies_left > 0,
        "read": in_time and (own or archivist) and found.kind is UseKind.READING,
        "hand_out": in_time and archivist,
        "close": found.state in _OPEN and answers,
        "withdraw": own and found.state in {UseState.FILED, UseState.GRANTED},
        "show": bool(found.id_number) and (own or who.sees_personal),
    }


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/yeu-cau`` and the id of a request."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    desk = desks.use
    asking = Annotated[Reader, Depends(reader)]

    def request_page(
        request: Request,
        who: Reader,
        asked: UUID,
        wrong: VankhoError | None = None,
        given: dict[str, Any] | None = None,
        *,
        shown: str = "",
    ) -> Response:
        found, today = desk.one(who, UseRequestId(str(asked))), desks.clock.today()
        decision = found.decision
        validity = None
        if decision is not None and decision.valid_until is not None:
            validity = explain_validity(found.kind, decision.at.astimezone(VIET_NAM).date(), decision.valid_until)
        ready = found.proposed
        usual = {
            "chosen": None,
            "copies": found.copies or 1,
            "days": MOST_DAYS,
            **dict.fromkeys(("reason", "why", "ma"), ""),
            "refused_why": ready.reason if ready else "",
            "clause": ready.clause if ready else "",
        }
        return page(
            request,
            "use_request.html",
            reader=who,
            foot=foot,
            here="use",
            status=wrong.http_status if wrong else 200,
            asked=found,
            standing=use_standing(found.state, found.due_on, decision.valid_until if decision else None, today),
            today=today,
            colours=COLOURS,
            due=found.due_says,
            validity=validity,
            may=may_of(found, who, today),
            own=found.filed_by == who.account,
            answers=bool(who.capabilities & ANSWERING),
            waits_for_head=found.level is AccessLevel.CONDITIONAL and Capability.APPROVE not in who.capabilities,
            most_copies=MOST_COPIES,
            most_days=MOST_DAYS,
            shown=shown,
            wrong=wrong,
            given={**usual, **(given or {})},
        )

    def act(
        request: Request, who: Reader, asked: UUID, do: Callable[[UseRequestId], object], given: dict[str, Any]
    ) -> Response:
        """Do it and show the request again; what is wrong stands on its page, beside what was typed."""
        try:
            do(UseRequestId(str(asked)))
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            # Where the request itself is not there this ends as that does.
            return request_page(request, who, asked, wrong, given)
        return RedirectResponse(f"{AT}/{asked}", status_code=303)

    @router.get(AT + "/{asked:uuid}")
    @needs(Capability.READ)
    def one(request: Request, who: asking, asked: UUID) -> Response:
        return request_page(request, who, asked)

    @router.get(AT + "/{asked:uuid}/doc")
    @needs(Capability.READ)
    def read(
        request: Request, who: asking, asked: UUID, trang: Annotated[int, Query(ge=1, le=1_000_000)] = 1
    ) -> Response:
        found = desk.one(who, UseRequestId(str(asked)))
        if not may_of(found, who, desks.clock.today())["read"]:
            return RedirectResponse(f"{AT}/{asked}", status_code=303)
        pages = sum(one.pages for one in found.documents if one.granted)
        return page(
            request,
            "use_reading.html",
            reader=who,
            here="use",
            asked=found,
            number_of_page=min(trang, pages),
            pages=pages,
        )

    @router.post(AT + "/{asked:uuid}/ho-so")
    @needs(Capability.READ)
    def name(request: Request, who: asking, asked: UUID, ma: Annotated[str, Form(max_length=200)] = "") -> Response:
        def named(which: UseRequestId) -> None:
            desk.name_dossier(who, which, _dossier_of(desks, who, ma))

        return act(request, who, asked, named, {"ma": ma})

    @router.post(AT + "/{asked:uuid}/cho")
    @needs(Capability.READ)
    def granted(
        request: Request,
        who: asking,
        asked: UUID,
        *,
        documents: _Chosen = None,
        copies: Annotated[int, Form()] = 1,
        days: Annotated[int, Form()] = MOST_DAYS,
        reason: _Text = "",
    ) -> Response:
        chosen = [DocumentId(str(each)) for each in documents or ()]
        given = {"chosen": chosen, "copies": copies, "days": days, "reason": reason}
        return act(
            request,
            who,
            asked,
            lambda which: desk.decide(who, which, grant(chosen, copies=copies, days=days, reason=reason)),
            given,
        )

    @router.post(AT + "/{asked:uuid}/tu-choi")
    @needs(Capability.READ)
    def refused(
        request: Request, who: asking, asked: UUID, refused_why: _Text = "", clause: Annotated[str, Form()] = ""
    ) -> Response:
        return act(
            request,
            who,
            asked,
            lambda which: desk.decide(who, which, refusal(refused_why, clause)),
            {"refused_why": refused_why, "clause": clause},
        )

    @router.post(AT + "/{asked:uuid}/da-giao")
    @needs(Capability.DECIDE)
    def hand_out(request: Request, who: asking, asked: UUID) -> Response:
        return act(request, who, asked, lambda which: desk.hand_out(who, which), {})

    @router.post(AT + "/{asked:uuid}/dong")
    @needs(Capability.READ)
    def close(request: Request, who: asking, asked: UUID, why: _Text = "") -> Response:
        return act(request, who, asked, lambda which: desk.close(who, which, why), {"why": why})

    @router.post(AT + "/{asked:uuid}/rut")
    @needs(Capability.READ)
    def withdraw(request: Request, who: asking, asked: UUID, why: _Text = "") -> Response:
        return act(request, who, asked, lambda which: desk.withdraw(who, which, why), {"why": why})

    @router.post(AT + "/{asked:uuid}/ban-sao")
    @needs(Capability.READ)
    def copy(request: Request, who: asking, asked: UUID) -> Response:
        try:
            name, content = desk.copy(who, UseRequestId(str(asked)))
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return request_page(request, who, asked, wrong)
        return copy_answer(name, content)

    @router.post(AT + "/{asked:uuid}/so-giay-to")
    @needs(Capability.READ)
    def id_number(request: Request, who: asking, asked: UUID) -> Response:
        return request_page(request, who, asked, shown=desk.show_number(who, UseRequestId(str(asked))))

    return router


def _dossier_of(desks: Desks, who: Reader, said: str) -> DossierId:
    """By its code or its identifier; what may not be seen is not there."""
    found = named_dossier(desks.room, who, said)
    if found is None:
        raise no_such_dossier()
    return found
