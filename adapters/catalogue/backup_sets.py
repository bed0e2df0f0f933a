"""The register of back-up sets: where each lies, and what it still holds of dossiers that were destroyed."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.rights import GOING
from adapters.catalogue.schema import dossier
from adapters.catalogue.schema_backups import backup_set as table
from adapters.catalogue.schema_backups import brought_tombstone
from adapters.catalogue.schema_retention import disposal_item, tombstone
from adapters.catalogue.statements import insert_or_leave
from records.identifiers import uuid7
from retention_rules.backup_sets import BackupSet, SetState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from records.identifiers import DisposalListId

_OPEN = table.c.settled_at.is_(None)
_IN_FLIGHT = timedelta(minutes=2)


def begin(
    connection: sa.Connection, which: str, *, machine: str, place: str, taken_at: datetime, knows_until: datetime
) -> None:
    """A set is being written; from now on it may hold anything there is. One that is known stays as it is."""
    connection.execute(
        insert_or_leave(connection, table).values(
            id=which,
            set_id=which,
            machine=machine,
            place=place,
            state=SetState.WRITING.value,
            taken_at=taken_at,
            knows_until=knows_until,
        )
    )


def add_copy(connection: sa.Connection, which: str, *, machine: str, place: str, told_until: datetime | None) -> None:
    """A finished set lies in another place too; known already it stays as it is. The set itself is known."""
    own = connection.execute(sa.select(table).where(table.c.id == which)).one()
    values = {
        **own._mapping,  # noqa: SLF001  the public way to a row's names
        "id": str(uuid7()),
        "machine": machine,
        "place": place,
        "state": SetState.STANDING.value,
        "told_until": told_until,
        "settled_at": None,
        "settled_by": "",
        "settled_why": "",
    }
    connection.execute(insert_or_leave(connection, table).values(**values))


def finished(
    connection: sa.Connection,
    which: str,
    *,
    digest: str,
    dossiers: int,
    objects: int,
    size: int,
    knows_until: datetime,
    told_until: datetime | None,
) -> None:
    """It is whole, and its manifest has this digest (SHA-256); one that is settled stays so."""
    connection.execute(
        sa.update(table)
        .where(table.c.id == which, _OPEN)
        .values(
            state=SetState.STANDING.value,
            digest=digest,
            dossiers=dossiers,
            objects=objects,
            size=size,
            knows_until=knows_until,
            told_until=told_until,
        )
    )


def settle(
    connection: sa.Connection, which: str, state: SetState, *, by: str, why: str, now: datetime
) -> BackupSet | None:
    """It is no more; as it stood until now. None where it was settled already, or never known."""
    before = one(connection, which)
    settled = connection.execute(
        sa.update(table)
        .where(table.c.id == which, _OPEN)
        .values(state=state.value, settled_at=now, settled_by=by, settled_why=why)
    )
    return before if settled.rowcount == 1 else None


def standing_in(connection: sa.Connection, place: str, set_ids: Sequence[str]) -> list[str]:
    """Ids of those of these sets, and copies of them, that are known to stand in that place."""
    found = connection.execute(
        sa.select(table.c.id).where(_OPEN, table.c.place == place, table.c.set_id.in_(list(set_ids)))
    )
    return sorted(found.scalars())


def told(connection: sa.Connection, which: str, until: datetime) -> None:
    """The list of destructions beside it is of this moment."""
    connection.execute(sa.update(table).where(table.c.id == which).values(told_until=until))


def one(connection: sa.Connection, which: str) -> BackupSet | None:
    row = connection.execute(sa.select(table).where(table.c.id == which)).first()
    return None if row is None else _set(connection, row, None)


def sets(connection: sa.Connection, *, settled_too: bool = False) -> list[BackupSet]:
    """Every set that stands, newest first; settled ones too where they are asked for."""
    query = sa.select(table).order_by(table.c.taken_at.desc(), table.c.id)
    rows = connection.execute(query if settled_too else query.where(_OPEN)).all()
    return [_set(connection, row, None) for row in rows]


def holding(connection: sa.Connection, of_list: DisposalListId | None = None) -> list[BackupSet]:
    """Sets that stand and hold dossiers destroyed since, newest first; of one disposal list where it is named."""
    rows = connection.execute(sa.select(table).where(_OPEN).order_by(table.c.taken_at.desc(), table.c.id)).all()
    return [found for row in rows if (found := _set(connection, row, of_list)).holds_destroyed]


def holding_with_days(
    connection: sa.Connection, days: int, of_list: DisposalListId | None = None
) -> list[tuple[BackupSet, date]]:
    """``holding``, each with the last day on which it should: ``days`` after the first destruction."""
    return [(each, last) for each in holding(connection, of_list) if (last := each.erase_by(days)) is not None]


def knows_until(connection: sa.Connection, taken_at: datetime) -> datetime:
    """What was destroyed until then is not in the state that is seen here, of which ``taken_at`` is the moment.

    What is being destroyed just now may bear an earlier moment when it is written down, clocks apart and all.
    """
    going = connection.execute(sa.select(dossier.c.id).where(dossier.c.state == GOING).limit(1)).first()
    return taken_at if going is None else taken_at - _IN_FLIGHT


def newest_destruction(connection: sa.Connection) -> datetime | None:
    moments = [
        connection.execute(sa.select(sa.func.max(each.c.destroyed_at))).scalar()
        for each in (tombstone, brought_tombstone)
    ]
    return max((moment for moment in moments if moment is not None), default=None)


def tombstones(connection: sa.Connection) -> dict[str, dict[str, Any]]:
    """Of everything that is known to be destroyed, by the id of the dossier."""
    found: dict[str, dict[str, Any]] = {}
    for each in (brought_tombstone, tombstone):
        found.update((row.id, row.said) for row in connection.execute(sa.select(each.c.id, each.c.said)))
    return found


def bring(connection: sa.Connection, said: Mapping[str, Any], leaf: str) -> None:
    """Remember a tombstone that another state of the catalogue tells of."""
    connection.execute(
        insert_or_leave(connection, brought_tombstone).values(
            id=said["dossier"],
            destroyed_at=datetime.fromisoformat(said["destroyed_at"]),
            said=dict(said),
            leaf=leaf,
        )
    )


def _set(connection: sa.Connection, row: Any, of_list: DisposalListId | None) -> BackupSet:
    number, first = (0, None) if row.settled_at is not None else _held(connection, row, of_list)
    return BackupSet(
        id=row.id,
        set_id=row.set_id,
        machine=row.machine,
        place=row.place,
        state=SetState(row.state),
        taken_at=row.taken_at,
        digest=row.digest,
        dossiers=row.dossiers,
        objects=row.objects,
        size=row.size,
        told_until=row.told_until,
        destroyed=number,
        first_destroyed_at=first,
        settled_at=row.settled_at,
        settled_by=row.settled_by,
        settled_why=row.settled_why,
    )


def _held(connection: sa.Connection, row: Any, of_list: DisposalListId | None) -> tuple[int, datetime | None]:
    """How many dossiers that were there when the set was taken are destroyed since, and when the first was."""
    found: list[tuple[int, datetime | None]] = []
    for each in (tombstone,) if of_list is not None else (tombstone, brought_tombstone):
        joined = each.outerjoin(dossier, dossier.c.id == each.c.id)
        where: list[sa.ColumnElement[bool]] = [
            each.c.destroyed_at > row.knows_until,
            # Of a dossier that this catalogue never knew nobody can say that it was not there yet.
            sa.or_(dossier.c.created_at.is_(None), dossier.c.created_at <= row.taken_at),
        ]
        if of_list is not None:
            joined = joined.join(disposal_item, tombstone.c.item_id == disposal_item.c.id)
            where.append(disposal_item.c.list_id == of_list.value)
        query = sa.select(sa.func.count(), sa.func.min(each.c.destroyed_at)).select_from(joined).where(*where)
        number, first = connection.execute(query).one()
        found.append((number, first))
    firsts = [first for _, first in found if first is not None]
    return sum(number for number, _ in found), min(firsts, default=None)
