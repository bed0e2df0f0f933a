"""Bodies of the routes of use."""

# No postponed annotations: pydantic reads these names when the classes are made.

from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from archive.http_models import BothLanguages
from archive.use.clock import UseStanding, explain_validity
from archive.use.model import (
    MOST_COPIES,
    MOST_DAYS,
    Purpose,
    UseDecision,
    UseDocument,
    UseKind,
    UseRequest,
    UseState,
)
from records.ports.clock import VIET_NAM

_MOST_DOCUMENTS = 2_000


class Filed(BaseModel):
    """What is asked for."""

    model_config = ConfigDict(extra="forbid")

    kind: UseKind
    purpose: Purpose = Field(description="01 private, 02 official, 03 special official (Circular 05/2025)")
    purpose_said: str = Field(max_length=2000, examples=["Xác minh thửa đất số 12"])
    person: str = Field(max_length=200, description="Who reads")
    id_number: str = Field(default="", max_length=40, description="Of that person's papers; needed on behalf")
    on_behalf: bool = Field(default=False, description="By an archivist, for somebody who came to the desk")
    asked_for: str = Field(
        default="", max_length=2000, description="In words, where no dossier is named; an archivist looks for it"
    )
    dossier: UUID | None = None
    documents: list[UUID] = Field(default=[], max_length=_MOST_DOCUMENTS, description="Of the dossier; none means all")
    copies: int = Field(default=1, ge=1, le=MOST_COPIES)


class NamedDossier(BaseModel):
    """Which dossier is meant."""

    model_config = ConfigDict(extra="forbid")

    dossier: UUID


class Granted(BaseModel):
    """These documents and no others."""

    model_config = ConfigDict(extra="forbid")

    documents: list[UUID] = Field(min_length=1, max_length=_MOST_DOCUMENTS)
    copies: int = Field(default=1, ge=1, le=MOST_COPIES, description="How often the copy may be fetched")
    days: int = Field(default=MOST_DAYS, ge=1, le=MOST_DAYS)
    reason: str = Field(default="", max_length=2000, description="Needed where something asked for is left out")


class Refused(BaseModel):
    """Nothing of it."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(max_length=2000)
    clause: str = Field(max_length=500, examples=["Luật Lưu trữ 33/2024/QH15, Điều 25"])


class Why(BaseModel):
    """Why it ends."""

    model_config = ConfigDict(extra="forbid")

    why: str = Field(default="", max_length=2000)


class IdNumberAnswer(BaseModel):
    """The number of the papers of who reads; that it was shown is recorded."""

    id_number: str


class UseDocumentAnswer(BaseModel):
    """A document of the dossier."""

    document: str
    title: str
    pages: int
    wanted: bool
    granted: bool
    left_out: bool = Field(description="Asked for, and not granted though others were")
    copyable: bool
    personal: bool = Field(description="It has, or may have, numbers of people; a copy shows all of it")

    @classmethod
    def of(cls, one: UseDocument) -> Self:
        return cls(
            document=one.document.value,
            title=one.title,
            pages=one.pages,
            wanted=one.wanted,
            granted=one.granted,
            left_out=one.left_out,
            copyable=one.copyable,
            personal=one.personal,
        )


class UseDecisionAnswer(BaseModel):
    """What was decided."""

    by: str
    at: datetime
    granted: bool
    in_part: bool
    reason: str
    clause: str
    valid_until: date | None
    validity: BothLanguages | None = Field(description="Why it ends that day; null for a refusal")
    copies: int
    copies_left: int

    @classmethod
    def of(cls, one: UseDecision, kind: UseKind) -> Self:
        on = one.at.astimezone(VIET_NAM).date()
        until = one.valid_until
        return cls(
            by=one.by,
            at=one.at,
            granted=one.granted,
            in_part=one.in_part,
            reason=one.reason,
            clause=one.clause,
            valid_until=until,
            validity=BothLanguages.of(explain_validity(kind, on, until)) if until else None,
            copies=one.copies,
            copies_left=one.copies_left,
        )


class ProposedAnswer(BaseModel):
    """A refusal that can be given as it stands, in Vietnamese."""

    reason: str
    clause: str


class UseRequestAnswer(BaseModel):
    """A request as you may see it; numbers of people are masked."""

    request: str
    number: str
    state: UseState
    kind: UseKind
    purpose: Purpose
    purpose_said: str
    person: str
    id_number: str
    on_behalf: bool
    asked_for: str
    copies: int
    unit: str
    filed_by: str
    filed_at: datetime
    due_on: date
    explanation: BothLanguages
    dossier: str | None = Field(description="Null while none is named, or where you may not see it")
    code: str
    title: str
    documents: tuple[UseDocumentAnswer, ...] = Field(description="Empty in lists")
    decision: UseDecisionAnswer | None
    proposed: ProposedAnswer | None = Field(
        description="What can be answered to who asks for data to be deleted; for who answers, while it waits"
    )
    handed_at: datetime | None
    handed_by: str
    closed_at: datetime | None
    closed_by: str
    closed_why: str

    @classmethod
    def of(cls, one: UseRequest) -> Self:
        return cls(
            request=one.id.value,
            number=one.number,
            state=one.state,
            kind=one.kind,
            purpose=one.purpose,
            purpose_said=one.purpose_said,
            person=one.person,
            id_number=one.id_number,
            on_behalf=one.on_behalf,
            asked_for=one.asked_for,
            copies=one.copies,
            unit=one.unit,
            filed_by=one.filed_by,
            filed_at=one.filed_at,
            due_on=one.due_on,
            explanation=BothLanguages.of(one.due_says),
            dossier=one.dossier.value if one.dossier else None,
            code=one.code,
            title=one.title,
            documents=tuple(UseDocumentAnswer.of(each) for each in one.documents),
            decision=UseDecisionAnswer.of(one.decision, one.kind) if one.decision else None,
            proposed=ProposedAnswer(reason=one.proposed.reason, clause=one.proposed.clause) if one.proposed else None,
            handed_at=one.handed_at,
            handed_by=one.handed_by,
            closed_at=one.closed_at,
            closed_by=one.closed_by,
            closed_why=one.closed_why,
        )


class UseRequestsAnswer(BaseModel):
    """Requests, and how many wait."""

    waiting: dict[UseStanding, int]
    requests: tuple[UseRequestAnswer, ...]
