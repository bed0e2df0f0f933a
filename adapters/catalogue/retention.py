"""How long dossiers are kept: assignments, the events they are counted from, decisions of the head.

Assignments are immutable: a change supersedes the one before.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.rights import may_see_dossier
from adapters.catalogue.schema import dossier
from adapters.catalogue.schema_retention import period_decision, retention_trigger
from adapters.catalogue.schema_retention import retention_assignment as table
from adapters.catalogue.storable import storable
from records.identifiers import DossierId, uuid7
from retention_rules.grounds import Outcome, outcome_of
from retention_rules.trigger import TriggerKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from records.reader import Reader
    from retention_rules.model import Assignment, PeriodDecision


def assign(
    connection: sa.Connection, assignment: Assignment, plain: dict[str, Any], *, basis: str, by: str, now: datetime
) -> bool:
    """Put the assignment in force; False where it says what is in force already.

    ``basis``: what it was worked out from (``retention_rules.grounds``). The caller holds the dossier, so that the
    assignment follows from what is written there now.
    """
    outcome = outcome_of(assignment)
    standing = sa.and_(table.c.dossier_id == assignment.dossier.value, table.c.superseded_at.is_(None))
    columns = [table.c[name] for name in Outcome._fields]
    before = connection.execute(sa.select(table.c.assignment, table.c.basis, *columns).where(standing)).first()
    if before is not None and before.assignment == storable(plain) and Outcome(*before[2:]) == outcome:
        if before.basis != basis:
            connection.execute(sa.update(table).where(standing).values(basis=basis))
        return False
    connection.execute(sa.update(table).where(standing).values(superseded_at=now))
    connection.execute(
        sa.insert(table).values(
            id=str(uuid7()),
            dossier_id=assignment.dossier.value,
            assigned_at=now,
            assigned_by=by,
            assignment=plain,
            basis=basis,
            **outcome._asdict(),
            **{name: _of_dossier(name, assignment.dossier) for name in ("unit", "access_level", "restricted_until")},
        )
    )
    return True


def _of_dossier(column: str, dossier_id: DossierId) -> Any:
    return sa.select(dossier.c[column]).where(dossier.c.id == dossier_id.value).scalar_subquery()


def in_force(connection: sa.Connection, dossier_id: DossierId) -> dict[str, Any] | None:
    """The assignment in force as values of JSON, or None."""
    found: dict[str, Any] | None = connection.execute(
        sa.select(table.c.assignment).where(table.c.dossier_id == dossier_id.value, table.c.superseded_at.is_(None))
    ).scalar_one_or_none()
    return found


def waiting_counts(connection: sa.Connection, reader: Reader, today: date) -> dict[str, int]:
    """How many dossiers the reader may see wait for which event."""
    rows = connection.execute(
        sa.select(table.c.waiting_for, sa.func.count().label("dossiers"))
        .select_from(_joined())
        .where(table.c.waiting_for.is_not(None), may_see_dossier(reader, today))
        .group_by(table.c.waiting_for)
    )
    return {r.waiting_for: r.dossiers for r in rows}


def waiting_rows(
    connection: sa.Connection, reader: Reader, today: date, *, event: TriggerKind | None, limit: int, offset: int
) -> Sequence[Any]:
    """Dossiers that wait for an event with the assignment in force, oldest first."""
    wanted = table.c.waiting_for.is_not(None) if event is None else table.c.waiting_for == event.value
    return connection.execute(
        _rows().where(wanted, may_see_dossier(reader, today)).order_by(dossier.c.id).limit(limit).offset(offset)
    ).all()


def _joined() -> sa.Join:
    return dossier.join(table, sa.and_(table.c.dossier_id == dossier.c.id, table.c.superseded_at.is_(None)))


def _rows() -> sa.Select[Any]:
    return sa.select(dossier.c.id, dossier.c.code, dossier.c.title, dossier.c.unit, table.c.assignment).select_from(
        _joined()
    )


def events_of(connection: sa.Connection, dossier_id: DossierId) -> dict[TriggerKind, date]:
    """What was recorded of the dossier beside the end of its work, which is a column of its own."""
    rows = connection.execute(
        sa.select(retention_trigger.c.kind, retention_trigger.c.happened_on).where(
            retention_trigger.c.dossier_id == dossier_id.value
        )
    )
    return {TriggerKind(kind): happened_on for kind, happened_on in rows}


def set_event(
    connection: sa.Connection, dossier_id: DossierId, kind: TriggerKind, on: date, *, by: str, now: datetime
) -> None:
    """Record the day of an event; a later record takes the place of an earlier. The caller holds the dossier."""
    key = (retention_trigger.c.dossier_id == dossier_id.value, retention_trigger.c.kind == kind.value)
    connection.execute(sa.delete(retention_trigger).where(*key))
    connection.execute(
        sa.insert(retention_trigger).values(
            dossier_id=dossier_id.value, kind=kind.value, happened_on=on, recorded_at=now, recorded_by=by
        )
    )


def add_decision(
    connection: sa.Connection, dossier_id: DossierId, decision: PeriodDecision, *, by: str, now: datetime
) -> None:
    """Keep a decision. The caller holds the dossier."""
    connection.execute(
        sa.insert(period_decision).values(
            id=str(uuid7()),
            dossier_id=dossier_id.value,
            period=decision.period,
            number=decision.number,
            decided_on=decision.decided_on,
            approved_by=decision.approved_by,
            reason=decision.reason,
            recorded_at=now,
            recorded_by=by,
        )
    )
