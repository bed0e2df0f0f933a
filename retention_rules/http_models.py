"""What the routes of retention say, as pydantic models: the OpenAPI page is complete by them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

from retention_rules.model import AssignmentState, PeriodKind
from retention_rules.trigger import TriggerKind

if TYPE_CHECKING:
    from records.errors import Sentence
    from retention_rules.model import Assignment, DueRow, Explanation, MissingTriggers, RetentionReport, Rule


class Answer(BaseModel):
    """What a route answers; never changed afterwards."""

    model_config = ConfigDict(frozen=True)


class SentenceAnswer(Answer):
    """The same sentence in two languages."""

    vi: str
    en: str

    @classmethod
    def of(cls, sentence: Sentence) -> SentenceAnswer:
        return cls(vi=sentence.vi, en=sentence.en)


class RuleAnswer(Answer):
    """A row of a schedule."""

    id: str
    group: str
    record_type: str
    period: str = Field(description="The code as written: 20, VV, HHL, TT, 5+HD, 0", examples=["20", "VV"])
    kind: PeriodKind
    years: int | None = Field(description="Only for a period in years, 1 to 70")
    clause: str
    confidence: str = Field(description="high, medium or low: how surely this is the period in force")
    confirmed: bool = Field(description="Whether an archivist has confirmed the rule")

    @classmethod
    def of(cls, rule: Rule) -> RuleAnswer:
        return cls(
            id=rule.id,
            group=rule.group,
            record_type=rule.record_type,
            period=rule.period,
            kind=rule.kind,
            years=rule.years,
            clause=rule.clause,
            confidence=rule.confidence,
            confirmed=rule.confirmed,
        )


class ExplanationAnswer(Answer):
    """Why a date is what it is."""

    sentence: SentenceAnswer
    rule_id: str
    schedule: str = Field(description="Name and version of the schedule")
    clause: str
    trigger: str = Field(description="What the period is counted from; empty where nothing is counted")
    trigger_date: date | None
    arithmetic: str = Field(examples=["2006 + 20 = 2026 → 31/12/2026"])

    @classmethod
    def of(cls, explanation: Explanation) -> ExplanationAnswer:
        return cls(
            sentence=SentenceAnswer.of(explanation.sentence),
            rule_id=explanation.rule_id,
            schedule=explanation.schedule,
            clause=explanation.clause,
            trigger=explanation.trigger,
            trigger_date=explanation.trigger_date,
            arithmetic=explanation.arithmetic,
        )


class AssignmentAnswer(Answer):
    """How long a dossier is kept, and why."""

    dossier: str = Field(description="UUIDv7 of the dossier")
    rule: RuleAnswer
    state: AssignmentState = Field(description="Only a confirmed assignment may ever lead to a disposal list")
    trigger_date: date | None = Field(description="The day of the event it is counted from, where it is known")
    expires_on: date | None = Field(description="31 December of (the year of that event + N)")
    candidate_from: date | None = Field(description="The first day on which it may be listed for appraisal")
    waiting_for: TriggerKind | None = Field(
        description="The event nobody has recorded and the date waits for; also where a guess stands in for it"
    )
    explanation: ExplanationAnswer

    @classmethod
    def of(cls, assignment: Assignment) -> AssignmentAnswer:
        return cls(
            dossier=str(assignment.dossier),
            rule=RuleAnswer.of(assignment.rule),
            state=assignment.state,
            trigger_date=assignment.trigger_date,
            expires_on=assignment.expires_on,
            candidate_from=assignment.candidate_from,
            waiting_for=assignment.waiting_for,
            explanation=ExplanationAnswer.of(assignment.explanation),
        )


class DossierRetentionAnswer(Answer):
    """The assignment in force, null while the dossier has none yet."""

    assignment: AssignmentAnswer | None


class DueRowAnswer(Answer):
    """A dossier in the report."""

    dossier: str
    code: str
    title: str
    unit: str
    assignment: AssignmentAnswer

    @classmethod
    def of(cls, row: DueRow) -> DueRowAnswer:
        return cls(
            dossier=str(row.dossier),
            code=row.code,
            title=row.title,
            unit=row.unit,
            assignment=AssignmentAnswer.of(row.assignment),
        )


class YearAnswer(Answer):
    """How many dossiers become candidates in a year."""

    year: int
    dossiers: int


class ReportAnswer(Answer):
    """What falls due when; the counts are over all holdings the reader may see, not over ``rows``."""

    as_of: date
    dossiers: int
    permanent: int
    without_trigger: int
    provisional: int
    unconfirmed: int
    due_now: int
    held: int = Field(description="Reached by an open hold")
    by_year: tuple[YearAnswer, ...]
    rows: tuple[DueRowAnswer, ...] = Field(description="Soonest first, without a date last")

    @classmethod
    def of(cls, report: RetentionReport) -> ReportAnswer:
        return cls(
            as_of=report.as_of,
            dossiers=report.dossiers,
            permanent=report.permanent,
            without_trigger=report.without_trigger,
            provisional=report.provisional,
            unconfirmed=report.unconfirmed,
            due_now=report.due_now,
            held=report.held,
            by_year=tuple(YearAnswer(year=year, dossiers=count) for year, count in report.by_year),
            rows=tuple(DueRowAnswer.of(row) for row in report.rows),
        )


class MissingAnswer(Answer):
    """How many dossiers wait for an event."""

    trigger: TriggerKind
    dossiers: int


class MissingTriggersAnswer(Answer):
    """Dossiers whose date waits for an event; the counts are over all the reader may see, not over ``rows``."""

    dossiers: int
    by_trigger: tuple[MissingAnswer, ...]
    rows: tuple[DueRowAnswer, ...] = Field(description="Oldest dossier first")

    @classmethod
    def of(cls, missing: MissingTriggers) -> MissingTriggersAnswer:
        return cls(
            dossiers=missing.dossiers,
            by_trigger=tuple(MissingAnswer(trigger=kind, dossiers=count) for kind, count in missing.by_trigger),
            rows=tuple(DueRowAnswer.of(row) for row in missing.rows),
        )


class TriggerDay(BaseModel):
    """The day of an event that a period is counted from."""

    model_config = ConfigDict(extra="forbid")

    on: date = Field(examples=["2026-10-08"])
    why: str = Field(default="", max_length=2000, description="As for the end of the work")


class DecidedPeriod(BaseModel):
    """A decision of the head on how long one dossier is kept (Archives Law 33/2024, Art. 15(6))."""

    model_config = ConfigDict(extra="forbid")

    period: str = Field(description="1 to 70, VV, HHL, TT, TL, 5+HD", examples=["50", "VV"], max_length=20)
    number: str = Field(description="Number and sign", examples=["12/QĐ-UBND"], max_length=200)
    decided_on: date
    approved_by: str = Field(description="Who signed it", max_length=200)
    reason: str = Field(max_length=2000)


class WorkEnded(BaseModel):
    """The day the work ended (ngày kết thúc công việc)."""

    model_config = ConfigDict(extra="forbid")

    ended_on: date = Field(examples=["2026-10-08"])
    why: str = Field(
        default="", max_length=2000, description="Needed where a document of the dossier is newer; kept with the event"
    )
