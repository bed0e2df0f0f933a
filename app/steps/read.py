"""Read a page: judge its text layer, and read its picture where the layer is not good."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adapters.catalogue import documents
from adapters.catalogue.plain import finding_of_error
from app.files_on_disk import local_pages
from app.steps.readings import reading_before
from app.steps.subjects import of_document, page_of
from ocr.model import Judgement, PageReading, Straightening, TextLayer
from ocr.read_page import read_page
from ocr.source import SourceDocument
from records.effort import Effort
from records.errors import Damaged, InvalidInput, NotFound
from records.findings import Severity
from records.identifiers import Digest, DocumentId
from records.page_text import PageText
from records.scan_profile import demands_of

if TYPE_CHECKING:
    from app.steps.outcome import Outcome, Turn
    from app.wiring import Parts
    from records.errors import VankhoError
    from records.identifiers import PageNumber

_A4 = (595.28, 841.89)


def read(parts: Parts, subject: str) -> Outcome:
    """One page; a page that cannot be read fails alone and keeps its reason."""
    document, number = page_of(subject)
    with parts.catalogue.begin(readonly=True) as connection:
        row = documents.row(connection, document)
    try:
        with (
            local_pages(parts, Digest(row.original_digest), row.media_type) as (path, media_type),
            SourceDocument.open(path, media_type) as source,
        ):
            tools = parts.reading_with(_effort(parts, row))
            reading = read_page(source, number, tools, demands_of(row.batch_profile))
    except (Damaged, InvalidInput) as error:
        return leave_unread(parts, subject, error)
    return _settled(row, reading, _state_of(reading))


def leave_unread(parts: Parts, subject: str, error: VankhoError) -> Outcome:
    """The page stays unread, with the reason; its picture is kept like every other.

    One that is read anew stays as it was read before.
    """
    document, number = page_of(subject)
    with parts.catalogue.begin(readonly=True) as connection:
        row = documents.row(connection, document)
    unread = finding_of_error(error, Severity.WARNING, where=str(number))
    if row.rereads:
        with suppress(NotFound):
            before = reading_before(parts, row, number)
            told = [finding for finding in before.findings if finding.code != unread.code]
            return _settled(row, replace(before, findings=(*told, unread)), _state_of(before))
    width, height = _size(parts, row, number)
    reading = PageReading(
        number=number,
        judgement=Judgement(
            layer=TextLayer.MISSING, words=0, invalid_ratio=0.0, ink_covered=0.0, reason=f"not read: {error.code}"
        ),
        straightening=Straightening(),
        text=PageText(width=width, height=height, lines=()),
        image_digest=None,
        engine="",
        invalid_ratio=0.0,
        findings=(unread,),
    )
    return _settled(row, reading, _state_of(reading))


def _state_of(reading: PageReading) -> str:
    if reading.judgement.keeps_text:
        return "kept"
    return "read" if reading.engine else "unreadable"


def _settled(row: Any, reading: PageReading, state: str) -> Outcome:
    document = DocumentId(row.id)

    def write(turn: Turn) -> None:
        if documents.page_settled(turn.connection, document, reading, state):
            turn.then("describe", of_document(document, row.rereads))

    return write


def _effort(parts: Parts, row: Any) -> Effort:
    """As was asked of the document or its batch; a batch of an older version asks for nothing."""
    return Effort(row.effort or row.batch_effort or parts.settings.reading_effort)


def _size(parts: Parts, row: Any, number: PageNumber) -> tuple[float, float]:
    try:
        with (
            local_pages(parts, Digest(row.original_digest), row.media_type) as (path, media_type),
            SourceDocument.open(path, media_type) as source,
        ):
            return source.page_size(number)
    except (Damaged, InvalidInput):
        return _A4
