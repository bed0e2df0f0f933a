"""The tables of back-up sets and of destructions that a restore was told of. Changing them means a migration."""

from __future__ import annotations

import sqlalchemy as sa

from adapters.catalogue.schema import Moment, id_column, metadata, only
from adapters.catalogue.storable import Plain, Words

backup_set = sa.Table(
    "backup_set",
    metadata,
    # That of its manifest; a copy that people made of it has one of its own.
    id_column(),
    sa.Column("set_id", sa.String(36), nullable=False),
    sa.Column("machine", Words, nullable=False),
    sa.Column("place", Words, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("taken_at", Moment, nullable=False),
    # What was destroyed until then is not in it.
    sa.Column("knows_until", Moment, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False, server_default=""),
    sa.Column("dossiers", sa.Integer, nullable=False, server_default="0"),
    sa.Column("objects", sa.Integer, nullable=False, server_default="0"),
    sa.Column("size", sa.BigInteger, nullable=False, server_default="0"),
    # Until when the list beside it knows of destructions; empty: nobody put one there.
    sa.Column("told_until", Moment),
    sa.Column("settled_at", Moment),
    sa.Column("settled_by", Words, nullable=False, server_default=""),
    sa.Column("settled_why", Words, nullable=False, server_default=""),
    sa.UniqueConstraint("set_id", "place"),
    sa.Index("ix_backup_set_standing", "taken_at", **only("settled_at IS NULL")),
)

brought_tombstone = sa.Table(
    "brought_tombstone",
    metadata,
    # Of a dossier destroyed after the state that was restored; this catalogue may never have known it.
    id_column(),
    sa.Column("destroyed_at", Moment, nullable=False),
    sa.Column("said", Plain, nullable=False),
    sa.Column("leaf", sa.String(64), nullable=False),
    sa.Index(None, "destroyed_at"),
)
