"""Dossiers: what is kept, held and decided on together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue import documents
from adapters.catalogue.plain import finding_from_plain, signature_from_plain
from adapters.catalogue.rights import may_see_dossier
from adapters.catalogue.schema import document, file
from adapters.catalogue.schema import dossier as table
from adapters.catalogue.statements import insert_new
from archive.model import DocumentView, DossierView
from ingest.model import DocumentState, FileState
from records.folding import fold, normalise
from records.identifiers import BatchId, Digest, DocumentId, DossierId
from records.reader import AccessLevel

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from records.reader import Reader


def code_key(code: str) -> str:
    """How codes are compared: folded, without blanks."""
    return "".join(fold(normalise(code)).split())


def of_grouping(
    connection: sa.Connection, *, batch: BatchId, grouping: str, title: str, code: str, unit: str, now: datetime
) -> DossierId:
    """The dossier of this grouping in this batch, made where there is none yet."""
    new = DossierId.new()
    insert_new(
        connection,
        table,
        id=new.value,
        batch_id=batch.value,
        grouping=grouping,
        title=title,
        code=code,
        code_folded=code_key(code),
        unit=unit,
        access_level=AccessLevel.CONDITIONAL.value,
        state="open",
        created_at=now,
    )
    found = connection.execute(
        sa.select(table.c.id).where(table.c.batch_id == batch.value, table.c.grouping == grouping)
    ).scalar_one()
    return DossierId(found)


def with_code(connection: sa.Connection, *, code: str, unit: str) -> DossierId | None:
    """The oldest dossier of the unit with that code."""
    found = connection.execute(
        sa.select(table.c.id)
        .where(table.c.unit == unit, table.c.code_folded == code_key(code), table.c.code_folded != "")
        .order_by(table.c.id)
        .limit(1)
    ).scalar_one_or_none()
    return DossierId(found) if found else None


def row(connection: sa.Connection, dossier: DossierId) -> Any:
    """The row of a dossier that is known to be there."""
    return connection.execute(sa.select(table).where(table.c.id == dossier.value)).one()


def set_code(connection: sa.Connection, dossier: DossierId, code: str) -> None:
    """Give the dossier a code where it has none."""
    connection.execute(
        sa.update(table)
        .where(table.c.id == dossier.value, table.c.code == "")
        .values(code=code, code_folded=code_key(code))
    )


def set_work_ended(connection: sa.Connection, dossier: DossierId, ended_on: date, by: str) -> None:
    connection.execute(
        sa.update(table).where(table.c.id == dossier.value).values(work_ended_on=ended_on, work_ended_by=by)
    )


def deposited(connection: sa.Connection, dossier: DossierId, version: int, inventory_sha512: str) -> None:
    """The head version, and the digest of its inventory kept outside the package."""
    connection.execute(
        sa.update(table)
        .where(table.c.id == dossier.value)
        .values(state="kept", version=version, inventory_sha512=inventory_sha512)
    )


def ready_to_deposit(connection: sa.Connection, dossier: DossierId) -> bool:
    """Everything of the dossier that will be kept is made, and something is."""
    unmade = connection.execute(
        sa.select(document.c.id)
        .where(
            document.c.dossier_id == dossier.value,
            document.c.state.in_(
                (DocumentState.WAITING.value, DocumentState.READ.value, DocumentState.DESCRIBED.value)
            ),
        )
        .limit(1)
    ).first()
    unchecked = connection.execute(
        sa.select(file.c.id)
        .where(
            file.c.dossier_id == dossier.value,
            file.c.state.in_((FileState.RECEIVED.value, FileState.CHECKED.value)),
        )
        .limit(1)
    ).first()
    made = connection.execute(
        sa.select(document.c.id)
        .where(document.c.dossier_id == dossier.value, document.c.state == DocumentState.MADE.value)
        .limit(1)
    ).first()
    return unmade is None and unchecked is None and made is not None


def with_made_documents(connection: sa.Connection, batch: BatchId) -> list[DossierId]:
    """Dossiers that hold made documents of this batch which are not deposited yet."""
    ids = connection.execute(
        sa.select(document.c.dossier_id)
        .select_from(document.join(file, document.c.file_id == file.c.id))
        .where(file.c.batch_id == batch.value, document.c.state == DocumentState.MADE.value)
        .distinct()
    ).scalars()
    return [DossierId(value) for value in ids]


def seen_by(connection: sa.Connection, dossier: DossierId, reader: Reader, today: date) -> Any | None:
    """The row if the reader may see it."""
    return connection.execute(
        sa.select(table).where(table.c.id == dossier.value, may_see_dossier(reader, today), _holds_something())
    ).first()


def dossier_of_document(
    connection: sa.Connection, document_id: DocumentId, reader: Reader, today: date
) -> DossierId | None:
    """The document's dossier, if the reader may see it and the document is not quarantined."""
    found = connection.execute(
        sa.select(table.c.id)
        .select_from(table.join(document, document.c.dossier_id == table.c.id))
        .where(
            document.c.id == document_id.value,
            document.c.state != DocumentState.QUARANTINED.value,
            may_see_dossier(reader, today),
        )
    ).scalar_one_or_none()
    return DossierId(found) if found else None


