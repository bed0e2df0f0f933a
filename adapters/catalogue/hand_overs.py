"""Lists of what units hand over to the archive: frozen when submitted, checked item by item, closed by a receipt."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.rights import may_see_dossier
from adapters.catalogue.schema import dossier
from adapters.catalogue.schema_hand_over import hand_over as table
from adapters.catalogue.schema_hand_over import hand_over_item
from records.identifiers import DossierId, HandOverId, uuid7
from records.personal_data import mask
from retention_rules.hand_over.model import Check, HandOver, HandOverItem, HandOverState, Listed, Receipt, digest_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from records.reader import Reader

_IN_ONE_QUESTION = 500
"""Ids named in one statement."""


def add(
    connection: sa.Connection, *, name: str, unit: str, listed: Sequence[Listed], by: str, now: datetime
) -> HandOverId:
    """A list, frozen, in the order given. The caller holds its dossiers."""
    made = HandOverId.new()
    connection.execute(
        sa.insert(table).values(
            id=made.value,
            name=name,
            unit=unit,
            state=HandOverState.SUBMITTED.value,
            digest=digest_of(listed),
            submitted_at=now,
            submitted_by=by,
        )
    )
    connection.execute(
        sa.insert(hand_over_item),
        [
            {
                "id": str(uuid7()),
                "hand_over_id": made.value,
                "dossier_id": one.dossier.value,
                "ordinal": ordinal,
                "listed": listed_to_plain(one),
            }
            for ordinal, one in enumerate(listed, start=1)
        ],
    )
    return made


def hold(connection: sa.Connection, which: HandOverId) -> None:
    """Nobody else checks or closes the list before this transaction ends. Asked for after its dossiers are held."""
    connection.execute(sa.select(table.c.id).where(table.c.id == which.value).with_for_update(key_share=True))


def check(
    connection: sa.Connection,
    which: HandOverId,
    dossiers: Sequence[DossierId],
    said: Check,
    *,
    reason: str,
    by: str,
    now: datetime,
) -> None:
    """What is said of these items from now on. The caller holds the list."""
    for at in range(0, len(dossiers), _IN_ONE_QUESTION):
        ids = [each.value for each in dossiers[at : at + _IN_ONE_QUESTION]]
        connection.execute(
            sa.update(hand_over_item)
            .where(hand_over_item.c.hand_over_id == which.value, hand_over_item.c.dossier_id.in_(ids))
            .values(checked=said.value, reason=reason, checked_by=by, checked_at=now)
        )


def close(connection: sa.Connection, which: HandOverId, state: HandOverState, **values: Any) -> None:
    """The list as it stays. The caller holds it."""
    connection.execute(sa.update(table).where(table.c.id == which.value).values(state=state.value, **values))


def one(connection: sa.Connection, which: HandOverId, reader: Reader, today: date) -> HandOver | None:
    """The list, if it is of the reader's units; lines of dossiers that he may not see say neither code nor title."""
    found = connection.execute(sa.select(table).where(table.c.id == which.value, _of_units(reader))).first()
    return None if found is None else _hand_over(connection, found, reader, today)


def every(connection: sa.Connection, reader: Reader, today: date, *, limit: int, offset: int) -> list[HandOver]:
    """Lists of the reader's units, newest first."""
    rows = connection.execute(
        sa.select(table).where(_of_units(reader)).order_by(table.c.id.desc()).limit(limit).offset(offset)
    ).all()
    return [_hand_over(connection, r, reader, today) for r in rows]


def open_list_with(connection: sa.Connection, which: DossierId) -> HandOverId | None:
    """The open list that a dossier is on."""
    found = connection.execute(
        sa.select(table.c.id)
        .select_from(table.join(hand_over_item, hand_over_item.c.hand_over_id == table.c.id))
        .where(hand_over_item.c.dossier_id == which.value, table.c.state == HandOverState.SUBMITTED.value)
        .limit(1)
    ).scalar_one_or_none()
    return HandOverId(found) if found else None


def _of_units(reader: Reader) -> sa.ColumnElement[bool]:
    return sa.true() if reader.all_units else table.c.unit.in_(sorted(reader.units))


def _hand_over(connection: sa.Connection, r: Any, reader: Reader, today: date) -> HandOver:
    items = connection.execute(
        sa.select(hand_over_item, may_see_dossier(reader, today).label("visible"))
        .select_from(hand_over_item.join(dossier, dossier.c.id == hand_over_item.c.dossier_id))
        .where(hand_over_item.c.hand_over_id == r.id)
        .order_by(hand_over_item.c.ordinal)
    )
    receipt = None
    if r.received_at is not None:
        receipt = Receipt(
            number=r.receipt_number,
            received_on=r.received_on,
            by=r.received_by,
            at=r.received_at,
            digest=r.receipt_digest,
        )
    return HandOver(
        id=HandOverId(r.id),
        name=r.name,
        unit=r.unit,
        state=HandOverState(r.state),
        submitted_by=r.submitted_by,
        submitted_at=r.submitted_at,
        digest=r.digest,
        items=tuple(_item(item) for item in items),
        receipt=receipt,
        closed_why=r.closed_why,
    )


def _item(r: Any) -> HandOverItem:
    visible = bool(r.visible)
    listed = listed_from_plain(DossierId(r.dossier_id), _shown(r.listed, visible=visible))
    return HandOverItem(
        listed=listed,
        visible=visible,
        check=Check(r.checked),
        reason=r.reason if visible else "",
        checked_by=r.checked_by,
        checked_at=r.checked_at,
    )


def _shown(plain: dict[str, Any], *, visible: bool) -> dict[str, Any]:
    # A title may hold the number of a person, which no list shows.
    return {**plain, "title": mask(plain["title"])} if visible else {**plain, "code": "", "title": ""}


def listed_to_plain(listed: Listed) -> dict[str, Any]:
    """As values of JSON, without the id, to be read by ``listed_from_plain``."""
    return {
        "code": listed.code,
        "title": listed.title,
        "first_on": listed.first_on.isoformat() if listed.first_on else None,
        "last_on": listed.last_on.isoformat() if listed.last_on else None,
        "period": listed.period,
        "documents": listed.documents,
        "pages": listed.pages,
        "version": listed.version,
        "inventory_sha512": listed.inventory_sha512,
    }


def listed_from_plain(which: DossierId, plain: dict[str, Any]) -> Listed:
    """What ``listed_to_plain`` wrote of this dossier."""
    days = {name: date.fromisoformat(plain[name]) if plain[name] else None for name in ("first_on", "last_on")}
    return Listed(dossier=which, **{**plain, **days})
