"""What a step hands back: a function that writes its result into the catalogue."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.catalogue import steps

if TYPE_CHECKING:
    from datetime import datetime

    import sqlalchemy as sa

    from records.identifiers import BatchId


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The transaction in which an outcome is written."""

    connection: sa.Connection
    batch: BatchId
    now: datetime

    def then(self, kind: str, subject: object) -> None:
        """Put the next step on the list, in the same transaction."""
        from app.pipeline import FLOW  # noqa: PLC0415  the table names the steps that use this

        steps.add(
            self.connection,
            kind=kind,
            subject=str(subject),
            batch=self.batch,
            priority=FLOW[kind].priority,
            now=self.now,
        )


Outcome = Callable[[Turn], None]
