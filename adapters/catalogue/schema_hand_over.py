"""The tables of hand-over: who has a dossier, by when it is owed, lists and receipts.

Changing them means a migration, as for ``schema``.
"""

from __future__ import annotations

import sqlalchemy as sa

from adapters.catalogue.schema import Moment, id_column, metadata
from adapters.catalogue.storable import Code, Plain, Words

hand_over = sa.Table(
    "hand_over",
    metadata,
    id_column(),
    sa.Column("name", Words, nullable=False),
    sa.Column("unit", Code(64), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("submitted_at", Moment, nullable=False),
    sa.Column("submitted_by", Words, nullable=False),
    sa.Column("receipt_number", Words, nullable=False, server_default=""),
    sa.Column("received_on", sa.Date),
    sa.Column("received_at", Moment),
    sa.Column("received_by", Words, nullable=False, server_default=""),
    sa.Column("receipt_digest", sa.String(64), nullable=False, server_default=""),
    sa.Column("closed_why", Words, nullable=False, server_default=""),
    sa.Index(None, "unit", "id"),
)

hand_over_item = sa.Table(
    "hand_over_item",
    metadata,
    id_column(),
    sa.Column("hand_over_id", sa.ForeignKey("hand_over.id"), nullable=False),
    sa.Column("dossier_id", sa.ForeignKey("dossier.id"), nullable=False),
    sa.Column("ordinal", sa.Integer, nullable=False),
    # The dossier as it was when the list was frozen.
    sa.Column("listed", Plain, nullable=False),
    sa.Column("checked", sa.String(10), nullable=False, server_default="pending"),
    sa.Column("reason", Words, nullable=False, server_default=""),
    sa.Column("checked_by", Words, nullable=False, server_default=""),
    sa.Column("checked_at", Moment),
    sa.UniqueConstraint("hand_over_id", "dossier_id"),
    sa.Index(None, "dossier_id"),
)

custody = sa.Table(
    "custody",
    metadata,
    # A dossier without a row is its unit's.
    sa.Column("dossier_id", sa.ForeignKey("dossier.id"), primary_key=True),
    sa.Column("holder", sa.String(20), nullable=False),
    sa.Column("since", sa.Date, nullable=False),
    sa.Column("receipt_number", Words, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Column("recorded_by", Words, nullable=False),
    sa.Index(None, "holder", "since"),
)

hand_over_clock = sa.Table(
    "hand_over_clock",
    metadata,
    # Worked out whenever what it follows from changes; no row: handed over, or never to be.
    sa.Column("dossier_id", sa.ForeignKey("dossier.id"), primary_key=True),
    sa.Column("start", sa.String(20), nullable=False, server_default=""),
    sa.Column("starts_on", sa.Date),
    sa.Column("target_on", sa.Date),
    sa.Column("limit_on", sa.Date),
    sa.Column("kept_until", sa.Date),
    sa.Column("consent", Words, nullable=False, server_default=""),
    sa.Column("due_on", sa.Date),
    sa.Index(None, "due_on", "dossier_id"),
)

keep_back = sa.Table(
    "keep_back",
    metadata,
    id_column(),
    sa.Column("dossier_id", sa.ForeignKey("dossier.id"), nullable=False),
    sa.Column("until", sa.Date, nullable=False),
    sa.Column("number", Words, nullable=False),
    sa.Column("consented_on", sa.Date, nullable=False),
    sa.Column("consented_by", Words, nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Column("recorded_by", Words, nullable=False),
    sa.Index(None, "dossier_id"),
)

transfer = sa.Table(
    "transfer",
    metadata,
    id_column(),
    sa.Column("name", Words, nullable=False),
    sa.Column("archive", Words, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("planned_on", sa.Date, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("registered_at", Moment, nullable=False),
    sa.Column("registered_by", Words, nullable=False),
    sa.Column("answer_due", sa.Date, nullable=False),
    sa.Column("answer_number", Words, nullable=False, server_default=""),
    sa.Column("answered_on", sa.Date),
    sa.Column("receipt_number", Words, nullable=False, server_default=""),
    sa.Column("received_on", sa.Date),
    sa.Column("recorded_by", Words, nullable=False, server_default=""),
    sa.Column("closed_why", Words, nullable=False, server_default=""),
)

transfer_item = sa.Table(
    "transfer_item",
    metadata,
    id_column(),
    sa.Column("transfer_id", sa.ForeignKey("transfer.id"), nullable=False),
    sa.Column("dossier_id", sa.ForeignKey("dossier.id"), nullable=False),
    sa.Column("listed", Plain, nullable=False),
    # SHA-256 of the manifest of its package, and whether the other side named that.
    sa.Column("package", sa.String(64), nullable=False, server_default=""),
    sa.Column("received", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.UniqueConstraint("transfer_id", "dossier_id"),
    sa.Index(None, "dossier_id"),
)
