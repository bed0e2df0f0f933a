"""No disposal in the invented world; its pages are tested over the real desks in ``tests/contracts``."""

# The ports name arguments that these desks have no use for.
# ruff: noqa: ARG002

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from records.errors import NotFound, Sentence
from retention_rules.disposal_ports import DisposalDesk, ExecutionDesk
from retention_rules.forms.ports import DisposalSheets, FormDesk, RegisterDesk
from retention_rules.forms.sheet import Candidates, Described
from retention_rules.may_delete import Reason, Verdict
from retention_rules.ports import HoldDesk, ScheduleDesk

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from records.conditional_access import ConditionalQuery
    from records.identifiers import (
        DisposalListId,
        DossierId,
        HandOverId,
        HoldId,
        ScheduleId,
        TransferId,
        UseRequestId,
    )
    from records.reader import Reader
    from retention_rules.backup_sets import BackupSet
    from retention_rules.disposal import DisposalList, Vote
    from retention_rules.forms.dossier_papers import DossierForm
    from retention_rules.forms.hand_over_papers import HandOverForm
    from retention_rules.forms.model import FormKind, PrintedForm
    from retention_rules.forms.registers import RegisterQuery, RegisterSize
    from retention_rules.forms.sheet import DueFilter, Member, Pick, Sheet
    from retention_rules.forms.use_papers import UseForm
    from retention_rules.holds import Hold, HoldOrder
    from retention_rules.model import PeriodDecision
    from retention_rules.report import DueQuery
    from retention_rules.schedule_versions import Reassessment, SchedulePreview, ScheduleReading, ScheduleVersion


def _none() -> NotFound:
    return NotFound("disposal.not_found", Sentence("Không có danh mục này.", "None."), Sentence("Xem.", "See."))


class NoDisposal(DisposalDesk):
    def why_not(self, reader: Reader, dossier: DossierId) -> Verdict:
        return Verdict(reasons=(Reason.NOT_LISTED,))

    def propose(
        self, reader: Reader, *, name: str, dossiers: Sequence[DossierId], council: Sequence[str]
    ) -> DisposalList:
        raise _none()

    def vote(
        self, reader: Reader, which: DisposalListId, dossier: DossierId, vote: Vote, said: str = ""
    ) -> DisposalList:
        raise _none()

    def appraise(
        self, reader: Reader, which: DisposalListId, *, number: str, appraised_on: date, body: str
    ) -> DisposalList:
        raise _none()

    def withdraw(self, reader: Reader, which: DisposalListId, reason: str) -> DisposalList:
        raise _none()

    def decline(self, reader: Reader, which: DisposalListId, reason: str) -> DisposalList:
        raise _none()

    def decide(self, reader: Reader, which: DisposalListId, *, number: str, decided_on: date) -> DisposalList:
        raise _none()

    def lists(self, reader: Reader) -> Sequence[DisposalList]:
        return []

    def one(self, reader: Reader, which: DisposalListId) -> DisposalList:
        raise _none()

    def link(self, reader: Reader, dossier: DossierId, other: DossierId, why: str) -> None:
        raise _none()


class NoSheets(DisposalSheets):
    def sheet(self, reader: Reader, which: DisposalListId, *, pick: Pick, limit: int = 50, offset: int = 0) -> Sheet:
        raise _none()

    def whole(self, reader: Reader, which: DisposalListId) -> Sheet:
        raise _none()

    def candidates(self, reader: Reader, wanted: DueFilter, *, limit: int = 50, offset: int = 0) -> Candidates:
        return Candidates(rows=(), matching=0, units=(), years=())

    def listable(
        self, reader: Reader, wanted: DueFilter, *, limit: int
    ) -> tuple[Sequence[DossierId], Mapping[Reason, int]]:
        return [], {}

    def described(self, reader: Reader, which: Sequence[DossierId]) -> Mapping[DossierId, Described]:
        return {
            each: Described(
                dossier=each,
                code="",
                title="Cùng mã",
                unit="",
                unit_name="",
                documents=1,
                pages=1,
                first_on=None,
                last_on=None,
            )
            for each in which
        }

    def members(self, reader: Reader) -> Sequence[Member]:
        return []


