"""By when the unit of a dossier owes it to the archive, worked out anew whenever what it follows from changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue import custody, dossiers, retention
from retention_rules.hand_over.clock import Start, hand_over_clock
from retention_rules.trigger import TriggerKind

if TYPE_CHECKING:
    import sqlalchemy as sa

    from retention_rules.hand_over.clock import HandOverClock
    from retention_rules.model import Assignment


def clock_anew(connection: sa.Connection, assignment: Assignment) -> HandOverClock | None:
    """Work the clock out and keep it; None: handed over, or never to be. The caller holds the dossier."""
    which = assignment.dossier
    clock = None
    if custody.holder_of(connection, which) is None:
        guessed = assignment.explanation.trigger == Start.NEWEST_DOCUMENT
        clock = hand_over_clock(
            assignment.rule,
            work_ended_on=dossiers.row(connection, which).work_ended_on,
            guessed_on=assignment.trigger_date if guessed else None,
            settled_on=retention.events_of(connection, which).get(TriggerKind.FINAL_SETTLEMENT),
            kept_back=custody.consent_over(connection, which),
        )
    custody.put_clock(connection, which, clock)
    return clock
