"""Who may see dossiers, and which of them the index still shows by an older rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue.documents import belongs_in_index
from adapters.catalogue.rights import DESTROYED, GOING, may_see_dossier
from adapters.catalogue.schema import document, step
from adapters.catalogue.schema import dossier as table
from adapters.catalogue.steps import FIRST
from records.identifiers import DocumentId, DossierId
from records.reader import AccessLevel

if TYPE_CHECKING:
    from datetime import date

    from archive.change_access import AccessRule
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
        sa.select(document.c.id, table.c.unit, table.c.access_level, table.c.restricted_until)
        .select_from(document.join(table, document.c.dossier_id == table.c.id))
        .where(which, table.c.state.not_in((GOING, DESTROYED)))
    )
    return {DocumentId(r.id): (r.unit, AccessLevel(r.access_level), r.restricted_until) for r in rows}


def behind(connection: sa.Connection, reader: Reader, today: date) -> frozenset[DossierId]:
    """Dossiers whose rule was changed and not wholly told to the index, and that ``reader`` may not see.

    A step that failed for good counts: its pages stay hidden until somebody tries it again. So do those
    that are being destroyed, whoever asks.
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
            ~may_see_dossier(reader, today),
        )
    )
    # Spelled out, not bound: only so do both databases see that the index of those is enough.
    going = connection.execute(sa.select(table.c.id).where(table.c.state == sa.literal(GOING, literal_execute=True)))
    return frozenset(DossierId(value) for value in (*found.scalars(), *going.scalars()))
