"""The tables of taking in, reading and keeping; others stand in ``schema_*.py`` beside.

Changing one means a migration in ``migrations/``.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeDecorator

from adapters.catalogue.storable import Code, Plain, Words

NEWEST_REVISION = "0039"
"""The version of these tables; a test holds it equal to the newest migration."""

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = sa.MetaData(naming_convention=NAMING)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; naive times are refused rather than guessed."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        _ = dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        _ = dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def id_column(name: str = "id") -> sa.Column[str]:
    return sa.Column(name, sa.String(36), primary_key=True)


def only(condition: str) -> dict[str, Any]:
    """For an index over those rows alone that meet the condition."""
    return {"sqlite_where": sa.text(condition), "postgresql_where": sa.text(condition)}


batch = sa.Table(
    "batch",
    metadata,
    id_column(),
    sa.Column("name", Words, nullable=False),
    sa.Column("dossier_by", sa.String(10), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("unit", Code(64), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("created_by", Words, nullable=False),
    # Of files the newest is asked for instead: a row that every arrival writes would make them queue.
    sa.Column("last_arrival_at", Moment, nullable=False),
    sa.Column("closed_at", Moment),
    sa.Column("effort", sa.String(10), nullable=False, server_default=""),
    sa.Column("profile", sa.String(12), nullable=False, server_default=""),
    sa.Column("checklist_at", Moment),
    sa.Column("checklist_by", Words, nullable=False, server_default=""),
    # Where its papers lie; a dossier that it makes takes it over.
    sa.Column("paper_code", Words, nullable=False, server_default=""),
    # Whether nothing of it is deposited before somebody confirmed that; a batch of an older version does not wait.
    sa.Column("checklist_waits", sa.Boolean, nullable=False, server_default=sa.false()),
    # The standing instruction by which it was confirmed; empty: somebody looked.
    sa.Column("checklist_instruction", Words, nullable=False, server_default=""),
    sa.Index(None, "created_at"),
)

dossier = sa.Table(
    "dossier",
    metadata,
    id_column(),
    sa.Column("batch_id", sa.ForeignKey("batch.id"), nullable=False),
    sa.Column("grouping", Words, nullable=False),
    sa.Column("code", Words, nullable=False, server_default=""),
    sa.Column("code_folded", Words, nullable=False, server_default=""),
    sa.Column("title", Words, nullable=False),
    sa.Column("unit", Code(64), nullable=False),
    sa.Column("access_level", sa.String(2), nullable=False),
    sa.Column("restricted_until", sa.Date),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("work_ended_on", sa.Date),
    sa.Column("work_ended_by", Words, nullable=False, server_default=""),
    sa.Column("version", sa.Integer, nullable=False, server_default="0"),
    sa.Column("inventory_sha512", sa.String(128), nullable=False, server_default=""),
    sa.Column("created_at", Moment, nullable=False),
    # Codes of Circular 05/2025/TT-BNV; the level is that of the newest version.
    sa.Column("paper_code", Words, nullable=False, server_default=""),
    sa.Column("paper_code_folded", Words, nullable=False, server_default=""),
    sa.Column("paper_box_folded", Words, nullable=False, server_default=""),
    sa.Column("confidence_level", sa.String(2), nullable=False, server_default=""),
    sa.UniqueConstraint("batch_id", "grouping"),
    sa.Index(None, "unit", "code_folded"),
    sa.Index("ix_dossier_code_folded", "code_folded"),
    sa.Index(None, "created_at"),
    # Few at any time, and asked for by every search.
    sa.Index("ix_dossier_going", "state", **only("state = 'going'")),
    sa.Index("ix_dossier_paper_code", "paper_code_folded", **only("paper_code_folded <> ''")),
    sa.Index("ix_dossier_paper_box", "paper_box_folded", **only("paper_box_folded <> ''")),
    # Digitised, and nobody has said where the paper is.
    sa.Index("ix_dossier_paper_missing", "created_at", **only("paper_code = '' AND confidence_level > '01'")),
)

file = sa.Table(
    "file",
    metadata,
    id_column(),
    sa.Column("batch_id", sa.ForeignKey("batch.id"), nullable=False),
    sa.Column("name", Words, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("size", sa.BigInteger, nullable=False),
    sa.Column("received_at", Moment, nullable=False),
    sa.Column("received_by", Words, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("media_type", Words, nullable=False, server_default=""),
    sa.Column("page_count", sa.Integer, nullable=False, server_default="0"),
    sa.Column("findings", Plain, nullable=False),
    sa.Column("signatures", Plain, nullable=False),
    sa.Column("dossier_id", sa.ForeignKey("dossier.id")),
    sa.Column("document_id", sa.String(36)),
    sa.Column("duplicate_of", sa.String(36)),
    sa.UniqueConstraint("batch_id", "name", "digest"),
    sa.Index(None, "digest"),
    sa.Index(None, "batch_id", "state"),
    sa.Index(None, "batch_id", "received_at"),
    sa.Index(None, "dossier_id"),
)

document = sa.Table(
    "document",
    metadata,
    id_column(),
    sa.Column("dossier_id", sa.ForeignKey("dossier.id"), nullable=False),
    sa.Column("file_id", sa.ForeignKey("file.id"), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("title", Words, nullable=False, server_default=""),
    sa.Column("page_count", sa.Integer, nullable=False),
    sa.Column("pages_left", sa.Integer, nullable=False),
    sa.Column("pdfa_level", sa.String(4), nullable=False, server_default=""),
    sa.Column("pdfa_reason", Words, nullable=False, server_default=""),
    sa.Column("pdfa_digest", sa.String(64)),
    sa.Column("pdfa_size", sa.BigInteger),
    sa.Column("words_digest", sa.String(64)),
    sa.Column("words_size", sa.BigInteger),
    sa.Column("pictures_digest", sa.String(64)),
    sa.Column("urgency", Words, nullable=False, server_default=""),
    sa.Column("findings", Plain, nullable=False),
    sa.Column("rereads", sa.Integer, nullable=False, server_default="0"),
    sa.Column("effort", sa.String(10), nullable=False, server_default=""),
    # When its pages could be found first; empty where that was before anybody wrote it down.
    sa.Column("found_since", Moment),
    # Empty: its scan is all that the batch asks for, or the batch only tells.
    sa.Column("scan_decision", sa.String(10), nullable=False, server_default=""),
    # A rule of its own, which can only be stricter than its dossier's; empty: as its dossier.
    sa.Column("own_level", sa.String(2), nullable=False, server_default=""),
    sa.Column("own_restricted_until", sa.Date),
    sa.UniqueConstraint("file_id"),
    sa.Index(None, "dossier_id"),
    sa.Index("ix_document_reread", "state", **only("rereads > 0")),
    # Few at any time, and asked for by everybody who looks whether something waits.
    sa.Index("ix_document_scan_waiting", "file_id", **only("scan_decision = 'waiting'")),
    sa.Index("ix_document_own_rule", "dossier_id", **only("own_level <> '' OR own_restricted_until IS NOT NULL")),
)

page = sa.Table(
    "page",
    metadata,
    sa.Column("document_id", sa.ForeignKey("document.id"), primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("layer", sa.String(12), nullable=False, server_default=""),
    sa.Column("reason", Words, nullable=False, server_default=""),
    sa.Column("engine", Words, nullable=False, server_default=""),
    sa.Column("confidence", sa.Float),
    sa.Column("invalid_ratio", sa.Float, nullable=False, server_default="0"),
    sa.Column("width", sa.Float, nullable=False, server_default="0"),
    sa.Column("height", sa.Float, nullable=False, server_default="0"),
    sa.Column("words", sa.Integer, nullable=False, server_default="0"),
    sa.Column("findings", Plain, nullable=False),
    # How many numbers and addresses of people were found (records.personal_data), and whether a card is shown. They
    # stand here, beside the page, so that a new reading replaces them and whoever removes the page removes them.
    # NULL: read before this was looked for; ``vankho index rebuild`` looks.
    sa.Column("personal", sa.Integer),
    sa.Column("identity_card", sa.Boolean, nullable=False, server_default=sa.false()),
    # Whether it is a picture of paper. NULL: read before this was written down, or not read.
    sa.Column("scanned", sa.Boolean),
    # The whole PageReading, compressed, until the words lie in the archive.
    sa.Column("reading", sa.LargeBinary),
)

field_proposal = sa.Table(
    "field_proposal",
    metadata,
    sa.Column("document_id", sa.ForeignKey("document.id"), primary_key=True),
    sa.Column("field", sa.String(20), primary_key=True),
    sa.Column("value", Words, nullable=False),
    sa.Column("confidence", sa.Float, nullable=False),
    sa.Column("doubtful", sa.Boolean, nullable=False),
    sa.Column("page", sa.Integer),
    sa.Column("box", Plain),
    sa.Column("evidence", Words, nullable=False),
    # Of numbers and days alone, which are short: a subject may be longer than an index takes.
    sa.Index("ix_field_proposal_number", "value", **only("field = 'number'")),
    sa.Index("ix_field_proposal_issued_on", "value", **only("field = 'issued_on'")),
)

step = sa.Table(
    "step",
    metadata,
    id_column(),
    sa.Column("kind", sa.String(12), nullable=False),
    sa.Column("subject", sa.String(80), nullable=False),
    sa.Column("batch_id", sa.ForeignKey("batch.id"), nullable=False),
    sa.Column("priority", sa.Integer, nullable=False),
    sa.Column("state", sa.String(10), nullable=False),
    sa.Column("errors", sa.Integer, nullable=False, server_default="0"),
    sa.Column("deaths", sa.Integer, nullable=False, server_default="0"),
    sa.Column("not_before", Moment, nullable=False),
    sa.Column("lease_owner", Words),
    sa.Column("lease_until", Moment),
    sa.Column("error_code", Words, nullable=False, server_default=""),
    sa.Column("error", Plain),
    sa.Column("done_at", Moment),
    sa.UniqueConstraint("kind", "subject"),
    # Done steps are a hundred times as many as the others and are never looked for.
    sa.Index("ix_step_undone", "state", "priority", "id", **only("state <> 'done'")),
    sa.Index(None, "batch_id", "state"),
)

event = sa.Table(
    "event",
    metadata,
    id_column(),
    sa.Column("at", Moment, nullable=False),
    sa.Column("type", Words, nullable=False),
    sa.Column("agent", Words, nullable=False),
    sa.Column("outcome", sa.String(10), nullable=False),
    sa.Column("batch_id", sa.String(36)),
    sa.Column("dossier_id", sa.String(36)),
    sa.Column("subjects", Plain, nullable=False),
    sa.Column("detail", Plain, nullable=False),
    # Where it was asked for from; empty: by no request.
    sa.Column("address", Code(64)),
    sa.Index(None, "dossier_id"),
    sa.Index(None, "batch_id"),
    sa.Index(None, "agent", "id"),
    sa.Index(None, "at"),
)
