"""Holds over HTTP: place, lift, list, and which are over a dossier."""

# No postponed annotations here, for the reason given in ``retention_rules.http``.

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict, Field

from records.identifiers import DossierId, HoldId
from records.needs import needs
from records.ports.clock import Clock
from records.reader import Capability, Reader
from retention_rules.holds import Hold, HoldGround, HoldScope, ScopeKind, hold_order
from retention_rules.ports import HoldDesk

_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"description": "No such hold or dossier for this reader"}}
_MAY_NOT: dict[int | str, dict[str, Any]] = {403: {"description": "The reader may not decide (retention.not_allowed)"}}


class Scope(BaseModel):
    """A part of the holdings, named so that what comes later belongs to it too."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: ScopeKind
    value: str = Field(
        description="Dossier id, code of the unit, name of the procedure, or words that are all to occur",
        max_length=500,
    )


class Order(BaseModel):
    """A hold to be placed."""

    model_config = ConfigDict(extra="forbid")

    name: str = Field(max_length=300, examples=["Thanh tra cấp phép xây dựng 2026"])
    ground: HoldGround
    mandate_number: str = Field(max_length=200, examples=["45/QĐ-TTr"])
    mandate_date: date
    mandate_by: str = Field(max_length=300, examples=["Thanh tra tỉnh"])
    scopes: list[Scope] = Field(min_length=1, max_length=10_000)


class Lifting(BaseModel):
    """Why a hold is lifted."""

    model_config = ConfigDict(extra="forbid")

    why: str = Field(max_length=2000, examples=["Kết luận thanh tra 12/KL-TTr"])


class HoldAnswer(BaseModel):
    """A hold as it stands."""

    id: str
    name: str = Field(description="Empty for readers who may not decide")
    ground: HoldGround
    mandate_number: str
    mandate_date: date
    mandate_by: str
    scopes: tuple[Scope, ...]
    placed_at: datetime
    placed_by: str
    open: bool
    lifted_at: datetime | None
    lifted_by: str
    lifted_why: str
    dossiers: int = Field(description="Reached so far")
    spread: bool = Field(description="Every dossier was told; the hold wins before that")

    @classmethod
    def of(cls, hold: Hold) -> "HoldAnswer":
        return cls(
            id=hold.id.value,
            name=hold.name,
            ground=hold.ground,
            mandate_number=hold.mandate_number,
            mandate_date=hold.mandate_date,
            mandate_by=hold.mandate_by,
            scopes=tuple(Scope(kind=scope.kind, value=scope.value) for scope in hold.scopes),
            placed_at=hold.placed_at,
            placed_by=hold.placed_by,
            open=hold.open,
            lifted_at=hold.lifted_at,
            lifted_by=hold.lifted_by,
            lifted_why=hold.lifted_why,
            dossiers=hold.dossiers,
            spread=hold.spread,
        )


class HoldsAnswer(BaseModel):
    """Holds, newest first."""

    holds: tuple[HoldAnswer, ...]


class HeldAnswer(BaseModel):
    """Dossiers that a hold has reached."""

    dossiers: tuple[str, ...]


def hold_routes(desk: HoldDesk, reader: Callable[..., Reader], clock: Clock) -> APIRouter:
    """The routes under ``/api/retention/holds``; ``reader`` is the sign-in dependency."""
    router = APIRouter(prefix="/api/retention", tags=["holds"])
    who = Annotated[Reader, Depends(reader)]

    @router.post(
        "/holds",
        operation_id="placeHold",
        summary="Place a hold: from the answer on nothing under it is destroyed",
        responses={**_NOT_FOUND, **_MAY_NOT},
    )
    @needs(Capability.DECIDE)
    def place(account: who, body: Order) -> HoldAnswer:
        told = body.model_dump(exclude={"scopes"})
        scopes = [HoldScope(kind=scope.kind, value=scope.value) for scope in body.scopes]
        return HoldAnswer.of(desk.place(account, hold_order(**told, scopes=scopes, today=clock.today())))

    @router.get("/holds", operation_id="holds", summary="Holds, newest first", responses=_MAY_NOT)
    @needs(Capability.DECIDE)
    def holds(account: who, *, lifted: Annotated[bool, Query(description="Lifted ones too")] = False) -> HoldsAnswer:
        return HoldsAnswer(holds=tuple(HoldAnswer.of(one) for one in desk.holds(account, lifted_too=lifted)))

    @router.get("/holds/{hold}", operation_id="hold", summary="One hold", responses={**_NOT_FOUND, **_MAY_NOT})
    @needs(Capability.DECIDE)
    def one(account: who, hold: UUID) -> HoldAnswer:
        return HoldAnswer.of(desk.hold(account, HoldId(str(hold))))

    @router.get(
        "/holds/{hold}/dossiers",
        operation_id="heldDossiers",
        summary="Dossiers that a hold has reached",
        responses={**_NOT_FOUND, **_MAY_NOT},
    )
    @needs(Capability.DECIDE)
    def held(
        account: who,
        hold: UUID,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
        offset: Annotated[int, Query(ge=0, le=10_000_000)] = 0,
    ) -> HeldAnswer:
        found = desk.dossiers(account, HoldId(str(hold)), limit=limit, offset=offset)
        return HeldAnswer(dossiers=tuple(each.value for each in found))

    @router.post(
        "/holds/{hold}/lift",
        operation_id="liftHold",
        summary="Lift a hold, with the reason",
        responses={**_NOT_FOUND, **_MAY_NOT, 409: {"description": "It was lifted already (hold.not_open)"}},
    )
    @needs(Capability.DECIDE)
    def lift(account: who, hold: UUID, body: Lifting) -> HoldAnswer:
        return HoldAnswer.of(desk.lift(account, HoldId(str(hold)), body.why))

    @router.get(
        "/dossiers/{dossier}/holds",
        operation_id="holdsOverDossier",
        summary="Open holds over a dossier",
        responses=_NOT_FOUND,
    )
    @needs(Capability.READ)
    def over(account: who, dossier: UUID) -> HoldsAnswer:
        found = desk.over(account, DossierId(str(dossier)))
        return HoldsAnswer(holds=tuple(HoldAnswer.of(one) for one in found))

    return router
