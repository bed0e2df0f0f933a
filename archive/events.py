"""Events as lines of JSON: one event a line, keys sorted, so equal events are equal bytes.

The fields are those of a PREMIS 3 event (eventIdentifier, eventDateTime, eventType, linking
agent, eventOutcome, linking objects, eventDetail).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from archive.model import Event
from records.errors import Damaged, Sentence
from records.identifiers import uuid7

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


def new_event(
    type: str,  # noqa: A002 - the name PREMIS gives it
    *,
    at: datetime,
    agent: str,
    subjects: Iterable[str],
    outcome: str = "success",
    detail: Mapping[str, Any] | None = None,
) -> Event:
    """An event with a new id. ``at`` carries a time zone; ``detail`` holds no personal data."""
    if at.tzinfo is None:
        raise ValueError("the time of an event needs a time zone")
    return Event(
        id=str(uuid7()),
        at=at,
        type=type,
        agent=agent,
        outcome=outcome,
        subjects=tuple(subjects),
        detail=dict(detail or {}),
    )


def to_line(event: Event) -> bytes:
    """One line with its line feed; the time in UTC to the microsecond."""
    plain = {
        "id": event.id,
        "at": event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "type": event.type,
        "agent": event.agent,
        "outcome": event.outcome,
        "subjects": list(event.subjects),
        "detail": dict(event.detail),
    }
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def to_lines(events: Iterable[Event]) -> bytes:
    return b"".join(map(to_line, events))


def from_lines(content: bytes) -> tuple[Event, ...]:
    """The events of ``events.jsonl``, in order.

    Raises:
        Damaged (events.unreadable): A line is not an event.
    """
    return tuple(_from_line(line, number) for number, line in enumerate(content.splitlines(), start=1))


def ids(content: bytes) -> frozenset[str]:
    """Ids of the events in ``events.jsonl``."""
    return frozenset(event.id for event in from_lines(content))


def _from_line(line: bytes, number: int) -> Event:
    try:
        plain = json.loads(line)
        return Event(
            id=plain["id"],
            at=datetime.fromisoformat(plain["at"]),
            type=plain["type"],
            agent=plain["agent"],
            outcome=plain["outcome"],
            subjects=tuple(plain["subjects"]),
            detail=plain["detail"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise Damaged(
            "events.unreadable",
            Sentence(
                f"Dòng {number} của nhật ký sự kiện không đọc được.", f"Line {number} of the events cannot be read."
            ),
            Sentence(
                "Kiểm tra tính toàn vẹn của hồ sơ và khôi phục từ bản sao.",
                "Verify the dossier and restore it from a copy.",
            ),
        ) from error
