"""The page for finding: one box, how it was understood, results, and the page that says it."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from records.errors import NotFound
from records.identifiers import DocumentId, PageNumber
from records.needs import needs
from records.page_text import Box, PageText
from records.reader import Capability, Reader
from search_api.highlight import matching_words
from search_api.ports import Hit
from search_api.query_language import Filters
from search_api.query_language import Query as Question
from web_ui.desks import Desks
from web_ui.matching import boxes_on
from web_ui.rendering import page

_RESULTS = 20
FACETS = ("unit", "document_type", "agency", "year")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The page beside the results."""

    hit: Hit
    text: PageText
    boxes: Sequence[Box]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the address asks for; it makes the addresses of everything near it."""

    q: str
    filters: Filters
    offset: int

    def address(self, **changes: str | int | None) -> str:
        """The same question with changes; a change of anything but the place goes back to the first results."""
        values: dict[str, str | int | None] = {
            "q": self.q or None,
            **{name: getattr(self.filters, name) for name in FACETS},
            "dau": "dung" if self.filters.exact_diacritics else None,
        }
        if set(changes) <= {"chon"}:
            values["offset"] = self.offset or None
        values |= changes
        kept = {key: value for key, value in values.items() if value not in {None, "", 0}}
        return f"/tra-cuu?{urlencode(kept)}" if kept else "/tra-cuu"

    @property
    def filtered(self) -> list[tuple[str, str, str]]:
        """Facet, value, and the address without it, for every filter that is on."""
        return [
            (name, str(value), self.address(**{name: None}))
            for name in FACETS
            if (value := getattr(self.filters, name)) is not None
        ]

    @property
    def without_filters(self) -> str:
        return self.address(**dict.fromkeys(FACETS))


def facets_of(found: Mapping[str, Sequence[tuple[str, int]]], asked: Asked) -> list[dict[str, Any]]:
    """The facets with their values; a value that is on leads back to the answer without it."""
    facets = []
    for name in FACETS:
        chosen = getattr(asked.filters, name)
        values = [
            {
                "value": value,
                "count": count,
                "on": str(chosen) == value,
                "address": asked.address(**{name: None if str(chosen) == value else value}),
            }
            for value, count in found.get(name, ())
            if value
        ]
        if values:
            facets.append({"name": name, "values": values[:8]})
    return facets


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``/tra-cuu`` and below."""
    router = APIRouter(include_in_schema=False)

    def preview_of(who: Reader, hit: Hit, asked: Question) -> Preview:
        text = PageText(width=595, height=842, lines=())
        # The index is a copy: a page that is gone from the archive leaves a hit without its page.
        with suppress(NotFound):
            text = desks.room.page_text(who, hit.document, hit.page)
        return Preview(hit=hit, text=text, boxes=matching_words(text, asked) if asked.parts else ())

    @router.get("/tra-cuu")
    @needs(Capability.READ)
    def find(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        *,
        q: Annotated[str, Query(max_length=2000)] = "",
        unit: str | None = None,
        document_type: str | None = None,
        agency: str | None = None,
        year: str | None = None,
        dau: str = "",
        offset: Annotated[int, Query(ge=0)] = 0,
        chon: Annotated[int, Query(ge=0)] = 0,
    ) -> Response:
        filters = Filters(
            unit=unit or None,
            document_type=document_type or None,
            agency=agency or None,
            year=int(year) if year and year.isdecimal() and len(year) == 4 else None,
            exact_diacritics=dau == "dung",
        )
        asked = Asked(q=q.strip(), filters=filters, offset=offset)
        found = desks.find(asked.q, filters, who, today=desks.clock.today(), limit=_RESULTS, offset=offset)
        hits = found.answer.hits
        preview = preview_of(who, hits[min(chon, len(hits) - 1)], found.query) if hits else None
        anything = bool(hits) or bool(desks.find("", Filters(), who, today=desks.clock.today(), limit=0).answer.total)
        return page(
            request,
            "find.html",
            reader=who,
            here="find",
            anything=anything,
            asked=asked,
            found=found,
            hits=hits,
            total=found.answer.total,
            facets=facets_of(found.answer.facets, asked),
            chosen=min(chon, max(len(hits) - 1, 0)),
            preview=preview,
            emptied=found.emptied_by[0] if found.emptied_by else None,
            spelled=found.suggestion or asked.q,
            first=offset + 1,
            last=offset + len(hits),
            before=asked.address(offset=max(0, offset - _RESULTS)) if offset else "",
            after=asked.address(offset=offset + _RESULTS) if offset + len(hits) < found.answer.total else "",
            page_query=f"?{urlencode({'q': found.suggestion or asked.q})}" if asked.q else "",
        )

    @router.get("/tra-cuu/trang")
    @needs(Capability.READ)
    def find_page(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        document: UUID,
        *,
        number: Annotated[int, Query(ge=1)],
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
