"""What a step hands back: a function that writes its result into the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from adapters.catalogue import steps
from records.ports.task_queue import ReadyStep

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    import sqlalchemy as sa

    from app.wiring import Parts
    from records.identifiers import BatchId


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The transaction in which an outcome is written."""

    connection: sa.Connection
    batch: BatchId
    now: datetime
    added: list[ReadyStep] = field(default_factory=list)
    """Steps put on the list; workers hear of them once the transaction is committed."""

    def then(self, kind: str, *subjects: object) -> None:
        """Put the next steps on the list, in the same transaction."""
        from app.pipeline import FLOW  # noqa: PLC0415  the table names the steps that use this

        self._add(kind, FLOW[kind].priority, subjects)

    def then_first(self, kind: str, *subjects: object) -> None:
        """``then``, before everything else there is to do: a change of who may see something."""
        self._add(kind, steps.FIRST, subjects)

    def _add(self, kind: str, priority: int, subjects: Sequence[object]) -> None:
        ids: Sequence[str] = steps.add_all(
            self.connection,
            kind=kind,
            subjects=[str(subject) for subject in subjects],
            batch=self.batch,
            priority=priority,
            now=self.now,
        )
        self.added.extend(ReadyStep(each, kind) for each in ids)


Outcome = Callable[[Turn], None]


@contextmanager
def turn_of(parts: Parts, batch: BatchId) -> Iterator[Turn]:
    """A writing transaction about a batch; what it puts on the list is announced when it is committed."""
    with parts.catalogue.begin() as connection:
        turn = Turn(connection=connection, batch=batch, now=parts.clock.now())
        yield turn
    parts.queue.announce(turn.added)
