"""What the catalogue's engine says of itself."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue.statements import on_server

if TYPE_CHECKING:
    from datetime import datetime


def version(connection: sa.Connection) -> str:
    """Name and version of the engine."""
    query = "SHOW server_version" if on_server(connection) else "SELECT sqlite_version()"
    said = str(connection.exec_driver_sql(query).scalar_one())
    return f"{'PostgreSQL' if on_server(connection) else 'SQLite'} {said.partition(' ')[0]}"


def time(connection: sa.Connection) -> datetime | None:
    """The server's clock in UTC; None where the catalogue has no clock but ours."""
    if not on_server(connection):
        return None
    said: datetime = connection.execute(sa.select(sa.func.clock_timestamp())).scalar_one()
    return said.astimezone(UTC)
