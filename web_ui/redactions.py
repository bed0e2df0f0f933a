"""Redacted copies as pages: those one may read, one with what was masked, withdrawn with the reason."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from contextlib import suppress
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from archive.model import DossierView
from archive.redaction import CLAUSES, Redaction
from records.errors import NotFound, VankhoError
from records.identifiers import RedactionId
from records.needs import needs
from records.reader import Capability, Reader
from web_ui.desks import Desks
from web_ui.rendering import Foot, page

_SHOWN = 50


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/ban-che`` and below."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    copies = desks.redactions
    asking = Annotated[Reader, Depends(reader)]

    @router.get("/ban-che")
    @needs(Capability.READ)
    def listed(request: Request, who: asking, offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0) -> Response:
        found = copies.made(who, limit=_SHOWN + 1, offset=offset)
        shown = found[:_SHOWN]
        return page(
            request,
            "redactions.html",
            reader=who,
            foot=foot,
            here="dossiers",
            copies=shown,
            first=offset + 1,
            last=offset + len(shown),
            before=f"/ban-che?offset={max(0, offset - _SHOWN)}" if offset else "",
            after=f"/ban-che?offset={offset + _SHOWN}" if len(found) > _SHOWN else "",
        )

    @router.get("/ban-che/{redaction:uuid}")
    @needs(Capability.READ)
    def one(request: Request, who: asking, redaction: UUID) -> Response:
        return _copy_page(request, who, redaction)

    @router.post("/ban-che/{redaction:uuid}/rut")
    @needs(Capability.DECIDE)
    def withdraw(
        request: Request, who: asking, redaction: UUID, why: Annotated[str, Form(max_length=2000)] = ""
    ) -> Response:
        try:
            copies.withdraw(who, RedactionId(str(redaction)), why)
        except NotFound:
            raise
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return _copy_page(request, who, redaction, wrong=wrong, why=why)
        return RedirectResponse(f"/ban-che/{redaction}", 303)

    def _copy_page(
        request: Request, who: Reader, redaction: UUID, *, wrong: VankhoError | None = None, why: str = ""
    ) -> Response:
        found = copies.one(who, RedactionId(str(redaction)))
        return page(
            request,
            "redaction.html",
            reader=who,
            foot=foot,
            here="dossiers",
            status=wrong.http_status if wrong else 200,
            copy=found,
            master=_master(who, found),
            clauses=CLAUSES,
            wrong=wrong,
            why=why,
        )

    def _master(who: Reader, found: Redaction) -> DossierView | None:
        """The dossier of its master, where the reader may see that."""
        with suppress(NotFound):
            return desks.room.dossier(who, found.dossier)
        return None

    return router
