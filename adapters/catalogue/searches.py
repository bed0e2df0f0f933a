"""Searches that accounts keep, and words that were asked for in vain."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.schema_finding import saved_search, unanswered_search
from adapters.catalogue.statements import by_code_point, insert_or_leave
from adapters.catalogue.storable import storable_text
from search_api.ports import Unanswered

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

MOST_UNANSWERED = 10_000
"""Different words kept; of more the longest ago asked for are forgotten."""


def saved(connection: sa.Connection, account: str) -> Sequence[Any]:
    """Rows of the account's searches, by name."""
    return connection.execute(
        sa.select(saved_search)
        .where(saved_search.c.account == account)
        .order_by(by_code_point(connection, saved_search.c.name), saved_search.c.id)
    ).all()


def one_saved(connection: sa.Connection, account: str, id: str) -> Any | None:  # noqa: A002  the column's name
    return connection.execute(
        sa.select(saved_search).where(saved_search.c.account == account, saved_search.c.id == id)
    ).first()


def save(
    connection: sa.Connection,
    *,
    id: str,  # noqa: A002  the column's name
    account: str,
    name: str,
    question: Mapping[str, Any],
    now: datetime,
    seen: Collection[str],
) -> None:
    connection.execute(
        sa.insert(saved_search).values(
            id=id,
            account=account,
            name=name,
            question=dict(question),
            created_at=now,
            looked_at=now,
            seen=sorted(seen),
        )
    )


def looked(connection: sa.Connection, id: str, now: datetime, seen: Collection[str]) -> None:  # noqa: A002  as above
    connection.execute(sa.update(saved_search).where(saved_search.c.id == id).values(looked_at=now, seen=sorted(seen)))


def forget(connection: sa.Connection, account: str, id: str) -> None:  # noqa: A002  as above
    connection.execute(sa.delete(saved_search).where(saved_search.c.account == account, saved_search.c.id == id))


# -- asked for in vain ------------------------------------------------------------------------


def asked_in_vain(connection: sa.Connection, words: str, now: datetime, *, since: datetime) -> None:
    """Count the words once more; what nobody asked for since ``since`` is forgotten."""
    table = unanswered_search
    words = storable_text(words)
    digest = sha256(words.encode()).hexdigest()
    first = insert_or_leave(connection, table).values(digest=digest, words=words, times=1, first_at=now, last_at=now)
    if connection.execute(first.returning(table.c.digest)).first() is not None:
        connection.execute(sa.delete(table).where(table.c.last_at < since))
        oldest_kept = (
            sa.select(table.c.last_at)
            .order_by(table.c.last_at.desc())
            .offset(MOST_UNANSWERED)
            .limit(1)
            .scalar_subquery()
        )
        connection.execute(sa.delete(table).where(table.c.last_at <= oldest_kept))
        return
    connection.execute(sa.update(table).where(table.c.digest == digest).values(times=table.c.times + 1, last_at=now))


def unanswered(connection: sa.Connection, *, since: datetime, limit: int) -> list[Unanswered]:
    """Most often asked for first, then latest."""
    table = unanswered_search
    rows = connection.execute(
        sa.select(table)
        .where(table.c.last_at >= since)
        .order_by(table.c.times.desc(), table.c.last_at.desc(), table.c.digest)
        .limit(limit)
    )
    return [Unanswered(words=r.words, count=r.times, first_at=r.first_at, last_at=r.last_at) for r in rows]
