"""Until when the store locks a dossier is known here too: whoever lists it for destruction is told."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.add_column("dossier_lock", sa.Column("leased_until", sa.Date))
