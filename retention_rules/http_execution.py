"""The execution of disposal lists over HTTP. Nothing is skipped here that the desk asks for."""

# No postponed annotations here, for the reason given in ``retention_rules.http``.

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from records.identifiers import DisposalListId, DossierId
from records.needs import Anybody, needs
from records.ports.clock import Clock
from records.reader import Capability, Reader
from retention_rules.decide_period import decide_period
from retention_rules.disposal_ports import ExecutionDesk
from retention_rules.http_disposal import ListAnswer
from retention_rules.http_models import DecidedPeriod

_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"description": "No such list or dossier"}}
_MAY_NOT: dict[int | str, dict[str, Any]] = {403: {"description": "Not proved, not this account's part, or it acted"}}
_CONFLICT: dict[int | str, dict[str, Any]] = {409: {"description": "Too early, or too late"}}


class Proof(BaseModel):
    """Who executes proves once more who it is."""

    model_config = ConfigDict(extra="forbid")

    password: str = Field(max_length=1024)
    code: str = Field(default="", description="Of the second factor, where one is set", max_length=32)


class RecordAnswer(BaseModel):
    """The disposal dossier of a list."""

    record: dict[str, Any] = Field(description="Id of the dossier, and its papers as the archive holds them")


class TombstoneAnswer(BaseModel):
    """What stays of a destroyed dossier."""

    tombstone: dict[str, Any] = Field(description="Ids, codes, counts, digests, dates and numbers; nothing of people")


class CertificateAnswer(BaseModel):
    """What is gone of a list."""

    certificate: dict[str, Any] = Field(description="With the Merkle root (RFC 6962, 2.1) over every tombstone")


def execution_routes(desk: ExecutionDesk, reader: Callable[..., Reader], clock: Clock) -> APIRouter:
    """The routes under ``/api/retention``; ``reader`` is the sign-in dependency."""
    router = APIRouter(prefix="/api/retention", tags=["disposal"])
    who = Annotated[Reader, Depends(reader)]

    @router.post(
        "/disposal/{listed}/execution",
        operation_id="executeDisposal",
        summary="Have destroyed what was decided; the one act that cannot be taken back",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.DECIDE)
    def execute(account: who, listed: UUID, body: Proof) -> ListAnswer:
        which = DisposalListId(str(listed))
        return ListAnswer.of(desk.execute(account, which, password=body.password, code=body.code), clock.today())

    @router.post(
        "/disposal/{listed}/items/{dossier}/keep-back",
        operation_id="keepBackFromDisposal",
        summary="Take an item out of a decided list, with a longer period",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.DECIDE)
    def keep_back(account: who, listed: UUID, dossier: UUID, body: DecidedPeriod) -> ListAnswer:
        decision = decide_period(
            body.period,
            number=body.number,
            decided_on=body.decided_on,
            approved_by=body.approved_by,
            reason=body.reason,
            today=clock.today(),
        )
        which = DisposalListId(str(listed))
        return ListAnswer.of(desk.keep_back(account, which, DossierId(str(dossier)), decision), clock.today())

    @router.get(
        "/disposal/{listed}/certificate",
        operation_id="disposalCertificate",
        summary="What is gone of a list, under one digest",
        responses={**_NOT_FOUND, **_MAY_NOT},
    )
    @needs(Anybody.SIGNED_IN)
    def certificate(account: who, listed: UUID) -> CertificateAnswer:
        return CertificateAnswer(certificate=dict(desk.certificate(account, DisposalListId(str(listed)))))

    @router.get(
        "/disposal/{listed}/record",
        operation_id="disposalRecord",
        summary="The disposal dossier, which is kept 20 years at least",
        responses={**_NOT_FOUND, **_MAY_NOT},
    )
    @needs(Anybody.SIGNED_IN)
    def record(account: who, listed: UUID) -> RecordAnswer:
        return RecordAnswer(record=dict(desk.record(account, DisposalListId(str(listed)))))

    @router.get(
        "/dossiers/{dossier}/tombstone",
        operation_id="tombstone",
        summary="What stays of a destroyed dossier",
        responses={**_NOT_FOUND, **_MAY_NOT},
    )
    @needs(Anybody.SIGNED_IN)
    def tombstone(account: who, dossier: UUID) -> TombstoneAnswer:
        return TombstoneAnswer(tombstone=dict(desk.tombstone(account, DossierId(str(dossier)))))

    return router
