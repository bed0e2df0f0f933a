"""Batches: what was handed over at once, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue import checklists, scans
from adapters.catalogue.rights import may_see_batch
from adapters.catalogue.schema import batch as table
from adapters.catalogue.schema import document, file, page, step
from ingest.model import BatchState, BatchView, DocumentState, DossierBy, FileState
from records.effort import Effort
from records.identifiers import BatchId
from records.scan_profile import ScanDecision, ScanProfile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from records.reader import Reader


def add(
    connection: sa.Connection,
    *,
    name: str,
    dossier_by: DossierBy,
    unit: str,
    by: str,
    now: datetime,
    effort: Effort | None = None,
    profile: ScanProfile = ScanProfile.DOCUMENTS,
    paper: str = "",
    checklist_waits: bool = False,
) -> BatchId:
    """A new batch that takes files; without ``effort`` its pages are read as the settings say then.

    Its dossiers take ``paper`` over, where its papers lie. ``checklist_waits``: nothing of it is deposited before its
    checklist is confirmed.
    """
    batch = BatchId.new()
    connection.execute(
        sa.insert(table).values(
            id=batch.value,
            name=name,
            dossier_by=dossier_by.value,
            state=BatchState.RECEIVING.value,
            unit=unit,
            created_at=now,
            created_by=by,
            last_arrival_at=now,
            effort=effort.value if effort else "",
            profile=profile.value,
            paper_code=paper,
            checklist_waits=checklist_waits,
        )
    )
    return batch


def row(connection: sa.Connection, batch: BatchId) -> Any | None:
    """The row of a batch, whoever asks."""
    return connection.execute(sa.select(table).where(table.c.id == batch.value)).first()


def row_for(connection: sa.Connection, batch: BatchId, reader: Reader) -> Any | None:
    """The row of a batch if the reader may see it."""
    return connection.execute(sa.select(table).where(table.c.id == batch.value, may_see_batch(reader))).first()


def hold(connection: sa.Connection, batch: BatchId) -> Any | None:
    """The row of a batch that nobody seals before this transaction ends; others may hold it too.

    Taken before the row of a dossier is (``dossiers.hold``), never after.
    """
    return connection.execute(sa.select(table).where(table.c.id == batch.value).with_for_update(read=True)).first()


def hold_for(connection: sa.Connection, batch: BatchId, reader: Reader) -> Any | None:
    """``hold``, if the reader may see the batch."""
    return connection.execute(
        sa.select(table).where(table.c.id == batch.value, may_see_batch(reader)).with_for_update(read=True)
    ).first()


def seal(connection: sa.Connection, batch: BatchId) -> bool:
    """Everything was handed over; False where that was known.

    Waits for those that hold the batch: what they did is seen afterwards.
    """
    sealed = connection.execute(
        sa.update(table)
        .where(table.c.id == batch.value, table.c.state == BatchState.RECEIVING.value)
        .values(state=BatchState.WORKING.value)
    )
    return sealed.rowcount == 1


def seal_idle(connection: sa.Connection, batch: BatchId, moment: datetime) -> bool:
    """``seal``, unless a file came after ``moment`` or somebody else has sealed it."""
    # First nobody may add to it, then it is looked at: a file may have come since it was found idle.
    if connection.execute(sa.select(table.c.id).where(table.c.id == batch.value).with_for_update()).first() is None:
        return False
    return batch in idle_since(connection, moment) and seal(connection, batch)


def idle_since(connection: sa.Connection, moment: datetime) -> list[BatchId]:
    """Batches still receiving whose last file came before ``moment``."""
    newer = sa.exists().where(file.c.batch_id == table.c.id, file.c.received_at >= moment)
    rows = connection.execute(
        sa.select(table.c.id).where(
            table.c.state == BatchState.RECEIVING.value, table.c.last_arrival_at < moment, sa.not_(newer)
        )
    ).scalars()
    return [BatchId(value) for value in rows]


def waiting_for_people(connection: sa.Connection) -> int:
    """Batches handed over and done as far as machines can, of which the rest waits for a person.

    A step failed, a file is quarantined, a scan falls short and nobody has decided on it, or its checklist is not
    confirmed and it waits for that.
    """
    undone = sa.exists().where(step.c.batch_id == table.c.id, step.c.state.in_(("ready", "leased")))
    failed = sa.exists().where(step.c.batch_id == table.c.id, step.c.state == "failed")
    quarantined = sa.exists().where(file.c.batch_id == table.c.id, file.c.state == FileState.QUARANTINED.value)
    short = scans.waiting_in(table.c.id)
    unconfirmed = checklists.waiting_in(table.c.id)
    query = (
        sa.select(sa.func.count())
        .select_from(table)
        .where(
            table.c.state != BatchState.RECEIVING.value,
            sa.or_(failed, quarantined, short, unconfirmed),
            sa.not_(undone),
        )
    )
    return connection.execute(query).scalar_one()


def view(connection: sa.Connection, batch: BatchId, reader: Reader, now: datetime) -> BatchView | None:
    """A batch as shown, or None where the reader sees none such."""
    found = row_for(connection, batch, reader)
    return None if found is None else _view(connection, found, now)


def views(connection: sa.Connection, reader: Reader, now: datetime, *, limit: int, offset: int) -> Sequence[BatchView]:
    """Newest first."""
    rows = connection.execute(
        sa.select(table)
        .where(may_see_batch(reader))
        .order_by(table.c.created_at.desc(), table.c.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    return [_view(connection, found, now) for found in rows]


def _view(connection: sa.Connection, found: Any, now: datetime) -> BatchView:
    of_batch = file.c.batch_id == found.id
    count = sa.func.count()
    by_state = _counts(connection, sa.select(file.c.state, count).where(of_batch).group_by(file.c.state))
    duplicates = connection.execute(
        sa.select(count).select_from(file).where(of_batch, file.c.state == "accepted", file.c.document_id.is_(None))
    ).scalar_one()
    documents = _counts(
        connection,
        sa.select(document.c.state, count)
        .select_from(document.join(file, document.c.file_id == file.c.id))
        .where(of_batch)
        .group_by(document.c.state),
    )
    pages = _counts(
        connection,
        sa.select(page.c.state, count)
        .select_from(page.join(document).join(file, document.c.file_id == file.c.id))
        .where(of_batch)
        .group_by(page.c.state),
    )
    steps = _counts(
        connection, sa.select(step.c.state, count).where(step.c.batch_id == found.id).group_by(step.c.state)
    )
    last_done = connection.execute(
        sa.select(sa.func.max(step.c.done_at)).where(step.c.batch_id == found.id)
    ).scalar_one()
    sealed = found.state != BatchState.RECEIVING.value
    finished = sealed and not steps.get("ready", 0) and not steps.get("leased", 0)
    quarantined = by_state.get(FileState.QUARANTINED.value, 0)
    failed = steps.get("failed", 0)
    decisions = scans.counts(connection, BatchId(found.id))
    held_back, scan_again = (decisions.get(each.value, 0) for each in (ScanDecision.WAITING, ScanDecision.AGAIN))
    unconfirmed = checklists.number_waiting(connection, BatchId(found.id))
    if not sealed:
        state = BatchState.RECEIVING
    elif not finished:
        state = BatchState.WORKING
    else:
        state = BatchState.WAITING if failed or quarantined or held_back or unconfirmed else BatchState.CLOSED
    last_arrival = connection.execute(sa.select(sa.func.max(file.c.received_at)).where(of_batch)).scalar_one()
    until = (last_done or last_arrival or found.created_at) if finished else now
    total_pages = sum(pages.values())
    return BatchView(
        batch=BatchId(found.id),
        name=found.name,
        unit=found.unit,
        effort=Effort(found.effort) if found.effort else None,
        profile=ScanProfile(found.profile) if found.profile else None,
        paper_file_code=found.paper_code,
        checklist_at=found.checklist_at,
        checklist_by=found.checklist_by,
        checklist_instruction=found.checklist_instruction,
        checklist_waits=found.checklist_waits and found.checklist_at is None,
        unconfirmed=unconfirmed,
        state=state,
        created_at=found.created_at,
        created_by=found.created_by,
        closed_at=until if state is BatchState.CLOSED else None,
        files=sum(by_state.values()),
        accepted=by_state.get(FileState.ACCEPTED.value, 0),
        refused=by_state.get(FileState.REFUSED.value, 0),
        quarantined=quarantined,
        duplicates=duplicates,
        under_way=by_state.get(FileState.RECEIVED.value, 0) + by_state.get(FileState.CHECKED.value, 0),
        pages=total_pages,
        pages_done=total_pages - pages.get("waiting", 0),
        pages_failed=pages.get("unreadable", 0),
        documents=sum(number for state, number in documents.items() if state != DocumentState.QUARANTINED.value)
        - scan_again,
        documents_done=documents.get(DocumentState.INDEXED.value, 0),
        steps_failed=failed,
        held_back=held_back,
        scan_again=scan_again,
        finished=finished,
        seconds=max(0.0, (until - found.created_at).total_seconds()),
    )


def _counts(connection: sa.Connection, query: sa.Select[str, int]) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(query)}
