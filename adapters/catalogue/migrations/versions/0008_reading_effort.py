"""How much work reading is worth: of a batch. Empty where it was opened before: as the settings say."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("batch", sa.Column("effort", sa.String(length=10), server_default="", nullable=False))
