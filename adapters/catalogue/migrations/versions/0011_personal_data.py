"""What of people was found on a page. NULL where it was read before anybody looked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.add_column("page", sa.Column("personal", sa.Integer))
    op.add_column("page", sa.Column("identity_card", sa.Boolean, server_default=sa.false(), nullable=False))
