"""What the gate before every destruction asks: links of dossiers, disposal lists with items and votes."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "dossier_link",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("one_id", sa.String(length=36), nullable=False),
        sa.Column("other_id", sa.String(length=36), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["one_id"], ["dossier.id"], name="fk_dossier_link_one_id_dossier"),
        sa.ForeignKeyConstraint(["other_id"], ["dossier.id"], name="fk_dossier_link_other_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_link"),
        sa.UniqueConstraint("one_id", "other_id", name="uq_dossier_link_one_id_other_id"),
    )
    op.create_index("ix_dossier_link_other_id", "dossier_link", ["other_id"])
    op.create_table(
        "disposal_list",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("council", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("decision_number", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Text(), server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_disposal_list"),
    )
    op.create_table(
        "disposal_item",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("list_id", sa.String(length=36), nullable=False),
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["list_id"], ["disposal_list.id"], name="fk_disposal_item_list_id_disposal_list"),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_disposal_item_dossier_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_disposal_item"),
        sa.UniqueConstraint("list_id", "dossier_id", name="uq_disposal_item_list_id_dossier_id"),
    )
    op.create_index("ix_disposal_item_dossier_id", "disposal_item", ["dossier_id"])
    op.create_table(
        "disposal_vote",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("member", sa.Text(), nullable=False),
        sa.Column("vote", sa.String(length=8), nullable=False),
        sa.Column("said", sa.Text(), server_default="", nullable=False),
        sa.Column("voted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["disposal_item.id"], name="fk_disposal_vote_item_id_disposal_item"),
        sa.PrimaryKeyConstraint("id", name="pk_disposal_vote"),
        sa.UniqueConstraint("item_id", "member", name="uq_disposal_vote_item_id_member"),
    )
