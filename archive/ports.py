"""What the routes and pages of the archive call."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from archive.change_access import AccessChange, AccessRule, DocumentAccessChange, DocumentRule
    from archive.model import DossierView, Event, PageVersion, PageView, PossibleDuplicate, Reference
    from archive.propose_boxes import Asked
    from archive.redaction import CopyAccess, Redaction, SaidMask
    from records.conditional_access import ConditionalQuery, ConditionalRecord
    from records.identifiers import DocumentId, DossierId, PageNumber, RedactionId
    from records.page_text import Box, PageText
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
    def dossiers_by_code(self, reader: Reader, code: str) -> Sequence[DossierId]:
        """The dossiers with that code, however its letters and blanks are written; the oldest first, ten at most."""

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
        """The page as shown, WebP, or JPEG where something is covered: 1240 pixels wide, 240 for ``small``, at 300 dots
        an inch for ``sharp``.

        A sharp one is drawn when it is asked for, of at most 5,000 pixels a side.

        Where numbers and addresses of people stand it is covered unless ``personal`` is asked for: pixels, not a layer
        over them. One that shows an identity card is given only where ``personal`` is asked for. Both are recorded.

        Raises:
            NotFound (document.not_found, page.not_found): None such for this reader.
            Forbidden (personal.identity_card): It shows an identity card, and was not asked for as such.
            Forbidden (personal.not_allowed): Asked for as such, and the reader is not cleared for level 02.
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
            Forbidden (personal.not_whole): Numbers of people or an identity paper were found, and the reader is not
                cleared for level 02.
            Conflict (personal.not_looked_yet): It is not read yet, and the reader is not cleared.
        """

    @abstractmethod
    def original(self, reader: Reader, document: DocumentId) -> tuple[str, str, BinaryIO]:
        """File name, media type and the bytes as they came; the caller closes it.

        Raises:
            NotFound (document.not_found): None such for this reader.
            Forbidden (personal.not_whole): Numbers of people or an identity paper were found, and the reader is not
                cleared for level 02.
            Conflict (personal.not_looked_yet): It is not read yet, and the reader is not cleared.
        """

    @abstractmethod
    def events(self, reader: Reader, dossier: DossierId) -> Sequence[Event]:
        """What was done to the dossier and its documents, oldest first.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
        """


class ReferenceDesk(Protocol):
    """One document in several dossiers: it lies in its home, others refer to it (Decree 30/2020, Annex VI, III.4e)."""

    @abstractmethod
    def references(self, reader: Reader, dossier: DossierId) -> Sequence[Reference]:
        """Documents of other dossiers that it refers to, oldest first, as far as the reader may see their homes.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
        """

    @abstractmethod
    def referred(self, reader: Reader, dossier: DossierId) -> Sequence[Reference]:
        """References to its own documents, oldest first, as far as the reader may see who refers.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
        """

    @abstractmethod
    def refer(self, reader: Reader, dossier: DossierId, document: DocumentId, why: str) -> None:
        """Let the dossier refer to a document of another one, with an event in both; the same again changes nothing.

        From the answer on nothing destroys the document while the dossier is there, a hold over the dossier reaches
        the document, and the dossier's period follows from the document too.

        Raises:
            NotFound (dossier.not_found, document.not_found): None such for this reader.
            Forbidden (reference.not_allowed): The reader may not decide.
            InvalidInput (reference.no_reason, reference.own_dossier): ``why`` is blank, or it lies there already.
            Conflict (reference.not_kept): The document, or the dossier, is not deposited.
        """

    @abstractmethod
    def withdraw(self, reader: Reader, dossier: DossierId, document: DocumentId) -> None:
        """Take a reference back, with an event in both.

        Raises:
            NotFound (dossier.not_found, reference.not_found): None such for this reader.
            Forbidden (reference.not_allowed): The reader may not decide.
            Conflict (reference.moving): The document is about to be moved to the dossier.
            Conflict (hold.frozen): The dossier is on hold.
        """

    @abstractmethod
    def rehome(self, reader: Reader, dossier: DossierId, document: DocumentId) -> None:
        """Have a document that the dossier refers to copied into it as a new version, whose home it is from then on.

        The old home refers to it, so that it may be destroyed. Asking again changes nothing.

        Raises:
            NotFound (dossier.not_found, reference.not_found): None such for this reader.
            Forbidden (reference.not_allowed): The reader may not decide.
            Conflict (hold.frozen): The home is on hold, or a dossier that refers to a document of it.
            Conflict (reference.at_work): The document is read anew just now.
            Conflict (reference.not_kept): The dossier is not in the archive of this body.
            Conflict (reference.would_open): Who may see the dossier could not all see the document before.
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
    """Says who may see a dossier, or a document of it."""

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

    @abstractmethod
    def change_document(self, reader: Reader, document: DocumentId, change: DocumentAccessChange) -> DocumentRule:
        """Put the rule on one document, with an event that who may not see the document does not see either.

        It holds beside its dossier's rule, whatever becomes of that: who may see the document has to be let by both.
        Every page, list and search keeps to it from the answer on, as for ``change``; until the index was told,
        its whole dossier is left out of the searches of who may not see the document.

        Raises:
            NotFound (document.not_found): None such for this reader.
            Forbidden (access.not_allowed): The reader may not decide.
            InvalidInput (access.not_stricter): It would restrict to an earlier day than its dossier is.
            Conflict (hold.frozen): Its dossier is on hold, and somebody would see it who does not now.
        """

    @abstractmethod
    def conditional(
        self, reader: Reader, query: ConditionalQuery
    ) -> tuple[Sequence[ConditionalRecord], tuple[str, str] | None]:
        """Records of conditional access that the reader may see, and the place behind which the next ones stand.

        Naming a document of level 02 is a look at its dossier, and recorded as one. The place is None at the end.

        Raises:
            Unavailable: It cannot be recorded, so nothing is shown.
        """


