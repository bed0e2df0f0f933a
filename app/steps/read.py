"""Read a page: judge its text layer, and read its picture where the layer is not good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.catalogue import documents
from adapters.catalogue.plain import finding_of_error
from app.files_on_disk import local_pages
from ocr.model import Judgement, PageReading, Straightening, TextLayer
from ocr.read_page import read_page
from ocr.source import SourceDocument
from records.effort import Effort
from records.errors import Damaged, InvalidInput
from records.findings import Severity
from records.identifiers import Digest, DocumentId, PageNumber
from records.page_text import PageText

if TYPE_CHECKING:
    from app.steps.outcome import Outcome, Turn
    from app.wiring import Parts
    from records.errors import VankhoError

_A4 = (595.28, 841.89)


def read(parts: Parts, subject: str) -> Outcome:
    """One page; a page that cannot be read fails alone and keeps its reason."""
    document, number = _parse(subject)
    with parts.catalogue.begin(readonly=True) as connection:
        row = documents.row(connection, document)
    try:
        with (
            local_pages(parts, Digest(row.original_digest), row.media_type) as (path, media_type),
            SourceDocument.open(path, media_type) as source,
        ):
            reading = read_page(source, number, parts.reading_with(_effort(parts, row)))
    except (Damaged, InvalidInput) as error:
        return leave_unread(parts, subject, error)
    return _settled(document, reading, "kept" if reading.judgement.keeps_text else "read")


def leave_unread(parts: Parts, subject: str, error: VankhoError) -> Outcome:
    """The page stays unread, with the reason; its picture is kept like every other."""
    document, number = _parse(subject)
    width, height = _size(parts, document, number)
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
        findings=(finding_of_error(error, Severity.WARNING, where=str(number)),),
    )
    return _settled(document, reading, "unreadable")


def _settled(document: DocumentId, reading: PageReading, state: str) -> Outcome:
    def write(turn: Turn) -> None:
        if documents.page_settled(turn.connection, document, reading, state):
            turn.then("describe", document)

    return write


def _effort(parts: Parts, row: Any) -> Effort:
    """As the batch asks; one that was opened by an older version asks for nothing."""
    return Effort(row.effort or parts.settings.reading_effort)


def _size(parts: Parts, document: DocumentId, number: PageNumber) -> tuple[float, float]:
    with parts.catalogue.begin(readonly=True) as connection:
        row = documents.row(connection, document)
    try:
        with (
            local_pages(parts, Digest(row.original_digest), row.media_type) as (path, media_type),
            SourceDocument.open(path, media_type) as source,
        ):
            return source.page_size(number)
    except (Damaged, InvalidInput):
        return _A4


def _parse(subject: str) -> tuple[DocumentId, PageNumber]:
    document, _, number = subject.partition(":")
    return DocumentId(document), PageNumber(int(number))
