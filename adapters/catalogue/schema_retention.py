"""The tables of retention, holds and disposal. Changing them means a migration, as for ``schema``."""

from __future__ import annotations

import sqlalchemy as sa

from adapters.catalogue.schema import Moment, id_column, metadata, only
from adapters.catalogue.storable import Code, Plain, Words

retention_assignment = sa.Table(
    "retention_assignment",
    metadata,
    id_column(),
    sa.Column("dossier_id", sa.ForeignKey("dossier.id"), nullable=False),
    sa.Column("assigned_at", Moment, nullable=False),
    sa.Column("assigned_by", Words, nullable=False),
    sa.Column("superseded_at", Moment),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("kind", sa.String(14), nullable=False),
    sa.Column("expires_on", sa.Date),
    sa.Column("candidate_from", sa.Date),
    sa.Column("waiting_for", sa.String(20)),
    sa.Column("assignment", Plain, nullable=False),
    # Of the rule; and as the dossier's, which a trigger carries over, so that one index finds what falls due.
    sa.Column("period", sa.String(64), nullable=False, server_default=""),
    sa.Column("unit", Code(64), nullable=False, server_default=""),
    sa.Column("access_level", sa.String(2), nullable=False, server_default=""),
    sa.Column("restricted_until", sa.Date),
    # A digest of what it was worked out from and came to (retention_rules.grounds); empty: nobody wrote it down.
    sa.Column("basis", sa.String(32), nullable=False, server_default=""),
    sa.Index(None, "dossier_id"),
    sa.Index(
        "ix_retention_assignment_waiting",
        "waiting_for",
        "dossier_id",
        **only("superseded_at IS NULL AND waiting_for IS NOT NULL"),
    ),
    sa.Index("uq_retention_assignment_in_force", "dossier_id", unique=True, **only("superseded_at IS NULL")),
    sa.Index(
        "ix_retention_assignment_due",
        "access_level",
        "candidate_from",
        "dossier_id",
        **only("superseded_at IS NULL AND candidate_from IS NOT NULL"),
    ),
    sa.Index(
        "ix_retention_assignment_due_of_unit",
        "unit",
        "access_level",
        "candidate_from",
        "dossier_id",
        **only("superseded_at IS NULL AND candidate_from IS NOT NULL"),
    ),
    sa.Index(
        "ix_retention_assignment_undated",
        "dossier_id",
        **only("superseded_at IS NULL AND candidate_from IS NULL"),
    ),
)

