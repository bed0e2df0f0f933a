"""The steps of the pipeline: what is to be done, who does it, how often it was tried.

A step is claimed under a lease that its worker renews while it works. A worker that dies
leaves a lease behind; the step then becomes ready again and the death is counted, so that a
page that kills its reader is given up after a while instead of being tried for ever.

Everything here may be repeated after a commit whose answer was lost: a step is added once
(``add``), and whoever finished, postponed or parked one holds its lease no longer, so that the
second time changes nothing. A claim whose answer was lost lies with an owner who does not know of
it: owners renew the one step they work on, and the lost one becomes ready when its lease runs out.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.schema import step as table
from adapters.catalogue.statements import insert_all_new, try_to_hold_name
from records.identifiers import BatchId, uuid7

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

LONGEST_WAIT = timedelta(seconds=60)
TOOK_TOO_LONG, TOO_MUCH_MEMORY = "step.took_too_long", "step.too_much_memory"
FIRST = 0
"""Priority of what nothing comes before: who may see a dossier was changed. No other step has it."""
BEYOND_BOUNDS = frozenset({TOOK_TOO_LONG, TOO_MUCH_MEMORY})
"""Codes that a worker leaves on the step over which it ends itself."""


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
    error_code: str = ""
    """Code of what it last failed with, where it failed before."""


def add(
    connection: sa.Connection, *, kind: str, subject: str, batch: BatchId, priority: int, now: datetime
) -> str | None:
    """Put a step on the list: its id, or None where it is there already, done or not, and is left as it is."""
    added = add_all(connection, kind=kind, subjects=[subject], batch=batch, priority=priority, now=now)
    return added[0] if added else None


def add_all(
    connection: sa.Connection, *, kind: str, subjects: Sequence[str], batch: BatchId, priority: int, now: datetime
) -> list[str]:
    """``add`` for many of a kind: the ids of those that were not there, in the order given."""
    rows = [
        {
            "id": str(uuid7()),
            "kind": kind,
            "subject": subject,
            "batch_id": batch.value,
            "priority": priority,
            "state": "ready",
            "not_before": now,
        }
        for subject in subjects
    ]
    return insert_all_new(connection, table, rows)


def _in(*states: str) -> sa.ColumnElement[bool]:
    # Spelled out, not bound: only so do both databases see that the index of undone steps is enough.
    return sa.and_(
        sa.text("step.state <> 'done'"), table.c.state.in_([sa.literal(s, literal_execute=True) for s in states])
    )


def anything_ready(connection: sa.Connection, now: datetime) -> bool:
    """Whether claiming could succeed; asked without the write lock by idle workers."""
    ready = sa.select(table.c.id).where(_in("ready"), table.c.not_before <= now).limit(1)
    expired = sa.select(table.c.id).where(_in("leased"), table.c.lease_until < now).limit(1)
    return connection.execute(ready).first() is not None or connection.execute(expired).first() is not None


def ready(connection: sa.Connection, now: datetime, kinds: Collection[str], limit: int) -> list[tuple[str, str]]:
    """Id and kind of at most ``limit`` steps of ``kinds`` that could be claimed now, the most urgent first."""
    rows = connection.execute(
        sa.select(table.c.id, table.c.kind)
        .where(_in("ready"), table.c.not_before <= now, table.c.kind.in_(kinds))
        .order_by(table.c.priority, table.c.id)
        .limit(limit)
    )
    return [(r.id, r.kind) for r in rows]


def claim(
    connection: sa.Connection, *, owner: str, now: datetime, until: datetime, one_at_a_time: Collection[str]
) -> Step | None:
    """The next ready step, leased to ``owner``; kinds in ``one_at_a_time`` only while no other of the kind runs.

    Two claimers never get the same step, and neither waits for the other.
    """
    running = sa.select(table.c.kind).where(_in("leased"), table.c.kind.in_(one_at_a_time))
    passed_over: set[str] = set()
    while True:
        row = connection.execute(
            sa.select(table)
            .where(
                _in("ready"),
                table.c.not_before <= now,
                table.c.kind.not_in(running),
                table.c.kind.not_in(passed_over),
            )
            .order_by(table.c.priority, table.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        ).first()
        if row is None:
            return None
        if row.kind not in one_at_a_time or _none_runs(connection, row.kind):
            connection.execute(_lease(table.c.id == row.id, owner, until))
            return _step(row)
        passed_over.add(row.kind)


def claim_one(
    connection: sa.Connection,
    step_id: str,
    owner: str,
    now: datetime,
    until: datetime,
    *,
    one_at_a_time: Collection[str] = (),
) -> Step | None:
    """That step, leased to ``owner``; None where it is not ready, its time has not come, or it is not its turn."""
    claimable = sa.and_(table.c.id == step_id, table.c.state == "ready", table.c.not_before <= now)
    if one_at_a_time:
        row = connection.execute(sa.select(table).where(claimable).with_for_update(skip_locked=True)).first()
        if row is None or (row.kind in one_at_a_time and not _none_runs(connection, row.kind)):
            return None
    leased = connection.execute(_lease(claimable, owner, until).returning(table)).first()
    return None if leased is None else _step(leased)


def claim_company(
    connection: sa.Connection, step: Step, *, owner: str, now: datetime, until: datetime, most: int
) -> list[Step]:
    """At most ``most`` more ready steps of the kind of ``step``, leased to ``owner``, the most urgent first.

    Only for whoever holds ``step``, where its kind is done by one owner at a time. What a worker once died of comes
    into nobody's company.
    """
    if not connection.execute(sa.select(table.c.id).where(_mine(step, owner)).with_for_update()).first():
        return []
    rows = connection.execute(
        sa.select(table)
        .where(_in("ready"), table.c.not_before <= now, table.c.kind == step.kind, table.c.deaths == 0)
        .order_by(table.c.priority, table.c.id)
        .limit(most)
        .with_for_update(skip_locked=True)
    ).all()
    if rows:
        connection.execute(_lease(table.c.id.in_([row.id for row in rows]), owner, until))
    return [_step(row) for row in rows]


def _none_runs(connection: sa.Connection, kind: str) -> bool:
    """Whether no step of the kind is leased, and nobody else leases one before this transaction ends."""
    if not try_to_hold_name(connection, f"claim {kind}"):
        return False
    # What the last holder of the name leased is seen from here on, not by the query before.
    return connection.execute(sa.select(table.c.id).where(_in("leased"), table.c.kind == kind).limit(1)).first() is None


def _lease(which: sa.ColumnElement[bool], owner: str, until: datetime) -> sa.Update:
    return sa.update(table).where(which).values(state="leased", lease_owner=owner, lease_until=until)


def _step(row: Any) -> Step:
    return Step(
        id=row.id,
        kind=row.kind,
        subject=row.subject,
        batch=BatchId(row.batch_id),
        errors=row.errors,
        deaths=row.deaths,
        error_code=row.error_code,
    )


def renew(connection: sa.Connection, *, owner: str, until: datetime, step_id: str | None = None) -> None:
    """Keep the step that ``owner`` works on, or all that it holds.

    Name the step: one whose claim was committed without an answer must not be kept.
    """
    mine = sa.and_(_in("leased"), table.c.lease_owner == owner)
    if step_id is not None:
        mine = sa.and_(mine, table.c.id == step_id)
    connection.execute(sa.update(table).where(mine).values(lease_until=until))


def _mine(step: Step, owner: str) -> sa.ColumnElement[bool]:
    return sa.and_(table.c.id == step.id, table.c.state == "leased", table.c.lease_owner == owner)


def finish(connection: sa.Connection, step: Step, *, owner: str, now: datetime) -> bool:
    """Mark the step done; False where the lease was lost, and then nothing may be written for it.

    Called first in its transaction: whoever comes second waits here, and then writes nothing.
    """
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


def put_back(connection: sa.Connection, held: Sequence[Step], *, owner: str) -> None:
    """What ``owner`` claimed and did not begin is ready again, as it was."""
    mine = sa.and_(table.c.id.in_([step.id for step in held]), table.c.state == "leased", table.c.lease_owner == owner)
    connection.execute(sa.update(table).where(mine).values(state="ready", lease_owner=None, lease_until=None))


def overran(connection: sa.Connection, step: Step, *, owner: str, weight: int, code: str) -> None:
    """Note why ``owner`` is about to end itself; the step counts ``weight`` deaths beside the one to come."""
    connection.execute(
        sa.update(table).where(_mine(step, owner)).values(deaths=table.c.deaths + weight, error_code=code)
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
    held = connection.execute(
        sa.select(table.c.id, table.c.deaths, table.c.error_code)
        .where(condition, _in("leased"))
        # One that is being finished, or released by somebody else, is none of ours.
        .with_for_update(skip_locked=True)
    ).all()
    for step_id, deaths, code in held:
        # Each death doubles the wait: others get their turn first, so that a step which merely
        # stood beside a killed worker is not the one that stands beside the next.
        # One that went beyond its bounds stood beside nobody.
        wait = timedelta(seconds=1) if code in BEYOND_BOUNDS else min(LONGEST_WAIT, timedelta(seconds=2.0**deaths))
        connection.execute(
            sa.update(table)
            .where(table.c.id == step_id)
            .values(state="ready", lease_owner=None, lease_until=None, deaths=deaths + 1, not_before=now + wait)
        )
    return len(held)


def owners(connection: sa.Connection) -> set[str]:
    """Who holds leases."""
    return set(connection.execute(sa.select(table.c.lease_owner).where(_in("leased")).distinct()).scalars())


def retry_failed(connection: sa.Connection, batch: BatchId, now: datetime, *, only: str = "") -> list[tuple[str, str]]:
    """Failed steps of a batch become ready with a clean count, all or the one of id ``only``; their ids and kinds."""
    which = [table.c.batch_id == batch.value, table.c.state == "failed", *([table.c.id == only] if only else [])]
    again = connection.execute(
        sa.update(table)
        .where(*which)
        .values(state="ready", errors=0, deaths=0, not_before=now, done_at=None)
        .returning(table.c.id, table.c.kind)
    )
    return [(r.id, r.kind) for r in again]


def undone(connection: sa.Connection, batch: BatchId | None = None) -> int:
    """Steps that machines still have to do, of one batch or of all."""
    query = sa.select(sa.func.count()).select_from(table).where(_in("ready", "leased"))
    if batch is not None:
        query = query.where(table.c.batch_id == batch.value)
    return connection.execute(query).scalar_one()


def counts(connection: sa.Connection) -> dict[tuple[str, str], int]:
    """How many steps of each kind are in each state; done ones are history and not counted."""
    rows = connection.execute(
        sa.select(table.c.kind, table.c.state, sa.func.count())
        .where(_in("ready", "leased", "failed"))
        .group_by(table.c.state, table.c.kind)
    )
    return {(kind, state): number for kind, state, number in rows}


def longest_ready(connection: sa.Connection, now: datetime) -> datetime | None:
    """Since when the step that could have been claimed first waits; None where none could be now."""
    waits = sa.select(sa.func.min(table.c.not_before)).where(_in("ready"), table.c.not_before <= now)
    found: datetime | None = connection.execute(waits).scalar_one()
    return found


def oldest_undone(connection: sa.Connection) -> datetime | None:
    """When the oldest step that machines still have to do was put on the list."""
    # State by state: the one smallest id of all would be looked for among the done ones first.
    oldest = sa.select(sa.func.min(table.c.id)).where(_in("ready", "leased")).group_by(table.c.state)
    found = min(connection.execute(oldest).scalars(), default=None)
    # The first 48 bits of a UUIDv7 are its milliseconds (RFC 9562, 5.7).
    return None if found is None else datetime.fromtimestamp((uuid.UUID(found).int >> 80) / 1000, UTC)


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


def all_failed(connection: sa.Connection, *, before: str, limit: int) -> list[Any]:
    """Rows of failed steps of every batch, newest first, with lesser ids than ``before`` (empty: from the newest)."""
    query = sa.select(table).where(_in("failed")).order_by(table.c.id.desc()).limit(limit)
    if before:
        query = query.where(table.c.id < before)
    return list(connection.execute(query))


def by_id(connection: sa.Connection, step_id: str) -> Any | None:
    """The row of a step."""
    return connection.execute(sa.select(table).where(table.c.id == step_id)).first()


def batches_with_failed(connection: sa.Connection) -> list[BatchId]:
    """In order of their ids, in which locks on several are to be taken."""
    query = sa.select(table.c.batch_id).where(_in("failed")).distinct().order_by(table.c.batch_id)
    return [BatchId(each) for each in connection.execute(query).scalars()]
