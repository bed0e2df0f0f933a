"""What each rule of a dossier comes to, and which of them decides."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from retention_rules.due_date import expires_after_event, expires_on
from retention_rules.longest import preference
from retention_rules.model import PeriodKind
from retention_rules.trigger import TriggerKind, trigger_of, years_counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from retention_rules.model import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """A rule with the event it is counted from."""

    rule: Rule
    trigger: TriggerKind | None
    """None: nothing is counted."""
    trigger_date: date | None
    """None: nothing is counted, or nobody knows the day."""
    expires_on: date | None

    @property
    def waits(self) -> bool:
        """Whether a date is lacking that an event will give."""
        return self.trigger is not None and self.trigger_date is None


def reckon(rule: Rule, triggers: Mapping[TriggerKind, date]) -> Reckoned:
    """The rule with its last day, as far as its trigger is known."""
    trigger = trigger_of(rule)
    on = None if trigger is None else triggers.get(trigger)
    expires = None
    if on is not None:
        reckoned = expires_on if rule.kind is PeriodKind.YEARS else expires_after_event
        expires = reckoned(on.year, years_counted(rule))
    return Reckoned(rule=rule, trigger=trigger, trigger_date=on, expires_on=expires)


def decisive(reckoned: Iterable[Reckoned]) -> Reckoned:
    """The one that keeps longest (Archives Law 33/2024, Art. 15(4)); at least one is given.

    Permanent stands first; then what waits for its event, since that may outlast every date that
    is known; then the latest day. What is no record never outlasts anything.
    """
    return max(
        sorted(reckoned, key=lambda one: one.rule.id),
        key=lambda one: (_rank(one), one.expires_on or date.min, preference(one.rule)),
    )


def _rank(one: Reckoned) -> int:
    if one.rule.kind is PeriodKind.PERMANENT:
        return 3
    if one.waits:
        return 2
    return 1 if one.expires_on is not None else 0
