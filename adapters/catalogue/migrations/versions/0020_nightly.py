"""Every date is worked out anew each night: what it was worked out from, and how many a reassessment changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    # Added without making the table anew: the triggers that count stand on it.
    op.add_column("retention_assignment", sa.Column("basis", sa.String(32), server_default="", nullable=False))
    op.add_column("reassessment", sa.Column("changed", sa.Integer(), server_default="0", nullable=False))
