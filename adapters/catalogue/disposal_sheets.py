"""What disposal lists say of dossiers: descriptions, what is due, which list a dossier is on, who votes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue import accounts, disposal, units
from adapters.catalogue.rights import may_see_dossier
from adapters.catalogue.schema import document, dossier, field_proposal
from adapters.catalogue.schema_people import account as account_table
from adapters.catalogue.schema_retention import disposal_item, disposal_list
from adapters.catalogue.schema_retention import retention_assignment as assignment
from ingest.model import DocumentState
from records.identifiers import DisposalListId, DossierId
from records.personal_data import mask
from retention_rules.disposal import ListState
from retention_rules.execution import ItemState
from retention_rules.forms.sheet import Described
from retention_rules.model import AssignmentState
from retention_rules.plain import from_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from accounts.model import AccountView
    from records.reader import Reader
    from retention_rules.forms.sheet import DueFilter
    from retention_rules.model import Assignment

_AT_ONCE = 500
_NOT_SHOWN = DocumentState.QUARANTINED.value


def described(
    connection: sa.Connection, reader: Reader, today: date, which: Sequence[DossierId]
) -> dict[DossierId, Described]:
    """Those of ``which`` that the reader may see."""
    names = {one.code: one.name for one in units.all_units(connection)}
    found: dict[DossierId, Described] = {}
    for start in range(0, len(which), _AT_ONCE):
        ids = [each.value for each in which[start : start + _AT_ONCE]]
        dates = _dates(connection, ids)
        rows = connection.execute(
            sa.select(
                dossier.c.id,
                dossier.c.code,
                dossier.c.title,
                dossier.c.unit,
                sa.func.count(document.c.id).label("documents"),
                sa.func.coalesce(sa.func.sum(document.c.page_count), 0).label("pages"),
            )
            .select_from(
                dossier.outerjoin(
                    document, sa.and_(document.c.dossier_id == dossier.c.id, document.c.state != _NOT_SHOWN)
                )
            )
            .where(dossier.c.id.in_(ids), may_see_dossier(reader, today))
            .group_by(dossier.c.id, dossier.c.code, dossier.c.title, dossier.c.unit)
        )
        for r in rows:
            first, last = dates.get(r.id, (None, None))
            found[DossierId(r.id)] = Described(
                dossier=DossierId(r.id),
                code=r.code,
                title=mask(r.title),
                unit=r.unit,
                unit_name=names.get(r.unit, ""),
                documents=int(r.documents),
                pages=int(r.pages),
                first_on=first,
                last_on=last,
            )
    return found


def in_force(connection: sa.Connection, which: Sequence[DossierId]) -> dict[DossierId, Assignment]:
    """The assignment of each that has one."""
    found: dict[DossierId, Assignment] = {}
    for start in range(0, len(which), _AT_ONCE):
        ids = [each.value for each in which[start : start + _AT_ONCE]]
        rows = connection.execute(
            sa.select(assignment.c.dossier_id, assignment.c.assignment).where(
                assignment.c.dossier_id.in_(ids), assignment.c.superseded_at.is_(None)
            )
        )
        found |= {DossierId(r.dossier_id): from_plain(r.assignment) for r in rows}
    return found


def due(
    connection: sa.Connection, reader: Reader, today: date, wanted: DueFilter, *, limit: int, offset: int
) -> list[DossierId]:
    """Due dossiers, soonest first."""
    rows = connection.execute(
        sa.select(dossier.c.id)
        .select_from(_due())
        .where(*_wanted(reader, today, wanted))
        .order_by(assignment.c.candidate_from, dossier.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [DossierId(each) for each in rows.scalars()]


def due_count(connection: sa.Connection, reader: Reader, today: date, wanted: DueFilter) -> int:
    """How many are due."""
    counted = sa.select(sa.func.count()).select_from(_due()).where(*_wanted(reader, today, wanted))
    return int(connection.execute(counted).scalar_one())


def due_units(connection: sa.Connection, reader: Reader, today: date) -> tuple[tuple[str, str, int], ...]:
    """Code, name and number of due dossiers of each unit."""
    names = {one.code: one.name for one in units.all_units(connection)}
    rows = connection.execute(
        sa.select(dossier.c.unit, sa.func.count().label("dossiers"))
        .select_from(_due())
        .where(*_is_due(reader, today))
        .group_by(dossier.c.unit)
        .order_by(dossier.c.unit)
    )
    return tuple((r.unit, names.get(r.unit, ""), r.dossiers) for r in rows)


def due_years(connection: sa.Connection, reader: Reader, today: date) -> tuple[tuple[int, int], ...]:
    """Last year of the period, and number of due dossiers."""
    rows = connection.execute(
        sa.select(assignment.c.expires_on, sa.func.count().label("dossiers"))
        .select_from(_due())
        .where(*_is_due(reader, today), assignment.c.expires_on.is_not(None))
        .group_by(assignment.c.expires_on)
        .order_by(assignment.c.expires_on)
    )
    counted: dict[int, int] = {}
    for r in rows:
        counted[r.expires_on.year] = counted.get(r.expires_on.year, 0) + r.dossiers
    return tuple(counted.items())


def on_open_list(connection: sa.Connection, which: Sequence[DossierId]) -> dict[DossierId, tuple[DisposalListId, str]]:
    """For each that is on a list under way, or decided to be destroyed, that list with its name."""
    found: dict[DossierId, tuple[DisposalListId, str]] = {}
    rows = connection.execute(
        sa.select(disposal_item.c.dossier_id, disposal_list.c.id, disposal_list.c.name, disposal_list.c.state)
        .select_from(disposal_item.join(disposal_list, disposal_list.c.id == disposal_item.c.list_id))
        .where(
            disposal_item.c.dossier_id.in_([each.value for each in which]),
            disposal_list.c.state != ListState.WITHDRAWN.value,
        )
        .order_by(disposal_list.c.id)
    ).all()
    for r in rows:
        which_list, each = DisposalListId(r.id), DossierId(r.dossier_id)
        if r.state != ListState.PROPOSED.value and not _carried(connection, which_list, each):
            continue
        found[each] = (which_list, r.name)
    return found


def full_names(connection: sa.Connection, names: Iterable[str]) -> dict[str, str]:
    """Full name by account; accounts without one are missing."""
    rows = connection.execute(
        sa.select(account_table.c.name, account_table.c.full_name).where(account_table.c.name.in_(sorted(set(names))))
    )
    return {r.name: r.full_name for r in rows if r.full_name}


def people(connection: sa.Connection) -> list[AccountView]:
    """Every account that is let in, by name."""
    return [one for one in accounts.views(connection) if one.enabled]


def _carried(connection: sa.Connection, which: DisposalListId, each: DossierId) -> bool:
    listed = disposal.one(connection, which)
    item = None if listed is None else listed.item(each)
    # What was kept back is let go of: with its new period it is listed anew when it falls due.
    return item is not None and item.carried and item.state is not ItemState.KEPT_BACK


def _due() -> sa.Join:
    return dossier.join(
        assignment, sa.and_(assignment.c.dossier_id == dossier.c.id, assignment.c.superseded_at.is_(None))
    )


def _is_due(reader: Reader, today: date) -> list[sa.ColumnElement[bool]]:
    return [assignment.c.candidate_from <= today, dossier.c.state == "kept", may_see_dossier(reader, today)]


def _wanted(reader: Reader, today: date, wanted: DueFilter) -> list[sa.ColumnElement[bool]]:
    conditions = _is_due(reader, today)
    if wanted.unit:
        conditions.append(dossier.c.unit == wanted.unit)
    if wanted.year is not None:
        first, last = date(wanted.year, 1, 1), date(wanted.year, 12, 31)
        conditions.append(assignment.c.expires_on.between(first, last))
    if wanted.words:
        # As typed too: SQLite makes no letters small but those of English.
        parts = [dossier.c.code, dossier.c.title]
        conditions.append(
            sa.or_(
                *(part.contains(wanted.words, autoescape=True) for part in parts),
                *(sa.func.lower(part).contains(wanted.words.lower(), autoescape=True) for part in parts),
            )
        )
    if wanted.confirmed:
        # A guess that stands in for the trigger leaves the state as it is; the event it waits for does not.
        conditions += [assignment.c.state == AssignmentState.CONFIRMED.value, assignment.c.waiting_for.is_(None)]
    return conditions


def _dates(connection: sa.Connection, ids: Sequence[str]) -> dict[str, tuple[date | None, date | None]]:
    rows = connection.execute(
        sa.select(
            document.c.dossier_id,
            sa.func.min(field_proposal.c.value).label("first"),
            sa.func.max(field_proposal.c.value).label("last"),
        )
        .select_from(field_proposal.join(document, document.c.id == field_proposal.c.document_id))
        .where(
            document.c.dossier_id.in_(ids),
            document.c.state != _NOT_SHOWN,
            field_proposal.c.field == "issued_on",
            field_proposal.c.value != "",
        )
        .group_by(document.c.dossier_id)
    )
    return {r.dossier_id: (_day(r.first), _day(r.last)) for r in rows}


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
