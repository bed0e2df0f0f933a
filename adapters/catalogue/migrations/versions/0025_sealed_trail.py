"""The trail of events is sealed a day at a time, from its first day on."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    op.create_table(
        "event_seal",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("first", sa.String(length=36), nullable=False),
        sa.Column("last", sa.String(length=36), nullable=False),
        sa.Column("events_sha256", sa.String(length=64), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("day", name="pk_event_seal"),
    )
