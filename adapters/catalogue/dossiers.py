"""Dossiers: what is kept, held and decided on together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue import checklists, confidence_levels, documents, execution, locks, paper_codes, personal_found
from adapters.catalogue.access import own_rule_of
from adapters.catalogue.left_out import left_out_of
from adapters.catalogue.plain import finding_from_plain, signature_from_plain
from adapters.catalogue.rights import DESTROYED, GOING, may_see_document, may_see_dossier, own_rule_lets
from adapters.catalogue.schema import batch as batches
from adapters.catalogue.schema import document, file
from adapters.catalogue.schema import dossier as table
from adapters.catalogue.schema_references import document_reference
from adapters.catalogue.schema_retention import disposal_list
from adapters.catalogue.statements import hold_name, insert_new
from archive.model import DocumentView, DossierView, SignatureView
from ingest.model import DocumentState, FileState
from records.confidence_level import ConfidenceLevel
from records.folding import fold, normalise
from records.identifiers import BatchId, Digest, DocumentId, DossierId
from records.reader import AccessLevel
from records.scan_profile import ScanDecision

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from records.reader import Reader


def code_key(code: str) -> str:
    """How codes are compared: folded, without blanks."""
    return "".join(fold(normalise(code)).split())


def of_grouping(
    connection: sa.Connection,
    *,
    batch: BatchId,
    grouping: str,
    title: str,
    code: str,
    unit: str,
    now: datetime,
    paper: str = "",
) -> DossierId:
    """The dossier of this grouping in this batch, made where there is none yet; ``paper`` is where its paper lies."""
    known = sa.select(table.c.id).where(table.c.batch_id == batch.value, table.c.grouping == grouping)
    if (found := connection.execute(known).scalar_one_or_none()) is not None:
        return DossierId(found)
    new = DossierId.new()
    inserted = insert_new(
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
        **paper_codes.columns_of(paper),
    )
    return new if inserted else DossierId(connection.execute(known).scalar_one())


def with_code(connection: sa.Connection, *, code: str, unit: str) -> DossierId | None:
    """The oldest dossier of the unit with that code, of those that are not destroyed.

    Nobody else asks for the code before this transaction ends: of two that find no such dossier
    the second finds what the first gave the code to. Taken before the row of a dossier is.
    """
    hold_code(connection, code=code, unit=unit)
    found = connection.execute(
        sa.select(table.c.id)
        .where(
            table.c.unit == unit,
            table.c.code_folded == code_key(code),
            table.c.code_folded != "",
            table.c.state.not_in((GOING, DESTROYED)),
        )
        .order_by(table.c.id)
        .limit(1)
    ).scalar_one_or_none()
    return DossierId(found) if found else None


def hold_code(connection: sa.Connection, *, code: str, unit: str) -> None:
    """Nobody asks for the dossier with that code, to put something into it, before this transaction ends."""
    hold_name(connection, f"code {unit} {code_key(code)}")


def row(connection: sa.Connection, dossier: DossierId) -> Any:
    """The row of a dossier that is known to be there."""
    return connection.execute(sa.select(table).where(table.c.id == dossier.value)).one()


def hold(connection: sa.Connection, dossier: DossierId) -> Any:
    """The row of a dossier that nobody else holds or writes before this transaction ends.

    Held by whoever decides by everything in the dossier: whether it is ready, what is there
    already, which rule it falls under. Documents may come from several batches.
    """
    return connection.execute(sa.select(table).where(table.c.id == dossier.value).with_for_update(key_share=True)).one()


def hold_all_of(connection: sa.Connection, batch: BatchId) -> None:
    """``hold`` every dossier with files of the batch, in the order of their ids."""
    connection.execute(
        sa.select(table.c.id).where(_of_batch(batch)).order_by(table.c.id).with_for_update(key_share=True)
    ).all()


def _of_batch(batch: BatchId) -> sa.ColumnElement[bool]:
    return table.c.id.in_(sa.select(file.c.dossier_id).where(file.c.batch_id == batch.value))


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
    """The head version, and the digest of its inventory kept outside the package; an older one changes nothing.

    Nor does one of a dossier that is no longer kept here: what the historical archive has stays transferred.
    """
    kept_here = table.c.state.in_(("open", "kept"))
    connection.execute(
        sa.update(table)
        .where(table.c.id == dossier.value, table.c.version <= version, kept_here)
        .values(state="kept", version=version, inventory_sha512=inventory_sha512)
    )
    locks.settled(connection, dossier, locks.AT_ONCE)  # unless whoever deposited it has locked it already


def transferred(connection: sa.Connection, dossier: DossierId) -> None:
    """The historical archive has it. The caller holds the dossier, which is kept."""
    connection.execute(sa.update(table).where(table.c.id == dossier.value).values(state="transferred"))


def ready_to_deposit(
    connection: sa.Connection, *, dossier: DossierId | None = None, batch: BatchId | None = None
) -> list[tuple[DossierId, DocumentId, int]]:
    """Dossiers of which everything that will be kept is made, and something is.

    What a person has not accepted or confirmed stands in nobody's way. With the newest made document, and how
    often documents of the dossier were read anew, accepted or confirmed by a person: together they name one
    deposit and no other.

    The one named, which the caller holds, or those with files of the batch, which nobody need hold:
    whoever makes the last document of one asks again for that one.
    """
    which = table.c.id == dossier.value if dossier is not None else sa.true()
    if batch is not None:
        which = sa.and_(which, _of_batch(batch))
    unmade = (DocumentState.WAITING.value, DocumentState.READ.value, DocumentState.DESCRIBED.value)
    other = document.alias()
    counted, counted_file, counted_batch = document.alias(), file.alias(), batches.alias()
    accepted = sa.case((counted.c.scan_decision == ScanDecision.ACCEPTED.value, 1), else_=0)
    confirmed = sa.case(
        (sa.and_(counted_batch.c.checklist_waits, counted_batch.c.checklist_at.is_not(None)), 1), else_=0
    )
    rereads = (
        sa.select(sa.func.coalesce(sa.func.sum(counted.c.rereads + accepted + confirmed), 0))
        .where(
            counted.c.dossier_id == table.c.id,
            counted.c.file_id == counted_file.c.id,
            counted_file.c.batch_id == counted_batch.c.id,
        )
        .scalar_subquery()
    )
    rows = connection.execute(
        sa.select(table.c.id, sa.func.max(document.c.id).label("newest"), rereads.label("rereads"))
        .select_from(table.join(document, document.c.dossier_id == table.c.id))
        .where(
            which,
            document.c.state == DocumentState.MADE.value,
            sa.not_(checklists.not_to_deposit()),
            ~sa.exists().where(other.c.dossier_id == table.c.id, other.c.state.in_(unmade)),
            ~sa.exists().where(
                file.c.dossier_id == table.c.id,
                file.c.state.in_((FileState.RECEIVED.value, FileState.CHECKED.value)),
            ),
        )
        .group_by(table.c.id)
        .order_by(table.c.id)
    )
    return [(DossierId(r.id), DocumentId(r.newest), int(r.rereads)) for r in rows]


def seen_by(connection: sa.Connection, dossier: DossierId, reader: Reader, today: date) -> Any | None:
    """The row if the reader may see it."""
    return connection.execute(
        sa.select(table).where(table.c.id == dossier.value, may_see_dossier(reader, today), _holds_something())
    ).first()


def dossier_of_document(
    connection: sa.Connection, document_id: DocumentId, reader: Reader, today: date
) -> DossierId | None:
    """The document's dossier, if the reader may see the document and it is not quarantined."""
    found = connection.execute(
        sa.select(table.c.id)
        .select_from(table.join(document, document.c.dossier_id == table.c.id))
        .where(
            document.c.id == document_id.value,
            document.c.state != DocumentState.QUARANTINED.value,
            may_see_document(reader, today),
        )
    ).scalar_one_or_none()
    return DossierId(found) if found else None


