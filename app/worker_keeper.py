"""The keeper: loads what workers use, forks them, and forks another for each that dies.

It has no thread of its own, so that forking is safe; networks and engines are loaded by each
worker for itself, after the fork.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time

import structlog

from app import worker
from app.desk_profile import tidy
from app.logs import configure_logs
from app.settings import Settings
from app.step_aside import step_aside
from app.worker_pool import STOP_SECONDS

LOOK_SECONDS = 0.2
log = structlog.get_logger()


class Keeper:
    """Keeps ``settings.workers`` children until told to stop, or until the parent is gone."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._children: set[int] = set()
        self._stopping = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)

    def keep(self) -> int:
        """Return when no worker is left."""
        while not self._stopping:
            for _ in range(self._settings.workers - len(self._children)):
                self._fork()
            if self._parent_gone():
                self._signal_all(signal.SIGKILL)
                return 0
            self._bury()
        self._signal_all(signal.SIGTERM)
        until = time.monotonic() + STOP_SECONDS
        while self._children and time.monotonic() < until:
            self._bury()
            time.sleep(0.05)
        self._signal_all(signal.SIGKILL)
        return 0

    def _fork(self) -> None:
        keeper = os.getpid()
        child = os.fork()
        if child:
            self._children.add(child)
            return
        # From here on this is a worker, which never returns into the keeper's loop.
        try:
            worker.run_until_stopped(self._settings, parent=keeper)
        except BaseException:
            log.exception("a worker ended with an error")
            os._exit(1)
        os._exit(0)

    def _bury(self) -> None:
        for child in list(self._children):
            pid, status = os.waitpid(child, os.WNOHANG)
            if pid:
                self._children.discard(child)
                if not self._stopping:
                    log.warning("a worker ended; another takes its place", status=status)

    @staticmethod
    def _parent_gone() -> bool:
        # The parent holds the other end of standard input and never writes to it.
        readable, _, _ = select.select([sys.stdin.fileno()], [], [], LOOK_SECONDS)
        return bool(readable) and not os.read(sys.stdin.fileno(), 1)

    def _signal_all(self, number: int) -> None:
        for child in self._children:
            os.kill(child, number)

    def _stop(self, *_: object) -> None:
        self._stopping = True


def main() -> int:
    settings = Settings.from_environment()
    configure_logs(settings.log_level)
    step_aside()
    tidy(settings)
    worker.load_what_workers_share(settings)
    return Keeper(settings).keep()


if __name__ == "__main__":
    main()
    # Nothing is left to end; bindings that count their leaks at the end have nothing to say to an operator.
    os._exit(0)
