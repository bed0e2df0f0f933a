"""A real installation in a folder of its own, driven as people drive it: by its commands and its site."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Any, Self

import httpx
import psutil

from adapters.object_store.filesystem import FilesystemObjectStore

if TYPE_CHECKING:
    from pathlib import Path

    from records.identifiers import ObjectKey
    from records.ports.object_store import ObjectStore

VANKHO = [sys.executable, "-m", "app"]


class Installation:
    """Commands run as processes of their own; of the product only the store is imported, to look into it."""

    def __init__(self, data: Path, **settings: str) -> None:
        self.data = data
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("VANKHO_")},
            "VANKHO_DATA": str(data),
            "VANKHO_ACCOUNT": "can-bo-thu",
            # Whether LibreOffice is installed shall make no difference to a test that is not about it.
            "VANKHO_OFFICE_CONVERTER": "none",
            **{f"VANKHO_{key.upper()}": value for key, value in settings.items()},
        }

    def run(self, *arguments: str, expect: tuple[int, ...] = (0,)) -> str:
        """The standard output of a command, which must end with one of ``expect``."""
        done = subprocess.run(
            [*VANKHO, *arguments], env=self.environment, capture_output=True, text=True, timeout=1500, check=False
        )
        assert done.returncode in expect, f"vankho {arguments}: {done.returncode}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def json(self, *arguments: str, expect: tuple[int, ...] = (0,)) -> Any:
        """The same, with ``--json``, understood."""
        return json.loads(self.run(*arguments, "--json", expect=expect))

    def error(self, *arguments: str, expect: int) -> dict[str, Any]:
        """The error a command ends with."""
        done = subprocess.run(
            [*VANKHO, *arguments, "--json"],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == expect, done.stderr
        error: dict[str, Any] = json.loads(done.stderr.strip().splitlines()[-1])["error"]
        return error

    def store(self) -> ObjectStore:
        """The installation's object store, beside the product."""
        return FilesystemObjectStore(self.data / "store")

    def tamper(self, key: ObjectKey, content: bytes) -> None:
        """Put other bytes in an object's place, as only somebody with power over the store can."""
        path = self.data / "store" / key.value
        path.chmod(0o644)
        path.write_bytes(content)

    def lose_index(self) -> None:
        """Remove the search index behind the product's back."""
        shutil.rmtree(self.data / "index")

    def serve(self, workers: int | None = None) -> Site:
        return Site(self, workers)


class Site:
    """``vankho serve`` on a free port; a context manager that stops it cleanly."""

    def __init__(self, installation: Installation, workers: int | None = None) -> None:
        self._installation = installation
        self._arguments = ["serve", "--port", "0", *(["--workers", str(workers)] if workers is not None else [])]
        self.log: list[str] = []
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [*VANKHO, *self._arguments],
            env={**self._installation.environment, "PYTHONUNBUFFERED": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        assert self.process.stdout is not None
        self.url = ""
        for line in self.process.stdout:
            self.log.append(line)
            if match := re.search(r"http://\S+", line):
                self.url = match.group(0)
                break
        assert self.url, "".join(self.log)
        threading.Thread(target=self._drain, args=(self.process.stdout,), daemon=True).start()
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                httpx.get(f"{self.url}/api/batches", timeout=5)
            except httpx.TransportError:
                time.sleep(0.05)
            else:
                return
        raise AssertionError("the site does not answer:\n" + "".join(self.log))

    def _drain(self, stream: Any) -> None:
        for line in stream:
            self.log.append(line)
        stream.close()

    def workers(self) -> list[psutil.Process]:
        """The worker processes alive now, and their keeper."""
        try:
            return psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def kill(self) -> None:
        """``kill -9`` of the site; its workers end with it."""
        workers = self.workers()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        psutil.wait_procs(workers, timeout=10)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(60)

    def wait_finished(self, batch: str, seconds: float = 900) -> dict[str, Any]:
        """The batch once nothing is left to do by machine."""
        until, view = time.monotonic() + seconds, {}
        while time.monotonic() < until:
            time.sleep(0.3)
            try:
                answer = httpx.get(f"{self.url}/api/batches/{batch}", timeout=30)
            except httpx.TransportError:
                continue  # the site, or a server behind it, was killed and comes back
            view = answer.json()
            if answer.is_success and view["finished"]:
                return dict(view)
        raise AssertionError(f"the batch did not finish: {view}\n" + "".join(self.log[-40:]))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
