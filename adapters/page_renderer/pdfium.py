"""Pages drawn by PDFium, in process: the first renderer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pypdfium2 as pdfium

from ocr.ports import PageRenderer
from records.errors import Damaged, Sentence

if TYPE_CHECKING:
    from pathlib import Path

    from ocr.model import Raster
    from records.identifiers import PageNumber


class PdfiumRenderer(PageRenderer):
    """Draws with the PDFium that pypdfium2 carries; annotations (stamps of signatures) are drawn too."""

    name = f"pdfium-{pdfium.PDFIUM_INFO.build}"

    def render(self, path: Path, page: PageNumber, dpi: float) -> Raster:
        try:
            document = pdfium.PdfDocument(path)
        except (pdfium.PdfiumError, OSError) as error:
            raise cannot_be_drawn(page) from error
        try:
            drawing = document[page.index].render(scale=dpi / 72.0, rev_byteorder=True, draw_annots=True)
            try:
                return np.array(drawing.to_numpy(), np.uint8)
            finally:
                drawing.close()
        except (pdfium.PdfiumError, IndexError, ValueError, MemoryError) as error:
            raise cannot_be_drawn(page) from error
        finally:
            document.close()


def cannot_be_drawn(page: PageNumber) -> Damaged:
    """The one error of every renderer."""
    return Damaged(
        "page.cannot_be_drawn",
        Sentence(
            f"Không dựng được hình của trang {page}: nội dung trang bị hỏng.",
            f"Page {page} cannot be drawn: its content is damaged.",
        ),
        Sentence("Hãy xuất lại hoặc quét lại trang này.", "Export or scan this page again."),
    )
