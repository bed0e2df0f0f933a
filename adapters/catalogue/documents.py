"""Documents and their pages: what was read, made and described."""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.plain import finding_from_plain, finding_to_plain
from adapters.catalogue.rights import GOING
from adapters.catalogue.schema import batch, dossier, field_proposal, file, page
from adapters.catalogue.schema import document as table
from adapters.catalogue.statements import by_code_point
from adapters.catalogue.storable import storable_text
from archive.model import PageView
from ingest.model import DocumentState
from ocr.model import PageReading
from records.description import Field, FieldProposal
from records.folding import normalise
from records.identifiers import Digest, DocumentId, DossierId, FileId, PageNumber
from records.identity_card import shows_identity_card
from records.page_text import Box
from records.personal_data import find_personal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from records.description import Description
    from records.findings import Finding

_AT_REST = (DocumentState.DEPOSITED.value, DocumentState.INDEXED.value)
READY_TO_DEPOSIT = (DocumentState.MADE, DocumentState.DEPOSITED, DocumentState.INDEXED)


def add(connection: sa.Connection, *, dossier: DossierId, file: FileId, page_count: int) -> DocumentId:
    """A document whose pages all wait to be read."""
    document = DocumentId.new()
    connection.execute(
        sa.insert(table).values(
            id=document.value,
            dossier_id=dossier.value,
            file_id=file.value,
            state=DocumentState.WAITING.value,
            page_count=page_count,
            pages_left=page_count,
            findings=[],
        )
    )
    connection.execute(
        sa.insert(page),
        [
            {"document_id": document.value, "number": number, "state": "waiting", "findings": []}
            for number in range(1, page_count + 1)
        ],
    )
    return document


def row(connection: sa.Connection, document: DocumentId) -> Any:
    """The row of a document that is known to be there, with its file's and its dossier's facts."""
    return connection.execute(
        sa.select(
            table,
            file.c.name.label("file_name"),
            file.c.digest.label("original_digest"),
            file.c.size.label("original_size"),
            file.c.media_type,
            file.c.received_at,
            file.c.batch_id,
            file.c.signatures,
            file.c.findings.label("file_findings"),
            batch.c.effort.label("batch_effort"),
            batch.c.profile.label("batch_profile"),
        )
        .select_from(table.join(file, table.c.file_id == file.c.id).join(batch, file.c.batch_id == batch.c.id))
        .where(table.c.id == document.value)
    ).one()


def is_to_be_found(connection: sa.Connection, document: DocumentId) -> bool:
    """Whether the document is there, not quarantined, and its dossier not being destroyed."""
    query = (
        sa.select(table.c.id)
        .select_from(table.join(dossier, table.c.dossier_id == dossier.c.id))
        .where(table.c.id == document.value, table.c.state != DocumentState.QUARANTINED.value, dossier.c.state != GOING)
    )
    return connection.execute(query).first() is not None


def rows_of_dossier(
    connection: sa.Connection, dossier_id: DossierId, which: sa.ColumnElement[bool] | None = None
) -> Sequence[Any]:
    """Rows like ``row``, in the order of their files' names; with ``which`` those alone that it lets through."""
    return connection.execute(
        sa.select(
            table,
            file.c.name.label("file_name"),
            file.c.digest.label("original_digest"),
            file.c.size.label("original_size"),
            file.c.media_type,
            file.c.received_at,
            file.c.signatures,
            file.c.findings.label("file_findings"),
        )
        .select_from(table.join(file, table.c.file_id == file.c.id))
        .where(table.c.dossier_id == dossier_id.value, sa.true() if which is None else which)
        .order_by(by_code_point(connection, file.c.name), table.c.id)
    ).all()


def belongs_in_index() -> sa.ColumnElement[bool]:
    """Of rows of documents: the same as ``lies_in_archive``."""
    read_anew = sa.and_(table.c.rereads > 0, table.c.state != DocumentState.QUARANTINED.value)
    # Of the few that are being destroyed nothing is put in any more.
    going = sa.select(dossier.c.id).where(dossier.c.state == sa.literal(GOING, literal_execute=True))
    return sa.and_(sa.or_(table.c.state.in_(_AT_REST), read_anew), table.c.dossier_id.not_in(going))


def at_rest(row: Any) -> bool:
    """Whether the document of this row was deposited and is not read anew."""
    return row.state in _AT_REST


