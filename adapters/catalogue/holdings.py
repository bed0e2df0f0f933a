"""What is held and when it falls due: counted as it changes, listed by one index, whatever there is of it.

Triggers write a row to ``retention_total`` for each change (migration 0017), so that transactions that
deposit at the same time do not wait for one another; ``fold`` adds such rows up now and then.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.schema import dossier
from adapters.catalogue.schema_retention import retention_assignment as assignment
from adapters.catalogue.schema_retention import retention_total as table
from adapters.catalogue.statements import insert_or_add, on_server
from records.reader import Capability
from retention_rules.model import AssignmentState, PeriodKind
from retention_rules.report import DueList, HoldingTotal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.reader import Reader
    from retention_rules.report import DueQuery

_NEVER = date(9999, 12, 31)
_SAME = (
    table.c.unit,
    table.c.access_level,
    table.c.restricted_until,
    table.c.kind,
    table.c.state,
    table.c.period,
    table.c.candidate_from,
    table.c.waiting_for,
)
"""What rows that are added up have in common."""
_NAMES = tuple(column.name for column in _SAME)
FOLDED_AT_ONCE = 5_000
_MANY = 500
_STATES = frozenset({DueList.PROVISIONAL, DueList.UNCONFIRMED})
_WITHOUT_DATE = (PeriodKind.PERMANENT.value, PeriodKind.NOT_A_RECORD.value)


def totals(
    connection: sa.Connection, reader: Reader, today: date, *, unit: str = ""
) -> tuple[list[HoldingTotal], tuple[tuple[str, int], ...]]:
    """How many dossiers the reader may see: by everything a report tells apart but the unit, and by unit.

    ``unit``: of that one alone.
    """
    told = (table.c.kind, table.c.state, table.c.period, table.c.candidate_from)
    number = sa.func.sum(table.c.dossiers).label("dossiers")
    of_unit = [table.c.unit == unit] if unit else []
    seen = sa.select(number).where(*_may_see(table, reader, today), *of_unit).having(number.element != 0)
    if on_server(connection):  # looked through once for both: its table is larger than its rows are
        both = seen.add_columns(table.c.unit, *told)
        rows = connection.execute(both.group_by(sa.func.grouping_sets(sa.tuple_(*told), sa.tuple_(table.c.unit)))).all()
        kinds, units = [r for r in rows if r.unit is None], [r for r in rows if r.unit is not None]
    else:
        kinds = list(connection.execute(seen.add_columns(*told).group_by(*told)))
        units = list(connection.execute(seen.add_columns(table.c.unit).group_by(table.c.unit)))
    counted = [
        HoldingTotal(
            unit="",
            kind=PeriodKind(r.kind),
            state=AssignmentState(r.state),
            period=r.period,
            candidate_from=None if r.candidate_from == _NEVER else r.candidate_from,
            dossiers=int(r.dossiers),
        )
        for r in kinds
    ]
    return counted, tuple(sorted((r.unit, int(r.dossiers)) for r in units))


def many_loose(connection: sa.Connection) -> bool:
    """Whether there are so many loose rows that a report begins to notice."""
    some = sa.select(table.c.id).where(table.c.loose).order_by(table.c.id).offset(_MANY - 1).limit(1)
    return connection.execute(some).first() is not None


def fold(connection: sa.Connection) -> int:
    """Add loose rows up with those of the same values; how many there were, at most ``FOLDED_AT_ONCE``."""
    some = sa.select(table.c.id).where(table.c.loose).order_by(table.c.id).limit(FOLDED_AT_ONCE)
    gone = connection.execute(sa.delete(table).where(table.c.id.in_(some)).returning(*_SAME, table.c.dossiers)).all()
    sums: Counter[tuple[Any, ...]] = Counter()
    for *alike, number in gone:
        sums[tuple(alike)] += number
    # In one order, or two that fold at once would wait for one another.
    rows = [
        {**dict(zip(_NAMES, values, strict=True)), "dossiers": number, "loose": False}
        for values, number in sorted(sums.items())
        if number
    ]
    if rows:
        connection.execute(insert_or_add(connection, table, _SAME, table.c.dossiers, only="NOT loose"), rows)
    if any(row["dossiers"] < 0 for row in rows):
        connection.execute(sa.delete(table).where(sa.not_(table.c.loose), table.c.dossiers == 0))
    return len(gone)


def due_rows(connection: sa.Connection, reader: Reader, today: date, query: DueQuery) -> Sequence[Any]:
    """Dossiers with the assignment in force, soonest first, undated last, from behind ``query.after`` on."""
    after = query.after
    found: list[Any] = []
    wanted = query.offset + query.limit
    if query.which not in {DueList.WITHOUT_TRIGGER, DueList.PERMANENT} and (after is None or after.candidate_from):
        found += _dated(connection, reader, today, query, wanted)
    if len(found) < wanted and query.year is None and query.which is not DueList.DUE:
        found += _undated(connection, reader, today, query, wanted - len(found))
    return found[query.offset :]


def _dated(connection: sa.Connection, reader: Reader, today: date, query: DueQuery, limit: int) -> Sequence[Any]:
    pairs = _visible(reader, query.unit)
    if not pairs:
        return ()
    after = query.after if query.after is not None and query.after.candidate_from is not None else None
    statement = _dated_statement(
        len(pairs),
        of_units=pairs[0][0] is not None,
        restricted=Capability.DECIDE not in reader.capabilities,
        which=query.which,
        of_year=query.year is not None,
        of_period=query.period is not None,
        further=after is not None,
        server=on_server(connection),
    )
    values: dict[str, Any] = {"limit": limit, "today": today, "period": query.period}
    if query.year is not None:
        values |= {"first": date(query.year, 1, 1), "last": date(query.year, 12, 31)}
    if after is not None:
        values |= {"day": after.candidate_from, "dossier": str(after.dossier)}
    for number, (unit, level) in enumerate(pairs):
        values |= {f"unit_{number}": unit, f"level_{number}": level}
    return connection.execute(statement, values).all()


@lru_cache(maxsize=64)
def _dated_statement(
    parts: int, *, of_units: bool, restricted: bool, which: DueList, of_year: bool, of_period: bool, further: bool,
    server: bool,
) -> sa.Select[Any]:  # fmt: skip
    """For readers and questions of one kind; to put it together takes longer than to run it."""
    start = assignment.c.candidate_from
    order = (start, assignment.c.dossier_id)
    today = sa.bindparam("today", type_=sa.Date)
    where: list[sa.ColumnElement[bool]] = [assignment.c.superseded_at.is_(None), start.is_not(None)]
    if of_period:
        where.append(assignment.c.period == sa.bindparam("period", type_=sa.String))
    if which in _STATES:
        where.append(assignment.c.state == which.value)
    if which is DueList.DUE:
        where.append(start <= today)
    if of_year:
        where += [start >= sa.bindparam("first", type_=sa.Date), start <= sa.bindparam("last", type_=sa.Date)]
    if further:
        place = (sa.bindparam("day", type_=sa.Date), sa.bindparam("dossier", type_=sa.String))
        where.append(sa.tuple_(*order) > sa.tuple_(*place))
    if restricted:
        where.append(sa.or_(assignment.c.restricted_until.is_(None), assignment.c.restricted_until <= today))
    limit = sa.bindparam("limit", type_=sa.Integer)
    # Of each part that the index gives in order, so many: however much there is, no more is looked at.
    every = []
    for number in range(parts):
        part: list[sa.ColumnElement[bool]] = [
            assignment.c.access_level == sa.bindparam(f"level_{number}", type_=sa.String)
        ]
        if of_units:
            if not server:  # SQLite takes a level for as rare as a unit, and would go through those of all units
                part = [sa.func.likely(part[0])]
            part.append(assignment.c.unit == sa.bindparam(f"unit_{number}", type_=assignment.c.unit.type))
        every.append(sa.select(sa.select(*order).where(*where, *part).order_by(*order).limit(limit).subquery()))
    first_of_all = sa.union_all(*every).subquery()
    few = sa.select(first_of_all.c.dossier_id).order_by(*first_of_all.c).limit(limit)
    return _with_dossier(few).order_by(*order)


def _undated(connection: sa.Connection, reader: Reader, today: date, query: DueQuery, limit: int) -> Sequence[Any]:
    where = [*_narrowed(query), assignment.c.candidate_from.is_(None), *_may_see(assignment, reader, today)]
    if query.unit is not None:
        where.append(assignment.c.unit == query.unit)
    if query.which is DueList.PERMANENT:
        where.append(assignment.c.kind == PeriodKind.PERMANENT.value)
    if query.which is DueList.WITHOUT_TRIGGER:
        where.append(assignment.c.kind.not_in(_WITHOUT_DATE))
    if query.after is not None and query.after.candidate_from is None:
        where.append(assignment.c.dossier_id > str(query.after.dossier))
    few = sa.select(assignment.c.dossier_id).where(*where).order_by(assignment.c.dossier_id).limit(limit)
    return connection.execute(_with_dossier(few).order_by(assignment.c.dossier_id)).all()


def _narrowed(query: DueQuery) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = [assignment.c.superseded_at.is_(None)]
    if query.period is not None:
        where.append(assignment.c.period == query.period)
    if query.which in _STATES:
        where.append(assignment.c.state == query.which.value)
    return where


def _with_dossier(few: sa.Select[Any]) -> sa.Select[Any]:
    return (
        sa.select(dossier.c.id, dossier.c.code, dossier.c.title, dossier.c.unit, assignment.c.assignment)
        .select_from(
            dossier.join(
                assignment, sa.and_(assignment.c.dossier_id == dossier.c.id, assignment.c.superseded_at.is_(None))
            )
        )
        .where(dossier.c.id.in_(sa.select(few.subquery())))
    )


def _visible(reader: Reader, unit: str | None) -> list[tuple[str | None, str]]:
    """Unit (None: every one) and level of what the reader may see; each pair is the beginning of an index."""
    units: list[str | None] = [None] if reader.all_units else [*sorted(reader.units)]
    if unit is not None:
        units = [unit] if reader.all_units or unit in reader.units else []
    return [(one, level) for one in units for level in sorted(level.value for level in reader.levels)]


def _may_see(what: sa.Table, reader: Reader, today: date) -> list[sa.ColumnElement[bool]]:
    """As ``rights.may_see_dossier``, of the same columns in another table."""
    conditions: list[sa.ColumnElement[bool]] = [
        what.c.access_level.in_(sorted(level.value for level in reader.levels)),
        *_not_restricted(what.c.restricted_until, reader, today),
    ]
    if not reader.all_units:
        conditions.append(what.c.unit.in_(sorted(reader.units)))
    return conditions


def _not_restricted(column: sa.ColumnElement[date | None], reader: Reader, today: date) -> list[sa.ColumnElement[bool]]:
    return [] if Capability.DECIDE in reader.capabilities else [sa.or_(column.is_(None), column <= today)]
