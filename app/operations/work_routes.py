"""The routes of work: ``/api/work``, for who may administer."""

# Annotations are read by FastAPI while the routes are made: no postponed ones here.

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Self

from fastapi import APIRouter, Depends, Path, Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from records.errors import Sentence
from records.needs import needs
from records.ports.work_desk import WorkDesk
from records.reader import Capability, Reader
from records.work import Dependency, FailedWork, WorkOverview

MOST = 200


class Said(BaseModel):
    """The same in both languages."""

    vi: str
    en: str

    @classmethod
    def of(cls, sentence: Sentence) -> Self:
        return cls(vi=sentence.vi, en=sentence.en)


class Count(BaseModel):
    """Steps of one kind in one state."""

    kind: str
    state: str
    number: int


class WorkAnswer(BaseModel):
    """The steps that are not done."""

    counts: list[Count]
    oldest_undone: datetime | None
    failed: int
    batches_waiting: int = Field(description="Batches of which the rest waits for a person.")

    @classmethod
    def of(cls, left: WorkOverview) -> Self:
        return cls(
            counts=[Count(kind=each.kind, state=each.state, number=each.number) for each in left.counts],
            oldest_undone=left.oldest_undone,
            failed=left.failed,
            batches_waiting=left.batches_waiting,
        )


class FailedAnswer(BaseModel):
    """A step that waits until a person has it tried again."""

    step: str
    kind: str
    subject: str
    batch: str
    failed_at: datetime | None
    code: str
    message: Said
    hint: Said

    @classmethod
    def of(cls, each: FailedWork) -> Self:
        return cls(
            step=each.step,
            kind=each.kind,
            subject=each.subject,
            batch=each.batch.value,
            failed_at=each.failed_at,
            code=each.code,
            message=Said.of(each.says),
            hint=Said.of(each.hint),
        )


class FailedSteps(BaseModel):
    """Some failed steps, newest first."""

    steps: list[FailedAnswer]
    next: str = Field(description="Give it as `before` to go on; empty: that was all.")


class TriedAgain(BaseModel):
    """How many steps are tried again."""

    number: int


class FoundAnswer(BaseModel):
    """What was found about a dependency."""

    code: str
    severity: str
    message: Said
    hint: Said


class DependencyAnswer(BaseModel):
    """Something the installation depends on."""

    name: str
    title: Said
    verdict: str
    version: str
    latency_ms: float
    findings: list[FoundAnswer]
    detail: dict[str, Any]

    @classmethod
    def of(cls, each: Dependency) -> Self:
        findings = [
            FoundAnswer(
                code=found.code, severity=found.severity.value, message=Said.of(found.says), hint=Said.of(found.hint)
            )
            for found in each.findings
        ]
        return cls(
            name=each.name,
            title=Said.of(each.says),
            verdict=each.verdict.value,
            version=each.version,
            latency_ms=each.latency_ms,
            findings=findings,
            detail=dict(each.detail),
        )


def work_routes(desk: WorkDesk, reader: Callable[..., Reader]) -> APIRouter:
    """``/api/work`` and below; ``reader`` is a dependency that says who asks."""
    router = APIRouter(prefix="/api/work", tags=["operations"])
    asking = Annotated[Reader, Depends(reader)]

    @router.get("", summary="Việc của máy còn lại")
    @needs(Capability.ADMINISTER)
    def overview(asks: asking) -> WorkAnswer:
        """Counts of this moment."""
        return WorkAnswer.of(desk.overview(asks))

    @router.get("/failed", summary="Các bước hỏng")
    @needs(Capability.ADMINISTER)
    def failed(
        asks: asking,
        before: Annotated[str, Query(max_length=36)] = "",
        limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    ) -> FailedSteps:
        """Steps that wait until a person has them tried again, newest first."""
        found = desk.failed(asks, before=before, limit=limit)
        return FailedSteps(steps=[FailedAnswer.of(each) for each in found.steps], next=found.next)

    @router.post("/failed/retry", summary="Thử lại mọi bước hỏng")
    @needs(Capability.ADMINISTER)
    def retry_all(asks: asking) -> TriedAgain:
        """Have every failed step tried again, with a clean count."""
        return TriedAgain(number=desk.retry_all(asks))

    @router.post("/failed/{step}/retry", status_code=204, response_class=Response, summary="Thử lại một bước")
    @needs(Capability.ADMINISTER)
    def retry(asks: asking, step: Annotated[str, Path(max_length=36)]) -> None:
        """Have a failed step tried again, with a clean count. Errors: step.not_found."""
        desk.retry(asks, step)

    @router.get("/health", summary="Tình trạng hệ thống")
    @needs(Capability.ADMINISTER)
    def health(asks: asking, *, thorough: bool = False) -> list[DependencyAnswer]:
        """What the installation depends on: as last seen, or with `thorough` examined anew within ten seconds."""
        return [DependencyAnswer.of(each) for each in desk.health(asks, thorough=thorough)]

    return router
