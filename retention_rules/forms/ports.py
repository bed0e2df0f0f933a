"""What the pages and forms of disposal need from outside."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from records.conditional_access import ConditionalQuery
    from records.identifiers import DisposalListId, DossierId, HandOverId, TransferId, UseRequestId
    from records.reader import Reader
    from retention_rules.forms.dossier_papers import DossierForm
    from retention_rules.forms.hand_over_papers import HandOverForm
    from retention_rules.forms.model import FormKind, PrintedForm
    from retention_rules.forms.registers import RegisterQuery, RegisterSize
    from retention_rules.forms.sheet import Candidates, Described, DueFilter, Member, Pick, Sheet
    from retention_rules.forms.use_papers import UseForm
    from retention_rules.may_delete import Reason
    from retention_rules.report import DueQuery


class DisposalSheets(Protocol):
    """Disposal lists as people read them: described as far as each may see, with what the gate says now."""

    @abstractmethod
    def sheet(self, reader: Reader, which: DisposalListId, *, pick: Pick, limit: int = 50, offset: int = 0) -> Sheet:
        """A page of a list; the gate is asked for the items of the page while its decision is not executed.

        Raises:
            Forbidden (disposal.not_allowed): The reader has no part in disposal.
            NotFound (disposal.not_found): No such list.
        """

    @abstractmethod
    def candidates(self, reader: Reader, wanted: DueFilter, *, limit: int = 50, offset: int = 0) -> Candidates:
        """Dossiers that are due, soonest first, each with what keeps it off a list.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
        """

    @abstractmethod
    def listable(
        self, reader: Reader, wanted: DueFilter, *, limit: int
    ) -> tuple[Sequence[DossierId], Mapping[Reason, int]]:
        """Of all that ``wanted`` means, at most ``limit`` that can be listed; and how many cannot, by reason.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
        """

    @abstractmethod
    def whole(self, reader: Reader, which: DisposalListId) -> Sheet:
        """Every item of a list, without asking the gate.

        Raises:
            As ``sheet``.
        """

    @abstractmethod
    def described(self, reader: Reader, which: Sequence[DossierId]) -> Mapping[DossierId, Described]:
        """Those of ``which`` that the reader may see."""

    @abstractmethod
    def members(self, reader: Reader) -> Sequence[Member]:
        """Who may be asked into a council, the reader left out.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
        """


class FormDesk(Protocol):
    """The papers of disposal, filled in with what is recorded; what only people know is left to be written."""

    @abstractmethod
    def form(self, reader: Reader, which: DisposalListId, kind: FormKind) -> PrintedForm:
        """A form of a list. Printing what names dossiers of level 02 is a look at each of them.

        Raises:
            Forbidden (disposal.not_allowed): The reader has no part in disposal.
            Forbidden (form.not_all_seen): The list names dossiers that the reader may not see.
            NotFound (disposal.not_found): No such list.
            NotFound (disposal.no_certificate): The form speaks of a destruction that nobody has begun.
        """

    @abstractmethod
    def dossier_list(self, reader: Reader, query: DueQuery, *, said: str) -> PrintedForm:
        """Danh mục hồ sơ (Decree 30/2020, Annex V) of a list of the retention report; at most 5,000 rows.

        ``said`` tells which list; a list that is longer says so.
        """

    @abstractmethod
    def catalogue(self, reader: Reader, dossier: DossierId) -> PrintedForm:
        """Mục lục văn bản, tài liệu of a dossier (Decree 30/2020, Annex V).

        Raises:
            NotFound (dossier.not_found): None such for this reader.
        """

    @abstractmethod
    def dossier_form(self, reader: Reader, dossier: DossierId, kind: DossierForm) -> PrintedForm:
        """A paper of a dossier, its catalogue among them.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
        """

    @abstractmethod
    def hand_over_form(self, reader: Reader, which: HandOverId, kind: HandOverForm) -> PrintedForm:
        """List or minutes of a hand-over; what of it the reader may not see is named by neither code nor title.

        Raises:
            NotFound (hand_over.not_found): No such list for this reader.
        """

    @abstractmethod
    def transfer_form(self, reader: Reader, which: TransferId, kind: HandOverForm) -> PrintedForm:
        """The same of a transfer to the historical archive.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
            NotFound (transfer.not_found): None such.
        """

    @abstractmethod
    def use_form(self, reader: Reader, which: UseRequestId, kind: UseForm) -> PrintedForm:
        """Slip or certification of a request, with the number of the papers masked.

        Raises:
            NotFound (use.not_found): None such for this reader.
        """

    @abstractmethod
    def conditional_list(self, reader: Reader, query: ConditionalQuery) -> PrintedForm:
        """Danh mục tài liệu tiếp cận có điều kiện (Archives Law 33/2024, Art. 25), of what the reader may see.

        From the beginning, at most 5,000 rows; a longer list says so. Printing it is a look at all it names.
        """


class RegisterDesk(Protocol):
    """Registers of Decree 30/2020, Annex IV, and the list of dossiers, filled in with what is recorded.

    Never more than the reader may see; what only who keeps the register knows is left to be written.
    """

    @abstractmethod
    def sizes(self, reader: Reader, *, year: int | None, unit: str) -> Sequence[RegisterSize]:
        """How long each register is that the reader may print; ``year`` None as in ``RegisterQuery``."""

    @abstractmethod
    def register(self, reader: Reader, query: RegisterQuery) -> PrintedForm:
        """A volume of a register. Printing what names dossiers of level 02 is a look at each of them.

        Raises:
            Forbidden (use.not_allowed): It tells who used what, and the reader answers no requests.
            NotFound (register.no_volume): It has no such volume.
        """


class FormWriter(Protocol):
    """Writes a form to a file of one kind."""

    media_type: str

    @abstractmethod
    def write(self, form: PrintedForm) -> bytes:
        """The file, whole. The same form gives the same words; nothing in it is ever a formula or a mark.

        A text of any length and of any signs is written: what a kind of file cannot hold is left out of it.
        """
