"""Values of deciding how long: rules, schedules, assignments and their explanation."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from retention_rules.clause_words import clause_in_words

if TYPE_CHECKING:
    from datetime import date, datetime

    from records.errors import Sentence
    from records.identifiers import DossierId
    from retention_rules.trigger import TriggerKind


_DERIVED_VERSION = re.compile(r", [0-9a-f]{12}$")


class PeriodKind(StrEnum):
    """What a period code means (design/model.md section 4)."""

    YEARS = "years"
    PERMANENT = "permanent"
    """VV, vĩnh viễn"""
    OWN_TRIGGER = "own_trigger"
    """HHL, TT, 5+HD…: counted from an event of its own, never a number of years alone"""
    NOT_A_RECORD = "not_a_record"
    """0: not an archival record"""


class AssignmentState(StrEnum):
    """How sure an assignment is; only ``confirmed`` may ever lead to a disposal list."""

    PROVISIONAL = "provisional"
    """No rule fits: the safe default of 20 years, never destroyable."""
    UNCONFIRMED = "unconfirmed"
    """A rule of a schedule that no archivist has confirmed yet."""
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of a schedule."""

    id: str
    """Stable within the schedule, for example ``TT10-2022-0031``."""
    group: str
    record_type: str
    period: str
    """The code as written: ``20``, ``VV``, ``HHL``…"""
    kind: PeriodKind
    years: int | None
    """Only for YEARS."""
    clause: str
    """The clause the row comes from."""
    confidence: str
    """high, medium or low, as its source was judged."""
    confirmed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmation:
    """That an archivist compared a rule with the text in force."""

    by: str
    at: datetime
    source: str
    """What was read, for example ``Công báo 123-124/2023``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a date is what it is; every part can be opened."""

    sentence: Sentence
    rule_id: str
    schedule: str
    """Name and version of the schedule."""
    clause: str
    trigger: str
    """What the period is counted from, for example ``work_end``; empty while unknown.

    ``newest_document``: the latest date the machine could read stands in for the end of the work.
    """
    trigger_date: date | None
    arithmetic: str
    """For example ``2006 + 20 = 2026 → 31/12/2026``."""

    @property
    def clause_says(self) -> Sentence:
        """The clause as people read it."""
        return clause_in_words(self.clause)

    @property
    def schedule_says(self) -> str:
        """The schedule without a version that was derived from its text, which tells people nothing."""
        return _DERIVED_VERSION.sub("", self.schedule)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """How long a dossier is kept, and why. Immutable: a change is a new assignment."""

    dossier: DossierId
    rule: Rule
    state: AssignmentState
    trigger_date: date | None
    expires_on: date | None
    """31 December of (year the work ended + N); None for permanent or without trigger."""
    candidate_from: date | None
    """The first day on which it may be *listed* for appraisal; never destroyed by it."""
    explanation: Explanation
    waiting_for: TriggerKind | None = None
    """The event that nobody has recorded and that the date waits for; also where a guess stands in for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodDecision:
    """A decision of the head of the body on how long one dossier is kept (Archives Law 33/2024, Art. 15(6))."""

    period: str
    """Period code, in its one spelling."""
    number: str
    """Number and sign of the decision."""
    decided_on: date
    approved_by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """A dossier in the retention report."""

    dossier: DossierId
    code: str
    title: str
    unit: str
    assignment: Assignment


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingTriggers:
    """Dossiers whose date waits for an event that nobody has recorded: a list of work."""

    by_trigger: tuple[tuple[TriggerKind, int], ...]
    """How many wait for which event, as far as the reader may see; only events that any wait for."""
    rows: tuple[DueRow, ...]
    """Oldest dossier first."""

    @property
    def dossiers(self) -> int:
        return sum(count for _, count in self.by_trigger)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionReport:
    """What falls due when, as far as the reader may see."""

    as_of: date
    dossiers: int
    permanent: int
    without_trigger: int
    provisional: int
    unconfirmed: int
    due_now: int
    """candidate_from has come."""
    by_year: tuple[tuple[int, int], ...]
    """Year of candidate_from and number of dossiers, ascending; only years that have any."""
    rows: tuple[DueRow, ...]
    """Soonest first; without a date last."""
    held: int = 0
    """Reached by an open hold."""
    by_unit: tuple[tuple[str, int], ...] = ()
    """Code of the unit and number of dossiers."""
    by_period: tuple[tuple[str, int], ...] = ()
    """Code of the period as the rule writes it, and number of dossiers."""
