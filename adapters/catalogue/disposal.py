"""Disposal lists with their items and votes, links between dossiers, and the facts that the gate asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue import destroyed, dossiers, holds, locks, references, retention
from adapters.catalogue.destroyed import WorkLeft
from adapters.catalogue.rights import DESTROYED
from adapters.catalogue.schema_retention import disposal_item, disposal_vote, dossier_link
from adapters.catalogue.schema_retention import disposal_list as table
from adapters.catalogue.statements import insert_new
from records.identifiers import DisposalListId, DossierId, uuid7
from retention_rules.disposal import (
    Appraisal,
    Decision,
    DisposalList,
    Item,
    ListState,
    Vote,
    Withdrawal,
    digest_of,
)
from retention_rules.execution import ItemState
from retention_rules.may_delete import GateFacts
from retention_rules.plain import from_plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from retention_rules.model import Assignment

_STANDING = disposal_item.join(table, table.c.id == disposal_item.c.list_id)


def gate_facts(
    connection: sa.Connection,
    which: DossierId,
    *,
    on_list: DisposalListId | None,
    executor: str,
    work_out: Callable[[DossierId], Assignment],
    today: date,
    leased: bool = False,
    appraisal_needed: bool = False,
) -> GateFacts:
    """All that the gate looks at; nothing of it changes before this transaction ends.

    Holds are shared first, so that none is placed meanwhile; then the dossier and what it is linked
    to are held in the order of their ids. ``work_out`` says what follows for a dossier now, in this
    transaction, in which the caller shares the schedule.
    """
    holds.share_all(connection)
    linked = linked_to(connection, which)
    rows = {each: dossiers.hold(connection, each) for each in sorted({which, *linked})}
    return GateFacts(
        dossier=which,
        state=rows[which].state,
        today=today,
        assignment=from_plain(plain) if (plain := retention.in_force(connection, which)) else None,
        worked_out=work_out(which),
        holds=tuple(
            found.id for found in (*holds.over(connection, which), *references.holds_through(connection, which))
        ),
        # What is destroyed is kept no longer than anything.
        linked=tuple(work_out(each) for each in linked if rows[each].state != DESTROYED),
        referred=bool(references.referring_to(connection, which)),
        listed=None if on_list is None else one(connection, on_list, only=which),
        executor=executor,
        appraisal_needed=appraisal_needed,
        # Of no interest before somebody executes: it passes.
        at_work=bool(executor) and destroyed.work_left(connection, which) is not WorkLeft.NONE,
        leased=leased or bool(locks.leases(connection, [which], today)),
    )


def hold_with_linked(connection: sa.Connection, which: Sequence[DossierId]) -> None:
    """Before the gate is asked for several: all that it will hold, in the one order of all."""
    holds.share_all(connection)
    every_one = {*which}.union(*(linked_to(connection, each) for each in which))
    for each in sorted(every_one):
        dossiers.hold(connection, each)


def link(connection: sa.Connection, which: DossierId, other: DossierId, *, why: str, by: str, now: datetime) -> bool:
    """Record that two dossiers belong together; False where that is known. The caller shares no hold."""
    # Who decides on a destruction shares the holds: no link comes between its question and its answer.
    holds.hold_all(connection)
    smaller, greater = sorted((which.value, other.value))
    return insert_new(
        connection,
        dossier_link,
        id=str(uuid7()),
        one_id=smaller,
        other_id=greater,
        why=why,
        recorded_at=now,
        recorded_by=by,
    )


def linked_to(connection: sa.Connection, which: DossierId) -> list[DossierId]:
    """Dossiers that are linked to it, in order of id."""
    links = dossier_link.c
    other = sa.case((links.one_id == which.value, links.other_id), else_=links.one_id)
    rows = connection.execute(
        sa.select(other).where(sa.or_(links.one_id == which.value, links.other_id == which.value))
    )
    return sorted(DossierId(each) for each in rows.scalars())


def add(
    connection: sa.Connection,
    *,
    name: str,
    council: Sequence[str],
    items: Sequence[Item],
    by: str,
    now: datetime,
) -> DisposalListId:
    """A list, frozen."""
    made = DisposalListId.new()
    connection.execute(
        sa.insert(table).values(
            id=made.value,
            name=name,
            state=ListState.PROPOSED.value,
            council=list(council),
            digest=digest_of(items),
            proposed_at=now,
            proposed_by=by,
        )
    )
    connection.execute(
        sa.insert(disposal_item),
        [
            {
                "id": str(uuid7()),
                "list_id": made.value,
                "dossier_id": item.dossier.value,
                "fingerprint": item.fingerprint,
            }
            for item in items
        ],
    )
    return made


def hold(connection: sa.Connection, which: DisposalListId) -> None:
    """Nobody else votes on the list or decides it before this transaction ends."""
    connection.execute(sa.select(table.c.id).where(table.c.id == which.value).with_for_update(key_share=True))


def vote(
    connection: sa.Connection,
    which: DisposalListId,
    dossier: DossierId,
    *,
    member: str,
    say: Vote,
    said: str,
    now: datetime,
) -> bool:
    """One member's vote on one item; False where the member has voted on it. The caller holds the list."""
    item = connection.execute(
        sa.select(disposal_item.c.id).where(
            disposal_item.c.list_id == which.value, disposal_item.c.dossier_id == dossier.value
        )
    ).scalar_one()
    return insert_new(
        connection,
        disposal_vote,
        id=str(uuid7()),
        item_id=item,
        member=member,
        vote=say.value,
        said=said,
        voted_at=now,
    )


