"""What is left to do, and what waits for a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.catalogue import batches, steps

if TYPE_CHECKING:
    from datetime import datetime

    from app.wiring import Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class StepCount:
    """Steps of one kind in one state."""

    kind: str
    state: str
    """ready, leased or failed."""
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkLeft:
    """The steps that are not done."""

    steps: tuple[StepCount, ...]
    oldest_undone: datetime | None
    """When the oldest that machines still have to do was put on the list."""
    oldest_undone_seconds: float
    """Its age; 0 where nothing is left."""
    failed: int
    batches_waiting: int
    """Batches of which the rest waits for a person."""


def work_left(parts: Parts) -> WorkLeft:
    """Counts of this moment.

    Raises:
        Unavailable: The catalogue does not answer.
    """
    with parts.catalogue.begin(readonly=True) as connection:
        counted = steps.counts(connection)
        oldest = steps.oldest_undone(connection)
        waiting = batches.waiting_for_people(connection)
    age = max(0.0, (parts.clock.now() - oldest).total_seconds()) if oldest else 0.0
    return WorkLeft(
        steps=tuple(
            StepCount(kind=kind, state=state, number=number) for (kind, state), number in sorted(counted.items())
        ),
        oldest_undone=oldest,
        oldest_undone_seconds=round(age, 1),
        failed=sum(number for (_, state), number in counted.items() if state == "failed"),
        batches_waiting=waiting,
    )
