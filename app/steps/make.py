"""Make what is kept beside the original: PDF/A, the words archive, the pictures of the pages."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.catalogue import documents, events, scans
from adapters.catalogue.plain import finding_of_error
from app import memory_of_workers
from app.files_on_disk import PDFA, WORDS, local_pages, made_key, pictures_key, put_made
from app.steps.joining import deposit_if_ready
from app.steps.readings import Readings
from app.steps.subjects import document_of
from app.wiring import AGENT
from ingest.scan_shortfall import shortfall
from ocr.make_pdfa import DocumentInformation, make_pdfa
from ocr.page_pictures import write_page_pictures
from ocr.words_archive import write_words_archive
from records.findings import Severity
from records.identifiers import Digest, DocumentId, DossierId
from records.scan_profile import ScanDecision, demands_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.steps.outcome import Outcome, Turn
    from app.wiring import Parts
    from ocr.model import PageReading
    from records.errors import VankhoError
    from records.findings import Finding

_LONG = 100
"""Pages from which memory is looked after between what is made; giving it back costs a short document too much."""


def make(parts: Parts, subject: str) -> Outcome:
    """PDF/A, words and pictures into the store; the catalogue gets their digests."""
    document = document_of(subject)
    with parts.catalogue.begin(readonly=True) as connection:
        row = documents.row(connection, document)
    readings = Readings(parts, row)
    about = DocumentInformation(
        title=row.title or row.file_name.rpartition("/")[2],
        identifier=f"urn:uuid:{document}",
        created=row.received_at,
        source=f"urn:sha256:{row.original_digest}",
    )
    long = row.page_count >= _LONG
    if long:
        memory_of_workers.give_back()
    with (
        tempfile.TemporaryDirectory(dir=parts.settings.spool_folder) as folder,
        local_pages(parts, Digest(row.original_digest), row.media_type) as (path, media_type),
    ):
        pdfa_file, words_file, pictures_file = (Path(folder) / name for name in ("pdfa.pdf", "words.zip", "pages.zip"))
        done = make_pdfa(path, media_type, readings, about, pdfa_file)
        write_words_archive(readings, row.file_name, words_file)
        if long:
            memory_of_workers.give_back()
        write_page_pictures(pdfa_file, pictures_file)
        pdfa = put_made(parts.store, made_key(document, PDFA), pdfa_file)
        words = put_made(parts.store, made_key(document, WORDS), words_file)
        pictures, _ = put_made(parts.store, pictures_key(document), pictures_file)
    return _made(
        row,
        level=done.level,
        reason=done.reason,
        pdfa=pdfa,
        words=words,
        pictures=pictures,
        notes=done.findings,
        engines=_engines(readings) if row.rereads else "",
    )


def keep_original_alone(parts: Parts, subject: str, error: VankhoError) -> Outcome:
    """No PDF/A can be made: the original is kept all the same, with its words and the reason.

    Of a document that was read anew the PDF/A that lies in the archive stays.
    """
    document = document_of(subject)
    with parts.catalogue.begin(readonly=True) as connection:
        row = documents.row(connection, document)
    readings = Readings(parts, row)
    with tempfile.TemporaryDirectory(dir=parts.settings.spool_folder) as folder:
        words_file = Path(folder) / "words.zip"
        write_words_archive(readings, row.file_name, words_file)
        words = put_made(parts.store, made_key(document, WORDS), words_file)
    notes = (finding_of_error(error, Severity.WARNING),)
    if row.rereads and row.pdfa_digest:
        return _made(
            row,
            level=row.pdfa_level,
            reason=row.pdfa_reason,
            pdfa=(Digest(row.pdfa_digest), row.pdfa_size),
            words=words,
            pictures=Digest(row.pictures_digest) if row.pictures_digest else None,
            notes=notes,
            engines=_engines(readings),
        )
    return _made(row, level="", reason=error.code, pdfa=None, words=words, pictures=None, notes=notes)


def _engines(readings: Iterable[PageReading]) -> str:
    """What read the pages, in the order of the pages."""
    return "; ".join(dict.fromkeys(reading.engine for reading in readings if reading.engine))


def _made(
    row: Any,
    *,
    level: str,
    reason: str,
    pdfa: tuple[Digest, int] | None,
    words: tuple[Digest, int],
    pictures: Digest | None,
    notes: Sequence[Finding],
    engines: str = "",
) -> Outcome:
    document = DocumentId(row.id)
    demands = demands_of(row.batch_profile)

    def write(turn: Turn) -> None:
        # One that lies in the archive and is read anew is held back no more.
        holding = demands.holds and not row.rereads
        pages = scans.short_pages(turn.connection, document) if holding else {}
        short = shortfall(pages, demands, without_pdfa=pdfa is None) if holding else None
        documents.made(
            turn.connection,
            document,
            level=level,
            reason=reason,
            pdfa=pdfa,
            words=words,
            pictures=pictures,
            findings=[*notes, *([short] if short else [])],
        )
        dossier = DossierId(documents.dossier_row(turn.connection, document).id)
        events.add(
            turn.connection,
            type="normalization",
            agent=AGENT,
            now=turn.now,
            subjects=[document, *([pdfa[0]] if pdfa else [])],
            outcome="success" if pdfa else "failure",
            batch=turn.batch,
            dossier=dossier,
            detail={"pdfa": level, "reason": reason} | ({"engines": engines} if engines else {}),
        )
        if short is not None:
            scans.put(turn.connection, document, ScanDecision.WAITING)
            events.add(
                turn.connection,
                type="quality review",
                agent=AGENT,
                now=turn.now,
                subjects=[document],
                outcome="failure",
                batch=turn.batch,
                dossier=dossier,
                detail={"act": "scan_held_back", "codes": [*pages, *([] if pdfa else ["no_pdfa"])]},
            )
        deposit_if_ready(turn, dossier)

    return write
