"""How the store locks each dossier, as far as the catalogue knows: when to look again, and who is at it.

The truth is the store's. A row says that there is something to do, so that it survives whoever does
it; asking again while somebody is at it is not lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue.rights import GOING
from adapters.catalogue.schema import dossier
from adapters.catalogue.schema_locks import dossier_lock as table
from adapters.catalogue.statements import insert_new
from records.identifiers import DossierId

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

AT_ONCE = date(1, 1, 1)
"""A day on which everything is to be looked at already."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Of whoever is at a dossier's locks."""

    dossier: DossierId
    asked: int
    """How often it had been asked for."""
    held: bool
    """The store may have been told to hold it."""


def ask(connection: sa.Connection, which: DossierId, *, held: bool = False) -> None:
    """Have the locks of the dossier worked out anew; ``held``: the store is about to be told to hold it.

    After the dossier's row and what its holds have reached, in the order in which rows are held.
    """
    if insert_new(connection, table, id=which.value, look_on=AT_ONCE, held=held):
        return
    values = {"asked": table.c.asked + 1, "look_on": AT_ONCE, **({"held": True} if held else {})}
    connection.execute(sa.update(table).where(table.c.id == which.value).values(**values))


def settled(connection: sa.Connection, which: DossierId, look_on: date) -> None:
    """A dossier just deposited is locked as it should be until then; what was asked for before stays asked for."""
    insert_new(connection, table, id=which.value, look_on=look_on)


def leased(connection: sa.Connection, which: DossierId, until: date) -> None:
    """The store keeps the dossier until that day begins; a lease is never made shorter."""
    longer = sa.or_(table.c.leased_until.is_(None), table.c.leased_until < until)
    connection.execute(sa.update(table).where(table.c.id == which.value, longer).values(leased_until=until))


def leases(connection: sa.Connection, which: Sequence[DossierId], today: date) -> dict[DossierId, date]:
    """Until when the store keeps those that nobody can erase yet, as far as it is known here."""
    rows = connection.execute(
        sa.select(table.c.id, table.c.leased_until).where(
            table.c.id.in_([each.value for each in which]), table.c.leased_until > today
        )
    )
    return {DossierId(r.id): r.leased_until for r in rows}


def unheld_until(connection: sa.Connection, which: DossierId) -> date | None:
    """The day until which a dossier that the store does not hold is locked as it should be; None: nobody knows."""
    return connection.execute(
        sa.select(table.c.look_on).where(table.c.id == which.value, table.c.held.is_(False))
    ).scalar_one_or_none()


def ask_for_all(connection: sa.Connection) -> None:
    """Have the locks of every deposited dossier worked out anew: the store is a new one."""
    connection.execute(sa.update(table).values(asked=table.c.asked + 1, look_on=AT_ONCE))
    known = sa.exists().where(table.c.id == dossier.c.id)
    missing = sa.select(dossier.c.id, sa.literal(AT_ONCE, sa.Date)).where(dossier.c.version > 0, ~known)
    connection.execute(sa.insert(table).from_select(["id", "look_on"], missing))


def next_due(connection: sa.Connection, today: date, now: datetime) -> DossierId | None:
    """A deposited dossier to be looked at that nobody is at, the longest due first; none that is being destroyed."""
    found = connection.execute(
        sa.select(table.c.id)
        .select_from(table.join(dossier, dossier.c.id == table.c.id))
        .where(table.c.look_on <= today, _free(now), dossier.c.version > 0, dossier.c.state != GOING)
        .order_by(table.c.look_on, table.c.id)
        .limit(1)
    ).scalar_one_or_none()
    return DossierId(found) if found else None


def claim(connection: sa.Connection, which: DossierId, today: date, now: datetime, until: datetime) -> Claim | None:
    """Be at the dossier's locks until ``until``; None where another is, or did it."""
    found = connection.execute(
        sa.update(table)
        .where(table.c.id == which.value, table.c.look_on <= today, _free(now))
        .values(busy_until=until)
        .returning(table.c.asked, table.c.held)
    ).first()
    return None if found is None else Claim(which, found.asked, found.held)


def will_hold(connection: sa.Connection, mine: Claim) -> None:
    """Before the store is told, so that a hold that was half set is taken off later."""
    connection.execute(sa.update(table).where(table.c.id == mine.dossier.value).values(held=True))


def done(connection: sa.Connection, mine: Claim, *, held: bool, look_on: date, trouble: str) -> bool:
    """The store locks the dossier as planned; False where it was asked for again meanwhile, and stays to be done."""
    settled_now = connection.execute(
        sa.update(table)
        .where(table.c.id == mine.dossier.value, table.c.asked == mine.asked)
        .values(held=held, look_on=look_on, trouble=trouble, busy_until=None)
    )
    if settled_now.rowcount:
        return True
    give_back(connection, mine)
    return False


def give_back(connection: sa.Connection, mine: Claim) -> None:
    """It is still to be done; another may."""
    connection.execute(sa.update(table).where(table.c.id == mine.dossier.value).values(busy_until=None))


def _free(now: datetime) -> sa.ColumnElement[bool]:
    return sa.or_(table.c.busy_until.is_(None), table.c.busy_until < now)
