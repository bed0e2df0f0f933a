"""What the routes and pages of hand-over call."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from records.identifiers import Digest, DossierId, HandOverId, TransferId
    from records.reader import Reader
    from retention_rules.hand_over.clock import Standing
    from retention_rules.hand_over.model import Check, HandOver, KeepBack, KeptBackRow, Owed, Place
    from retention_rules.hand_over.transfer import ToTransfer, Transfer


class HandOverDesk(Protocol):
    """From the unit to the current archive: listed by one, checked and received by another.

    Who has a dossier changes with the receipt and with nothing else.
    """

    @abstractmethod
    def owed(self, reader: Reader, *, standing: Standing | None = None, limit: int = 100, offset: int = 0) -> Owed:
        """What units owe and have on no open list, as far as the reader may see; ``standing`` narrows the rows."""

    @abstractmethod
    def place(self, reader: Reader, dossier: DossierId) -> Place:
        """Who has a dossier, and by when its unit is to hand it over.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
        """

    @abstractmethod
    def submit(self, reader: Reader, *, name: str, dossiers: Sequence[DossierId]) -> HandOver:
        """Freeze a list of dossiers of one unit and give it to the archive; wholly or not at all.

        Raises:
            Forbidden (hand_over.not_allowed): The reader may not hand over.
            InvalidInput (hand_over.incomplete, hand_over.several_units): Something is missing, or units are mixed.
            NotFound (dossier.not_found): One is none for this reader.
            Conflict (hand_over.blocked, hold.frozen): One cannot be handed over; the answer says why.
        """

    @abstractmethod
    def check(
        self, reader: Reader, which: HandOverId, dossiers: Sequence[DossierId], check: Check, *, reason: str = ""
    ) -> HandOver:
        """Say of items that they are accepted, or refused with a reason; it may be said anew until the receipt.

        Raises:
            NotFound (hand_over.not_found, dossier.not_found): No such list, or one is not on it or not to be seen.
            Forbidden (hand_over.not_allowed, hand_over.one_person): The reader may not, or handed it over.
            InvalidInput (hand_over.incomplete): A refusal takes a reason.
            Conflict (hand_over.closed, hand_over.blocked): It is too late, or a dossier has changed since.
        """

    @abstractmethod
    def receive(self, reader: Reader, which: HandOverId, *, number: str, received_on: date) -> HandOver:
        """Close the list with the minutes: what was accepted is the archive's from this answer on.

        Where every item was refused the list is returned, and there are no minutes.

        Raises:
            NotFound (hand_over.not_found): No such list.
            Forbidden (hand_over.not_allowed, hand_over.one_person): The reader may not, or handed it over.
            InvalidInput (hand_over.incomplete): Number or day is missing, or the day has not come.
            Conflict (hand_over.closed, hand_over.unchecked, hand_over.blocked, hold.frozen): Too late, too early,
                changed since, or on hold.
        """

    @abstractmethod
    def withdraw(self, reader: Reader, which: HandOverId, why: str) -> HandOver:
        """Take an open list back; its dossiers may be listed again.

        Raises:
            NotFound (hand_over.not_found): No such list.
            Forbidden (hand_over.not_allowed): Only people of its unit who may hand over.
            InvalidInput (hand_over.incomplete): No reason is given.
            Conflict (hand_over.closed): It is too late.
        """

    @abstractmethod
    def lists(self, reader: Reader, *, limit: int = 50, offset: int = 0) -> Sequence[HandOver]:
        """Lists of the reader's units, newest first.

        Raises:
            Forbidden (hand_over.not_allowed): The reader has no part in hand-over.
        """

    @abstractmethod
    def one(self, reader: Reader, which: HandOverId) -> HandOver:
        """One of them.

        Raises:
            NotFound (hand_over.not_found): None such for this reader.
            Forbidden (hand_over.not_allowed): The reader has no part in hand-over.
        """

    @abstractmethod
    def keep_back(self, reader: Reader, order: KeepBack) -> None:
        """Record the head's consent that dossiers stay with their unit; a later consent takes the place of an earlier.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
            NotFound (dossier.not_found): One is none for this reader; nothing is recorded.
            InvalidInput (hand_over.kept_too_long): Longer than two years after it was due, or not beyond that day.
            Conflict (hand_over.blocked): One is not owed: it has no date, was handed over, or never is.
        """

    @abstractmethod
    def kept_back(self, reader: Reader, *, limit: int = 1000, offset: int = 0) -> Sequence[KeptBackRow]:
        """The list of what is kept back, soonest first, as far as the reader may see."""


class TransferDesk(Protocol):
    """From the current archive to the historical archive: registered, agreed, packaged, received.

    A dossier is ``transferred`` when the historical archive has named the digest of its package, and not before.
    """

    @abstractmethod
    def to_transfer(self, reader: Reader, *, limit: int = 100, offset: int = 0) -> Sequence[ToTransfer]:
        """Permanent dossiers of the current archive that are in no transfer, soonest first, as far as seen.

        None where this body is no source of a historical archive.
        """

    @abstractmethod
    def register(self, reader: Reader, *, name: str, dossiers: Sequence[DossierId], planned_on: date) -> Transfer:
        """Freeze a list for a day twelve months ahead or later; wholly or not at all.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
            Conflict (transfer.no_archive): This body is no source of a historical archive.
            InvalidInput (transfer.incomplete, transfer.too_soon): Something is missing, or the day is too near.
            NotFound (dossier.not_found): One is none for this reader.
            Conflict (transfer.blocked): One cannot go; the answer says why.
        """

    @abstractmethod
    def answer(self, reader: Reader, which: TransferId, *, number: str, answered_on: date, agreed: bool) -> Transfer:
        """Record what the historical archive answered; a refusal closes the transfer.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
            NotFound (transfer.not_found): None such.
            InvalidInput (transfer.incomplete): Number or day is missing, or the day has not come.
            Conflict (transfer.other_state): It was answered already.
        """

    @abstractmethod
    def packaged(self, reader: Reader, which: TransferId, packages: dict[DossierId, Digest]) -> Transfer:
        """Record the digests of packages that were made of agreed dossiers; made again they take the older's place.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
            NotFound (transfer.not_found, dossier.not_found): No such transfer, or one is not of it.
            Conflict (transfer.other_state, transfer.blocked): Not agreed, or one cannot go any more.
        """

    @abstractmethod
    def receive(
        self, reader: Reader, which: TransferId, *, number: str, received_on: date, digests: dict[DossierId, Digest]
    ) -> Transfer:
        """Record the receipt of the historical archive: what it names by the right digest is transferred from now on.

        Wholly or not at all; what it does not name stays in the current archive.

        Raises:
            Forbidden (retention.not_allowed, transfer.one_person): The reader may not, or registered it.
            NotFound (transfer.not_found, dossier.not_found): No such transfer, or one is not of it.
            InvalidInput (transfer.incomplete): Number or day is missing, or the day has not come.
            Conflict (transfer.other_state, transfer.digest_differs, transfer.blocked): Not agreed, another digest than
                was packaged, or one cannot go any more, a hold for example.
        """

    @abstractmethod
    def give_up(self, reader: Reader, which: TransferId, why: str) -> Transfer:
        """Close a transfer that nothing came of; its dossiers may be registered again.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
            NotFound (transfer.not_found): None such.
            InvalidInput (transfer.incomplete): No reason is given.
            Conflict (transfer.other_state): It is closed or received.
        """

    @abstractmethod
    def lists(self, reader: Reader) -> Sequence[Transfer]:
        """Every transfer, newest first.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
        """

    @abstractmethod
    def one(self, reader: Reader, which: TransferId) -> Transfer:
        """One of them.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
            NotFound (transfer.not_found): None such.
        """
