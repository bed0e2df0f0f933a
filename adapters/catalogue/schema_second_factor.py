"""The tables of second factors, beside those of people. Changing them means a migration too."""

from __future__ import annotations

import sqlalchemy as sa

from adapters.catalogue.schema import Moment, metadata
from adapters.catalogue.storable import Code, Words

totp = sa.Table(
    "totp",
    metadata,
    sa.Column("account", Code(64), sa.ForeignKey("account.name"), primary_key=True),
    # Sealed with a key that is not in the catalogue: who reads the table can make no code.
    sa.Column("secret", sa.String(200), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    # Empty until a first code was given: what was only begun asks nobody for anything.
    sa.Column("set_at", Moment),
    # The time step whose code was taken last (RFC 6238, 5.2: none is taken twice).
    sa.Column("taken", sa.Integer, nullable=False),
)

recovery_code = sa.Table(
    "recovery_code",
    metadata,
    # SHA-256 of account and code.
    sa.Column("digest", sa.String(64), primary_key=True),
    sa.Column("account", Code(64), sa.ForeignKey("account.name"), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("used_at", Moment),
    sa.Index(None, "account"),
)

passkey = sa.Table(
    "passkey",
    metadata,
    sa.Column("id", sa.String(36), primary_key=True),
    sa.Column("account", Code(64), sa.ForeignKey("account.name"), nullable=False),
    # As the authenticator names it, base64url; at most 1023 bytes (WebAuthn level 3, 4).
    sa.Column("credential", sa.String(1400), nullable=False),
    sa.Column("public_key", sa.Text, nullable=False),
    sa.Column("sign_count", sa.BigInteger, nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("used_at", Moment),
    sa.UniqueConstraint("credential"),
    sa.Index(None, "account"),
)

passkey_challenge = sa.Table(
    "passkey_challenge",
    metadata,
    # One at a time for each account and purpose; asking anew replaces it, an answer takes it away.
    sa.Column("account", Code(64), primary_key=True),
    sa.Column("purpose", sa.String(10), primary_key=True),
    sa.Column("challenge", sa.String(100), nullable=False),
    sa.Column("site", sa.String(300), nullable=False),
    sa.Column("expires_at", Moment, nullable=False),
)

second_factor_role = sa.Table(
    "second_factor_role",
    metadata,
    sa.Column("role", sa.String(20), primary_key=True),
    sa.Column("demanded_at", Moment, nullable=False),
    sa.Column("demanded_by", Words, nullable=False),
)
