"""A disposal list can be taken back before it is decided."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.catalogue.schema import Moment
from adapters.catalogue.storable import Words

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.add_column("disposal_list", sa.Column("withdrawn_at", Moment))
    op.add_column("disposal_list", sa.Column("withdrawn_by", Words, server_default="", nullable=False))
    op.add_column("disposal_list", sa.Column("withdrawn_why", Words, server_default="", nullable=False))
