"""Pages of a document, one or two, with their words and what was looked for."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response

from archive.model import DocumentView, DossierView
from archive.ports import ReadingRoom
from records.description import Field, number_as_written
from records.errors import NotFound, Sentence
from records.identifiers import DossierId, PageNumber
from records.needs import needs
from records.page_text import Box, PageText
from records.reader import Capability, Reader
from search_api.query_language import Filters
from web_ui.desks import Desks
from web_ui.matching import boxes_on
from web_ui.rendering import page
from web_ui.texts import TEXTS

BELOW = "/ho-so/{dossier_id:uuid}/{document_id:uuid}"
_AHEAD = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The second of two pages."""

    text: PageText
    boxes: Sequence[Box]
    card: bool
    """It shows an identity card, and is not shown here."""


def no_such_page() -> NotFound:
    return NotFound(
        "page.not_found",
        Sentence("Không có trang này, hoặc bạn không được xem.", "There is no such page, or you may not see it."),
        Sentence("Quay lại hồ sơ hoặc tìm lại.", "Go back to the dossier, or search again."),
    )


def document_of(dossier: DossierView, document: UUID) -> DocumentView:
    """The document of the dossier; a document of another one is not found here."""
    found = next((one for one in dossier.documents if one.document.value == str(document)), None)
    if found is None:
        raise no_such_page()
    return found


def named(room: ReadingRoom, who: Reader, dossier_id: UUID, document_id: UUID) -> tuple[DossierView, DocumentView]:
    """The dossier and its document, as far as ``who`` may see them."""
    found = room.dossier(who, DossierId(str(dossier_id)))
    return found, document_of(found, document_id)


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """Below ``/ho-so/<dossier>/<document>``."""
    router = APIRouter(include_in_schema=False)
    room = desks.room

    @router.get(BELOW + "/trang")
    @needs(Capability.READ)
    def jump(
        who: Annotated[Reader, Depends(reader)],
        dossier_id: UUID,
        document_id: UUID,
        *,
        so: str = "",
        q: str = "",
        doi: bool = False,
    ) -> Response:
        """The page whose number was typed, or the nearest there is."""
        _, document = named(room, who, dossier_id, document_id)
        asked = int(so) if so.isascii() and so.isdecimal() and len(so) < 9 else 1
        number = min(max(asked, 1), max(document.page_count, 1))
        address = f"/ho-so/{dossier_id}/{document_id}/{number}{_query(q, two=doi)}"
        return RedirectResponse(address, status_code=303)

    @router.get(BELOW + "/{number:int}")
    @needs(Capability.READ)
    def viewer(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        dossier_id: UUID,
        document_id: UUID,
        *,
        number: int,
        q: Annotated[str, Query(max_length=2000)] = "",
        doi: bool = False,
    ) -> Response:
        return _viewer(request, who, (dossier_id, document_id, number), q=q, two=doi)

    @router.get(BELOW + "/{number:int}/lien-quan")
    @needs(Capability.READ)
    def related(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        dossier_id: UUID,
        document_id: UUID,
        *,
        number: int,
    ) -> Response:
        """Documents that the page names, and those that name its document: asked for once the page itself is there."""
        found, document = named(room, who, dossier_id, document_id)
        if not 1 <= number <= document.page_count:
            raise no_such_page()
        text, _ = words_on(who, document, number, "")
        fields = {field.field: field.value for field in document.fields}
        own = number_as_written(fields.get(Field.NUMBER, ""), fields.get(Field.SIGN, ""))
        return page(
            request,
            "viewer_related.html",
            reader=who,
            here="dossiers",
            dossier=found,
            document=document,
            number_here=number,
            related=desks.searches.related(who, document.document, own, text.text),
        )

    @router.post(BELOW + "/{number:int}/hien")
    @needs(Capability.READ)
    def show_personal(
        request: Request,
        who: Annotated[Reader, Depends(reader)],
        dossier_id: UUID,
        document_id: UUID,
        *,
        number: int,
    ) -> Response:
        """The page with what is of people: an act, not an address that somebody comes back to."""
        answer = _viewer(request, who, (dossier_id, document_id, number), q="", personal=True)
        answer.headers["cache-control"] = "no-store"
        return answer

    def _viewer(
        request: Request,
        who: Reader,
        place: tuple[UUID, UUID, int],
        *,
        q: str,
        two: bool = False,
        personal: bool = False,
    ) -> Response:
        dossier_id, document_id, number = place
        found, document = named(room, who, dossier_id, document_id)
        pages = room.pages(who, document.document)
        count = max(len(pages), document.page_count)
        if not 1 <= number <= count:
            raise no_such_page()
        cards = [one.number.value for one in pages if one.identity_card]
        text, boxes = words_on(who, document, number, q, personal=personal)
        second = None
        if two and number < count:
            its_text, its_boxes = words_on(who, document, number + 1, q)
            second = Beside(text=its_text, boxes=its_boxes, card=number + 1 in cards)
        near = range(number + 1 + bool(second), min(number + _AHEAD + 1 + bool(second), document.page_count + 1))
        pictures = f"/api/documents/{document.document}/pages/"
        return page(
            request,
            "viewer.html",
            reader=who,
            here="dossiers",
            dossier=found,
            document=document,
            pages=pages,
            this=next((one for one in pages if one.number.value == number), None),
            number_here=number,
            text=text,
            second=second,
            two=two,
            personal=personal,
            may_show=who.sees_personal,
            boxes=boxes,
            cards=cards,
            hit_pages=hit_pages(who, document, q),
            ahead=[f"{pictures}{one}/picture" for one in near if one not in cards] if document.pdfa_level else [],
            q=q,
            layers=[key.removeprefix("layer.") for key in TEXTS if key.startswith("layer.")],
            query=_query(q, two=two),
            two_address=f"/ho-so/{dossier_id}/{document_id}/{number}{_query(q, two=not two)}",
        )

    def words_on(
        who: Reader, document: DocumentView, number: int, q: str, *, personal: bool = False
    ) -> tuple[PageText, Sequence[Box]]:
        text = PageText(width=595, height=842, lines=())
        with suppress(NotFound):  # a page that could not be read has a picture and no words
            text = room.page_text(who, document.document, PageNumber(number), personal=personal)
        return text, boxes_on(text, q, today=desks.clock.today())

    def hit_pages(who: Reader, document: DocumentView, q: str) -> list[int]:
        """Pages of the document that answer what was looked for."""
        if not q.strip():
            return []
        filters, today = Filters(document=document.document), desks.clock.today()
        answer = desks.find(q, filters, who, today=today, limit=0, facets=("page",)).answer
        return sorted(int(number) for number, _ in answer.facets.get("page", ()))

    return router


def _query(q: str, *, two: bool) -> str:
    kept = {"q": q, "doi": "1" if two else ""}
    told = urlencode({name: value for name, value in kept.items() if value})
    return f"?{told}" if told else ""
