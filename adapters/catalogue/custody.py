"""Who has a dossier, by when its unit owes it to the archive, and what it may keep back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.rights import may_see_dossier
from adapters.catalogue.schema import dossier
from adapters.catalogue.schema_hand_over import custody as table
from adapters.catalogue.schema_hand_over import hand_over, hand_over_clock, hand_over_item, keep_back
from adapters.catalogue.schema_retention import disposal_item, disposal_list, disposal_vote, retention_assignment
from records.identifiers import DossierId, uuid7
from records.personal_data import mask
from retention_rules.disposal import ListState, Vote
from retention_rules.execution import ItemState
from retention_rules.hand_over.clock import WARNED_BEFORE, Consent, HandOverClock, Standing, Start, standing
from retention_rules.hand_over.explain import explain_hand_over
from retention_rules.hand_over.model import HandOverState, KeptBackRow, OwedRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from records.reader import Reader
    from retention_rules.hand_over.model import Custody, KeepBack

_GO = (ItemState.TO_GO.value, ItemState.GOING.value)


def holder_of(connection: sa.Connection, which: DossierId) -> Any | None:
    """The row of who has it since the last receipt; None: its unit has it."""
    return connection.execute(sa.select(table).where(table.c.dossier_id == which.value)).first()


def take_over(
    connection: sa.Connection, which: DossierId, holder: Custody, *, on: date, receipt: str, by: str, now: datetime
) -> None:
    """From the commit on ``holder`` has the dossier, and its unit owes nothing. The caller holds the dossier."""
    connection.execute(sa.delete(table).where(table.c.dossier_id == which.value))
    connection.execute(
        sa.insert(table).values(
            dossier_id=which.value,
            holder=holder.value,
            since=on,
            receipt_number=receipt,
            recorded_at=now,
            recorded_by=by,
        )
    )
    put_clock(connection, which, None)


def put_clock(connection: sa.Connection, which: DossierId, clock: HandOverClock | None) -> None:
    """The clock as it was just worked out. The caller holds the dossier."""
    connection.execute(sa.delete(hand_over_clock).where(hand_over_clock.c.dossier_id == which.value))
    if clock is None:
        return
    kept = clock.kept_back
    connection.execute(
        sa.insert(hand_over_clock).values(
            dossier_id=which.value,
            start=clock.start.value if clock.start else "",
            starts_on=clock.starts_on,
            target_on=clock.target_on,
            limit_on=clock.limit_on,
            kept_until=kept.until if kept else None,
            consent=kept.number if kept else "",
            due_on=clock.due_on,
        )
    )


def clock_of(connection: sa.Connection, which: DossierId) -> HandOverClock | None:
    """The clock of a dossier that its unit owes."""
    found = connection.execute(
        sa.select(hand_over_clock).where(hand_over_clock.c.dossier_id == which.value)
    ).one_or_none()
    return None if found is None else _clock(found)


def keep(connection: sa.Connection, which: DossierId, order: KeepBack, *, by: str, now: datetime) -> None:
    """A consent of the head. The caller holds the dossier, and works its clock out anew."""
    connection.execute(
        sa.insert(keep_back).values(
            id=str(uuid7()),
            dossier_id=which.value,
            until=order.until,
            number=order.number,
            consented_on=order.consented_on,
            consented_by=order.consented_by,
            reason=order.reason,
            recorded_at=now,
            recorded_by=by,
        )
    )


def consent_over(connection: sa.Connection, which: DossierId) -> Consent | None:
    """The newest consent."""
    found = connection.execute(
        sa.select(keep_back.c.number, keep_back.c.until)
        .where(keep_back.c.dossier_id == which.value)
        .order_by(keep_back.c.id.desc())
        .limit(1)
    ).first()
    return None if found is None else Consent(number=found.number, until=found.until)


def kept_back_rows(
    connection: sa.Connection, reader: Reader, today: date, *, limit: int, offset: int
) -> list[KeptBackRow]:
    """What its unit still has by a consent, soonest first."""
    other = keep_back.alias()
    newest = sa.select(sa.func.max(other.c.id)).where(other.c.dossier_id == dossier.c.id).scalar_subquery()
    rows = connection.execute(
        sa.select(dossier.c.id, dossier.c.code, dossier.c.title, dossier.c.unit, *_told(keep_back))
        .select_from(
            hand_over_clock.join(dossier, dossier.c.id == hand_over_clock.c.dossier_id).join(
                keep_back, keep_back.c.id == newest
            )
        )
        .where(hand_over_clock.c.kept_until.is_not(None), may_see_dossier(reader, today))
        .order_by(hand_over_clock.c.kept_until, dossier.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [
        KeptBackRow(
            dossier=DossierId(r.id),
            code=r.code,
            title=mask(r.title),
            unit=r.unit,
            until=r.until,
            number=r.number,
            consented_on=r.consented_on,
            consented_by=r.consented_by,
            reason=r.reason,
        )
        for r in rows
    ]


def owed_counts(connection: sa.Connection, reader: Reader, today: date) -> dict[Standing, int]:
    """How many dossiers stand where, of those that are owed and on no open list."""
    where = _standing_on(today)
    counted = (
        sa.select(where.label("standing"), sa.func.count().label("dossiers"))
        .select_from(hand_over_clock.join(dossier, dossier.c.id == hand_over_clock.c.dossier_id))
        .where(_owed(reader, today))
        .group_by(where)
    )
    return {Standing(r.standing): r.dossiers for r in connection.execute(counted)}


def owed_rows(
    connection: sa.Connection, reader: Reader, today: date, *, only: Standing | None, limit: int, offset: int
) -> list[OwedRow]:
    """The same dossiers, soonest first, without a date last."""
    joined = hand_over_clock.join(dossier, dossier.c.id == hand_over_clock.c.dossier_id).join(
        retention_assignment,
        sa.and_(retention_assignment.c.dossier_id == dossier.c.id, retention_assignment.c.superseded_at.is_(None)),
    )
    rows = connection.execute(
        sa.select(
            hand_over_clock,
            dossier.c.id,
            dossier.c.code,
            dossier.c.title,
            dossier.c.unit,
            retention_assignment.c.assignment,
        )
        .select_from(joined)
        .where(_owed(reader, today), sa.true() if only is None else _standing_on(today) == only.value)
        .order_by(hand_over_clock.c.due_on.is_(None), hand_over_clock.c.due_on, dossier.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [_row(r, today) for r in rows]


def _row(r: Any, today: date) -> OwedRow:
    clock = _clock(r)
    return OwedRow(
        dossier=DossierId(r.id),
        code=r.code,
        title=mask(r.title),
        unit=r.unit,
        period=r.assignment["rule"]["period"],
        clock=clock,
        standing=standing(clock, today),
        says=explain_hand_over(clock),
    )


def _clock(r: Any) -> HandOverClock:
    return HandOverClock(
        start=Start(r.start) if r.start else None,
        starts_on=r.starts_on,
        target_on=r.target_on,
        limit_on=r.limit_on,
        kept_back=Consent(number=r.consent, until=r.kept_until) if r.kept_until else None,
    )


def _owed(reader: Reader, today: date) -> sa.ColumnElement[bool]:
    listed = (
        sa.exists()
        .where(hand_over_item.c.dossier_id == dossier.c.id, hand_over.c.id == hand_over_item.c.hand_over_id)
        .where(hand_over.c.state == HandOverState.SUBMITTED.value)
    )
    # The papers of a destruction were made by the archive itself.
    record = sa.exists().where(disposal_list.c.record_id == dossier.c.id)
    # What the head decided to destroy is not asked for any more; what the gate stopped is owed again.
    return sa.and_(dossier.c.state == "kept", ~listed, ~record, ~_decided_to_go(), may_see_dossier(reader, today))


def _decided_to_go() -> sa.ColumnElement[bool]:
    """Whether a decision stands by which the dossier is to be destroyed: ``Item.standing`` as a term."""
    vote = disposal_vote.c.vote
    carried = (
        sa.select(sa.func.sum(sa.case((vote == Vote.DESTROY.value, 1), else_=-1)) > 0)
        .where(disposal_vote.c.item_id == disposal_item.c.id)
        .scalar_subquery()
    )
    decided = sa.and_(
        disposal_item.c.state == ItemState.LISTED.value, disposal_list.c.state == ListState.DECIDED.value, carried
    )
    return (
        sa.exists()
        .where(disposal_item.c.dossier_id == dossier.c.id, disposal_list.c.id == disposal_item.c.list_id)
        .where(sa.or_(disposal_item.c.state.in_(_GO), decided))
    )


def _standing_on(today: date) -> sa.ColumnElement[str]:
    """``retention_rules.hand_over.clock.standing`` as a term; a test holds the two equal."""
    clock, soon = hand_over_clock.c, today + WARNED_BEFORE
    return sa.case(
        (clock.due_on.is_(None), Standing.NO_DATE.value),
        (
            sa.and_(clock.start == Start.NEWEST_DOCUMENT.value, clock.target_on < today),
            Standing.DATE_PROPOSED.value,
        ),
        (clock.due_on < today, Standing.OVERDUE.value),
        (clock.due_on <= soon, Standing.LIMIT_NEAR.value),
        (clock.kept_until.is_not(None), Standing.KEPT_BACK.value),
        (clock.target_on < today, Standing.TARGET_PASSED.value),
        (clock.target_on <= soon, Standing.TARGET_NEAR.value),
        else_=Standing.RUNNING.value,
    )


def _told(kept: sa.Table) -> Sequence[sa.ColumnElement[Any]]:
    return [kept.c[name] for name in ("until", "number", "consented_on", "consented_by", "reason")]
