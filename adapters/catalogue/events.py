"""Events: everything that was done, by whom, with what outcome (PREMIS 3)."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.rights import own_rule_lets
from adapters.catalogue.schema import document
from adapters.catalogue.schema import event as table
from archive.model import Event
from records.asked_from import asked_from
from records.identifiers import uuid7

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from records.identifiers import BatchId, DossierId
    from records.reader import Reader

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


def seen_of_dossier(connection: sa.Connection, dossier: DossierId, reader: Reader, today: date) -> list[Event]:
    """``of_dossier`` for who may see the dossier: what was done to documents he may not see is left out."""
    hidden: set[str] = set()
    known = {dossier.value}
    rows = connection.execute(
        sa.select(document.c.id, document.c.file_id, own_rule_lets(reader, today).label("shown")).where(
            document.c.dossier_id == dossier.value
        )
    )
    for row in rows:
        (known if row.shown else hidden).update((row.id, row.file_id))
    told = of_dossier(connection, dossier)
    # Of documents that lie elsewhere, or did: those that tell of two dossiers.
    elsewhere = {one.subjects[0] for one in told if "about" in one.detail and one.subjects}
    if elsewhere:
        of_them = sa.and_(document.c.id.in_(sorted(elsewhere)), sa.not_(own_rule_lets(reader, today)))
        hidden.update(connection.execute(sa.select(document.c.id).where(of_them)).scalars())
    if not hidden:
        return told
    shown = []
    for one in told:
        left = tuple(subject for subject in one.subjects if subject not in hidden)
        # What is left of an event about one document is digests of its bytes, and copies of it.
        about_others = left == one.subjects or not known.isdisjoint(left)
        if about_others and not any(each in str(one.detail) for each in hidden):
            shown.append(replace(one, subjects=left))
    return shown
