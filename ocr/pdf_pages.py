"""Pages of a PDF: sizes, pictures, text and what they are built of, through PDFium.

PDFium counts from the bottom left of the unturned page; everything that leaves this module is
in points from the top left of the page as a viewer shows it (ISO 32000-1, 7.7.3.3: /Rotate,
/CropBox). /UserUnit is not asked: PDFium does not know it.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ocr.legacy_text import converted_layer
from ocr.model import PageImage
from ocr.page_content import PageContent
from ocr.pdf_appearances import has_appearances, with_appearances
from ocr.pdf_picture import native_dpi, own_picture, scan_of
from ocr.pdf_text import glyph_counts, lost_letters, page_lines
from ocr.pixel_limits import DRAWN_DPI, bounded_dpi
from records.errors import Damaged, InvalidInput, Sentence
from records.identifiers import Digest
from records.page_text import Box, PageText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ocr.legacy_text import ConvertedLayer
    from ocr.model import Raster
    from ocr.page_content import PageScan
    from ocr.ports import PageRenderer
    from records.identifiers import PageNumber

_DRAW_TRIES_HINT = Sentence(
    "Hãy mở tệp bằng phần mềm xem PDF để kiểm tra; nếu trang hỏng thì quét lại trang này.",
    "Open the file in a PDF viewer to check it; if the page is damaged, scan it again.",
)


class PdfPages:
    """See ``SourceDocument`` for the promises."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._document = pdfium.PdfDocument(path)
            self.page_count = len(self._document)
        except pdfium.PdfiumError as error:
            raise _not_opened(error) from error

    def page_size(self, number: PageNumber) -> tuple[float, float]:
        # Without opening the page: this is asked of pages, too, whose content ends whoever opens them.
        try:
            width, height = self._document.get_page_size(number.index)
        except pdfium.PdfiumError as error:
            raise _not_drawn(number) from error
        return float(width), float(height)

    def page_image(self, number: PageNumber, renderers: Sequence[PageRenderer]) -> PageImage:
        with self._page(number) as page:
            width, height = (float(side) for side in page.get_size())
            own = own_picture(page)
            if own is not None:
                pixels, digest = own
                return PageImage(pixels=pixels, dpi=pixels.shape[1] / width * 72.0, digest=digest, rendered=False)
            dpi = bounded_dpi(width, height, native_dpi(page) or DRAWN_DPI)
        pixels = self._drawn(number, dpi, renderers)
        return PageImage(
            pixels=pixels, dpi=pixels.shape[1] / width * 72.0, digest=Digest.of(pixels.tobytes()), rendered=True
        )

    def text_layer(self, number: PageNumber) -> PageText:
        with self._page(number) as page:
            width, height = page.get_size()
            lines = page_lines(page)
            shows_more = has_appearances(page)
        if shows_more:
            lines = with_appearances(lines, self._path, number.index)
        return PageText(width=float(width), height=float(height), lines=lines)

    def converted_layer(self, number: PageNumber) -> ConvertedLayer | None:
        with self._page(number) as page:
            return converted_layer(page)

    def content(self, number: PageNumber) -> PageContent:
        with self._page(number) as page:
            left, bottom, right, top = page.get_bbox()
            area = max((right - left) * (top - bottom), 1.0)
            share, pictures, paths = 0.0, 0, 0
            for thing in page.get_objects():
                if thing.type == pdfium_c.FPDF_PAGEOBJ_IMAGE:
                    pictures += 1
                    x0, y0, x1, y1 = thing.get_bounds()
                    wide = min(x1, right) - max(x0, left)
                    high = min(y1, top) - max(y0, bottom)
                    share += wide * high / area if wide > 0 and high > 0 else 0.0
                elif thing.type in {pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_SHADING}:
                    paths += 1
            glyphs, without_meaning = glyph_counts(page)
            return PageContent(
                pictures=pictures,
                picture_share=min(share, 1.0),
                paths=paths,
                glyphs=glyphs,
                glyphs_without_meaning=without_meaning,
            )

    def scan(self, number: PageNumber) -> PageScan | None:
        with self._page(number) as page:
            return scan_of(page)

    def lost_letters(self, number: PageNumber) -> tuple[Box, ...]:
        with self._page(number) as page:
            return lost_letters(page)

    def preview(self, number: PageNumber, dpi: float) -> Raster:
        with self._page(number) as page:
            width, height = page.get_size()
            scale = bounded_dpi(float(width), float(height), dpi) / 72.0
            bitmap = page.render(scale=scale, grayscale=True, draw_annots=True)
            try:
                pixels = bitmap.to_numpy()
                return np.array(pixels.reshape(pixels.shape[:2]), np.uint8)
            finally:
                bitmap.close()

    def close(self) -> None:
        self._document.close()

    @contextmanager
    def _page(self, number: PageNumber) -> Iterator[pdfium.PdfPage]:
        """The page, closed again at once: PDFium keeps a page's decoded pictures while it is open."""
        try:
            page = self._document[number.index]
        except pdfium.PdfiumError as error:
            raise Damaged(
                "page.cannot_be_opened",
                Sentence(
                    f"Trang {number} của tệp PDF bị hỏng, không mở được.", f"Page {number} of the PDF is damaged."
                ),
                _DRAW_TRIES_HINT,
            ) from error
        try:
            yield page
        except pdfium.PdfiumError as error:
            raise _not_drawn(number) from error
        finally:
            page.close()

    def _drawn(self, number: PageNumber, dpi: float, renderers: Sequence[PageRenderer]) -> Raster:
        failure: Damaged | None = None
        for renderer in renderers:
            try:
                return renderer.render(self._path, number, dpi)
            except Damaged as error:
                failure = error
        raise _not_drawn(number) from failure


def _not_drawn(number: PageNumber) -> Damaged:
    return Damaged(
        "page.cannot_be_drawn",
        Sentence(
            f"Không dựng được hình của trang {number}: nội dung trang bị hỏng.",
            f"Page {number} cannot be drawn: its content is damaged.",
        ),
        _DRAW_TRIES_HINT,
    )


def _not_opened(error: pdfium.PdfiumError) -> InvalidInput | Damaged:
    if getattr(error, "err_code", None) == pdfium_c.FPDF_ERR_PASSWORD:
        return InvalidInput(
            "source.encrypted",
            Sentence("Tệp PDF được đặt mật khẩu.", "The PDF asks for a password."),
            Sentence("Hãy bỏ mật khẩu rồi nộp lại.", "Take the password off and hand the file in again."),
        )
    return Damaged(
        "source.cannot_be_opened",
        Sentence("Không mở được tệp PDF: tệp bị hỏng.", "The PDF cannot be opened: the file is damaged."),
        Sentence("Hãy xuất lại hoặc quét lại tài liệu.", "Export or scan the document again."),
    )
