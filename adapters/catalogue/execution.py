"""The execution of disposal lists: who executes, where each item stands, tombstones and certificates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue import backup_sets
from adapters.catalogue.schema_backups import brought_tombstone
from adapters.catalogue.schema_retention import disposal_item as table
from adapters.catalogue.schema_retention import disposal_list, tombstone
from records.identifiers import BatchId, DisposalListId, DossierId
from retention_rules.disposal import ListState
from retention_rules.execution import SETTLED, ItemState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from retention_rules.disposal import DisposalList


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """An item of a list that is being executed."""

    id: str
    list: DisposalListId
    dossier: DossierId
    state: ItemState
    attempt: int
    executor: str
    intent: Mapping[str, Any] | None


def item(connection: sa.Connection, which: str) -> ItemRow | None:
    found = connection.execute(
        sa.select(table, disposal_list.c.executor)
        .select_from(table.join(disposal_list, table.c.list_id == disposal_list.c.id))
        .where(table.c.id == which)
    ).first()
    if found is None:
        return None
    return ItemRow(
        id=found.id,
        list=DisposalListId(found.list_id),
        dossier=DossierId(found.dossier_id),
        state=ItemState(found.state),
        attempt=found.attempt,
        executor=found.executor,
        intent=found.intent,
    )


def authorise(
    connection: sa.Connection, found: DisposalList, *, executor: str, batch: BatchId, now: datetime
) -> list[tuple[str, int]]:
    """Let somebody execute: every item that is not settled is to go, or goes on; each with its new attempt.

    The caller holds the list.
    """
    connection.execute(
        sa.update(disposal_list)
        .where(disposal_list.c.id == found.id.value)
        .values(
            state=ListState.EXECUTING.value,
            executor=executor,
            batch_id=batch.value,
            executing_since=found.executing_since or now,
        )
    )
    begun = set(
        connection.execute(
            sa.select(table.c.dossier_id).where(table.c.list_id == found.id.value, table.c.begun_at.is_not(None))
        ).scalars()
    )
    asked = []
    for each in found.items:
        standing = each.standing(found.state)
        if standing not in SETTLED:
            standing = ItemState.GOING if each.dossier.value in begun else ItemState.TO_GO
        row = connection.execute(
            sa.update(table)
            .where(table.c.list_id == found.id.value, table.c.dossier_id == each.dossier.value)
            .values(
                state=standing.value,
                attempt=table.c.attempt + int(standing not in SETTLED),
                reasons=[],
                code="",
            )
            .returning(table.c.id, table.c.attempt)
        ).one()
        if standing not in SETTLED:
            asked.append((row.id, row.attempt))
    return asked


def batch_of(connection: sa.Connection, which: DisposalListId) -> BatchId | None:
    """Of the steps that execute the list; None before somebody began."""
    found = connection.execute(
        sa.select(disposal_list.c.batch_id).where(disposal_list.c.id == which.value)
    ).scalar_one_or_none()
    return BatchId(found) if found else None


def begin(connection: sa.Connection, which: str, intent: Mapping[str, Any], now: datetime) -> None:
    """It goes; ``intent`` says what and where. The caller holds the list, and the dossier before it."""
    _from(connection, which, ItemState.TO_GO, state=ItemState.GOING.value, intent=dict(intent), begun_at=now)


def stop(connection: sa.Connection, which: str, reasons: Sequence[str]) -> None:
    """The gate said no. The caller holds the list."""
    _from(connection, which, ItemState.TO_GO, state=ItemState.STOPPED.value, reasons=list(reasons))


def fail(connection: sa.Connection, found: ItemRow, code: str) -> None:
    """Something went wrong with it; changed meanwhile it stays as it is."""
    _from(connection, found.id, found.state, state=ItemState.FAILED.value, code=code)


def keep_back(connection: sa.Connection, which: str, now: datetime) -> bool:
    """Take it out of the list; False where it was begun, or is settled. The caller holds the list."""
    taken = connection.execute(
        sa.update(table)
        .where(
            table.c.id == which,
            table.c.begun_at.is_(None),
            table.c.state.not_in([state.value for state in SETTLED]),
        )
        .values(state=ItemState.KEPT_BACK.value, reasons=[], code="", settled_at=now)
    )
    return taken.rowcount == 1


def gone(connection: sa.Connection, found: ItemRow, said: Mapping[str, Any], leaf: str, now: datetime) -> None:
    """It is gone, and this stays of it. The caller holds the dossier."""
    settled = {"state": ItemState.GONE.value, "settled_at": now, "intent": None}
    _from(connection, found.id, ItemState.GOING, **settled)
    connection.execute(
        sa.insert(tombstone).values(
            id=found.dossier.value, item_id=found.id, destroyed_at=now, said=dict(said), leaf=leaf
        )
    )


def gone_elsewhere(connection: sa.Connection, said: Mapping[str, Any], leaf: str) -> None:
    """A tombstone of a later state of this catalogue. Its item is gone, where the list is known here at all."""
    dossier, at = DossierId(said["dossier"]), datetime.fromisoformat(said["destroyed_at"])
    which = id_of(connection, DisposalListId(said["list"]), dossier)
    if which is None:
        backup_sets.bring(connection, said, leaf)
        return
    settled = {"state": ItemState.GONE.value, "settled_at": at, "intent": None, "reasons": [], "code": ""}
    connection.execute(sa.update(table).where(table.c.id == which).values(**settled))
    connection.execute(
        sa.insert(tombstone).values(id=dossier.value, item_id=which, destroyed_at=at, said=dict(said), leaf=leaf)
    )


def id_of(connection: sa.Connection, which: DisposalListId, dossier: DossierId) -> str | None:
    """The id of an item."""
    return connection.execute(
        sa.select(table.c.id).where(table.c.list_id == which.value, table.c.dossier_id == dossier.value)
    ).scalar_one_or_none()


def anything_left(connection: sa.Connection, which: DisposalListId) -> bool:
    """Whether an item of a list in execution is not settled."""
    left = sa.select(table.c.id).where(
        table.c.list_id == which.value, table.c.state.not_in([state.value for state in SETTLED])
    )
    return connection.execute(left.limit(1)).first() is not None


def tombstones(connection: sa.Connection, which: DisposalListId) -> list[dict[str, Any]]:
    """Of what is gone of a list, in the order of the dossiers' ids."""
    rows = connection.execute(
        sa.select(tombstone.c.said)
        .select_from(tombstone.join(table, tombstone.c.item_id == table.c.id))
        .where(table.c.list_id == which.value)
        .order_by(tombstone.c.id)
    )
    return list(rows.scalars())


