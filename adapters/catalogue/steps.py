"""The steps of the pipeline: what is to be done, who does it, how often it was tried.

A step is claimed under a lease that its worker renews while it works. A worker that dies
leaves a lease behind; the step then becomes ready again and the death is counted, so that a
page that kills its reader is given up after a while instead of being tried for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.schema import step as table
from adapters.catalogue.statements import insert_new
from records.identifiers import BatchId, uuid7

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime


LONGEST_WAIT = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A claimed step."""

    id: str
    kind: str
    subject: str
    batch: BatchId
    errors: int
    """How often it ended with a passing error."""
    deaths: int
    """How often its worker died of it, or beside it."""


def add(connection: sa.Connection, *, kind: str, subject: str, batch: BatchId, priority: int, now: datetime) -> None:
    """Put a step on the list; one that is there already, done or not, is left as it is."""
    insert_new(
        connection,
        table,
        id=str(uuid7()),
        kind=kind,
        subject=subject,
        batch_id=batch.value,
        priority=priority,
        state="ready",
        not_before=now,
    )


def anything_ready(connection: sa.Connection, now: datetime) -> bool:
    """Whether claiming could succeed; asked without the write lock by idle workers."""
    ready = sa.select(table.c.id).where(table.c.state == "ready", table.c.not_before <= now).limit(1)
    expired = sa.select(table.c.id).where(table.c.state == "leased", table.c.lease_until < now).limit(1)
    return connection.execute(ready).first() is not None or connection.execute(expired).first() is not None


def claim(
    connection: sa.Connection, *, owner: str, now: datetime, until: datetime, one_at_a_time: Collection[str]
) -> Step | None:
    """The next ready step, leased to ``owner``; kinds in ``one_at_a_time`` only while no other of the kind runs."""
    running = sa.select(table.c.kind).where(table.c.state == "leased", table.c.kind.in_(one_at_a_time))
    row = connection.execute(
        sa.select(table)
        .where(table.c.state == "ready", table.c.not_before <= now, table.c.kind.not_in(running))
        .order_by(table.c.priority, table.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).first()
    if row is None:
        return None
    connection.execute(
        sa.update(table).where(table.c.id == row.id).values(state="leased", lease_owner=owner, lease_until=until)
    )
    return Step(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        batch=BatchId(row.batch_id),
        errors=row.errors,
        deaths=row.deaths,
    )


def renew(connection: sa.Connection, *, owner: str, until: datetime) -> None:
    """Keep what ``owner`` works on."""
    connection.execute(
        sa.update(table).where(table.c.lease_owner == owner, table.c.state == "leased").values(lease_until=until)
    )


def _mine(step: Step, owner: str) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.id == step.id, table.c.state == "leased", table.c.lease_owner == owner)


def finish(connection: sa.Connection, step: Step, *, owner: str, now: datetime) -> bool:
    """Mark the step done; False where the lease was lost, and then nothing may be written for it."""
    done = connection.execute(
        sa.update(table)
        .where(_mine(step, owner))
        .values(state="done", done_at=now, lease_owner=None, lease_until=None, error_code="", error=None)
    )
    return done.rowcount == 1


def postpone(
    connection: sa.Connection, step: Step, *, owner: str, not_before: datetime, count: bool, error: dict[str, Any]
) -> None:
    """Give the step back to be tried again at ``not_before``; ``count`` it among its errors or not."""
    connection.execute(
        sa.update(table)
        .where(_mine(step, owner))
        .values(
            state="ready",
            lease_owner=None,
            lease_until=None,
            not_before=not_before,
            errors=table.c.errors + int(count),
            error_code=error["code"],
            error=error,
        )
    )


def park(connection: sa.Connection, step: Step, *, owner: str, now: datetime, error: dict[str, Any]) -> None:
    """The step failed for good and waits for a person."""
    connection.execute(
        sa.update(table)
        .where(_mine(step, owner))
        .values(state="failed", done_at=now, lease_owner=None, lease_until=None, error_code=error["code"], error=error)
    )


def release_owner(connection: sa.Connection, owner: str, now: datetime) -> int:
    """What a dead worker held becomes ready again, one death counted; how many steps."""
    return _release(connection, table.c.lease_owner == owner, now)


def release_expired(connection: sa.Connection, now: datetime) -> int:
    """What nobody renewed becomes ready again, one death counted; how many steps."""
    return _release(connection, table.c.lease_until < now, now)


def _release(connection: sa.Connection, condition: sa.ColumnElement[bool], now: datetime) -> int:
    held = connection.execute(sa.select(table.c.id, table.c.deaths).where(condition, table.c.state == "leased")).all()
    for step_id, deaths in held:
        # Each death doubles the wait: others get their turn first, so that a step which merely
        # stood beside a killed worker is not the one that stands beside the next.
        wait = min(LONGEST_WAIT, timedelta(seconds=2.0**deaths))
        connection.execute(
            sa.update(table)
            .where(table.c.id == step_id)
            .values(state="ready", lease_owner=None, lease_until=None, deaths=deaths + 1, not_before=now + wait)
        )
    return len(held)


def owners(connection: sa.Connection) -> set[str]:
    """Who holds leases."""
    return set(connection.execute(sa.select(table.c.lease_owner).where(table.c.state == "leased").distinct()).scalars())


def retry_failed(connection: sa.Connection, batch: BatchId, now: datetime) -> int:
    """Failed steps of a batch become ready with a clean count; how many."""
    return connection.execute(
        sa.update(table)
        .where(table.c.batch_id == batch.value, table.c.state == "failed")
        .values(state="ready", errors=0, deaths=0, not_before=now, done_at=None)
    ).rowcount


def undone(connection: sa.Connection, batch: BatchId | None = None) -> int:
    """Steps that machines still have to do, of one batch or of all."""
    query = sa.select(sa.func.count()).select_from(table).where(table.c.state.in_(("ready", "leased")))
    if batch is not None:
        query = query.where(table.c.batch_id == batch.value)
    return connection.execute(query).scalar_one()


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedStep:
    """A step that waits for a person."""

    kind: str
    subject: str
    batch: BatchId
    error: dict[str, Any]


def failed(connection: sa.Connection, batch: BatchId) -> list[FailedStep]:
    """The batch's failed steps."""
    rows = connection.execute(
        sa.select(table).where(table.c.batch_id == batch.value, table.c.state == "failed").order_by(table.c.id)
    )
    return [FailedStep(kind=r.kind, subject=r.subject, batch=batch, error=r.error or {}) for r in rows]
