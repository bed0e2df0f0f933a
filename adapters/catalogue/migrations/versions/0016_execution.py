"""The execution of disposal lists: where each item stands, and what stays of a destroyed dossier."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from adapters.catalogue.schema import Moment
from adapters.catalogue.storable import Plain, Words

revision = "0016"
down_revision = "0015"

_GOING = sa.text("state = 'going'")


def upgrade() -> None:
    op.create_index("ix_dossier_going", "dossier", ["state"], sqlite_where=_GOING, postgresql_where=_GOING)
    of_list: tuple[sa.Column[Any], ...] = (
        sa.Column("executor", Words(), server_default="", nullable=False),
        sa.Column("executing_since", Moment(timezone=True)),
        sa.Column("executed_at", Moment(timezone=True)),
        sa.Column("batch_id", sa.String(length=36)),
        sa.Column("certificate", Plain()),
        sa.Column("record_id", sa.String(length=36)),
    )
    of_item: tuple[sa.Column[Any], ...] = (
        sa.Column("state", sa.String(length=10), server_default="listed", nullable=False),
        sa.Column("reasons", Plain()),
        sa.Column("code", sa.String(length=64), server_default="", nullable=False),
        sa.Column("attempt", sa.Integer(), server_default="0", nullable=False),
        sa.Column("begun_at", Moment(timezone=True)),
        sa.Column("settled_at", Moment(timezone=True)),
        sa.Column("intent", Plain()),
    )
    for column in of_list:
        op.add_column("disposal_list", column)
    for column in of_item:
        op.add_column("disposal_item", column)
    op.create_table(
        "tombstone",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("item_id", sa.String(length=36), nullable=False),
        sa.Column("destroyed_at", Moment(timezone=True), nullable=False),
        sa.Column("said", Plain(), nullable=False),
        sa.Column("leaf", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["dossier.id"], name=op.f("fk_tombstone_id_dossier")),
        sa.ForeignKeyConstraint(["item_id"], ["disposal_item.id"], name=op.f("fk_tombstone_item_id_disposal_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tombstone")),
        sa.UniqueConstraint("item_id", name=op.f("uq_tombstone_item_id")),
    )
