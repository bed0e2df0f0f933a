"""Pictures of the pages for the screen, drawn from the PDF/A: straight, as it is shown."""

from __future__ import annotations

import io
import math
from contextlib import closing
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image

from ocr.covers import cover
from ocr.page_archive import write_page_archive
from ocr.pdfa import says

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ocr.covers import Cover
    from ocr.page_archive import PageArchive
    from records.identifiers import PageNumber

WIDTH = 1240
"""Pixels: A4 at 150 dots an inch."""
SMALL_WIDTH = 240
_QUALITY = 50
_TALLEST = 6000
"""Pixels: no picture is higher."""
_AT_ONCE = 2
"""Pages after which the file is opened anew: PDFium keeps what it decoded as long as a file is open."""
_SHARP_DPI = 300
_SHARPEST = 5000
_SHARP_PIXELS = 16_000_000
"""What is drawn on demand: the resolution of scans, at most so many pixels a side and in all (A2 at 200 dpi)."""
_METHOD = 0
"""WebP effort: the cheapest."""


def write_page_pictures(pdfa: Path, target: Path) -> None:
    """Write ``page-0001.webp`` and ``page-0001-small.webp`` for each page of ``pdfa`` to a stored zip.

    Raises:
        Damaged (pdfa.source_cannot_be_opened): The file or one of its pages cannot be drawn.
    """
    try:
        with closing(pypdfium2.PdfDocument(pdfa)) as document:
            count = len(document)
        names = [_name(number, small=small) for number in range(1, count + 1) for small in (False, True)]
        write_page_archive(target, names, _pictures(pdfa, count))
    except pypdfium2.PdfiumError as error:
        raise says.cannot_be_opened(str(error)) from error


def draw_sharp(pdfa: Path, number: PageNumber, covers: Sequence[Cover] = ()) -> bytes:
    """WebP of one page at 300 dots an inch, of at most 5,000 pixels a side and 16 million in all, under ``covers``.

    Raises:
        Damaged (pdfa.source_cannot_be_opened): The file or the page cannot be drawn.
    """
    try:
        with closing(pypdfium2.PdfDocument(pdfa)) as document, closing(document[number.index]) as page:
            width, height = page.get_size()
            scale = min(_SHARP_DPI / 72, _SHARPEST / max(width, height), math.sqrt(_SHARP_PIXELS / (width * height)))
            with closing(page.render(scale=scale, rev_byteorder=True)) as bitmap:
                image = bitmap.to_pil()
                cover(image, covers)
                return _webp(image)
    except (pypdfium2.PdfiumError, IndexError) as error:
        raise says.cannot_be_opened(str(error)) from error


def read_picture(archive: PageArchive, number: PageNumber, *, small: bool) -> bytes:
    """One picture as WebP.

    Raises:
        NotFound (page.not_found): The archive has no such page.
        Damaged (page_archive.damaged): It is not such an archive.
    """
    return archive.read(_name(number.value, small=small))


def _name(number: int, *, small: bool) -> str:
    return f"page-{number:04d}{'-small' if small else ''}.webp"


def _pictures(path: Path, count: int) -> Iterator[bytes]:
    for start in range(0, count, _AT_ONCE):
        with closing(pypdfium2.PdfDocument(path)) as document:
            for index in range(start, min(start + _AT_ONCE, count)):
                with closing(document[index]) as page, closing(_draw(page)) as bitmap:
                    image = bitmap.to_pil()
                    yield _webp(image)
                    height = max(1, round(image.height * SMALL_WIDTH / image.width))
                    yield _webp(image.resize((SMALL_WIDTH, height), Image.Resampling.BOX))


def _draw(page: pypdfium2.PdfPage) -> pypdfium2.PdfBitmap:
    width, height = page.get_size()
    # A strip of paper metres long is drawn narrower, or it would be a picture of its own kind.
    scale = min(WIDTH / width, _TALLEST / height)
    return page.render(scale=scale, rev_byteorder=True)


def _webp(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", quality=_QUALITY, method=_METHOD)
    return out.getvalue()
