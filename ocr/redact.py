"""Make a redacted copy: pictures of the pages with the pixels replaced, and the words that lie outside every box.

Nothing of the master but what its pages show goes into the copy: no metadata, bookmarks, attachments, annotations
or fields, for the copy is made from pictures alone. A page is drawn as ``ocr.page_pictures`` draws it, so that what
somebody saw when he drew the boxes is what is drawn. The result is looked at again before it is given.
"""

from __future__ import annotations

import io
import math
import tempfile
import unicodedata
from collections import Counter
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pikepdf
import pypdfium2
from PIL import Image

from ocr.covers import paint
from ocr.make_pdfa import PDF, make_pdfa
from ocr.model import Judgement, PageReading, Straightening, TextLayer
from ocr.pdfa import pixels, says
from ocr.pdfa.picture_file import PictureFile
from ocr.pdfa.text_layer import showable
from ocr.pixel_limits import bounded_dpi
from records.identifiers import PageNumber
from records.redaction import words_outside

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from ocr.make_pdfa import DocumentInformation, MadePdf
    from records.page_text import Box, PageText

COPY_DPI = 200.0
"""Resolution of a copy that is to be read (Circular 05/2025, Art. 8, asks as much of a scan)."""
_QUALITY = 85
_COLOURED = 12
"""Difference of two channels of a pixel that counts as colour."""
_AT_ONCE = 2
"""Pages after which the file is opened anew."""
_PROOF_SCALE = 1.5
_EDGE = 16
"""Pixels at the edge of a box that a JPEG may blend with what is beside it."""
_DARK = 48
_PREVIEW_QUALITY = 60
_JUDGED = Judgement(layer=TextLayer.MISSING, words=0, invalid_ratio=0.0, ink_covered=0.0, reason="a redacted copy")


@dataclass(frozen=True, slots=True)
class _Clear:
    """The pages as the copy has them: goes through them as often as is asked, one at a time."""

    pages: Iterable[PageText]
    boxes: Mapping[int, Sequence[Box]]

    def __iter__(self) -> Iterator[PageReading]:
        for number, page in enumerate(self.pages, start=1):
            yield PageReading(
                number=PageNumber(number),
                judgement=_JUDGED,
                straightening=Straightening(),
                text=words_outside(page, self.boxes.get(number, ())),
                image_digest=None,
                engine="",
                invalid_ratio=0.0,
            )


def make_redacted_copy(
    pdfa: Path, pages: Iterable[PageText], boxes: Mapping[int, Sequence[Box]], about: DocumentInformation, target: Path
) -> MadePdf:
    """Write the copy of ``pdfa`` to ``target``, a PDF/A-2u, whole or not at all.

    Args:
        pdfa: The master's PDF/A, whose pages are as ``pages`` say.
        pages: The words of every page, in order; gone through several times.
        boxes: Page number to what is masked on it, in points of the page as shown.
        about: What the copy says of itself; nothing of what is masked.
        target: Where to write.

    Raises:
        Damaged (redaction.not_removed): The result was looked at again, and something masked is there; nothing is kept.
        Damaged (pdfa.source_cannot_be_opened, pdfa.not_valid): It cannot be made.
        ValueError: There are other pages than ``pages`` say.
    """
    clear = _Clear(pages, boxes)
    with tempfile.TemporaryDirectory(prefix="redacting-", dir=target.parent) as folder:
        pictures, made = Path(folder) / "pictures.pdf", Path(folder) / "made.pdf"
        try:
            _draw_all(pdfa, pages, boxes, pictures)
        except pypdfium2.PdfiumError as error:
            raise says.cannot_be_opened(str(error)) from error
        done = make_pdfa(pictures, PDF, clear, about, made)
        _prove(made, clear, boxes)
        made.replace(target)
    return done


def preview(webp: bytes, boxes: Iterable[Box], width: float, height: float) -> bytes:
    """A page's picture as the copy will show it, as WebP."""
    with Image.open(io.BytesIO(webp)) as opened:
        image = opened.convert("RGB")
    paint(image, boxes, width, height)
    out = io.BytesIO()
    image.save(out, "WEBP", quality=_PREVIEW_QUALITY, method=0)
    return out.getvalue()


