"""Schedules over HTTP: versions in and out, the preview of a change, acceptance, confirmation of rules."""

# No postponed annotations here, for the reason given in ``retention_rules.http``.

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, UploadFile
from fastapi.responses import Response

from records.identifiers import ScheduleId
from records.needs import needs
from records.reader import Capability, Reader
from retention_rules.http_schedule_models import (
    Acceptance,
    Confirmed,
    PreviewAnswer,
    ReadingAnswer,
    ReassessmentAnswer,
    VersionAnswer,
    VersionsAnswer,
    Withdrawn,
)
from retention_rules.ports import ScheduleDesk
from retention_rules.schedule_file import MOST_BYTES

_NOT_FOUND: dict[int | str, dict[str, Any]] = {404: {"description": "No such version (schedule.not_found)"}}
_MAY_NOT: dict[int | str, dict[str, Any]] = {403: {"description": "The reader may not decide (retention.not_allowed)"}}
_CONFLICT: dict[int | str, dict[str, Any]] = {409: {"description": "Not as it was previewed, or not proposed any more"}}
_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def schedule_routes(desk: ScheduleDesk, reader: Callable[..., Reader]) -> APIRouter:
    """The routes under ``/api/retention/schedules``; ``reader`` is the sign-in dependency."""
    router = APIRouter(prefix="/api/retention", tags=["retention schedule"])
    who = Annotated[Reader, Depends(reader)]

    @router.get("/schedule", operation_id="retentionSchedule", summary="The schedule in force, with its rules")
    @needs(Capability.READ)
    def in_force(account: who) -> VersionAnswer:
        return VersionAnswer.of(desk.in_force(account))

    @router.get("/schedules", operation_id="retentionSchedules", summary="Every version, newest first")
    @needs(Capability.READ)
    def versions(account: who) -> VersionsAnswer:
        return VersionsAnswer.of(desk.versions(account))

    @router.post(
        "/schedules",
        operation_id="importSchedule",
        summary="Import a table (CSV or XLSX) as a proposed version, wholly or not at all",
        responses={**_MAY_NOT, 409: {"description": "There is such a version (schedule.version_taken)"}},
    )
    @needs(Capability.DECIDE)
    def take_in(  # noqa: PLR0917  FastAPI calls it by name
        account: who,
        table: Annotated[UploadFile, File(description="The table")],
        name: Annotated[str, Form(max_length=200)],
        version: Annotated[str, Form(max_length=64)],
        source: Annotated[str, Form(description="The instrument it was taken from", max_length=1000)],
        effective_from: Annotated[date, Form(description="First day on which it may be accepted")],
    ) -> ReadingAnswer:
        return ReadingAnswer.of(
            desk.take_in(
                account,
                table.file.read(MOST_BYTES + 1),
                file_name=table.filename or "",
                name=name,
                version=version,
                source=source,
                effective_from=effective_from,
            )
        )

    @router.get(
        "/schedules/{version}",
        operation_id="retentionScheduleVersion",
        summary="One version with its rules and who confirmed them",
        responses=_NOT_FOUND,
    )
    @needs(Capability.READ)
    def one(account: who, version: UUID) -> VersionAnswer:
        return VersionAnswer.of(desk.version(account, ScheduleId(str(version))))

    @router.get(
        "/schedules/{version}/table",
        operation_id="exportSchedule",
        summary="One version as a table that can be imported again",
        responses={200: {"content": {kind: {} for kind in _MEDIA.values()}}, **_NOT_FOUND},
        response_class=Response,
    )
    @needs(Capability.READ)
    def table_of(
        account: who, version: UUID, form: Annotated[Literal["csv", "xlsx"], Query(alias="format")] = "csv"
    ) -> Response:
        content = desk.export(account, ScheduleId(str(version)), as_xlsx=form == "xlsx")
        disposition = f'attachment; filename="schedule-{version}.{form}"'
        return Response(content, media_type=_MEDIA[form], headers={"Content-Disposition": disposition})

    @router.get(
        "/schedules/{version}/preview",
        operation_id="previewSchedule",
        summary="What accepting the version would do to every dossier",
        responses={**_NOT_FOUND, **_MAY_NOT},
    )
    @needs(Capability.DECIDE)
    def preview(account: who, version: UUID) -> PreviewAnswer:
        return PreviewAnswer.of(desk.preview(account, ScheduleId(str(version))))

    @router.post(
        "/schedules/{version}/accept",
        operation_id="acceptSchedule",
        summary="Put the version in force, as it was previewed, and work every dossier out anew",
        responses={**_NOT_FOUND, **_MAY_NOT, **_CONFLICT},
    )
    @needs(Capability.DECIDE)
    def accept(account: who, version: UUID, body: Acceptance) -> ReassessmentAnswer:
        asked = desk.accept(account, ScheduleId(str(version)), fingerprint=body.fingerprint, shorter=body.shorter)
        return ReassessmentAnswer.of(asked)

    @router.post(
        "/rules/confirm",
        operation_id="confirmRules",
        summary="Confirm rules of the version in force, as compared with a source",
        responses=_MAY_NOT,
    )
    @needs(Capability.DECIDE)
    def confirm(account: who, body: Confirmed) -> ReassessmentAnswer:
        return ReassessmentAnswer.of(desk.confirm(account, body.rules, source=body.source))

    @router.post(
        "/rules/withdraw",
        operation_id="withdrawRules",
        summary="Take confirmations of rules back",
        responses=_MAY_NOT,
    )
    @needs(Capability.DECIDE)
    def withdraw(account: who, body: Withdrawn) -> ReassessmentAnswer:
        return ReassessmentAnswer.of(desk.withdraw(account, body.rules, why=body.why))

    @router.get(
        "/reassessment", operation_id="reassessment", summary="How far the working out anew of every dossier has come"
    )
    @needs(Capability.READ)
    def reassessment(account: who) -> ReassessmentAnswer | None:
        found = desk.reassessment(account)
        return None if found is None else ReassessmentAnswer.of(found)

    return router
