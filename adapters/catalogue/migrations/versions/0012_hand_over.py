"""Hand-over from units to the current archive: lists, receipts, who has a dossier, and by when it is owed."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "hand_over",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Text(), nullable=False),
        sa.Column("receipt_number", sa.Text(), server_default="", nullable=False),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("received_by", sa.Text(), server_default="", nullable=False),
        sa.Column("receipt_digest", sa.String(length=64), server_default="", nullable=False),
        sa.Column("closed_why", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_hand_over"),
    )
    op.create_index("ix_hand_over_unit_hand_over_id", "hand_over", ["unit", "id"])
    op.create_table(
        "hand_over_item",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("hand_over_id", sa.String(length=36), nullable=False),
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("listed", sa.JSON(), nullable=False),
        sa.Column("checked", sa.String(length=10), server_default="pending", nullable=False),
        sa.Column("reason", sa.Text(), server_default="", nullable=False),
        sa.Column("checked_by", sa.Text(), server_default="", nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["hand_over_id"], ["hand_over.id"], name="fk_hand_over_item_hand_over_id_hand_over"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_hand_over_item_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_hand_over_item"),
        sa.UniqueConstraint("hand_over_id", "dossier_id", name="uq_hand_over_item_hand_over_id_dossier_id"),
    )
    op.create_index("ix_hand_over_item_dossier_id", "hand_over_item", ["dossier_id"])
    op.create_table(
        "custody",
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("holder", sa.String(length=20), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("receipt_number", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_custody_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("dossier_id", name="pk_custody"),
    )
    op.create_index("ix_custody_holder_custody_since", "custody", ["holder", "since"])
    op.create_table(
        "hand_over_clock",
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("start", sa.String(length=20), server_default="", nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("limit_on", sa.Date(), nullable=True),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("consent", sa.Text(), server_default="", nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_hand_over_clock_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("dossier_id", name="pk_hand_over_clock"),
    )
    op.create_index("ix_hand_over_clock_due_on_hand_over_clock_dossier_id", "hand_over_clock", ["due_on", "dossier_id"])
    op.create_table(
        "keep_back",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("consented_on", sa.Date(), nullable=False),
        sa.Column("consented_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_keep_back_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_keep_back"),
    )
    op.create_index("ix_keep_back_dossier_id", "keep_back", ["dossier_id"])
    _work_out_anew()


def _work_out_anew() -> None:
    """Dossiers that have a period get their clock of hand-over by being worked out anew, as after every change."""
    connection = op.get_bind()
    if connection.execute(sa.text("SELECT 1 FROM retention_assignment LIMIT 1")).first() is None:
        return
    now = datetime.now(UTC)
    reassessment = sa.table(
        "reassessment",
        sa.column("id", sa.String),
        sa.column("reason", sa.String),
        sa.column("subject", sa.Text),
        sa.column("asked_at", sa.DateTime(timezone=True)),
        sa.column("asked_by", sa.Text),
        sa.column("finished_at", sa.DateTime(timezone=True)),
    )
    # One that is under way begins again with this one's, as ``ask_for_reassessment`` has it.
    connection.execute(sa.update(reassessment).where(reassessment.c.finished_at.is_(None)).values(finished_at=now))
    # Newer than every other by its id, which tells the newest: UUIDv7 of this moment.
    milliseconds = int(now.timestamp() * 1000)
    version_and_variant = 0x7 << 76 | 0b10 << 62
    made = uuid.UUID(int=milliseconds << 80 | version_and_variant | uuid.uuid4().int & ((1 << 62) - 1))
    connection.execute(
        sa.insert(reassessment).values(
            id=str(made), reason="hand_over", subject="", asked_at=now, asked_by="vankho migrate"
        )
    )
