"""Values of the execution of a disposal list: where each item stands, until when it is due, who may execute.

Circular 06/2025/TT-BNV: what the head decided is destroyed within 15 days, by somebody who had no other
part in the list. An item goes by itself; one that may not go stops no other.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from retention_rules.disposal import DisposalList

EXECUTED_WITHIN = timedelta(days=15)
"""From the day of the decision (Circular 06/2025/TT-BNV; the article was not seen)."""


class ItemState(StrEnum):
    """Where an item of a list stands."""

    LISTED = "listed"
    """Nothing is decided."""
    KEPT = "kept"
    """The council voted to keep it."""
    TO_GO = "to_go"
    GOING = "going"
    """The gate let it go, and it is being destroyed: from here there is no way back."""
    GONE = "gone"
    """Shown to be gone, wherever it lay."""
    STOPPED = "stopped"
    """The gate said no when it was to go; nothing of it was touched."""
    FAILED = "failed"
    """Something went wrong; whoever executes tries it again."""
    KEPT_BACK = "kept_back"
    """Taken out after the decision, with a longer period."""


SETTLED = frozenset({ItemState.KEPT, ItemState.GONE, ItemState.KEPT_BACK})
"""What nothing is left to be done about."""
NOT_BEGUN = frozenset({ItemState.TO_GO, ItemState.STOPPED, ItemState.FAILED})
"""What may still be kept back, as long as nothing of it was touched."""


def execute_by(decided_on: date) -> date:
    """The last day on which what was decided then is executed in time."""
    return decided_on + EXECUTED_WITHIN


def overdue(found: DisposalList, today: date) -> bool:
    """Whether something of a decided list is left to be done after its last day."""
    if found.decision is None or today <= execute_by(found.decision.decided_on):
        return False
    return any(item.standing(found.state) not in SETTLED for item in found.items)


def had_a_part(found: DisposalList, account: str) -> bool:
    """Whether the account proposed the list, sits in its council or decided it: then it may not execute it."""
    head = [found.decision.by] if found.decision else []
    return account in {found.proposed_by, *found.council, *head}
