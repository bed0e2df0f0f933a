"""Retain: propose the rule of a dossier, work out its dates and keep the explanation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adapters.catalogue import dossiers, events, grounds, holds, locks, retention
from adapters.catalogue.rights import DESTROYED, GOING
from app.steps.clock_hand_over import clock_anew
from app.steps.schedule_in_force import schedule_in_force
from app.wiring import AGENT
from records.identifiers import DossierId
from retention_rules.decide_period import require_longer
from retention_rules.grounds import basis_of, digest_of, lacks_a_rule, outcome_of
from retention_rules.grounds import work_out as work_out_from
from retention_rules.lock_plan import plan_lock
from retention_rules.plain import from_plain, to_plain

if TYPE_CHECKING:
    from datetime import date

    import sqlalchemy as sa

    from app.steps.outcome import Outcome, Turn
    from app.wiring import Parts
    from retention_rules.model import Assignment, PeriodDecision
    from retention_rules.schedule import Schedule


def retain(parts: Parts, subject: str) -> Outcome:
    """The assignment in force follows what is known of the dossier now."""
    dossier = DossierId(subject.partition(":")[0])

    def write(turn: Turn) -> None:
        assign_anew(parts, turn.connection, dossier, by=AGENT)

    return write


def assign_anew(parts: Parts, connection: sa.Connection, dossier: DossierId, *, by: str) -> Assignment:
    """Work out the assignment and put it in force if it differs from the one before; the clock of hand-over likewise.

    Holds whose scope the dossier has come under reach it at the same time. Of a dossier that is destroyed the
    assignment stays by which it went.
    """
    return _anew(parts, connection, dossier, by=by, why="")[0]


def changed_anew(parts: Parts, connection: sa.Connection, dossier: DossierId, *, by: str, why: str) -> bool:
    """As ``assign_anew``; whether it differed. ``why`` is recorded where it did."""
    return _anew(parts, connection, dossier, by=by, why=why)[1]


def _anew(parts: Parts, connection: sa.Connection, dossier: DossierId, *, by: str, why: str) -> tuple[Assignment, bool]:
    row = dossiers.hold(connection, dossier)
    if row.state in {GOING, DESTROYED}:
        kept = retention.in_force(connection, dossier)
        assert kept is not None, "nothing goes without an assignment"
        return from_plain(kept), False
    # After the dossier is held: see ``work_out``.
    schedule, today, now = schedule_in_force(connection), parts.clock.today(), parts.clock.now()
    (found,) = grounds.of_rows(connection, [row], today)
    assignment = work_out_from(dossier, found, schedule, today=today)
    holds.reach_one(connection, dossier, now)
    basis = basis_of(digest_of(schedule), found, outcome_of(assignment))
    changed = retention.assign(connection, assignment, to_plain(assignment), basis=basis, by=by, now=now)
    if changed:
        plan = plan_lock(candidate_from=assignment.candidate_from, hold_open=False, decided=False, today=today)
        # What follows first is what its deposit locked it by.
        if plan.held or locks.unheld_until(connection, dossier) != plan.look_on:
            locks.ask(connection, dossier)
        detail = {
            "retention_rule": assignment.rule.id,
            "state": assignment.state.value,
            "expires_on": assignment.expires_on.isoformat() if assignment.expires_on else None,
        }
        events.add(
            connection,
            type="metadata modification",
            agent=by,
            now=now,
            subjects=[dossier],
            dossier=dossier,
            detail={**detail, "reassessment": why} if why else detail,
        )
    clock_anew(connection, assignment)
    return assignment, changed


def work_out(parts: Parts, connection: sa.Connection, dossier: DossierId) -> Assignment:
    """What follows from all that is known of the dossier now.

    The dossier is held from here on. The schedule is asked for afterwards: who accepts another one
    works every dossier out anew when it is accepted, and waits for whoever holds one.
    """
    row = dossiers.hold(connection, dossier)
    return work_out_by(schedule_in_force(connection), connection, row, today=parts.clock.today())


def work_out_by(schedule: Schedule, connection: sa.Connection, row: Any, *, today: date) -> Assignment:
    """What would follow from a schedule for the dossier of this row; nothing is held or written."""
    (found,) = grounds.of_rows(connection, [row], today)
    return work_out_from(DossierId(row.id), found, schedule, today=today)


def require_to_count(parts: Parts, connection: sa.Connection, dossier: DossierId, decision: PeriodDecision) -> None:
    """Refuse a decision of the head that would change nothing. The dossier is held from here on, as by ``work_out``.

    Raises:
        InvalidInput (retention.not_longer): Every record has a rule, and it would keep no longer.
    """
    row, today = dossiers.hold(connection, dossier), parts.clock.today()
    schedule = schedule_in_force(connection)
    (found,) = grounds.of_rows(connection, [row], today)
    if lacks_a_rule(found, schedule):
        return
    beside = replace(found, decisions=(*found.decisions, decision))
    require_longer(
        decision,
        work_out_from(dossier, beside, schedule, today=today),
        work_out_from(dossier, found, schedule, today=today),
    )
