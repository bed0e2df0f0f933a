"""Small dossiers, deposited for real without reading anything: for timings of what happens to deposited ones."""

from __future__ import annotations

import io
import random
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue import batches, documents
from adapters.catalogue.schema import document as document_table
from adapters.catalogue.schema import dossier as dossier_table
from adapters.catalogue.schema import file as file_table
from app.files_on_disk import PDFA, WORDS, made_key, put_made
from app.steps.deposit import clear_staging, deposit
from app.steps.outcome import turn_of
from ingest.model import DocumentState, DossierBy, FileState
from ingest.receive import blob_key
from ocr.model import Judgement, PageReading, Straightening, TextLayer
from ocr.words_archive import write_words_archive
from records.identifiers import BatchId, Digest, DocumentId, DossierId, FileId, PageNumber
from records.page_text import Box, Line, PageText, Word

if TYPE_CHECKING:
    from app.wiring import Parts

SIZE = 20_000


def new_batch(parts: Parts) -> BatchId:
    with parts.catalogue.begin() as connection:
        return batches.add(
            connection,
            name="hồ sơ nhỏ",
            dossier_by=DossierBy.FOLDER,
            unit=parts.settings.unit,
            by=parts.settings.account,
            now=parts.clock.now(),
        )


def receive_dossier(parts: Parts, batch: BatchId, number: int, *says: str) -> tuple[DossierId, DocumentId]:
    """A dossier of one document of one page, made and ready to be deposited; ``says`` are more lines of the page."""
    original = random.Random(number).randbytes(SIZE)
    digest, now = Digest.of(original), parts.clock.now()
    parts.store.put(blob_key(digest), io.BytesIO(original), digest)
    dossier, file = DossierId.new(), FileId.new()
    with parts.catalogue.begin() as connection:
        connection.execute(
            sa.insert(dossier_table).values(
                id=dossier.value,
                batch_id=batch.value,
                grouping=f"hồ sơ {number}",
                code=f"H15.50-{number:07}",
                code_folded=f"h15.50-{number:07}",
                title=f"Hồ sơ số {number}",
                unit=parts.settings.unit,
                access_level="01",
                state="open",
                created_at=now,
            )
        )
        connection.execute(
            sa.insert(file_table).values(
                id=file.value,
                batch_id=batch.value,
                name=f"hồ sơ {number}/quyết định.pdf",
                digest=digest.hex,
                size=len(original),
                received_at=now,
                received_by=parts.settings.account,
                state=FileState.ACCEPTED.value,
                media_type="application/pdf",
                page_count=1,
                findings=[],
                signatures=[],
                dossier_id=dossier.value,
            )
        )
        document = documents.add(connection, dossier=dossier, file=file, page_count=1)
        connection.execute(
            sa.update(file_table).where(file_table.c.id == file.value).values(document_id=document.value)
        )
    with tempfile.TemporaryDirectory(dir=parts.settings.spool_folder) as folder:
        words_file, pdfa_file = Path(folder) / "words.zip", Path(folder) / "pdfa.pdf"
        write_words_archive([_reading(number, *says)], "quyết định.pdf", words_file)
        pdfa_file.write_bytes(original[: SIZE // 2])
        words = put_made(parts.store, made_key(document, WORDS), words_file)
        pdfa = put_made(parts.store, made_key(document, PDFA), pdfa_file)
    with parts.catalogue.begin() as connection:
        documents.made(connection, document, level="2u", reason="", pdfa=pdfa, words=words, pictures=None, findings=())
    return dossier, document


def deposit_dossier(parts: Parts, batch: BatchId, dossier: DossierId, document: DocumentId) -> None:
    """The next version of it, as the step does it, and staging cleared."""
    outcome = deposit(parts, f"{dossier}:{document}")
    with turn_of(parts, batch) as turn:
        outcome(turn)
        documents.set_state(turn.connection, document, DocumentState.INDEXED, after=DocumentState.DEPOSITED)
    clear_staging(parts, document)


def state_of(parts: Parts, document: DocumentId) -> str:
    with parts.catalogue.begin(readonly=True) as connection:
        found: str = connection.execute(
            sa.select(document_table.c.state).where(document_table.c.id == document.value)
        ).scalar_one()
        return found


def _reading(number: int, *says: str) -> PageReading:
    lines = tuple(
        Line(tuple(Word(word, Box(40 + 40 * at, top, 75 + 40 * at, top + 14), 0.9) for at, word in enumerate(words)))
        for top, words in enumerate(
            (text.split() for text in (f"Quyết định số {number} về việc cấp giấy phép xây dựng", *says)), start=60
        )
    )
    return PageReading(
        number=PageNumber(1),
        judgement=Judgement(layer=TextLayer.MISSING, words=0, invalid_ratio=0.0, ink_covered=0.0, reason="made"),
        straightening=Straightening(),
        text=PageText(width=595, height=842, lines=lines),
        image_digest=None,
        engine="none",
        invalid_ratio=0.0,
    )
