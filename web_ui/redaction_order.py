"""What is to become of the boxes that were drawn: title, access and decision of the copy, and what was left."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from archive.redaction import CLAUSES, LONGEST_TITLE, copy_access
from records.errors import NotFound, VankhoError
from records.needs import needs
from records.reader import AccessLevel, Capability, Reader
from web_ui.desks import Desks
from web_ui.redacting import draft_of
from web_ui.rendering import page
from web_ui.viewing import BELOW, named


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``…/che/lam``."""
    router = APIRouter(include_in_schema=False)
    room, copies = desks.room, desks.redactions
    asking = Annotated[Reader, Depends(reader)]

    @router.get(BELOW + "/che/lam")
    @needs(Capability.DECIDE)
    def ordering(request: Request, who: asking, dossier_id: UUID, document_id: UUID) -> Response:
        return _ordering(request, who, dossier_id, document_id)

    @router.post(BELOW + "/che/lam")
    @needs(Capability.DECIDE)
    def order(
        request: Request,
        who: asking,
        dossier_id: UUID,
        document_id: UUID,
        *,
        title: Annotated[str, Form(max_length=LONGEST_TITLE)] = "",
        level: Annotated[str, Form(max_length=2)] = "",
        decision_number: Annotated[str, Form(max_length=200)] = "",
        decided_on: Annotated[date | None, Form()] = None,
    ) -> Response:
        _, document = named(room, who, dossier_id, document_id)
        try:
            access = copy_access(level, decision_number, decided_on, today=desks.clock.today())
            made = copies.order(who, document.document, title=title, access=access)
        except NotFound:
            raise
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            day = decided_on.isoformat() if decided_on else ""
            given = {"title": title, "level": level, "decision_number": decision_number, "decided_on": day}
            return _ordering(request, who, dossier_id, document_id, wrong=wrong, given=given)
        return RedirectResponse(f"/ban-che/{made.id}", 303)

    def _ordering(
        request: Request,
        who: Reader,
        dossier_id: UUID,
        document_id: UUID,
        *,
        wrong: VankhoError | None = None,
        given: dict[str, Any] | None = None,
    ) -> Response:
        found, document = named(room, who, dossier_id, document_id)
        draft, unable = draft_of(copies, who, document)
        return page(
            request,
            "redaction_order.html",
            reader=who,
            here="dossiers",
            status=wrong.http_status if wrong else 200,
            dossier=found,
            document=document,
            draft=draft,
            unable=unable,
            left={} if unable else copies.left(who, document.document),
            cards=[
                one.number.value
                for one in room.pages(who, document.document)
                if one.identity_card and not (draft and draft.on_page(one.number))
            ],
            clauses=CLAUSES,
            levels=list(AccessLevel),
            today=desks.clock.today(),
            wrong=wrong,
            given=given or {"title": "", "level": "", "decision_number": "", "decided_on": ""},
            most_title=LONGEST_TITLE,
        )

    return router
