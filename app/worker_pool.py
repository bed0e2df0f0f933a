"""Keeps worker processes alive, from the process that needs work done.

Workers are forked from one keeper that has loaded what all of them use: starting one costs
nothing then, and they share that memory. When the process that made the pool ends, by whatever
signal, the keeper sees its standard input close and ends with all its workers.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import structlog

from app import memory_of_workers
from app.life_line import living_workers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.settings import Settings

RESTART_SECONDS = 0.5
STOP_SECONDS = 30.0
log = structlog.get_logger()


class WorkerPool:
    """A keeper with as many workers as the settings say; it is started again should it die."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._keeper: subprocess.Popen[bytes] | None = None
        self._stopping = threading.Event()
        self._watch = threading.Thread(target=self._watch_keeper, daemon=True)

    def start(self) -> None:
        self._keeper = self._spawn()
        self._watch.start()

    def stop(self) -> None:
        """Let every worker finish its step, then end those that do not within half a minute."""
        self._stopping.set()
        self._watch.join()
        keeper = self._keeper
        if keeper is None:
            return
        keeper.terminate()
        try:
            keeper.wait(STOP_SECONDS + 5)
        except subprocess.TimeoutExpired:
            keeper.kill()
            keeper.wait()
        if keeper.stdin:
            keeper.stdin.close()

    def _watch_keeper(self) -> None:
        while not self._stopping.wait(RESTART_SECONDS):
            if self._keeper is not None and self._keeper.poll() is not None:
                log.warning("the workers' keeper ended; another takes its place", exit_code=self._keeper.returncode)
                self._keeper = self._spawn()

    def _spawn(self) -> subprocess.Popen[bytes]:
        environment = {
            **os.environ,
            **self._settings.as_environment(),
            **memory_of_workers.ENVIRONMENT,
        }
        return subprocess.Popen(
            [sys.executable, "-m", "app.worker_keeper"], stdin=subprocess.PIPE, env=environment, start_new_session=True
        )


@contextmanager
def somebody_at_work(settings: Settings) -> Iterator[None]:
    """Workers of a desk for as long as the block lasts, where none are at work."""
    if settings.profile == "server" or living_workers(settings.workers_folder):
        yield
        return
    pool = WorkerPool(settings)
    pool.start()
    try:
        yield
    finally:
        pool.stop()
