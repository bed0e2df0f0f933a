"""Whether a list was sent back by the head, or withdrawn by who made it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.add_column("disposal_list", sa.Column("sent_back", sa.Boolean(), server_default=sa.false(), nullable=False))
