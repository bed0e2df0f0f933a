"""Seals of the audit trail, and the events they are made over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from accounts.seal_trail import Seal, TrailLine, day_of, ids_of
from adapters.catalogue.schema import event
from adapters.catalogue.schema_seals import event_seal as table
from adapters.catalogue.statements import insert_or_leave

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

_AT_ONCE = 1000


def newest(connection: sa.Connection) -> Seal | None:
    """Of the last day that was sealed."""
    row = connection.execute(sa.select(table).order_by(table.c.day.desc()).limit(1)).first()
    return None if row is None else _seal(row)


def after(connection: sa.Connection, day: date | None) -> tuple[Seal, str] | None:
    """The next seal after that day (None: the first), with the digest as it is kept beside it."""
    condition = sa.true() if day is None else table.c.day > day
    row = connection.execute(sa.select(table).where(condition).order_by(table.c.day).limit(1)).first()
    return None if row is None else (_seal(row), row.digest)


def first_day(connection: sa.Connection) -> date | None:
    """On which the first event was recorded."""
    least = connection.execute(sa.select(sa.func.min(event.c.id))).scalar()
    return day_of(least) if least else None


def lines(connection: sa.Connection, day: date) -> Iterator[TrailLine]:
    """The events of the day in the order of their ids; memory stays the same however many there are."""
    least, beyond = ids_of(day)
    rows = connection.execution_options(stream_results=True, yield_per=_AT_ONCE).execute(
        sa.select(event).where(event.c.id >= least, event.c.id < beyond).order_by(event.c.id)
    )
    for row in rows:
        yield TrailLine(
            id=row.id,
            at=row.at,
            type=row.type,
            agent=row.agent,
            outcome=row.outcome,
            batch=row.batch_id or "",
            dossier=row.dossier_id or "",
            subjects=row.subjects,
            detail=row.detail,
            address=row.address or "",
        )


def add(connection: sa.Connection, seal: Seal, now: datetime) -> None:
    """Keep the seal; where its day is sealed already that one stays."""
    connection.execute(
        insert_or_leave(connection, table).values(
            day=seal.day,
            events=seal.events,
            first=seal.first,
            last=seal.last,
            events_sha256=seal.events_sha256,
            previous=seal.previous,
            digest=seal.digest,
            sealed_at=now,
        )
    )


def next_unlocked(connection: sa.Connection) -> Seal | None:
    """The oldest of which no copy is locked in the store."""
    row = connection.execute(
        sa.select(table).where(table.c.locked_until.is_(None)).order_by(table.c.day).limit(1)
    ).first()
    return None if row is None else _seal(row)


def locked(connection: sa.Connection, day: date, until: date) -> None:
    """A copy of the seal of that day is locked until then."""
    connection.execute(sa.update(table).where(table.c.day == day).values(locked_until=until))


def ask_for_all(connection: sa.Connection) -> None:
    """Have a copy of every seal locked: the store is a new one."""
    connection.execute(sa.update(table).values(locked_until=None))


def _seal(row: Any) -> Seal:
    return Seal(
        day=row.day,
        events=row.events,
        first=row.first,
        last=row.last,
        events_sha256=row.events_sha256,
        previous=row.previous,
    )
