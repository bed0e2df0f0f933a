"""Units: their tree, and who took over from whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from accounts.model import ALL_UNITS, Unit
from adapters.catalogue import holds
from adapters.catalogue.all_tables import metadata
from adapters.catalogue.schema_people import unit as table
from adapters.catalogue.statements import by_code_point, hold_name, insert_or_leave
from retention_rules.holds import HoldScope, ScopeKind

if TYPE_CHECKING:
    from datetime import date


_COUNTED = {"retention_assignment", "retention_total"}
"""Their units are those of the dossiers, and numbers that are none any more."""
_NAMING = tuple(each.c.unit for each in metadata.sorted_tables if "unit" in each.c and each.name not in _COUNTED)


def hold(connection: sa.Connection) -> None:
    """Until this transaction ends nobody else changes the tree: two changes could make a circle."""
    hold_name(connection, "units")


def all_units(connection: sa.Connection) -> list[Unit]:
    """By code."""
    return [
        _unit(found) for found in connection.execute(sa.select(table).order_by(by_code_point(connection, table.c.code)))
    ]


def get(connection: sa.Connection, code: str) -> Unit | None:
    found = connection.execute(sa.select(table).where(table.c.code == code)).first()
    return None if found is None else _unit(found)


def put(
    connection: sa.Connection,
    code: str,
    name: str,
    parent: str | None,
    *,
    identification_code: str = "",
    began_on: date | None = None,
) -> None:
    """Make it, or rename and move it; an empty code or day leaves what was recorded."""
    connection.execute(insert_or_leave(connection, table).values(code=code, name=name, parent=parent))
    told: dict[str, Any] = {"name": name, "parent": parent}
    told |= {"identification_code": identification_code} if identification_code else {}
    told |= {"began_on": began_on} if began_on is not None else {}
    connection.execute(sa.update(table).where(table.c.code == code).values(**told))


def dissolve(connection: sa.Connection, code: str, on: date, successor: str) -> None:
    connection.execute(sa.update(table).where(table.c.code == code).values(dissolved_on=on, successor=successor))


def remove(connection: sa.Connection, code: str) -> None:
    connection.execute(sa.delete(table).where(table.c.code == code))


def is_named(connection: sa.Connection, code: str) -> bool:
    """Whether a record, a person, a request, a hand-over, a hold or another unit names it."""
    named = sa.or_(*(sa.exists().where(column == code) for column in (*_NAMING, table.c.parent, table.c.successor)))
    held = HoldScope(kind=ScopeKind.UNIT, value=code)
    return bool(connection.execute(sa.select(named)).scalar_one()) or any(
        held in each.scopes for each in holds.every(connection, lifted_too=True)
    )


def reached_from(connection: sa.Connection, code: str, today: date | None) -> frozenset[str]:
    """Codes of the unit itself, of those below it, and of those whose records came to any of them by ``today``.

    ``code`` need be no row: an installation without a tree has codes alone. None for ``today``: at any time.
    """
    if code == ALL_UNITS:
        return frozenset({ALL_UNITS})
    mine = sa.select(sa.literal(code).label("code")).cte("mine", recursive=True)
    took_over = table.c.successor == mine.c.code
    if today is not None:
        took_over = sa.and_(took_over, table.c.dissolved_on <= today)
    below = sa.select(table.c.code).join(mine, sa.or_(table.c.parent == mine.c.code, took_over))
    # UNION, not UNION ALL: it ends also where somebody made a circle.
    mine = mine.union(below)
    return frozenset(connection.execute(sa.select(mine.c.code)).scalars())


def _unit(found: Any) -> Unit:
    return Unit(
        code=found.code,
        name=found.name,
        parent=found.parent,
        dissolved_on=found.dissolved_on,
        successor=found.successor,
        identification_code=found.identification_code,
        began_on=found.began_on,
    )
