"""A register of back-up sets, and destructions that a restore was told of."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    op.create_table(
        "backup_set",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("set_id", sa.String(length=36), nullable=False),
        sa.Column("machine", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("knows_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), server_default="", nullable=False),
        sa.Column("dossiers", sa.Integer(), server_default="0", nullable=False),
        sa.Column("objects", sa.Integer(), server_default="0", nullable=False),
        sa.Column("size", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("told_until", sa.DateTime(timezone=True)),
        sa.Column("settled_at", sa.DateTime(timezone=True)),
        sa.Column("settled_by", sa.Text(), server_default="", nullable=False),
        sa.Column("settled_why", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_backup_set"),
        sa.UniqueConstraint("set_id", "place", name="uq_backup_set_set_id_place"),
    )
    standing = sa.text("settled_at IS NULL")
    op.create_index(
        "ix_backup_set_standing", "backup_set", ["taken_at"], sqlite_where=standing, postgresql_where=standing
    )
    op.create_table(
        "brought_tombstone",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("leaf", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_brought_tombstone"),
    )
    op.create_index("ix_brought_tombstone_destroyed_at", "brought_tombstone", ["destroyed_at"])
    op.create_index("ix_tombstone_destroyed_at", "tombstone", ["destroyed_at"])
