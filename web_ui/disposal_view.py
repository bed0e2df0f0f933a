"""What the pages of disposal say of a list: its verdict, its steps, the clock, how an item stands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.reader import Capability
from retention_rules.disposal import IN_FORCE, ListState, Vote
from retention_rules.execution import SETTLED, ItemState, execute_by, had_a_part
from retention_rules.forms.sheet import complete, voted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from records.reader import Reader
    from retention_rules.disposal import Decision, DisposalList, Item
    from retention_rules.forms.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """The days from a decision to the last one on which it may be executed."""

    last_day: date
    days_left: int
    """Negative: overdue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a list stands, in figures."""

    items: int
    complete: int
    """Items that every member voted on."""
    carried: int
    kept: int
    """Complete, and not carried."""
    states: Mapping[str, int]
    """Items by where the execution has come with them."""
    mine_left: int
    """Items that the reader, a member, has not voted on; 0 for others."""

    @property
    def left(self) -> int:
        """Items that something is left to be done about once a list is decided."""
        return sum(number for state, number in self.states.items() if ItemState(state) not in SETTLED)

    @property
    def stuck(self) -> int:
        return self.states.get(ItemState.STOPPED, 0) + self.states.get(ItemState.FAILED, 0)

    @property
    def all_voted(self) -> bool:
        return self.complete == self.items


def standing_of(listed: DisposalList, reader: Reader) -> Standing:
    """Figures of a list for one reader."""
    done = [item for item in listed.items if complete(item, listed.council)]
    return Standing(
        items=len(listed.items),
        complete=len(done),
        carried=sum(item.carried for item in done),
        kept=sum(not item.carried for item in done),
        states=Counter(item.standing(listed.state).value for item in listed.items),
        mine_left=sum(voted(item, reader.account) is None for item in listed.items) if votes(listed, reader) else 0,
    )


def votes(listed: DisposalList, reader: Reader) -> bool:
    """Whether the reader votes on the list now."""
    member = Capability.VOTE in reader.capabilities and reader.account in listed.council
    return member and listed.state is ListState.PROPOSED


def decides(listed: DisposalList, reader: Reader) -> bool:
    """Whether the reader may be the one who decides on the list."""
    acted = {listed.proposed_by, *listed.council}
    return (
        listed.state is ListState.PROPOSED and Capability.APPROVE in reader.capabilities and reader.account not in acted
    )


def withdraws(listed: DisposalList, reader: Reader) -> bool:
    """Whether the reader may take the list back now."""
    return listed.state is ListState.PROPOSED and Capability.DECIDE in reader.capabilities


def declines(listed: DisposalList, reader: Reader) -> bool:
    """Whether the reader may send the list back now."""
    return listed.state is ListState.PROPOSED and Capability.APPROVE in reader.capabilities


def was_sent_back(listed: DisposalList) -> bool:
    """Whether the head took it back, by not agreeing."""
    return listed.withdrawal is not None and listed.withdrawal.sent_back


def executes(listed: DisposalList, reader: Reader) -> bool:
    """Whether the reader may be the one who executes the list now."""
    may = Capability.DECIDE in reader.capabilities and not had_a_part(listed, reader.account)
    return may and listed.state in IN_FORCE


def verdict_key(listed: DisposalList, standing: Standing, reader: Reader) -> str:
    """The text that says what the list waits for."""
    if listed.state is ListState.WITHDRAWN:
        return "disposal.verdict_sent_back" if was_sent_back(listed) else "disposal.verdict_withdrawn"
    if listed.state is ListState.EXECUTED:
        return "disposal.verdict_executed"
    if listed.state is ListState.EXECUTING:
        return "disposal.verdict_stuck" if standing.stuck == standing.left else "disposal.verdict_executing"
    if listed.decision:
        return "disposal.verdict_decided"
    if standing.mine_left:
        return "disposal.verdict_mine"
    if not standing.all_voted:
        return "disposal.verdict_votes"
    if not standing.carried:
        return "disposal.verdict_nothing"
    return "disposal.verdict_to_decide" if decides(listed, reader) else "disposal.verdict_waits"


def clock_of(decision: Decision, today: date) -> Clock:
    """How long there is to execute a decision."""
    last = execute_by(decision.decided_on)
    return Clock(last_day=last, days_left=(last - today).days)


def ballot(item: Item, council: Sequence[str]) -> list[tuple[str, str]]:
    """Member and vote (``destroy``, ``keep``, or empty), in the order of the council."""
    told = []
    for member in council:
        said = voted(item, member)
        told.append((member, said[0].value if said else ""))
    return told


def result_of(item: Item, council: Sequence[str]) -> tuple[str, int]:
    """What came of the votes (``missing``, ``destroy`` or ``keep``), and how many are missing or said so."""
    cast = [vote for _, vote, _ in item.votes]
    if not complete(item, council):
        return "missing", len(set(council) - {member for member, _, _ in item.votes})
    return ("destroy", cast.count(Vote.DESTROY)) if item.carried else ("keep", cast.count(Vote.KEEP))


def votes_cast(listed: DisposalList) -> Counter[str]:
    """How many items each member voted on."""
    return Counter(member for item in listed.items for member, _, _ in item.votes)


def first_open(sheet: Sheet, reader: Reader) -> int:
    """Number of the first item on the page that the reader has not voted on; 0: none."""
    return next((one.number for one in sheet.items if voted(one.item, reader.account) is None), 0)
