"""The few statements whose spelling differs between SQLite and PostgreSQL."""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

if TYPE_CHECKING:
    from collections.abc import Sequence


def insert_or_leave(connection: sa.Connection, table: sa.Table) -> Any:
    """An insert that leaves a row with the same unique key as it is."""
    insert = postgresql.insert if on_server(connection) else sqlite.insert
    return insert(table).on_conflict_do_nothing()


def insert_or_add(
    connection: sa.Connection, table: sa.Table, key: Sequence[sa.Column[Any]], number: sa.Column[Any], *, only: str
) -> Any:
    """An insert that adds its ``number`` to that of the row with the same ``key``, unique where ``only`` holds."""
    insert = postgresql.insert if on_server(connection) else sqlite.insert
    made = insert(table)
    return made.on_conflict_do_update(
        index_elements=list(key), index_where=sa.text(only), set_={number.name: number + made.excluded[number.name]}
    )


def insert_new(connection: sa.Connection, table: sa.Table, **values: Any) -> bool:
    """Insert a row unless one with the same unique key is there; whether it was inserted.

    Two transactions with the same key: the second waits for the first, and inserts only where
    the first was undone. Repeating after a commit whose answer was lost finds the row there.
    """
    # Not by the number of rows: for an insert drivers need not tell it.
    inserted = insert_or_leave(connection, table).values(**values).returning(table.c.id)
    return connection.execute(inserted).first() is not None


def insert_all_new(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> list[str]:
    """As ``insert_new`` for many rows in few round trips; the ids of those inserted, in the order given."""
    if not rows:
        return []
    inserted = set(connection.execute(insert_or_leave(connection, table).returning(table.c.id), rows).scalars())
    return [row["id"] for row in rows if row["id"] in inserted]


def on_server(connection: sa.Connection) -> bool:
    """Whether writing transactions run side by side; on SQLite they come one after the other."""
    return connection.dialect.name == "postgresql"


def hold_name(connection: sa.Connection, name: str) -> None:
    """Wait until nobody else holds ``name``; it is held until the transaction ends."""
    if on_server(connection):
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_key(name))))


def share_name(connection: sa.Connection, name: str) -> None:
    """As ``hold_name``, together with others who share it: whoever holds it alone waits for all, and they for it."""
    if on_server(connection):
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock_shared(_key(name))))


def try_to_hold_name(connection: sa.Connection, name: str) -> bool:
    """As ``hold_name`` without waiting; False where somebody else holds it."""
    if not on_server(connection):
        return True
    return bool(connection.execute(sa.select(sa.func.pg_try_advisory_xact_lock(_key(name)))).scalar_one())


def _key(name: str) -> Any:
    # Two names with the same key would wait for one another now and then, and do no harm.
    number = int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8).digest(), signed=True)
    return sa.cast(number, sa.BigInteger)


def by_code_point(connection: sa.Connection, text: sa.ColumnElement[str]) -> sa.ColumnElement[str]:
    """A text to order by, letter by letter as SQLite does; a server's locale would order otherwise."""
    return sa.collate(text, "C") if on_server(connection) else text
