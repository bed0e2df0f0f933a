"""What the competent body says of a disposal list."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    for name in ("appraisal_number", "appraised_by", "appraisal_recorded_by"):
        op.add_column("disposal_list", sa.Column(name, sa.Text(), server_default="", nullable=False))
    op.add_column("disposal_list", sa.Column("appraised_on", sa.Date(), nullable=True))
