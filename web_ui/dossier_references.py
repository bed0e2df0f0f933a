"""Acts on a dossier's page about documents that belong to several dossiers."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse, Response

from archive.refuse_code import no_such_code
from records.identifiers import DocumentId, DossierId
from records.needs import needs
from records.reader import Capability, Reader
from web_ui.desks import Desks
from web_ui.named_dossier import named_dossier


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """Below ``/ho-so/<dossier>/dan-chieu``; what is refused is told by a page of its own, with the way back."""
    router = APIRouter(include_in_schema=False)
    asking = Annotated[Reader, Depends(reader)]

    @router.post("/ho-so/{dossier_id:uuid}/dan-chieu")
    @needs(Capability.DECIDE)
    def refer(
        who: asking,
        dossier_id: UUID,
        document: Annotated[UUID, Form()],
        code: Annotated[str, Form(max_length=200)] = "",
        why: Annotated[str, Form(max_length=2000)] = "",
    ) -> Response:
        """From the page of the home: its document goes into the dossier of that code or identifier as well."""
        other = named_dossier(desks.room, who, code)
        if other is None:
            raise no_such_code()
        desks.references.refer(who, other, DocumentId(str(document)), why)
        return RedirectResponse(f"/ho-so/{dossier_id}#dan-chieu", status_code=303)

    @router.post("/ho-so/{dossier_id:uuid}/dan-chieu/{document_id:uuid}/bo")
    @needs(Capability.DECIDE)
    def withdraw(
        who: asking, dossier_id: UUID, document_id: UUID, back: Annotated[UUID | None, Form()] = None
    ) -> Response:
        desks.references.withdraw(who, DossierId(str(dossier_id)), DocumentId(str(document_id)))
        return _back(dossier_id, back)

    @router.post("/ho-so/{dossier_id:uuid}/dan-chieu/{document_id:uuid}/chuyen")
    @needs(Capability.DECIDE)
    def rehome(
        who: asking, dossier_id: UUID, document_id: UUID, back: Annotated[UUID | None, Form()] = None
    ) -> Response:
        desks.references.rehome(who, DossierId(str(dossier_id)), DocumentId(str(document_id)))
        return _back(dossier_id, back)

    return router


def _back(dossier_id: UUID, back: UUID | None) -> Response:
    """To the page it was asked from: that of the dossier which refers, or of the home."""
    return RedirectResponse(f"/ho-so/{back or dossier_id}#dan-chieu", status_code=303)
