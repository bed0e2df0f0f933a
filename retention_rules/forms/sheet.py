"""Values of a disposal list as people read it: each item described, why it is due, and what the gate says of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from retention_rules.disposal import Vote
from retention_rules.execution import ItemState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from records.identifiers import DisposalListId, DossierId
    from retention_rules.disposal import DisposalList, Item
    from retention_rules.may_delete import Reason
    from retention_rules.model import Assignment


class Pick(StrEnum):
    """Which items of a list are shown."""

    ALL = "all"
    MINE = "mine"
    """The reader, a member of the council, has not voted on them."""
    OPEN = "open"
    """Some member has not."""
    DISSENT = "dissent"
    """Members differ, or one wanted words recorded."""
    KEPT = "kept"
    """Everybody voted, and it does not go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Described:
    """What is said of a dossier in a list, as far as the reader may see it."""

    dossier: DossierId
    code: str
    title: str
    unit: str
    unit_name: str
    """Empty where the unit has no name but its code."""
    documents: int
    pages: int
    first_on: date | None
    """The earliest date the machine read on its documents, and the latest."""
    last_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetItem:
    """An item of a list as it is shown."""

    number: int
    """Its place on the list, from 1; it never changes."""
    item: Item
    described: Described | None
    """None: the reader may not see the dossier, or nothing but the item is left of it."""
    assignment: Assignment | None
    reasons: tuple[Reason, ...]
    """Why it may not be destroyed, beside the votes and the decision that are still to come."""
    left: Mapping[str, Any] | None = None
    """Its tombstone, once it is gone."""
    leased_until: date | None = None
    """The day before which the store lets nobody erase it."""

    @property
    def gone(self) -> bool:
        """Whether it is destroyed, or on the way from which nothing comes back."""
        return self.item.state in {ItemState.GOING, ItemState.GONE} or self.left is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A list with some of its items."""

    listed: DisposalList
    names: Mapping[str, str]
    """Full name by account, of everybody who has a part in it; accounts without one are missing."""
    items: tuple[SheetItem, ...]
    matching: int
    """How many items were picked, shown or not."""
    today: date
    certificate: Mapping[str, Any] | None = None
    """Of the destruction, for the forms that speak of it."""

    def name(self, account: str) -> str:
        return self.names.get(account) or account


@dataclass(frozen=True, slots=True, kw_only=True)
class DueFilter:
    """Which due dossiers are offered."""

    unit: str = ""
    year: int | None = None
    """Of the last day of its period."""
    words: str = ""
    """Part of its code or title."""
    confirmed: bool = True
    """Only by a confirmed rule with a recorded trigger; others cannot be listed yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A due dossier that may be put on a list, or why not."""

    described: Described
    assignment: Assignment
    reasons: tuple[Reason, ...]
    on_list: tuple[DisposalListId, str] | None
    """The list that it is on and that is not over, with its name."""
    leased_until: date | None = None
    """The day before which the store lets nobody erase it."""

    @property
    def listable(self) -> bool:
        return not self.reasons and self.on_list is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """A page of due dossiers."""

    rows: tuple[Candidate, ...]
    matching: int
    units: tuple[tuple[str, str, int], ...]
    """Code, name and number of due dossiers of every unit that has any."""
    years: tuple[tuple[int, int], ...]
    """Last year of the period and number of due dossiers."""
    not_yet: int = 0
    """Dossiers that the same filter means and that are not offered: their rule or trigger is not confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who may be asked into a council."""

    account: str
    full_name: str


def voted(item: Item, member: str) -> tuple[Vote, str] | None:
    """How a member voted on an item, and what was recorded with it."""
    return next(((vote, said) for account, vote, said in item.votes if account == member), None)


def complete(item: Item, council: Sequence[str]) -> bool:
    """Whether every member voted."""
    return {member for member, _, _ in item.votes} >= set(council)


def differs(item: Item) -> bool:
    """Whether members differ, or one of them wanted words recorded."""
    return len({vote for _, vote, _ in item.votes}) > 1 or any(said for _, _, said in item.votes)


def dissents(item: Item) -> tuple[tuple[str, Vote, str], ...]:
    """Votes against the greater number, and every vote with words."""
    said = Counter(vote for _, vote, _ in item.votes)
    greater = Vote.DESTROY if said[Vote.DESTROY] > said[Vote.KEEP] else Vote.KEEP
    split = len(said) > 1
    return tuple(one for one in item.votes if one[2] or (split and one[1] is not greater))


def picked(listed: DisposalList, pick: Pick, account: str) -> list[tuple[int, Item]]:
    """Items of the list with their numbers."""
    numbered = list(enumerate(listed.items, start=1))
    match pick:
        case Pick.MINE:
            return [(n, item) for n, item in numbered if voted(item, account) is None]
        case Pick.OPEN:
            return [(n, item) for n, item in numbered if not complete(item, listed.council)]
        case Pick.DISSENT:
            return [(n, item) for n, item in numbered if differs(item)]
        case Pick.KEPT:
            return [(n, item) for n, item in numbered if complete(item, listed.council) and not item.carried]
        case Pick.ALL:
            return numbered
