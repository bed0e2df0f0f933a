"""The routes of the audit trail: ``/api/audit``. There is none that changes an event."""

# Annotations are read by FastAPI while the routes are made, where ``reader`` is known:
# so no postponed annotations here.

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Any, Literal, Self

from fastapi import APIRouter, Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from accounts.audit import TrailEvent, TrailPage, TrailQuestion
from accounts.ports import AuditDesk
from accounts.seal_trail import Seal
from accounts.write_trail import as_csv, as_json_lines
from records.needs import needs
from records.reader import Capability, Reader

MOST = 200
Outcome = Literal["", "success", "failure", "undecided"]
_Named = Annotated[str, Query(max_length=200)]


class EventAnswer(BaseModel):
    """An event."""

    id: str
    at: datetime
    type: str
    agent: str
    outcome: str
    address: str = Field(description="Where it was asked for from; empty: by no request.")
    batch: str
    dossier: str
    dossier_code: str
    subjects: list[str]
    detail: dict[str, Any]

    @classmethod
    def of(cls, event: TrailEvent) -> Self:
        names = ("id", "at", "type", "agent", "outcome", "address", "batch", "dossier", "dossier_code")
        plain = {name: getattr(event, name) for name in names}
        return cls(**plain, subjects=list(event.subjects), detail=dict(event.detail))


class SealAnswer(BaseModel):
    """The seal of a day of the trail."""

    day: date
    events: int = Field(description="How many events it covers.")
    events_sha256: str
    previous: str = Field(description="Digest of the seal of the day before; empty: it is the first.")
    digest: str = Field(
        description="SHA-256 of the seal: whoever keeps it elsewhere can prove all days up to this one."
    )

    @classmethod
    def of(cls, seal: Seal) -> Self:
        names = ("day", "events", "events_sha256", "previous", "digest")
        return cls(**{name: getattr(seal, name) for name in names})


class TrailAnswer(BaseModel):
    """Some events, newest first."""

    events: list[EventAnswer]
    next: str = Field(description="Give it as `before` to go on; empty: that was all.")

    @classmethod
    def of(cls, page: TrailPage) -> Self:
        return cls(events=[EventAnswer.of(event) for event in page.events], next=page.next)


def asked_question(
    *,
    who: _Named = "",
    kind: _Named = "",
    dossier: _Named = "",
    batch: _Named = "",
    about: _Named = "",
    address: _Named = "",
    outcome: Outcome = "",
    since: date | None = None,
    until: date | None = None,
) -> TrailQuestion:
    """A dependency: what the address asks for."""
    return TrailQuestion(
        who=who.strip(),
        kind=kind.strip(),
        dossier=dossier.strip(),
        batch=batch.strip(),
        about=about.strip(),
        address=address.strip(),
        outcome=outcome,
        since=since,
        until=until,
    )


Asked = Annotated[TrailQuestion, Depends(asked_question)]


def exported(desk: AuditDesk, who: Reader, question: TrailQuestion, form: str) -> StreamingResponse:
    """The whole answer as a file; ``form`` is ``csv`` or ``jsonl``."""
    found = desk.export(who, question)
    lines, media_type = (as_csv(found), "text/csv") if form == "csv" else (as_json_lines(found), "application/jsonl")
    headers = {"Content-Disposition": f'attachment; filename="vankho-audit.{form}"', "Cache-Control": "no-store"}
    return StreamingResponse(lines, media_type=f"{media_type}; charset=utf-8", headers=headers)


def audit_routes(desk: AuditDesk, reader: Callable[..., Reader]) -> APIRouter:
    """``/api/audit`` and below; ``reader`` is a dependency that says who asks."""
    router = APIRouter(prefix="/api", tags=["people"])
    asking = Annotated[Reader, Depends(reader)]

    @router.get("/audit", summary="Nhật ký: ai đã làm gì")
    @needs(Capability.AUDIT)
    def trail(
        asks: asking,
        question: Asked,
        before: Annotated[str, Query(max_length=36)] = "",
        limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
    ) -> TrailAnswer:
        """Events, newest first."""
        return TrailAnswer.of(desk.events(asks, question, before=before, limit=limit))

    @router.get("/audit/seal", summary="Niêm phong mới nhất của nhật ký")
    @needs(Capability.AUDIT)
    def sealed(asks: asking) -> SealAnswer | None:
        """The seal of the last day that is sealed; null: no day is yet."""
        seal = desk.sealed(asks)
        return None if seal is None else SealAnswer.of(seal)

    @router.get("/audit/export", summary="Tải nhật ký", response_class=StreamingResponse)
    @needs(Capability.AUDIT)
    def export(asks: asking, question: Asked, form: Literal["csv", "jsonl"] = "csv") -> StreamingResponse:
        """The whole answer as a table or as JSON lines; that it was taken is an event too."""
        return exported(desk, asks, question, form)

    return router
