"""A document may belong to several dossiers: it lies in one, the others refer to it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.catalogue.schema import Moment
from adapters.catalogue.storable import Words

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    op.create_table(
        "document_reference",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("dossier_id", sa.String(length=36), nullable=False),
        sa.Column("document_id", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("why", Words(), nullable=False),
        sa.Column("recorded_at", Moment(timezone=True), nullable=False),
        sa.Column("recorded_by", Words(), nullable=False),
        sa.Column("moving_by", Words(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name="fk_document_reference_dossier_id_dossier"),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name="fk_document_reference_document_id_document"),
        sa.PrimaryKeyConstraint("id", name="pk_document_reference"),
        sa.UniqueConstraint("dossier_id", "document_id", name="uq_document_reference_dossier_id_document_id"),
    )
    op.create_index("ix_document_reference_document_id", "document_reference", ["document_id"])
