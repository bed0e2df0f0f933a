"""How the store locks each dossier: when to look again. What was deposited before is to be looked at now."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "dossier_lock",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("asked", sa.Integer(), server_default="0", nullable=False),
        sa.Column("look_on", sa.Date(), nullable=False),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("held", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("trouble", sa.String(length=64), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["id"], ["dossier.id"], name="fk_dossier_lock_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_lock"),
    )
    op.create_index("ix_dossier_lock_look_on_dossier_lock_id", "dossier_lock", ["look_on", "id"])
    op.execute("INSERT INTO dossier_lock (id, look_on) SELECT id, '0001-01-01' FROM dossier WHERE version > 0")
