"""The scheduler of the server profile: announces again what the catalogue says is undone.

Workers hear of a step when it is put on the list. Whatever keeps that from reaching them, a
queue that was away or lost all it held, a worker that died, a step that is to be tried again
later: the catalogue knows, and this process tells. Several schedulers may run; they only repeat
one another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import structlog

from adapters.catalogue import steps
from app.carry_destroyed import DestroyedCarrier
from app.keep_fixity import FixityRounds
from app.keep_locks import keep_locks
from app.operations.compare_store import NightlyComparison
from app.operations.examine import require_sound
from app.patience import open_when_there
from app.pipeline import FLOW, QUEUES
from app.reassess import ask_nightly, reassess
from app.rounds import SPREAD_SECONDS, fold_totals, give_back_expired, seal_forgotten, spread_holds
from app.seal_trail import SealRounds
from app.write_reports import NightlyReports
from records.errors import Unavailable
from records.ports.task_queue import ReadyStep

if TYPE_CHECKING:
    import threading

    from app.settings import Settings
    from app.wiring import Parts

ROUND_SECONDS = 2.0
MOST_AT_ONCE = 200
"""Steps announced again in one round on one queue: a few minutes of work, not the whole backlog."""
FEW = 20
"""With fewer messages than this on a queue its workers may soon have nothing to do."""

log = structlog.get_logger()


def sweep(parts: Parts) -> int:
    """Announce ready steps on queues that are running empty; how many.

    A queue that still holds messages is left alone: its workers have enough to do, and what was
    lost is found when it runs empty. The most urgent steps come first.

    Raises:
        Unavailable (queue.unreachable, catalogue.unreachable): Nothing can be announced now.
    """
    waiting = parts.queue.waiting()
    announced = 0
    for queue in QUEUES:
        if waiting.get(queue, 0) >= FEW:
            continue
        kinds = [kind for kind, rule in FLOW.items() if rule.queue == queue]
        with parts.catalogue.begin(readonly=True) as connection:
            found = steps.ready(connection, parts.clock.now(), kinds, MOST_AT_ONCE)
        if found and parts.queue.announce([ReadyStep(each, kind) for each, kind in found]):
            announced += len(found)
    return announced


def run(settings: Settings, stop: threading.Event) -> None:
    """Make rounds until ``stop`` is set."""
    require_sound(settings)
    parts = open_when_there(settings, stop.wait)
    if parts is None:
        return
    away, left = "", False
    nightly, fixity, seals, reports, carrier = (
        NightlyComparison(parts),
        FixityRounds(parts),
        SealRounds(parts),
        NightlyReports(parts),
        DestroyedCarrier(parts),
    )
    try:
        while not stop.is_set():
            try:
                give_back_expired(parts)
                seal_forgotten(parts)
                sweep(parts)
                spread_holds(parts, seconds=SPREAD_SECONDS)
                ask_nightly(parts)
                left = reassess(parts, seconds=SPREAD_SECONDS)
                fold_totals(parts)
                keep_locks(parts, seconds=SPREAD_SECONDS)
                nightly.go_on(seconds=SPREAD_SECONDS)
                fixity.go_on(seconds=SPREAD_SECONDS)
                seals.go_on(seconds=SPREAD_SECONDS)
                reports.go_on()
                carrier.go_on()
            except Unavailable as error:
                if error.code != away:
                    log.warning("rounds wait for a server", code=error.code)
                away = error.code
            else:
                if away:
                    log.info("rounds go on", after=away)
                away = ""
            # While every date is worked out anew the next round begins at once: a night has to be long enough.
            stop.wait(0 if left and not away else ROUND_SECONDS)
    finally:
        parts.close()
