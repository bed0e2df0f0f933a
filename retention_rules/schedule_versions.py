"""Values of keeping schedules: versions, what the reading of one found, what a change would do, its progress."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from records.errors import InvalidInput, Sentence
from records.identifiers import ScheduleId
from records.incomplete import MEND_IT, in_one, lacks, missing
from retention_rules.model import PeriodKind, Rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date, datetime

    from records.findings import Finding
    from retention_rules.model import Confirmation, DueRow
    from retention_rules.schedule import Schedule
    from retention_rules.schedule_change import Change

BUILT_IN = ScheduleId("00000000-0000-7000-8000-000000000000")
"""The table that comes with Vankho, which is in force until another is accepted."""

NIGHTLY = "nightly"
"""The reason of a reassessment that nobody asked for."""


class ScheduleState(StrEnum):
    """Where a version stands."""

    PROPOSED = "proposed"
    """Imported; it decides nothing."""
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleVersion:
    """A version of a schedule; what it says never changes."""

    id: ScheduleId
    schedule: Schedule
    """Its rules confirmed where an archivist confirmed what they say."""
    source: str
    """The instrument it was taken from."""
    state: ScheduleState
    imported_at: datetime | None
    """None for the one that comes with Vankho."""
    imported_by: str
    accepted_at: datetime | None
    accepted_by: str
    confirmations: Mapping[str, Confirmation]
    """By id of the rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScheduleReading:
    """What came of a table that was to be imported."""

    version: ScheduleVersion | None
    """None: a row was refused, so nothing of the table was kept."""
    rules: int
    """How many rows were understood."""
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedRow:
    """A dossier whose period a version would change."""

    change: Change
    before: DueRow
    after: DueRow


@dataclass(frozen=True, slots=True, kw_only=True)
class SchedulePreview:
    """What accepting a version would do to the real holdings."""

    version: ScheduleId
    dossiers: int
    """How many were worked out, whether or not the reader may see them."""
    changes: tuple[tuple[Change, int], ...]
    """Only changes that happen to any."""
    shorter: int
    """How many would be kept less long than now."""
    due_now: int
    """How many of those would be past their date at once."""
    on_list: int
    """How many that change at all are on a disposal list that is not executed."""
    rows: tuple[ChangedRow, ...]
    """Some of those that the reader may see, shortened ones first."""
    fingerprint: str
    """Names exactly the shortened dossiers with their new dates; accepting asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassessment:
    """Every dossier worked out anew, and how far it has come."""

    id: str
    reason: str
    """``accepted``, ``confirmed`` or ``withdrawn``."""
    asked_at: datetime
    asked_by: str
    dossiers: int
    """Worked out so far."""
    failed: int
    """Of these, how many could not be; what held before stays in force for them."""
    finished_at: datetime | None


def declared(name: str, version: str, source: str, effective_from: date) -> dict[str, Any]:
    """What a person says of a table, complete.

    Raises:
        InvalidInput (schedule.incomplete): Name, version or source is missing, or too long.
    """
    told = {"name": " ".join(name.split()), "version": " ".join(version.split()), "source": " ".join(source.split())}
    lacking = lacks(
        (not told["name"], missing("tên bảng", "the name of the schedule")),
        (not told["version"], missing("số phiên bản", "the version")),
        (
            len(told["version"]) > 64,
            Sentence("số phiên bản dài hơn 64 ký tự", "the version has more than 64 characters"),
        ),
        (not told["source"], missing("văn bản làm nguồn", "the source")),
    )
    if lacking:
        raise InvalidInput("schedule.incomplete", in_one(lacking), MEND_IT)
    return {**told, "effective_from": effective_from}


def rules_to_plain(rules: Iterable[Rule]) -> list[dict[str, Any]]:
    """Rules as values of JSON; whether they are confirmed is not in them."""
    return [
        {
            "id": rule.id,
            "group": rule.group,
            "record_type": rule.record_type,
            "period": rule.period,
            "kind": rule.kind.value,
            "years": rule.years,
            "clause": rule.clause,
            "confidence": rule.confidence,
        }
        for rule in rules
    ]


def rules_from_plain(plain: Iterable[dict[str, Any]]) -> tuple[Rule, ...]:
    """As ``rules_to_plain`` wrote them."""
    return tuple(Rule(**{**each, "kind": PeriodKind(each["kind"])}, confirmed=False) for each in plain)
