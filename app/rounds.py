"""What has to be looked after now and then, whoever does it: workers of a desk, the scheduler of a server."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import TYPE_CHECKING

import structlog

from adapters.catalogue import batches, holdings, holds, locks, steps
from app.steps.joining import deposit_all_ready
from app.steps.outcome import turn_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.wiring import Parts

AT_ONCE = 50
"""Dossiers that are told of a change between two looks at how far it has come."""
SPREAD_SECONDS = 1.0
"""Of each round, at most so long is spent on it: other work waits no longer than that."""
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


def fold_totals(parts: Parts) -> None:
    """Add up what triggers counted of dossiers and periods, once enough of it lies there.

    Raises:
        Unavailable: The catalogue does not answer; nothing is lost.
    """
    with parts.catalogue.begin(readonly=True) as connection:
        many = holdings.many_loose(connection)
    while many:
        with parts.catalogue.begin() as connection:
            many = holdings.fold(connection) == holdings.FOLDED_AT_ONCE


def spread_holds(parts: Parts, *, seconds: float) -> bool:
    """Tell dossiers for a while of holds that were placed or lifted; whether any are left to tell.

    A hold wins before it has spread: this writes down whom it reached, and an event in each.

    Raises:
        Unavailable: The catalogue does not answer; what is done is done.
    """
    until = time.monotonic() + seconds
    while True:
        with parts.catalogue.begin(readonly=True) as connection:
            waiting = holds.to_spread(connection)
        if waiting is None:
            return False
        found, before = waiting
        with parts.catalogue.begin() as connection:
            told = holds.next_dossiers(connection, found, before, AT_ONCE)
            now = parts.clock.now()
            # First the hold's own row: of two that spread it one waits here, and finds that nothing is left of it.
            if holds.advance(connection, found, before=before, reached=told[-1] if told else None, now=now):
                if found.open:
                    holds.reach(connection, holds.facts_of(connection, told), [found], now)
                else:
                    for dossier in told:
                        locks.ask(connection, dossier)
                        holds.tell(connection, found, dossier, "hold_lifted", by=found.lifted_by, now=now)
        if time.monotonic() >= until:
            return True
