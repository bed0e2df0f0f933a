"""The identification code of a unit, and the day on which it began."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.add_column("unit", sa.Column("identification_code", sa.Text(), server_default="", nullable=False))
    op.add_column("unit", sa.Column("began_on", sa.Date(), nullable=True))