def lies_in_archive(row: Any) -> bool:
    """Whether the document of this row was deposited; while it is read anew, its last version answers."""
    return row.state in _AT_REST or (row.rereads > 0 and row.state != DocumentState.QUARANTINED.value)


def kept_with_digest(connection: sa.Connection, digest: Digest) -> list[tuple[DossierId, DocumentId, str]]:
    """Dossier, document and file name of every document in the archive whose original has these bytes."""
    rows = connection.execute(
        sa.select(table.c.dossier_id, table.c.id, file.c.name)
        .select_from(table.join(file, table.c.file_id == file.c.id).join(dossier, table.c.dossier_id == dossier.c.id))
        .where(file.c.digest == digest.hex, dossier.c.version > 0, table.c.state != DocumentState.QUARANTINED.value)
        .order_by(table.c.id)
    )
    return [(DossierId(r.dossier_id), DocumentId(r.id), r.name) for r in rows]


def all_indexed(connection: sa.Connection) -> list[DocumentId]:
    """Every document that belongs in the index, oldest first; those being read anew among them."""
    ids = connection.execute(sa.select(table.c.id).where(belongs_in_index()).order_by(table.c.id)).scalars()
    return [DocumentId(value) for value in ids]


def any_indexed(connection: sa.Connection) -> bool:
    """Whether the index is to hold anything by now."""
    query = sa.select(table.c.id).where(table.c.state == DocumentState.INDEXED.value).limit(1)
    return connection.execute(query).first() is not None


def set_state(
    connection: sa.Connection, document: DocumentId, state: DocumentState, *, after: DocumentState | None = None
) -> bool:
    """Write the state, with ``after`` only where the document is in that one; whether it was written."""
    which = table.c.id == document.value
    if after is not None:
        which = sa.and_(which, table.c.state == after.value)
    return connection.execute(sa.update(table).where(which).values(state=state.value)).rowcount == 1


def found_first(connection: sa.Connection, document: DocumentId, now: datetime) -> None:
    """Its pages can be found since ``now``, where they never could before."""
    connection.execute(
        sa.update(table)
        .where(table.c.id == document.value, table.c.found_since.is_(None), table.c.rereads == 0)
        .values(found_since=now)
    )


def page_settled(connection: sa.Connection, document: DocumentId, reading: PageReading, state: str) -> bool:
    """Write what became of a page; True where it was the last one of the document."""
    changed = connection.execute(
        sa.update(page)
        .where(page.c.document_id == document.value, page.c.number == reading.number.value, page.c.state == "waiting")
        .values(
            state=state,
            layer=reading.judgement.layer.value,
            scanned=reading.judgement.scan,
            reason=reading.judgement.reason,
            engine=reading.engine,
            confidence=reading.text.confidence,
            invalid_ratio=reading.invalid_ratio,
            width=reading.text.width,
            height=reading.text.height,
            words=len(reading.text.words),
            findings=[finding_to_plain(f) for f in reading.findings],
            **_personal(reading.text.text),
            reading=zlib.compress(storable_text(json.dumps(reading.to_plain(), ensure_ascii=False)).encode()),
        )
    )
    if changed.rowcount == 0:
        return False
    # Whoever settles another page at the same time waits at this row, and counts from what is left then.
    left = connection.execute(
        sa.update(table)
        .where(table.c.id == document.value)
        .values(pages_left=table.c.pages_left - 1)
        .returning(table.c.pages_left)
    ).scalar_one()
    return bool(left == 0)


def unlooked(connection: sa.Connection, document: DocumentId) -> list[int]:
    """Numbers of its pages that were read before anybody looked for what is of people."""
    return list(
        connection.execute(
            sa.select(page.c.number).where(page.c.document_id == document.value, page.c.personal.is_(None))
        ).scalars()
    )


def note_personal(connection: sa.Connection, document: DocumentId, texts: Sequence[str]) -> None:
    """Write what of people stands on the pages of these texts, from the first on, where nobody looked before."""
    for number in unlooked(connection, document):
        if number <= len(texts):
            connection.execute(
                sa.update(page)
                .where(page.c.document_id == document.value, page.c.number == number)
                .values(**_personal(texts[number - 1]))
            )


def _personal(text: str) -> dict[str, Any]:
    return {"personal": len(find_personal(normalise(text))), "identity_card": shows_identity_card(text)}


