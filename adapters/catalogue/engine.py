"""Opening the catalogue, and bringing its tables up to date."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from records.errors import Misconfigured, Sentence, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

MIGRATIONS = Path(__file__).parent / "migrations"
NEWEST_REVISION = "0001"
"""The version of ``schema``; a test holds it equal to the newest migration."""
BUSY_SECONDS = 30
"""How long a writer waits for another before giving up; every transaction here lasts milliseconds."""


class Catalogue:
    """A connection pool to the catalogue; ``begin`` gives one transaction."""

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url)
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _prepare_sqlite)
            sa.event.listen(self.engine, "begin", _begin_immediate)

    @classmethod
    def on_disk(cls, path: Path) -> Catalogue:
        """The SQLite catalogue of a desk installation."""
        path.parent.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{path}")

    @contextmanager
    def begin(self, *, readonly: bool = False) -> Iterator[sa.Connection]:
        """A transaction that is committed on leaving, or rolled back when an error leaves.

        ``readonly`` transactions wait for nobody.

        Raises:
            Unavailable (catalogue.busy): Another writer held the catalogue too long.
        """
        try:
            with self.engine.connect().execution_options(readonly=readonly) as connection, connection.begin():
                yield connection
        except sa.exc.OperationalError as error:
            raise _unavailable(error) from error

    def migrate(self) -> None:
        """Bring the tables to this version; repeatable, and safe when several processes start at once."""
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
        """
        if (at := self._revision()) != NEWEST_REVISION:
            raise Misconfigured(
                "catalogue.behind",
                Sentence(
                    f"Danh mục đang ở phiên bản {at}, phần mềm cần {NEWEST_REVISION}.",
                    f"The catalogue is at version {at}; this software needs {NEWEST_REVISION}.",
                ),
                Sentence("Chạy «vankho migrate».", "Run «vankho migrate»."),
            )

    def close(self) -> None:
        self.engine.dispose()

    def _revision(self) -> str | None:
        with self.engine.connect() as connection:
            if not sa.inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
            return found


def _unavailable(error: sa.exc.OperationalError) -> Unavailable:
    return Unavailable(
        "catalogue.busy",
        Sentence("Danh mục đang bận hoặc không truy cập được.", "The catalogue is busy or cannot be reached."),
        Sentence(
            f"Đợi một lát; nếu vẫn lỗi, kiểm tra ổ đĩa còn trống: {error.orig}",
            f"Wait a moment; if it stays, check that the disk has room: {error.orig}",
        ),
    )


def _prepare_sqlite(connection: Any, record: Any) -> None:
    _ = record
    connection.isolation_level = None  # the begin event below decides how a transaction starts
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    # A receipt is a promise: what was committed outlives a power cut.
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_immediate(connection: sa.Connection) -> None:
    # A deferred transaction that turns from reading to writing fails at once when another
    # writer was in between; taking the write lock first makes writers queue instead.
    readonly = connection.get_execution_options().get("readonly", False)
    connection.exec_driver_sql("BEGIN DEFERRED" if readonly else "BEGIN IMMEDIATE")
