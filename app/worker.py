"""A worker process: does steps until it is told to stop or its parent is gone.

Workers look after one another: what a dead one held is given back by the living.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from typing import TYPE_CHECKING

import structlog

from app import memory_of_workers
from app.carry_destroyed import DestroyedCarrier
from app.keep_fixity import FixityRounds
from app.keep_locks import keep_locks
from app.life_line import LifeLine, is_alive
from app.pulse import Pulse
from app.reassess import ask_nightly, reassess
from app.rounds import SPREAD_SECONDS, fold_totals, give_back_of_dead, seal_forgotten, spread_holds
from app.seal_trail import SealRounds
from app.wiring import import_engines, open_parts
from app.work import Work
from app.write_reports import NightlyReports
from records.errors import Unavailable

if TYPE_CHECKING:
    from app.settings import Settings
    from app.wiring import Parts

log = structlog.get_logger()
IDLE_SECONDS = 0.25
PARENT_SECONDS = 0.3
ROUNDS_SECONDS = 2.0
"""How often a worker looks for dead neighbours and forgotten batches."""


def run(settings: Settings, stop: threading.Event) -> None:
    """Work until ``stop`` is set; the step under way is finished first."""
    memory_of_workers.bound(settings.step_memory_bytes)
    parts = open_parts(settings)
    life = LifeLine(settings.workers_folder)
    work = Work(parts, life.owner)
    pulse = Pulse(parts, life.owner)
    pulse.start()
    next_rounds, left = 0.0, False
    fixity, seals, reports = FixityRounds(parts), SealRounds(parts), NightlyReports(parts)
    carrier = DestroyedCarrier(parts)
    try:
        while not stop.is_set():
            if time.monotonic() >= next_rounds:
                give_back_of_dead(parts, lambda owner: is_alive(settings.workers_folder, owner))
                seal_forgotten(parts)
                spread_holds(parts, seconds=SPREAD_SECONDS)
                ask_nightly(parts)
                left = reassess(parts, seconds=SPREAD_SECONDS)
                fold_totals(parts)
                _keep_store(parts, fixity, seals)
                reports.go_on()
                carrier.go_on()
                next_rounds = time.monotonic() + ROUNDS_SECONDS
            step = work.claim()
            if step is None:
                if left:  # whoever has nothing else to do goes on with the dates at once
                    next_rounds = 0.0
                else:
                    stop.wait(IDLE_SECONDS)
                continue
            with pulse.while_working(step):
                work.do(step)
    finally:
        life.release()
        parts.close()


def _keep_store(parts: Parts, fixity: FixityRounds, seals: SealRounds) -> None:
    try:
        keep_locks(parts, seconds=SPREAD_SECONDS)
        fixity.go_on(seconds=SPREAD_SECONDS)
        seals.go_on(seconds=SPREAD_SECONDS)
    except Unavailable as error:
        # A store that does not answer keeps nobody from reading and making.
        log.warning("what lies in the store is looked after later", code=error.code)


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
