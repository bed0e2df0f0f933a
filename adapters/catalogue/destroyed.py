"""What the catalogue holds of a dossier's content, whether work at it is left, and taking it out for good.

Every table that refers to a document is emptied of it, whichever that is; a test holds that each table
is known to be emptied, kept or blanked.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue import checklists, rereading
from adapters.catalogue.all_tables import metadata
from adapters.catalogue.dossiers import code_key
from adapters.catalogue.rights import DESTROYED, GOING
from adapters.catalogue.schema import batch, document, dossier, file, step
from adapters.catalogue.schema_fixity import dossier_fixity
from adapters.catalogue.schema_hand_over import hand_over_clock, keep_back
from adapters.catalogue.schema_locks import dossier_lock
from adapters.catalogue.schema_references import document_reference
from adapters.catalogue.schema_retention import dossier_link, period_decision, tombstone
from adapters.catalogue.schema_use import use_request
from ingest.model import BatchState, DocumentState, FileState
from records.identifiers import Digest, DocumentId, DossierId

if TYPE_CHECKING:
    from collections.abc import Sequence

_ID_LENGTH = 36
_PASSING = ("ready", "leased")


class WorkLeft(Enum):
    """What is left to be done about a dossier."""

    NONE = auto()
    PASSING = auto()
    """Machines are at it, and will be done."""
    PERSON = auto()
    """A person has to look first, or its batch still takes files."""


def work_left(connection: sa.Connection, which: DossierId) -> WorkLeft:
    """Of a dossier that the caller holds. A file that comes later finds another dossier, once this one goes."""
    waits = [
        sa.select(document.c.id).where(
            document.c.dossier_id == which.value, document.c.state == DocumentState.QUARANTINED.value
        ),
        sa.select(file.c.id).where(file.c.dossier_id == which.value, file.c.state == FileState.QUARANTINED.value),
        sa.select(document.c.id).where(document.c.dossier_id == which.value, checklists.not_to_deposit()),
        sa.select(batch.c.id)
        .select_from(dossier.join(batch, dossier.c.batch_id == batch.c.id))
        .where(dossier.c.id == which.value, batch.c.state == BatchState.RECEIVING.value),
    ]
    if any(connection.execute(query.limit(1)).first() is not None for query in waits):
        return WorkLeft.PERSON
    undone = [sa.literal(state, literal_execute=True) for state in (*_PASSING, "failed")]
    states = set(
        connection.execute(
            sa.select(step.c.state).where(
                sa.text("step.state <> 'done'"),
                step.c.state.in_(undone),
                sa.func.substr(step.c.subject, 1, _ID_LENGTH).in_(_subjects(connection, which)),
            )
        ).scalars()
    )
    if "failed" in states:
        return WorkLeft.PERSON
    return WorkLeft.PASSING if states or not rereading.at_rest(connection, which) else WorkLeft.NONE


def documents_of(connection: sa.Connection, which: DossierId) -> list[DocumentId]:
    """Every document of it, in whatever state."""
    ids = connection.execute(
        sa.select(document.c.id).where(document.c.dossier_id == which.value).order_by(document.c.id)
    )
    return [DocumentId(each) for each in ids.scalars()]


def digests_of(connection: sa.Connection, which: DossierId) -> list[Digest]:
    """Of every file that was handed over with it, refused ones among them."""
    found = connection.execute(sa.select(file.c.digest).where(file.c.dossier_id == which.value).distinct())
    return sorted(Digest(each) for each in found.scalars())


def needed_elsewhere(connection: sa.Connection, digest: Digest, but: DossierId) -> bool:
    """Whether a file of another dossier with these bytes has not come to rest in the archive."""
    at_rest = (DocumentState.DEPOSITED.value, DocumentState.INDEXED.value)
    waiting = (
        sa.select(file.c.id)
        .select_from(file.outerjoin(document, document.c.file_id == file.c.id))
        .where(
            file.c.digest == digest.hex,
            sa.or_(file.c.dossier_id.is_(None), file.c.dossier_id != but.value),
            sa.or_(
                file.c.state.not_in((FileState.ACCEPTED.value, FileState.DESTROYED.value)),
                document.c.state.not_in(at_rest),
            ),
        )
        .limit(1)
    )
    return connection.execute(waiting).first() is not None


def begin(connection: sa.Connection, which: DossierId) -> None:
    """From the commit on nobody sees the dossier, nothing joins it, and no clock or lock of it is looked after.

    The caller holds it.
    """
    connection.execute(
        sa.update(dossier)
        .where(dossier.c.id == which.value)
        .values(state=GOING, grouping=f"destroyed:{which}", work_ended_by="")
    )
    connection.execute(sa.delete(dossier_lock).where(dossier_lock.c.id == which.value))
    connection.execute(sa.delete(dossier_fixity).where(dossier_fixity.c.id == which.value))
    connection.execute(sa.delete(hand_over_clock).where(hand_over_clock.c.dossier_id == which.value))


def forget(connection: sa.Connection, which: DossierId) -> int:
    """Take out what the catalogue holds of its content; how many rows went or were blanked. The caller holds it."""
    ids = [each.value for each in documents_of(connection, which)]
    gone = 0
    gone += _delete(connection, step, sa.func.substr(step.c.subject, 1, _ID_LENGTH), _subjects(connection, which))
    for table in referring_to(document):
        for column in _referring(table, document):
            gone += _delete(connection, table, column, ids)
    gone += _delete(connection, document, document.c.id, ids)
    blanked = [
        sa.update(file)
        .where(file.c.dossier_id == which.value)
        # Its id for a name: no two rows of a batch may be alike.
        .values(
            name=file.c.id,
            state=FileState.DESTROYED.value,
            findings=[],
            signatures=[],
            document_id=None,
            duplicate_of=None,
        ),
        sa.delete(document_reference).where(document_reference.c.dossier_id == which.value),
        sa.update(keep_back).where(keep_back.c.dossier_id == which.value).values(reason=""),
        sa.update(period_decision).where(period_decision.c.dossier_id == which.value).values(reason=""),
        sa.update(use_request).where(use_request.c.dossier_id == which.value).values(asked_for="", reason=""),
        sa.update(dossier_link)
        .where(sa.or_(dossier_link.c.one_id == which.value, dossier_link.c.other_id == which.value))
        .values(why=""),
        sa.update(dossier)
        .where(dossier.c.id == which.value)
        .values(state=DESTROYED, title="", version=0, inventory_sha512=""),
    ]
    return gone + sum(connection.execute(each).rowcount for each in blanked)


def left_of(connection: sa.Connection, which: DossierId, documents: Sequence[DocumentId]) -> int:
    """Rows that still say something of its content; looked up in every table that could."""
    ids = [each.value for each in documents]
    queries = [
        sa.select(sa.func.count()).select_from(table).where(column.in_(ids))
        for table in referring_to(document)
        for column in _referring(table, document)
    ]
    queries += [
        sa.select(sa.func.count())
        .select_from(document)
        .where(sa.or_(document.c.id.in_(ids), document.c.dossier_id == which.value)),
        sa.select(sa.func.count())
        .select_from(step)
        .where(sa.func.substr(step.c.subject, 1, _ID_LENGTH).in_([*ids, *_subjects(connection, which)])),
        sa.select(sa.func.count())
        .select_from(document_reference)
        .where(document_reference.c.dossier_id == which.value),
        sa.select(sa.func.count()).select_from(file).where(file.c.dossier_id == which.value, file.c.name != file.c.id),
        sa.select(sa.func.count()).select_from(dossier).where(dossier.c.id == which.value, dossier.c.title != ""),
    ]
    return sum(connection.execute(query).scalar_one() for query in queries)


def referring_to(named: sa.Table) -> list[sa.Table]:
    """Tables with a foreign key to ``named``; a new one is among them by itself."""
    return [table for table in metadata.sorted_tables if _referring(table, named)]


def _referring(table: sa.Table, named: sa.Table) -> list[sa.Column[Any]]:
    return [key.parent for key in table.foreign_keys if key.column.table is named]


def _delete(connection: sa.Connection, table: sa.Table, column: sa.ColumnElement[Any], ids: Sequence[str]) -> int:
    return connection.execute(sa.delete(table).where(column.in_(ids))).rowcount


def _subjects(connection: sa.Connection, which: DossierId) -> list[str]:
    """How the subjects of steps about it begin."""
    files = connection.execute(sa.select(file.c.id).where(file.c.dossier_id == which.value)).scalars()
    return [which.value, *(each.value for each in documents_of(connection, which)), *files]


def destroyed_with_code(connection: sa.Connection, code: str) -> list[DossierId]:
    """The destroyed dossiers that had this code, the oldest first, ten at most."""
    found = connection.execute(
        sa.select(tombstone.c.id)
        .join(dossier, dossier.c.id == tombstone.c.id)
        .where(dossier.c.code_folded == code_key(code), dossier.c.code_folded != "")
        .order_by(tombstone.c.id)
        .limit(10)
    ).scalars()
    return [DossierId(each) for each in found]
