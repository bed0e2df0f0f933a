"""Installations of either profile that are measured: their own servers, all their programs, what each used."""

from __future__ import annotations

import secrets
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Self

from benchmarks.processes import cpu_of, memory_of, wait_at_rest
from tests.installation import Installation, Site
from tests.server_installation import Program, ServerInstallation, own_database
from tests.servers import S3_ACCESS_KEY, S3_SECRET_KEY, Servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def empty_place(servers: Servers) -> Iterator[dict[str, str]]:
    """Settings for a new, empty place on the servers, reached without anything in between."""
    name = f"b{secrets.token_hex(6)}"
    with own_database(f"postgresql+psycopg://vankho@{servers.postgres.address}/postgres", name) as database:
        yield {
            "database_url": database,
            "s3_endpoint": servers.minio.address,
            "s3_access_key": S3_ACCESS_KEY,
            "s3_secret_key": S3_SECRET_KEY,
            "s3_bucket_prefix": f"{name}-",
            "elasticsearch_url": f"http://{servers.elasticsearch.address}",
            "elasticsearch_alias": name,
            "redis_url": f"redis://{servers.redis.address}/{1 + secrets.randbelow(4000)}",
            "allow_default_passwords": "true",
            "log_level": "warning",
        }


def processor_seconds(servers: Servers) -> dict[str, float]:
    """CPU seconds of each server since it was started."""
    return {server.name: server.use().cpu_seconds for server in servers}


class Programs:
    """Every long-running program of an installation, started and at rest inside the ``with`` block."""

    def __init__(self, installation: Installation, workers: int) -> None:
        self.installation = installation
        self._workers = workers
        self._open = ExitStack()
        self.pids: dict[str, int] = {}

    def __enter__(self) -> Self:
        with self._open as undo:
            if isinstance(self.installation, ServerInstallation):
                self.installation.run("migrate")
                for name, arguments in {
                    "workers": ("worker", "--workers", str(self._workers)),
                    "scheduler": ("scheduler",),
                }.items():
                    program = Program(self.installation, *arguments)
                    undo.callback(program.stop)
                    self.pids[name] = program.process.pid
                site = Site(self.installation)
            else:
                # The site of a desk brings its workers.
                site = Site(self.installation, self._workers)
            undo.callback(site.stop)
            self.pids["site"] = site.process.pid
            self.url = site.url
            wait_at_rest(lambda: sum(self.cpu().values()))
            self._open = undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def cpu(self) -> dict[str, float]:
        """CPU seconds of each program and its children since it was started."""
        return {name: cpu_of(pid) for name, pid in self.pids.items()}

    def memory(self) -> dict[str, int]:
        """Bytes (PSS) of each program and its children now."""
        return {name: memory_of(pid) for name, pid in self.pids.items()}


@contextmanager
def installation_on(servers: Servers | None, data: Path) -> Iterator[Installation]:
    """An empty installation: of the server profile on these servers, else a desk. Nothing of it runs."""
    if servers is None:
        yield Installation(data, log_level="warning")
        return
    with empty_place(servers) as place:
        yield ServerInstallation(data, place)
