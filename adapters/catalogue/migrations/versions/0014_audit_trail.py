"""The trail of events: where each was asked for from, found by who and when, and never changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.catalogue.storable import Code
from adapters.catalogue.unchangeable_events import protect

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("event", sa.Column("address", Code(64)))
    op.create_index("ix_event_agent_event_id", "event", ["agent", "id"])
    op.create_index("ix_event_at", "event", ["at"])
    protect(op.get_bind())