class RedactionDesk(Protocol):
    """Redacted copies: drawn, looked at, made by a worker, given to who may read them.

    Drawing and making raise ``NotFound (document.not_found)`` where the reader has no such document, ``Forbidden
    (redaction.not_allowed)`` where he may not decide, ``Conflict (redaction.not_at_rest, redaction.no_pdfa)`` where
    the document cannot be redacted now or at all. A draft belongs to a document and an account.
    """

    @abstractmethod
    def draft(self, reader: Reader, document: DocumentId) -> Redaction | None:
        """What the reader is drawing on the document; None: nothing yet.

        Raises:
            Conflict (redaction.master_changed): The document was read anew since; the draft can be thrown away alone.
        """

    @abstractmethod
    def proposed(self, reader: Reader, document: DocumentId, asked: Asked) -> Mapping[int, Sequence[Box]]:
        """Boxes by page, none where nothing was found; nothing is drawn by it.

        Raises:
            NotFound (page.not_found): The page asked for is not there.
        """

    @abstractmethod
    def mask(self, reader: Reader, document: DocumentId, masks: Sequence[SaidMask]) -> Redaction:
        """Draw these together, all or none; begins the draft where there is none.

        Raises:
            InvalidInput: As ``mask_of`` and ``require_some``.
            Conflict (redaction.master_changed): The document was read anew since the draft was begun.
        """

    @abstractmethod
    def undo(self, reader: Reader, document: DocumentId) -> None:
        """Take back what was drawn last, all that was drawn together; where nothing is left, nothing happens."""

    @abstractmethod
    def drop(self, reader: Reader, document: DocumentId, at: int) -> None:
        """Take away one box of the draft, by its place from 0; one that is not there is passed over."""

    @abstractmethod
    def discard(self, reader: Reader, document: DocumentId) -> None:
        """The draft is gone; repeatable."""

    @abstractmethod
    def left(self, reader: Reader, document: DocumentId) -> Mapping[int, int]:
        """Page → how many numbers and addresses of people no box of the draft covers; pages without are left out."""

    @abstractmethod
    def preview(self, reader: Reader, document: DocumentId, page: PageNumber, *, personal: bool = False) -> bytes:
        """WebP of the page as the copy will show it; recorded, and refused, as ``page_picture`` is."""

    @abstractmethod
    def order(self, reader: Reader, document: DocumentId, *, title: str, access: CopyAccess) -> Redaction:
        """Have the draft made by a worker; the copy is *making* from then on.

        Raises:
            InvalidInput (redaction.no_boxes, redaction.title_tells): Nothing is drawn; the title gives it away.
            Conflict (redaction.master_changed, redaction.draft_changed): The boxes fit no longer, or changed just now.
        """

    @abstractmethod
    def make(
        self, reader: Reader, document: DocumentId, masks: Sequence[SaidMask], *, title: str, access: CopyAccess
    ) -> Redaction:
        """``mask`` and ``order`` at once, for programs; drafts are left alone."""

    @abstractmethod
    def one(self, reader: Reader, redaction: RedactionId) -> Redaction:
        """A copy the reader may read; for who decides, also one under way, failed or withdrawn.

        Raises:
            NotFound (redaction.not_found): None such for this reader.
        """

    @abstractmethod
    def made(self, reader: Reader, *, limit: int = 50, offset: int = 0) -> Sequence[Redaction]:
        """Copies the reader may read, newest first."""

    @abstractmethod
    def of_dossier(self, reader: Reader, dossier: DossierId) -> Sequence[Redaction]:
        """Copies of its documents that the reader may know of, oldest first; none of a dossier that is not there."""

    @abstractmethod
    def content(self, reader: Reader, redaction: RedactionId) -> tuple[str, BinaryIO]:
        """A file name and the PDF/A; the caller closes it. Recorded where it is open on conditions.

        Raises:
            NotFound (redaction.not_found): None such for this reader.
            Conflict (redaction.not_made): It is not made yet, or was withdrawn.
        """

    @abstractmethod
    def withdraw(self, reader: Reader, redaction: RedactionId, why: str) -> Redaction:
        """Give it to nobody any more, with an event in the history of its dossier; its bytes stay in the package.

        Raises:
            NotFound (redaction.not_found): None such for this reader.
            Forbidden (redaction.not_allowed): The reader may not decide.
            InvalidInput (redaction.no_reason): ``why`` is blank.
            Conflict (redaction.not_made): It is not made yet, or was withdrawn.
        """
