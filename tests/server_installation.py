"""A real installation of the server profile: its own database, buckets, index and queue on real servers."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
import threading
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Self

import psycopg
import sqlalchemy as sa

from tests import services
from tests.installation import VANKHO, Installation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WAIT_SECONDS = 60


class Program:
    """A long-running command of an installation; killed and started again as tests please."""

    def __init__(self, installation: Installation, *arguments: str) -> None:
        self._installation = installation
        self.arguments = arguments
        self.log: list[str] = []
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [*VANKHO, *self.arguments],
            env={**self._installation.environment, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        threading.Thread(target=self._drain, args=(self.process.stdout,), daemon=True).start()

    def kill(self) -> None:
        """``kill -9`` of the program and its processes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        """As a service manager stops it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(WAIT_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError("\n".join(("does not stop:", *self.log[-40:]))) from None

    def _drain(self, stream: Iterator[str]) -> None:
        self.log.extend(stream)


class ServerInstallation(Installation):
    """Migrated, with workers and a scheduler running inside the ``with`` block.

    Everything of it has names of its own, so that several lie side by side on the same servers.
    """

    def __init__(self, data: Path, servers: dict[str, str], *, workers: int = 2, **settings: str) -> None:
        super().__init__(data, profile="server", **{**servers, **settings})
        self._workers = workers
        self._open = ExitStack()

    def __enter__(self) -> Self:
        self.run("migrate")
        self.worker = Program(self, "worker", "--workers", str(self._workers))
        self._open.callback(self.worker.stop)
        self.scheduler = Program(self, "scheduler")
        self._open.callback(self.scheduler.stop)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()


@contextmanager
def shared_servers() -> Iterator[dict[str, str]]:
    """Settings of the server profile for a new, empty place on the servers that all tests share."""
    endpoint, access_key, secret_key = services.s3()
    name = f"t{secrets.token_hex(6)}"
    with own_database(services.postgres_url(), name) as database:
        yield {
            "database_url": database,
            "s3_endpoint": endpoint,
            "s3_access_key": access_key,
            "s3_secret_key": secret_key,
            "s3_bucket_prefix": f"{name}-",
            "elasticsearch_url": services.elasticsearch_url(),
            "elasticsearch_alias": name,
            "redis_url": f"{services.redis_url().rpartition('/')[0]}/{1 + secrets.randbelow(15)}",
            "allow_default_passwords": "true",
        }


@contextmanager
def own_database(server: str, name: str) -> Iterator[str]:
    """The URL of a new database on the server, dropped at the end."""
    url = sa.make_url(server)
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0 ENCODING UTF8'.encode())
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(plain, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())
