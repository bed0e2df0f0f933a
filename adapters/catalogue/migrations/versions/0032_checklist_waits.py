"""Whether a batch waits until somebody confirmed its checklist, and the instruction by which that was done."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.catalogue.storable import Words

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.add_column("batch", sa.Column("checklist_waits", sa.Boolean(), server_default=sa.false(), nullable=False))
    op.add_column("batch", sa.Column("checklist_instruction", Words(), server_default="", nullable=False))
