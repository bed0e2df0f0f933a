"""Documents read anew: how often, and with how much work where that was said."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_REREAD = sa.text("rereads > 0")


def upgrade() -> None:
    op.add_column("document", sa.Column("rereads", sa.Integer(), server_default="0", nullable=False))
    op.add_column("document", sa.Column("effort", sa.String(length=10), server_default="", nullable=False))
    op.create_index("ix_document_reread", "document", ["state"], sqlite_where=_REREAD, postgresql_where=_REREAD)
