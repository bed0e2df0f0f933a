"""Who may see dossiers and their documents, and which of them the index still shows by an older rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.documents import belongs_in_index
from adapters.catalogue.rights import DESTROYED, GOING, may_see_document
from adapters.catalogue.schema import document, step
from adapters.catalogue.schema import dossier as table
from adapters.catalogue.steps import FIRST
from archive.change_access import AccessRule, DocumentRule
from records.identifiers import DocumentId, DossierId
from records.reader import AccessLevel

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from records.reader import Reader

Seen = tuple[str, AccessLevel, "date | None"]
"""What decides who sees a page: unit, level, and until when it is restricted."""
_ID_LENGTH = 36


def put(connection: sa.Connection, dossier: DossierId, rule: AccessRule) -> None:
    """Write the rule; the caller holds the dossier."""
    connection.execute(
        sa.update(table)
        .where(table.c.id == dossier.value)
        .values(access_level=rule.level.value, restricted_until=rule.restricted_until)
    )


def put_on_document(connection: sa.Connection, which: DocumentId, rule: DocumentRule) -> None:
    """Write the document's own rule; the caller holds its dossier."""
    connection.execute(
        sa.update(document)
        .where(document.c.id == which.value)
        .values(own_level=rule.level.value if rule.level else "", own_restricted_until=rule.restricted_until)
    )


def rule_of(dossier: Any) -> AccessRule:
    """Of a row of a dossier."""
    return AccessRule(level=AccessLevel(dossier.access_level), restricted_until=dossier.restricted_until)


def own_rule_of(row: Any) -> DocumentRule:
    """Of a row of a document: what it demands beside its dossier's rule."""
    level = AccessLevel(row.own_level) if row.own_level else None
    return DocumentRule(level=level, restricted_until=row.own_restricted_until)


def indexed_documents(connection: sa.Connection, dossier: DossierId) -> list[DocumentId]:
    """Documents of the dossier that the index may hold already, oldest first."""
    ids = connection.execute(
        sa.select(document.c.id)
        .where(document.c.dossier_id == dossier.value, belongs_in_index())
        .order_by(document.c.id)
    ).scalars()
    return [DocumentId(value) for value in ids]


def of_document(connection: sa.Connection, document_id: DocumentId) -> Seen | None:
    """What decides now who sees the document; None where its dossier is being destroyed or is gone."""
    return next(iter(_seen(connection, document.c.id == document_id.value).values()), None)


def of_all_indexed(connection: sa.Connection) -> dict[DocumentId, Seen]:
    """The same for every document that belongs in the index."""
    return _seen(connection, belongs_in_index())


def _seen(connection: sa.Connection, which: sa.ColumnElement[bool]) -> dict[DocumentId, Seen]:
    rows = connection.execute(
        sa.select(
            document.c.id,
            document.c.own_level,
            document.c.own_restricted_until,
            table.c.unit,
            table.c.access_level,
            table.c.restricted_until,
        )
        .select_from(document.join(table, document.c.dossier_id == table.c.id))
        .where(which, table.c.state.not_in((GOING, DESTROYED)))
    )
    rules = {DocumentId(r.id): (r.unit, own_rule_of(r).within(rule_of(r))) for r in rows}
    return {each: (unit, rule.level, rule.restricted_until) for each, (unit, rule) in rules.items()}


def behind(connection: sa.Connection, reader: Reader, today: date) -> frozenset[DossierId]:
    """Dossiers of which the rule of a document was changed and not told to the index, and that ``reader`` may not see.

    Such a dossier is hidden whole, also where only one of its documents was changed. A step that failed for good
    counts: its pages stay hidden until somebody tries it again. So do those that are being destroyed, whoever asks.
    """
    # State by state and priority: the index of undone steps leads straight to the few that there are.
    undone = [sa.literal(state, literal_execute=True) for state in ("ready", "leased", "failed")]
    found = connection.execute(
        sa.select(table.c.id)
        .distinct()
        .select_from(
            step.join(document, document.c.id == sa.func.substr(step.c.subject, 1, _ID_LENGTH)).join(
                table, document.c.dossier_id == table.c.id
            )
        )
        .where(
            sa.text("step.state <> 'done'"),
            step.c.state.in_(undone),
            step.c.priority == FIRST,
            step.c.kind == "index",
            ~may_see_document(reader, today),
        )
    )
    # Spelled out, not bound: only so do both databases see that the index of those is enough.
    going = connection.execute(sa.select(table.c.id).where(table.c.state == sa.literal(GOING, literal_execute=True)))
    return frozenset(DossierId(value) for value in (*found.scalars(), *going.scalars()))


def of_level(connection: sa.Connection, among: Iterable[DossierId], level: AccessLevel) -> frozenset[DossierId]:
    """Those of that access level, or with a document that is of it by its own rule."""
    ids = [dossier.value for dossier in among]
    own = sa.exists().where(document.c.dossier_id == table.c.id, document.c.own_level == level.value)
    found = connection.execute(
        sa.select(table.c.id).where(table.c.id.in_(ids), sa.or_(table.c.access_level == level.value, own))
    )
    return frozenset(DossierId(one) for one in found.scalars())
