"""What the routes and pages of the archive call."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

    from archive.change_access import AccessChange, AccessRule
    from archive.model import DossierView, Event, PageVersion, PageView, PossibleDuplicate
    from records.identifiers import DocumentId, DossierId, PageNumber
    from records.page_text import PageText
    from records.reader import Reader


class ReadingRoom(Protocol):
    """Gives a reader what they may see; what is absent and what is forbidden get one answer."""

    @abstractmethod
    def dossiers(
        self, reader: Reader, *, limit: int = 50, offset: int = 0, paper: str = "", paper_missing: bool = False
    ) -> Sequence[DossierView]:
        """Newest first, without their documents.

        With ``paper`` those alone that have this paper file code, or lie in the box of this code, however its letters
        and blanks are written; with ``paper_missing`` those that were digitised and have none.
        """

    @abstractmethod
    def dossier(self, reader: Reader, dossier: DossierId) -> DossierView:
        """One dossier with its documents, and the files handed over with it that were left out.

        A quarantined file is named only to those who take in or decide.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
        """

    @abstractmethod
    def duplicates(self, reader: Reader, dossier: DossierId) -> Sequence[PossibleDuplicate]:
        """What its documents may be the same as (Decree 30/2020, Annex VI, III.1h), as far as the reader may see it.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
        """

    @abstractmethod
    def dossier_by_code(self, reader: Reader, code: str) -> DossierId | None:
        """The dossier with that code, however its letters and blanks are written."""

    @abstractmethod
    def pages(self, reader: Reader, document: DocumentId) -> Sequence[PageView]:
        """The pages of a document, in order.

        Raises:
            NotFound (document.not_found): None such for this reader.
        """

    @abstractmethod
    def page_text(self, reader: Reader, document: DocumentId, page: PageNumber, *, personal: bool = False) -> PageText:
        """The words of a page with their boxes; numbers and addresses of people masked unless ``personal``.

        That they are shown is recorded before they are.

        Raises:
            NotFound (document.not_found, page.not_found): None such for this reader.
            Forbidden (personal.not_allowed): The reader is not cleared for level 02.
        """

    @abstractmethod
    def page_picture(
        self,
        reader: Reader,
        document: DocumentId,
        page: PageNumber,
        *,
        small: bool = False,
        sharp: bool = False,
        personal: bool = False,
    ) -> bytes:
        """WebP of the page as shown: 1240 pixels wide, 240 for ``small``, at 300 dots an inch for ``sharp``.

        A sharp one is drawn when it is asked for, of at most 5,000 pixels a side.

        Nothing is masked in a picture. One that shows an identity card is given only where ``personal`` is asked
        for, and that is recorded.

        Raises:
            NotFound (document.not_found, page.not_found): None such for this reader.
            Forbidden (personal.identity_card): It shows an identity card, and was not asked for as such.
            Forbidden (personal.not_allowed): The same, and the reader is not cleared for level 02.
            Unavailable (page.drawing_busy): A sharp one cannot be drawn now; the others are there.
        """

    @abstractmethod
    def page_versions(self, reader: Reader, document: DocumentId, page: PageNumber) -> Sequence[PageVersion]:
        """The page in each version of the dossier that read it anew, oldest first, masked.

        Raises:
            NotFound (document.not_found, page.not_found): None such for this reader, or nothing is deposited.
        """

    @abstractmethod
    def printed(self, reader: Reader, document: DocumentId, first: PageNumber, last: PageNumber) -> None:
        """Record that the reader prints these pages, before he is given them.

        Raises:
            NotFound (document.not_found): None such for this reader.
            Unavailable: It cannot be recorded.
        """

    @abstractmethod
    def pdfa(self, reader: Reader, document: DocumentId) -> tuple[str, BinaryIO]:
        """A file name and the PDF/A; the caller closes it.

        Raises:
            NotFound (document.not_found): None such for this reader.
        """

    @abstractmethod
    def original(self, reader: Reader, document: DocumentId) -> tuple[str, str, BinaryIO]:
        """File name, media type and the bytes as they came; the caller closes it.

        Raises:
            NotFound (document.not_found): None such for this reader.
        """

    @abstractmethod
    def events(self, reader: Reader, dossier: DossierId) -> Sequence[Event]:
        """What was done to the dossier and its documents, oldest first.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
        """


class PaperDesk(Protocol):
    """Says where the paper of a dossier lies (paperFileCode of Circular 05/2025)."""

    @abstractmethod
    def record(self, reader: Reader, dossier: DossierId, code: str) -> str:
        """Put the code on the dossier, with an event in its history; the same again changes nothing.

        Empty takes it away. The dossier is found by it from the answer on, and with everything in its box. A hold does
        not matter: where the paper lies is no part of what is held.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
            Forbidden (paper.not_allowed): The reader does not take in.
            InvalidInput (paper.code_too_long): It has more than 100 signs.
        """


class AccessDesk(Protocol):
    """Says who may see a dossier."""

    @abstractmethod
    def change(self, reader: Reader, dossier: DossierId, change: AccessChange) -> AccessRule:
        """Put the rule on the dossier, with an event in its history; what is there already changes nothing.

        Every page, list and search keeps to it from the answer on, whatever becomes of the index meanwhile;
        what became visible is found once the index was told. It holds for documents that come later too.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
            Forbidden (access.not_allowed): The reader may not decide.
            Conflict (hold.frozen): It is on hold, and somebody would see it who does not now.
        """
