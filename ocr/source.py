"""One file that pages are read from: PDF, multi-page TIFF, or a picture.

Whatever the file is, a page has a size, a picture and a text layer, all as a viewer shows the
page: /Rotate of a PDF and the Exif orientation of a photograph are applied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

from ocr.pdf_pages import PdfPages
from ocr.picture_pages import PicturePages
from records.errors import InvalidInput, NotFound, Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from ocr.legacy_text import ConvertedLayer
    from ocr.model import PageImage, Raster
    from ocr.page_content import PageContent, PageScan
    from ocr.ports import PageRenderer
    from records.identifiers import PageNumber
    from records.page_text import Box, PageText

PICTURE_TYPES = frozenset(
    {"image/tiff", "image/jpeg", "image/png", "image/jp2", "image/jpx", "image/gif", "image/bmp", "image/webp"}
)


class _Pages(Protocol):
    """What a kind of file must be able to say; see ``SourceDocument`` for the promises."""

    page_count: int

    def page_size(self, number: PageNumber) -> tuple[float, float]: ...
    def page_image(self, number: PageNumber, renderers: Sequence[PageRenderer]) -> PageImage: ...
    def text_layer(self, number: PageNumber) -> PageText: ...
    def converted_layer(self, number: PageNumber) -> ConvertedLayer | None: ...
    def content(self, number: PageNumber) -> PageContent: ...
    def scan(self, number: PageNumber) -> PageScan | None: ...
    def lost_letters(self, number: PageNumber) -> tuple[Box, ...]: ...
    def preview(self, number: PageNumber, dpi: float) -> Raster: ...
    def close(self) -> None: ...


class SourceDocument:
    """A file open for reading its pages; a context manager, not safe for two threads.

    At most one page's pixels are held at a time, and only by the caller.
    """

    def __init__(self, pages: _Pages) -> None:
        self._pages = pages
        self.page_count = pages.page_count

    @classmethod
    def open(cls, path: Path, media_type: str) -> Self:
        """Open the file at ``path``, whose real type is ``media_type`` (the name of the file is not asked).

        Raises:
            InvalidInput (source.type_not_read): No pages are read from this type.
            InvalidInput (source.encrypted): The file asks for a password.
            Damaged (source.cannot_be_opened): The bytes are not a whole file of that type.
        """
        if media_type == "application/pdf":
            return cls(PdfPages(path))
        if media_type in PICTURE_TYPES:
            return cls(PicturePages(path))
        raise InvalidInput(
            "source.type_not_read",
            Sentence(
                f"Không đọc được trang từ tệp loại {media_type}.", f"No pages can be read from a {media_type} file."
            ),
            Sentence("Hãy nộp tệp PDF, TIFF hoặc ảnh.", "Hand in a PDF, a TIFF or a picture."),
        )

    def page_size(self, number: PageNumber) -> tuple[float, float]:
        """Width and height in points as a viewer shows the page.

        The page of an image file is as large as its resolution tag says if the tag is
        believable (100 to 1200 dots an inch); else the page is A4, or the largest page of the
        picture's shape that fits into A4.
        """
        return self._pages.page_size(self._known(number))

    def page_image(self, number: PageNumber, renderers: Sequence[PageRenderer]) -> PageImage:
        """The picture of the page as a viewer shows it.

        Where the page is one full-page image, its own pixels are decoded; else the page is
        drawn, at the resolution of its full-page image or at 300 dots an inch, by the first of
        ``renderers`` that can. Never more than some 24 million pixels.

        Raises:
            Damaged (page.cannot_be_drawn): No renderer could draw the page.
            Damaged (page.cannot_be_decoded): The picture's bytes are damaged.
        """
        return self._pages.page_image(self._known(number), renderers)

    def text_layer(self, number: PageNumber) -> PageText:
        """The words the file itself holds, NFC, confidence 1, in points of the page as shown; often none.

        Words in appearances of annotations (signature fields, filled forms, stamps) are among them.
        """
        return self._pages.text_layer(self._known(number))

    def converted_layer(self, number: PageNumber) -> ConvertedLayer | None:
        """The words of the file with those in TCVN3 and VNI converted to Unicode; None where nothing is to convert.

        Words in appearances of annotations are not among them. What it is worth is to be judged
        like any layer (``ocr.convert_layer``).
        """
        return self._pages.converted_layer(self._known(number))

    def content(self, number: PageNumber) -> PageContent:
        """What the page is built of."""
        return self._pages.content(self._known(number))

    def scan(self, number: PageNumber) -> PageScan | None:
        """How the page was scanned; None where it is more than one picture, or no scan at all."""
        return self._pages.scan(self._known(number))

    def lost_letters(self, number: PageNumber) -> tuple[Box, ...]:
        """Where the page draws signs that its text layer does not name, in points of the page as shown."""
        return self._pages.lost_letters(self._known(number))

    def preview(self, number: PageNumber, dpi: float) -> Raster:
        """A quick gray drawing of the page for judging and for barcodes, at ``dpi`` dots an inch.

        Raises:
            Damaged (page.cannot_be_drawn): The page cannot be drawn.
        """
        return self._pages.preview(self._known(number), dpi)

    def close(self) -> None:
        """Let go of the file; closing twice is allowed."""
        self._pages.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _known(self, number: PageNumber) -> PageNumber:
        if number.value > self.page_count:
            raise NotFound(
                "page.not_found",
                Sentence(
                    f"Tệp chỉ có {self.page_count} trang, không có trang {number}.",
                    f"The file has {self.page_count} pages; there is no page {number}.",
                ),
                Sentence("Hãy kiểm tra lại số trang.", "Check the page number."),
            )
        return number
