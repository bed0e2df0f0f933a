"""The routes of finding: ``/api/search`` and below."""

# Annotations are read by FastAPI while the routes are made, where ``reader`` is known:
# so no postponed annotations here.

from collections.abc import Callable
from datetime import date
from typing import Annotated, TypeVar

from fastapi import APIRouter, Depends, Query

from records.errors import InvalidInput, Sentence
from records.identifiers import DocumentId, DossierId, PageNumber
from records.needs import needs
from records.page_text import PageText
from records.ports.clock import Clock
from records.reader import Capability, Reader
from search_api.find_pages import Find
from search_api.highlight import matching_words
from search_api.http_answers import BoxAnswer, BoxesAnswer, SearchAnswer, answer_of
from search_api.ports import PageState
from search_api.query_language import LONGEST_QUERY, Filters, Order, parse
from search_api.question import Question

_Id = TypeVar("_Id", DocumentId, DossierId)
Typed = Annotated[str, Query(max_length=2 * LONGEST_QUERY, description='Words, "phrases", numbers, codes, dates.')]

MOST_HITS = 100
FURTHEST_OFFSET = 10_000


def question(
    *,
    q: Typed = "",
    unit: str | None = None,
    procedure: Annotated[str | None, Query(description="What the dossier is called.")] = None,
    document_type: Annotated[str | None, Query(alias="type")] = None,
    agency: str | None = None,
    year: Annotated[int | None, Query(ge=1800, le=2999)] = None,
    issued_from: Annotated[date | None, Query(description="First day of issue.")] = None,
    issued_to: Annotated[date | None, Query(description="Last day of issue.")] = None,
    state: PageState | None = None,
    dossier: str | None = None,
    document: str | None = None,
    exact: Annotated[bool, Query(description="Words must be spelled mark for mark.")] = False,
    order: Order = Order.BEST,
) -> Question:
    """What an address asks for, as a dependency."""
    filters = Filters(
        unit=unit or None,
        procedure=procedure or None,
        document_type=document_type or None,
        agency=agency or None,
        year=year,
        issued_from=issued_from,
        issued_to=issued_to,
        state=state,
        dossier=_identifier(DossierId, "dossier", dossier) if dossier else None,
        document=_identifier(DocumentId, "document", document) if document else None,
        exact_diacritics=exact,
    )
    return Question(text=q, filters=filters, order=order)


def routes(
    find: Find,
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

    @router.get("", summary="Tìm trang")
    @needs(Capability.READ)
    def search(
        *,
        asks: asking,
        asked: Annotated[Question, Depends(question)],
        limit: Annotated[int, Query(ge=0, le=MOST_HITS)] = 10,
        offset: Annotated[int, Query(ge=0, le=FURTHEST_OFFSET)] = 0,
    ) -> SearchAnswer:
        """Pages that say it, best first, with what narrows them. With or without diacritics."""
        found = find(
            asked.text, asked.filters, asks, today=clock.today(), limit=limit, offset=offset, order=asked.order
        )
        return answer_of(found)

    if words_of is None:
        return router

    @router.get("/boxes", summary="Khoanh từ khớp trên trang")
    @needs(Capability.READ)
    def boxes(
        *,
        asks: asking,
        document: str,
        page: Annotated[int, Query(ge=1, le=1_000_000)],
        q: Typed = "",
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