def decide(connection: sa.Connection, which: DisposalListId, decision: Decision, *, now: datetime) -> bool:
    """The head's decision; False where there is one. The caller holds the list."""
    done = connection.execute(
        sa.update(table)
        .where(table.c.id == which.value, table.c.state == ListState.PROPOSED.value)
        .values(
            state=ListState.DECIDED.value,
            decision_number=decision.number,
            decided_on=decision.decided_on,
            decided_by=decision.by,
            decided_at=now,
        )
    )
    return done.rowcount == 1


def appraise(connection: sa.Connection, which: DisposalListId, appraisal: Appraisal) -> None:
    """What the competent body says of the list. The caller holds it."""
    connection.execute(
        sa.update(table)
        .where(table.c.id == which.value)
        .values(
            appraisal_number=appraisal.number,
            appraised_on=appraisal.appraised_on,
            appraised_by=appraisal.body,
            appraisal_recorded_by=appraisal.recorded_by,
        )
    )


def withdraw(connection: sa.Connection, which: DisposalListId, withdrawal: Withdrawal) -> None:
    """The list is taken back. The caller holds it and knows that it is not decided."""
    connection.execute(
        sa.update(table)
        .where(table.c.id == which.value)
        .values(
            state=ListState.WITHDRAWN.value,
            withdrawn_at=withdrawal.at,
            withdrawn_by=withdrawal.by,
            withdrawn_why=withdrawal.reason,
            sent_back=withdrawal.sent_back,
        )
    )


def one(connection: sa.Connection, which: DisposalListId, *, only: DossierId | None = None) -> DisposalList | None:
    """With every item, or with the one of that dossier ``only``."""
    found = connection.execute(sa.select(table).where(table.c.id == which.value)).first()
    return None if found is None else _list(connection, found, only)


def every(connection: sa.Connection) -> list[DisposalList]:
    """Newest first."""
    return [_list(connection, r) for r in connection.execute(sa.select(table).order_by(table.c.id.desc())).all()]


def newest_with(connection: sa.Connection, dossier: DossierId) -> DisposalListId | None:
    """The newest list that the dossier is on and that was not withdrawn."""
    found = connection.execute(
        sa.select(sa.func.max(disposal_item.c.list_id))
        .select_from(_STANDING)
        .where(disposal_item.c.dossier_id == dossier.value, table.c.state != ListState.WITHDRAWN.value)
    ).scalar_one_or_none()
    return DisposalListId(found) if found else None


def on_any_list(connection: sa.Connection, which: Sequence[str]) -> set[str]:
    """Which of these dossiers are on a list that was not withdrawn."""
    rows = connection.execute(
        sa.select(disposal_item.c.dossier_id)
        .select_from(_STANDING)
        .where(disposal_item.c.dossier_id.in_(which), table.c.state != ListState.WITHDRAWN.value)
    )
    return set(rows.scalars())


def _list(connection: sa.Connection, r: Any, only: DossierId | None = None) -> DisposalList:
    votes: dict[str, list[tuple[str, Vote, str]]] = {}
    wanted = disposal_item.c.list_id == r.id
    if only is not None:
        wanted = sa.and_(wanted, disposal_item.c.dossier_id == only.value)
    for said in connection.execute(
        sa.select(disposal_vote)
        .select_from(disposal_vote.join(disposal_item, disposal_item.c.id == disposal_vote.c.item_id))
        .where(wanted)
        .order_by(disposal_vote.c.id)
    ):
        votes.setdefault(said.item_id, []).append((said.member, Vote(said.vote), said.said))
    items = connection.execute(sa.select(disposal_item).where(wanted).order_by(disposal_item.c.dossier_id))
    decided = r.decided_on is not None
    return DisposalList(
        id=DisposalListId(r.id),
        name=r.name,
        state=ListState(r.state),
        proposed_by=r.proposed_by,
        proposed_at=r.proposed_at,
        council=tuple(r.council),
        digest=r.digest,
        decision=Decision(number=r.decision_number, decided_on=r.decided_on, by=r.decided_by) if decided else None,
        items=tuple(
            Item(
                dossier=DossierId(item.dossier_id),
                fingerprint=item.fingerprint,
                votes=tuple(votes.get(item.id, ())),
                state=ItemState(item.state),
                reasons=tuple(item.reasons or ()),
                code=item.code,
            )
            for item in items
        ),
        executor=r.executor,
        executing_since=r.executing_since,
        executed_at=r.executed_at,
        appraisal=_appraisal(r),
        withdrawal=_withdrawal(r),
        record=DossierId(r.record_id) if r.record_id else None,
    )


def _appraisal(r: Any) -> Appraisal | None:
    if r.appraised_on is None:
        return None
    return Appraisal(
        number=r.appraisal_number,
        appraised_on=r.appraised_on,
        body=r.appraised_by,
        recorded_by=r.appraisal_recorded_by,
    )


def _withdrawal(r: Any) -> Withdrawal | None:
    if r.withdrawn_at is None:
        return None
    return Withdrawal(by=r.withdrawn_by, at=r.withdrawn_at, reason=r.withdrawn_why, sent_back=r.sent_back)