def views(
    connection: sa.Connection,
    reader: Reader,
    today: date,
    *,
    limit: int,
    offset: int,
    only: Sequence[sa.ColumnElement[bool]] = (),
) -> Sequence[DossierView]:
    """Newest first, without documents; those alone that meet all of ``only``."""
    pages = (
        sa.select(sa.func.coalesce(sa.func.sum(document.c.page_count), 0))
        .where(
            document.c.dossier_id == table.c.id,
            document.c.state != DocumentState.QUARANTINED.value,
            own_rule_lets(reader, today),
        )
        .scalar_subquery()
    )
    rows = connection.execute(
        sa.select(table, pages.label("pages"))
        .where(may_see_dossier(reader, today), _holds_something(), *only)
        .order_by(table.c.created_at.desc(), table.c.id.desc())
        .limit(limit)
        .offset(offset)
    ).all()
    return [_view(found, (), found.pages) for found in rows]


def view(connection: sa.Connection, dossier: DossierId, reader: Reader, today: date) -> DossierView | None:
    """A dossier with those of its documents that the reader may see, or None where the reader sees none such."""
    found = seen_by(connection, dossier, reader, today)
    if found is None:
        return None
    levels, _ = confidence_levels.of_dossier(connection, dossier)
    people = personal_found.of_dossier(connection, dossier)
    shown = tuple(
        replace(
            _document_view(connection, ordinal, document_row),
            confidence_level=levels.get(DocumentId(document_row.id)),
            personal=personal_found.told(document_row, people.get(document_row.id)),
        )
        for ordinal, document_row in enumerate(
            (
                r
                for r in documents.rows_of_dossier(connection, dossier, own_rule_lets(reader, today))
                if r.state != DocumentState.QUARANTINED.value
            ),
            start=1,
        )
    )
    return replace(
        _view(found, shown, sum(d.page_count for d in shown)),
        left_out=left_out_of(connection, dossier, reader),
        record_of=execution.list_of_record(connection, dossier),
    )


