"""The table of when each dossier was last checked. Changing it means a migration, as for ``schema``."""

from __future__ import annotations

import sqlalchemy as sa

from adapters.catalogue.schema import Moment, metadata, only
from adapters.catalogue.storable import Plain

dossier_fixity = sa.Table(
    "dossier_fixity",
    metadata,
    sa.Column("id", sa.ForeignKey("dossier.id"), primary_key=True),
    sa.Column("checked_on", sa.Date, nullable=False),
    # As of then: passed, failed or undecided; empty before the first check.
    sa.Column("outcome", sa.String(12), nullable=False, server_default=""),
    # Of what was found first; empty where nothing is wrong.
    sa.Column("code", sa.String(64), nullable=False, server_default=""),
    sa.Column("busy_until", Moment),
    # Objects are being put back, these; whoever was at it may have died.
    sa.Column("mending", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("plan", Plain),
    sa.Index(None, "checked_on", "id"),
    sa.Index("ix_dossier_fixity_trouble", "checked_on", "id", **only("code <> ''")),
)
