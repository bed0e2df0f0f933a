"""The page for finding: one box, how it was understood, results, and the page that says it."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from archive.model import DossierView
from records.errors import NotFound
from records.identifiers import DocumentId, PageNumber
from records.needs import needs
from records.page_text import Box, PageText
from records.reader import Capability, Reader
from search_api.export_results import MOST_EXPORTED, ResultsForm
from search_api.highlight import matching_words
from search_api.ports import Hit
from search_api.query_language import Filters, Order, PartKind
from search_api.query_language import Query as Question
from web_ui.asked import Asked, asked, facets_of
from web_ui.desks import Desks
from web_ui.destroyed import destroyed_with_code
from web_ui.matching import boxes_on
from web_ui.named_dossier import identifier_in
from web_ui.rendering import page

_RESULTS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The page beside the results."""

    hit: Hit
    text: PageText
    boxes: Sequence[Box]


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/tra-cuu`` and below."""
    router = APIRouter(include_in_schema=False)

    def preview_of(who: Reader, hit: Hit, asked: Question) -> Preview:
        text = PageText(width=595, height=842, lines=())
        # The index is a copy: a page that is gone from the archive leaves a hit without its page.
        with suppress(NotFound):
            text = desks.room.page_text(who, hit.document, hit.page)
        return Preview(hit=hit, text=text, boxes=matching_words(text, asked) if asked.parts else ())

    def dossiers_named(who: Reader, code: str) -> list[DossierView]:
        return [desks.room.dossier(who, each) for each in desks.room.dossiers_by_code(who, code)] if code else []

    @router.get("/tra-cuu")
    @needs(Capability.READ)
    def find(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        question: Annotated[Asked, Depends(asked)],
        *,
        chon: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
        luu: bool = False,
    ) -> Response:
        if (named := identifier_in(question.q)) is not None:
            return RedirectResponse(f"/ho-so/{named}", status_code=303)
        today = desks.clock.today()
        found = desks.find(
            question.q,
            question.filters,
            who,
            today=today,
            limit=_RESULTS,
            offset=question.offset,
            order=question.order,
        )
        hits = found.answer.hits
        code = "" if question.offset else _code_alone(found.query)
        last = question.offset + len(hits)
        preview = preview_of(who, hits[min(chon, len(hits) - 1)], found.query) if hits else None
        anything = bool(hits) or bool(desks.find("", Filters(), who, today=today, limit=0).answer.total)
        return page(
            request,
            "find.html",
            reader=who,
            here="find",
            anything=anything,
            asked=question,
            orders=list(Order),
            saved=() if question.anything else desks.searches.saved(who),
            just_saved=luu,
            most_exported=MOST_EXPORTED[ResultsForm.XLSX],
            forms=list(ResultsForm),
            its_dossiers=dossiers_named(who, code),
            gone=destroyed_with_code(desks, who, code) if code else (),
            found=found,
            hits=hits,
            total=found.answer.total,
            facets=facets_of(found.answer.facets, question),
            chosen=min(chon, max(len(hits) - 1, 0)),
            preview=preview,
            emptied=found.emptied_by[0] if found.emptied_by else None,
            spelled=found.suggestion or question.q,
            first=question.offset + 1,
            last=last,
            before=question.address(offset=max(0, question.offset - _RESULTS)) if question.offset else "",
            after=question.address(offset=question.offset + _RESULTS) if last < found.answer.total else "",
            page_query=f"?{urlencode({'q': found.suggestion or question.q})}" if question.q else "",
        )

    @router.get("/tra-cuu/trang")
    @needs(Capability.READ)
    def find_page(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        document: UUID,
        *,
        number: Annotated[int, Query(ge=1, le=1_000_000)],
        q: Annotated[str, Query(max_length=2000)] = "",
        dau: str = "",
    ) -> Response:
        """One page with its boxes, for the place beside the results."""
        filters = Filters(exact_diacritics=dau == "dung")
        text = PageText(width=595, height=842, lines=())
        with suppress(NotFound):
            text = desks.room.page_text(who, DocumentId(str(document)), PageNumber(number))
        boxes = boxes_on(text, q, today=desks.clock.today(), filters=filters)
        return page(request, "find_page.html", document=document, number_here=number, text=text, boxes=boxes, title="")

    return router


def _code_alone(query: Question) -> str:
    """The dossier code that is all that was typed or scanned; empty where it is not."""
    if len(query.wanted) != 1 or len(query.parts) != 1 or query.parts[0].kind is not PartKind.DOSSIER_CODE:
        return ""
    return query.parts[0].key
