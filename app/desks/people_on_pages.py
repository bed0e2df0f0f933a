"""Numbers of people and identity papers in a document: who is given it whole, and what its pictures cover."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from adapters.catalogue import documents, personal_found
from app.desks import personal_refusals as refuse
from app.desks.words import words_of_document, words_of_page
from archive.propose_boxes import personal_boxes
from ocr.covers import Cover
from records.errors import Damaged, NotFound
from records.identifiers import DocumentId
from records.identity_card import shows_identity_card
from records.page_text import Box

if TYPE_CHECKING:
    from app.desks.view_record import ViewRecord
    from app.wiring import Parts
    from records.identifiers import DossierId, PageNumber
    from records.reader import Reader


@dataclass(frozen=True, slots=True)
class PeopleOnPage:
    """What of people a page shows."""

    card: bool = False
    """An identity card or a passport: the picture is kept back as a whole."""
    covers: tuple[Cover, ...] = ()
    """Where numbers and addresses of people stand."""


NOBODY = PeopleOnPage()
_WHOLE_PAGE = Cover((Box(0, 0, 1, 1),), 1, 1)


def people_in(parts: Parts, dossier: DossierId, row: Any) -> bool | None:
    """Whether numbers of people or identity papers were found in the document of this row of ``documents``.

    Where nobody has looked (pages read by an older version) it is looked now. None: it is not read yet, or its words
    cannot be read.
    """
    document = DocumentId(row.id)
    with parts.catalogue.begin(readonly=True) as connection:
        found = personal_found.of_document(connection, row)
    if found is not None or not documents.lies_in_archive(row):
        return found
    try:
        texts = [page.text for page in words_of_document(parts, dossier, document)]
    except (NotFound, Damaged):
        return None
    with parts.catalogue.begin() as connection:
        documents.note_personal(connection, document, texts)
        return personal_found.of_document(connection, row)


def give_whole(parts: Parts, record: ViewRecord, reader: Reader, dossier: DossierId, row: Any, *, what: str) -> None:
    """Record that ``reader`` is about to be given ``what`` (``pdfa`` or ``original``) of the document, all of it.

    Where something of people was found in it: of a dossier of whatever level.

    Raises:
        Forbidden (personal.not_whole): Something was found, and the reader is not cleared for level 02.
        Conflict (personal.not_looked_yet): It is not read yet, and the reader is not cleared.
        Unavailable: It cannot be recorded, so it must not be given.
    """
    found, document = people_in(parts, dossier, row), DocumentId(row.id)
    if not reader.sees_personal and found is not False:
        raise refuse.not_whole() if found else refuse.not_looked_yet()
    if found:
        record.shown(reader, dossier, what, document)
    else:
        record.looked(reader, [dossier], what, document)


def people_on_page(parts: Parts, dossier: DossierId, document: DocumentId, page: PageNumber) -> PeopleOnPage:
    """What has to be covered on the picture of a page, by its newest reading.

    Nothing else than its row is looked at where that says that there is nothing. While it is read anew the places
    of both readings count: nobody knows here of which one the picture was drawn.
    """
    with parts.catalogue.begin(readonly=True) as connection:
        number, card = personal_found.on_page(connection, document, page)
        if card:
            return PeopleOnPage(card=True)
        if number == 0:
            return NOBODY
        texts = [reading.text for reading in documents.readings(connection, document, [page.value])]
    stored = words_of_page(parts, dossier, document, page)
    if stored is not None and stored not in texts:
        texts.append(stored)
    if number is None and any(shows_identity_card(text.text) for text in texts):
        return PeopleOnPage(card=True)
    covers = tuple(Cover(boxes, text.width, text.height) for text in texts if (boxes := personal_boxes(text)))
    if not covers and (number or not texts):
        covers = (_WHOLE_PAGE,)  # something is there, or may be, and nothing says where
    return PeopleOnPage(covers=covers)
