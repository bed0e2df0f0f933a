"""What has to be looked after now and then, whoever does it: workers of a desk, the scheduler of a server."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from adapters.catalogue import batches, steps
from app.steps.joining import deposit_all_ready
from app.steps.outcome import turn_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.wiring import Parts

SEAL_AFTER = timedelta(minutes=10)
"""A batch nobody gave anything to for so long is taken as handed over."""

log = structlog.get_logger()


def give_back_of_dead(parts: Parts, is_alive: Callable[[str], bool]) -> None:
    """What dead workers held becomes ready again; ``is_alive`` tells of the owner of a lease."""
    with parts.catalogue.begin(readonly=True) as connection:
        owners = steps.owners(connection)
    for owner in owners:
        if not is_alive(owner):
            with parts.catalogue.begin() as connection:
                freed = steps.release_owner(connection, owner, parts.clock.now())
            log.warning("steps of a dead worker given back", owner=owner, steps=freed)


def give_back_expired(parts: Parts) -> int:
    """What nobody renewed becomes ready again; how many steps."""
    with parts.catalogue.begin() as connection:
        freed = steps.release_expired(connection, parts.clock.now())
    if freed:
        log.warning("steps of silent workers given back", steps=freed)
    return freed


def seal_forgotten(parts: Parts) -> None:
    """Take batches nobody adds to any more as handed over."""
    long_ago = parts.clock.now() - SEAL_AFTER
    with parts.catalogue.begin(readonly=True) as connection:
        forgotten = batches.idle_since(connection, long_ago)
    for batch in forgotten:
        with turn_of(parts, batch) as turn:
            if batches.seal_idle(turn.connection, batch, long_ago):
                deposit_all_ready(turn)
