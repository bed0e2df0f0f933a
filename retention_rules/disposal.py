"""Values of a disposal list: what is frozen when it is proposed, how its items were voted on, who decided.

Archives Law 33/2024/QH15, Art. 16; Circular 05/2025/TT-BNV, Arts 48-50; Circular 06/2025/TT-BNV, Arts 13, 15:
what has fallen due is listed, a council looks at it item by item, the head decides, somebody else
executes (``execution``). Nobody acts twice on one list.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from retention_rules.execution import ItemState
from retention_rules.schedule import content_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from records.identifiers import DisposalListId, DossierId
    from retention_rules.model import Assignment


class Vote(StrEnum):
    """What a member of the council says of an item."""

    DESTROY = "destroy"
    KEEP = "keep"


class ListState(StrEnum):
    """Where a list stands."""

    PROPOSED = "proposed"
    """Frozen; the council votes."""
    WITHDRAWN = "withdrawn"
    """Taken back before a decision, with the votes cast; nothing goes by it."""
    DECIDED = "decided"
    EXECUTING = "executing"
    """Somebody who had no other part in it has begun to destroy what was decided."""
    EXECUTED = "executed"
    """Nothing is left to be done; its certificate stands."""


IN_FORCE = frozenset({ListState.DECIDED, ListState.EXECUTING})
"""Of a list by whose decision dossiers may still go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The head's decision on a list."""

    number: str
    decided_on: date
    by: str
    """Account of the head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appraisal:
    """What the competent body says of a list of a source of the historical archive (Archives Law, Art. 16(3))."""

    number: str
    """Number and sign of its opinion (văn bản thẩm định)."""
    appraised_on: date
    body: str
    recorded_by: str
    """Account that recorded it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """Why a list was taken back."""

    by: str
    """Account."""
    at: datetime
    reason: str
    sent_back: bool = False
    """By the head, who does not agree; else by an archivist."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A dossier on a list."""

    dossier: DossierId
    fingerprint: str
    """Of its assignment when the list was frozen."""
    votes: tuple[tuple[str, Vote, str], ...] = ()
    """Member, vote, and what the member wants recorded."""
    state: ItemState = ItemState.LISTED
    """As written down since the execution began; ``standing`` says where it stands before."""
    reasons: tuple[str, ...] = ()
    """Why it stopped (values of ``may_delete.Reason``)."""
    code: str = ""
    """What it failed with."""

    def standing(self, of: ListState) -> ItemState:
        """Where it stands on a list in that state."""
        if self.state is not ItemState.LISTED or of in {ListState.PROPOSED, ListState.WITHDRAWN}:
            return self.state
        return ItemState.TO_GO if self.carried else ItemState.KEPT

    @property
    def carried(self) -> bool:
        """Whether more of those who voted say destroy than keep."""
        said = [vote for _, vote, _ in self.votes]
        return said.count(Vote.DESTROY) > said.count(Vote.KEEP)


@dataclass(frozen=True, slots=True, kw_only=True)
class DisposalList:
    """A list as it stands; what is on it never changes."""

    id: DisposalListId
    name: str
    state: ListState
    proposed_by: str
    proposed_at: datetime
    council: tuple[str, ...]
    """Accounts of its members."""
    digest: str
    """SHA-256 of the items as frozen."""
    decision: Decision | None
    items: tuple[Item, ...]
    executor: str = ""
    """Account that executes it; empty before."""
    executing_since: datetime | None = None
    executed_at: datetime | None = None
    appraisal: Appraisal | None = None
    withdrawal: Withdrawal | None = None
    record: DossierId | None = None
    """The dossier that keeps its papers, made when it is executed."""

    def item(self, dossier: DossierId) -> Item | None:
        return next((item for item in self.items if item.dossier == dossier), None)


def fingerprint_of(made: Assignment) -> str:
    """Names everything a due date follows from: the words of the rule, its schedule, trigger, date and standing."""
    said = [
        content_of(made.rule),
        made.rule.confirmed,
        made.state.value,
        made.explanation.schedule,
        made.explanation.trigger,
        str(made.trigger_date),
        str(made.expires_on),
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def digest_of(items: Sequence[Item]) -> str:
    """SHA-256 of the items of a list in the order of their ids."""
    said = sorted((item.dossier.value, item.fingerprint) for item in items)
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()
