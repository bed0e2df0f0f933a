"""The tables of people, beside those of records. Changing them means a migration too."""

from __future__ import annotations

import sqlalchemy as sa

from adapters.catalogue.schema import Moment, metadata
from adapters.catalogue.storable import Code, Plain, Words

unit = sa.Table(
    "unit",
    metadata,
    sa.Column("code", Code(64), primary_key=True),
    sa.Column("name", Words, nullable=False),
    # Codes of this table, without foreign key: a back-up brings rows back in the order of their codes.
    sa.Column("parent", Code(64)),
    # By Decision 20/2020; ``code`` is the archive's own, by which records are kept.
    sa.Column("identification_code", Words, nullable=False, server_default=""),
    sa.Column("began_on", sa.Date),
    sa.Column("dissolved_on", sa.Date),
    sa.Column("successor", Code(64)),
    sa.Index(None, "parent"),
    sa.Index(None, "successor"),
)

account = sa.Table(
    "account",
    metadata,
    sa.Column("name", Code(64), primary_key=True),
    sa.Column("full_name", Words, nullable=False),
    # A code of ``unit``, or * for all: no foreign key.
    sa.Column("unit", Code(64), nullable=False),
    sa.Column("roles", Plain, nullable=False),
    sa.Column("conditional", sa.Boolean, nullable=False),
    sa.Column("enabled", sa.Boolean, nullable=False),
    sa.Column("password", sa.String(200), nullable=False),
    # Of a one-time password alone: until when it counts.
    sa.Column("password_until", Moment),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("created_by", Words, nullable=False),
    sa.Column("signed_in_at", Moment),
)

session = sa.Table(
    "session",
    metadata,
    # SHA-256 of the secret: who reads the table can sign in as nobody.
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("account", Code(64), sa.ForeignKey("account.name"), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("seen_at", Moment, nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
    # For the second factor: it lets nobody in.
    sa.Column("waiting", sa.Boolean, server_default=sa.false(), nullable=False),
    sa.Index(None, "account"),
    sa.Index(None, "expires_at"),
)

api_token = sa.Table(
    "api_token",
    metadata,
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
    sa.Index(None, "account"),
)

sign_in_refusal = sa.Table(
    "sign_in_refusal",
    metadata,
    # SHA-256 of the name as typed: there may be no such account, and people type passwords there.
    sa.Column("name_digest", sa.String(64), primary_key=True),
    sa.Column("refusals", sa.Integer, nullable=False),
    sa.Column("last_at", Moment, nullable=False),
    sa.Column("locked_until", Moment),
    sa.Index(None, "last_at"),
)
