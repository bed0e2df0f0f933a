"""Keeps the wanted number of worker processes alive."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import structlog

if TYPE_CHECKING:
    from app.settings import Settings

RESTART_SECONDS = 0.5
log = structlog.get_logger()


class WorkerPool:
    """Children of this process; they end when it does, whatever ends it."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._children: list[subprocess.Popen[bytes]] = []
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        self._children = [self._spawn() for _ in range(self._settings.workers)]
        self._keeper.start()

    def stop(self, seconds: float = 30.0) -> None:
        """Let every worker finish its step, then end those that do not within ``seconds``."""
        self._stopping.set()
        for child in self._children:
            child.terminate()
        until = time.monotonic() + seconds
        for child in self._children:
            try:
                child.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
            if child.stdin:
                child.stdin.close()

    def _keep(self) -> None:
        while not self._stopping.wait(RESTART_SECONDS):
            for position, child in enumerate(self._children):
                if child.poll() is not None and not self._stopping.is_set():
                    log.warning("a worker ended; another takes its place", exit_code=child.returncode)
                    self._children[position] = self._spawn()

    def _spawn(self) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            **{f"VANKHO_{name.upper()}": str(value) for name, value in self._settings.model_dump().items()},
            # One thread a process: as many processes as processors already fill the machine.
            "OMP_THREAD_LIMIT": "1",
            "OMP_NUM_THREADS": "1",
            # Page pictures go back to the system when freed, instead of growing the heap for good.
            "MALLOC_MMAP_THRESHOLD_": "1000000",
        }
        return subprocess.Popen(
            [sys.executable, "-m", "app.worker"], stdin=subprocess.PIPE, env=environment, start_new_session=True
        )
