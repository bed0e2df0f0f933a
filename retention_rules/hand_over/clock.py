"""When a unit owes a dossier to the current archive of its body (nộp lưu vào lưu trữ hiện hành).

Of two texts the one that names the earlier day is kept: Decree 30/2020/NĐ-CP, Art. 30(2), counts one
year from the *day* the work ended, Archives Law 33/2024/QH15, Art. 17, from its *year*. Construction has
three months from the day of the final settlement. Sixty days, after which Circular 05/2025/TT-BNV
(Ch. IV; the article was not seen) wants digital dossiers handed over, are a target: passing it is told,
passing the limit is a breach. Periods of months and years end with the day of the same number, or the
last of the month where it has none (Civil Code 2015, Art. 148); never later than that.

Civil dates only, and nothing here depends on today but ``standing``.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from retention_rules.model import PeriodKind
from retention_rules.trigger import years_counted

if TYPE_CHECKING:
    from retention_rules.model import Rule

FEWEST_YEARS = 5
"""Dossiers kept less long stay with their unit (Decree 30/2020, Art. 31(3)(c))."""
LIMIT_MONTHS = 12
CONSTRUCTION_MONTHS = 3
TARGET = timedelta(days=60)
WARNED_BEFORE = timedelta(days=30)
"""Decree 30/2020, Annex VI, III.5b."""
KEPT_BACK_MONTHS = 24
"""At most, from the day on which it was due (Decree 30/2020, Art. 31(3)(d))."""


class Start(StrEnum):
    """What the clock runs from."""

    WORK_END = "work_end"
    NEWEST_DOCUMENT = "newest_document"
    """Nobody has recorded the end of the work: the latest date the machine could read stands in."""
    FINAL_SETTLEMENT = "final_settlement"
    """Of construction (quyết toán công trình); that its day is recorded is what makes a dossier one."""


class Standing(StrEnum):
    """Where a clock stands on a day, from nothing to be done to a breach."""

    NO_DATE = "no_date"
    RUNNING = "running"
    KEPT_BACK = "kept_back"
    TARGET_NEAR = "target_near"
    DATE_PROPOSED = "date_proposed"
    """A day that counts has passed, but it hangs on a date that nobody confirmed: no breach is told."""
    TARGET_PASSED = "target_passed"
    LIMIT_NEAR = "limit_near"
    OVERDUE = "overdue"


MOST_URGENT_FIRST = tuple(reversed(Standing))
"""In which order people are told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """The head's written consent that a unit keeps a dossier back (Decree 30/2020, Art. 31(3)(d))."""

    number: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverClock:
    """The days that count for one dossier; its dates are all None where nothing tells when the work ended."""

    start: Start | None
    starts_on: date | None
    target_on: date | None
    """Last of the sixty days; None where it is kept back."""
    limit_on: date | None
    """The last day the law leaves, whatever was consented to."""
    kept_back: Consent | None

    @property
    def due_on(self) -> date | None:
        """The last day on which it is handed over in time; no consent reaches beyond what the decree allows."""
        if self.kept_back is None or self.limit_on is None:
            return self.limit_on
        return min(self.kept_back.until, longest_kept_back(self.limit_on))


def owed(rule: Rule) -> bool:
    """Whether dossiers under the rule are handed over at all; what may turn out to be long enough is."""
    match rule.kind:
        case PeriodKind.NOT_A_RECORD:
            return False
        case PeriodKind.YEARS:
            return (rule.years or 0) >= FEWEST_YEARS
        case PeriodKind.OWN_TRIGGER:
            # Years after the event are the least it is kept; without any the event may be far away.
            return years_counted(rule) == 0 or years_counted(rule) >= FEWEST_YEARS
        case PeriodKind.PERMANENT:
            return True


def hand_over_clock(
    rule: Rule,
    *,
    work_ended_on: date | None,
    guessed_on: date | None = None,
    settled_on: date | None = None,
    kept_back: Consent | None = None,
) -> HandOverClock | None:
    """The clock of a dossier under ``rule``; None: it is not handed over, its period is too short.

    ``guessed_on`` stands in where ``work_ended_on`` is not recorded; ``settled_on`` makes construction of it.
    """
    if not owed(rule):
        return None
    start, on, months = Start.WORK_END, work_ended_on, LIMIT_MONTHS
    if settled_on is not None:
        start, on, months = Start.FINAL_SETTLEMENT, settled_on, CONSTRUCTION_MONTHS
    elif work_ended_on is None:
        start, on = Start.NEWEST_DOCUMENT, guessed_on
    if on is None:
        return HandOverClock(start=None, starts_on=None, target_on=None, limit_on=None, kept_back=None)
    limit = months_after(on, months)
    if kept_back is not None and kept_back.until <= limit:
        kept_back = None  # the day that it was counted from came later to be known
    return HandOverClock(
        start=start,
        starts_on=on,
        target_on=None if kept_back is not None else on + TARGET,
        limit_on=limit,
        kept_back=kept_back,
    )


def standing(clock: HandOverClock, today: date) -> Standing:
    """Where it stands; from day to day it never goes back."""
    due = clock.due_on
    if due is None:
        return Standing.NO_DATE
    # A guess accuses nobody; what is kept back runs to the day of a consent.
    if clock.start is Start.NEWEST_DOCUMENT and clock.target_on is not None and today > clock.target_on:
        return Standing.DATE_PROPOSED
    if today > due:
        return Standing.OVERDUE
    if today >= due - WARNED_BEFORE:
        return Standing.LIMIT_NEAR
    if clock.kept_back is not None:
        return Standing.KEPT_BACK
    assert clock.target_on is not None, "only what is kept back has no target"
    if today > clock.target_on:
        return Standing.TARGET_PASSED
    return Standing.TARGET_NEAR if today >= clock.target_on - WARNED_BEFORE else Standing.RUNNING


def longest_kept_back(limit_on: date) -> date:
    """The last day to which a dossier with this limit may be kept back."""
    return months_after(limit_on, KEPT_BACK_MONTHS)


def months_after(day: date, months: int) -> date:
    """The day of the same number ``months`` later, or the last of that month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
