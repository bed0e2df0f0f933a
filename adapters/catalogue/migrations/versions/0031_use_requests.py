"""Requests to read archived documents or to have copies of them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_table(
        "use_request",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("purpose", sa.String(length=2), nullable=False),
        sa.Column("purpose_said", sa.Text(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("id_number", sa.Text(), server_default="", nullable=False),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("asked_for", sa.Text(), server_default="", nullable=False),
        sa.Column("copies", sa.Integer(), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("filed_by", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("dossier_id", sa.String(length=36), nullable=True),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("granted", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("decided_by", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_level", sa.String(length=2), server_default="", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("clause", sa.Text(), server_default="", nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("copies_granted", sa.Integer(), server_default="0", nullable=False),
        sa.Column("copies_left", sa.Integer(), server_default="0", nullable=False),
        sa.Column("handed_by", sa.Text(), server_default="", nullable=False),
        sa.Column("handed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Text(), server_default="", nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_why", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_use_request_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_use_request"),
        sa.UniqueConstraint("year", "serial", name="uq_use_request_year_serial"),
    )
    op.create_index("ix_use_request_state_use_request_due_on", "use_request", ["state", "due_on"])
    op.create_index("ix_use_request_dossier_id", "use_request", ["dossier_id"])
    op.create_index("ix_use_request_filed_by", "use_request", ["filed_by"])
