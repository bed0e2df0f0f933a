"""Requests for a reading or a copy, with what the reader may know of the dossier each is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.rights import DESTROYED, GOING, may_see_dossier
from adapters.catalogue.schema import dossier
from adapters.catalogue.schema_use import use_request as table
from adapters.catalogue.statements import hold_name
from archive.use.decide import ANSWERING
from archive.use.model import UseState
from records.identifiers import DossierId, UseRequestId

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from archive.use.model import Filing
    from records.reader import Reader

WAITING = (UseState.FILED.value, UseState.GRANTED.value)
NOT_THERE = (GOING, DESTROYED)
"""States of a dossier of which nothing is handed out any more."""


def add(
    connection: sa.Connection, asked: Filing, *, unit: str, by: str, now: datetime, filed_on: date, due_on: date
) -> UseRequestId:
    """A request, with the next number of its year."""
    hold_name(connection, f"use requests {filed_on.year}")
    last = connection.execute(sa.select(sa.func.max(table.c.serial)).where(table.c.year == filed_on.year)).scalar()
    made = UseRequestId.new()
    connection.execute(
        sa.insert(table).values(
            id=made.value,
            year=filed_on.year,
            serial=(last or 0) + 1,
            state=UseState.FILED.value,
            kind=asked.kind.value,
            purpose=asked.purpose.value,
            purpose_said=asked.purpose_said,
            person=asked.person,
            id_number=asked.id_number,
            on_behalf=asked.on_behalf,
            asked_for=asked.asked_for,
            copies=asked.copies,
            unit=unit,
            filed_by=by,
            filed_at=now,
            due_on=due_on,
            dossier_id=asked.dossier.value if asked.dossier else None,
            wanted=[each.value for each in asked.documents],
            granted=[],
            left_out=[],
        )
    )
    return made


def hold(connection: sa.Connection, which: UseRequestId) -> None:
    """Nobody else changes the request before this transaction ends. Asked for after its dossier, if that is held."""
    connection.execute(sa.select(table.c.id).where(table.c.id == which.value).with_for_update())


def change(connection: sa.Connection, which: UseRequestId, **values: Any) -> None:
    """The caller holds it."""
    connection.execute(sa.update(table).where(table.c.id == which.value).values(**values))


def seen(connection: sa.Connection, which: UseRequestId, reader: Reader, today: date) -> Any | None:
    """Its row, and whether the dossier it names is ``visible``; None where the reader sees no such request.

    With it come ``code``, ``title``, ``access_level``, ``restricted_until`` and ``dossier_state`` of the dossier.
    """
    return connection.execute(_rows(reader, today).where(table.c.id == which.value)).first()


def newest(connection: sa.Connection, reader: Reader, today: date, *, limit: int, offset: int) -> Sequence[Any]:
    """Rows as ``seen`` gives them, newest first."""
    asked = _rows(reader, today).order_by(table.c.id.desc()).limit(limit).offset(offset)
    return connection.execute(asked).all()


def waiting(
    connection: sa.Connection,
    reader: Reader,
    today: date,
    state: UseState,
    *,
    due: tuple[date | None, date | None] = (None, None),
    limit: int,
    offset: int,
) -> Sequence[Any]:
    """Rows in that state whose day of answer lies from the first to the last of ``due``, soonest first."""
    first, last = due
    asked = _rows(reader, today).where(table.c.state == state.value, _in_time(today))
    if first is not None:
        asked = asked.where(table.c.due_on >= first)
    if last is not None:
        asked = asked.where(table.c.due_on <= last)
    return connection.execute(asked.order_by(table.c.due_on, table.c.id).limit(limit).offset(offset)).all()


def count_waiting(connection: sa.Connection, reader: Reader, today: date) -> list[tuple[UseState, date, int]]:
    """State, day of answer and number of those that wait."""
    rows = connection.execute(
        sa.select(table.c.state, table.c.due_on, sa.func.count())
        .select_from(_joined())
        .where(table.c.state.in_(WAITING), _in_time(today), _may_see(reader, today))
        .group_by(table.c.state, table.c.due_on)
    )
    return [(UseState(state), due_on, number) for state, due_on, number in rows]


def of_year(connection: sa.Connection, reader: Reader, today: date, year: int) -> Sequence[Any]:
    """Rows of a year in the order of their numbers."""
    return connection.execute(_rows(reader, today).where(table.c.year == year).order_by(table.c.serial)).all()


def handed_out(
    connection: sa.Connection, reader: Reader, today: date, *, first: datetime | None, following: datetime | None
) -> Sequence[Any]:
    """Rows of what was handed out from ``first`` on and before ``following``, in that order; None: without end."""
    asked = _rows(reader, today).where(table.c.handed_at.is_not(None))
    if first is not None:
        asked = asked.where(table.c.handed_at >= first)
    if following is not None:
        asked = asked.where(table.c.handed_at < following)
    return connection.execute(asked.order_by(table.c.handed_at, table.c.id)).all()


def dossier_of(row: Any) -> DossierId | None:
    return DossierId(row.dossier_id) if row.dossier_id else None


def _in_time(today: date) -> sa.ColumnElement[bool]:
    """Nothing was granted yet, or what was can still be read or fetched."""
    return sa.or_(table.c.valid_until.is_(None), table.c.valid_until >= today)


def _joined() -> sa.FromClause:
    return table.outerjoin(dossier, dossier.c.id == table.c.dossier_id)


def _rows(reader: Reader, today: date) -> sa.Select[Any]:
    return (
        sa.select(
            table,
            dossier.c.code,
            dossier.c.title,
            dossier.c.access_level,
            dossier.c.restricted_until,
            dossier.c.state.label("dossier_state"),
            sa.func.coalesce(may_see_dossier(reader, today), sa.false()).label("visible"),
        )
        .select_from(_joined())
        .where(_may_see(reader, today))
    )


def _may_see(reader: Reader, today: date) -> sa.ColumnElement[bool]:
    own = table.c.filed_by == reader.account
    if not reader.capabilities & ANSWERING:
        return own
    # Of what is destroyed nobody sees the dossier any more, and the request still wants an answer.
    unnamed = sa.or_(table.c.dossier_id.is_(None), dossier.c.state.in_(NOT_THERE))
    of_units = sa.true() if reader.all_units else table.c.unit.in_(sorted(reader.units))
    return sa.or_(own, may_see_dossier(reader, today), sa.and_(unnamed, of_units))
