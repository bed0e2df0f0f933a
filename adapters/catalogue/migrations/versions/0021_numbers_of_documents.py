"""Numbers of documents are looked up, to warn of the same document twice."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    # Of numbers alone, which are short: a subject may be longer than an index takes.
    only = sa.text("field = 'number'")
    op.create_index("ix_field_proposal_number", "field_proposal", ["value"], sqlite_where=only, postgresql_where=only)
