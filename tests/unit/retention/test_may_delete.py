"""The gate: every reason by itself, and never a yes where one is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records.identifiers import DisposalListId, DossierId, HoldId
from retention_rules.assign import assign
from retention_rules.disposal import Decision, DisposalList, Item, ListState, Vote, digest_of, fingerprint_of
from retention_rules.execution import ItemState
from retention_rules.may_delete import GateFacts, Reason, may_delete, says
from retention_rules.period import read_period
from retention_rules.propose_rule import default_rule
from retention_rules.schedule import built_in_schedule

if TYPE_CHECKING:
    from collections.abc import Callable

    from retention_rules.model import Assignment

pytestmark = pytest.mark.law("R12", "R14")

TODAY = date(2026, 11, 20)
DOSSIER = DossierId("01931a2b-0000-7000-8000-000000000001")
SCHEDULE = built_in_schedule()


def kept(
    period: str, *, ended: date | None = date(2018, 5, 1), confirmed: bool = True, guessed: bool = False
) -> Assignment:
    read = read_period(period)
    rule = replace(
        default_rule(), id=f"T-{period}", period=read.code, kind=read.kind, years=read.years, confirmed=confirmed
    )
    return assign(DOSSIER, SCHEDULE, [rule], work_ended_on=ended, today=TODAY, trigger_proposed=guessed)


def ready() -> GateFacts:
    """A dossier with nothing against it."""
    made = kept("5")
    votes = (("b", Vote.DESTROY, ""), ("c", Vote.DESTROY, ""), ("d", Vote.KEEP, "Còn dùng"))
    item = Item(dossier=DOSSIER, fingerprint=fingerprint_of(made), votes=votes)
    listed = DisposalList(
        id=DisposalListId("01931a2b-0000-7000-8000-0000000000f1"),
        name="2026",
        state=ListState.DECIDED,
        proposed_by="a",
        proposed_at=datetime(2026, 11, 1, tzinfo=UTC),
        council=("b", "c", "d"),
        digest=digest_of([item]),
        decision=Decision(number="1/QĐ", decided_on=TODAY, by="e"),
        items=(item,),
    )
    return GateFacts(
        dossier=DOSSIER,
        state="kept",
        today=TODAY,
        assignment=made,
        worked_out=made,
        holds=(),
        linked=(kept("2"),),
        listed=listed,
        executor="f",
    )


def _list(facts: GateFacts, **changed: Any) -> GateFacts:
    return facts if facts.listed is None else replace(facts, listed=replace(facts.listed, **changed))


def _item(facts: GateFacts, **changed: Any) -> GateFacts:
    items = facts.listed.items if facts.listed else ()
    return _list(facts, items=tuple(replace(item, **changed) for item in items))


def _votes(facts: GateFacts, *votes: tuple[str, Vote, str]) -> GateFacts:
    items = facts.listed.items if facts.listed else ()
    return _list(facts, items=tuple(replace(item, votes=votes) for item in items))


def _kept_as(facts: GateFacts, made: Assignment | None) -> GateFacts:
    """Another assignment, on the list as well: only what it says itself stands against it."""
    if made is None:
        return replace(facts, assignment=None)
    items = facts.listed.items if facts.listed else ()
    frozen = tuple(replace(item, fingerprint=fingerprint_of(made)) for item in items)
    return _list(replace(facts, assignment=made, worked_out=made), items=frozen)


def _changed(facts: GateFacts, made: Assignment) -> GateFacts:
    """Another assignment than the list was frozen with."""
    return replace(facts, assignment=made, worked_out=made)


AGAINST: list[tuple[set[Reason], Callable[[GateFacts], GateFacts]]] = [
    ({Reason.NOT_KEPT}, lambda f: replace(f, state="open")),
    ({Reason.ON_HOLD}, lambda f: replace(f, holds=(HoldId.new(),))),
    ({Reason.NO_ASSIGNMENT, Reason.CHANGED_SINCE_LISTED}, lambda f: _kept_as(f, None)),
    ({Reason.NOT_CONFIRMED}, lambda f: _kept_as(f, kept("5", confirmed=False))),
    ({Reason.NOT_CONFIRMED, Reason.NO_DATE}, lambda f: _kept_as(f, kept("5", guessed=True))),
    ({Reason.NEVER_DUE}, lambda f: _kept_as(f, kept("VV"))),
    ({Reason.NEVER_DUE}, lambda f: _kept_as(f, kept("0"))),
    ({Reason.NO_DATE}, lambda f: _kept_as(f, kept("5+HD"))),
    ({Reason.NO_DATE}, lambda f: _kept_as(f, kept("5", ended=None))),
    ({Reason.NOT_DUE}, lambda f: _kept_as(f, kept("8"))),
    ({Reason.OUT_OF_DATE}, lambda f: replace(f, worked_out=kept("5", confirmed=False))),
    ({Reason.OUT_OF_DATE}, lambda f: replace(f, worked_out=kept("4"))),
    ({Reason.CHANGED_SINCE_LISTED}, lambda f: _changed(f, kept("4"))),
    ({Reason.CHANGED_SINCE_LISTED}, lambda f: _changed(f, kept("5", ended=date(2017, 5, 1)))),
    ({Reason.LINKED_LONGER}, lambda f: replace(f, linked=(kept("2"), kept("20")))),
    ({Reason.LINKED_LONGER}, lambda f: replace(f, linked=(kept("VV"),))),
    ({Reason.LINKED_LONGER}, lambda f: replace(f, linked=(kept("5+HD"),))),
    ({Reason.LINKED_LONGER}, lambda f: replace(f, linked=(kept("2", confirmed=False),))),
    ({Reason.REFERRED_TO}, lambda f: replace(f, referred=True)),
    ({Reason.NOT_LISTED}, lambda f: replace(f, listed=None)),
    ({Reason.NOT_LISTED}, lambda f: _list(f, items=())),
    ({Reason.NOT_VOTED}, _votes),
    ({Reason.NOT_VOTED}, lambda f: _votes(f, ("b", Vote.DESTROY, ""), ("c", Vote.KEEP, ""))),
    ({Reason.NOT_APPRAISED}, lambda f: replace(f, appraisal_needed=True)),
    ({Reason.NO_DECISION}, lambda f: _list(f, state=ListState.PROPOSED)),
    ({Reason.NO_DECISION}, lambda f: _list(f, decision=None)),
    ({Reason.NO_EXECUTOR}, lambda f: replace(f, executor="")),
    *(({Reason.ONE_PERSON}, lambda f, twice=twice: replace(f, executor=twice)) for twice in "abe"),
    ({Reason.ONE_PERSON}, lambda f: _list(f, proposed_by="b")),
    ({Reason.ONE_PERSON}, lambda f: _list(f, decision=Decision(number="1", decided_on=TODAY, by="c"))),
    ({Reason.ONE_PERSON}, lambda f: _votes(f, ("x", Vote.DESTROY, ""))),
    ({Reason.KEPT_BACK}, lambda f: _item(f, state=ItemState.KEPT_BACK)),
    ({Reason.AT_WORK}, lambda f: replace(f, at_work=True)),
    ({Reason.LEASED}, lambda f: replace(f, leased=True)),
    ({Reason.NO_DECISION}, lambda f: _list(f, state=ListState.EXECUTED)),
]


@pytest.mark.parametrize("state", [ListState.DECIDED, ListState.EXECUTING])
def test_where_nothing_is_against_it_the_gate_opens(state: ListState) -> None:
    assert may_delete(_list(ready(), state=state)).allowed


@pytest.mark.parametrize(("reasons", "against"), AGAINST)
def test_each_reason_by_itself(reasons: set[Reason], against: Callable[[GateFacts], GateFacts]) -> None:
    verdict = may_delete(against(ready()))
    assert set(verdict.reasons) == reasons
    assert not verdict.allowed


def test_every_reason_is_held_by_a_case_and_has_words() -> None:
    assert set().union(*(reasons for reasons, _ in AGAINST)) == set(Reason)
    assert len({says(reason).vi for reason in Reason}) == len({says(reason).en for reason in Reason}) == len(Reason)


@settings(deadline=None)
@given(st.lists(st.sampled_from(range(len(AGAINST))), min_size=1, max_size=5))
def test_several_at_once_never_add_up_to_a_yes(which: list[int]) -> None:
    facts = ready()
    for each in which:
        facts = AGAINST[each][1](facts)
    # What came before may have been overwritten by what came last, which stands against it for sure.
    assert may_delete(facts).reasons
