"""Retain: propose the rule of a dossier, work out its dates and keep the explanation."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from adapters.catalogue import documents, dossiers, events, holds, locks, retention
from adapters.catalogue.rights import DESTROYED, GOING
from app.steps.clock_hand_over import clock_anew
from app.steps.schedule_in_force import schedule_in_force
from app.wiring import AGENT
from records.description import Field
from records.identifiers import DocumentId, DossierId
from retention_rules.assign import assign
from retention_rules.plain import from_plain, to_plain
from retention_rules.propose_rule import default_rule, propose_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

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
    if dossiers.hold(connection, dossier).state in {GOING, DESTROYED}:
        kept = retention.in_force(connection, dossier)
        assert kept is not None, "nothing goes without an assignment"
        return from_plain(kept)
    assignment = work_out(parts, connection, dossier)
    now = parts.clock.now()
    holds.reach_one(connection, dossier, now)
    if retention.assign(connection, assignment, to_plain(assignment), by=by, now=now):
        locks.ask(connection, dossier)
        events.add(
            connection,
            type="metadata modification",
            agent=by,
            now=now,
            subjects=[dossier],
            dossier=dossier,
            detail={
                "retention_rule": assignment.rule.id,
                "state": assignment.state.value,
                "expires_on": assignment.expires_on.isoformat() if assignment.expires_on else None,
            },
        )
    clock_anew(connection, assignment)
    return assignment


def work_out(
    parts: Parts, connection: sa.Connection, dossier: DossierId, *, also: Sequence[PeriodDecision] = ()
) -> Assignment:
    """What follows from all that is known of the dossier now, and from decisions that are ``also`` to count.

    The dossier is held from here on. The schedule is asked for afterwards: who accepts another one
    works every dossier out anew when it is accepted, and waits for whoever holds one.
    """
    row = dossiers.hold(connection, dossier)
    return work_out_by(schedule_in_force(connection), connection, row, today=parts.clock.today(), also=also)


def work_out_by(
    schedule: Schedule, connection: sa.Connection, row: Any, *, today: date, also: Sequence[PeriodDecision] = ()
) -> Assignment:
    """What would follow from a schedule for the dossier of this row; nothing is held or written."""
    dossier = DossierId(row.id)
    described = [
        {p.field: p for p in documents.proposals(connection, DocumentId(r.id))}
        for r in documents.rows_of_dossier(connection, dossier)
    ]
    rules = []
    dates: list[date] = []
    for fields in described:
        kind, about = fields.get(Field.TYPE), fields.get(Field.SUBJECT)
        proposal = propose_rule(
            schedule,
            document_types=[kind.value if kind else ""],
            subjects=[about.value if about else ""],
            procedure=row.title,
        )
        rules.append(proposal.rule or default_rule())
        issued = fields.get(Field.ISSUED_ON)
        if issued is not None and issued.value and not issued.doubtful:
            dates.append(date.fromisoformat(issued.value))
    # Until a person says when the work ended, the newest document is the best the machine knows.
    newest = max((d for d in dates if d <= today), default=None)
    return assign(
        dossier,
        schedule,
        rules,
        work_ended_on=row.work_ended_on or newest,
        trigger_proposed=row.work_ended_on is None,
        events=retention.events_of(connection, dossier),
        decisions=(*retention.decisions_of(connection, dossier), *also),
        today=today,
    )
