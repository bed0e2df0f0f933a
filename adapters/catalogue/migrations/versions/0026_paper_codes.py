"""Where the paper of a dossier lies, and which records were digitised from paper."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.catalogue.storable import Words

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.add_column("batch", sa.Column("paper_code", Words(), server_default="", nullable=False))
    for name in ("paper_code", "paper_code_folded", "paper_box_folded"):
        op.add_column("dossier", sa.Column(name, Words(), server_default="", nullable=False))
    op.add_column("dossier", sa.Column("confidence_level", sa.String(length=2), server_default="", nullable=False))
    op.add_column("page", sa.Column("scanned", sa.Boolean(), nullable=True))
    # Of what is kept already: by whether its pages had text of their own.
    op.execute(
        "UPDATE dossier SET confidence_level = (SELECT CASE WHEN count(*) = 0 THEN ''"
        " WHEN sum(CASE WHEN page.layer IN ('missing', 'garbage') THEN 1 ELSE 0 END) = 0 THEN '01'"
        " WHEN sum(CASE WHEN page.layer IN ('missing', 'garbage') THEN 1 ELSE 0 END) = count(*) THEN '02'"
        " ELSE '03' END FROM document JOIN page ON page.document_id = document.id"
        " WHERE document.dossier_id = dossier.id AND document.state <> 'quarantined')"
        " WHERE version > 0"
    )
    for name, column, condition in (
        ("ix_dossier_paper_code", "paper_code_folded", "paper_code_folded <> ''"),
        ("ix_dossier_paper_box", "paper_box_folded", "paper_box_folded <> ''"),
        ("ix_dossier_paper_missing", "created_at", "paper_code = '' AND confidence_level > '01'"),
    ):
        only = sa.text(condition)
        op.create_index(name, "dossier", [column], sqlite_where=only, postgresql_where=only)
