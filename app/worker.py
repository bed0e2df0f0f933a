"""A worker process: does steps until it is told to stop or its parent is gone.

Workers look after one another: what a dead one held is given back by the living.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from adapters.catalogue import batches, steps
from app.life_line import LifeLine, is_alive
from app.steps.joining import deposit_all_ready
from app.steps.outcome import Turn
from app.wiring import import_engines, open_parts
from app.work import LEASE, Work

if TYPE_CHECKING:
    from app.settings import Settings
    from app.wiring import Parts

IDLE_SECONDS = 0.25
PARENT_SECONDS = 0.3
ROUNDS_SECONDS = 2.0
"""How often a worker looks for dead neighbours and forgotten batches."""
SEAL_AFTER = timedelta(minutes=10)
"""A batch nobody gave anything to for so long is taken as handed over."""

log = structlog.get_logger()


def make_rounds(parts: Parts) -> None:
    """Give back what dead workers held, and take batches nobody adds to any more as handed over."""
    with parts.catalogue.begin(readonly=True) as connection:
        owners = steps.owners(connection)
        long_ago = parts.clock.now() - SEAL_AFTER
        forgotten = batches.idle_since(connection, long_ago)
    for owner in owners:
        if not is_alive(parts.settings.workers_folder, owner):
            with parts.catalogue.begin() as connection:
                freed = steps.release_owner(connection, owner, parts.clock.now())
            log.warning("steps of a dead worker given back", owner=owner, steps=freed)
    for batch in forgotten:
        with parts.catalogue.begin() as connection:
            if batches.seal_idle(connection, batch, long_ago):
                deposit_all_ready(Turn(connection=connection, batch=batch, now=parts.clock.now()))


class _Pulse(threading.Thread):
    """Renews the lease while a step runs, and ends the process when the step takes too long."""

    def __init__(self, parts: Parts, owner: str) -> None:
        super().__init__(daemon=True)
        self._parts = parts
        self._owner = owner
        self.step_since: float | None = None

    def run(self) -> None:
        while True:
            time.sleep(LEASE.total_seconds() / 4)
            since = self.step_since
            if since is None:
                continue
            if time.monotonic() - since > self._parts.settings.page_seconds:
                log.error("a step took too long; the worker ends itself", seconds=self._parts.settings.page_seconds)
                os._exit(70)
            with self._parts.catalogue.begin() as connection:
                steps.renew(connection, owner=self._owner, until=self._parts.clock.now() + LEASE)


def run(settings: Settings, stop: threading.Event) -> None:
    """Work until ``stop`` is set; the step under way is finished first."""
    parts = open_parts(settings)
    life = LifeLine(settings.workers_folder)
    work = Work(parts, life.owner)
    pulse = _Pulse(parts, life.owner)
    pulse.start()
    next_rounds = 0.0
    try:
        while not stop.is_set():
            if time.monotonic() >= next_rounds:
                make_rounds(parts)
                next_rounds = time.monotonic() + ROUNDS_SECONDS
            step = work.claim()
            if step is None:
                stop.wait(IDLE_SECONDS)
                continue
            pulse.step_since = time.monotonic()
            work.do(step)
            pulse.step_since = None
    finally:
        life.release()
        parts.close()


def load_what_workers_share(settings: Settings) -> None:
    """Import the libraries of reading and making before workers are forked; nothing is opened."""
    import_engines(settings)


def run_until_stopped(settings: Settings, *, parent: int) -> None:
    """What a worker process does: work until SIGTERM, and end at once when ``parent`` is gone."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    threading.Thread(target=_end_with_parent, args=(parent,), daemon=True).start()
    run(settings, stop)


def _end_with_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(PARENT_SECONDS)
    os._exit(0)
