"""Numbers of everything there ever was. They take time where there is much: not to be asked every second."""

from __future__ import annotations

import sqlalchemy as sa

from adapters.catalogue.schema import file, page


def files(connection: sa.Connection) -> int:
    """Files that arrived, whatever became of them."""
    return connection.execute(sa.select(sa.func.count()).select_from(file)).scalar_one()


def pages_read(connection: sa.Connection) -> int:
    """Pages of which the reading is settled, also those that cannot be read."""
    return connection.execute(
        sa.select(sa.func.count()).select_from(page).where(page.c.state != "waiting")
    ).scalar_one()
