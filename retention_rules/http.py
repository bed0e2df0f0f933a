"""Retention over HTTP: the report, the explanation of one dossier, what it is counted from.

Errors are those of ``records.errors``; the frame gives them their status and their one shape.
"""

# No postponed annotations here: FastAPI reads those of functions inside a function, where
# names of the enclosing one (the dependency) cannot be found by their spelling.

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query

from records.identifiers import DossierId
from records.needs import needs
from records.ports.clock import Clock, SystemClock
from records.reader import Capability, Reader
from retention_rules.decide_period import decide_period
from retention_rules.http_models import (
    AssignmentAnswer,
    DecidedPeriod,
    DossierRetentionAnswer,
    MissingTriggersAnswer,
    ReportAnswer,
    TriggerDay,
    WorkEnded,
)
from retention_rules.ports import RetentionDesk
from retention_rules.trigger import TriggerKind

_ROWS_AT_MOST = 1000
_NOT_FOUND: dict[int | str, dict[str, Any]] = {
    404: {"description": "No such dossier for this reader (dossier.not_found)"}
}
_MAY_NOT: dict[int | str, dict[str, Any]] = {403: {"description": "The reader may not decide (retention.not_allowed)"}}


def routes(
    desk: RetentionDesk,
    reader: Callable[..., Reader],
    *,
    clock: Clock | None = None,
) -> APIRouter:
    """The routes under ``/api/retention``; ``reader`` is the sign-in dependency."""
    router = APIRouter(prefix="/api/retention", tags=["retention"])
    who = Annotated[Reader, Depends(reader)]
    clock = clock or SystemClock()

    @router.get("/report", operation_id="retentionReport", summary="What falls due when")
    @needs(Capability.READ)
    def report(
        account: who,
        limit: Annotated[int, Query(ge=1, le=_ROWS_AT_MOST, description="Rows at most")] = 100,
        offset: Annotated[int, Query(ge=0, le=10_000_000, description="Rows to leave out before the first")] = 0,
        year: Annotated[
            int | None, Query(ge=1, le=9999, description="Rows of this year of candidate_from only")
        ] = None,
    ) -> ReportAnswer:
        return ReportAnswer.of(desk.report(account, limit=limit, offset=offset, year=year))

    @router.get(
        "/dossiers/{dossier}",
        operation_id="dossierRetention",
        summary="How long a dossier is kept, and why",
        responses=_NOT_FOUND,
    )
    @needs(Capability.READ)
    def assignment(account: who, dossier: UUID) -> DossierRetentionAnswer:
        found = desk.assignment(account, DossierId(str(dossier)))
        return DossierRetentionAnswer(assignment=None if found is None else AssignmentAnswer.of(found))

    @router.put(
        "/dossiers/{dossier}/work-ended",
        operation_id="setWorkEnded",
        summary="Record the day the work ended, and assign anew",
        responses={**_NOT_FOUND, **_MAY_NOT},
    )
    @needs(Capability.READ)
    def work_ended(account: who, dossier: UUID, body: WorkEnded) -> AssignmentAnswer:
        return AssignmentAnswer.of(desk.set_work_ended(account, DossierId(str(dossier)), body.ended_on, why=body.why))

    @router.put(
        "/dossiers/{dossier}/triggers/{trigger}",
        operation_id="setTrigger",
        summary="Record the day of an event that a period is counted from, and assign anew",
        responses={**_NOT_FOUND, **_MAY_NOT},
    )
    @needs(Capability.DECIDE)
    def trigger_day(account: who, dossier: UUID, trigger: TriggerKind, body: TriggerDay) -> AssignmentAnswer:
        return AssignmentAnswer.of(desk.set_trigger(account, DossierId(str(dossier)), trigger, body.on, why=body.why))

    @router.post(
        "/dossiers/{dossier}/decisions",
        operation_id="decidePeriod",
        summary="Record a decision of the head on the period; it may only keep longer than a rule",
        responses={**_NOT_FOUND, **_MAY_NOT},
    )
    @needs(Capability.DECIDE)
    def decided(account: who, dossier: UUID, body: DecidedPeriod) -> AssignmentAnswer:
        decision = decide_period(**body.model_dump(), today=clock.today())
        return AssignmentAnswer.of(desk.decide_period(account, DossierId(str(dossier)), decision))

    @router.get("/missing-triggers", operation_id="missingTriggers", summary="Dossiers whose date waits for an event")
    @needs(Capability.READ)
    def missing(
        account: who,
        trigger: Annotated[TriggerKind | None, Query(description="Rows that wait for this event only")] = None,
        limit: Annotated[int, Query(ge=1, le=_ROWS_AT_MOST, description="Rows at most")] = 100,
        offset: Annotated[int, Query(ge=0, le=10_000_000, description="Rows to leave out before the first")] = 0,
    ) -> MissingTriggersAnswer:
        return MissingTriggersAnswer.of(desk.missing_triggers(account, trigger=trigger, limit=limit, offset=offset))

    return router
