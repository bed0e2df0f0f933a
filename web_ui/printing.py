"""Pages of a document to be printed, each with a mark."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from records.identifiers import PageNumber
from records.needs import needs
from records.reader import Capability, Reader
from web_ui.desks import Desks
from web_ui.rendering import page
from web_ui.viewing import BELOW, named, no_such_page

MOST_PRINTED = 50
"""Pages printed at once."""


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``…/in``."""
    router = APIRouter(include_in_schema=False)
    room = desks.room

    @router.get(BELOW + "/in")
    @needs(Capability.READ)
    def print_pages(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        dossier_id: UUID,
        document_id: UUID,
        *,
        tu: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
        den: Annotated[int | None, Query(ge=1, le=1_000_000)] = None,
    ) -> Response:
        """Pages to be printed, each with who, when and from where; recorded. From 9 to 5 is from 5 to 9, and said."""
        found, document = named(room, who, dossier_id, document_id)
        if not document.pdfa_level:
            raise no_such_page()
        turned = den is not None and den < tu
        begin, end = sorted((tu, tu + MOST_PRINTED - 1 if den is None else den))
        first = min(begin, document.page_count)
        last = min(end, document.page_count, first + MOST_PRINTED - 1)
        pages = [one for one in room.pages(who, document.document) if first <= one.number.value <= last]
        cards = {one.number.value for one in pages if one.identity_card}
        room.printed(who, document.document, PageNumber(first), PageNumber(last))
        return page(
            request,
            "print.html",
            reader=who,
            here="dossiers",
            dossier=found,
            document=document,
            first=first,
            last=last,
            most=MOST_PRINTED,
            turned=turned,
            cards=cards,
            covered=any(one.personal for one in pages),
            now=desks.clock.now(),
        )

    return router