def _holds_something() -> sa.ColumnElement[bool]:
    # A dossier whose files were all refused or quarantined is no dossier to anybody yet.
    own = sa.exists().where(document.c.dossier_id == table.c.id, document.c.state != DocumentState.QUARANTINED.value)
    # All that it had may have been moved to where it is kept longer.
    referred = sa.exists().where(document_reference.c.dossier_id == table.c.id)
    return sa.or_(own, referred, sa.exists().where(disposal_list.c.record_id == table.c.id))


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
        paper_file_code=found.paper_code,
        confidence_level=ConfidenceLevel(found.confidence_level) if found.confidence_level else None,
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
            SignatureView(signer=each.signer, signed_at=each.signed_at, integrity=each.integrity) for each in signatures
        ),
        fields=documents.proposals(connection, document_id),
        findings=tuple(finding_from_plain(f) for f in (*found.file_findings, *found.findings)),
        rereads=found.rereads,
        own_rule=own_rule_of(found),
    )


def seen_with_code(connection: sa.Connection, code: str, reader: Reader, today: date) -> list[DossierId]:
    """The dossiers with that code among those the reader may see, the oldest first, ten at most."""
    found = connection.execute(
        sa.select(table.c.id)
        .where(
            table.c.code_folded == code_key(code),
            table.c.code_folded != "",
            may_see_dossier(reader, today),
            _holds_something(),
        )
        .order_by(table.c.id)
        .limit(10)
    ).scalars()
    return [DossierId(each) for each in found]


def any_deposited(connection: sa.Connection) -> bool:
    """Whether the archive is to hold anything."""
    return connection.execute(sa.select(table.c.id).where(table.c.version > 0).limit(1)).first() is not None


def inventory_digests(connection: sa.Connection) -> dict[DossierId, str]:
    """SHA-512 of the head inventory of every deposited dossier, as kept outside the packages."""
    rows = connection.execute(
        sa.select(table.c.id, table.c.inventory_sha512).where(table.c.version > 0, table.c.state != GOING)
    )
    return {DossierId(r.id): r.inventory_sha512 for r in rows}


def deposited_after(connection: sa.Connection, after: str, limit: int) -> Sequence[Any]:
    """Rows of deposited dossiers in order of id; none that is being destroyed."""
    return connection.execute(
        sa.select(table)
        .where(table.c.version > 0, table.c.id > after, table.c.state != GOING)
        .order_by(table.c.id)
        .limit(limit)
    ).all()


def deposited_among(connection: sa.Connection, among: Sequence[DossierId]) -> set[DossierId]:
    """Those that the catalogue knows as deposited."""
    ids = [each.value for each in among]
    found = connection.execute(sa.select(table.c.id).where(table.c.id.in_(ids), table.c.version > 0))
    return {DossierId(one) for one in found.scalars()}


def of_batch(connection: sa.Connection, batch: BatchId) -> list[DossierId]:
    """Deposited dossiers that hold a document of the batch, in the order of their titles."""
    ids = connection.execute(
        sa.select(table.c.id, table.c.title)
        .select_from(
            table.join(document, document.c.dossier_id == table.c.id).join(file, document.c.file_id == file.c.id)
        )
        .where(file.c.batch_id == batch.value, table.c.version > 0)
        .distinct()
    ).all()
    return [DossierId(r.id) for r in sorted(ids, key=lambda r: (r.title, r.id))]
