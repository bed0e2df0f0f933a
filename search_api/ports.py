"""The index: pages in, hits out. It is a copy of the archive; no decision ever reads it."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date

    from records.findings import Finding
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
    personal: frozenset[str] = frozenset()
    """Numbers and addresses of people on it, under keys that nobody reads back; whole, never by a beginning."""


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


class NewIndex(Protocol):
    """An index in the making, beside the one that answers; see ``SearchIndex.rebuilding``."""

    @abstractmethod
    def replace_document(self, document: DocumentId, pages: Sequence[IndexedPage]) -> None:
        """Make ``pages`` all there is of ``document`` in the new index; repeatable."""

    @abstractmethod
    def commit(self) -> None:
        """Hand on what was put so far, so that it need not be held in memory; nothing is found yet."""


class SearchIndex(Protocol):
    """Holds pages and answers queries. Any number of processes read.

    What was put since the last ``commit`` is gone when the process dies or ``close`` is called.
    """

    one_writer: ClassVar[bool]
    """Whether one process writes at a time, so that steps that write should run one after another."""

    @abstractmethod
    def replace_document(self, document: DocumentId, pages: Sequence[IndexedPage]) -> None:
        """Make ``pages`` all there is of ``document``; repeatable. Found at the latest after ``commit``.

        A page that was there before and still is stays found throughout, as it was or as it will be.

        Raises:
            Conflict (index.busy): Another process writes, where ``one_writer``.
            Unavailable (index.unreachable, index.cannot_write): Nothing was written; try again.
        """

    @abstractmethod
    def remove_document(self, document: DocumentId) -> None:
        """Nothing of the document is found after ``commit``; repeatable."""

    @abstractmethod
    def commit(self) -> None:
        """Make what was written durable and visible to new searches, also in other processes.

        Raises:
            Unavailable (index.unreachable, index.cannot_write): What was put since the last commit
                must be put again; some of it may be found already.
        """

    @abstractmethod
    def search(
        self,
        query: Query,
        reader: Reader,
        *,
        today: date,
        limit: int = 10,
        offset: int = 0,
        hidden: Collection[DossierId] = (),
    ) -> Answer:
        """The best pages for the query that ``reader`` may see: total, hits and facets all respect rights.

        Pages whose ``restricted_until`` is after ``today`` are seen only by readers with the
        capability to decide. An empty query lists pages, newest first. ``offset`` reaches to 100,000.
        Pages of dossiers in ``hidden`` are not there: rights were changed that the index does not know yet.
        The same question to the same pages gets the same order, so that leafing shows each page once.

        Raises:
            Unavailable (index.unreachable): The server of the index does not answer.
            Misconfigured (index.schema_changed), Damaged (index.damaged): The index must be rebuilt.
        """

    @abstractmethod
    def rebuilding(self) -> AbstractContextManager[NewIndex]:
        """An empty index to fill, which takes the place of this one at once when the block is left.

        Until then searches are answered by the old index, whole and unchanged but for what others
        commit; when the block is left by an error, or the process dies, it stays. What others
        commit while the new one is made is in both. So the documents to put in must be listed
        *after* the block was entered. The way out of a damaged index or one of another version too.

        Raises:
            Conflict (index.busy): Another rebuild is under way, or writers do not end.
        """

    @abstractmethod
    def clear(self) -> None:
        """Forget everything."""

    @abstractmethod
    def check(self) -> tuple[Finding, ...]:
        """Why this index cannot serve, if so; an index that is not made yet can. Never raises for what is wrong."""

    @abstractmethod
    def is_empty(self) -> bool:
        """Whether no page is found by anybody, or there is no index; told in milliseconds. Raises as ``search``."""

    @abstractmethod
    def close(self) -> None:
        """Release the writer lock and connections, if held. The index may be used again afterwards."""
