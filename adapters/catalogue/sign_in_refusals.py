"""How often a sign-in under a name was refused lately, whether or not there is such an account."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue.schema_people import sign_in_refusal as table
from adapters.catalogue.statements import insert_or_leave

if TYPE_CHECKING:
    from datetime import datetime, timedelta


def try_once(
    connection: sa.Connection, name_digest: str, now: datetime, *, most: int, locked_for: timedelta
) -> int | None:
    """Count a try before it is known whether it is right; how many are left after it, None: locked.

    Counted first, many tries at once cannot be more than ``most``. ``forgive`` takes them back.
    """
    new = {"name_digest": name_digest, "refusals": 0, "last_at": now}
    connection.execute(insert_or_leave(connection, table).values(new))
    here = table.c.name_digest == name_digest
    row = connection.execute(sa.select(table).where(here).with_for_update()).one()
    if row.locked_until is not None and row.locked_until > now:
        return None
    lately = row.locked_until is None and row.last_at > now - locked_for
    refusals = (row.refusals if lately else 0) + 1
    locked_until = now + locked_for if refusals >= most else None
    connection.execute(sa.update(table).where(here).values(refusals=refusals, last_at=now, locked_until=locked_until))
    return most - refusals


def forgive(connection: sa.Connection, name_digest: str) -> None:
    """Nothing was refused under that name."""
    connection.execute(sa.delete(table).where(table.c.name_digest == name_digest))


def forget(connection: sa.Connection, before: datetime) -> None:
    """What was refused before then no longer counts; strangers' inventions would pile up."""
    connection.execute(sa.delete(table).where(table.c.last_at < before))
