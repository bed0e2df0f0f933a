"""Who confirmed of a batch that nothing is in it that must not be digitised."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.catalogue.schema import Moment
from adapters.catalogue.storable import Words

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    op.add_column("batch", sa.Column("checklist_at", Moment(timezone=True)))
    op.add_column("batch", sa.Column("checklist_by", Words(), server_default="", nullable=False))
