"""Holds, and the dossiers that they have reached."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "hold",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("ground", sa.String(length=12), nullable=False),
        sa.Column("mandate_number", sa.Text(), nullable=False),
        sa.Column("mandate_date", sa.Date(), nullable=False),
        sa.Column("mandate_by", sa.Text(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by", sa.Text(), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Text(), server_default="", nullable=False),
        sa.Column("lifted_why", sa.Text(), server_default="", nullable=False),
        sa.Column("reached", sa.String(length=36), server_default="", nullable=False),
        sa.Column("spread_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_hold"),
    )
    op.create_table(
        "dossier_hold",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("hold_id", sa.String(length=36), nullable=False),
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("reached_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["hold_id"], ["hold.id"], name="fk_dossier_hold_hold_id_hold"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_dossier_hold_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_hold"),
        sa.UniqueConstraint("hold_id", "dossier_id", name="uq_dossier_hold_hold_id_dossier_id"),
    )
    op.create_index("ix_dossier_hold_dossier_id", "dossier_hold", ["dossier_id"])
