"""What the routes and pages of retention call."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from records.identifiers import DossierId, HoldId, ScheduleId
    from records.reader import Reader
    from retention_rules.holds import Hold, HoldOrder
    from retention_rules.model import Assignment, DueRow, MissingTriggers, PeriodDecision, RetentionReport
    from retention_rules.report import DueQuery, Place
    from retention_rules.schedule_versions import Reassessment, SchedulePreview, ScheduleReading, ScheduleVersion
    from retention_rules.trigger import TriggerKind


class RetentionDesk(Protocol):
    """Reports what falls due, and why."""

    @abstractmethod
    def report(
        self, reader: Reader, *, limit: int = 100, offset: int = 0, year: int | None = None, unit: str = ""
    ) -> RetentionReport:
        """The holdings the reader may see; ``year`` narrows the rows to one year of ``candidate_from``.

        ``unit`` narrows every figure but ``held``, and the rows, to what one unit made.
        """

    @abstractmethod
    def due(self, reader: Reader, query: DueQuery) -> tuple[Sequence[DueRow], Place | None]:
        """A page of a list, soonest first and without a date last; and where the next begins, None after the last."""

    @abstractmethod
    def assignment(self, reader: Reader, dossier: DossierId) -> Assignment | None:
        """The assignment in force, or None while the dossier has none yet.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
        """

    @abstractmethod
    def set_work_ended(self, reader: Reader, dossier: DossierId, ended_on: date, *, why: str = "") -> Assignment:
        """Record the trigger date (kết thúc công việc) and assign anew; the old assignment stays in history.

        An archivist may, and the unit while it has not handed the dossier over: who makes a dossier closes it
        (Decree 30/2020, Art. 29).

        Raises:
            NotFound (dossier.not_found): None such for this reader.
            Forbidden (retention.not_allowed): The reader may not.
            InvalidInput (retention.trigger_in_future): The date has not come yet.
            InvalidInput (retention.before_newest_document): A document is newer, and no ``why`` is told to be kept.
        """

    @abstractmethod
    def may_end_work(self, reader: Reader, dossier: DossierId) -> bool:
        """Whether ``set_work_ended`` is for this reader, of a dossier that he may see."""

    @abstractmethod
    def set_trigger(
        self, reader: Reader, dossier: DossierId, trigger: TriggerKind, on: date, *, why: str = ""
    ) -> Assignment:
        """Record the day of any event a period may be counted from; ``set_work_ended`` is this for the end of work.

        A later record takes the place of an earlier one; both are events of the dossier. Refused as that is.
        """

    @abstractmethod
    def decide_period(self, reader: Reader, dossier: DossierId, decision: PeriodDecision) -> Assignment:
        """Record a decision of the head on the period of one dossier, and assign anew.

        It stands for what no rule fits, beside the rules that do: the longest holds. Where each document has its
        rule, or an earlier decision, it is taken only if it keeps longer than all that held before.

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


