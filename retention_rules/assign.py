"""Assign a rule to a dossier: the longest period of its documents wins (Archives Law 33/2024, Art. 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import InvalidInput, Sentence
from retention_rules.decide_period import rule_of
from retention_rules.due_date import candidate_from
from retention_rules.explain import civil, explain
from retention_rules.longest import DEFAULT_RULE_ID
from retention_rules.model import Assignment, AssignmentState, PeriodKind
from retention_rules.propose_rule import default_rule
from retention_rules.reckon import decisive, reckon
from retention_rules.trigger import TriggerKind, happened

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from records.identifiers import DossierId
    from retention_rules.model import PeriodDecision, Rule
    from retention_rules.reckon import Reckoned
    from retention_rules.schedule import Schedule


def assign(
    dossier: DossierId,
    schedule: Schedule,
    rules: Sequence[Rule],
    *,
    work_ended_on: date | None,
    today: date,
    trigger_proposed: bool = False,
    events: Mapping[TriggerKind, date] | None = None,
    decisions: Sequence[PeriodDecision] = (),
) -> Assignment:
    """How long the dossier is kept.

    ``rules`` holds one rule for each of its documents, ``default_rule()`` for a document that
    no rule fits; none at all means the default. Their order makes no difference.

    - Dates only where something is counted and its trigger is known: ``work_ended_on`` for
      numbers of years, ``events`` for what has an event of its own. A rule whose event is not
      known stands above every known date: it may outlast it.
    - ``decisions`` of the head count beside the rules, and in place of the default.
    - Confirmed only where every rule is, or where a confirmed rule says permanent (nothing
      can outlast it): an unchecked rule of one document might be the longer one.
    - ``trigger_proposed``: ``work_ended_on`` is the machine's guess (the latest date it could read);
      the explanation says so, and an assignment with dates is then never confirmed. Where nothing
      is counted from the guess it is not kept.

    Raises:
        InvalidInput (retention.trigger_in_future): No event can have happened after ``today``.
    """
    triggers = dict(events or {})
    if work_ended_on is not None:
        triggers[TriggerKind.WORK_END] = work_ended_on
    for kind, on in triggers.items():
        require_past(kind, on, today)
    considered = _considered(rules, decisions)
    reckoned = [reckon(rule, triggers) for rule in considered]
    decided = decisive(reckoned)
    expires = decided.expires_on
    # A date may hang on a guess though another rule decides: the guess might be too early.
    guessed = trigger_proposed and expires is not None and _counts_from_work_end(reckoned)
    state = _state(decided.rule, considered)
    if guessed and state is AssignmentState.CONFIRMED:
        state = AssignmentState.UNCONFIRMED
    return Assignment(
        dossier=dossier,
        rule=decided.rule,
        state=state,
        trigger_date=_trigger_date(decided, work_ended_on, proposed=trigger_proposed),
        expires_on=expires,
        candidate_from=None if expires is None else candidate_from(expires),
        explanation=explain(schedule, decided, state, considered, work_ended_on if guessed else None),
        waiting_for=decided.trigger if decided.waits else TriggerKind.WORK_END if guessed else None,
    )


def require_past(trigger: TriggerKind, on: date, today: date) -> None:
    """Refuse an event that is yet to come.

    Raises:
        InvalidInput (retention.trigger_in_future): It has not come.
    """
    if on <= today:
        return
    event = happened(trigger)
    raise InvalidInput(
        "retention.trigger_in_future",
        Sentence(
            f"Ngày {event.vi}, {civil(on)}, chưa tới.", f"The day on which {event.en}, {civil(on)}, has not come yet."
        ),
        Sentence("Nhập ngày việc ấy đã thực sự xảy ra.", "Enter the day on which it did happen."),
    )


def _considered(rules: Sequence[Rule], decisions: Sequence[PeriodDecision]) -> tuple[Rule, ...]:
    decided = tuple(rule_of(each) for each in decisions)
    considered = tuple(rules) or (default_rule(),)
    if decided:
        considered = tuple(rule for rule in considered if rule.id != DEFAULT_RULE_ID)
    return considered + decided


def _counts_from_work_end(reckoned: Sequence[Reckoned]) -> bool:
    return any(one.trigger is TriggerKind.WORK_END for one in reckoned)


def _trigger_date(decided: Reckoned, work_ended_on: date | None, *, proposed: bool) -> date | None:
    if decided.expires_on is not None:
        return decided.trigger_date
    return None if proposed else work_ended_on


def _state(rule: Rule, considered: Sequence[Rule]) -> AssignmentState:
    if rule.id == DEFAULT_RULE_ID:
        return AssignmentState.PROVISIONAL
    if rule.confirmed and (rule.kind is PeriodKind.PERMANENT or all(other.confirmed for other in considered)):
        return AssignmentState.CONFIRMED
    return AssignmentState.UNCONFIRMED
