"""The table of redacted copies. Changing it means a migration, as for ``schema``."""

from __future__ import annotations

import sqlalchemy as sa

from adapters.catalogue.schema import Moment, id_column, metadata, only
from adapters.catalogue.storable import Code, Plain, Words

redaction = sa.Table(
    "redaction",
    metadata,
    id_column(),
    # So it goes with its master: whoever destroys empties every table that refers to a document.
    sa.Column("document_id", sa.ForeignKey("document.id"), nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("title", Words, nullable=False, server_default=""),
    sa.Column("masks", Plain, nullable=False),
    # Of the master when the boxes were drawn: read anew it may lie otherwise on its page.
    sa.Column("pdfa_digest", sa.String(64), nullable=False),
    sa.Column("words_digest", sa.String(64), nullable=False),
    # Empty: as the dossier of the master.
    sa.Column("access_level", sa.String(2), nullable=False, server_default=""),
    sa.Column("decision_number", Words, nullable=False, server_default=""),
    sa.Column("decided_on", sa.Date),
    sa.Column("begun_by", Code(64), nullable=False),
    sa.Column("begun_at", Moment, nullable=False),
    sa.Column("ordered_at", Moment),
    sa.Column("made_at", Moment),
    sa.Column("digest", sa.String(64)),
    sa.Column("size", sa.BigInteger, nullable=False, server_default="0"),
    sa.Column("code", sa.String(64), nullable=False, server_default=""),
    sa.Column("withdrawn_at", Moment),
    sa.Column("withdrawn_by", Code(64), nullable=False, server_default=""),
    sa.Column("withdrawn_why", Words, nullable=False, server_default=""),
    sa.Index(None, "document_id"),
    # One draft of a document for each who draws.
    sa.Index("ix_redaction_draft", "document_id", "begun_by", unique=True, **only("state = 'draft'")),
    sa.Index("ix_redaction_made", "made_at", "id", **only("state = 'made'")),
)
