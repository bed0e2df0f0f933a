"""Versions of the retention schedule, confirmations of its rules, and working everything out anew."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_IN_FORCE = sa.text("state = 'in_force'")
_STANDING = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "retention_schedule",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.Text(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("accepted_by", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_retention_schedule"),
        sa.UniqueConstraint("name", "version", name="uq_retention_schedule_name_version"),
    )
    op.create_index(
        "uq_retention_schedule_in_force",
        "retention_schedule",
        ["state"],
        unique=True,
        sqlite_where=_IN_FORCE,
        postgresql_where=_IN_FORCE,
    )
    op.create_table(
        "rule_confirmation",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("rule_id", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Text(), server_default="", nullable=False),
        sa.Column("withdrawn_why", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rule_confirmation"),
    )
    op.create_index(
        "uq_rule_confirmation_standing",
        "rule_confirmation",
        ["content"],
        unique=True,
        sqlite_where=_STANDING,
        postgresql_where=_STANDING,
    )
    op.create_table(
        "reassessment",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("reached", sa.String(length=36), server_default="", nullable=False),
        sa.Column("dossiers", sa.Integer(), server_default="0", nullable=False),
        sa.Column("failed", sa.Integer(), server_default="0", nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_reassessment"),
    )
