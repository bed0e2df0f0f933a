"""Indexes for writers side by side: steps that are not done, newest arrival, one assignment in force."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_UNDONE = sa.text("state <> 'done'")
_IN_FORCE = sa.text("superseded_at IS NULL")


def upgrade() -> None:
    op.drop_index("ix_step_ready", table_name="step")
    op.create_index(
        "ix_step_undone", "step", ["state", "priority", "id"], sqlite_where=_UNDONE, postgresql_where=_UNDONE
    )
    op.create_index("ix_file_batch_id_file_received_at", "file", ["batch_id", "received_at"])
    op.create_index(
        "uq_retention_assignment_in_force",
        "retention_assignment",
        ["dossier_id"],
        unique=True,
        sqlite_where=_IN_FORCE,
        postgresql_where=_IN_FORCE,
    )
