"""The words of a document, from the archive once deposited, from the catalogue before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from adapters.catalogue import documents
from archive import layout
from archive.open_content import content_key
from ocr.words_archive import read_words
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Parts
    from records.identifiers import DocumentId, DossierId
    from records.page_text import PageText


def words_of_page(parts: Parts, dossier: DossierId, document: DocumentId, page: PageNumber) -> PageText | None:
    """The words of one page by ranged read, or None where it was not read yet."""
    with parts.catalogue.begin(readonly=True) as connection:
        row = documents.row(connection, document)
        if not documents.lies_in_archive(row):
            readings = documents.readings(connection, document, [page.value])
            return readings[0].text if readings else None
    if page.value > row.page_count:
        return None
    key = content_key(parts.store, dossier, layout.words_path(document))
    return read_words(partial(parts.store.read_range, key), page)


def words_of_document(parts: Parts, dossier: DossierId, document: DocumentId) -> Iterator[PageText]:
    """The words of every page, in order, of a deposited document."""
    with parts.catalogue.begin(readonly=True) as connection:
        row = documents.row(connection, document)
    # Fetched once: a request for each page would cost more than the words themselves.
    with parts.store.open(content_key(parts.store, dossier, layout.words_path(document))) as content:
        archive = content.read()
    for number in range(1, row.page_count + 1):
        yield read_words(lambda start, length: archive[start : start + length], PageNumber(number))
