"""What a batch asks of its scans, and what was decided on those that fall short."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.add_column("batch", sa.Column("profile", sa.String(length=12), server_default="", nullable=False))
    op.add_column("document", sa.Column("scan_decision", sa.String(length=10), server_default="", nullable=False))
    # Few at any time, and asked for by everybody who looks whether something waits.
    waiting = sa.text("scan_decision = 'waiting'")
    op.create_index("ix_document_scan_waiting", "document", ["file_id"], sqlite_where=waiting, postgresql_where=waiting)
