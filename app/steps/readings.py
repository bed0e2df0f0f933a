"""The readings of a document: new ones from the catalogue, those of pages that were left alone from the archive."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from adapters.catalogue import documents
from app.desks.words import at_hand, range_of
from archive import layout
from archive.open_content import content_key
from ocr.page_archive import PageArchive
from ocr.words_archive import read_reading
from records.identifiers import DocumentId, DossierId, PageNumber

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Parts
    from ocr.model import PageReading

AT_ONCE = 32
"""Pages held at a time: the words of one page are a few hundred KiB of objects."""


class Readings:
    """Of every page, in order; of a long document a few at a time, each time they are gone through.

    Raises, while it is gone through:
        NotFound (page.not_found): A page was not read, nor does the archive hold its reading.
    """

    def __init__(self, parts: Parts, row: Any) -> None:
        """``row`` is the document's."""
        self._parts = parts
        self._row = row
        self._held: tuple[range, list[PageReading]] = (range(0), [])
        self._kept: PageArchive | None = None

    def __len__(self) -> int:
        return int(self._row.page_count)

    def __iter__(self) -> Iterator[PageReading]:
        for index in range(len(self)):
            yield self._at(index)

    def __getitem__(self, index: int) -> PageReading:
        """Of the page at ``index``, from 0 on."""
        return self._at(index)

    def _at(self, index: int) -> PageReading:
        among, held = self._held
        if index not in among:
            first = index - index % AT_ONCE
            among = range(first, min(first + AT_ONCE, len(self)))
            self._held = range(0), []
            held = self._read(among)
            self._held = among, held
        return held[index - among.start]

    def _read(self, among: range) -> list[PageReading]:
        numbers = [index + 1 for index in among]
        with self._parts.catalogue.begin(readonly=True) as connection:
            fresh = documents.readings(connection, DocumentId(self._row.id), numbers)
        known = {reading.number.value: reading for reading in fresh}
        return [known[number] if number in known else self._in_archive(PageNumber(number)) for number in numbers]

    def _in_archive(self, number: PageNumber) -> PageReading:
        if self._kept is None:
            # Closed when nobody goes through the readings any more.
            file = at_hand(self._parts, _words_of(self._parts, self._row))
            self._kept = PageArchive(partial(range_of, file))
        return read_reading(self._kept, number)


def reading_before(parts: Parts, row: Any, number: PageNumber) -> PageReading:
    """The reading of a page as the archive holds it, by ranged read.

    Raises:
        NotFound (page.not_found): The package was written before it kept readings.
    """
    key = _words_of(parts, row)
    return read_reading(PageArchive(partial(parts.store.read_range, key)), number)


def _words_of(parts: Parts, row: Any) -> Any:
    return content_key(parts.store, DossierId(row.dossier_id), layout.words_path(DocumentId(row.id)))
