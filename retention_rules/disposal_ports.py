"""What the routes and pages of disposal call: lists up to their decision, and their execution."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import Any

    from records.identifiers import DisposalListId, DossierId
    from records.reader import Reader
    from retention_rules.backup_sets import BackupSet
    from retention_rules.disposal import DisposalList, Vote
    from retention_rules.may_delete import Verdict
    from retention_rules.model import PeriodDecision


class DisposalDesk(Protocol):
    """Lists of what has fallen due: proposed by one, voted on by a council, decided by the head.

    Nothing is destroyed by it: ``ExecutionDesk`` does that. Nobody acts twice on one list, and every step
    asks the one gate.
    """

    @abstractmethod
    def why_not(self, reader: Reader, dossier: DossierId) -> Verdict:
        """Every reason why the dossier may not be destroyed now.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
        """

    @abstractmethod
    def propose(
        self, reader: Reader, *, name: str, dossiers: Sequence[DossierId], council: Sequence[str]
    ) -> DisposalList:
        """Freeze a list of due dossiers, and name the council (accounts) that votes on it.

        Raises:
            Forbidden (retention.not_allowed, disposal.one_person): The reader may not, or is in the council.
            InvalidInput (disposal.incomplete): Something is missing.
            InvalidInput (disposal.member_cannot_see): A member could not see what he votes on.
            NotFound (dossier.not_found): One is none for this reader.
            Conflict (disposal.blocked): One may not be destroyed; nothing is listed.
        """

    @abstractmethod
    def vote(
        self, reader: Reader, which: DisposalListId, dossier: DossierId, vote: Vote, said: str = ""
    ) -> DisposalList:
        """Vote on one item, once; ``said`` is recorded, a dissent for example.

        Raises:
            NotFound (disposal.not_found, dossier.not_found): No such list, or the dossier is not on it.
            Forbidden (disposal.not_allowed): The reader is not in its council.
            Conflict (disposal.voted, disposal.decided): It is too late.
        """

    @abstractmethod
    def appraise(
        self, reader: Reader, which: DisposalListId, *, number: str, appraised_on: date, body: str
    ) -> DisposalList:
        """Record the appraisal of the competent body, in place of one before: a source destroys nothing without it.

        Raises:
            NotFound (disposal.not_found): No such list.
            Forbidden (retention.not_allowed): The reader may not decide.
            InvalidInput (disposal.incomplete): Number, body or day is missing, or the day has not come.
            Conflict (disposal.decided): It is too late.
        """

    @abstractmethod
    def withdraw(self, reader: Reader, which: DisposalListId, reason: str) -> DisposalList:
        """Take back a list that nobody decided on; its dossiers can be listed anew, its votes stay recorded.

        Raises:
            NotFound (disposal.not_found), Forbidden (retention.not_allowed): As above.
            InvalidInput (disposal.incomplete): The reason is missing.
            Conflict (disposal.decided, disposal.withdrawn): It is too late, or done.
        """

    @abstractmethod
    def decline(self, reader: Reader, which: DisposalListId, reason: str) -> DisposalList:
        """The head does not agree: the list is withdrawn, with the reason; nothing goes by it.

        Raises:
            NotFound (disposal.not_found): No such list.
            Forbidden (disposal.not_yours): Not the head.
            InvalidInput (disposal.incomplete): The reason is missing.
            Conflict (disposal.decided, disposal.withdrawn): It is too late, or done.
        """

    @abstractmethod
    def decide(self, reader: Reader, which: DisposalListId, *, number: str, decided_on: date) -> DisposalList:
        """The head decides that what the council voted to destroy is to be destroyed.

        Raises:
            NotFound (disposal.not_found): No such list.
            Forbidden (disposal.not_allowed, disposal.one_person): The reader may not, or took part before.
            InvalidInput (disposal.incomplete): Number or day is missing, or the day has not come.
            Conflict (disposal.votes_missing, disposal.decided): It is too early, or too late.
            Conflict (disposal.blocked): One that is to go may not be destroyed any more, a hold for example.
        """

    @abstractmethod
    def lists(self, reader: Reader) -> Sequence[DisposalList]:
        """Every list, newest first.

        Raises:
            Forbidden (disposal.not_allowed): The reader has no part in disposal.
        """

    @abstractmethod
    def one(self, reader: Reader, which: DisposalListId) -> DisposalList:
        """One list.

        Raises:
            NotFound (disposal.not_found): No such list.
            Forbidden (disposal.not_allowed): The reader has no part in disposal.
        """

    @abstractmethod
    def link(self, reader: Reader, dossier: DossierId, other: DossierId, why: str) -> None:
        """Record that two dossiers belong together: neither is destroyed while the other is kept longer.

        Repeatable.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
            NotFound (dossier.not_found): One is none for this reader.
            InvalidInput (disposal.incomplete): No reason is given, or both are the same.
        """


class ExecutionDesk(Protocol):
    """Executes what the head decided: item by item, to the end, shown and certified."""

    @abstractmethod
    def execute(self, reader: Reader, which: DisposalListId, *, password: str, code: str = "") -> DisposalList:
        """Have everything destroyed that is to go; also again, for what stopped or failed. It goes on by itself.

        The reader proves again who it is. Each item asks the gate when its turn comes: a hold placed before
        wins, and what is stopped or fails stays on the list with its reasons or its code.

        Raises:
            NotFound (disposal.not_found): No such list.
            Forbidden (disposal.not_allowed, disposal.one_person): The reader may not, or had another part in it.
            Forbidden (sign_in.refused, sign_in.locked, sign_in.second_factor_needed): It is not proved.
            Conflict (disposal.not_decided, disposal.executed): It is too early, or done.
        """

    @abstractmethod
    def keep_back(
        self, reader: Reader, which: DisposalListId, dossier: DossierId, decision: PeriodDecision
    ) -> DisposalList:
        """Take out of a decided list what was not begun, with a longer period that the head decided.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
            NotFound (disposal.not_found, dossier.not_found): No such list, or the dossier is not on it.
            Conflict (disposal.too_late): It is not decided, begun, or settled.
            InvalidInput: The decision does not lengthen the period.
        """

    @abstractmethod
    def certificate(self, reader: Reader, which: DisposalListId) -> Mapping[str, Any]:
        """What is gone of a list under one digest (values of JSON); ``issued_at`` null while more may come.

        Raises:
            NotFound (disposal.not_found, disposal.no_certificate): No such list, or nobody has begun.
            Forbidden (disposal.not_allowed): The reader has no part in disposal.
        """

    @abstractmethod
    def backups(self, reader: Reader, which: DisposalListId | None = None) -> Sequence[tuple[BackupSet, date]]:
        """Back-up sets that still hold what was destroyed (of one list), newest first, each with the last day for it.

        Raises:
            NotFound (disposal.not_found), Forbidden (disposal.not_allowed): No such list, or no part in disposal.
        """

    @abstractmethod
    def tombstone(self, reader: Reader, dossier: DossierId) -> Mapping[str, Any]:
        """What stays of a destroyed dossier (values of JSON), without anything of people.

        Raises:
            NotFound (dossier.not_found): It is not destroyed, or never was.
            Forbidden (disposal.not_allowed): The reader has no part in disposal.
        """

    @abstractmethod
    def destroyed_by_code(self, reader: Reader, code: str) -> Sequence[DossierId]:
        """The destroyed dossiers that had this code, however its letters and blanks are written; ten at most.

        Raises:
            Forbidden (disposal.not_allowed): The reader has no part in disposal.
        """

    @abstractmethod
    def record(self, reader: Reader, which: DisposalListId) -> Mapping[str, Any]:
        """The disposal dossier of an executed list as the archive holds it: list, certificate and tombstones.

        Raises:
            NotFound (disposal.not_found, disposal.no_record): No such list, or none is deposited yet.
            Forbidden (disposal.not_allowed): The reader has no part in disposal.
        """
