"""The table of the seals of the audit trail. Changing it means a migration, as for ``schema``."""

from __future__ import annotations

import sqlalchemy as sa

from adapters.catalogue.schema import Moment, metadata

event_seal = sa.Table(
    "event_seal",
    metadata,
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("events", sa.Integer, nullable=False),
    sa.Column("first", sa.String(36), nullable=False),
    sa.Column("last", sa.String(36), nullable=False),
    sa.Column("events_sha256", sa.String(64), nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("sealed_at", Moment, nullable=False),
    # Until when its copy in the store is locked; empty: there is none yet that is.
    sa.Column("locked_until", sa.Date),
)
