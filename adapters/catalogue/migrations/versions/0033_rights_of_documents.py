"""A single document may be seen by fewer people than its dossier."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    op.add_column("document", sa.Column("own_level", sa.String(length=2), server_default="", nullable=False))
    op.add_column("document", sa.Column("own_restricted_until", sa.Date()))
    own = sa.text("own_level <> '' OR own_restricted_until IS NOT NULL")
    op.create_index("ix_document_own_rule", "document", ["dossier_id"], sqlite_where=own, postgresql_where=own)
