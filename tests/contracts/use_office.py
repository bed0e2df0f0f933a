"""A site where people ask for a reading or a copy: dossiers of two documents whose PDF/A is real."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import sqlalchemy as sa
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from accounts.model import Role
from adapters.catalogue import documents
from adapters.catalogue.schema import batch as batch_table
from adapters.catalogue.schema import document as document_table
from adapters.catalogue.schema import dossier as dossier_table
from adapters.catalogue.schema import event as event_table
from adapters.catalogue.schema import file as file_table
from app.desks.use import CatalogueUseDesk
from app.desks.view_record import ViewRecord
from app.files_on_disk import PDFA, made_key, pictures_key, put_made
from app.steps.deposit import clear_staging
from archive.use.model import Purpose, UseKind, filing
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from ocr.page_archive import write_page_archive
from tests.contracts.sites import Site

if TYPE_CHECKING:
    from datetime import date

    from app.wiring import Parts
    from archive.use.model import UseRequest
    from records.identifiers import BatchId, DocumentId, DossierId
    from records.reader import Reader
    from tests.contracts.offices import Office

NUMBER = "001085012389"
PAGE = {"Accept": "text/html"}


@dataclass(frozen=True)
class Kept:
    """A deposited dossier: ``VB-1`` stands on the page of its first document, ``VB-2`` on that of the second."""

    dossier: DossierId
    first: DocumentId
    second: DocumentId
    code: str


class UseSite(Site):
    """Lan of unit A and Mai of unit B ask; An and Khanh are archivists, Giang is the head.

    Tu is an archivist of unit B who is not cleared for level 02.
    """

    def __init__(self, desks: Office) -> None:
        super().__init__(desks)
        desks.add("quan-tri", Role.ADMINISTRATOR)
        for code in ("A", "B"):
            desks.units.put(desks.operator, code, f"Phòng {code}", None)
        desks.add("lan", Role.UNIT_READER, unit="A")
        desks.add("mai", Role.UNIT_READER, unit="B")
        for name in ("an", "khanh"):
            desks.add(name, Role.ARCHIVIST, conditional=True)
        desks.add("tu", Role.ARCHIVIST, unit="B")
        desks.add("giang", Role.HEAD, conditional=True)
        self.use = CatalogueUseDesk(desks.parts, ViewRecord(desks.parts, desks.sign_in))

    def reader(self, name: str) -> Reader:
        found = self.desks.sign_in.reader_of_session(self.session(name))
        assert found is not None
        return found

    def kept(self, *, unit: str = "A", level: str = "01", restricted_until: date | None = None) -> Kept:
        parts, batch = self.desks.parts, new_batch(self.desks.parts)
        dossier, first = self._received(batch)
        apart, second = self._received(batch)
        with parts.catalogue.begin() as connection:
            documents.move(connection, second, dossier)
            connection.execute(
                sa.update(file_table).where(file_table.c.dossier_id == apart.value).values(dossier_id=dossier.value)
            )
            connection.execute(sa.update(batch_table).where(batch_table.c.id == batch.value).values(unit=unit))
            connection.execute(
                sa.update(dossier_table)
                .where(dossier_table.c.id == dossier.value)
                .values(unit=unit, access_level=level, restricted_until=restricted_until)
            )
        for number, document in enumerate((first, second), start=1):
            _real(parts, document, f"VB-{number}")
        deposit_dossier(parts, batch, dossier, first)
        clear_staging(parts, second)
        with parts.catalogue.begin(readonly=True) as connection:
            code = connection.execute(
                sa.select(dossier_table.c.code).where(dossier_table.c.id == dossier.value)
            ).scalar_one()
        return Kept(dossier, first, second, code)

    def drawn(self, kept: Kept) -> None:
        """Its pages have pictures, as those of a real one have."""
        for document in (kept.first, kept.second):
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "pages.zip"
                write_page_archive(path, ["page-0001.webp"], [white_page()])
                digest, _ = put_made(self.desks.parts.store, pictures_key(document), path)
            with self.desks.parts.catalogue.begin() as connection:
                connection.execute(
                    sa.update(document_table)
                    .where(document_table.c.id == document.value)
                    .values(pictures_digest=digest.hex)
                )

    def filed(self, who: str, of: Kept | None = None, **told: Any) -> UseRequest:
        """A request for two copies of all of it, with what a test wants otherwise."""
        usual: dict[str, Any] = {
            "kind": UseKind.COPY,
            "purpose": Purpose.PRIVATE,
            "purpose_said": "Xác minh thửa đất",
            "person": "Nguyễn Văn Bảy",
            "id_number": NUMBER,
            "copies": 2,
            "dossier": of.dossier if of else None,
            "asked_for": "" if of else "Giấy phép xây dựng nhà ông Bảy",
        }
        return self.use.file(self.reader(who), filing(**{**usual, **told}))

    def acts(self, which: UseRequest) -> list[tuple[str, str]]:
        """Agent and act of each event of the request, oldest first."""
        with self.desks.parts.catalogue.begin(readonly=True) as connection:
            rows = connection.execute(
                sa.select(event_table.c.agent, event_table.c.detail, event_table.c.subjects).order_by(event_table.c.id)
            ).all()
        return [(row.agent, row.detail["act"]) for row in rows if which.id.value in row.subjects]

    def _received(self, batch: BatchId) -> tuple[DossierId, DocumentId]:
        self._number += 1
        return receive_dossier(self.desks.parts, batch, self._number)


def _real(parts: Parts, document: DocumentId, words: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(pdf_of(words))
        digest, size = put_made(parts.store, made_key(document, PDFA), path)
    with parts.catalogue.begin() as connection:
        connection.execute(
            sa.update(document_table)
            .where(document_table.c.id == document.value)
            .values(pdfa_digest=digest.hex, pdfa_size=size, title=f"Văn bản {words}")
        )


def pdf_of(*pages: str, size: tuple[float, float] = (595, 842)) -> bytes:
    """A PDF with a page for each text."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=size)
    for words in pages:
        canvas.drawString(100, size[1] / 2, words)
        canvas.showPage()
    canvas.save()
    return made.getvalue()


def white_page(width: int = 620, height: int = 877) -> bytes:
    """A WebP with nothing on it."""
    made = BytesIO()
    Image.new("RGB", (width, height), "white").save(made, "WEBP")
    return made.getvalue()


def words_of(pdf: bytes) -> list[str]:
    """What each page says."""
    with pypdfium2.PdfDocument(pdf) as opened:
        return [page.get_textpage().get_text_range() for page in opened]
