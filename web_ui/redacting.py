"""Boxes drawn over the pages of a document until its redacted copy is ordered: by mouse, by numbers, by words."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from archive.model import DocumentView
from archive.ports import RedactionDesk
from archive.propose_boxes import Asked, ProposalKind
from archive.redaction import CLAUSES, Ground, Mask, Redaction, SaidMask
from archive.redaction_refusals import box_outside, nothing_found
from records.errors import NotFound, VankhoError
from records.identifiers import DocumentId, PageNumber
from records.needs import needs
from records.page_text import PageText
from records.reader import Capability, Reader
from records.redaction import touches, words_outside
from web_ui.desks import Desks
from web_ui.rendering import page
from web_ui.viewing import BELOW, named, no_such_page

_MM = 72 / 25.4
"""Points in a millimetre."""
_PROPOSED = {
    "numbers": ProposalKind.NUMBERS,
    "phrase": ProposalKind.PHRASE,
    "words": ProposalKind.WORDS,
    "page": ProposalKind.WHOLE_PAGE,
}
_LONGEST_NUMBER = 9


def routes(desks: Desks, reader: Callable[..., Reader]) -> APIRouter:
    """``…/<page>/che``."""
    router = APIRouter(include_in_schema=False)
    room, copies = desks.room, desks.redactions
    asking = Annotated[Reader, Depends(reader)]
    number_field = Annotated[str, Form(max_length=12)]

    @router.get(BELOW + "/{number:int}/che")
    @needs(Capability.DECIDE)
    def editor(
        request: Request,
        who: asking,
        dossier_id: UUID,
        document_id: UUID,
        *,
        number: int,
        xem: bool = False,
        can_cu: Annotated[str, Query(max_length=20)] = "",
    ) -> Response:
        return _editor(request, who, (dossier_id, document_id, number), seen=xem, ground=can_cu)

    @router.post(BELOW + "/{number:int}/che/hien")
    @needs(Capability.DECIDE)
    def show_card(request: Request, who: asking, dossier_id: UUID, document_id: UUID, *, number: int) -> Response:
        """The page with its identity card or numbers of people, to draw boxes on it: an act, and recorded."""
        answer = _editor(request, who, (dossier_id, document_id, number), personal=True)
        answer.headers["cache-control"] = "no-store"
        return answer

    @router.post(BELOW + "/{number:int}/che")
    @needs(Capability.DECIDE)
    def draw(
        request: Request,
        who: asking,
        dossier_id: UUID,
        document_id: UUID,
        *,
        number: int,
        act: Annotated[str, Form(max_length=20)] = "",
        ground: Annotated[str, Form(max_length=20)] = "",
        phrase: Annotated[str, Form(max_length=300)] = "",
        everywhere: Annotated[bool, Form()] = False,
        words: Annotated[list[str] | None, Form()] = None,
        left: number_field = "",
        top: number_field = "",
        width: number_field = "",
        height: number_field = "",
        at: Annotated[str, Form(max_length=8)] = "",
    ) -> Response:
        _, document = named(room, who, dossier_id, document_id)
        if not 1 <= number <= document.page_count:
            raise no_such_page()
        told = _Told(
            act=act,
            ground=ground,
            phrase=phrase,
            everywhere=everywhere,
            words=words or (),
            place=(left, top, width, height),
            at=at,
        )
        try:
            _do(copies, who, document.document, number, told)
        except NotFound:
            raise
        except VankhoError as wrong:
            if wrong.retryable:
                raise
            return _editor(request, who, (dossier_id, document_id, number), ground=ground, wrong=wrong, phrase=phrase)
        kept = urlencode({"can_cu": ground}) if ground else ""
        return RedirectResponse(f"{_below(dossier_id, document_id)}/{number}/che{'?' if kept else ''}{kept}", 303)

    def _editor(
        request: Request,
        who: Reader,
        place: tuple[UUID, UUID, int],
        *,
        seen: bool = False,
        personal: bool = False,
        ground: str = "",
        phrase: str = "",
        wrong: VankhoError | None = None,
    ) -> Response:
        dossier_id, document_id, number = place
        found, document = named(room, who, dossier_id, document_id)
        if not 1 <= number <= document.page_count:
            raise no_such_page()
        draft, unable = draft_of(copies, who, document)
        this = next((one for one in room.pages(who, document.document) if one.number.value == number), None)
        card = this is not None and this.identity_card
        text = PageText(width=595, height=842, lines=())
        with suppress(NotFound):  # a page that could not be read has a picture and no words
            text = room.page_text(who, document.document, PageNumber(number))
        masks = draft.on_page(number) if draft else ()
        return page(
            request,
            "redacting.html",
            reader=who,
            here="dossiers",
            status=wrong.http_status if wrong else 200,
            dossier=found,
            document=document,
            number_here=number,
            draft=draft,
            unable=unable,
            masks=masks,
            places=[at for at, one in enumerate(draft.masks if draft else ()) if one.page.value == number],
            masked_pages=draft.pages if draft else (),
            card=card and not personal,
            covered=this is not None and this.personal > 0 and not (card or personal),
            personal=personal,
            seen=seen,
            text=words_outside(text, [mask.box for mask in masks]) if seen else text,
            lines=_lines(text, masks),
            grounds=list(Ground),
            clauses=CLAUSES,
            ground=ground if ground in set(Ground) else Ground.PERSONAL_DATA.value,
            phrase=phrase,
            wrong=wrong,
            mm=_MM,
        )

    return router


def draft_of(copies: RedactionDesk, who: Reader, document: DocumentView) -> tuple[Redaction | None, VankhoError | None]:
    """What is drawn so far, or why nothing can be."""
    try:
        return copies.draft(who, document.document), None
    except NotFound:
        raise
    except VankhoError as unable:
        if unable.retryable:
            raise
        return None, unable


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What the form says."""

    act: str
    ground: str
    phrase: str
    everywhere: bool
    words: Sequence[str]
    place: tuple[str, str, str, str]
    at: str


