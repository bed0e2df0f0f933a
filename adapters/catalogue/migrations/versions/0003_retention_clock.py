"""Events that periods are counted from, decisions of the head, and what a date waits for."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_WAITING = sa.text("superseded_at IS NULL AND waiting_for IS NOT NULL")
_EVENTS = {"HHL": "document_expiry", "TT": "works_lifetime"}
_assignment = sa.table(
    "retention_assignment",
    sa.column("id", sa.String),
    sa.column("superseded_at"),
    sa.column("candidate_from"),
    sa.column("kind", sa.String),
    sa.column("waiting_for", sa.String),
    sa.column("assignment", sa.JSON),
)


def upgrade() -> None:
    op.create_table(
        "retention_trigger",
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_retention_trigger_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("dossier_id", "kind", name="pk_retention_trigger"),
    )
    op.create_table(
        "period_decision",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("period", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_period_decision_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_period_decision"),
    )
    op.create_index("ix_period_decision_dossier_id", "period_decision", ["dossier_id"])
    op.add_column("retention_assignment", sa.Column("waiting_for", sa.String(length=20), nullable=True))
    _fill()
    op.create_index(
        "ix_retention_assignment_waiting",
        "retention_assignment",
        ["waiting_for", "dossier_id"],
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )


def _fill() -> None:
    """Say what the assignments in force wait for; what they say themselves stays as it was written."""
    connection = op.get_bind()
    last = ""
    while rows := connection.execute(
        sa.select(_assignment.c.id, _assignment.c.kind, _assignment.c.candidate_from, _assignment.c.assignment)
        .where(
            _assignment.c.superseded_at.is_(None),
            _assignment.c.kind.in_(("years", "own_trigger")),
            _assignment.c.id > last,
        )
        .order_by(_assignment.c.id)
        .limit(1000)
    ).all():
        last = rows[-1].id
        waiting = [{"at": row.id, "event": event} for row in rows if (event := _waits(row)) is not None]
        if waiting:
            connection.execute(
                sa.update(_assignment)
                .where(_assignment.c.id == sa.bindparam("at"))
                .values(waiting_for=sa.bindparam("event")),
                waiting,
            )


def _waits(row: Any) -> str | None:
    if row.kind == "years":
        guessed = row.assignment["explanation"]["trigger"] == "newest_document"
        return "work_end" if guessed or row.candidate_from is None else None
    return _EVENTS.get(row.assignment["rule"]["period"], "contract_end")