class ScheduleDesk(Protocol):
    """Keeps the versions of the retention schedule, and who confirmed what they say."""

    @abstractmethod
    def in_force(self, reader: Reader) -> ScheduleVersion:
        """The version that decides; the one that comes with Vankho until another is accepted."""

    @abstractmethod
    def versions(self, reader: Reader) -> Sequence[ScheduleVersion]:
        """Every version, newest first, the one that comes with Vankho last."""

    @abstractmethod
    def version(self, reader: Reader, version: ScheduleId) -> ScheduleVersion:
        """One of them.

        Raises:
            NotFound (schedule.not_found): None such.
        """

    @abstractmethod
    def take_in(
        self,
        reader: Reader,
        content: bytes,
        *,
        file_name: str,
        name: str,
        version: str,
        source: str,
        effective_from: date,
    ) -> ScheduleReading:
        """Read a table, CSV or XLSX by its bytes, and keep it as a proposed version.

        Wholly or not at all: where one row is refused nothing is kept, and each refused row is named.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
            InvalidInput (schedule.too_large, schedule.incomplete): It is not read.
            Conflict (schedule.version_taken): There is a version of that name already.
        """

    @abstractmethod
    def export(self, reader: Reader, version: ScheduleId, *, as_xlsx: bool) -> bytes:
        """The version as a table; taken in again it gives the same rules.

        Raises:
            NotFound (schedule.not_found): None such.
        """

    @abstractmethod
    def preview(self, reader: Reader, version: ScheduleId) -> SchedulePreview:
        """What accepting the version would do to every dossier; nothing is written.

        Raises:
            NotFound (schedule.not_found): None such.
            Forbidden (retention.not_allowed): The reader may not decide.
        """

    @abstractmethod
    def accept(self, reader: Reader, version: ScheduleId, *, fingerprint: str, shorter: bool) -> Reassessment:
        """Put a proposed version in force and work every dossier out anew, as it was previewed.

        Raises:
            NotFound (schedule.not_found): None such.
            Forbidden (retention.not_allowed): The reader may not decide.
            InvalidInput (schedule.not_in_effect): Its first day has not come.
            Conflict (schedule.not_proposed): It was accepted before.
            Conflict (schedule.preview_outdated): Others would be shortened now than the preview said.
            Conflict (schedule.shortens): Dossiers would be kept less long, and ``shorter`` does not say so.
        """

    @abstractmethod
    def kept_by(self, reader: Reader, rules: Sequence[str], *, said: str, withdrawing: bool = False) -> tuple[int, int]:
        """How many dossiers these rules decide on, seen or not, and how many are past their date; refused as below."""

    @abstractmethod
    def confirm(self, reader: Reader, rules: Sequence[str], *, source: str) -> Reassessment:
        """Confirm rules of the version in force as compared with ``source``, and work every dossier out anew.

        A confirmation is of what the rule says: it holds in every version with the same words.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
            NotFound (schedule.no_such_rule): One is not in the version in force; none is confirmed.
            InvalidInput (schedule.incomplete): No rule, or no source.
        """

    @abstractmethod
    def withdraw(self, reader: Reader, rules: Sequence[str], *, why: str) -> Reassessment:
        """Take confirmations back, and work every dossier out anew; refused as ``confirm`` is."""

    @abstractmethod
    def reassessment(self, reader: Reader) -> Reassessment | None:
        """The newest one, finished or not; None where none was asked for."""


class HoldDesk(Protocol):
    """Keeps records from being destroyed, whatever else was decided, while a mandate says so."""

    @abstractmethod
    def place(self, reader: Reader, order: HoldOrder) -> Hold:
        """From this answer on nothing under a scope of it is destroyed, what comes later included.

        That every dossier under it tells of it takes a while where there are many; it wins before that.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
            NotFound (dossier.not_found): A dossier that it names is none for this reader; nothing is placed.
            InvalidInput (hold.no_such_unit): There is no unit of that code, and no dossier of it; nothing is placed.
        """

    @abstractmethod
    def lift(self, reader: Reader, hold: HoldId, why: str) -> Hold:
        """Lift it; a dossier under another open hold stays held.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
            NotFound (hold.not_found): None such.
            InvalidInput (hold.no_reason): No reason is given.
            Conflict (hold.not_open): It was lifted already.
        """

    @abstractmethod
    def holds(self, reader: Reader, *, lifted_too: bool = False) -> Sequence[Hold]:
        """Open holds, newest first.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
        """

    @abstractmethod
    def hold(self, reader: Reader, hold: HoldId) -> Hold:
        """One of them, lifted or not.

        Raises:
            Forbidden (retention.not_allowed): The reader may not decide.
            NotFound (hold.not_found): None such.
        """

    @abstractmethod
    def dossiers(self, reader: Reader, hold: HoldId, *, limit: int = 100, offset: int = 0) -> Sequence[DossierId]:
        """Dossiers it has reached, as far as the reader may see.

        Raises:
            As ``hold``.
        """

    @abstractmethod
    def over(self, reader: Reader, dossier: DossierId) -> Sequence[Hold]:
        """Open holds over a dossier; who may not decide is told of them without name and scope.

        Raises:
            NotFound (dossier.not_found): None such for this reader.
        """
