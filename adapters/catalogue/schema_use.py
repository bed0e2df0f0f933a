"""The table of requests for a reading or a copy.

Changing it means a migration, as for ``schema``.
"""

from __future__ import annotations

import sqlalchemy as sa

from adapters.catalogue.schema import Moment, id_column, metadata
from adapters.catalogue.storable import Code, Plain, Words

use_request = sa.Table(
    "use_request",
    metadata,
    id_column(),
    sa.Column("year", sa.Integer, nullable=False),
    sa.Column("serial", sa.Integer, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("kind", sa.String(8), nullable=False),
    sa.Column("purpose", sa.String(2), nullable=False),
    sa.Column("purpose_said", Words, nullable=False),
    sa.Column("person", Words, nullable=False),
    sa.Column("id_number", Words, nullable=False, server_default=""),
    sa.Column("on_behalf", sa.Boolean, nullable=False),
    sa.Column("asked_for", Words, nullable=False, server_default=""),
    sa.Column("copies", sa.Integer, nullable=False),
    sa.Column("unit", Code(64), nullable=False),
    sa.Column("filed_by", Words, nullable=False),
    sa.Column("filed_at", Moment, nullable=False),
    sa.Column("due_on", sa.Date, nullable=False),
    # Empty until somebody says which dossier is meant.
    sa.Column("dossier_id", sa.ForeignKey("dossier.id")),
    # Ids of documents; of what was asked for none means all.
    sa.Column("wanted", Plain, nullable=False),
    sa.Column("granted", Plain, nullable=False),
    sa.Column("left_out", Plain, nullable=False),
    sa.Column("decided_by", Words, nullable=False, server_default=""),
    sa.Column("decided_at", Moment),
    # Of the dossier when it was decided: what is made stricter later is not handed out by that decision.
    sa.Column("decided_level", sa.String(2), nullable=False, server_default=""),
    sa.Column("reason", Words, nullable=False, server_default=""),
    sa.Column("clause", Words, nullable=False, server_default=""),
    sa.Column("valid_until", sa.Date),
    sa.Column("copies_granted", sa.Integer, nullable=False, server_default="0"),
    sa.Column("copies_left", sa.Integer, nullable=False, server_default="0"),
    sa.Column("handed_by", Words, nullable=False, server_default=""),
    sa.Column("handed_at", Moment),
    sa.Column("closed_by", Words, nullable=False, server_default=""),
    sa.Column("closed_at", Moment),
    sa.Column("closed_why", Words, nullable=False, server_default=""),
    sa.UniqueConstraint("year", "serial"),
    sa.Index(None, "state", "due_on"),
    sa.Index(None, "dossier_id"),
    sa.Index(None, "filed_by"),
)
