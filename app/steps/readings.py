"""The readings of a document: new ones from the catalogue, those of pages that were left alone from the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.catalogue import documents
from archive import layout
from archive.open_content import content_key
from ocr.words_archive import read_reading
from records.identifiers import DocumentId, DossierId, PageNumber

if TYPE_CHECKING:
    from app.wiring import Parts
    from ocr.model import PageReading


def readings_of(parts: Parts, row: Any) -> list[PageReading]:
    """Of every page, in order; ``row`` is the document's.

    Raises:
        NotFound (page.not_found): A page was not read, nor does the archive hold its reading.
    """
    with parts.catalogue.begin(readonly=True) as connection:
        fresh = documents.readings(connection, DocumentId(row.id))
    if not row.rereads:
        return fresh
    known = {reading.number.value: reading for reading in fresh}
    missing = [PageNumber(number) for number in range(1, row.page_count + 1) if number not in known]
    if missing:
        # Fetched once: a request for each page would cost more than what it brings.
        with parts.store.open(_words_of(parts, row)) as content:
            kept = content.read()
        for number in missing:
            known[number.value] = read_reading(lambda start, length: kept[start : start + length], number)
    return [known[number] for number in sorted(known)]


def reading_before(parts: Parts, row: Any, number: PageNumber) -> PageReading:
    """The reading of a page as the archive holds it, by ranged read.

    Raises:
        NotFound (page.not_found): The package was written before it kept readings.
    """
    key = _words_of(parts, row)
    return read_reading(lambda start, length: parts.store.read_range(key, start, length), number)


def _words_of(parts: Parts, row: Any) -> Any:
    return content_key(parts.store, DossierId(row.dossier_id), layout.words_path(DocumentId(row.id)))
