"""Documents are found by the day on them, as registers of a year list them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"


def upgrade() -> None:
    days = sa.text("field = 'issued_on'")
    op.create_index(
        "ix_field_proposal_issued_on", "field_proposal", ["value"], sqlite_where=days, postgresql_where=days
    )
