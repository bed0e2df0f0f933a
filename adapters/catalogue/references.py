"""References: which dossiers have a document that lies in another one, its home.

Whoever adds or takes one away holds both dossiers, in the order of their ids; the gate holds the home. So a
reference is there before a destruction is decided, and is seen, or comes after it and finds the home gone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue import holds
from adapters.catalogue.rights import DESTROYED, GOING, may_see_document
from adapters.catalogue.schema import document, dossier
from adapters.catalogue.schema_references import document_reference as table
from adapters.catalogue.statements import insert_new
from ingest.model import DocumentState
from records.identifiers import DocumentId, DossierId, uuid7

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from records.identifiers import Digest
    from records.reader import Reader
    from retention_rules.holds import Hold


def add(
    connection: sa.Connection,
    which: DossierId,
    referred: DocumentId,
    *,
    digest: Digest,
    why: str,
    by: str,
    now: datetime,
) -> bool:
    """False where the dossier refers to it already. The caller holds both dossiers."""
    return insert_new(
        connection,
        table,
        id=str(uuid7()),
        dossier_id=which.value,
        document_id=referred.value,
        digest=digest.hex,
        why=why,
        recorded_at=now,
        recorded_by=by,
    )


def remove(connection: sa.Connection, which: DossierId, referred: DocumentId) -> None:
    """The dossier refers to it no more. The caller holds both dossiers."""
    connection.execute(sa.delete(table).where(_this(which, referred)))


def one(connection: sa.Connection, which: DossierId, referred: DocumentId) -> Any | None:
    """The row, or None where the dossier does not refer to it."""
    return connection.execute(sa.select(table).where(_this(which, referred))).first()


def with_id(connection: sa.Connection, which: str) -> Any | None:
    """The row of that id, or None where the reference was taken back, or its document moved."""
    return connection.execute(sa.select(table).where(table.c.id == which)).first()


def begin_moving(connection: sa.Connection, which: DossierId, referred: DocumentId, by: str) -> bool:
    """False where somebody asked for it already. The caller holds both dossiers."""
    asked = sa.update(table).where(_this(which, referred), table.c.moving_by == "").values(moving_by=by)
    return connection.execute(asked).rowcount == 1


def of_dossier(connection: sa.Connection, which: DossierId, reader: Reader, today: date) -> Sequence[Any]:
    """What the dossier refers to, oldest first, with ``home_id``; what of it the reader may not see is not there."""
    return connection.execute(
        sa.select(table, document.c.dossier_id.label("home_id"))
        .select_from(
            table.join(document, document.c.id == table.c.document_id).join(
                dossier, dossier.c.id == document.c.dossier_id
            )
        )
        .where(
            table.c.dossier_id == which.value,
            document.c.state != DocumentState.QUARANTINED.value,
            may_see_document(reader, today),
        )
        .order_by(table.c.id)
    ).all()


def to_dossier(connection: sa.Connection, home: DossierId, reader: Reader, today: date) -> Sequence[Any]:
    """References to documents of ``home``, with code and title of who refers, as far as the reader may see them."""
    return connection.execute(
        sa.select(table, dossier.c.code, dossier.c.title)
        .select_from(
            table.join(document, document.c.id == table.c.document_id).join(dossier, dossier.c.id == table.c.dossier_id)
        )
        .where(
            document.c.dossier_id == home.value,
            document.c.state != DocumentState.QUARANTINED.value,
            may_see_document(reader, today),
        )
        .order_by(table.c.id)
    ).all()


def referring_to(connection: sa.Connection, home: DossierId) -> list[DossierId]:
    """Dossiers that refer to a document of ``home``, in order of id; those that are destroyed, or cannot be kept any
    more, not among them.
    """
    found = connection.execute(
        sa.select(table.c.dossier_id)
        .distinct()
        .select_from(
            table.join(document, document.c.id == table.c.document_id).join(dossier, dossier.c.id == table.c.dossier_id)
        )
        .where(
            document.c.dossier_id == home.value,
            table.c.dossier_id != home.value,
            dossier.c.state.not_in((GOING, DESTROYED)),
        )
        .order_by(table.c.dossier_id)
    )
    return [DossierId(each) for each in found.scalars()]


def holds_through(connection: sa.Connection, home: DossierId) -> list[Hold]:
    """Open holds over dossiers that refer to a document of ``home``: they reach the document there."""
    found = {each.id: each for other in referring_to(connection, home) for each in holds.over(connection, other)}
    return [found[each] for each in sorted(found)]


def digests_in(connection: sa.Connection, which: DossierId) -> list[dict[str, str]]:
    """What the dossier refers to, as its package tells it: document, home and digest."""
    rows = connection.execute(
        sa.select(table.c.document_id, table.c.digest, document.c.dossier_id)
        .select_from(table.join(document, document.c.id == table.c.document_id))
        .where(table.c.dossier_id == which.value)
        .order_by(table.c.id)
    )
    return [{"document": r.document_id, "home": r.dossier_id, "original_sha256": r.digest} for r in rows]


def _this(which: DossierId, referred: DocumentId) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.dossier_id == which.value, table.c.document_id == referred.value)
