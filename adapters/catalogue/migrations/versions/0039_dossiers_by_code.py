"""A dossier is found by its code alone, whichever unit made it."""

from __future__ import annotations

from alembic import op

revision = "0039"
down_revision = "0038"


def upgrade() -> None:
    op.create_index("ix_dossier_code_folded", "dossier", ["code_folded"])
