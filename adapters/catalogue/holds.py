"""Holds. Whoever places or lifts one holds their name alone; whoever destroys shares it.

So a hold is either there before a destruction is decided, and is seen, or comes after it is done.
Which dossiers a hold has reached is written down as it spreads; whether a dossier is held is
decided by that and by the scopes, so that a hold wins before it has spread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue import events, locks
from adapters.catalogue.rights import may_see_dossier
from adapters.catalogue.schema import document, dossier, field_proposal
from adapters.catalogue.schema_people import unit
from adapters.catalogue.schema_retention import dossier_hold
from adapters.catalogue.schema_retention import hold as table
from adapters.catalogue.statements import hold_name, insert_new, share_name
from records.identifiers import DossierId, HoldId, uuid7
from retention_rules.holds import DossierFacts, Hold, HoldGround, matches, scope_from_plain, scope_to_plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from records.reader import Reader
    from retention_rules.holds import HoldOrder

_NAME = "holds"


def hold_all(connection: sa.Connection) -> None:
    """Nobody else places or lifts a hold, or decides on a destruction, before this transaction ends."""
    hold_name(connection, _NAME)


def share_all(connection: sa.Connection) -> None:
    """Nobody places or lifts a hold before this transaction ends. Asked for before the dossier is held."""
    share_name(connection, _NAME)


def place(connection: sa.Connection, order: HoldOrder, *, by: str, now: datetime) -> HoldId:
    """From the commit on the hold wins. The caller holds all holds."""
    made = HoldId.new()
    connection.execute(
        sa.insert(table).values(
            id=made.value,
            name=order.name,
            ground=order.ground.value,
            mandate_number=order.mandate_number,
            mandate_date=order.mandate_date,
            mandate_by=order.mandate_by,
            scopes=[scope_to_plain(scope) for scope in order.scopes],
            placed_at=now,
            placed_by=by,
        )
    )
    return made


def lift(connection: sa.Connection, which: HoldId, *, why: str, by: str, now: datetime) -> bool:
    """False where it is not open. The caller holds all holds."""
    lifted = connection.execute(
        sa.update(table)
        .where(table.c.id == which.value, table.c.lifted_at.is_(None))
        .values(lifted_at=now, lifted_by=by, lifted_why=why, reached="", spread_at=None)
    )
    return lifted.rowcount == 1


def one(connection: sa.Connection, which: HoldId) -> Hold | None:
    found = connection.execute(_counted().where(table.c.id == which.value)).first()
    return None if found is None else _hold(found)


def every(connection: sa.Connection, *, lifted_too: bool) -> list[Hold]:
    """Newest first."""
    wanted = sa.true() if lifted_too else table.c.lifted_at.is_(None)
    return [_hold(r) for r in connection.execute(_counted().where(wanted).order_by(table.c.id.desc()))]


def over(connection: sa.Connection, which: DossierId) -> list[Hold]:
    """Open holds over a dossier: those that have reached it, and those whose scope it comes under now."""
    reached = set(
        connection.execute(sa.select(dossier_hold.c.hold_id).where(dossier_hold.c.dossier_id == which.value)).scalars()
    )
    standing = every(connection, lifted_too=False)
    facts = facts_of(connection, [which]) if standing else []
    return [
        found
        for found in standing
        if found.id.value in reached or any(matches(scope, each) for scope in found.scopes for each in facts)
    ]


def facts_of(connection: sa.Connection, which: Sequence[DossierId]) -> list[DossierFacts]:
    """What scopes are compared with, in the order of the ids."""
    ids = [each.value for each in which]
    described: dict[str, list[str]] = {}
    for r in connection.execute(
        sa.select(document.c.dossier_id, field_proposal.c.value)
        .select_from(document.join(field_proposal, field_proposal.c.document_id == document.c.id))
        .where(document.c.dossier_id.in_(ids))
    ):
        described.setdefault(r.dossier_id, []).append(r.value)
    rows = connection.execute(
        sa.select(dossier.c.id, dossier.c.unit, dossier.c.code, dossier.c.title)
        .where(dossier.c.id.in_(ids))
        .order_by(dossier.c.id)
    )
    return [
        DossierFacts(
            dossier=DossierId(r.id),
            unit=r.unit,
            title=r.title,
            texts=(r.code, r.title, *described.get(r.id, ())),
        )
        for r in rows
    ]


def reach(connection: sa.Connection, facts: Sequence[DossierFacts], holds: Sequence[Hold], now: datetime) -> int:
    """Write down, with an event each, which of the dossiers come under which of the open holds; how many are new."""
    new = 0
    for each in facts:
        for found in holds:
            if any(matches(scope, each) for scope in found.scopes) and insert_new(
                connection,
                dossier_hold,
                id=str(uuid7()),
                hold_id=found.id.value,
                dossier_id=each.dossier.value,
                reached_at=now,
            ):
                new += 1
                locks.ask(connection, each.dossier)
                tell(connection, found, each.dossier, "hold_placed", by=found.placed_by, now=now)
    return new


def reach_one(connection: sa.Connection, which: DossierId, now: datetime) -> None:
    """A dossier that is new, or has something new, comes under the holds whose scope it meets."""
    if standing := every(connection, lifted_too=False):
        reach(connection, facts_of(connection, [which]), standing, now)


def tell(connection: sa.Connection, found: Hold, which: DossierId, act: str, *, by: str, now: datetime) -> None:
    """An event of the dossier; the name of the hold, which may name people, is not in it."""
    events.add(
        connection,
        type="policy assignment",
        agent=by,
        now=now,
        subjects=[which],
        dossier=which,
        detail={"act": act, "hold": found.id.value, "mandate": found.mandate_number},
    )


def to_spread(connection: sa.Connection) -> tuple[Hold, str] | None:
    """A hold whose placing or lifting not every dossier was told of, and how far it came."""
    found = connection.execute(_counted().where(table.c.spread_at.is_(None)).order_by(table.c.id).limit(1)).first()
    return None if found is None else (_hold(found), found.reached)


def next_dossiers(connection: sa.Connection, found: Hold, after: str, limit: int) -> list[DossierId]:
    """Whom to tell next: of an open hold every dossier, of a lifted one those that it had reached."""
    column = dossier.c.id if found.open else dossier_hold.c.dossier_id
    wanted = sa.true() if found.open else dossier_hold.c.hold_id == found.id.value
    rows = connection.execute(sa.select(column).where(column > after, wanted).order_by(column).limit(limit))
    return [DossierId(each) for each in rows.scalars()]


def advance(connection: sa.Connection, found: Hold, *, before: str, reached: DossierId | None, now: datetime) -> bool:
    """Write how far it came, or with ``reached`` None that all were told; False where another did, or it was lifted."""
    values: dict[str, Any] = {"spread_at": now} if reached is None else {"reached": reached.value}
    changed = connection.execute(
        sa.update(table)
        .where(
            table.c.id == found.id.value,
            table.c.reached == before,
            table.c.spread_at.is_(None),
            table.c.lifted_at.is_(None) if found.open else table.c.lifted_at.is_not(None),
        )
        .values(**values)
    )
    return changed.rowcount == 1


def dossiers_of(
    connection: sa.Connection, which: HoldId, reader: Reader, today: date, *, limit: int, offset: int
) -> list[DossierId]:
    """Dossiers the hold has reached, as far as the reader may see, in order of id."""
    rows = connection.execute(
        sa.select(dossier.c.id)
        .select_from(dossier_hold.join(dossier, dossier.c.id == dossier_hold.c.dossier_id))
        .where(dossier_hold.c.hold_id == which.value, may_see_dossier(reader, today))
        .order_by(dossier.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [DossierId(each) for each in rows.scalars()]


def held_count(connection: sa.Connection, reader: Reader, today: date) -> int:
    """How many dossiers the reader may see are reached by an open hold."""
    # From the holds to the dossiers: few are held, and no other is looked at. Joined, SQLite begins with the units.
    held = (
        sa.select(dossier_hold.c.dossier_id)
        .join(table, table.c.id == dossier_hold.c.hold_id)
        .where(table.c.lifted_at.is_(None))
        .distinct()
        .subquery()
    )
    visible = sa.exists().where(dossier.c.id == held.c.dossier_id, may_see_dossier(reader, today))
    return int(connection.execute(sa.select(sa.func.count()).select_from(held).where(visible)).scalar_one())


def _counted() -> sa.Select[Any]:
    number = (
        sa.select(sa.func.count()).select_from(dossier_hold).where(dossier_hold.c.hold_id == table.c.id)
    ).scalar_subquery()
    return sa.select(table, number.label("dossiers"))


def _hold(r: Any) -> Hold:
    return Hold(
        id=HoldId(r.id),
        name=r.name,
        ground=HoldGround(r.ground),
        mandate_number=r.mandate_number,
        mandate_date=r.mandate_date,
        mandate_by=r.mandate_by,
        scopes=tuple(scope_from_plain(each) for each in r.scopes),
        placed_at=r.placed_at,
        placed_by=r.placed_by,
        lifted_at=r.lifted_at,
        lifted_by=r.lifted_by,
        lifted_why=r.lifted_why,
        dossiers=r.dossiers,
        spread=r.spread_at is not None,
    )


def knows_unit(connection: sa.Connection, code: str) -> bool:
    """Whether there is such a unit, or a dossier of it: an installation without a tree has codes alone."""
    listed = sa.exists().where(unit.c.code == code)
    used = sa.exists().where(dossier.c.unit == code)
    return bool(connection.execute(sa.select(sa.or_(listed, used))).scalar_one())
