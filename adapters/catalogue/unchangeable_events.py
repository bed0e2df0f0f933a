"""Events are written once: the database itself refuses to change or remove one.

No program of Vankho does so; this holds off a mistake in one, and whoever holds its database account without the
right to alter tables. A migration that makes the table ``event`` anew must protect it anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue.statements import on_server

if TYPE_CHECKING:
    import sqlalchemy as sa

_SAYS = "events are never changed or removed"
_ON_DISK = tuple(
    f"CREATE TRIGGER event_no_{act.lower()} BEFORE {act} ON event BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
    for act in ("UPDATE", "DELETE")
)
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION event_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'restrict_violation'; END $$
"""
_TRIGGER = """
CREATE TRIGGER event_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON event
FOR EACH STATEMENT EXECUTE FUNCTION event_is_kept()
"""
_ON_SERVER = (_FUNCTION, _TRIGGER)


def protect(connection: sa.Connection) -> None:
    """From now on events can only be added."""
    for statement in _ON_SERVER if on_server(connection) else _ON_DISK:
        connection.exec_driver_sql(statement)


def unprotect(connection: sa.Connection) -> None:
    """Before a migration that makes the table anew, and in tests that begin with an empty one."""
    if on_server(connection):
        connection.exec_driver_sql("DROP TRIGGER IF EXISTS event_no_change ON event")
        return
    for act in ("update", "delete"):
        connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS event_no_{act}")
