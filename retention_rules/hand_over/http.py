"""Hand-over over HTTP: what is owed, lists, checks, receipts, what is kept back."""

# No postponed annotations here, for the reason given in ``retention_rules.http``.

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from records.identifiers import DossierId, HandOverId
from records.needs import Anybody, needs
from records.ports.clock import Clock
from records.reader import Capability, Reader
from retention_rules.hand_over.clock import Standing
from retention_rules.hand_over.http_models import (
    Checked,
    HandOverAnswer,
    HandOversAnswer,
    KeptBack,
    KeptBackAnswer,
    KeptBackListAnswer,
    Minutes,
    OwedAnswer,
    PlaceAnswer,
    Submitted,
    Withdrawal,
)
from retention_rules.hand_over.model import keep_back_order
from retention_rules.hand_over.ports import HandOverDesk

_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"description": "No such list or dossier for this reader"}}
_MAY_NOT: dict[int | str, dict[str, Any]] = {403: {"description": "Not this account's part, or it handed over itself"}}
_CONFLICT: dict[int | str, dict[str, Any]] = {409: {"description": "Too early, too late, or a dossier cannot go"}}
_Limit = Annotated[int, Query(ge=1, le=1000)]
_Offset = Annotated[int, Query(ge=0, le=10_000_000)]


def hand_over_routes(desk: HandOverDesk, reader: Callable[..., Reader], clock: Clock) -> APIRouter:
    """The routes under ``/api/hand-overs``; ``reader`` is the sign-in dependency."""
    router = APIRouter(prefix="/api/hand-overs", tags=["hand-over"])
    who = Annotated[Reader, Depends(reader)]

    @router.get("/owed", operation_id="owedHandOvers", summary="What units owe to the current archive, and by when")
    @needs(Capability.READ)
    def owed(account: who, standing: Standing | None = None, limit: _Limit = 100, offset: _Offset = 0) -> OwedAnswer:
        return OwedAnswer.of(desk.owed(account, standing=standing, limit=limit, offset=offset))

    @router.get(
        "/places/{dossier}", operation_id="placeOfDossier", summary="Who has a dossier, and why", responses=_NOT_FOUND
    )
    @needs(Capability.READ)
    def place(account: who, dossier: UUID) -> PlaceAnswer:
        return PlaceAnswer.of(desk.place(account, DossierId(str(dossier))))

    @router.get("/kept-back", operation_id="keptBack", summary="What units keep back, by whose consent")
    @needs(Capability.READ)
    def kept_back(account: who, limit: _Limit = 1000, offset: _Offset = 0) -> KeptBackListAnswer:
        found = desk.kept_back(account, limit=limit, offset=offset)
        return KeptBackListAnswer(rows=tuple(KeptBackAnswer.of(row) for row in found))

    @router.post(
        "/kept-back",
        operation_id="keepBack",
        summary="Record the head's consent that dossiers stay with their unit",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
        status_code=204,
    )
    @needs(Capability.DECIDE)
    def keep_back(account: who, body: KeptBack) -> None:
        told = body.model_dump(exclude={"dossiers"})
        chosen = [DossierId(str(each)) for each in body.dossiers]
        desk.keep_back(account, keep_back_order(chosen, **told, today=clock.today()))

    @router.post(
        "",
        operation_id="submitHandOver",
        summary="Freeze a list and give it to the archive",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
        status_code=201,
    )
    @needs(Capability.HAND_OVER)
    def submit(account: who, body: Submitted) -> HandOverAnswer:
        chosen = [DossierId(str(each)) for each in body.dossiers]
        return HandOverAnswer.of(desk.submit(account, name=body.name, dossiers=chosen))

    @router.get("", operation_id="handOvers", summary="Lists of your units, newest first", responses=_MAY_NOT)
    @needs(Anybody.SIGNED_IN)
    def lists(account: who, limit: Annotated[int, Query(ge=1, le=100)] = 50, offset: _Offset = 0) -> HandOversAnswer:
        found = desk.lists(account, limit=limit, offset=offset)
        return HandOversAnswer(lists=tuple(HandOverAnswer.of(one) for one in found))

    @router.get("/{listed}", operation_id="handOver", summary="One list", responses={**_NOT_FOUND, **_MAY_NOT})
    @needs(Anybody.SIGNED_IN)
    def one(account: who, listed: UUID) -> HandOverAnswer:
        return HandOverAnswer.of(desk.one(account, HandOverId(str(listed))))

    @router.post(
        "/{listed}/checks",
        operation_id="checkHandOver",
        summary="Accept items, or refuse them with a reason",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.DECIDE)
    def check(account: who, listed: UUID, body: Checked) -> HandOverAnswer:
        chosen = [DossierId(str(each)) for each in body.dossiers]
        return HandOverAnswer.of(desk.check(account, HandOverId(str(listed)), chosen, body.check, reason=body.reason))

    @router.post(
        "/{listed}/receipt",
        operation_id="receiveHandOver",
        summary="Close the list with the minutes; what was accepted is the archive's from now on",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.DECIDE)
    def receive(account: who, listed: UUID, body: Minutes) -> HandOverAnswer:
        which = HandOverId(str(listed))
        return HandOverAnswer.of(desk.receive(account, which, number=body.number, received_on=body.received_on))

    @router.post(
        "/{listed}/withdrawal",
        operation_id="withdrawHandOver",
        summary="Take an open list back",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.HAND_OVER)
    def withdraw(account: who, listed: UUID, body: Withdrawal) -> HandOverAnswer:
        return HandOverAnswer.of(desk.withdraw(account, HandOverId(str(listed)), body.why))

    return router
