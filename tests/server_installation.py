"""A real installation of the server profile: its own database, buckets, index and queue on real servers."""

from __future__ import annotations

import io
import os
import secrets
import signal
import subprocess
import threading
from contextlib import ExitStack, contextmanager
from typing import IO, TYPE_CHECKING, Self

import httpx
import psycopg
import sqlalchemy as sa

from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_connection import S3Connection
from tests import services
from tests.installation import VANKHO, Installation
from tests.servers import S3_ACCESS_KEY, S3_SECRET_KEY, Servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from records.identifiers import ObjectKey
    from records.ports.object_store import ObjectStore

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
        self._reading = threading.Thread(target=self._drain, args=(self.process.stdout,), daemon=True)
        self._reading.start()

    def kill(self) -> None:
        """``kill -9`` of the program and its processes."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self._reading.join(WAIT_SECONDS)

    def stop(self) -> None:
        """As a service manager stops it."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(WAIT_SECONDS)
            except subprocess.TimeoutExpired:
                self.kill()
                raise AssertionError("\n".join(("does not stop:", *self.log[-40:]))) from None
        self._reading.join(WAIT_SECONDS)

    def _drain(self, stream: IO[str]) -> None:
        with stream:
            self.log.extend(stream)


class ServerInstallation(Installation):
    """Migrated, with workers and a scheduler running inside the ``with`` block.

    Everything of it has names of its own, so that several lie side by side on the same servers.
    """

    def __init__(self, data: Path, servers: dict[str, str], *, workers: int = 2, **settings: str) -> None:
        super().__init__(data, profile="server", **{**servers, "intake_checklist": "told", **settings})
        self.servers = servers
        self._workers = workers
        self._open = ExitStack()

    def store(self) -> ObjectStore:
        return S3ObjectStore(self._s3())

    def tamper(self, key: ObjectKey, content: bytes) -> None:
        bucket, _, name = key.value.partition("/")
        self._s3().client.put_object(
            f"{self.servers['s3_bucket_prefix']}{bucket}", name, io.BytesIO(content), len(content)
        )

    def lose_index(self) -> None:
        url, alias = self.servers["elasticsearch_url"], self.servers["elasticsearch_alias"]
        for found in httpx.get(f"{url}/_cat/indices/{alias}*", params={"format": "json"}, timeout=30).json():
            httpx.delete(f"{url}/{found['index']}", timeout=30).raise_for_status()

    def _s3(self) -> S3Connection:
        place = self.servers
        return S3Connection(
            place["s3_endpoint"],
            place["s3_access_key"],
            place["s3_secret_key"],
            secure=False,
            bucket_prefix=place["s3_bucket_prefix"],
        )

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
            "redis_url": f"{services.redis_url().rpartition('/')[0]}/{1 + secrets.randbelow(4000)}",
            "allow_default_passwords": "true",
        }


@contextmanager
def private_servers(servers: Servers) -> Iterator[dict[str, str]]:
    """Settings for a new, empty place on servers of a test's own, reached through what can be cut."""
    name = f"t{secrets.token_hex(6)}"
    with own_database(f"postgresql+psycopg://vankho@{servers.postgres.address}/postgres", name):
        yield {
            "database_url": f"postgresql+psycopg://vankho@{servers.postgres.address_through_cut}/{name}",
            "s3_endpoint": servers.minio.address_through_cut,
            "s3_access_key": S3_ACCESS_KEY,
            "s3_secret_key": S3_SECRET_KEY,
            "s3_bucket_prefix": f"{name}-",
            "elasticsearch_url": f"http://{servers.elasticsearch.address_through_cut}",
            "elasticsearch_alias": name,
            "redis_url": f"redis://{servers.redis.address_through_cut}/{1 + secrets.randbelow(4000)}",
            "allow_default_passwords": "true",
            "lease_seconds": "6",
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


PROFILES = ("desk", "server")


@contextmanager
def installation_of(profile: str, data: Path, **settings: str) -> Iterator[Installation]:
    """An empty installation of the profile; of a server one, workers and scheduler run as long as it is open."""
    if profile == "desk":
        yield Installation(data, **settings)
        return
    with shared_servers() as servers, ServerInstallation(data, servers, **settings) as installation:
        yield installation
