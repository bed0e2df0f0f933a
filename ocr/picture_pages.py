"""Pages of image files: TIFF with many pages, and pictures of one, through Pillow."""

from __future__ import annotations

import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from ocr.model import PageImage
from ocr.page_content import WHOLE_PICTURE, PageScan
from ocr.pixel_limits import MOST_PIXELS
from records.errors import Damaged, InvalidInput, Sentence
from records.identifiers import Digest
from records.page_text import Box, PageText

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ocr.model import Raster
    from ocr.page_content import PageContent
    from ocr.ports import PageRenderer
    from records.identifiers import PageNumber

A4 = (595.276, 841.89)
"""Points."""
_BELIEVABLE_DPI = (100.0, 1200.0)
_MOST_DECODED = 200_000_000
"""Pixels a file may decode to before it is made smaller: A0 at 300 dots an inch is 140 million."""
_WITHOUT_COLOUR = frozenset({"1", "L", "LA", "La", "I", "F", "I;16", "I;16B", "I;16L"})
"""Modes of Pillow: two levels, or greys."""
_UPRIGHT_ORIENTATIONS = frozenset({1, 2, 3, 4})
_ORIENTATION_TAG = 0x0112


class PicturePages:
    """See ``SourceDocument`` for the promises."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            # Our own limit holds, page by page; Pillow's would warn or raise at opening.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                with Image.open(path) as image:
                    self.page_count = int(getattr(image, "n_frames", 1))
        except Image.DecompressionBombError as error:
            raise _too_large() from error
        except (OSError, UnidentifiedImageError, ValueError, SyntaxError, EOFError) as error:
            raise Damaged(
                "source.cannot_be_opened",
                Sentence("Không mở được tệp ảnh: tệp bị hỏng.", "The image cannot be opened: the file is damaged."),
                Sentence("Hãy quét lại tài liệu.", "Scan the document again."),
            ) from error

    def page_size(self, number: PageNumber) -> tuple[float, float]:
        with self._frame(number) as image:
            wide, high = image.size
            dpi_x, dpi_y = _resolution(image)
            if int(image.getexif().get(_ORIENTATION_TAG, 1)) not in _UPRIGHT_ORIENTATIONS:
                wide, high, dpi_x, dpi_y = high, wide, dpi_y, dpi_x
            if all(_BELIEVABLE_DPI[0] <= dpi <= _BELIEVABLE_DPI[1] for dpi in (dpi_x, dpi_y)):
                return wide / dpi_x * 72.0, high / dpi_y * 72.0
            short, long = A4
            scale = min(short / min(wide, high), long / max(wide, high))
            return wide * scale, high * scale

    def page_image(self, number: PageNumber, renderers: Sequence[PageRenderer]) -> PageImage:
        del renderers
        width, height = self.page_size(number)
        with self._frame(number) as image:
            if image.width * image.height > _MOST_DECODED:
                raise _too_large()
            if image.width * image.height > MOST_PIXELS:
                # A JPEG can be decoded at a half or a quarter of its size.
                shrink = (MOST_PIXELS / (image.width * image.height)) ** 0.5
                image.draft(None, (int(image.width * shrink), int(image.height * shrink)))
            try:
                upright = ImageOps.exif_transpose(image)
                upright = _plain(image if upright is None else upright)
            except (OSError, ValueError, SyntaxError, EOFError) as error:
                raise _not_decoded(number) from error
            wide, high = _square_size(upright.width, upright.height, width, height)
            if (wide, high) != upright.size:
                upright = upright.resize((wide, high), Image.Resampling.LANCZOS)
            pixels: Raster = np.array(upright, np.uint8)
        return PageImage(
            pixels=pixels, dpi=pixels.shape[1] / width * 72.0, digest=Digest.of(pixels.tobytes()), rendered=False
        )

    def text_layer(self, number: PageNumber) -> PageText:
        width, height = self.page_size(number)
        return PageText(width=width, height=height, lines=())

    def converted_layer(self, number: PageNumber) -> None:
        del number

    def lost_letters(self, number: PageNumber) -> tuple[Box, ...]:
        del number
        return ()

    def content(self, number: PageNumber) -> PageContent:
        del number
        return WHOLE_PICTURE

    def scan(self, number: PageNumber) -> PageScan:
        width, height = self.page_size(number)
        with self._frame(number) as image:
            # Of a fax, which has half the lines, the better of the two counts, as it does for reading.
            stated = _resolution(image)
            believable = all(_BELIEVABLE_DPI[0] <= dpi <= _BELIEVABLE_DPI[1] for dpi in stated)
            dpi = max(stated) if believable else max(image.size) / max(width, height) * 72.0
            return PageScan(dpi=dpi, in_colour=image.mode not in _WITHOUT_COLOUR)

    def preview(self, number: PageNumber, dpi: float) -> Raster:
        width, height = self.page_size(number)
        image = Image.fromarray(self.page_image(number, ()).pixels).convert("L")
        image = image.resize((max(1, round(width * dpi / 72)), max(1, round(height * dpi / 72))))
        return np.array(image, np.uint8)

    def close(self) -> None:
        """Nothing is held between two calls."""

    @contextmanager
    def _frame(self, number: PageNumber) -> Iterator[Image.Image]:
        """The page as Pillow has it, not yet decoded; opened anew, so that no decoded page stays in memory."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                image = Image.open(self._path)
            image.seek(number.index)
        except (OSError, ValueError, SyntaxError, EOFError) as error:
            raise _not_decoded(number) from error
        with image:
            yield image


