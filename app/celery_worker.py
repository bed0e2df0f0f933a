"""Workers of the server profile: Celery's processes around the one ``Work``.

A message names a step; the worker claims its row in the catalogue, and only who claims it does
it. A message heard twice, or late, finds nothing to claim.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import TYPE_CHECKING, Any

import structlog
from celery import signals

from adapters.task_queue.celery import STEP_TASK, address, application
from app import memory_of_workers
from app.logs import configure_logs
from app.operations.examine import require_sound
from app.pipeline import QUEUES
from app.pulse import Pulse
from app.step_aside import step_aside
from app.wiring import import_engines, open_parts
from app.work import Work
from records.errors import Unavailable
from records.identifiers import uuid7

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from app.settings import Settings

log = structlog.get_logger()


def _start_again_with(environment: Mapping[str, str]) -> None:
    """Run this command in the environment it needs, which is read when a process starts."""
    if environment.items() <= os.environ.items():
        return
    # No shell has a part in it: this very program, with what it was told.
    os.execve(sys.executable, [sys.executable, "-m", "app", *sys.argv[1:]], {**os.environ, **environment})  # noqa: S606  as said above


class _Process:
    """What one process of the pool works with; opened when it first has something to do."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._work: Work | None = None
        self._pulse: Pulse | None = None

    def do(self, step_id: str) -> None:
        try:
            work, pulse = self._opened()
            step = work.claim_one(step_id)
            if step is None:
                return
            with pulse.while_working(step):
                work.do(step)
        except Unavailable as error:
            # The row stays as it is; the sweeper announces it again when the server is back.
            log.warning("a step waits for a server", step=step_id, code=error.code)

    def _opened(self) -> tuple[Work, Pulse]:
        if self._work is None or self._pulse is None:
            memory_of_workers.bound(self._settings.step_memory_bytes)
            parts = open_parts(self._settings)
            owner = f"{socket.gethostname()}:{os.getpid()}:{uuid7()}"
            self._work = Work(parts, owner)
            self._pulse = Pulse(parts, owner)
            self._pulse.start()
        return self._work, self._pulse


def run(settings: Settings, queues: Collection[str], *, fewest: int | None = None) -> int:
    """Take messages from ``queues`` until SIGTERM; the steps under way are finished first.

    ``settings.workers`` processes, or between ``fewest`` and that many as there is work (Celery's autoscale).
    """
    _start_again_with(memory_of_workers.ENVIRONMENT)
    require_sound(settings)
    step_aside()
    password = settings.redis_password.get_secret_value() if settings.redis_password else None
    app = application(
        address(settings.redis_url, password),
        step_seconds=settings.page_seconds,
        longest_seconds=settings.longest_step_seconds,
    )
    process = _Process(settings)

    @app.task(name=STEP_TASK)  # type: ignore[untyped-decorator]  # Celery has no types
    def step(step_id: str) -> None:
        process.do(step_id)

    @signals.setup_logging.connect(weak=False)  # type: ignore[untyped-decorator]  # Celery has no types
    def set_up_logging(**_: Any) -> None:
        configure_logs(settings.log_level)

    _ = step, set_up_logging
    if "read" in queues:
        import_engines(settings)
    app.worker_main(
        [
            "worker",
            f"--queues={','.join(q for q in QUEUES if q in queues)}",
            f"--autoscale={settings.workers},{fewest}" if fewest else f"--concurrency={settings.workers}",
            f"--hostname={'-'.join(sorted(queues))}-{os.getpid()}@%h",
            "--without-gossip",
            "--without-mingle",
            "--without-heartbeat",
        ]
    )
    return 0
