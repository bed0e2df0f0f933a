"""Retention assignments: immutable; a change supersedes the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.rights import may_see_dossier
from adapters.catalogue.schema import dossier
from adapters.catalogue.schema import retention_assignment as table
from adapters.catalogue.storable import storable
from records.identifiers import DossierId, uuid7

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from records.reader import Reader
    from retention_rules.model import Assignment


def assign(connection: sa.Connection, assignment: Assignment, plain: dict[str, Any], *, by: str, now: datetime) -> bool:
    """Put the assignment in force; False where it says what is in force already.

    The caller holds the dossier, so that the assignment follows from what is written there now.
    """
    if in_force(connection, assignment.dossier) == storable(plain):
        return False
    connection.execute(
        sa.update(table)
        .where(table.c.dossier_id == assignment.dossier.value, table.c.superseded_at.is_(None))
        .values(superseded_at=now)
    )
    connection.execute(
        sa.insert(table).values(
            id=str(uuid7()),
            dossier_id=assignment.dossier.value,
            assigned_at=now,
            assigned_by=by,
            state=assignment.state.value,
            kind=assignment.rule.kind.value,
            expires_on=assignment.expires_on,
            candidate_from=assignment.candidate_from,
            assignment=plain,
        )
    )
    return True


def in_force(connection: sa.Connection, dossier_id: DossierId) -> dict[str, Any] | None:
    """The assignment in force as values of JSON, or None."""
    found: dict[str, Any] | None = connection.execute(
        sa.select(table.c.assignment).where(table.c.dossier_id == dossier_id.value, table.c.superseded_at.is_(None))
    ).scalar_one_or_none()
    return found


def due_rows(connection: sa.Connection, reader: Reader, today: date) -> Sequence[Any]:
    """Dossiers the reader may see with the assignment in force, soonest first, undated last."""
    return connection.execute(
        sa.select(dossier.c.id, dossier.c.code, dossier.c.title, dossier.c.unit, table.c.assignment)
        .select_from(dossier.join(table, sa.and_(table.c.dossier_id == dossier.c.id, table.c.superseded_at.is_(None))))
        .where(may_see_dossier(reader, today))
        .order_by(table.c.candidate_from.is_(None), table.c.candidate_from, dossier.c.id)
    ).all()
