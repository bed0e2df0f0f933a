"""Checking pictures, from TIFF to WebP: sizes from the headers first, then really decoding."""

from __future__ import annotations

import struct
import warnings
import zlib
from typing import TYPE_CHECKING, BinaryIO

from PIL import (
    BmpImagePlugin,
    GifImagePlugin,
    ImageFile,
    Jpeg2KImagePlugin,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from ingest import file_findings as say
from ingest.media_types import BMP, GIF, JPEG, JPEG2000, PNG, TIFF, WEBP
from records.scan_profile import USUAL

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from records.findings import Finding
    from records.scan_profile import ScanDemands

# The plugins themselves, not Image.open: that would guess among all formats and warn of big
# pictures, which have been measured against our own limit when the header was read.
_OPEN: dict[str, Callable[[BinaryIO], ImageFile.ImageFile]] = {
    TIFF: TiffImagePlugin.TiffImageFile,
    JPEG: JpegImagePlugin.JpegImageFile,
    PNG: PngImagePlugin.PngImageFile,
    JPEG2000: Jpeg2KImagePlugin.Jpeg2KImageFile,
    GIF: GifImagePlugin.GifImageFile,
    BMP: BmpImagePlugin.BmpImageFile,
    WEBP: WebPImagePlugin.WebPImageFile,
}

_DECODE_BYTES = 160 * 1024 * 1024
"""Pictures that need more memory than this are not decoded here, only their structure is checked."""

_DECODE_PIXELS = 89_000_000
"""Pillow itself warns above this where it loads a TIFF."""

_STRIP_TAGS = ((273, 279), (324, 325))  # offsets and byte counts of strips, of tiles

_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    KeyError,
    IndexError,
    TypeError,
    AttributeError,
    EOFError,
    struct.error,
    zlib.error,
    OverflowError,
    MemoryError,
    RuntimeError,
    ZeroDivisionError,
)
"""What Pillow is known to raise for bad content; its own error classes derive from these."""


def check_image(
    path: Path, media_type: str, *, max_pages: int, max_pixels: int, demands: ScanDemands = USUAL
) -> tuple[int, Sequence[Finding]]:
    """Number of pages (TIFF directories; else 1) and findings; 0 pages where one of them refuses."""
    try:
        with warnings.catch_warnings(), path.open("rb") as file:
            warnings.simplefilter("ignore")  # odd tags and EXIF blocks: what matters is whether it decodes
            image = _OPEN[media_type](file)
            if media_type == TIFF and isinstance(image, TiffImagePlugin.TiffImageFile):
                return _check_tiff(image, path.stat().st_size, max_pages, max_pixels, demands)
            if refusal := _size_refusal(image, max_pixels, 1):
                return 0, [refusal]
            if media_type in {GIF, WEBP} and getattr(image, "n_frames", 1) > 1:
                return 0, [say.moving_picture()]
            low = _low_resolution(image, demands)
            _decode(image, media_type)
            return 1, [say.resolution_low(low, 1, 1, demands.least_dpi)] if low else []
    except _BROKEN as error:
        # A whole TIFF of samples that are no picture of a page: measurements, light of high range.
        if isinstance(error, SyntaxError) and "unknown pixel mode" in str(error):
            return 0, [say.picture_unsupported()]
        return 0, [say.broken()]


def _check_tiff(
    image: TiffImagePlugin.TiffImageFile, size: int, max_pages: int, max_pixels: int, demands: ScanDemands
) -> tuple[int, Sequence[Finding]]:
    low: list[tuple[int, float]] = []
    page = 0
    while True:
        try:
            image.seek(page)
        except EOFError:
            break
        page += 1
        if page > max_pages:
            return 0, [say.pages_too_many(page, max_pages)]
        if refusal := _size_refusal(image, max_pixels, page):
            return 0, [refusal]
        if not _strips_lie_within(image, size):
            return 0, [say.broken(page)]
        if dpi := _low_resolution(image, demands):
            low.append((page, dpi))
        _decode(image, TIFF)
    if page == 0:
        return 0, [say.no_pages()]
    return page, [say.resolution_low(low[0][1], low[0][0], len(low), demands.least_dpi)] if low else []


def _size_refusal(image: ImageFile.ImageFile, max_pixels: int, page: int) -> Finding | None:
    width, height = image.size
    if width < 1 or height < 1:
        return say.broken(page)
    if width * height > max_pixels:
        return say.pixels_too_many(width, height, max_pixels, page)
    return None


def _decode(image: ImageFile.ImageFile, media_type: str) -> None:
    """Decode as much as shows that the data is whole; raises one of ``_BROKEN`` where it is not."""
    if media_type == JPEG:
        # An eighth of the size still reads the whole stream.
        image.draft("L", (max(1, image.width // 8), max(1, image.height // 8)))
        image.load()
        return
    if image.width * image.height * _bytes_a_pixel(image.mode) <= _DECODE_BYTES and (
        image.width * image.height <= _DECODE_PIXELS
    ):
        image.load()
    elif media_type == PNG:
        image.verify()


def _bytes_a_pixel(mode: str) -> int:
    return {"1": 1, "L": 1, "P": 1, "LA": 4, "I;16": 2, "RGB": 4}.get(mode, 4)


def _strips_lie_within(image: TiffImagePlugin.TiffImageFile, size: int) -> bool:
    for offsets_tag, counts_tag in _STRIP_TAGS:
        offsets, counts = image.tag_v2.get(offsets_tag), image.tag_v2.get(counts_tag)
        if offsets is None or counts is None:
            continue
        offsets = offsets if isinstance(offsets, tuple) else (offsets,)
        counts = counts if isinstance(counts, tuple) else (counts,)
        # A last strip that overstates its length by a few bytes is common and harmless.
        if any(offset >= size or offset + count > size + 64 for offset, count in zip(offsets, counts, strict=False)):
            return False
    return True


def _low_resolution(image: ImageFile.ImageFile, demands: ScanDemands) -> float:
    """The resolution where the file states a lower one than is asked for and the page would be at least A5; else 0."""
    stated = image.info.get("dpi")
    if not stated:
        return 0.0
    dpi = float(min(stated))
    # 72 and 96 are what programs write when they know nothing.
    if not 100 <= dpi < demands.told_below:
        return 0.0
    return dpi if max(image.size) / dpi > 8 else 0.0
