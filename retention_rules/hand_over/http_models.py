"""Bodies of the routes of hand-over."""

# No postponed annotations: pydantic reads these names when the classes are made.

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from retention_rules.hand_over.clock import HandOverClock, Standing, Start
from retention_rules.hand_over.model import (
    Check,
    Custody,
    HandOver,
    HandOverItem,
    HandOverState,
    KeptBackRow,
    Owed,
    OwedRow,
    Place,
    Receipt,
)
from retention_rules.http_models import SentenceAnswer

_MOST = 2_000


class Submitted(BaseModel):
    """A list to be given to the archive."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=300, examples=["Giao nộp năm 2026, đợt 1"])
    dossiers: list[UUID] = Field(min_length=1, max_length=_MOST, description="Dossiers of one unit")


class Checked(BaseModel):
    """What the archivist says of items."""

    model_config = ConfigDict(extra="forbid")

    dossiers: list[UUID] = Field(min_length=1, max_length=_MOST)
    check: Check = Field(description="accepted or refused")
    reason: str = Field(default="", max_length=2000, description="Of a refusal")


class Minutes(BaseModel):
    """The minutes by which the list is closed; nothing is needed where every item was refused."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(default="", max_length=200, examples=["07/BB-GNHS"])
    received_on: date


class Withdrawal(BaseModel):
    """Why a list is taken back."""

    model_config = ConfigDict(extra="forbid")

    why: str = Field(max_length=2000)


class KeptBack(BaseModel):
    """The head's consent that dossiers stay with their unit for a time."""

    model_config = ConfigDict(extra="forbid")

    dossiers: list[UUID] = Field(min_length=1, max_length=_MOST)
    until: date = Field(description="At most two years after the day on which each was due")
    number: str = Field(max_length=200, description="Number and sign of the written consent")
    consented_on: date
    consented_by: str = Field(max_length=300)
    reason: str = Field(max_length=2000)


class ClockAnswer(BaseModel):
    """The days that count for a dossier that its unit owes."""

    start: Start | None = Field(description="What it is counted from; null while that is not known")
    starts_on: date | None
    target_on: date | None = Field(description="Sixty days (Circular 05/2025); null where it is kept back")
    limit_on: date | None = Field(description="The last day that the law leaves")
    due_on: date | None = Field(description="The last day, with what was consented to")

    @classmethod
    def of(cls, clock: HandOverClock) -> "ClockAnswer":
        return cls(
            start=clock.start,
            starts_on=clock.starts_on,
            target_on=clock.target_on,
            limit_on=clock.limit_on,
            due_on=clock.due_on,
        )


class OwedRowAnswer(BaseModel):
    """A dossier that its unit owes."""

    dossier: str
    code: str
    title: str
    unit: str
    period: str
    clock: ClockAnswer
    standing: Standing
    explanation: SentenceAnswer

    @classmethod
    def of(cls, row: OwedRow) -> "OwedRowAnswer":
        return cls(
            dossier=row.dossier.value,
            code=row.code,
            title=row.title,
            unit=row.unit,
            period=row.period,
            clock=ClockAnswer.of(row.clock),
            standing=row.standing,
            explanation=SentenceAnswer.of(row.says),
        )


class OwedAnswer(BaseModel):
    """What units owe, as far as you may see, soonest first."""

    as_of: date
    by_standing: dict[Standing, int]
    rows: tuple[OwedRowAnswer, ...]

    @classmethod
    def of(cls, owed: Owed) -> "OwedAnswer":
        return cls(
            as_of=owed.as_of,
            by_standing=dict(owed.by_standing),
            rows=tuple(OwedRowAnswer.of(row) for row in owed.rows),
        )


class PlaceAnswer(BaseModel):
    """Who has a dossier."""

    custody: Custody
    since: date | None
    receipt: str = Field(description="Number of the minutes; empty while its unit has it")
    listed: str | None = Field(description="The open list that it is on")
    clock: ClockAnswer | None
    standing: Standing | None
    explanation: SentenceAnswer

    @classmethod
    def of(cls, place: Place) -> "PlaceAnswer":
        return cls(
            custody=place.custody,
            since=place.since,
            receipt=place.receipt,
            listed=place.listed.value if place.listed else None,
            clock=None if place.clock is None else ClockAnswer.of(place.clock),
            standing=place.standing,
            explanation=SentenceAnswer.of(place.says),
        )


class ItemAnswer(BaseModel):
    """A line of a list, as it was when the list was frozen."""

    dossier: str
    visible: bool = Field(description="False: you may not see this dossier, and the line does not name it")
    code: str
    title: str
    first_on: date | None
    last_on: date | None
    period: str
    documents: int
    pages: int
    version: int
    inventory_sha512: str
    check: Check
    reason: str
    checked_by: str
    checked_at: datetime | None

    @classmethod
    def of(cls, item: HandOverItem) -> "ItemAnswer":
        listed = item.listed
        return cls(
            dossier=listed.dossier.value,
            visible=item.visible,
            code=listed.code,
            title=listed.title,
            first_on=listed.first_on,
            last_on=listed.last_on,
            period=listed.period,
            documents=listed.documents,
            pages=listed.pages,
            version=listed.version,
            inventory_sha512=listed.inventory_sha512,
            check=item.check,
            reason=item.reason,
            checked_by=item.checked_by,
            checked_at=item.checked_at,
        )


class ReceiptAnswer(BaseModel):
    """The minutes of the hand-over."""

    number: str
    received_on: date
    by: str
    at: datetime
    digest: str = Field(description="SHA-256 over dossiers, versions and inventory digests of what was accepted")

    @classmethod
    def of(cls, receipt: Receipt) -> "ReceiptAnswer":
        return cls(
            number=receipt.number,
            received_on=receipt.received_on,
            by=receipt.by,
            at=receipt.at,
            digest=receipt.digest,
        )


class HandOverAnswer(BaseModel):
    """A list as it stands."""

    id: str
    name: str
    unit: str
    state: HandOverState
    submitted_by: str
    submitted_at: datetime
    digest: str = Field(description="SHA-256 of the items as frozen")
    receipt: ReceiptAnswer | None
    closed_why: str
    items: tuple[ItemAnswer, ...]

    @classmethod
    def of(cls, found: HandOver) -> "HandOverAnswer":
        return cls(
            id=found.id.value,
            name=found.name,
            unit=found.unit,
            state=found.state,
            submitted_by=found.submitted_by,
            submitted_at=found.submitted_at,
            digest=found.digest,
            receipt=None if found.receipt is None else ReceiptAnswer.of(found.receipt),
            closed_why=found.closed_why,
            items=tuple(ItemAnswer.of(item) for item in found.items),
        )


class HandOversAnswer(BaseModel):
    """Lists of your units, newest first."""

    lists: tuple[HandOverAnswer, ...]


class KeptBackAnswer(BaseModel):
    """A line of what is kept back."""

    dossier: str
    code: str
    title: str
    unit: str
    until: date
    number: str
    consented_on: date
    consented_by: str
    reason: str

    @classmethod
    def of(cls, row: KeptBackRow) -> "KeptBackAnswer":
        return cls(
            dossier=row.dossier.value,
            code=row.code,
            title=row.title,
            unit=row.unit,
            until=row.until,
            number=row.number,
            consented_on=row.consented_on,
            consented_by=row.consented_by,
            reason=row.reason,
        )


class KeptBackListAnswer(BaseModel):
    """What units keep back, soonest first."""

    rows: tuple[KeptBackAnswer, ...]