class NoHolds(HoldDesk):
    def place(self, reader: Reader, order: HoldOrder) -> Hold:
        raise _none()

    def lift(self, reader: Reader, hold: HoldId, why: str) -> Hold:
        raise _none()

    def holds(self, reader: Reader, *, lifted_too: bool = False) -> Sequence[Hold]:
        return []

    def hold(self, reader: Reader, hold: HoldId) -> Hold:
        raise _none()

    def dossiers(self, reader: Reader, hold: HoldId, *, limit: int = 100, offset: int = 0) -> Sequence[DossierId]:
        return []

    def over(self, reader: Reader, dossier: DossierId) -> Sequence[Hold]:
        return []


class NoExecution(ExecutionDesk):
    def execute(self, reader: Reader, which: DisposalListId, *, password: str, code: str = "") -> DisposalList:
        raise _none()

    def keep_back(
        self, reader: Reader, which: DisposalListId, dossier: DossierId, decision: PeriodDecision
    ) -> DisposalList:
        raise _none()

    def certificate(self, reader: Reader, which: DisposalListId) -> Mapping[str, Any]:
        raise _none()

    def record(self, reader: Reader, which: DisposalListId) -> Any:
        raise _none()

    def backups(self, reader: Reader, which: DisposalListId | None = None) -> Sequence[tuple[BackupSet, date]]:
        return []

    def tombstone(self, reader: Reader, dossier: DossierId) -> Mapping[str, Any]:
        raise _none()

    def destroyed_by_code(self, reader: Reader, code: str) -> Sequence[DossierId]:
        return []


class NoSchedules(ScheduleDesk):
    def in_force(self, reader: Reader) -> ScheduleVersion:
        raise _none()

    def versions(self, reader: Reader) -> Sequence[ScheduleVersion]:
        return []

    def version(self, reader: Reader, version: ScheduleId) -> ScheduleVersion:
        raise _none()

    def take_in(self, reader: Reader, content: bytes, **told: Any) -> ScheduleReading:
        raise _none()

    def export(self, reader: Reader, version: ScheduleId, *, as_xlsx: bool) -> bytes:
        raise _none()

    def preview(self, reader: Reader, version: ScheduleId) -> SchedulePreview:
        raise _none()

    def accept(self, reader: Reader, version: ScheduleId, *, fingerprint: str, shorter: bool) -> Reassessment:
        raise _none()

    def kept_by(self, reader: Reader, rules: Sequence[str], *, said: str, withdrawing: bool = False) -> tuple[int, int]:
        raise _none()

    def confirm(self, reader: Reader, rules: Sequence[str], *, source: str) -> Reassessment:
        raise _none()

    def withdraw(self, reader: Reader, rules: Sequence[str], *, why: str) -> Reassessment:
        raise _none()

    def reassessment(self, reader: Reader) -> Reassessment | None:
        return None


class NoForms(FormDesk):
    def form(self, reader: Reader, which: DisposalListId, kind: FormKind) -> PrintedForm:
        raise _none()

    def dossier_list(self, reader: Reader, query: DueQuery, *, said: str) -> PrintedForm:
        raise _none()

    def catalogue(self, reader: Reader, dossier: DossierId) -> PrintedForm:
        raise _none()

    def conditional_list(self, reader: Reader, query: ConditionalQuery) -> PrintedForm:
        raise _none()

    def dossier_form(self, reader: Reader, dossier: DossierId, kind: DossierForm) -> PrintedForm:
        raise _none()

    def hand_over_form(self, reader: Reader, which: HandOverId, kind: HandOverForm) -> PrintedForm:
        raise _none()

    def transfer_form(self, reader: Reader, which: TransferId, kind: HandOverForm) -> PrintedForm:
        raise _none()

    def use_form(self, reader: Reader, which: UseRequestId, kind: UseForm) -> PrintedForm:
        raise _none()


class NoRegisters(RegisterDesk):
    def sizes(self, reader: Reader, *, year: int | None, unit: str) -> Sequence[RegisterSize]:
        return []

    def register(self, reader: Reader, query: RegisterQuery) -> PrintedForm:
        raise _none()