def views(connection: sa.Connection, reader: Reader, today: date, *, limit: int, offset: int) -> Sequence[DossierView]:
    """Newest first, without documents."""
    pages = (
        sa.select(sa.func.coalesce(sa.func.sum(document.c.page_count), 0))
        .where(document.c.dossier_id == table.c.id, document.c.state != DocumentState.QUARANTINED.value)
        .scalar_subquery()
    )
    rows = connection.execute(
        sa.select(table, pages.label("pages"))
        .where(may_see_dossier(reader, today), _holds_something())
        .order_by(table.c.created_at.desc(), table.c.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    return [_view(found, (), found.pages) for found in rows]


def view(connection: sa.Connection, dossier: DossierId, reader: Reader, today: date) -> DossierView | None:
    """A dossier with its documents, or None where the reader sees none such."""
    found = seen_by(connection, dossier, reader, today)
    if found is None:
        return None
    shown = tuple(
        _document_view(connection, ordinal, document_row)
        for ordinal, document_row in enumerate(
            (r for r in documents.rows_of_dossier(connection, dossier) if r.state != DocumentState.QUARANTINED.value),
            start=1,
        )
    )
    return _view(found, shown, sum(d.page_count for d in shown))


def _holds_something() -> sa.ColumnElement[bool]:
    # A dossier whose files were all refused or quarantined is no dossier to anybody yet.
    return sa.exists().where(document.c.dossier_id == table.c.id, document.c.state != DocumentState.QUARANTINED.value)


def _view(found: Any, shown: tuple[DocumentView, ...], pages: int) -> DossierView:
    return DossierView(
        dossier=DossierId(found.id),
        code=found.code,
        title=found.title,
        unit=found.unit,
        level=AccessLevel(found.access_level),
        restricted_until=found.restricted_until,
        state=found.state,
        version=found.version,
        created_at=found.created_at,
        documents=shown,
        page_count=pages,
    )


def _document_view(connection: sa.Connection, ordinal: int, found: Any) -> DocumentView:
    document_id = DocumentId(found.id)
    signatures = [signature_from_plain(s) for s in found.signatures]
    return DocumentView(
        document=document_id,
        ordinal=ordinal,
        file_name=found.file_name,
        state=found.state,
        title=found.title or found.file_name.rpartition("/")[2],
        page_count=found.page_count,
        media_type=found.media_type,
        original_digest=Digest(found.original_digest),
        pdfa_level=found.pdfa_level,
        pdfa_reason=found.pdfa_reason,
        signed=bool(signatures),
        signatures=tuple(
            f"{s.signer} · {s.signed_at.isoformat() if s.signed_at else '?'} · {s.integrity.value}" for s in signatures
        ),
        fields=documents.proposals(connection, document_id),
        findings=tuple(finding_from_plain(f) for f in (*found.file_findings, *found.findings)),
    )


def seen_with_code(connection: sa.Connection, code: str, reader: Reader, today: date) -> DossierId | None:
    """The oldest dossier with that code among those the reader may see."""
    found = connection.execute(
        sa.select(table.c.id)
        .where(
            table.c.code_folded == code_key(code),
            table.c.code_folded != "",
            may_see_dossier(reader, today),
            _holds_something(),
        )
        .order_by(table.c.id)
        .limit(1)
    ).scalar_one_or_none()
    return DossierId(found) if found else None


def inventory_digests(connection: sa.Connection) -> dict[DossierId, str]:
    """SHA-512 of the head inventory of every deposited dossier, as kept outside the packages."""
    rows = connection.execute(sa.select(table.c.id, table.c.inventory_sha512).where(table.c.version > 0))
    return {DossierId(r.id): r.inventory_sha512 for r in rows}


def of_batch(connection: sa.Connection, batch: BatchId) -> list[DossierId]:
    """Deposited dossiers that hold a document of the batch, in the order of their titles."""
    ids = connection.execute(
        sa.select(table.c.id, table.c.title)
        .select_from(
            table.join(document, document.c.dossier_id == table.c.id).join(file, document.c.file_id == file.c.id)
        )
        .where(file.c.batch_id == batch.value, table.c.version > 0)
        .distinct()
        .order_by(table.c.title, table.c.id)
    ).all()
    return [DossierId(r.id) for r in ids]