class _Opened:
    """The pages of a file, in turn; to be closed. The file is opened anew now and then.

    PDFium keeps what it decoded as long as a file is open.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._document: pypdfium2.PdfDocument | None = None
        self._given = 0

    @contextmanager
    def page(self, index: int) -> Iterator[pypdfium2.PdfPage]:
        """Page ``index``, closed afterwards."""
        if self._document is None or self._given % _AT_ONCE == 0:
            self.close()
            self._document = pypdfium2.PdfDocument(self._path)
        self._given += 1
        with closing(self._document[index]) as page:
            yield page

    def close(self) -> None:
        if self._document is not None:
            self._document.close()
            self._document = None


def _draw_all(pdfa: Path, pages: Iterable[PageText], boxes: Mapping[int, Sequence[Box]], target: Path) -> None:
    with closing(pypdfium2.PdfDocument(pdfa)) as document:
        count = len(document)
    done = 0
    with PictureFile(target) as file, closing(_Opened(pdfa)) as opened:
        for index, page in enumerate(pages):
            if index >= count:
                raise ValueError(f"words of page {index + 1}, but there are {count} pages")
            with opened.page(index) as drawn:
                width, height = drawn.get_size()
                image = _picture(drawn, bounded_dpi(width, height, COPY_DPI))
            paint(image, boxes.get(index + 1, ()), page.width, page.height)
            file.add(pixels.jpeg(image, _QUALITY), width, height)
            done = index + 1
    if done != count:
        raise ValueError(f"words of {done} pages, but there are {count}")


def _picture(page: pypdfium2.PdfPage, dpi: float) -> Image.Image:
    """Gray where the page is no more than that."""
    with closing(page.render(scale=dpi / 72, rev_byteorder=True)) as bitmap:
        seen = np.array(bitmap.to_numpy())[..., :3]
    spread = seen.max(axis=2).astype(np.int16) - seen.min(axis=2)
    coloured = bool((spread > _COLOURED).any())
    return Image.fromarray(seen if coloured else np.ascontiguousarray(seen[..., 0]))


def _prove(made: Path, clear: _Clear, boxes: Mapping[int, Sequence[Box]]) -> None:
    """Look at the result as anybody would who wanted to find what was masked.

    Raises:
        Damaged (redaction.not_removed): A page has more letters than stand outside its boxes, a box shows anything but
            black, or the file has more than pages.
    """
    with pikepdf.open(made) as pdf:
        if any(key in pdf.Root for key in ("/Outlines", "/Names", "/AcroForm", "/AF", "/StructTreeRoot")):
            raise says.not_removed(1)
        for number, page in enumerate(pdf.pages, start=1):
            if "/Annots" in page.obj or "/AF" in page.obj or "/Thumb" in page.obj:
                raise says.not_removed(number)
    with closing(_Opened(made)) as opened:
        for reading in clear:
            number = reading.number.value
            with opened.page(reading.number.index) as page:
                with closing(page.get_textpage()) as text:
                    found = _letters(text.get_text_range())
                if found - _letters(reading.text.text):
                    raise says.not_removed(number)
                if boxes.get(number) and not _all_black(page, boxes[number], reading.text):
                    raise says.not_removed(number)


def _letters(text: str) -> Counter[str]:
    # PDFium takes ligatures apart.
    return Counter(showable(unicodedata.normalize("NFKC", text)))


def _all_black(page: pypdfium2.PdfPage, boxes: Sequence[Box], text: PageText) -> bool:
    with closing(page.render(scale=_PROOF_SCALE, grayscale=True)) as bitmap:
        shown = np.array(bitmap.to_numpy())
    seen = shown.reshape(shown.shape[0], shown.shape[1])
    across, down = seen.shape[1] / text.width, seen.shape[0] / text.height
    edge = _EDGE * _PROOF_SCALE * 72 / COPY_DPI
    for box in boxes:
        # The middle of a box that is all edge is still its own.
        inset_x = max(0.0, min(edge, box.width * across / 2 - 1))
        inset_y = max(0.0, min(edge, box.height * down / 2 - 1))
        left, right = math.ceil(box.x0 * across + inset_x), math.floor(box.x1 * across - inset_x)
        top, bottom = math.ceil(box.y0 * down + inset_y), math.floor(box.y1 * down - inset_y)
        inside = seen[max(top, 0) : max(bottom, top + 1), max(left, 0) : max(right, left + 1)]
        if inside.size and int(inside.max()) > _DARK:
            return False
    return True
