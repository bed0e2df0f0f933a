"""How a PostgreSQL server is connected to: no wait without an end, nothing shared by two processes."""

from __future__ import annotations

import os
import weakref
from typing import TYPE_CHECKING, Any, TypeVar

import psycopg
import sqlalchemy as sa

from adapters.catalogue.storable import json_text
from records.errors import Misconfigured, Sentence

if TYPE_CHECKING:
    from psycopg.abc import PQGen

T = TypeVar("T")

LOCK_SECONDS = 10
"""How long a transaction waits for another's lock; every transaction here lasts milliseconds."""
STATEMENT_SECONDS = 30
ANSWER_SECONDS = STATEMENT_SECONDS + 10
"""After this a server that is connected and says nothing, not even that it took too long, is given up."""
POOL_SECONDS = 10
"""How long a thread waits for a connection of its process."""

_SESSION = {
    # A receipt is a promise: what was committed outlives a power cut, whatever the role's default.
    "synchronous_commit": "on",
    "statement_timeout": f"{STATEMENT_SECONDS}s",
    "lock_timeout": f"{LOCK_SECONDS}s",
    "idle_in_transaction_session_timeout": "60s",
}
_CONNECTION: dict[str, str | int] = {
    "connect_timeout": 5,
    # A cut network is noticed within some 15 seconds: unanswered data by the second, silence by the others.
    "tcp_user_timeout": 15_000,
    "keepalives": 1,
    "keepalives_idle": 6,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    # Of several hosts in the address the one that takes writes; a standby is as good as away.
    "target_session_attrs": "read-write",
    "client_encoding": "utf8",
    "application_name": "vankho",
}


class ServerConnection(psycopg.Connection[Any]):
    """A connection on which nobody waits for ever, whatever lies between us and the server."""

    answer_seconds: float | None = ANSWER_SECONDS
    """None while migrations run, which may take as long as they need."""

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        try:
            return super().wait(gen, interval, self.answer_seconds if timeout is None else timeout)
        except psycopg.errors._WaitTimeout as error:  # noqa: SLF001  what ``timeout`` is documented to raise
            self.pgconn.finish()  # the answer may still come, and would be taken for that of the next question
            raise psycopg.OperationalError(f"no answer within {self.answer_seconds} seconds") from error


def _connect(dialect: Any, record: Any, arguments: Any, settings: dict[str, Any]) -> ServerConnection:
    _ = dialect, record
    return ServerConnection.connect(*arguments, **settings)


def engine_of(url: str, *, pool_size: int, overflow: int) -> sa.Engine:
    """An engine for ``url``; what the address itself sets for the connection holds.

    Raises:
        Misconfigured (catalogue.bad_url): The address cannot be used.
    """
    try:
        address = sa.make_url(url)
        if address.drivername in {"postgresql", "postgres"}:
            address = address.set(drivername="postgresql+psycopg")
        settings = {**_CONNECTION, **address.query}
        session = " ".join(f"-c {name}={value}" for name, value in _SESSION.items())
        settings["options"] = f"{session} {address.query.get('options', '')}".strip()
        engine = sa.create_engine(
            address.set(query={}),
            connect_args=settings,
            pool_size=pool_size,
            max_overflow=overflow,
            pool_timeout=POOL_SECONDS,
            pool_pre_ping=True,
            pool_use_lifo=True,
            pool_recycle=1800,
            json_serializer=json_text,
        )
    except (sa.exc.ArgumentError, ImportError) as error:
        raise _bad_url() from error
    if engine.dialect.name != "postgresql":
        raise _bad_url()
    sa.event.listen(engine, "do_connect", _connect)
    _engines.add(engine)
    return engine


def _bad_url() -> Misconfigured:
    # The address holds the password: it is not told.
    return Misconfigured(
        "catalogue.bad_url",
        Sentence("Địa chỉ của danh mục không dùng được.", "The catalogue's address cannot be used."),
        Sentence(
            "Viết theo dạng postgresql+psycopg://tài-khoản:mật-khẩu@máy-chủ:5432/cơ-sở-dữ-liệu.",
            "Write it like postgresql+psycopg://account:password@host:5432/database.",
        ),
    )


_engines: weakref.WeakSet[sa.Engine] = weakref.WeakSet()
_inherited: list[Any] = []


def _leave_inherited_connections() -> None:
    # Two processes on one socket would read each other's answers. The parent's connections are
    # kept here, unused and unclosed: closing one would say goodbye in the parent's name.
    for engine in _engines:
        _inherited.append(engine.pool)
        engine.dispose(close=False)


os.register_at_fork(after_in_child=_leave_inherited_connections)
