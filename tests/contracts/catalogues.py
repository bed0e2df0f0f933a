"""The catalogues that contracts run against: SQLite in a file, and a database of its own on a PostgreSQL server."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

import sqlalchemy as sa

from adapters.catalogue.all_tables import metadata
from adapters.catalogue.engine import Catalogue
from adapters.catalogue.schema_retention import retention_total
from adapters.catalogue.unchangeable_events import protect, unprotect
from tests.services import postgres_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

A = TypeVar("A")
B = TypeVar("B")

KINDS = ("sqlite", "postgresql")
OPEN_SECONDS = 0.3


@contextmanager
def empty_database(encoding: str = "UTF8") -> Iterator[str]:
    """Address of a new database without tables, dropped afterwards with whoever is still connected."""
    address = sa.make_url(postgres_url())
    server = sa.create_engine(address, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    name = f"vankho_test_{uuid4().hex}"
    with server.connect() as connection:
        connection.exec_driver_sql(
            f"CREATE DATABASE {name} TEMPLATE template0 ENCODING '{encoding}' LC_COLLATE 'C' LC_CTYPE 'C'"
        )
    try:
        yield address.set(database=name).render_as_string(hide_password=False)
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def migrated(kind: str, folder: Path) -> Iterator[Catalogue]:
    """A catalogue of this version."""
    if kind == "sqlite":
        made = Catalogue.on_disk(folder / "catalogue.sqlite")
        made.migrate()
        yield made
        made.close()
        return
    with empty_database() as url:
        made = Catalogue.at(url, pool_size=10, overflow=10)
        made.migrate()
        yield made
        made.close()


def emptied(catalogue: Catalogue) -> Catalogue:
    """The same catalogue without a row."""
    with catalogue.begin() as connection:
        unprotect(connection)
        for table in reversed(metadata.sorted_tables):
            connection.execute(sa.delete(table))
        # Last: each assignment that went was counted there.
        connection.execute(sa.delete(retention_total))
        protect(connection)
    return catalogue


def overlapping(
    catalogue: Catalogue, first: Callable[[sa.Connection], A], second: Callable[[sa.Connection], B]
) -> tuple[A, B]:
    """What two writing transactions give that run at the same time.

    The first is kept open until the second has done everything but commit, or evidently waits for
    the first. Where nothing makes the second wait, neither sees what the other wrote.
    """
    first_did, second_did = Event(), Event()

    def one() -> A:
        try:
            with catalogue.begin() as connection:
                result = first(connection)
                first_did.set()
                second_did.wait(OPEN_SECONDS)
                return result
        finally:
            first_did.set()

    def two() -> B:
        first_did.wait()
        with catalogue.begin() as connection:
            result = second(connection)
            second_did.set()
            return result

    with ThreadPoolExecutor(2) as pool:
        both = pool.submit(one), pool.submit(two)
        return both[0].result(), both[1].result()
