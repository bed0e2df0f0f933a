"""People: units, accounts, sessions, tokens of programs, refused sign-ins."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adapters.catalogue.schema import Moment
from adapters.catalogue.storable import Code, Plain, Words

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "unit",
        sa.Column("code", Code(64), primary_key=True),
        sa.Column("name", Words, nullable=False),
        sa.Column("parent", Code(64)),
        sa.Column("dissolved_on", sa.Date),
        sa.Column("successor", Code(64)),
    )
    op.create_index("ix_unit_parent", "unit", ["parent"])
    op.create_index("ix_unit_successor", "unit", ["successor"])
    op.create_table(
        "account",
        sa.Column("name", Code(64), primary_key=True),
        sa.Column("full_name", Words, nullable=False),
        sa.Column("unit", Code(64), nullable=False),
        sa.Column("roles", Plain, nullable=False),
        sa.Column("conditional", sa.Boolean, nullable=False),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("password", sa.String(200), nullable=False),
        sa.Column("password_until", Moment),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("created_by", Words, nullable=False),
        sa.Column("signed_in_at", Moment),
    )
    op.create_table(
        "session",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("account", Code(64), sa.ForeignKey("account.name"), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("seen_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
    )
    op.create_index("ix_session_account", "session", ["account"])
    op.create_index("ix_session_expires_at", "session", ["expires_at"])
    op.create_table(
        "api_token",
        sa.Column("id", sa.String(36), primary_key=True),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("account", Code(64), sa.ForeignKey("account.name"), nullable=False),
        sa.Column("name", Words, nullable=False),
        sa.Column("scopes", Plain, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("expires_at", Moment, nullable=False),
        sa.Column("used_at", Moment),
        sa.Column("revoked_at", Moment),
        sa.UniqueConstraint("digest"),
    )
    op.create_index("ix_api_token_account", "api_token", ["account"])
    op.create_table(
        "sign_in_refusal",
        sa.Column("name_digest", sa.String(64), primary_key=True),
        sa.Column("refusals", sa.Integer, nullable=False),
        sa.Column("last_at", Moment, nullable=False),
        sa.Column("locked_until", Moment),
    )
    op.create_index("ix_sign_in_refusal_last_at", "sign_in_refusal", ["last_at"])
