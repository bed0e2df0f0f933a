"""The index: pages in, hits out. It is a copy of the archive; no decision ever reads it."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Protocol

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import date, datetime

    from records.findings import Finding
    from records.identifiers import DocumentId, DossierId, PageNumber
    from records.reader import AccessLevel, Reader
    from search_api.find_pages import Found
    from search_api.query_language import Query
    from search_api.question import Question
    from search_api.related import Related


MOST_VALUES = 200
"""Values told of one facet."""
MOST_PAGES = 5_000
"""The same of ``page``: of a document that is read every page with a match is to be known."""


def most_values(facet: str) -> int:
    """How many values are told of a facet."""
    return MOST_PAGES if facet == "page" else MOST_VALUES


FACETS = ("unit", "procedure", "document_type", "agency", "year", "state")
"""Fields whose values are counted beside an answer, and narrow it."""


class PageState(StrEnum):
    """What is to be known of a page before it is relied on; a page may be in several."""

    SIGNED = "signed"
    """The original carries digital signatures."""
    DOUBTFUL = "doubtful"
    """The machine doubts what it proposes to say of the document."""
    POORLY_READ = "poorly_read"
    """Hardly a word of the page was read with confidence: it may say more than is found."""


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
    procedure: str = ""
    """What the dossier is called: one-stop dossiers carry the name of their procedure."""
    states: frozenset[PageState] = frozenset()
    doubtful: tuple[str, ...] = ()
    """Names of the fields (``records.description``) that a person should look at."""
    found_since: datetime | None = None
    """When the document could be found first; None: before that was written down."""


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
    procedure: str = ""
    states: tuple[str, ...] = ()
    """Values of ``PageState``, sorted."""
    doubtful: tuple[str, ...] = ()
    """Names of the fields above that the machine is not sure of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a query found, as far as the reader may know."""

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Sequence[tuple[str, int]]] = field(default_factory=dict)
    """By field that was asked for (of ``FACETS``, ``dossier`` or ``page``): value and number of pages, most first."""


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
    def holds(self, document: DocumentId) -> int:
        """How many pages of the document any search can find, whoever asks; looked up anew. Raises as ``search``."""

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
        hidden: Collection[DossierId | DocumentId] = (),
        facets: Sequence[str] = FACETS,
    ) -> Answer:
        """The best pages for the query that ``reader`` may see: total, hits and facets all respect rights.

        In the order of ``query.order``; counted are the ``facets`` named, of ``FACETS``, ``dossier`` and ``page``.

        Pages whose ``restricted_until`` is after ``today`` are seen only by readers with the
        capability to decide. An empty query lists pages, newest first. ``offset`` reaches to 100,000.
        Pages of dossiers and documents in ``hidden`` are not there: rights were changed that the index does not know
        yet, or who asks looks for others.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedSearch:
    """A question that an account asks again and again."""

    id: str
    name: str
    question: Question
    looked_at: datetime
    """When the account last looked at what it finds."""
    new: int
    """Dossiers that can be found since then, as far as the account may see them."""
    more: bool
    """Whether there are more new ones than were counted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """Words that were asked for and found nowhere, whoever asked."""

    words: str
    """As understood, in lower case; long numbers that are no codes are masked."""
    count: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsExport:
    """Results that left the house in a file."""

    id: str
    """UUIDv7, printed on the file: by it the event is found."""
    form: str
    question: Question
    found: Found


class SearchDesk(Protocol):
    """What searches leave behind: saved questions, words that found nothing, results in files."""

    @abstractmethod
    def save(self, reader: Reader, name: str, question: Question) -> SavedSearch:
        """Keep the question under a name, for this account alone; what is found by now is not new.

        Raises:
            InvalidInput (search.no_name, search.too_many_saved): No name, or 50 are kept already.
        """

    @abstractmethod
    def saved(self, reader: Reader) -> Sequence[SavedSearch]:
        """The account's own, by name, each with how many dossiers are new; counts keep to rights."""

    @abstractmethod
    def looked(self, reader: Reader, saved: str) -> SavedSearch:
        """The saved search as it was, ``new`` since the look before; from now on nothing of it is new.

        Raises:
            NotFound (search.not_found): The account has none such.
        """

    @abstractmethod
    def forget(self, reader: Reader, saved: str) -> None:
        """Remove it; repeatable, and silent where the account has none such."""

    @abstractmethod
    def related(self, reader: Reader, document: DocumentId, number_and_sign: str, text: str) -> Related:
        """What a page with these words leads to (``search_api.related``).

        Raises:
            Damaged (index.damaged), Misconfigured (index.schema_changed): The index must be rebuilt.
        """

    @abstractmethod
    def asked_in_vain(self, query: Query) -> None:
        """Count that nothing answers the query; who asked is not kept."""

    @abstractmethod
    def unanswered(self, *, limit: int = 100) -> Sequence[Unanswered]:
        """What was asked for in vain within a year, most often first."""

    @abstractmethod
    def exported(self, reader: Reader, export: ResultsExport) -> None:
        """Record who took which results away, before they are given.

        Raises:
            Unavailable: It cannot be recorded, so nothing must be given.
        """
