"""The list of records of conditional access, as far as a reader may see them, in the order of dossiers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue import access
from adapters.catalogue.rights import may_see_document, may_see_dossier
from adapters.catalogue.schema import document, dossier, event, file
from ingest.model import DocumentState
from records.conditional_access import ConditionalPart, ConditionalRecord
from records.identifiers import DocumentId, DossierId
from records.personal_data import mask
from records.reader import AccessLevel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from records.conditional_access import ConditionalQuery
    from records.reader import Reader

_CONDITIONAL = AccessLevel.CONDITIONAL.value
_ACTS = ("access_changed", "document_access_changed")


def listed(connection: sa.Connection, reader: Reader, today: date, query: ConditionalQuery) -> list[ConditionalRecord]:
    """At most ``query.limit`` records behind ``query.after``; a dossier stands before its documents."""
    parts = []
    if query.part is not ConditionalPart.DOCUMENTS:
        parts.append(_dossiers(reader, today, query))
    if query.part is not ConditionalPart.DOSSIERS:
        parts.append(_documents(reader, today, query))
    every = sa.union_all(*parts).subquery()
    rows = connection.execute(
        sa.select(every).order_by(every.c.dossier_id, every.c.document_id).limit(query.limit)
    ).all()
    reasons = _reasons(connection, [r.dossier_id for r in rows])
    return [_record(r, today, reasons) for r in rows]


def _dossiers(reader: Reader, today: date, query: ConditionalQuery) -> Any:
    restricted = dossier.c.restricted_until > today
    listed_by = restricted
    if query.part is not ConditionalPart.RESTRICTED:
        listed_by = sa.or_(dossier.c.access_level == _CONDITIONAL, restricted)
    # A dossier whose files were all refused or quarantined is no dossier to anybody yet.
    something = sa.exists().where(
        document.c.dossier_id == dossier.c.id, document.c.state != DocumentState.QUARANTINED.value
    )
    where = [may_see_dossier(reader, today), listed_by, something]
    if query.after is not None:
        where.append(dossier.c.id > query.after[0])
    return _narrowed(
        sa.select(
            dossier.c.id.label("dossier_id"),
            sa.literal("").label("document_id"),
            *_OF_DOSSIER,
            sa.literal("").label("document_title"),
            sa.literal("").label("file_name"),
            sa.literal("").label("own_level"),
            sa.cast(sa.null(), sa.Date).label("own_restricted_until"),
        ).where(*where),
        query,
        [dossier.c.code, dossier.c.title],
    )


_OF_DOSSIER = (
    dossier.c.code,
    dossier.c.title,
    dossier.c.unit,
    dossier.c.access_level,
    dossier.c.restricted_until,
)


def _documents(reader: Reader, today: date, query: ConditionalQuery) -> Any:
    restricted = document.c.own_restricted_until > today
    listed_by = restricted
    if query.part is not ConditionalPart.RESTRICTED:
        listed_by = sa.or_(document.c.own_level == _CONDITIONAL, restricted)
    # Said once more as the index of these few has it, so that it is used.
    own = sa.text("(document.own_level <> '' OR document.own_restricted_until IS NOT NULL)")
    where: list[Any] = [
        may_see_document(reader, today),
        listed_by,
        own,
        document.c.state != DocumentState.QUARANTINED.value,
    ]
    if query.after is not None:
        where.append(sa.tuple_(dossier.c.id, document.c.id) > sa.tuple_(*map(sa.literal, query.after)))
    return _narrowed(
        sa.select(
            dossier.c.id.label("dossier_id"),
            document.c.id.label("document_id"),
            *_OF_DOSSIER,
            document.c.title.label("document_title"),
            file.c.name.label("file_name"),
            document.c.own_level,
            document.c.own_restricted_until,
        )
        .select_from(
            document.join(dossier, document.c.dossier_id == dossier.c.id).join(file, document.c.file_id == file.c.id)
        )
        .where(*where),
        query,
        [dossier.c.code, dossier.c.title, document.c.title],
    )


def _narrowed(rows: Any, query: ConditionalQuery, named: Sequence[sa.ColumnElement[str]]) -> Any:
    if query.unit:
        rows = rows.where(dossier.c.unit == query.unit)
    if query.words:
        # As typed too: SQLite makes no letters small but those of English.
        rows = rows.where(
            sa.or_(
                *(one.contains(query.words, autoescape=True) for one in named),
                *(sa.func.lower(one).contains(query.words.lower(), autoescape=True) for one in named),
            )
        )
    return rows


def _reasons(connection: sa.Connection, dossiers: Sequence[str]) -> dict[str, str]:
    """By dossier or document: why its rule was changed last."""
    rows = connection.execute(
        sa.select(event.c.subjects, event.c.detail)
        .where(event.c.dossier_id.in_(sorted(set(dossiers))), event.c.type == "metadata modification")
        .order_by(event.c.id)
    )
    return {r.subjects[0]: str(r.detail["why"]) for r in rows if r.detail.get("act") in _ACTS}


def _record(row: Any, today: date, reasons: dict[str, str]) -> ConditionalRecord:
    rule = access.own_rule_of(row).within(access.rule_of(row))
    until = rule.restricted_until
    title = row.document_title or row.file_name.rpartition("/")[2]
    return ConditionalRecord(
        dossier=DossierId(row.dossier_id),
        document=DocumentId(row.document_id) if row.document_id else None,
        code=row.code,
        title=mask(row.title),
        document_title=mask(title) if row.document_id else "",
        unit=row.unit,
        level=rule.level,
        restricted_until=until if until is not None and until > today else None,
        reason=reasons.get(row.document_id or row.dossier_id, ""),
    )
