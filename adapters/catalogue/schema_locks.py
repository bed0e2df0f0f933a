"""The table of what the store locks. Changing it means a migration, as for ``schema``."""

from __future__ import annotations

import sqlalchemy as sa

from adapters.catalogue.schema import Moment, metadata

dossier_lock = sa.Table(
    "dossier_lock",
    metadata,
    sa.Column("id", sa.ForeignKey("dossier.id"), primary_key=True),
    sa.Column("asked", sa.Integer, nullable=False, server_default="0"),
    sa.Column("look_on", sa.Date, nullable=False),
    sa.Column("busy_until", Moment),
    # The store may have been told to hold it.
    sa.Column("held", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("trouble", sa.String(64), nullable=False, server_default=""),
    # The longest lease that was given, to where this day begins; empty: none was, or by an older version.
    sa.Column("leased_until", sa.Date),
    sa.Index(None, "look_on", "id"),
)
