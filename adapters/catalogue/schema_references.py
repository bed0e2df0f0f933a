"""The table of references: documents that a dossier has from another one. Changing it means a migration."""

from __future__ import annotations

import sqlalchemy as sa

from adapters.catalogue.schema import Moment, id_column, metadata
from adapters.catalogue.storable import Words

document_reference = sa.Table(
    "document_reference",
    metadata,
    id_column(),
    # The dossier that refers; the document lies in its home, which its own row names.
    sa.Column("dossier_id", sa.ForeignKey("dossier.id"), nullable=False),
    sa.Column("document_id", sa.ForeignKey("document.id"), nullable=False),
    # SHA-256 of the original, as it was referred to.
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("why", Words, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Column("recorded_by", Words, nullable=False),
    # Who asked for the document to be moved here; empty: nobody.
    sa.Column("moving_by", Words, nullable=False, server_default=""),
    sa.UniqueConstraint("dossier_id", "document_id"),
    sa.Index(None, "document_id"),
)
