"""Assign a rule to a dossier: the longest period of its documents wins (Archives Law 33/2024, Art. 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import InvalidInput, Sentence
from retention_rules.due_date import candidate_from, expires_on
from retention_rules.explain import civil, explain
from retention_rules.longest import DEFAULT_RULE_ID, longest
from retention_rules.model import Assignment, AssignmentState, PeriodKind
from retention_rules.propose_rule import default_rule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from records.identifiers import DossierId
    from retention_rules.model import Rule
    from retention_rules.schedule import Schedule


def assign(
    dossier: DossierId,
    schedule: Schedule,
    rules: Sequence[Rule],
    *,
    work_ended_on: date | None,
    today: date,
    trigger_proposed: bool = False,
) -> Assignment:
    """How long the dossier is kept.

    ``rules`` holds one rule for each of its documents, ``default_rule()`` for a document that
    no rule fits; none at all means the default. Their order makes no difference.

    - Dates only for a number of years with a trigger; permanent and own triggers have none.
    - Confirmed only where every rule is, or where a confirmed rule says permanent (nothing
      can outlast it): an unchecked rule of one document might be the longer one.
    - ``trigger_proposed``: ``work_ended_on`` is the machine's guess (the latest date it could read);
      the explanation says so, and an assignment with dates is then never confirmed. Where nothing
      is counted from the guess it is not kept.

    Raises:
        InvalidInput (retention.trigger_in_future): The work cannot have ended after ``today``.
    """
    if work_ended_on is not None and work_ended_on > today:
        raise InvalidInput(
            "retention.trigger_in_future",
            Sentence(
                f"Ngày kết thúc công việc {civil(work_ended_on)} chưa tới.",
                f"The day the work ended, {civil(work_ended_on)}, has not come yet.",
            ),
            Sentence("Nhập ngày công việc đã thực sự kết thúc.", "Enter the day on which the work did end."),
        )
    considered = tuple(rules) or (default_rule(),)
    rule = longest(considered)
    expires = None
    if rule.kind is PeriodKind.YEARS and rule.years is not None and work_ended_on is not None:
        expires = expires_on(work_ended_on.year, rule.years)
    state = _state(rule, considered)
    guessed = trigger_proposed and expires is not None
    if guessed and state is AssignmentState.CONFIRMED:
        state = AssignmentState.UNCONFIRMED
    return Assignment(
        dossier=dossier,
        rule=rule,
        state=state,
        trigger_date=None if trigger_proposed and expires is None else work_ended_on,
        expires_on=expires,
        candidate_from=None if expires is None else candidate_from(expires),
        explanation=explain(schedule, rule, state, considered, work_ended_on, trigger_proposed=guessed),
    )


def _state(rule: Rule, considered: Sequence[Rule]) -> AssignmentState:
    if rule.id == DEFAULT_RULE_ID:
        return AssignmentState.PROVISIONAL
    if rule.confirmed and (rule.kind is PeriodKind.PERMANENT or all(other.confirmed for other in considered)):
        return AssignmentState.CONFIRMED
    return AssignmentState.UNCONFIRMED
