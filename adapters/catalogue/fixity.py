"""When each dossier was last checked byte for byte, with what outcome, and who is at it now.

What was found stands in the events of the dossier as well; this is what the next check goes by.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.rights import DESTROYED, GOING
from adapters.catalogue.schema import dossier
from adapters.catalogue.schema_fixity import dossier_fixity as table
from adapters.catalogue.statements import insert_new
from records.identifiers import DossierId

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

NEVER = date(1, 1, 1)
"""A day before every other: to be checked at once."""
FAILED = "failed"

_TROUBLED = sa.text("dossier_fixity.code <> ''")
"""Spelled out: only so do both databases see that the index of these is enough."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Of whoever is at the check of a dossier."""

    dossier: DossierId
    version: int
    inventory_sha512: str
    until: datetime
    plan: tuple[dict[str, Any], ...]
    """What somebody who died was putting back; empty: nobody was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is known of all checks."""

    damaged: tuple[DossierId, ...]
    """The first few of them."""
    damaged_number: int
    unread: int
    """Dossiers that could not be read to their end the last time."""
    overdue: bool
    """Some dossier was not checked since the day that was asked for."""


def deposited(connection: sa.Connection, which: DossierId, today: date) -> None:
    """A dossier was written and read back; where it is known already its last check stays what it was.

    After the row of what the store locks, in the order in which rows are held.
    """
    insert_new(connection, table, id=which.value, checked_on=today)


def ask_for_all(connection: sa.Connection) -> None:
    """Have every deposited dossier checked: the store is a new one."""
    known = sa.exists().where(table.c.id == dossier.c.id)
    missing = sa.select(dossier.c.id, sa.literal(NEVER, sa.Date)).where(dossier.c.version > 0, ~known)
    connection.execute(sa.update(table).values(checked_on=NEVER))
    connection.execute(sa.insert(table).from_select(["id", "checked_on"], missing))


def next_due(connection: sa.Connection, *, until: date, today: date, now: datetime) -> DossierId | None:
    """A dossier nobody is at: one in trouble, once a day; else the one last checked longest ago, if by ``until``."""
    for condition in (sa.and_(_TROUBLED, table.c.checked_on < today), table.c.checked_on <= until):
        found = connection.execute(
            sa.select(table.c.id)
            .select_from(table.join(dossier, dossier.c.id == table.c.id))
            .where(condition, _free(now), dossier.c.version > 0, dossier.c.state != GOING)
            .order_by(table.c.checked_on, table.c.id)
            .limit(1)
        ).scalar_one_or_none()
        if found:
            return DossierId(found)
    return None


def claim(connection: sa.Connection, row: Any, now: datetime, until: datetime) -> Claim | None:
    """Be at the check of the dossier of this row, which the caller holds, until then; None where another is."""
    if not _is_kept(row):
        return None
    found = connection.execute(
        sa.update(table)
        .where(table.c.id == row.id, _free(now))
        .values(busy_until=until)
        .returning(table.c.mending, table.c.plan)
    ).first()
    if found is None:
        return None
    plan = tuple(found.plan) if found.mending else ()
    return Claim(DossierId(row.id), row.version, row.inventory_sha512, until, plan)


def will_mend(connection: sa.Connection, mine: Claim, plan: Sequence[dict[str, Any]]) -> None:
    """Before the store is touched, so that nothing is put back of which nobody tells, and nobody destroys meanwhile."""
    connection.execute(sa.update(table).where(table.c.id == mine.dossier.value).values(mending=True, plan=list(plan)))


def go_on(connection: sa.Connection, row: Any, mine: Claim, until: datetime) -> Claim | None:
    """The same claim for longer; None where it ran out, or the dossier of this row, which the caller holds, changed."""
    if not _is_kept(row) or (row.version, row.inventory_sha512) != (mine.version, mine.inventory_sha512):
        return None
    mine_still = sa.and_(table.c.id == row.id, table.c.busy_until == mine.until)
    renewed = connection.execute(sa.update(table).where(mine_still).values(busy_until=until))
    return Claim(mine.dossier, mine.version, mine.inventory_sha512, until, mine.plan) if renewed.rowcount else None


def is_mended(connection: sa.Connection, which: DossierId, now: datetime) -> bool:
    """Whether somebody is putting objects of the dossier back just now. Its row is held by the caller."""
    found = sa.select(table.c.id).where(table.c.id == which.value, table.c.mending, table.c.busy_until >= now)
    return connection.execute(found).first() is not None


def mended(connection: sa.Connection, which: DossierId) -> None:
    """What was to be put back is told of; whoever is at it still is."""
    connection.execute(sa.update(table).where(table.c.id == which.value).values(mending=False, plan=[]))


def checked(connection: sa.Connection, which: DossierId, outcome: str, code: str, today: date) -> None:
    """It was checked to its end."""
    connection.execute(
        sa.update(table).where(table.c.id == which.value).values(checked_on=today, outcome=outcome, code=code)
    )


def let_go(connection: sa.Connection, mine: Claim) -> None:
    """Nobody is at it any more."""
    connection.execute(sa.update(table).where(table.c.id == mine.dossier.value).values(busy_until=None))


def not_read(connection: sa.Connection, which: DossierId, code: str) -> None:
    """The store did not give all of it: it is still to be checked, once the claim has run out."""
    connection.execute(sa.update(table).where(table.c.id == which.value).values(outcome="undecided", code=code))


def standing(connection: sa.Connection, *, since: date, few: int = 5) -> Standing:
    """What is known of all checks; ``since``: the day since which every dossier should have been checked."""
    counted = sa.select(table.c.outcome, sa.func.count().label("number")).where(_TROUBLED).group_by(table.c.outcome)
    troubled: dict[str, int] = {row.outcome: row.number for row in connection.execute(counted)}
    damaged = (
        connection.execute(
            sa.select(table.c.id).where(_TROUBLED, table.c.outcome == FAILED).order_by(table.c.id).limit(few)
        ).scalars()
        if troubled.get(FAILED)
        else ()
    )
    late = sa.select(table.c.id).where(table.c.checked_on < since).limit(1)
    return Standing(
        damaged=tuple(DossierId(each) for each in damaged),
        damaged_number=troubled.get(FAILED, 0),
        unread=sum(number for outcome, number in troubled.items() if outcome != FAILED),
        overdue=connection.execute(late).first() is not None,
    )


def _is_kept(row: Any) -> bool:
    return row.version > 0 and row.state not in (GOING, DESTROYED)


def _free(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(table.c.busy_until.is_(None), table.c.busy_until < now)
