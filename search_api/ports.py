"""The index: pages in, hits out. It is a copy of the archive; no decision ever reads it."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from records.identifiers import DocumentId, DossierId, PageNumber
    from records.reader import AccessLevel, Reader
    from search_api.query_language import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedPage:
    """A page as it goes into the index. Text is ``normalise``d by the caller."""

    document: DocumentId
    dossier: DossierId
    page: PageNumber
    page_count: int
    body: str
    title: str
    """Type and subject of the document, or its file name."""
    file_name: str
    dossier_code: str
    number_and_sign: str
    """For example ``129/QĐ-BNV``; empty where unknown."""
    document_type: str
    agency: str
    issued_on: date | None
    unit: str
    level: AccessLevel
    restricted_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A page that answers the query."""

    document: DocumentId
    dossier: DossierId
    page: PageNumber
    page_count: int
    score: float
    title: str
    file_name: str
    dossier_code: str
    number_and_sign: str
    document_type: str
    agency: str
    issued_on: date | None
    unit: str
    snippet: tuple[tuple[str, bool], ...]
    """Pieces of the page's text in order, each with whether it matched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a query found, as far as the reader may know."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    """By field (unit, document_type, agency, year): value and number of pages, most first."""


class SearchIndex(Protocol):
    """Holds pages and answers queries. One process writes at a time; any number reads."""

    @abstractmethod
    def replace_document(self, document: DocumentId, pages: Sequence[IndexedPage]) -> None:
        """Make ``pages`` all there is of ``document``; repeatable. Found at the latest after ``commit``.

        Raises:
            Conflict (index.busy): Another process writes.
        """

    @abstractmethod
    def remove_document(self, document: DocumentId) -> None:
        """Nothing of the document is found after ``commit``; repeatable."""

    @abstractmethod
    def commit(self) -> None:
        """Make what was written durable and visible to new searches, also in other processes."""

    @abstractmethod
    def search(self, query: Query, reader: Reader, *, today: date, limit: int = 10, offset: int = 0) -> Answer:
        """The best pages for the query that ``reader`` may see: total, hits and facets all respect rights.

        Pages whose ``restricted_until`` is after ``today`` are seen only by readers with the
        capability to decide. An empty query lists pages, newest first.
        """

    @abstractmethod
    def clear(self) -> None:
        """Forget everything, before a rebuild."""

    @abstractmethod
    def close(self) -> None:
        """Release the writer lock, if held."""