def _do(copies: RedactionDesk, who: Reader, which: DocumentId, number: int, told: _Told) -> None:
    """One act on the draft; what it says of a place comes in millimetres."""
    if told.act == "undo":
        copies.undo(who, which)
    elif told.act == "drop":
        copies.drop(who, which, _whole(told.at))
    elif told.act == "discard":
        copies.discard(who, which)
    elif told.act == "box":
        copies.mask(who, which, [_said(number, told.place, told.ground)])
    elif told.act in _PROPOSED:
        kind = _PROPOSED[told.act]
        everywhere = told.everywhere and kind in {ProposalKind.NUMBERS, ProposalKind.PHRASE}
        chosen = tuple(_whole(each) for each in told.words)
        found = copies.proposed(
            who, which, Asked(kind=kind, page=None if everywhere else number, phrase=told.phrase, words=chosen)
        )
        if not found:
            raise nothing_found()
        copies.mask(
            who,
            which,
            [
                SaidMask(page=each, box=(box.x0, box.y0, box.x1, box.y1), ground=told.ground)
                for each, boxes in found.items()
                for box in boxes
            ],
        )


def _whole(text: str) -> int:
    """A place as a form says it; -1 for what is none."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < _LONGEST_NUMBER else -1


def _below(dossier: UUID, document: UUID) -> str:
    return f"/ho-so/{dossier}/{document}"


def _lines(text: PageText, masks: Sequence[Mask]) -> list[list[tuple[int, str, bool]]]:
    """The words of each line with their places in reading order, and whether a box touches them."""
    lines, at = [], 0
    for line in text.lines:
        told = []
        for word in line.words:
            told.append((at, word.text, any(touches(word.box, mask.box) for mask in masks)))
            at += 1
        lines.append(told)
    return lines


def _said(number: int, millimetres: Sequence[str], ground: str) -> SaidMask:
    """A box as the fields say it: from the left, from the top, wide, high."""
    try:
        left, top, width, height = (float(each.replace(",", ".")) * _MM for each in millimetres)
    except ValueError:
        raise box_outside(number) from None
    return SaidMask(page=number, box=(left, top, left + width, top + height), ground=ground)
