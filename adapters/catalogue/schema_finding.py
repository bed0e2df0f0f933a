"""The tables of finding, beside those of records. Changing them means a migration too."""

from __future__ import annotations

import sqlalchemy as sa

from adapters.catalogue.schema import Moment, id_column, metadata
from adapters.catalogue.storable import Code, Plain, Words

saved_search = sa.Table(
    "saved_search",
    metadata,
    id_column(),
    # No foreign key: the operator of a desk has no account.
    sa.Column("account", Code(64), nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("question", Plain, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("looked_at", Moment, nullable=False),
    # Dossiers found shortly before the last look: they may carry a time that is later than they were seen.
    sa.Column("seen", Plain, nullable=False),
    sa.Index(None, "account"),
)

unanswered_search = sa.Table(
    "unanswered_search",
    metadata,
    # SHA-256 of the words: they may be longer than a key.
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("words", Words, nullable=False),
    sa.Column("times", sa.Integer, nullable=False),
    sa.Column("first_at", Moment, nullable=False),
    sa.Column("last_at", Moment, nullable=False),
    sa.Index(None, "last_at"),
)
