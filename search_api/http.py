"""The routes of finding: ``/api/search`` and ``/api/search/boxes``."""

# Annotations are read by FastAPI while the routes are made, where ``reader`` is known:
# so no postponed annotations here.

from collections.abc import Callable
from datetime import date
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field

from records.errors import InvalidInput, Sentence
from records.identifiers import DocumentId, DossierId, PageNumber
from records.needs import needs
from records.page_text import PageText
from records.ports.clock import Clock
from records.reader import Capability, Reader
from search_api.errors import TwoLanguages
from search_api.find_pages import Found, find_pages
from search_api.highlight import matching_words
from search_api.ports import Hit, SearchIndex
from search_api.query_language import LONGEST_QUERY, Filters, Understood, parse

_Id = TypeVar("_Id", DocumentId, DossierId)

MOST_HITS = 100
FURTHEST_OFFSET = 10_000


class UnderstoodAnswer(BaseModel):
    """A part of the query as it was understood."""

    kind: str
    says: TwoLanguages
    text: str
    removable: bool
    without: str = Field(description="The query with this part taken out.")


class HitAnswer(BaseModel):
    """A page that answers."""

    document: str
    dossier: str
    page: int = Field(ge=1, description="From 1.")
    page_count: int
    title: str
    file_name: str
    dossier_code: str
    number_and_sign: str
    document_type: str
    agency: str
    issued_on: date | None
    unit: str
    snippet: list[tuple[str, bool]] = Field(description="Pieces of text in order, each with whether it matched.")


class FacetValue(BaseModel):
    """A value with the number of pages that have it."""

    value: str
    count: int


class EmptiedAnswer(BaseModel):
    """A part without which there would be pages."""

    part: UnderstoodAnswer
    count: int


class SearchAnswer(BaseModel):
    """What a query found, as far as the reader may know."""

    total: int = Field(description="Pages.")
    hits: list[HitAnswer]
    facets: dict[str, list[FacetValue]]
    understood: list[UnderstoodAnswer]
    tolerant: bool = Field(description="Nothing was found letter for letter; one wrong letter a word was forgiven.")
    suggestion: str | None = Field(description="The query as the pages spell it, where a word typed is none.")
    emptied_by: list[EmptiedAnswer] = Field(description="When nothing is found: which part emptied it.")
    without_filters: int | None = Field(description="When nothing is found with filters: pages without them.")


class BoxAnswer(BaseModel):
    """A rectangle in points of the page as shown, origin at the top left."""

    x0: float
    y0: float
    x1: float
    y1: float


class BoxesAnswer(BaseModel):
    """The words of a page that meet a query."""

    width: float = Field(description="Of the page, in points.")
    height: float
    boxes: list[BoxAnswer]


def routes(
    index: SearchIndex,
    clock: Clock,
    reader: Callable[..., Reader],
    words_of: Callable[[Reader, DocumentId, PageNumber], PageText] | None,
) -> APIRouter:
    """The routes of finding.

    ``reader`` is a dependency that says who asks. ``words_of`` gives the words of a page that the
    reader may see (NotFound otherwise); without it there is no ``/api/search/boxes``.
    """
    router = APIRouter(prefix="/api/search", tags=["search"])
    asking = Annotated[Reader, Depends(reader)]
    typed = Annotated[str, Query(max_length=2 * LONGEST_QUERY, description='Words, "phrases", numbers, codes, dates.')]

    @router.get("", summary="Tìm trang")
    @needs(Capability.READ)
    def search(
        *,
        asks: asking,
        q: typed = "",
        unit: str | None = None,
        document_type: Annotated[str | None, Query(alias="type")] = None,
        agency: str | None = None,
        year: Annotated[int | None, Query(ge=1800, le=2999)] = None,
        dossier: str | None = None,
        exact: Annotated[bool, Query(description="Words must be spelled mark for mark.")] = False,
        limit: Annotated[int, Query(ge=0, le=MOST_HITS)] = 10,
        offset: Annotated[int, Query(ge=0, le=FURTHEST_OFFSET)] = 0,
    ) -> SearchAnswer:
        """Pages that say it, best first, with what narrows them. With or without diacritics."""
        filters = Filters(
            unit=unit or None,
            document_type=document_type or None,
            agency=agency or None,
            year=year,
            dossier=_identifier(DossierId, "dossier", dossier) if dossier else None,
            exact_diacritics=exact,
        )
        return _answer(find_pages(index, q, filters, asks, today=clock.today(), limit=limit, offset=offset))

    if words_of is None:
        return router

    @router.get("/boxes", summary="Khoanh từ khớp trên trang")
    @needs(Capability.READ)
    def boxes(
        *,
        asks: asking,
        document: str,
        page: Annotated[int, Query(ge=1)],
        q: typed = "",
        exact: Annotated[bool, Query(description="Words must be spelled mark for mark.")] = False,
    ) -> BoxesAnswer:
        """Where the words of a query stand on a page."""
        words = words_of(asks, _identifier(DocumentId, "document", document), PageNumber(page))
        query = parse(q, today=clock.today(), filters=Filters(exact_diacritics=exact))
        found = matching_words(words, query)
        return BoxesAnswer(
            width=words.width,
            height=words.height,
            boxes=[BoxAnswer(x0=box.x0, y0=box.y0, x1=box.x1, y1=box.y1) for box in found],
        )

    return router


def _identifier(kind: type[_Id], name: str, value: str) -> _Id:
    try:
        return kind(value)
    except ValueError as error:
        raise InvalidInput(
            "input.invalid",
            Sentence(f"Dữ liệu gửi lên chưa đúng: {name}.", f"The input is not valid: {name}."),
            Sentence(f"{name} phải là một mã UUID.", f"{name} must be a UUID."),
        ) from error


def _answer(found: Found) -> SearchAnswer:
    return SearchAnswer(
        total=found.answer.total,
        hits=[_hit(hit) for hit in found.answer.hits],
        facets={
            name: [FacetValue(value=value, count=count) for value, count in values]
            for name, values in found.answer.facets.items()
        },
        understood=[_understood(part) for part in found.query.understood],
        tolerant=found.query.tolerant,
        suggestion=found.suggestion,
        emptied_by=[EmptiedAnswer(part=_understood(each.part), count=each.count) for each in found.emptied_by],
        without_filters=found.without_filters,
    )


def _understood(part: Understood) -> UnderstoodAnswer:
    return UnderstoodAnswer(
        kind=part.kind,
        says=TwoLanguages(vi=part.says.vi, en=part.says.en),
        text=part.text,
        removable=part.removable,
        without=part.without,
    )


def _hit(hit: Hit) -> HitAnswer:
    return HitAnswer(
        document=hit.document.value,
        dossier=hit.dossier.value,
        page=hit.page.value,
        page_count=hit.page_count,
        title=hit.title,
        file_name=hit.file_name,
        dossier_code=hit.dossier_code,
        number_and_sign=hit.number_and_sign,
        document_type=hit.document_type,
        agency=hit.agency,
        issued_on=hit.issued_on,
        unit=hit.unit,
        snippet=list(hit.snippet),
    )
