"""What the routes and pages of retention call."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from records.identifiers import DossierId
    from records.reader import Reader
    from retention_rules.model import Assignment, MissingTriggers, PeriodDecision, RetentionReport
    from retention_rules.trigger import TriggerKind


class RetentionDesk(Protocol):
    """Reports what falls due, and why."""

    @abstractmethod
    def report(self, reader: Reader, *, limit: int = 100, offset: int = 0, year: int | None = None) -> RetentionReport:
        """The holdings the reader may see; ``year`` narrows the rows to one year of ``candidate_from``."""

    @abstractmethod
    def assignment(self, reader: Reader, dossier: DossierId) -> Assignment | None:
        """The assignment in force, or None while the dossier has none yet.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
        """

    @abstractmethod
    def set_work_ended(self, reader: Reader, dossier: DossierId, ended_on: date) -> Assignment:
        """Record the trigger date (kết thúc công việc) and assign anew; the old assignment stays in history.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
            Forbidden (retention.not_allowed): The reader may not decide.
            InvalidInput (retention.trigger_in_future): The date has not come yet.
        """

    @abstractmethod
    def set_trigger(self, reader: Reader, dossier: DossierId, trigger: TriggerKind, on: date) -> Assignment:
        """Record the day of any event a period may be counted from; ``set_work_ended`` is this for the end of work.

        A later record takes the place of an earlier one; both are events of the dossier.

        Raises:
            As ``set_work_ended``.
        """

    @abstractmethod
    def decide_period(self, reader: Reader, dossier: DossierId, decision: PeriodDecision) -> Assignment:
        """Record a decision of the head on the period of one dossier, and assign anew.

        It counts where no rule fits, and otherwise only if it keeps longer than all that held before.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
            Forbidden (retention.not_allowed): The reader may not decide.
            InvalidInput (retention.not_longer): It would keep no longer; nothing is recorded.
        """

    @abstractmethod
    def missing_triggers(
        self, reader: Reader, *, trigger: TriggerKind | None = None, limit: int = 100, offset: int = 0
    ) -> MissingTriggers:
        """Dossiers whose date waits for an event, as far as the reader may see; ``trigger`` narrows the rows."""
