"""Taking back a disposal list that nobody has decided on, as an act of the page."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from records.errors import NotFound, VankhoError
from records.identifiers import DisposalListId
from records.needs import needs
from records.reader import Capability, Reader
from web_ui.desks import Desks
from web_ui.disposal_list import list_page


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """Below ``/huy/{listed}``."""
    router = APIRouter(include_in_schema=False)
    asking = Annotated[Reader, Depends(reader)]

    @router.post("/huy/{listed:uuid}/rut")
    @needs(Capability.DECIDE)
    def withdraw(
        request: Request, who: asking, listed: UUID, reason: Annotated[str, Form(max_length=500)] = ""
    ) -> Response:
        return _taken_back(request, who, DisposalListId(str(listed)), reason, desks.disposal.withdraw)

    @router.post("/huy/{listed:uuid}/tra-lai")
    @needs(Capability.APPROVE)
    def decline(
        request: Request, who: asking, listed: UUID, reason: Annotated[str, Form(max_length=500)] = ""
    ) -> Response:
        return _taken_back(request, who, DisposalListId(str(listed)), reason, desks.disposal.decline)

    def _taken_back(
        request: Request,
        who: Reader,
        which: DisposalListId,
        reason: str,
        act: Callable[[Reader, DisposalListId, str], object],
    ) -> Response:
        try:
            act(who, which, reason)
        except NotFound:
            raise
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return list_page(request, desks, who, which, wrong=wrong)
        return RedirectResponse(f"/huy/{which}", status_code=303)

    return router