def _resolution(image: Image.Image) -> tuple[float, float]:
    """Dots an inch by the file's tags; 0 where there are none."""
    dpi_x, dpi_y = image.info.get("dpi", (0.0, 0.0))
    return float(dpi_x), float(dpi_y)


def _plain(image: Image.Image) -> Image.Image:
    """Gray or RGB, what is transparent made white."""
    if image.mode == "La":  # colours multiplied by their opacity; Pillow goes from there to LA alone
        image = image.convert("LA")
    if image.mode in {"RGBA", "RGBa", "LA", "PA"} or "transparency" in image.info:
        image = image.convert("RGBA")
        return Image.alpha_composite(Image.new("RGBA", image.size, "white"), image).convert("RGB")
    if image.mode in {"I;16", "I;16B", "I;16L", "I", "F"}:
        levels = np.asarray(image, np.float32)
        high = max(float(levels.max()), 1.0)
        return Image.fromarray((levels * (255.0 / high)).astype(np.uint8))
    if image.mode in {"1", "L"}:
        return image.convert("L")
    if image.mode == "P":
        return image.convert("RGB" if len(image.getcolors(256) or ()) > 2 else "L")
    return image.convert("RGB")


def _square_size(wide: int, high: int, width: float, height: float) -> tuple[int, int]:
    """Pixels of the page with the same resolution both ways (a fax has 204 x 98), within ``MOST_PIXELS``."""
    per_point_x, per_point_y = wide / width, high / height
    per_point = max(per_point_x, per_point_y)
    if abs(per_point_x / per_point_y - 1.0) >= 0.02:
        wide, high = round(width * per_point), round(height * per_point)
    shrink = min(1.0, (MOST_PIXELS / (wide * high)) ** 0.5)
    return max(1, int(wide * shrink)), max(1, int(high * shrink))


def _not_decoded(number: PageNumber) -> Damaged:
    return Damaged(
        "page.cannot_be_decoded",
        Sentence(f"Ảnh của trang {number} bị hỏng, không giải mã được.", f"The picture of page {number} is damaged."),
        Sentence("Hãy quét lại trang này.", "Scan this page again."),
    )


def _too_large() -> InvalidInput:
    return InvalidInput(
        "page.too_large",
        Sentence(
            "Ảnh của trang quá lớn (trên 200 triệu điểm ảnh).",
            "The page's picture is too large (over 200 million pixels).",
        ),
        Sentence("Hãy quét lại ở 300 dpi.", "Scan the page again at 300 dpi."),
    )
