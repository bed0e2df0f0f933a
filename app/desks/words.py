"""The words of a document, from the archive once deposited, from the catalogue before."""

from __future__ import annotations

import shutil
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from adapters.catalogue import documents
from archive import layout
from archive.open_content import content_key
from ocr.page_archive import PageArchive
from ocr.words_archive import read_words
from records.identifiers import PageNumber

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Parts
    from records.identifiers import DocumentId, DossierId, ObjectKey
    from records.page_text import PageText

_SMALL = 4 << 20


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
    return read_words(PageArchive(partial(parts.store.read_range, key)), page)


def words_of_document(parts: Parts, dossier: DossierId, document: DocumentId) -> Iterator[PageText]:
    """The words of every page, in order, of a deposited document."""
    with parts.catalogue.begin(readonly=True) as connection:
        row = documents.row(connection, document)
    with at_hand(parts, content_key(parts.store, dossier, layout.words_path(document))) as file:
        archive = PageArchive(partial(range_of, file))
        for number in range(1, row.page_count + 1):
            yield read_words(archive, PageNumber(number))


def at_hand(parts: Parts, key: ObjectKey) -> SpooledTemporaryFile[bytes]:
    """An archive of words fetched once: a request for each page would cost more than the words themselves.

    In memory while it is small; that of a thousand pages is a hundred MiB and lies in a file, which is
    gone when it is closed.
    """
    with parts.store.open(key) as content:
        file = SpooledTemporaryFile(max_size=_SMALL, dir=str(parts.settings.spool_folder))  # noqa: SIM115  who asked closes it
        try:
            shutil.copyfileobj(content, file)
        except BaseException:
            file.close()
            raise
    return file


def range_of(file: SpooledTemporaryFile[bytes], start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)
