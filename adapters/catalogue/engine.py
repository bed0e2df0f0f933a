"""Opening the catalogue, and bringing its tables up to date."""

from __future__ import annotations

import sqlite3
import threading
import time
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.failures import READ_ONLY, behind, translated
from adapters.catalogue.schema import NEWEST_REVISION
from adapters.catalogue.storable import json_text
from records.errors import Misconfigured, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_SECONDS = 30
"""How long a writer of the desk waits for another; every transaction here lasts milliseconds."""
_POOL = 16


class Catalogue:
    """A connection pool to the catalogue; ``begin`` gives one transaction.

    On SQLite writing transactions come one after the other. On PostgreSQL they run side by side
    and see what others committed before each statement; where two must not miss one another
    they hold the row that they have in common (``batches.hold``, ``dossiers.hold``).

    A process that is forked begins with a pool of its own.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        # Who waits for SQLite's lock looks again and again, later each time: of many threads each would find it taken
        # by another. So one of a process looks, and the others wait for that one.
        self._turn = None if self.on_server else threading.Lock()
        if self.on_server:
            # One picture of everything for all the queries of a reader.
            self._reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        else:
            sa.event.listen(engine, "connect", _prepare_sqlite)
            sa.event.listen(engine, "begin", _begin_immediate)
            self._reading = engine.execution_options(readonly=True)

    @classmethod
    def on_disk(cls, path: Path) -> Catalogue:
        """The SQLite catalogue of a desk installation."""
        path.parent.mkdir(parents=True, exist_ok=True)
        # Connections beyond the pool are opened and closed each time; a site has as many readers as threads.
        return cls(sa.create_engine(f"sqlite:///{path}", pool_size=_POOL, json_serializer=json_text))

    @classmethod
    def at(cls, url: str, *, pool_size: int = 4, overflow: int = 4) -> Catalogue:
        """The catalogue on a PostgreSQL server, ``postgresql+psycopg://…``; nothing is connected yet.

        ``pool_size`` connections are kept by each process, ``overflow`` more may be open at once.

        Raises:
            Misconfigured (catalogue.bad_url): The address cannot be used.
        """
        from adapters.catalogue.server import engine_of  # noqa: PLC0415  the desk loads no driver of a server

        return cls(engine_of(url, pool_size=pool_size, overflow=overflow))

    @property
    def on_server(self) -> bool:
        """Whether writers run side by side, here or on other machines."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def begin(self, *, readonly: bool = False) -> Iterator[sa.Connection]:
        """A transaction that is committed on leaving, or rolled back when an error leaves.

        ``readonly`` transactions wait for nobody and see one state of everything.

        After ``Unavailable`` the transaction may have happened all the same: the answer to the
        commit can be lost. Whoever repeats must find what was done (``files.add``, ``steps.add``)
        or be turned away (``steps.finish``, ``steps.postpone``).

        Raises:
            Unavailable (catalogue.busy): Another writer held the catalogue too long, or the disk is full.
            Unavailable (catalogue.unreachable): The server went away, or is not there.
            Misconfigured (catalogue.refused): The server does not let us in.
            Misconfigured (catalogue.behind): The tables are of another version.
            Damaged (catalogue.damaged): The server found its own data damaged, or the file of a desk is.
        """
        with (
            self._translating(readonly=readonly),
            nullcontext() if readonly or self._turn is None else _patiently(self._turn),
            (self._reading if readonly else self.engine).connect() as connection,
            connection.begin(),
        ):
            yield connection

    def migrate(self) -> None:
        """Bring the tables to this version, wholly or not at all.

        Repeatable, and safe when several processes start at once.

        Raises:
            Misconfigured (catalogue.encoding): The database does not keep text as UTF-8.
            Unavailable, Misconfigured, Damaged: As ``begin``.
        """
        with self._translating():
            self._require_utf8()
            if self._revision() == NEWEST_REVISION:
                return
            # Alembic takes half a second to load: only an installation that is behind pays for it.
            from alembic import command  # noqa: PLC0415
            from alembic.config import Config  # noqa: PLC0415

            config = Config()
            config.set_main_option("script_location", str(MIGRATIONS))
            config.attributes["engine"] = self.engine
            command.upgrade(config, "head")

    def require_current(self) -> None:
        """Refuse to work on tables of another version.

        Raises:
            Misconfigured (catalogue.behind): Migrations are missing, or the tables are newer.
            Unavailable, Misconfigured, Damaged: As ``begin``.
        """
        with self._translating():
            if (at := self._revision()) != NEWEST_REVISION:
                raise behind(at)

    def close(self) -> None:
        self.engine.dispose()

    @contextmanager
    def _translating(self, *, readonly: bool = False) -> Iterator[None]:
        try:
            yield
        except sa.exc.SQLAlchemyError as error:
            ours = translated(error, readonly=readonly)
            if ours is None:
                raise
            if getattr(getattr(error, "orig", None), "sqlstate", None) == READ_ONLY:
                # The pool holds connections to what is a standby now; new ones find the new primary.
                self.engine.dispose()
            raise ours from error

    def _revision(self) -> str | None:
        with self._reading.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            return found

    def _require_utf8(self) -> None:
        if not self.on_server:
            return
        with self._reading.connect() as connection:
            encoding = connection.exec_driver_sql("SHOW server_encoding").scalar()
        if encoding != "UTF8":
            raise Misconfigured(
                "catalogue.encoding",
                Sentence(
                    f"Cơ sở dữ liệu dùng bảng mã {encoding}, không giữ được tiếng Việt.",
                    f"The database's encoding is {encoding}: it cannot keep Vietnamese.",
                ),
                Sentence(
                    "Tạo cơ sở dữ liệu mới với ENCODING 'UTF8' TEMPLATE template0.",
                    "Make the database anew with ENCODING 'UTF8' TEMPLATE template0.",
                ),
            )


@contextmanager
def _patiently(turn: threading.Lock) -> Iterator[None]:
    """Take turns, for as long as a writer waits at all; then SQLite says who is in the way."""
    mine = turn.acquire(timeout=BUSY_SECONDS)
    try:
        yield
    finally:
        if mine:
            turn.release()


def _prepare_sqlite(connection: Any, record: Any) -> None:
    _ = record
    connection.isolation_level = None  # the begin event below decides how a transaction starts
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    _write_ahead(cursor)
    # A receipt is a promise: what was committed outlives a power cut.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _write_ahead(cursor: Any) -> None:
    # Of processes that open a new file at once one turns it; SQLite does not let the others wait for that.
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_immediate(connection: sa.Connection) -> None:
    # A deferred transaction that turns from reading to writing fails at once when another
    # writer was in between; taking the write lock first makes writers queue instead.
    readonly = connection.get_execution_options().get("readonly", False)
    connection.exec_driver_sql("BEGIN DEFERRED" if readonly else "BEGIN IMMEDIATE")
