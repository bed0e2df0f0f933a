"""What the routes of schedules say, as pydantic models."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from records.findings import Severity
from retention_rules.http_models import Answer, AssignmentAnswer, RuleAnswer, SentenceAnswer
from retention_rules.schedule_change import Change
from retention_rules.schedule_versions import ScheduleState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.findings import Finding
    from retention_rules.schedule_versions import (
        ChangedRow,
        Reassessment,
        SchedulePreview,
        ScheduleReading,
        ScheduleVersion,
    )


class ConfirmationAnswer(Answer):
    """Who compared a rule with the text in force."""

    by: str
    at: datetime
    source: str


class VersionRowAnswer(Answer):
    """A version without its rules."""

    id: str
    name: str
    version: str
    source: str
    effective_from: date | None
    state: ScheduleState
    rules: int
    confirmed: int = Field(description="How many of its rules an archivist has confirmed")
    imported_at: datetime | None
    imported_by: str
    accepted_at: datetime | None
    accepted_by: str

    @classmethod
    def of(cls, found: ScheduleVersion) -> VersionRowAnswer:
        return cls(
            id=found.id.value,
            name=found.schedule.name,
            version=found.schedule.version,
            source=found.source,
            effective_from=found.schedule.effective_from,
            state=found.state,
            rules=len(found.schedule.rules),
            confirmed=len(found.confirmations),
            imported_at=found.imported_at,
            imported_by=found.imported_by,
            accepted_at=found.accepted_at,
            accepted_by=found.accepted_by,
        )


class VersionsAnswer(Answer):
    """Every version, newest first."""

    versions: tuple[VersionRowAnswer, ...]

    @classmethod
    def of(cls, found: Sequence[ScheduleVersion]) -> VersionsAnswer:
        return cls(versions=tuple(VersionRowAnswer.of(one) for one in found))


class VersionAnswer(Answer):
    """A version with its rules."""

    about: VersionRowAnswer
    rules: tuple[RuleAnswer, ...]
    confirmations: dict[str, ConfirmationAnswer] = Field(description="By id of the rule")

    @classmethod
    def of(cls, found: ScheduleVersion) -> VersionAnswer:
        return cls(
            about=VersionRowAnswer.of(found),
            rules=tuple(RuleAnswer.of(rule) for rule in found.schedule.rules),
            confirmations={
                rule: ConfirmationAnswer(by=said.by, at=said.at, source=said.source)
                for rule, said in found.confirmations.items()
            },
        )


class FindingAnswer(Answer):
    """What is wrong with a row, and with which."""

    code: str
    severity: Severity
    says: SentenceAnswer
    hint: SentenceAnswer
    where: str

    @classmethod
    def of(cls, finding: Finding) -> FindingAnswer:
        return cls(
            code=finding.code,
            severity=finding.severity,
            says=SentenceAnswer.of(finding.says),
            hint=SentenceAnswer.of(finding.hint),
            where=finding.where,
        )


class ReadingAnswer(Answer):
    """What came of a table."""

    version: VersionRowAnswer | None = Field(description="null: a row was refused, so nothing was kept")
    rules: int
    findings: tuple[FindingAnswer, ...]

    @classmethod
    def of(cls, reading: ScheduleReading) -> ReadingAnswer:
        return cls(
            version=None if reading.version is None else VersionRowAnswer.of(reading.version),
            rules=reading.rules,
            findings=tuple(FindingAnswer.of(finding) for finding in reading.findings),
        )


class ChangedRowAnswer(Answer):
    """A dossier that would be kept otherwise."""

    dossier: str
    code: str
    title: str
    unit: str
    change: Change
    before: AssignmentAnswer
    after: AssignmentAnswer

    @classmethod
    def of(cls, row: ChangedRow) -> ChangedRowAnswer:
        return cls(
            dossier=row.before.dossier.value,
            code=row.before.code,
            title=row.before.title,
            unit=row.before.unit,
            change=row.change,
            before=AssignmentAnswer.of(row.before.assignment),
            after=AssignmentAnswer.of(row.after.assignment),
        )


class PreviewAnswer(Answer):
    """What accepting a version would do to the real holdings."""

    version: str
    dossiers: int
    changes: dict[Change, int]
    shorter: int = Field(description="How many would be kept less long than now")
    due_now: int = Field(description="How many of those would be past their date at once")
    on_list: int = Field(description="How many that change are on a disposal list")
    fingerprint: str = Field(description="Names the shortened dossiers with their new dates; accepting asks for it")
    rows: tuple[ChangedRowAnswer, ...] = Field(description="Some of those the reader may see, shortened ones first")

    @classmethod
    def of(cls, preview: SchedulePreview) -> PreviewAnswer:
        return cls(
            version=preview.version.value,
            dossiers=preview.dossiers,
            changes=dict(preview.changes),
            shorter=preview.shorter,
            due_now=preview.due_now,
            on_list=preview.on_list,
            fingerprint=preview.fingerprint,
            rows=tuple(ChangedRowAnswer.of(row) for row in preview.rows),
        )


class ReassessmentAnswer(Answer):
    """Every dossier worked out anew, and how far it has come."""

    id: str
    reason: str
    asked_at: datetime
    asked_by: str
    dossiers: int
    failed: int
    finished_at: datetime | None

    @classmethod
    def of(cls, found: Reassessment) -> ReassessmentAnswer:
        return cls(
            id=found.id,
            reason=found.reason,
            asked_at=found.asked_at,
            asked_by=found.asked_by,
            dossiers=found.dossiers,
            failed=found.failed,
            finished_at=found.finished_at,
        )


class Acceptance(BaseModel):
    """That a version is accepted as it was previewed."""

    model_config = ConfigDict(extra="forbid")

    fingerprint: str = Field(max_length=64)
    shorter: bool = Field(default=False, description="That dossiers are kept less long is meant")


class Confirmed(BaseModel):
    """Rules that were compared with the text in force."""

    model_config = ConfigDict(extra="forbid")

    rules: list[str] = Field(min_length=1, max_length=20_000)
    source: str = Field(min_length=1, max_length=1000, examples=["Công báo 123-124/2023"])


class Withdrawn(BaseModel):
    """Rules whose confirmation was a mistake."""

    model_config = ConfigDict(extra="forbid")

    rules: list[str] = Field(min_length=1, max_length=20_000)
    why: str = Field(min_length=1, max_length=1000)