def tombstone_of(connection: sa.Connection, dossier: DossierId) -> dict[str, Any] | None:
    """What stays of a destroyed dossier; None of one that is not destroyed."""
    for each in (tombstone, brought_tombstone):
        found: dict[str, Any] | None = connection.execute(
            sa.select(each.c.said).where(each.c.id == dossier.value)
        ).scalar_one_or_none()
        if found is not None:
            return found
    return None


def executed(connection: sa.Connection, which: DisposalListId, certificate: Mapping[str, Any], now: datetime) -> bool:
    """Nothing is left to be done; False where that was known. The caller holds the list."""
    done = connection.execute(
        sa.update(disposal_list)
        .where(disposal_list.c.id == which.value, disposal_list.c.state == ListState.EXECUTING.value)
        .values(state=ListState.EXECUTED.value, executed_at=now, certificate=dict(certificate))
    )
    return done.rowcount == 1


def certificate_of(connection: sa.Connection, which: DisposalListId) -> dict[str, Any] | None:
    """As it was issued; None before."""
    found: dict[str, Any] | None = connection.execute(
        sa.select(disposal_list.c.certificate).where(disposal_list.c.id == which.value)
    ).scalar_one_or_none()
    return found


def record_in(connection: sa.Connection, which: DisposalListId, dossier: DossierId) -> None:
    """The dossier holds the record of the list. The caller holds the list."""
    connection.execute(
        sa.update(disposal_list).where(disposal_list.c.id == which.value).values(record_id=dossier.value)
    )


def list_of_record(connection: sa.Connection, dossier: DossierId) -> DisposalListId | None:
    """The list whose papers this dossier holds; None for every other dossier."""
    found = connection.execute(
        sa.select(disposal_list.c.id).where(disposal_list.c.record_id == dossier.value)
    ).scalar_one_or_none()
    return DisposalListId(found) if found else None


def record_of(connection: sa.Connection, which: DisposalListId) -> DossierId | None:
    """The disposal dossier of the list; None before it is executed."""
    found = connection.execute(
        sa.select(disposal_list.c.record_id).where(disposal_list.c.id == which.value)
    ).scalar_one_or_none()
    return DossierId(found) if found else None


def _from(connection: sa.Connection, which: str, before: ItemState, **values: Any) -> None:
    """Change an item that is in that state; another is left alone."""
    connection.execute(sa.update(table).where(table.c.id == which, table.c.state == before.value).values(**values))
