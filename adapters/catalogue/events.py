"""Events: everything that was done, by whom, with what outcome (PREMIS 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.schema import event as table
from archive.model import Event
from records.asked_from import asked_from
from records.identifiers import uuid7

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from records.identifiers import BatchId, DossierId

VIEWED = "dissemination"
"""Somebody looked at what is open on conditions. Of people, not of the record: it stays in the catalogue."""


def add(
    connection: sa.Connection,
    *,
    type: str,  # noqa: A002  the PREMIS name of the thing
    agent: str,
    now: datetime,
    subjects: Sequence[object],
    outcome: str = "success",
    batch: BatchId | None = None,
    dossier: DossierId | None = None,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Record that something was done, and where it was asked for from; ``detail`` holds no personal data."""
    connection.execute(
        sa.insert(table).values(
            id=str(uuid7()),
            at=now,
            type=type,
            agent=agent,
            outcome=outcome,
            batch_id=batch.value if batch else None,
            dossier_id=dossier.value if dossier else None,
            subjects=[str(subject) for subject in subjects],
            detail=dict(detail or {}),
            address=asked_from() or None,
        )
    )


def of_dossier(connection: sa.Connection, dossier: DossierId) -> list[Event]:
    """What was done to it, oldest first; without who looked at it."""
    rows = connection.execute(
        sa.select(table).where(table.c.dossier_id == dossier.value, table.c.type != VIEWED).order_by(table.c.id)
    )
    return [
        Event(
            id=r.id,
            at=r.at,
            type=r.type,
            agent=r.agent,
            outcome=r.outcome,
            subjects=tuple(r.subjects),
            detail=r.detail,
        )
        for r in rows
    ]
