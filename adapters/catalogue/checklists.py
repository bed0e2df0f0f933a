"""Documents that wait until somebody confirmed of their batch that nothing in it must not be digitised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.scans import withheld
from adapters.catalogue.schema import batch, document, file
from ingest.model import DocumentState

if TYPE_CHECKING:
    from datetime import datetime

    from records.identifiers import BatchId, DossierId


def waits(of: Any = batch) -> sa.ColumnElement[bool]:
    """Of rows of batches: nothing of it is deposited before somebody confirmed."""
    return sa.and_(of.c.checklist_waits, of.c.checklist_at.is_(None))


def unconfirmed() -> sa.ColumnElement[bool]:
    """Of rows of documents: made, and not deposited because its batch waits."""
    of, its = file.alias(), batch.alias()
    waiting = sa.exists().where(of.c.id == document.c.file_id, its.c.id == of.c.batch_id, waits(its))
    return sa.and_(document.c.state == DocumentState.MADE.value, waiting)


def not_to_deposit() -> sa.ColumnElement[bool]:
    """Of rows of documents: a person has to accept the scan, or to confirm the batch, before it is deposited."""
    return sa.or_(withheld(), unconfirmed())


def unconfirmed_of(connection: sa.Connection, dossier: DossierId) -> frozenset[str]:
    """Ids of the documents of the dossier that wait for their batch."""
    found = sa.select(document.c.id).where(document.c.dossier_id == dossier.value, unconfirmed())
    return frozenset(connection.execute(found).scalars())


def waiting_in(which: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether a document of the batch is made and waits for nothing but its confirmation; of rows of batches."""
    made = sa.exists().where(
        document.c.file_id == file.c.id,
        file.c.batch_id == which,
        document.c.state == DocumentState.MADE.value,
        sa.not_(withheld()),
    )
    return sa.and_(waits(), made)


def number_waiting(connection: sa.Connection, which: BatchId) -> int:
    """How many documents of the batch are made and wait for nothing but its confirmation."""
    made = (
        sa.select(sa.func.count())
        .select_from(document.join(file, document.c.file_id == file.c.id).join(batch, file.c.batch_id == batch.c.id))
        .where(batch.c.id == which.value, waits(), document.c.state == DocumentState.MADE.value, sa.not_(withheld()))
    )
    return connection.execute(made).scalar_one()


def confirm(connection: sa.Connection, which: BatchId, by: str, now: datetime, *, instruction: str = "") -> bool:
    """Nothing is in it that must not be digitised; False where somebody has confirmed that before."""
    confirmed = connection.execute(
        sa.update(batch)
        .where(batch.c.id == which.value, batch.c.checklist_at.is_(None))
        .values(checklist_at=now, checklist_by=by, checklist_instruction=instruction)
    )
    return confirmed.rowcount == 1
