"""Seal the trail of events a day at a time: a seal covers every event of its day, and the seal before.

Which day an event is of, its id tells, which carries the moment at which it was recorded (UUIDv7); days are those of
Viet Nam. A seal is a line of JSON (keys in order, no blanks, UTF-8) whose SHA-256 is its digest; in it stands the
SHA-256 over the lines of the day's events, each as JSON of the same kind. Who changes, adds or removes an event of a
sealed day, or a seal, has to make every later seal anew, and the copies of these lie under the lock of the store.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from records.identifiers import Digest, ObjectKey
from records.ports.clock import VIET_NAM

if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = 1
OVER_FOR = timedelta(hours=6)
"""A day is sealed when it has been over for so long: whoever was recording then has ended or failed."""
FOLDER = "evidence/audit/"
_NAME = re.compile(r"evidence/audit/\d{4}/(\d{4}-\d\d-\d\d)-[0-9a-f]{64}\.json")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailLine:
    """An event as it is sealed: all that is recorded of it."""

    id: str
    at: datetime
    type: str
    agent: str
    outcome: str
    batch: str
    dossier: str
    subjects: Any
    detail: Any
    address: str

    def text(self) -> bytes:
        """Always the same bytes for the same event."""
        plain = {**asdict(self), "at": self.at.astimezone(UTC).isoformat(timespec="microseconds")}
        return _line(plain)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Of one day."""

    day: date
    events: int
    """How many there are of that day; with none it is sealed that there are none."""
    first: str
    last: str
    """Ids of the first and the last of them; empty where there is none."""
    events_sha256: str
    previous: str
    """Digest of the seal of the day before; empty: this is the first."""

    @property
    def content(self) -> bytes:
        """The seal itself."""
        return _line({"format": FORMAT, **asdict(self), "day": self.day.isoformat()})

    @property
    def digest(self) -> str:
        """SHA-256 of the seal, in hexadecimal."""
        return Digest.of(self.content).hex

    @property
    def key(self) -> ObjectKey:
        """Where its copy lies; another seal of the day would lie beside it."""
        return ObjectKey(f"{FOLDER}{self.day:%Y}/{self.day}-{self.digest}.json")


def seal_day(day: date, lines: Iterable[TrailLine], previous: str) -> Seal:
    """The seal of a day whose events are ``lines``, in the order of their ids."""
    running, number, first, last = hashlib.sha256(), 0, "", ""
    for line in lines:
        running.update(line.text())
        number, first, last = number + 1, first or line.id, line.id
    return Seal(
        day=day, events=number, first=first, last=last, events_sha256=running.hexdigest(), previous=previous
    )  # fmt: skip


def ids_of(day: date) -> tuple[str, str]:
    """Ids of events of the day are not less than the first of these and less than the second."""
    return _least_id(day), _least_id(day + timedelta(days=1))


def day_of(event_id: str) -> date:
    """On which day the event of this id was recorded."""
    milliseconds = int(event_id[:8] + event_id[9:13], 16)
    return datetime.fromtimestamp(milliseconds / 1000, VIET_NAM).date()


def may_be_sealed(day: date, now: datetime) -> bool:
    """Whether the day has been over for long enough."""
    return _midnight(day + timedelta(days=1)) + OVER_FOR <= now


def sealed_day_of(key: ObjectKey) -> date | None:
    """Of the seal that lies there; None where none does."""
    named = _NAME.fullmatch(key.value)
    return date.fromisoformat(named[1]) if named else None


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIET_NAM)


def _least_id(day: date) -> str:
    milliseconds = f"{int(_midnight(day).timestamp()) * 1000:012x}"
    return f"{milliseconds[:8]}-{milliseconds[8:]}-"


def _line(plain: dict[str, Any]) -> bytes:
    return json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() + b"\n"
