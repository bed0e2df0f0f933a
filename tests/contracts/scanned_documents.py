"""A deposited document whose PDF/A, words and pictures are real, made without reading anything."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa
from PIL import Image, ImageDraw

from adapters.catalogue import documents
from adapters.catalogue.schema import batch as batch_table
from adapters.catalogue.schema import document as document_table
from adapters.catalogue.schema import dossier as dossier_table
from adapters.catalogue.schema import file as file_table
from adapters.catalogue.schema import page as page_table
from app.files_on_disk import PDFA, WORDS, made_key, pictures_key, put_made
from app.steps.index import pages_of
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from ocr.make_pdfa import DocumentInformation, make_pdfa
from ocr.model import Judgement, PageReading, Straightening, TextLayer
from ocr.page_pictures import write_page_pictures
from ocr.words_archive import write_words_archive
from records.identifiers import PageNumber
from records.page_text import Box, Line, PageText, Word
from tests.contracts.sites import Thing

if TYPE_CHECKING:
    from tests.contracts.sites import Site

WIDTH, HEIGHT = 298.0, 421.0
"""A6, so that drawing it costs little."""


def reading_of(number: int, lines: tuple[str, ...]) -> PageReading:
    """Lines 20 points apart, each letter 5 wide."""
    placed = []
    for row, line in enumerate(lines):
        words, left = [], 20.0
        for word in line.split():
            words.append(Word(word, Box(left, 30.0 + 20 * row, left + 5 * len(word), 41.0 + 20 * row), 0.9))
            left += 5 * len(word) + 5
        placed.append(Line(tuple(words)))
    return PageReading(
        number=PageNumber(number),
        judgement=Judgement(layer=TextLayer.MISSING, words=0, invalid_ratio=0.0, ink_covered=0.0, reason="made"),
        straightening=Straightening(),
        text=PageText(width=WIDTH, height=HEIGHT, lines=tuple(placed)),
        image_digest=None,
        engine="none",
        invalid_ratio=0.0,
    )


def put_scanned(made: Site, *pages: tuple[str, ...], unit: str, level: str = "01") -> Thing:
    """As ``Site.put``, with a page for each of ``pages``, whose ink stands where their words do."""
    parts = made.desks.parts
    number = made.next_number()
    batch = new_batch(parts)
    dossier, document = receive_dossier(parts, batch, number)
    readings = [reading_of(at, lines) for at, lines in enumerate(pages, start=1)]
    with tempfile.TemporaryDirectory(dir=parts.settings.spool_folder) as folder:
        scan, pdfa_file, words_file, pictures_file = (Path(folder) / name for name in ("s.tif", "a.pdf", "w", "p"))
        images = [_ink(reading.text) for reading in readings]
        images[0].save(scan, save_all=True, append_images=images[1:], dpi=(150, 150))
        about = DocumentInformation(
            title="Quyết định", identifier=f"urn:uuid:{document}", created=parts.clock.now(), source="urn:x-none"
        )
        make_pdfa(scan, "image/tiff", readings, about, pdfa_file)
        write_words_archive(readings, "quyết định.pdf", words_file)
        write_page_pictures(pdfa_file, pictures_file)
        pdfa = put_made(parts.store, made_key(document, PDFA), pdfa_file)
        words = put_made(parts.store, made_key(document, WORDS), words_file)
        pictures, _ = put_made(parts.store, pictures_key(document), pictures_file)
    with parts.catalogue.begin() as connection:
        put = connection.execute
        put(sa.update(batch_table).where(batch_table.c.id == batch.value).values(unit=unit))
        put(sa.update(dossier_table).where(dossier_table.c.id == dossier.value).values(unit=unit, access_level=level))
        put(sa.update(document_table).where(document_table.c.id == document.value).values(page_count=len(pages)))
        for at in range(2, len(pages) + 1):
            put(sa.insert(page_table).values(document_id=document.value, number=at, state="waiting", findings=[]))
        file = put(sa.select(file_table.c.id).where(file_table.c.document_id == document.value)).scalar_one()
        documents.made(
            connection, document, level="2u", reason="", pdfa=pdfa, words=words, pictures=pictures, findings=()
        )
    deposit_dossier(parts, batch, dossier, document)
    parts.index.replace_document(document, pages_of(parts, document))
    parts.index.commit()
    return Thing(dossier.value, document.value, batch.value, file, f"H15.50-{number:07}")


def _ink(text: PageText) -> Image.Image:
    image = Image.new("L", (round(WIDTH * 150 / 72), round(HEIGHT * 150 / 72)), 255)
    draw, scale = ImageDraw.Draw(image), 150 / 72
    for word in text.words:
        box = word.box
        for left in range(round(box.x0 * scale), round(box.x1 * scale), 4):
            draw.line((left, box.y0 * scale, left, box.y1 * scale), fill=0, width=2)
    return image