def readings(
    connection: sa.Connection, document: DocumentId, numbers: Sequence[int] | None = None
) -> list[PageReading]:
    """The readings of the document's pages (all, or those in ``numbers``), in order."""
    query = sa.select(page.c.reading).where(page.c.document_id == document.value, page.c.reading.is_not(None))
    if numbers is not None:
        query = query.where(page.c.number.in_(numbers))
    found = connection.execute(query.order_by(page.c.number)).scalars()
    return [PageReading.from_plain(json.loads(zlib.decompress(content))) for content in found]


def forget_readings(connection: sa.Connection, document: DocumentId) -> None:
    """The words lie in the archive now, or must not be kept at all."""
    connection.execute(sa.update(page).where(page.c.document_id == document.value).values(reading=None))


def described(connection: sa.Connection, document: DocumentId, description: Description, title: str) -> None:
    """Write the proposals; they replace what was proposed before."""
    connection.execute(sa.delete(field_proposal).where(field_proposal.c.document_id == document.value))
    if description.proposals:
        connection.execute(
            sa.insert(field_proposal),
            [
                {
                    "document_id": document.value,
                    "field": p.field.value,
                    "value": p.value,
                    "confidence": p.confidence,
                    "doubtful": p.doubtful,
                    "page": p.page.value if p.page else None,
                    "box": [p.box.x0, p.box.y0, p.box.x1, p.box.y1] if p.box else None,
                    "evidence": p.evidence,
                }
                for p in description.proposals
            ],
        )
    connection.execute(
        sa.update(table)
        .where(table.c.id == document.value)
        .values(state=DocumentState.DESCRIBED.value, title=title, urgency=description.urgency)
    )


def made(
    connection: sa.Connection,
    document: DocumentId,
    *,
    level: str,
    reason: str,
    pdfa: tuple[Digest, int] | None,
    words: tuple[Digest, int],
    pictures: Digest | None,
    findings: Sequence[Finding],
) -> None:
    """Write what was made: level, digests and sizes of PDF/A and words, digest of the page pictures."""
    connection.execute(
        sa.update(table)
        .where(table.c.id == document.value)
        .values(
            state=DocumentState.MADE.value,
            pdfa_level=level,
            pdfa_reason=reason,
            pdfa_digest=pdfa[0].hex if pdfa else None,
            pdfa_size=pdfa[1] if pdfa else None,
            words_digest=words[0].hex,
            words_size=words[1],
            pictures_digest=pictures.hex if pictures else None,
            findings=[finding_to_plain(f) for f in findings],
        )
    )


def proposals(connection: sa.Connection, document: DocumentId) -> tuple[FieldProposal, ...]:
    """The document's proposed fields, in the order of ``Field``."""
    rows = connection.execute(sa.select(field_proposal).where(field_proposal.c.document_id == document.value)).all()
    order = list(Field)
    return tuple(
        sorted(
            (
                FieldProposal(
                    field=Field(r.field),
                    value=r.value,
                    confidence=r.confidence,
                    doubtful=r.doubtful,
                    page=PageNumber(r.page) if r.page else None,
                    box=Box(*r.box) if r.box else None,
                    evidence=r.evidence,
                )
                for r in rows
            ),
            key=lambda p: order.index(p.field),
        )
    )


def page_views(connection: sa.Connection, document: DocumentId) -> tuple[PageView, ...]:
    """The document's pages, in order."""
    columns = [c for c in page.c if c.name != "reading"]
    rows = connection.execute(
        sa.select(*columns).where(page.c.document_id == document.value).order_by(page.c.number)
    ).all()
    return tuple(
        PageView(
            number=PageNumber(r.number),
            state=r.state,
            treatment=r.layer,
            reason=r.reason,
            confidence=r.confidence,
            invalid_ratio=r.invalid_ratio,
            width=r.width,
            height=r.height,
            findings=tuple(finding_from_plain(f) for f in r.findings),
            personal=r.personal or 0,
            identity_card=r.identity_card,
        )
        for r in rows
    )


def move(connection: sa.Connection, document: DocumentId, to: DossierId) -> None:
    """The document and its file belong to another dossier from now on."""
    connection.execute(sa.update(table).where(table.c.id == document.value).values(dossier_id=to.value))
    connection.execute(sa.update(file).where(file.c.document_id == document.value).values(dossier_id=to.value))


def dossier_row(connection: sa.Connection, document: DocumentId) -> Any:
    """The row of the document's dossier."""
    return connection.execute(
        sa.select(dossier)
        .select_from(dossier.join(table, table.c.dossier_id == dossier.c.id))
        .where(table.c.id == document.value)
    ).one()
