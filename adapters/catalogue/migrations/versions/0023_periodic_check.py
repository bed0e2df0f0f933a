"""Every dossier is checked by itself now and then; what was deposited before is to be checked first."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    op.create_table(
        "dossier_fixity",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("outcome", sa.String(length=12), server_default="", nullable=False),
        sa.Column("code", sa.String(length=64), server_default="", nullable=False),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mending", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(["id"], ["dossier.id"], name="fk_dossier_fixity_id_dossier"),
        sa.PrimaryKeyConstraint("id", name="pk_dossier_fixity"),
    )
    op.create_index("ix_dossier_fixity_checked_on_dossier_fixity_id", "dossier_fixity", ["checked_on", "id"])
    only = sa.text("code <> ''")
    op.create_index(
        "ix_dossier_fixity_trouble", "dossier_fixity", ["checked_on", "id"], sqlite_where=only, postgresql_where=only
    )
    op.execute("INSERT INTO dossier_fixity (id, checked_on) SELECT id, '0001-01-01' FROM dossier WHERE version > 0")
