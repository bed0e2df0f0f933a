"""What the routes and pages of use call, and what makes a copy."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive.use.clock import UseStanding
    from archive.use.mark import CopyMark
    from archive.use.model import Filing, Grant, Refusal, RegisterFormat, UseFile, UseRequest
    from records.identifiers import DossierId, UseRequestId
    from records.reader import Reader


class UseDesk(Protocol):
    """Requests for a reading or a copy. Every act is an event.

    A request is seen by who filed it and by who may answer it: an archivist or head who may see its dossier, or whose
    units filed it while no dossier is named. For everybody else there is none: NotFound (use.not_found).
    """

    @abstractmethod
    def file(self, reader: Reader, asked: Filing) -> UseRequest:
        """A new request with the day by which it is to be answered.

        Raises:
            Forbidden (use.not_allowed): It is for somebody at the desk, and the reader is no archivist.
            NotFound (dossier.not_found): The dossier named, or a document of it, is none that the reader may see.
        """

    @abstractmethod
    def name_dossier(self, reader: Reader, which: UseRequestId, dossier: DossierId) -> UseRequest:
        """Say which dossier is meant by a request in words, or say it better, until it is decided.

        Raises:
            NotFound (use.not_found, dossier.not_found): None such for this reader.
            Forbidden (use.not_allowed): The reader answers no requests.
            Conflict (use.wrong_state): It is decided or withdrawn, or who filed it named the dossier.
        """

    @abstractmethod
    def decide(self, reader: Reader, which: UseRequestId, decision: Grant | Refusal) -> UseRequest:
        """Grant these documents, or refuse.

        Raises:
            NotFound (use.not_found): None such for this reader.
            Forbidden (use.one_person): The reader filed it.
            Forbidden (use.not_allowed, use.head_decides): Somebody else decides, by the level of the dossier.
            Forbidden (use.cleared_only): A document to be granted has numbers of people, and the reader is not cleared.
            InvalidInput (use.incomplete): Something is left out, and nothing says why.
            Conflict (use.wrong_state): It is decided or withdrawn.
            Conflict (use.nothing_erased): Data are asked to be deleted, which is never granted.
            Conflict (use.restricted): The dossier is restricted for a time: nothing of it is granted.
            Conflict (use.not_there): No dossier is named, or a document is none of it, or has nothing to copy.
        """

    @abstractmethod
    def withdraw(self, reader: Reader, which: UseRequestId, why: str) -> UseRequest:
        """Take one's own request back before anything was handed out.

        Raises:
            NotFound (use.not_found): None such for this reader.
            Forbidden (use.not_allowed): Somebody else filed it.
            InvalidInput (use.incomplete): Nothing says why.
            Conflict (use.wrong_state): It is refused, handed out or over.
        """

    @abstractmethod
    def hand_out(self, reader: Reader, which: UseRequestId) -> UseRequest:
        """Record that it was read at the archive, or that paper copies were handed out.

        Raises:
            NotFound (use.not_found): None such for this reader.
            Forbidden (use.not_allowed): The reader is no archivist.
            Conflict (use.wrong_state, use.expired): Nothing was granted, or its time is over.
        """

    @abstractmethod
    def close(self, reader: Reader, which: UseRequestId, why: str) -> UseRequest:
        """End it; nothing is read or fetched any more.

        Raises:
            NotFound (use.not_found): None such for this reader.
            Forbidden (use.not_allowed): The reader answers no requests.
            InvalidInput (use.incomplete): Nothing was handed out, and nothing says why it ends.
            Conflict (use.wrong_state): Nothing was granted, or it is over.
        """

    @abstractmethod
    def copy(self, reader: Reader, which: UseRequestId) -> tuple[str, BinaryIO]:
        """A file name and the PDF of the granted documents, marked; one copy fewer is left. The caller closes it.

        For who filed it, and for an archivist who hands it on. Nothing of it is kept.

        Raises:
            NotFound (use.not_found): None such for this reader.
            Forbidden (use.not_allowed): It is not the reader's, and he is no archivist.
            Forbidden (use.cleared_only): It is not the reader's, has numbers of people, and he is not cleared.
            Conflict (use.wrong_state, use.expired, use.used_up): Nothing is to be fetched, or no more.
            Conflict (use.reading_only): A reading was granted.
            Conflict (use.changed): The dossier was given a stricter level since, or is gone.
            Damaged (use.copy_unreadable): A document cannot be copied.
        """

    @abstractmethod
    def read_page(self, reader: Reader, which: UseRequestId, number: int) -> bytes:
        """WebP of a page of what was granted to be read, marked; pages are counted through the granted documents.

        For who filed it, and for an archivist who reads with somebody at the desk. Each page is an event before it
        is given.

        Raises:
            NotFound (use.not_found, page.not_found): None such for this reader.
            Forbidden (use.not_allowed): It is not the reader's, and he is no archivist.
            Forbidden (use.cleared_only): It is not the reader's, has numbers of people, and he is not cleared.
            Conflict (use.wrong_state, use.expired, use.copy_only, use.changed): Nothing is to be read, or no more.
            Damaged (use.copy_unreadable): The page cannot be marked.
        """

    @abstractmethod
    def show_number(self, reader: Reader, which: UseRequestId) -> str:
        """The number of the papers of who reads, whole. That it is shown is recorded before it is.

        Raises:
            NotFound (use.not_found): None such for this reader.
            Forbidden (personal.not_allowed): The reader did not file it, and is not cleared for level 02.
        """

    @abstractmethod
    def one(self, reader: Reader, which: UseRequestId) -> UseRequest:
        """One request with the documents of its dossier.

        Raises:
            NotFound (use.not_found): None such for this reader.
        """

    @abstractmethod
    def requests(
        self, reader: Reader, *, standing: UseStanding | None = None, limit: int = 50, offset: int = 0
    ) -> Sequence[UseRequest]:
        """Those the reader may see, without documents: newest first; of a ``standing`` the soonest due first."""

    @abstractmethod
    def waiting(self, reader: Reader) -> Mapping[UseStanding, int]:
        """How many wait for an answer or to be handed out, of those the reader may see; the most urgent first."""

    @abstractmethod
    def register(self, reader: Reader, year: int, form: RegisterFormat) -> UseFile:
        """Sổ đăng ký sử dụng tài liệu: the requests of a year that the reader may see, in order.

        Raises:
            Forbidden (use.not_allowed): The reader answers no requests.
        """


class CopyMarker(Protocol):
    """Makes copies of documents, and of pages to be read, that say what they are."""

    @abstractmethod
    def write(self, documents: Sequence[BinaryIO], mark: CopyMark, title: str, out: BinaryIO) -> int:
        """Write the pages of the PDFs in order to ``out``, each with the mark as it is read; how many pages.

        Pages keep their size, picture and words. What a PDF holds beside its pages is left out.

        Raises:
            Damaged (use.copy_unreadable): One cannot be opened as a PDF.
        """

    @abstractmethod
    def write_picture(self, page: bytes, mark: CopyMark) -> bytes:
        """The WebP of a page, as large, with the mark in it.

        Raises:
            Damaged (use.copy_unreadable): It is no picture.
        """
