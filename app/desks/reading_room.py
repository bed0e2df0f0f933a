"""The reading room: gives readers what they may see, from the archive."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, BinaryIO

from adapters.catalogue import documents, dossiers, duplicates, events, paper_codes
from app.desks import personal_refusals as refuse
from app.desks.page_versions import page_versions
from app.desks.people_on_pages import NOBODY, give_whole, people_on_page
from app.desks.sharp_pictures import sharp_picture
from app.desks.view_record import ViewRecord
from app.desks.view_with_codes import with_codes
from app.desks.words import words_of_page
from app.files_on_disk import PDFA, made_key, pictures_key
from app.steps.code_lists_in_force import codes_in_force
from archive import layout
from archive.masked_view import mask_dossier
from archive.open_content import open_content
from archive.ports import ReadingRoom
from ingest.receive import blob_key
from ocr.covers import covered
from ocr.page_archive import PageArchive
from ocr.page_pictures import read_picture
from records.errors import NotFound, Sentence
from records.identifiers import Digest, DossierId, PageNumber
from records.masked_page import mask_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from app.wiring import Parts
    from archive.model import DossierView, Event, PageVersion, PageView, PossibleDuplicate
    from records.identifiers import DocumentId, ObjectKey
    from records.page_text import PageText
    from records.reader import Reader


OF_TWO_DOSSIERS = frozenset(
    {
        "reference_added",
        "reference_added_home",
        "reference_withdrawn",
        "reference_withdrawn_home",
        "document_moved_in",
        "document_moved_out",
    }
)
"""Acts of events that name another dossier (``about``)."""


class CatalogueReadingRoom(ReadingRoom):
    """On the catalogue and the store."""

    def __init__(self, parts: Parts, record: ViewRecord | None = None) -> None:
        self._parts = parts
        self._record = record or ViewRecord(parts)

    def dossiers(
        self, reader: Reader, *, limit: int = 50, offset: int = 0, paper: str = "", paper_missing: bool = False
    ) -> Sequence[DossierView]:
        wanted = [paper_codes.lies_at(paper)] if paper else []
        wanted += [paper_codes.lacks_paper()] if paper_missing else []
        today = self._parts.clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            found = dossiers.views(connection, reader, today, limit=limit, offset=offset, only=wanted)
        return [mask_dossier(view) for view in found]

    def dossier(self, reader: Reader, dossier: DossierId) -> DossierView:
        with self._parts.catalogue.begin(readonly=True) as connection:
            view = dossiers.view(connection, dossier, reader, self._parts.clock.today())
            known = codes_in_force(connection)
        if view is None:
            raise no_dossier()
        self._record.looked(reader, [dossier], "dossier")
        return with_codes(mask_dossier(view), known, self._parts.clock.today())

    def duplicates(self, reader: Reader, dossier: DossierId) -> Sequence[PossibleDuplicate]:
        today = self._parts.clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            if dossiers.seen_by(connection, dossier, reader, today) is None:
                raise no_dossier()
            return duplicates.of_dossier(connection, reader, today, dossier)

    def dossiers_by_code(self, reader: Reader, code: str) -> Sequence[DossierId]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return dossiers.seen_with_code(connection, code, reader, self._parts.clock.today())

    def pages(self, reader: Reader, document: DocumentId) -> Sequence[PageView]:
        self._dossier_of(reader, document)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return documents.page_views(connection, document)

    def page_text(self, reader: Reader, document: DocumentId, page: PageNumber, *, personal: bool = False) -> PageText:
        dossier = self._dossier_of(reader, document)
        text = words_of_page(self._parts, dossier, document, page)
        if text is None:
            raise no_page()
        hidden = mask_page(text)
        if personal and hidden is not text:
            self._show(reader, dossier, "personal", document, page)
        self._record.looked(reader, [dossier], "text", document, page)
        return text if personal else hidden

    def page_picture(
        self,
        reader: Reader,
        document: DocumentId,
        page: PageNumber,
        *,
        small: bool = False,
        sharp: bool = False,
        personal: bool = False,
    ) -> bytes:
        dossier = self._dossier_of(reader, document)
        row = self._row(document)
        if page.value > row.page_count or not row.pictures_digest:
            raise no_page()
        found = people_on_page(self._parts, dossier, document, page)
        if found.card and not personal:
            raise refuse.identity_card()
        if found != NOBODY and personal:
            self._show(reader, dossier, "identity_card" if found.card else "personal", document, page)
        if not small:  # 240 pixels wide nobody reads anything
            self._record.looked(reader, [dossier], "picture", document, page)
        covers = () if personal else found.covers
        if sharp and not small and row.pdfa_digest:
            return sharp_picture(self._parts, dossier, row, document, page, covers=covers)
        archive = PageArchive(partial(self._parts.store.read_range, pictures_key(document)))
        picture = read_picture(archive, page, small=small)
        return covered(picture, covers) if covers else picture

    def page_versions(self, reader: Reader, document: DocumentId, page: PageNumber) -> Sequence[PageVersion]:
        dossier = self._dossier_of(reader, document)
        if page.value > self._row(document).page_count:
            raise no_page()
        try:
            versions = page_versions(self._parts, dossier, document, page)
        except NotFound as error:
            raise no_page() from error
        self._record.looked(reader, [dossier], "text", document, page)
        return versions

    def printed(self, reader: Reader, document: DocumentId, first: PageNumber, last: PageNumber) -> None:
        dossier = self._dossier_of(reader, document)
        for number in range(first.value, last.value + 1):
            self._record.looked(reader, [dossier], "print", document, PageNumber(number))

    def pdfa(self, reader: Reader, document: DocumentId) -> tuple[str, BinaryIO]:
        dossier = self._dossier_of(reader, document)
        row = self._row(document)
        if not row.pdfa_digest:
            raise no_document()
        give_whole(self._parts, self._record, reader, dossier, row, what="pdfa")
        name = f"{row.file_name.rpartition('/')[2].rpartition('.')[0] or row.file_name}.pdf"
        return name, self._content(dossier, row, layout.pdfa_path(document), made_key(document, PDFA))

    def original(self, reader: Reader, document: DocumentId) -> tuple[str, str, BinaryIO]:
        dossier = self._dossier_of(reader, document)
        row = self._row(document)
        name = row.file_name.rpartition("/")[2]
        give_whole(self._parts, self._record, reader, dossier, row, what="original")
        return (
            name,
            row.media_type,
            self._content(dossier, row, layout.original_path(document, name), blob_key(Digest(row.original_digest))),
        )

    def events(self, reader: Reader, dossier: DossierId) -> Sequence[Event]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            today = self._parts.clock.today()
            if dossiers.seen_by(connection, dossier, reader, today) is None:
                raise no_dossier()
            found = events.seen_of_dossier(connection, dossier, reader, today)
            others = {DossierId(one.detail["about"]) for one in found if one.detail.get("act") in OF_TWO_DOSSIERS}
            seen = {each for each in others if dossiers.seen_by(connection, each, reader, today) is not None}
        # What tells of a document that lies elsewhere is told to who may see where.
        return [
            one
            for one in found
            if one.detail.get("act") not in OF_TWO_DOSSIERS or DossierId(one.detail["about"]) in seen
        ]

    def _show(self, reader: Reader, dossier: DossierId, what: str, document: DocumentId, page: PageNumber) -> None:
        if not reader.sees_personal:
            raise refuse.may_not_see_personal()
        self._record.shown(reader, dossier, what, document, page)

    def _dossier_of(self, reader: Reader, document: DocumentId) -> DossierId:
        with self._parts.catalogue.begin(readonly=True) as connection:
            found = dossiers.dossier_of_document(connection, document, reader, self._parts.clock.today())
        if found is None:
            raise no_document()
        return found

    def _row(self, document: DocumentId) -> Any:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return documents.row(connection, document)

    def _content(self, dossier: DossierId, row: Any, path: str, waiting: ObjectKey) -> BinaryIO:
        """From the archive once deposited, from staging before."""
        if documents.lies_in_archive(row):
            return open_content(self._parts.store, dossier, path)
        return self._parts.store.open(waiting)


def no_dossier() -> NotFound:
    """One answer for what is absent and what may not be seen."""
    return NotFound(
        "dossier.not_found",
        Sentence("Không có hồ sơ này.", "There is no such dossier."),
        Sentence(
            "Kiểm tra lại mã hồ sơ, hoặc tìm ở trang Tra cứu. Hồ sơ đã hủy: hỏi lưu trữ viên.",
            "Check the code, or search on the page Find. Of what was destroyed an archivist can tell.",
        ),
    )


def no_document() -> NotFound:
    """One answer for what is absent and what may not be seen."""
    return NotFound(
        "document.not_found",
        Sentence("Không có văn bản này.", "There is no such document."),
        Sentence("Tìm lại ở trang Tra cứu.", "Search again on the page Find."),
    )


def no_page() -> NotFound:
    return NotFound(
        "page.not_found",
        Sentence("Không có trang này, hoặc trang chưa được đọc.", "There is no such page, or it was not read yet."),
        Sentence("Mở hồ sơ để xem các trang đang có.", "Open the dossier to see the pages there are."),
    )
