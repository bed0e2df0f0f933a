"""Transfers to the historical archive: registered, agreed, packaged, received with digests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.hand_overs import listed_from_plain, listed_to_plain
from adapters.catalogue.rights import may_see_dossier
from adapters.catalogue.schema import document, dossier
from adapters.catalogue.schema_hand_over import custody, transfer_item
from adapters.catalogue.schema_hand_over import transfer as table
from adapters.catalogue.schema_retention import retention_assignment
from ingest.model import DocumentState
from records.identifiers import DossierId, TransferId, uuid7
from records.personal_data import mask
from retention_rules.hand_over.model import Custody, digest_of
from retention_rules.hand_over.transfer import ToTransfer, Transfer, TransferItem, TransferState
from retention_rules.hand_over.transfer_clock import explain_transfer, transfer_clock, transfer_standing
from retention_rules.model import PeriodKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from records.identifiers import Digest
    from records.reader import Reader
    from retention_rules.hand_over.model import Listed

_OPEN = (TransferState.REGISTERED.value, TransferState.AGREED.value)


def add(
    connection: sa.Connection,
    *,
    name: str,
    archive: str,
    planned_on: date,
    answer_due: date,
    listed: Sequence[Listed],
    by: str,
    now: datetime,
) -> TransferId:
    """A transfer, frozen. The caller holds its dossiers."""
    made = TransferId.new()
    connection.execute(
        sa.insert(table).values(
            id=made.value,
            name=name,
            archive=archive,
            state=TransferState.REGISTERED.value,
            planned_on=planned_on,
            digest=digest_of(listed),
            registered_at=now,
            registered_by=by,
            answer_due=answer_due,
        )
    )
    connection.execute(
        sa.insert(transfer_item),
        [
            {
                "id": str(uuid7()),
                "transfer_id": made.value,
                "dossier_id": one.dossier.value,
                "listed": listed_to_plain(one),
            }
            for one in listed
        ],
    )
    return made


def hold(connection: sa.Connection, which: TransferId) -> None:
    """Nobody else changes the transfer before this transaction ends. Asked for after its dossiers are held."""
    connection.execute(sa.select(table.c.id).where(table.c.id == which.value).with_for_update(key_share=True))


def put(connection: sa.Connection, which: TransferId, state: TransferState, **values: Any) -> None:
    """The transfer as it stands from now on. The caller holds it."""
    connection.execute(sa.update(table).where(table.c.id == which.value).values(state=state.value, **values))


def packaged(connection: sa.Connection, which: TransferId, packages: Mapping[DossierId, Digest]) -> None:
    """Digests of packages that were made. The caller holds the transfer."""
    for each, digest in packages.items():
        _update_item(connection, which, each, package=digest.hex)


def received(connection: sa.Connection, which: TransferId, dossiers: Sequence[DossierId]) -> None:
    """What the other side named. The caller holds the transfer."""
    for each in dossiers:
        _update_item(connection, which, each, received=True)


def one(connection: sa.Connection, which: TransferId) -> Transfer | None:
    found = connection.execute(sa.select(table).where(table.c.id == which.value)).first()
    return None if found is None else _transfer(connection, found)


def every(connection: sa.Connection) -> list[Transfer]:
    """Newest first."""
    return [_transfer(connection, r) for r in connection.execute(sa.select(table).order_by(table.c.id.desc())).all()]


def open_transfer_with(connection: sa.Connection, which: DossierId) -> TransferId | None:
    """The open transfer that a dossier is in."""
    found = connection.execute(
        sa.select(table.c.id)
        .select_from(table.join(transfer_item, transfer_item.c.transfer_id == table.c.id))
        .where(transfer_item.c.dossier_id == which.value, table.c.state.in_(_OPEN))
        .limit(1)
    ).scalar_one_or_none()
    return TransferId(found) if found else None


def holds_secret(connection: sa.Connection, which: DossierId) -> bool:
    """Whether a document of the dossier is quarantined: one with a secrecy mark that nobody has lifted."""
    found = sa.select(document.c.id).where(
        document.c.dossier_id == which.value, document.c.state == DocumentState.QUARANTINED.value
    )
    return connection.execute(found.limit(1)).first() is not None


def to_transfer(connection: sa.Connection, reader: Reader, today: date, *, limit: int, offset: int) -> list[ToTransfer]:
    """Permanent dossiers of the current archive in no open transfer, longest there first."""
    listed = (
        sa.exists()
        .where(transfer_item.c.dossier_id == dossier.c.id, table.c.id == transfer_item.c.transfer_id)
        .where(table.c.state.in_(_OPEN))
    )
    joined = custody.join(dossier, dossier.c.id == custody.c.dossier_id).join(
        retention_assignment,
        sa.and_(retention_assignment.c.dossier_id == dossier.c.id, retention_assignment.c.superseded_at.is_(None)),
    )
    rows = connection.execute(
        sa.select(dossier.c.id, dossier.c.code, dossier.c.title, dossier.c.unit, custody.c.since)
        .select_from(joined)
        .where(
            custody.c.holder == Custody.CURRENT_ARCHIVE.value,
            retention_assignment.c.kind == PeriodKind.PERMANENT.value,
            dossier.c.state == "kept",
            ~listed,
            may_see_dossier(reader, today),
        )
        .order_by(custody.c.since, dossier.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [_row(r, today) for r in rows]


def _row(r: Any, today: date) -> ToTransfer:
    clock = transfer_clock(r.since)
    return ToTransfer(
        dossier=DossierId(r.id),
        code=r.code,
        title=mask(r.title),
        unit=r.unit,
        clock=clock,
        standing=transfer_standing(clock, today),
        says=explain_transfer(clock),
    )


def _update_item(connection: sa.Connection, which: TransferId, dossier_id: DossierId, **values: Any) -> None:
    connection.execute(
        sa.update(transfer_item)
        .where(transfer_item.c.transfer_id == which.value, transfer_item.c.dossier_id == dossier_id.value)
        .values(**values)
    )


def _shown(which: DossierId, plain: dict[str, Any]) -> Listed:
    return listed_from_plain(which, {**plain, "title": mask(plain["title"])})


def _transfer(connection: sa.Connection, r: Any) -> Transfer:
    items = connection.execute(
        sa.select(transfer_item).where(transfer_item.c.transfer_id == r.id).order_by(transfer_item.c.dossier_id)
    )
    return Transfer(
        id=TransferId(r.id),
        name=r.name,
        archive=r.archive,
        state=TransferState(r.state),
        planned_on=r.planned_on,
        digest=r.digest,
        registered_by=r.registered_by,
        registered_at=r.registered_at,
        answer_due=r.answer_due,
        items=tuple(
            TransferItem(
                listed=_shown(DossierId(item.dossier_id), item.listed),
                package=item.package,
                received=item.received,
            )
            for item in items
        ),
        answer_number=r.answer_number,
        answered_on=r.answered_on,
        receipt_number=r.receipt_number,
        received_on=r.received_on,
        recorded_by=r.recorded_by,
        closed_why=r.closed_why,
    )
