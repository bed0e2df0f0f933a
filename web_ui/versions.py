"""A page in the versions of its dossier, read once and read anew."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable, Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from records.identifiers import PageNumber
from records.needs import needs
from records.reader import Capability, Reader
from web_ui.compare_readings import compared
from web_ui.desks import Desks
from web_ui.rendering import page
from web_ui.viewing import BELOW, named, no_such_page


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``…/<page>/ban``."""
    router = APIRouter(include_in_schema=False)
    room = desks.room

    @router.get(BELOW + "/{number:int}/ban")
    @needs(Capability.READ)
    def versions(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        dossier_id: UUID,
        document_id: UUID,
        *,
        number: int,
    ) -> Response:
        found, document = named(room, who, dossier_id, document_id)
        if number < 1:
            raise no_such_page()
        there = room.page_versions(who, document.document, PageNumber(number))
        shown: list[dict[str, Any]] = []
        before: Sequence[str] | None = None
        for one in there:
            pieces = None if one.lines is None else compared(before if before is not None else one.lines, one.lines)
            shown.append({"view": one, "pieces": pieces, "changed": pieces and any(k != "same" for k, _ in pieces)})
            before = one.lines if one.lines is not None else before
        return page(
            request,
            "versions.html",
            reader=who,
            here="dossiers",
            dossier=found,
            document=document,
            number_here=number,
            versions=shown,
        )

    return router
