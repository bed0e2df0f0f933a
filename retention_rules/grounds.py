"""What the period of a dossier follows from, what follows, and a digest by which a change of either is noticed.

The digest covers what is known of the dossier, the schedule, the code that decides, and the dates that followed. So
a night need not work out anew a dossier whose digest is what it was: the same would follow. Another schedule, another
version of the code, a day that came or a date that somebody altered all give another digest.
"""

from __future__ import annotations

import inspect
import sys
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import blake2b, sha256
from typing import TYPE_CHECKING, NamedTuple

import records.folding
import retention_rules.assign
import retention_rules.clause_words
import retention_rules.decide_period
import retention_rules.due_date
import retention_rules.explain
import retention_rules.explain_unconfirmed
import retention_rules.longest
import retention_rules.model
import retention_rules.period
import retention_rules.phrases
import retention_rules.plain
import retention_rules.propose_rule
import retention_rules.reckon
import retention_rules.trigger
from retention_rules.assign import assign
from retention_rules.longest import DEFAULT_RULE_ID
from retention_rules.propose_rule import default_rule, propose_rule

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from types import ModuleType

    from records.identifiers import DossierId
    from retention_rules.model import Assignment, PeriodDecision, Rule
    from retention_rules.schedule import Schedule
    from retention_rules.trigger import TriggerKind

DECIDING: tuple[ModuleType, ...] = (
    records.folding,
    retention_rules.assign,
    retention_rules.clause_words,
    retention_rules.decide_period,
    retention_rules.due_date,
    retention_rules.explain,
    retention_rules.explain_unconfirmed,
    retention_rules.longest,
    retention_rules.model,
    retention_rules.period,
    retention_rules.phrases,
    retention_rules.plain,
    retention_rules.propose_rule,
    retention_rules.reckon,
    retention_rules.trigger,
)
"""Whose text is part of the digest, beside this file's; a test holds that none is missing."""
_TEXTS_REMEMBERED = 4096


class Said(NamedTuple):
    """What a document says of itself, empty where nothing was found."""

    type: str
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """All that is known of a dossier from which its period follows."""

    title: str
    work_ended_on: date | None
    newest_document: date | None
    """The latest date in its documents that is not doubtful and has come; stands in for the end of the work."""
    documents: tuple[Said, ...]
    """In one order from call to call."""
    events: Mapping[TriggerKind, date]
    decisions: tuple[PeriodDecision, ...]


class Outcome(NamedTuple):
    """What an assignment comes to, without the words."""

    state: str
    kind: str
    period: str
    expires_on: date | None
    candidate_from: date | None
    waiting_for: str | None


def outcome_of(made: Assignment) -> Outcome:
    return Outcome(
        state=made.state.value,
        kind=made.rule.kind.value,
        period=made.rule.period,
        expires_on=made.expires_on,
        candidate_from=made.candidate_from,
        waiting_for=None if made.waiting_for is None else made.waiting_for.value,
    )


def work_out(dossier: DossierId, grounds: Grounds, schedule: Schedule, *, today: date) -> Assignment:
    """The assignment that follows.

    Raises:
        InvalidInput (retention.trigger_in_future): An event is recorded for a day after ``today``.
    """
    return assign(
        dossier,
        schedule,
        [_rule_of(schedule, said, grounds.title) for said in grounds.documents],
        work_ended_on=grounds.work_ended_on or grounds.newest_document,
        trigger_proposed=grounds.work_ended_on is None,
        events=grounds.events,
        decisions=grounds.decisions,
        today=today,
    )


def lacks_a_rule(grounds: Grounds, schedule: Schedule) -> bool:
    """Whether no rule fits a document of it, or it holds none, and the head has not decided in place of a rule."""
    if grounds.decisions:
        return False
    rules = [_rule_of(schedule, said, grounds.title) for said in grounds.documents]
    return not rules or any(rule.id == DEFAULT_RULE_ID for rule in rules)


@lru_cache(maxsize=_TEXTS_REMEMBERED)
def _rule_of(schedule: Schedule, said: Said, title: str) -> Rule:
    # Whole holdings say the same few things; comparing a text with every rule takes milliseconds.
    proposal = propose_rule(schedule, document_types=[said.type], subjects=[said.subject], procedure=title)
    return proposal.rule or default_rule()


@lru_cache(maxsize=8)
def digest_of(schedule: Schedule) -> str:
    """Of everything the schedule says, its confirmations and the code that applies it."""
    return sha256(f"{schedule!r}\0{_code()}".encode()).hexdigest()


def basis_of(schedule: str, grounds: Grounds, outcome: Outcome) -> str:
    """A digest, 32 signs: ``schedule`` (``digest_of``) and ``grounds`` gave ``outcome``."""
    # No text of the catalogue holds U+0000, so that two different things never read the same.
    parts = [schedule, grounds.title, _day(grounds.work_ended_on), _day(grounds.newest_document)]
    for said in grounds.documents:
        parts += ("document", *said)
    for kind, on in sorted(grounds.events.items()):
        parts += ("event", kind, _day(on))
    for each in grounds.decisions:
        parts += ("decision", each.period, each.number, _day(each.decided_on), each.approved_by, each.reason)
    parts += ("outcome", outcome.state, outcome.kind, outcome.period, _day(outcome.expires_on))
    parts += (_day(outcome.candidate_from), outcome.waiting_for or "")
    return blake2b("\0".join(parts).encode(), digest_size=16).hexdigest()


@cache
def _code() -> str:
    texts = [inspect.getsource(module) for module in (*DECIDING, sys.modules[__name__])]
    return sha256("\0".join(texts).encode()).hexdigest()


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
