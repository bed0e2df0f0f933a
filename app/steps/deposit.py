"""Deposit a dossier: the next version of its OCFL object, written and read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.catalogue import (
    access,
    checklists,
    confidence_levels,
    documents,
    dossiers,
    events,
    files,
    fixity,
    references,
)
from adapters.catalogue.scans import WITHHELD
from app.files_on_disk import PDFA, WORDS, made_key, rendition_key
from app.keep_locks import lock_deposited, settle
from app.steps.subjects import of_document
from app.wiring import AGENT
from archive import layout
from archive.deposit import deposit as write_version
from archive.model import Deposit, DepositFile
from ingest.media_types import EXTENSION_OF_OFFICE
from ingest.model import DocumentState
from ingest.receive import blob_key
from records.identifiers import Digest, DocumentId, DossierId

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

    from app.steps.outcome import Outcome, Turn
    from app.wiring import Parts
    from archive.change_access import AccessRule


def deposit(parts: Parts, subject: str) -> Outcome:
    """Everything made and not yet deposited becomes a version; what lies there is inherited.

    A document that a person has not accepted as it is, or whose batch nobody has confirmed, stays out, and gets a
    version of its own once somebody has.
    """
    dossier = DossierId(subject.partition(":")[0])
    with parts.catalogue.begin(readonly=True) as connection:
        rows = rows_to_tell(connection, dossier)
        fresh = [r for r in rows if r.state == DocumentState.MADE.value]
        descriptive = descriptive_of(connection, dossier, rows)
        happened = events.of_dossier(connection, dossier)
    if not fresh:
        return lambda _: None
    operator = parts.settings.account
    version = write_version(
        parts.store,
        Deposit(
            dossier=dossier,
            files=tuple(file for r in fresh for file in deposit_files(r)),
            descriptive=descriptive,
            events=tuple(happened),
            message="; ".join(_said_of(r) for r in fresh)[:500],
            account=operator,
        ),
        now=parts.clock.now(),
    )

    plan = lock_deposited(parts, version)

    def write(turn: Turn) -> None:
        settle(turn.connection, dossier, plan)
        dossiers.deposited(turn.connection, dossier, version.version, version.inventory_sha512)
        confidence_levels.put(turn.connection, dossier)
        fixity.deposited(turn.connection, dossier, parts.clock.today())
        for r in fresh:
            document = DocumentId(r.id)
            # Two deposits of a dossier may overlap: what the other brought further stays so.
            documents.set_state(turn.connection, document, DocumentState.DEPOSITED, after=DocumentState.MADE)
            documents.forget_readings(turn.connection, document)
            turn.then("index", of_document(document, r.rereads))
        events.add(
            turn.connection,
            type="ingestion",
            agent=AGENT,
            now=turn.now,
            subjects=[dossier, *(r.id for r in fresh)],
            batch=turn.batch,
            dossier=dossier,
            detail={"version": version.version, "inventory_sha512": version.inventory_sha512},
        )
        turn.then("retain", f"{dossier}:{version.version}")

    return write


def rows_to_tell(connection: sa.Connection, dossier: DossierId) -> list[Any]:
    """Rows of its documents that the next version tells of: made, and held back by nobody."""
    unconfirmed = checklists.unconfirmed_of(connection, dossier)
    return [
        r
        for r in documents.rows_of_dossier(connection, dossier)
        if DocumentState(r.state) in documents.READY_TO_DEPOSIT
        and r.scan_decision not in WITHHELD
        and r.id not in unconfirmed
    ]


def clear_staging(parts: Parts, document: DocumentId) -> None:
    """Bytes of a document that lie in the archive now need no second place; repeatable."""
    with parts.catalogue.begin(readonly=True) as connection:
        row = documents.row(connection, document)
    if row.state not in {DocumentState.DEPOSITED.value, DocumentState.INDEXED.value}:
        return
    for name in (PDFA, WORDS):
        parts.store.delete(made_key(document, name))
    digest = Digest(row.original_digest)
    # Whoever receives the same bytes now waits, and then looks whether they are still there.
    with parts.catalogue.begin() as connection:
        files.hold_digest(connection, digest)
        if not files.digest_still_needed(connection, digest):
            parts.store.delete(blob_key(digest))
            if row.media_type in EXTENSION_OF_OFFICE:
                parts.store.delete(rendition_key(digest))


def _said_of(row: Any) -> str:
    return f"{row.file_name} (read anew)" if row.rereads else str(row.file_name)


def deposit_files(row: Any) -> list[DepositFile]:
    """What a document has in its package, by the row of the document."""
    document = DocumentId(row.id)
    original = layout.original_path(document, row.file_name.rpartition("/")[2])
    kept = [(original, blob_key(Digest(row.original_digest)), row.original_digest, row.original_size)]
    if row.pdfa_digest:
        kept.append((layout.pdfa_path(document), made_key(document, PDFA), row.pdfa_digest, row.pdfa_size))
    kept.append((layout.words_path(document), made_key(document, WORDS), row.words_digest, row.words_size))
    return [
        DepositFile(path=path, source=source, sha256=Digest(digest), size=size) for path, source, digest, size in kept
    ]


def descriptive_of(connection: sa.Connection, dossier: DossierId, rows: Sequence[Any]) -> dict[str, Any]:
    """What ``dossier.json`` tells of the dossier, with documents of these rows."""
    own = dossiers.row(connection, dossier)
    levels, level = confidence_levels.of_documents(connection, [r.id for r in rows])
    return {
        "dossier": dossier.value,
        "code": own.code,
        "title": own.title,
        "unit": own.unit,
        **_access(access.rule_of(own)),
        "work_ended_on": own.work_ended_on.isoformat() if own.work_ended_on else None,
        "paper_file_code": own.paper_code,
        "confidence_level": level,
        "references": references.digests_in(connection, dossier),
        "documents": [
            {
                "document": r.id,
                "file_name": r.file_name,
                "media_type": r.media_type,
                "received_at": r.received_at.isoformat(),
                "original_sha256": r.original_digest,
                "title": r.title,
                "page_count": r.page_count,
                "confidence_level": levels.get(DocumentId(r.id)),
                "pdfa_level": r.pdfa_level,
                "pdfa_sha256": r.pdfa_digest,
                **_access(access.own_rule_of(r).within(access.rule_of(own))),
                "signatures": r.signatures,
                # Proposed by the machine until a person confirms (design: deposit does not wait for people).
                "description_state": "proposed",
                "fields": [
                    {
                        "field": p.field.value,
                        "value": p.value,
                        "confidence": round(p.confidence, 3),
                        "doubtful": p.doubtful,
                        "page": p.page.value if p.page else None,
                    }
                    for p in documents.proposals(connection, DocumentId(r.id))
                ],
            }
            for r in rows
        ],
    }


def _access(rule: AccessRule) -> dict[str, str | None]:
    until = rule.restricted_until
    return {"access_level": rule.level.value, "restricted_until": until.isoformat() if until else None}
