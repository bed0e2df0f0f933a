"""Second factors: codes of an app, recovery codes, passkeys, and of which roles one is demanded."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.catalogue.schema import Moment
from adapters.catalogue.storable import Code, Words

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("session", sa.Column("waiting", sa.Boolean, server_default=sa.false(), nullable=False))
    op.create_table(
        "totp",
        sa.Column("account", Code(64), sa.ForeignKey("account.name"), primary_key=True),
        sa.Column("secret", sa.String(200), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("set_at", Moment),
        sa.Column("taken", sa.Integer, nullable=False),
    )
    op.create_table(
        "recovery_code",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("account", Code(64), sa.ForeignKey("account.name"), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("used_at", Moment),
    )
    op.create_index("ix_recovery_code_account", "recovery_code", ["account"])
    op.create_table(
        "passkey",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("account", Code(64), sa.ForeignKey("account.name"), nullable=False),
        sa.Column("credential", sa.String(1400), nullable=False),
        sa.Column("public_key", sa.Text, nullable=False),
        sa.Column("sign_count", sa.BigInteger, nullable=False),
        sa.Column("name", Words, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("used_at", Moment),
        sa.UniqueConstraint("credential"),
    )
    op.create_index("ix_passkey_account", "passkey", ["account"])
    op.create_table(
        "passkey_challenge",
        sa.Column("account", Code(64), primary_key=True),
        sa.Column("purpose", sa.String(10), primary_key=True),
        sa.Column("challenge", sa.String(100), nullable=False),
        sa.Column("site", sa.String(300), nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
    )
    op.create_table(
        "second_factor_role",
        sa.Column("role", sa.String(20), primary_key=True),
        sa.Column("demanded_at", Moment, nullable=False),
        sa.Column("demanded_by", Words, nullable=False),
    )
