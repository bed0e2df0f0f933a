"""Describe a document: propose its fields, give its dossier a code, stop it at a secrecy mark."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.catalogue import documents, dossiers, events, files
from app.files_on_disk import rendition_key
from app.steps.code_lists_in_force import kinds_in_force
from app.steps.joining import deposit_if_ready
from app.steps.readings import Readings
from app.steps.subjects import document_of, of_document
from app.wiring import AGENT
from ingest.describe import describe as propose
from ingest.model import DocumentState
from records.description import Description, Field
from records.errors import Sentence
from records.findings import Finding, Severity
from records.identifiers import Digest, DocumentId, DossierId, FileId

if TYPE_CHECKING:
    from app.steps.outcome import Outcome, Turn
    from app.wiring import Parts
    from ocr.model import PageReading

_FIRST_PAGES = 3


def describe(parts: Parts, subject: str) -> Outcome:
    """Propose fields from the first pages and the last, where Decree 30/2020 prints them."""
    document = document_of(subject)
    with parts.catalogue.begin(readonly=True) as connection:
        row = documents.row(connection, document)
        kinds = kinds_in_force(connection)
    everything = Readings(parts, row)
    readings = [everything[number - 1] for number in pages_with_fields(row.page_count)]
    description = propose(
        [reading.text for reading in readings],
        barcodes=[code for reading in readings for code in reading.barcodes],
        file_name=row.file_name,
        stamped=readings[0].marks,
        clean_text=readings[0].judgement.is_clean,
        kinds=kinds,
    )
    description = _numbered(description, readings)
    title = _title(description, row.file_name)

    if description.secrecy:
        for reading in everything:
            if reading.image_digest:
                parts.reading.cache.forget(reading.image_digest)
        parts.store.delete(rendition_key(Digest(row.original_digest)))

    def write(turn: Turn) -> None:
        if description.secrecy:
            _quarantine(turn, document, FileId(row.file_id), description.secrecy)
            if row.rereads:
                turn.then("index", of_document(document, row.rereads))  # which held it until now
            return
        documents.described(turn.connection, document, description, title)
        _join_by_code(turn, document, description, may_move=not row.rereads)
        turn.then("make", of_document(document, row.rereads))

    return write


def pages_with_fields(page_count: int) -> list[int]:
    """Numbers of the pages on which Decree 30/2020 prints fields: the first and, for the signer, the last."""
    return sorted({*range(1, min(_FIRST_PAGES, page_count) + 1), max(1, page_count - 1), page_count})


def _numbered(description: Description, readings: list[PageReading]) -> Description:
    """``propose`` counts the pages it was given; the document's own page numbers are written."""
    return replace(
        description,
        proposals=tuple(
            replace(p, page=readings[p.page.index].number) if p.page and p.page.index < len(readings) else p
            for p in description.proposals
        ),
    )


def _title(description: Description, file_name: str) -> str:
    kind, subject = description.get(Field.TYPE), description.get(Field.SUBJECT)
    parts = [p.value for p in (kind, subject) if p is not None and p.value]
    return " – ".join(parts) or file_name.rpartition("/")[2]


def _join_by_code(turn: Turn, document: DocumentId, description: Description, *, may_move: bool) -> None:
    """A sure code names the dossier; a loose file joins the dossier that has the code already (model section 1).

    What lies in the package of a dossier stays there (not ``may_move``).
    """
    proposal = description.get(Field.DOSSIER_CODE)
    if proposal is None or proposal.doubtful or not proposal.value:
        return
    row = documents.dossier_row(turn.connection, document)
    own = DossierId(row.id)
    if row.code:
        return
    known = dossiers.with_code(turn.connection, code=proposal.value, unit=row.unit)
    loose = row.grouping.startswith("file:")
    if known is None or known == own:
        dossiers.set_code(turn.connection, own, proposal.value)
    elif loose and may_move:
        documents.move(turn.connection, document, known)
        events.add(
            turn.connection,
            type="accession",
            agent=AGENT,
            now=turn.now,
            subjects=[document],
            batch=turn.batch,
            dossier=known,
            detail={"joined_by": "dossier_code", "from": own.value},
        )


def _quarantine(turn: Turn, document: DocumentId, file: FileId, mark: str) -> None:
    """Secret documents stay outside an ordinary archive (law 5.3): nothing read of it is kept or indexed."""
    row = documents.dossier_row(turn.connection, document)
    documents.set_state(turn.connection, document, DocumentState.QUARANTINED)
    documents.forget_readings(turn.connection, document)
    files.quarantine(turn.connection, file, _secret(mark))
    events.add(
        turn.connection,
        type="quarantine",
        agent=AGENT,
        now=turn.now,
        subjects=[file, document],
        batch=turn.batch,
        dossier=DossierId(row.id),
        detail={"code": "document.secrecy_mark"},
    )
    deposit_if_ready(turn, DossierId(row.id))


def _secret(mark: str) -> Finding:
    return Finding(
        code="document.secrecy_mark",
        severity=Severity.REFUSAL,
        says=Sentence(
            f"Trang đầu có dấu chỉ độ mật «{mark}»: văn bản bị dừng và cách ly, nội dung không được lập chỉ mục.",
            f"Page 1 bears the secrecy mark “{mark}”: the document was stopped and quarantined, its text not indexed.",
        ),
        hint=Sentence(
            "Báo người phụ trách bảo vệ bí mật nhà nước. Nếu nhận nhầm, người đó mới được đưa văn bản vào lại.",
            "Tell the officer in charge of state secrets. If the mark was misread, that officer may admit it again.",
        ),
    )