retention_total = sa.Table(
    "retention_total",
    metadata,
    # Written by triggers of the table above, a row a change; ``totals.fold`` adds rows of the same values up.
    sa.Column("id", sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True, autoincrement=True),
    sa.Column("unit", Code(64), nullable=False),
    sa.Column("access_level", sa.String(2), nullable=False),
    # The first day for ever, the last day for never, no text for nothing: equal values are equal, which NULLs are not.
    sa.Column("restricted_until", sa.Date, nullable=False),
    sa.Column("kind", sa.String(14), nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("period", sa.String(64), nullable=False),
    sa.Column("candidate_from", sa.Date, nullable=False),
    sa.Column("waiting_for", sa.String(20), nullable=False),
    sa.Column("dossiers", sa.Integer, nullable=False),
    sa.Column("loose", sa.Boolean, nullable=False, server_default=sa.true()),
    sa.Index("ix_retention_total_loose", "id", **only("loose")),
    sa.Index(
        "uq_retention_total_folded",
        "unit",
        "access_level",
        "restricted_until",
        "kind",
        "state",
        "period",
        "candidate_from",
        "waiting_for",
        unique=True,
        **only("NOT loose"),
    ),
)

retention_trigger = sa.Table(
    "retention_trigger",
    metadata,
    # The end of the work is the dossier's own column; what was recorded before is in the events.
    sa.Column("dossier_id", sa.ForeignKey("dossier.id"), primary_key=True),
    sa.Column("kind", sa.String(20), primary_key=True),
    sa.Column("happened_on", sa.Date, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Column("recorded_by", Words, nullable=False),
)

period_decision = sa.Table(
    "period_decision",
    metadata,
    id_column(),
    sa.Column("dossier_id", sa.ForeignKey("dossier.id"), nullable=False),
    sa.Column("period", sa.String(10), nullable=False),
    sa.Column("number", Words, nullable=False),
    sa.Column("decided_on", sa.Date, nullable=False),
    sa.Column("approved_by", Words, nullable=False),
    sa.Column("reason", Words, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Column("recorded_by", Words, nullable=False),
    sa.Index(None, "dossier_id"),
)

retention_schedule = sa.Table(
    "retention_schedule",
    metadata,
    id_column(),
    sa.Column("name", Words, nullable=False),
    sa.Column("version", sa.String(64), nullable=False),
    sa.Column("effective_from", sa.Date, nullable=False),
    sa.Column("source", Words, nullable=False),
    sa.Column("rules", Plain, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("imported_at", Moment, nullable=False),
    sa.Column("imported_by", Words, nullable=False),
    sa.Column("accepted_at", Moment),
    sa.Column("accepted_by", Words, nullable=False, server_default=""),
    sa.UniqueConstraint("name", "version"),
    sa.Index("uq_retention_schedule_in_force", "state", unique=True, **only("state = 'in_force'")),
)

rule_confirmation = sa.Table(
    "rule_confirmation",
    metadata,
    id_column(),
    # Of what the rule says: it holds wherever the same words stand, in whichever version.
    sa.Column("content", sa.String(64), nullable=False),
    sa.Column("rule_id", sa.String(64), nullable=False),
    sa.Column("source", Words, nullable=False),
    sa.Column("confirmed_at", Moment, nullable=False),
    sa.Column("confirmed_by", Words, nullable=False),
    sa.Column("withdrawn_at", Moment),
    sa.Column("withdrawn_by", Words, nullable=False, server_default=""),
    sa.Column("withdrawn_why", Words, nullable=False, server_default=""),
    sa.Index("uq_rule_confirmation_standing", "content", unique=True, **only("withdrawn_at IS NULL")),
)

reassessment = sa.Table(
    "reassessment",
    metadata,
    id_column(),
    sa.Column("reason", sa.String(20), nullable=False),
    sa.Column("subject", Words, nullable=False),
    sa.Column("asked_at", Moment, nullable=False),
    sa.Column("asked_by", Words, nullable=False),
    # The last dossier that was worked out anew; they are taken in the order of their ids.
    sa.Column("reached", sa.String(36), nullable=False, server_default=""),
    sa.Column("dossiers", sa.Integer, nullable=False, server_default="0"),
    sa.Column("failed", sa.Integer, nullable=False, server_default="0"),
    sa.Column("changed", sa.Integer, nullable=False, server_default="0"),
    sa.Column("finished_at", Moment),
)

hold = sa.Table(
    "hold",
    metadata,
    id_column(),
    sa.Column("name", Words, nullable=False),
    sa.Column("ground", sa.String(12), nullable=False),
    sa.Column("mandate_number", Words, nullable=False),
    sa.Column("mandate_date", sa.Date, nullable=False),
    sa.Column("mandate_by", Words, nullable=False),
    sa.Column("scopes", Plain, nullable=False),
    sa.Column("placed_at", Moment, nullable=False),
    sa.Column("placed_by", Words, nullable=False),
    sa.Column("lifted_at", Moment),
    sa.Column("lifted_by", Words, nullable=False, server_default=""),
    sa.Column("lifted_why", Words, nullable=False, server_default=""),
    # The last dossier that was told of the placing or lifting; they are taken in the order of their ids.
    sa.Column("reached", sa.String(36), nullable=False, server_default=""),
    sa.Column("spread_at", Moment),
)

dossier_hold = sa.Table(
    "dossier_hold",
    metadata,
    id_column(),
    sa.Column("hold_id", sa.ForeignKey("hold.id"), nullable=False),
    sa.Column("dossier_id", sa.ForeignKey("dossier.id"), nullable=False),
    sa.Column("reached_at", Moment, nullable=False),
    sa.UniqueConstraint("hold_id", "dossier_id"),
    sa.Index(None, "dossier_id"),
)

dossier_link = sa.Table(
    "dossier_link",
    metadata,
    id_column(),
    # The smaller id first: a link has no direction.
    sa.Column("one_id", sa.ForeignKey("dossier.id"), nullable=False),
    sa.Column("other_id", sa.ForeignKey("dossier.id"), nullable=False),
    sa.Column("why", Words, nullable=False),
    sa.Column("recorded_at", Moment, nullable=False),
    sa.Column("recorded_by", Words, nullable=False),
    sa.UniqueConstraint("one_id", "other_id"),
    sa.Index(None, "other_id"),
)

disposal_list = sa.Table(
    "disposal_list",
    metadata,
    id_column(),
    sa.Column("name", Words, nullable=False),
    sa.Column("state", sa.String(12), nullable=False),
    sa.Column("council", Plain, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("proposed_at", Moment, nullable=False),
    sa.Column("proposed_by", Words, nullable=False),
    sa.Column("decision_number", Words, nullable=False, server_default=""),
    sa.Column("decided_on", sa.Date),
    sa.Column("decided_at", Moment),
    sa.Column("decided_by", Words, nullable=False, server_default=""),
    sa.Column("executor", Words, nullable=False, server_default=""),
    sa.Column("executing_since", Moment),
    sa.Column("executed_at", Moment),
    # Of the steps that execute it; no foreign key, as it is made when somebody begins.
    sa.Column("batch_id", sa.String(36)),
    sa.Column("certificate", Plain),
    # The disposal dossier, once it is made; a dossier like every other.
    sa.Column("record_id", sa.String(36)),
    sa.Column("appraisal_number", Words, nullable=False, server_default=""),
    sa.Column("appraised_on", sa.Date),
    sa.Column("appraised_by", Words, nullable=False, server_default=""),
    sa.Column("appraisal_recorded_by", Words, nullable=False, server_default=""),
    sa.Column("withdrawn_at", Moment),
    sa.Column("withdrawn_by", Words, nullable=False, server_default=""),
    sa.Column("withdrawn_why", Words, nullable=False, server_default=""),
    sa.Column("sent_back", sa.Boolean, nullable=False, server_default=sa.false()),
)

disposal_item = sa.Table(
    "disposal_item",
    metadata,
    id_column(),
    sa.Column("list_id", sa.ForeignKey("disposal_list.id"), nullable=False),
    sa.Column("dossier_id", sa.ForeignKey("dossier.id"), nullable=False),
    sa.Column("fingerprint", sa.String(64), nullable=False),
    sa.Column("state", sa.String(10), nullable=False, server_default="listed"),
    sa.Column("reasons", Plain),
    sa.Column("code", sa.String(64), nullable=False, server_default=""),
    # How often somebody who executes asked for it: each time is a step of its own.
    sa.Column("attempt", sa.Integer, nullable=False, server_default="0"),
    sa.Column("begun_at", Moment),
    sa.Column("settled_at", Moment),
    # What was there and where, written before anything is erased; empty again when it is gone.
    sa.Column("intent", Plain),
    sa.UniqueConstraint("list_id", "dossier_id"),
    sa.Index(None, "dossier_id"),
)

disposal_vote = sa.Table(
    "disposal_vote",
    metadata,
    id_column(),
    sa.Column("item_id", sa.ForeignKey("disposal_item.id"), nullable=False),
    sa.Column("member", Words, nullable=False),
    sa.Column("vote", sa.String(8), nullable=False),
    sa.Column("said", Words, nullable=False, server_default=""),
    sa.Column("voted_at", Moment, nullable=False),
    sa.UniqueConstraint("item_id", "member"),
)

tombstone = sa.Table(
    "tombstone",
    metadata,
    # Of the dossier that was destroyed.
    sa.Column("id", sa.ForeignKey("dossier.id"), primary_key=True),
    sa.Column("item_id", sa.ForeignKey("disposal_item.id"), nullable=False),
    sa.Column("destroyed_at", Moment, nullable=False),
    sa.Column("said", Plain, nullable=False),
    sa.Column("leaf", sa.String(64), nullable=False),
    sa.UniqueConstraint("item_id"),
    sa.Index(None, "destroyed_at"),
)
