"""Pages drawn as sharp as their scans, when somebody looks closely: from the PDF/A, one at a time."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from adapters.catalogue import documents
from app.files_on_disk import PDFA, made_key
from archive import layout
from archive.open_content import open_content
from ocr.page_pictures import draw_sharp
from records.errors import Sentence, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.wiring import Parts
    from ocr.covers import Cover
    from records.identifiers import DocumentId, DossierId, PageNumber

# PDFium is not made for threads, and one page may take a hundred megabytes while it is drawn.
_DRAWING = threading.Lock()
_PATIENCE = 20.0


def sharp_picture(
    parts: Parts,
    dossier: DossierId,
    row: Any,
    document: DocumentId,
    page: PageNumber,
    *,
    covers: Sequence[Cover] = (),
) -> bytes:
    """WebP of the page at 300 dots an inch, within bounds, under ``covers``; ``row`` is the document's.

    Raises:
        Unavailable (page.drawing_busy): Others are drawn and do not end; the coarser picture is there all the time.
        Damaged (pdfa.source_cannot_be_opened): The PDF/A cannot be drawn.
    """
    with _pdfa_on_disk(parts, dossier, row, document) as path:
        if not _DRAWING.acquire(timeout=_PATIENCE):
            raise Unavailable(
                "page.drawing_busy",
                Sentence("Máy đang vẽ trang cho người khác.", "Pages are being drawn for others."),
                Sentence("Xem ảnh thường, rồi phóng to lại sau.", "See the plain picture, and zoom again later."),
            )
        try:
            return draw_sharp(path, page, covers)
        finally:
            _DRAWING.release()


@contextmanager
def _pdfa_on_disk(parts: Parts, dossier: DossierId, row: Any, document: DocumentId) -> Iterator[Path]:
    def content() -> BinaryIO:
        if documents.lies_in_archive(row):
            return open_content(parts.store, dossier, layout.pdfa_path(document))
        return parts.store.open(made_key(document, PDFA))

    if parts.settings.profile == "desk":
        with content() as opened:
            yield Path(opened.name)
    else:
        with parts.blob_cache.file(f"{row.pdfa_digest}.pdfa", content) as copy:
            yield copy
