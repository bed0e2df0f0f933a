"""The audit trail as a page: who did what, from where, when, with what outcome."""

# No postponed annotations: FastAPI reads those of functions inside a function.

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from accounts.audit import OUTCOMES, TrailEvent, TrailQuestion
from accounts.http_audit import exported
from records.errors import InvalidInput, Sentence
from records.needs import needs
from records.reader import Capability, Reader
from web_ui.desks import PeopleDesks
from web_ui.event_words import details_of, key_of
from web_ui.language import language_of
from web_ui.rendering import Foot, page
from web_ui.texts import TEXTS

TRAIL = "/nhat-ky"
_SHOWN = 50
_Text = Annotated[str, Query(max_length=200)]
_NOT_OFFERED = frozenset({"virus check", "creation", "replication", "metadata extraction"})
"""Types of PREMIS that have words but of which nothing is recorded yet."""


def kinds() -> list[tuple[str, str]]:
    """Types of events and acts that have words, as (what the trail calls it, key of its words)."""
    keys = [key for key in TEXTS if key.startswith("event.")]
    named = [(key.removeprefix("event.").removeprefix("act_"), key) for key in keys]
    return [(kind, key) for kind, key in named if kind not in _NOT_OFFERED]


def _day(text: str) -> date | None:
    """A day as a form sends it; empty for none.

    Raises:
        InvalidInput (trail.day_invalid): It is none.
    """
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise InvalidInput(
            "trail.day_invalid",
            Sentence("Ngày chưa đúng.", "This is not a day."),
            Sentence("Ghi năm-tháng-ngày, ví dụ 2026-03-31.", "Write year-month-day, such as 2026-03-31."),
        ) from None


def asked(
    *,
    who: _Text = "",
    kind: _Text = "",
    dossier: _Text = "",
    batch: _Text = "",
    about: _Text = "",
    address: _Text = "",
    outcome: Literal["", "success", "failure", "undecided"] = "",
    since: Annotated[str, Query(max_length=10)] = "",
    until: Annotated[str, Query(max_length=10)] = "",
) -> TrailQuestion:
    """A dependency: what the form asks for; fields left empty are sent empty by browsers."""
    return TrailQuestion(
        who=who.strip(),
        kind=kind.strip(),
        dossier=dossier.strip(),
        batch=batch.strip(),
        about=about.strip(),
        address=address.strip(),
        outcome=outcome,
        since=_day(since),
        until=_day(until),
    )


def routes(desks: PeopleDesks, reader: Callable[..., Reader]) -> APIRouter:
    """``/nhat-ky`` and below."""
    router = APIRouter(include_in_schema=False)
    foot = Foot(profile=desks.profile, version=desks.version)
    asking = Annotated[Reader, Depends(reader)]
    question = Annotated[TrailQuestion, Depends(asked)]

    @router.get(TRAIL)
    @needs(Capability.AUDIT)
    def trail(
        request: Request, who_asks: asking, question: question, before: Annotated[str, Query(max_length=36)] = ""
    ) -> Response:
        found = desks.audit.events(who_asks, question, before=before, limit=_SHOWN)
        language = language_of(request)
        told = question.told()
        return page(
            request,
            "audit.html",
            reader=who_asks,
            foot=foot,
            here="audit",
            asked=question,
            asked_words=urlencode(told),
            events=[(e, key_of(e), details_of(_written_out(e), language), _about(e)) for e in found.events],
            kinds=kinds(),
            outcomes=OUTCOMES,
            first=not before,
            seal=desks.audit.sealed(who_asks),
            further=urlencode({**told, "before": found.next}) if found.next else "",
            by_account=lambda name: f"{TRAIL}?{urlencode(replace(question, who=name).told())}",
        )

    @router.get(f"{TRAIL}/tai")
    @needs(Capability.AUDIT)
    def export(who_asks: asking, question: question, form: Literal["csv", "jsonl"] = "csv") -> Response:
        return exported(desks.audit, who_asks, question, form)

    return router


def _written_out(event: TrailEvent) -> TrailEvent:
    """With lists as words, which tell as much here as anything else."""
    plain = {
        key: ", ".join(map(str, value)) if isinstance(value, list) else value for key, value in event.detail.items()
    }
    return replace(event, detail=plain)


def _about(event: TrailEvent) -> list[str]:
    """What it was done to, besides its dossier and batch."""
    return [subject for subject in event.subjects if subject not in {event.dossier, event.batch, ""}]
