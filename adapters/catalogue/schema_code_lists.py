"""The table of lists of codes, beside those of records. Changing it means a migration too."""

from __future__ import annotations

import sqlalchemy as sa

from adapters.catalogue.schema import Moment, id_column, metadata, only
from adapters.catalogue.storable import Code, Plain, Words

code_list = sa.Table(
    "code_list",
    metadata,
    id_column(),
    sa.Column("kind", sa.String(20), nullable=False),
    sa.Column("version", Code(64), nullable=False),
    sa.Column("source", Words, nullable=False),
    sa.Column("entries", Plain, nullable=False),
    # Counted once: versions are listed without reading what they say.
    sa.Column("entry_count", sa.Integer, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("imported_at", Moment, nullable=False),
    sa.Column("imported_by", Words, nullable=False),
    sa.Column("accepted_at", Moment),
    sa.Column("accepted_by", Words, nullable=False, server_default=""),
    sa.UniqueConstraint("kind", "version"),
    sa.Index("uq_code_list_in_force", "kind", unique=True, **only("state = 'in_force'")),
)
