"""Files: one row an arrival, with its receipt and what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue import checklists
from adapters.catalogue.plain import finding_from_plain, finding_to_plain, signature_to_plain
from adapters.catalogue.rights import may_see_batch, may_see_dossier, own_rule_lets
from adapters.catalogue.schema import batch, document, dossier, field_proposal, page
from adapters.catalogue.schema import file as table
from adapters.catalogue.statements import by_code_point, hold_name, insert_new
from ingest.model import DocumentState, FileCheck, FileState, FileView, Receipt
from records.identifiers import BatchId, Digest, DocumentId, DossierId, FileId
from records.personal_data import mask
from records.scan_profile import ScanDecision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from records.findings import Finding
    from records.reader import Reader


def add(
    connection: sa.Connection,
    *,
    batch: BatchId,
    dossier: DossierId,
    name: str,
    digest: Digest,
    size: int,
    by: str,
    now: datetime,
) -> tuple[FileId, bool]:
    """The arrival of these bytes under this name in this batch, and whether it is new.

    Sending again, because an answer was lost, finds the arrival there.
    """
    file = FileId.new()
    new = insert_new(
        connection,
        table,
        id=file.value,
        batch_id=batch.value,
        dossier_id=dossier.value,
        name=name,
        digest=digest.hex,
        size=size,
        received_at=now,
        received_by=by,
        state=FileState.RECEIVED.value,
        findings=[],
        signatures=[],
    )
    if new:
        return file, True
    known = connection.execute(
        sa.select(table.c.id).where(table.c.batch_id == batch.value, table.c.name == name, table.c.digest == digest.hex)
    ).scalar_one()
    return FileId(known), False


def row(connection: sa.Connection, file: FileId) -> Any:
    """The row of a file that is known to be there."""
    return connection.execute(sa.select(table).where(table.c.id == file.value)).one()


def receipt(connection: sa.Connection, file: FileId) -> Receipt:
    found = row(connection, file)
    return Receipt(
        file=file,
        batch=BatchId(found.batch_id),
        name=found.name,
        size=found.size,
        digest=Digest(found.digest),
        received_at=found.received_at,
        received_by=found.received_by,
        duplicate_of=FileId(found.duplicate_of) if found.duplicate_of else None,
    )


def settle(
    connection: sa.Connection,
    file: FileId,
    check: FileCheck,
    *,
    state: FileState,
    document: DocumentId | None = None,
    duplicate_of: FileId | None = None,
    findings: Sequence[Finding] = (),
) -> None:
    """Write what checking found out."""
    connection.execute(
        sa.update(table)
        .where(table.c.id == file.value)
        .values(
            state=state.value,
            media_type=check.media_type,
            page_count=check.page_count,
            findings=[finding_to_plain(f) for f in (*check.findings, *findings)],
            signatures=[signature_to_plain(s) for s in check.signatures],
            document_id=document.value if document else None,
            duplicate_of=duplicate_of.value if duplicate_of else None,
        )
    )


def refuse(connection: sa.Connection, file: FileId, finding: Finding) -> None:
    """Refuse the file before its bytes could be looked at."""
    connection.execute(
        sa.update(table)
        .where(table.c.id == file.value)
        .values(state=FileState.REFUSED.value, findings=[finding_to_plain(finding)])
    )


def quarantine(connection: sa.Connection, file: FileId, finding: Finding) -> None:
    """Stop the file: its finding comes first."""
    found = row(connection, file)
    connection.execute(
        sa.update(table)
        .where(table.c.id == file.value)
        .values(state=FileState.QUARANTINED.value, findings=[finding_to_plain(finding), *found.findings])
    )


def same_bytes_in_dossier(connection: sa.Connection, digest: Digest, dossier: DossierId, but: FileId) -> FileId | None:
    """An earlier file with these bytes that became a document of the dossier; the caller holds the dossier."""
    found = connection.execute(
        sa.select(table.c.id)
        .where(
            table.c.digest == digest.hex,
            table.c.dossier_id == dossier.value,
            table.c.document_id.is_not(None),
            table.c.id != but.value,
        )
        .order_by(table.c.id)
        .limit(1)
    ).scalar_one_or_none()
    return FileId(found) if found else None


def hold_digest(connection: sa.Connection, digest: Digest) -> None:
    """Nobody else who holds it takes in these bytes, or clears them away, before this transaction ends."""
    hold_name(connection, f"blob {digest.hex}")


def digest_still_needed(connection: sa.Connection, digest: Digest) -> bool:
    """Whether some file with these bytes has not come to rest in the archive."""
    waiting = (
        sa.select(table.c.id)
        .select_from(table.outerjoin(document, document.c.file_id == table.c.id))
        .where(
            table.c.digest == digest.hex,
            sa.or_(
                table.c.state.not_in((FileState.ACCEPTED.value, FileState.DESTROYED.value)),
                document.c.state.not_in((DocumentState.DEPOSITED.value, DocumentState.INDEXED.value)),
            ),
        )
        .limit(1)
    )
    return connection.execute(waiting).first() is not None


_URGENCY = sa.case(
    (table.c.state == FileState.QUARANTINED.value, 0),
    (table.c.state == FileState.REFUSED.value, 1),
    (document.c.scan_decision == ScanDecision.WAITING.value, 2),
    (document.c.scan_decision == ScanDecision.AGAIN.value, 3),
    else_=4,
)


def views(
    connection: sa.Connection, batch_id: BatchId, reader: Reader, today: date, *, limit: int, offset: int
) -> Sequence[FileView]:
    """Files of a batch, those that need a person first, then by name."""
    query = (
        _view_query(reader, today)
        .where(table.c.batch_id == batch_id.value)
        .order_by(_URGENCY, by_code_point(connection, table.c.name), table.c.id)
        .limit(limit)
        .offset(offset)
    )
    return [_view(found) for found in connection.execute(query)]


def view(connection: sa.Connection, file: FileId, reader: Reader, today: date) -> FileView | None:
    found = connection.execute(_view_query(reader, today).where(table.c.id == file.value)).first()
    return None if found is None else _view(found)


DOUBTFUL_PAGE = ("page.doubtful_reading", "page.no_words")
"""Findings of a page that a person must look at: what it says may not be found."""


def _view_query(reader: Reader, today: date) -> sa.Select[Any]:
    """Who takes in sees what he handed over; of the dossier it went into only what he may see of dossiers."""
    in_sight = may_see_dossier(reader, today)

    def if_seen(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
        return sa.case((in_sight, column))

    def pages(*states: str) -> sa.ScalarSelect[int]:
        return (
            sa.select(sa.func.count())
            .select_from(page)
            .where(page.c.document_id == table.c.document_id, page.c.state.in_(states))
            .scalar_subquery()
        )

    # Findings are kept as JSON text; a code stands in it between quotes.
    said = sa.cast(page.c.findings, sa.Text)
    doubtful_pages = (
        sa.select(sa.func.count())
        .select_from(page)
        .where(page.c.document_id == table.c.document_id, sa.or_(*(said.contains(f'"{c}"') for c in DOUBTFUL_PAGE)))
        .scalar_subquery()
    )
    doubts = (
        sa.select(sa.func.count())
        .select_from(field_proposal)
        .where(field_proposal.c.document_id == table.c.document_id, field_proposal.c.doubtful)
        .scalar_subquery()
    )
    return (
        sa.select(
            table,
            document.c.state.label("document_state"),
            sa.case((sa.and_(in_sight, own_rule_lets(reader, today)), document.c.title)).label("document_title"),
            sa.and_(document.c.words_digest.is_not(None), document.c.pdfa_digest.is_(None)).label("without_pdfa"),
            document.c.findings.label("document_findings"),
            document.c.scan_decision,
            sa.and_(checklists.waits(), document.c.state == DocumentState.MADE.value).label("awaits_checklist"),
            if_seen(table.c.dossier_id).label("seen_dossier"),
            if_seen(dossier.c.title).label("dossier_title"),
            if_seen(dossier.c.code).label("dossier_code"),
            pages("read", "kept", "unreadable").label("pages_done"),
            pages("unreadable").label("pages_failed"),
            doubts.label("doubts"),
            doubtful_pages.label("pages_doubtful"),
        )
        .select_from(
            table.join(batch, table.c.batch_id == batch.c.id)
            .outerjoin(document, document.c.file_id == table.c.id)
            .outerjoin(dossier, table.c.dossier_id == dossier.c.id)
        )
        .where(may_see_batch(reader))
    )


def _view(found: Any) -> FileView:
    return FileView(
        file=FileId(found.id),
        name=found.name,
        size=found.size,
        digest=Digest(found.digest),
        received_at=found.received_at,
        received_by=found.received_by,
        state=FileState(found.state),
        media_type=found.media_type,
        page_count=found.page_count,
        pages_done=found.pages_done,
        pages_failed=found.pages_failed,
        document=DocumentId(found.document_id) if found.document_id else None,
        document_state=DocumentState(found.document_state) if found.document_state else None,
        dossier=DossierId(found.seen_dossier) if found.seen_dossier else None,
        dossier_title=mask(found.dossier_title or ""),
        dossier_code=found.dossier_code or "",
        duplicate_of=FileId(found.duplicate_of) if found.duplicate_of else None,
        findings=tuple(finding_from_plain(f) for f in (*found.findings, *(found.document_findings or ()))),
        title=mask(found.document_title or ""),
        doubts=found.doubts,
        pages_doubtful=found.pages_doubtful,
        without_pdfa=bool(found.without_pdfa),
        scan=ScanDecision(found.scan_decision) if found.scan_decision else None,
        awaits_checklist=bool(found.awaits_checklist),
    )
