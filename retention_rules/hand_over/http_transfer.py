"""Transfers to the historical archive over HTTP. Packages are made where the archive is, by command."""

# No postponed annotations here, for the reason given in ``retention_rules.http``.

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from records.identifiers import DossierId, TransferId
from records.needs import needs
from records.reader import Capability, Reader
from retention_rules.hand_over.ports import TransferDesk
from retention_rules.hand_over.transfer import ToTransfer, Transfer, TransferState, read_digests
from retention_rules.hand_over.transfer_clock import TransferStanding
from retention_rules.http_models import SentenceAnswer

_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"description": "No such transfer or dossier for this reader"}}
_MAY_NOT: dict[int | str, dict[str, Any]] = {403: {"description": "Not this account's part, or it acted before"}}
_CONFLICT: dict[int | str, dict[str, Any]] = {409: {"description": "Another step, another digest, or one cannot go"}}


class Registration(BaseModel):
    """A list for the historical archive."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=300)
    dossiers: list[UUID] = Field(min_length=1, max_length=2_000)
    planned_on: date = Field(description="Twelve months ahead or later")


class Answered(BaseModel):
    """What the historical archive answered."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(max_length=200)
    answered_on: date
    agreed: bool


class ReceiptOfArchive(BaseModel):
    """The receipt of the historical archive."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(max_length=200)
    received_on: date
    digests: str = Field(max_length=1_000_000, description="A line a dossier: its id, the SHA-256 of its package")


class GivenUp(BaseModel):
    """Why a transfer is closed."""

    model_config = ConfigDict(extra="forbid")

    why: str = Field(max_length=2000)


class ToTransferAnswer(BaseModel):
    """A dossier that is to go."""

    dossier: str
    code: str
    title: str
    unit: str
    taken_over_on: date
    register_by: date
    limit_on: date
    standing: TransferStanding
    explanation: SentenceAnswer

    @classmethod
    def of(cls, row: ToTransfer) -> "ToTransferAnswer":
        return cls(
            dossier=row.dossier.value,
            code=row.code,
            title=row.title,
            unit=row.unit,
            taken_over_on=row.clock.taken_over_on,
            register_by=row.clock.register_by,
            limit_on=row.clock.limit_on,
            standing=row.standing,
            explanation=SentenceAnswer.of(row.says),
        )


class ToTransfersAnswer(BaseModel):
    """Dossiers that are to go, soonest first."""

    rows: tuple[ToTransferAnswer, ...]


class TransferItemAnswer(BaseModel):
    """A dossier of a transfer."""

    dossier: str
    code: str
    title: str
    version: int
    inventory_sha512: str
    package: str = Field(description="SHA-256 of the manifest of its package; empty until it is made")
    received: bool


class TransferAnswer(BaseModel):
    """A transfer as it stands."""

    id: str
    name: str
    archive: str
    state: TransferState
    planned_on: date
    digest: str
    registered_by: str
    registered_at: datetime
    answer_due: date
    answer_number: str
    answered_on: date | None
    receipt_number: str
    received_on: date | None
    recorded_by: str
    closed_why: str
    items: tuple[TransferItemAnswer, ...]

    @classmethod
    def of(cls, found: Transfer) -> "TransferAnswer":
        return cls(
            id=found.id.value,
            name=found.name,
            archive=found.archive,
            state=found.state,
            planned_on=found.planned_on,
            digest=found.digest,
            registered_by=found.registered_by,
            registered_at=found.registered_at,
            answer_due=found.answer_due,
            answer_number=found.answer_number,
            answered_on=found.answered_on,
            receipt_number=found.receipt_number,
            received_on=found.received_on,
            recorded_by=found.recorded_by,
            closed_why=found.closed_why,
            items=tuple(
                TransferItemAnswer(
                    dossier=item.listed.dossier.value,
                    code=item.listed.code,
                    title=item.listed.title,
                    version=item.listed.version,
                    inventory_sha512=item.listed.inventory_sha512,
                    package=item.package,
                    received=item.received,
                )
                for item in found.items
            ),
        )


class TransfersAnswer(BaseModel):
    """Transfers, newest first."""

    transfers: tuple[TransferAnswer, ...]


def transfer_routes(desk: TransferDesk, reader: Callable[..., Reader]) -> APIRouter:
    """The routes under ``/api/transfers``; ``reader`` is the sign-in dependency."""
    router = APIRouter(prefix="/api/transfers", tags=["transfer"])
    who = Annotated[Reader, Depends(reader)]

    @router.get("/owed", operation_id="toTransfer", summary="What is to go to the historical archive, and by when")
    @needs(Capability.DECIDE)
    def owed(
        account: who,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> ToTransfersAnswer:
        found = desk.to_transfer(account, limit=limit, offset=offset)
        return ToTransfersAnswer(rows=tuple(ToTransferAnswer.of(row) for row in found))

    @router.post(
        "",
        operation_id="registerTransfer",
        summary="Register a list with the historical archive, twelve months ahead",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
        status_code=201,
    )
    @needs(Capability.DECIDE)
    def register(account: who, body: Registration) -> TransferAnswer:
        chosen = [DossierId(str(each)) for each in body.dossiers]
        return TransferAnswer.of(desk.register(account, name=body.name, dossiers=chosen, planned_on=body.planned_on))

    @router.get("", operation_id="transfers", summary="Transfers, newest first", responses=_MAY_NOT)
    @needs(Capability.DECIDE)
    def lists(account: who) -> TransfersAnswer:
        return TransfersAnswer(transfers=tuple(TransferAnswer.of(one) for one in desk.lists(account)))

    @router.get("/{transfer}", operation_id="transfer", summary="One transfer", responses={**_NOT_FOUND, **_MAY_NOT})
    @needs(Capability.DECIDE)
    def one(account: who, transfer: UUID) -> TransferAnswer:
        return TransferAnswer.of(desk.one(account, TransferId(str(transfer))))

    @router.post(
        "/{transfer}/answer",
        operation_id="answerTransfer",
        summary="Record what the historical archive answered",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.DECIDE)
    def answer(account: who, transfer: UUID, body: Answered) -> TransferAnswer:
        which = TransferId(str(transfer))
        return TransferAnswer.of(desk.answer(account, which, **body.model_dump()))

    @router.post(
        "/{transfer}/receipt",
        operation_id="receiveTransfer",
        summary="Record the receipt of the historical archive; what it names is transferred from now on",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.DECIDE)
    def receive(account: who, transfer: UUID, body: ReceiptOfArchive) -> TransferAnswer:
        which, digests = TransferId(str(transfer)), read_digests(body.digests)
        return TransferAnswer.of(
            desk.receive(account, which, number=body.number, received_on=body.received_on, digests=digests)
        )

    @router.post(
        "/{transfer}/withdrawal",
        operation_id="giveUpTransfer",
        summary="Close a transfer that nothing came of",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.DECIDE)
    def give_up(account: who, transfer: UUID, body: GivenUp) -> TransferAnswer:
        return TransferAnswer.of(desk.give_up(account, TransferId(str(transfer)), body.why))

    return router
