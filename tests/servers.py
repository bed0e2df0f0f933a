"""Private servers of the server profile, for tests of what happens when one of them fails.

``Servers(folder)`` starts MinIO, Elasticsearch, PostgreSQL and Redis, the real ones, on free ports of
loopback. Each can be killed, stopped, started again on its data, cut off from its clients as a network
would cut it, and asked what it used; the disk of MinIO can be filled. ``deploy/services/run.sh`` says how
each is started and ``deploy/services/fetch.sh`` where its program comes from.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

import httpx
import psutil
import psycopg
import pytest
import redis

from tests.network_cut import Cut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

RUN = Path(__file__).resolve().parent.parent / "deploy" / "services" / "run.sh"
S3_ACCESS_KEY, S3_SECRET_KEY = "vankhotest", "vankhotest123"
READY_SECONDS = 400.0
"""Building MinIO for the first time is among it."""
ANSWER_SECONDS = 2.0

MINIO, ELASTICSEARCH, POSTGRES, REDIS = "minio", "elasticsearch", "postgres", "redis"
NAMES = (MINIO, ELASTICSEARCH, POSTGRES, REDIS)


@dataclass(frozen=True, slots=True)
class Use:
    """What a server and its children use: proportional share of memory now, CPU time since it was started."""

    memory_bytes: int
    cpu_seconds: float


class Server:
    """One server; its data outlives ``kill`` and ``stop``, its port stays the same."""

    def __init__(self, name: str, data: Path, log: Path) -> None:
        self.name = name
        self.data = data
        self.log = log
        self.port = _free_port()
        self.cut = Cut(self.port)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def address(self) -> str:
        """``host:port`` of the server itself."""
        return f"127.0.0.1:{self.port}"

    @property
    def address_through_cut(self) -> str:
        """``host:port`` of the proxy before the server: what a client is given that shall lose the server."""
        return f"127.0.0.1:{self.cut.port}"

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start, and return before it is ready."""
        assert not self.running, f"{self.name} runs already"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [str(RUN), self.name, str(self.data), str(self.port)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def wait_ready(self, seconds: float = READY_SECONDS) -> None:
        """Return once it serves.

        Raises:
            AssertionError: It ended instead, or is not ready after ``seconds``; with the end of its log.
        """
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            assert self.running, f"{self.name} ended:\n{self._last_words()}"
            if _serves(self.name, self.port):
                return
            time.sleep(0.05)
        raise AssertionError(f"{self.name} is not ready after {seconds:g} s:\n{self._last_words()}")

    def kill(self) -> None:
        """End it and every process of it at once, as power would (``kill -9``)."""
        processes = self._processes()
        # PostgreSQL puts each of its children into a group of its own: the group alone would not do.
        for process in processes:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
        if self._process is not None:
            self._process.wait(10)
        _, alive = psutil.wait_procs(processes, timeout=10)
        assert not alive, f"{self.name} outlived kill -9: {alive}"

    def stop(self) -> None:
        """End it in order; killed where that takes more than 30 seconds."""
        if not self.running:
            return
        assert self._process is not None
        # PostgreSQL waits for its clients to leave at SIGTERM; at SIGINT it sends them away.
        self._process.send_signal(signal.SIGINT if self.name == POSTGRES else signal.SIGTERM)
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self.kill()

    def use(self) -> Use:
        """What it uses now."""
        memory, seconds = 0, 0.0
        for process in self._processes():
            with contextlib.suppress(psutil.NoSuchProcess):
                memory += process.memory_full_info().pss
                times = process.cpu_times()
                seconds += times.user + times.system + times.children_user + times.children_system
        return Use(memory, seconds)

    def _processes(self) -> list[psutil.Process]:
        if self._process is None:
            return []
        try:
            leader = psutil.Process(self._process.pid)
            return [leader, *leader.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []

    def _last_words(self) -> str:
        return self.log.read_text("utf-8", errors="replace")[-3000:] if self.log.exists() else ""


class SmallDisk:
    """A file system of its own on a file, so that a disk can be full; only root may mount one."""

    def __init__(self, folder: Path, megabytes: int) -> None:
        self.mounted_at = folder
        self._image = folder.with_suffix(".ext4")
        self._ballast = folder / "ballast"
        if os.geteuid() != 0:
            pytest.skip("only root can mount the small disk that is filled")
        folder.mkdir(parents=True)
        with self._image.open("wb") as image:
            image.truncate(megabytes << 20)
        subprocess.run(["mkfs.ext4", "-q", "-m", "0", str(self._image)], check=True, capture_output=True)
        subprocess.run(["mount", "-o", "loop", str(self._image), str(folder)], check=True, capture_output=True)

    def fill(self) -> None:
        """Leave no byte free."""
        with self._ballast.open("ab", buffering=0) as ballast:
            for size in (1 << 20, 1 << 12, 1):
                with contextlib.suppress(OSError):
                    while True:
                        ballast.write(bytes(size))
            os.fsync(ballast.fileno())

    def free(self) -> None:
        """Give the space back; MinIO notices within some seconds."""
        self._ballast.unlink(missing_ok=True)
        os.sync()

    def remove(self) -> None:
        subprocess.run(["umount", str(self.mounted_at)], check=True, capture_output=True)
        self._image.unlink()


class Servers:
    """The servers named, all four by default, running and ready inside the ``with`` block.

    Data and logs lie in ``folder`` and stay there, but for PostgreSQL where root runs the tests: its
    account could not reach them there. ``minio_disk_megabytes`` gives MinIO a disk of that size.
    """

    def __init__(self, folder: Path, *names: str, minio_disk_megabytes: int | None = None) -> None:
        self._undo = contextlib.ExitStack()
        self._folder = folder
        self._names = names or NAMES
        self._disk_megabytes = minio_disk_megabytes
        self._servers: dict[str, Server] = {}
        self._disk: SmallDisk | None = None

    def __enter__(self) -> Self:
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._undo as undo:
            for name in self._names:
                server = Server(name, self._data_of(name, undo), self._folder / f"{name}.log")
                undo.callback(server.cut.close)
                undo.callback(server.kill)
                self._servers[name] = server
                server.start()
            for server in self._servers.values():
                server.wait_ready()
            self._undo = undo.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    @property
    def minio(self) -> Server:
        return self._servers[MINIO]

    @property
    def elasticsearch(self) -> Server:
        return self._servers[ELASTICSEARCH]

    @property
    def postgres(self) -> Server:
        return self._servers[POSTGRES]

    @property
    def redis(self) -> Server:
        return self._servers[REDIS]

    @property
    def minio_disk(self) -> SmallDisk:
        assert self._disk is not None, "ask for it with minio_disk_megabytes"
        return self._disk

    def __iter__(self) -> Iterator[Server]:
        return iter(self._servers.values())

    def variables(self, *, through_cut: bool = False) -> dict[str, str]:
        """What ``tests/services.py`` reads, for the servers that were asked for."""

        def of(server: Server) -> str:
            return server.address_through_cut if through_cut else server.address

        said: dict[str, Callable[[Server], dict[str, str]]] = {
            MINIO: lambda s: {
                "VANKHO_TEST_S3_ENDPOINT": of(s),
                "VANKHO_TEST_S3_ACCESS_KEY": S3_ACCESS_KEY,
                "VANKHO_TEST_S3_SECRET_KEY": S3_SECRET_KEY,
            },
            ELASTICSEARCH: lambda s: {"VANKHO_TEST_ELASTICSEARCH_URL": f"http://{of(s)}"},
            POSTGRES: lambda s: {"VANKHO_TEST_POSTGRES_URL": f"postgresql+psycopg://vankho@{of(s)}/postgres"},
            REDIS: lambda s: {"VANKHO_TEST_REDIS_URL": f"redis://{of(s)}/0"},
        }
        return {key: value for name, s in self._servers.items() for key, value in said[name](s).items()}

    def _data_of(self, name: str, undo: contextlib.ExitStack) -> Path:
        if name == POSTGRES and os.geteuid() == 0:
            folder = Path(tempfile.mkdtemp(prefix="vankho-postgres-", dir="/var/tmp"))
            undo.callback(shutil.rmtree, folder, ignore_errors=True)
            return folder
        folder = self._folder / name
        if name == MINIO and self._disk_megabytes is not None:
            self._disk = SmallDisk(folder, self._disk_megabytes)
            undo.callback(self._disk.remove)
        return folder


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def _serves(name: str, port: int) -> bool:
    """Whether it answers a question that it can answer only when it works."""
    try:
        if name == MINIO:
            place = f"http://127.0.0.1:{port}"
            # It calls itself ready a moment before it takes requests: strangers are turned away only by a whole server.
            return (
                httpx.get(f"{place}/minio/health/ready", timeout=ANSWER_SECONDS).is_success
                and httpx.get(place, timeout=ANSWER_SECONDS, headers={"User-Agent": "test"}).status_code == 403
            )
        if name == ELASTICSEARCH:
            question = {"wait_for_status": "yellow", "timeout": "1s"}
            health = f"http://127.0.0.1:{port}/_cluster/health"
            return httpx.get(health, params=question, timeout=ANSWER_SECONDS).is_success
        if name == POSTGRES:
            where = f"host=127.0.0.1 port={port} user=vankho dbname=postgres connect_timeout=2"
            with psycopg.connect(where) as connection:
                return connection.execute("SELECT 1").fetchone() == (1,)
        with redis.Redis(port=port, socket_timeout=ANSWER_SECONDS) as client:
            return bool(client.ping())
    except (httpx.TransportError, psycopg.OperationalError, redis.RedisError):
        return False
