"""The full-page picture of a scanned PDF page, taken without drawing the page.

Drawing resamples; the pixels of the scanner are better for reading, and cheaper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pypdfium2.raw as pdfium_c

from ocr.page_content import PageScan
from ocr.pixel_limits import MOST_PIXELS
from records.identifiers import Digest

if TYPE_CHECKING:
    import pypdfium2 as pdfium

    from ocr.model import Raster

_PLACED_WITHIN = 1.5
"""Points by which a full-page picture may miss the edges of its page: scanners round sizes to whole points."""
_INVISIBLE_MODES = frozenset({pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP})
_PLAIN_COLOURS = frozenset(
    {
        pdfium_c.FPDF_COLORSPACE_DEVICEGRAY,
        pdfium_c.FPDF_COLORSPACE_DEVICERGB,
        pdfium_c.FPDF_COLORSPACE_CALGRAY,
        pdfium_c.FPDF_COLORSPACE_CALRGB,
        pdfium_c.FPDF_COLORSPACE_ICCBASED,
        pdfium_c.FPDF_COLORSPACE_INDEXED,
    }
)
_COLOUR_BITS = 24
"""A pixel: 8 of each of three colours (Circular 05/2025/TT-BNV, Art. 8)."""
_SILENT_ANNOTATIONS = frozenset({pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP})


def own_picture(page: pdfium.PdfPage) -> tuple[Raster, Digest] | None:
    """Pixels of the picture that *is* the page, turned as a viewer shows it, with the digest of its stream.

    None where anything else is to be seen on the page (marks, stamps of a signature, a second
    picture), where the picture does not fill the page upright, or where its pixels need more
    than decoding (masks, CMYK); such a page is drawn instead. Invisible text, and text that
    the picture covers, does not count.
    """
    picture = _only_picture(page)
    if picture is None or not _fills(page, picture) or _has_visible_annotations(page):
        return None
    wide, high = picture.get_px_size()
    if wide * high > MOST_PIXELS or not _is_square(page, wide, high):
        return None
    metadata = picture.get_metadata()
    # A stencil mask has one bit and no colour space: its bits are paint, not light.
    if metadata.colorspace not in _PLAIN_COLOURS or pdfium_c.FPDFPageObj_HasTransparency(picture):
        return None
    pixels = _decoded(picture)
    if pixels is None:
        return None
    quarter_turns_clockwise = page.get_rotation() // 90
    if quarter_turns_clockwise:
        pixels = np.ascontiguousarray(np.rot90(pixels, -quarter_turns_clockwise))
    return pixels, Digest.of(bytes(picture.get_data()))


def scan_of(page: pdfium.PdfPage) -> PageScan | None:
    """How the picture that *is* the page was scanned; None where the page shows more, or is no scan.

    Read from the picture's header: nothing is decoded. Invisible text, which the scanner or a
    reading program put under the picture, does not count.
    """
    picture = _only_picture(page)
    if picture is None or not _fills(page, picture):
        return None
    left, _, right, _ = page.get_bbox()
    wide, _ = picture.get_px_size()
    metadata = picture.get_metadata()
    # A table of colours may hold any; that it does is not known without decoding.
    in_colour = metadata.bits_per_pixel >= _COLOUR_BITS or metadata.colorspace == pdfium_c.FPDF_COLORSPACE_INDEXED
    return PageScan(dpi=wide / (right - left) * 72.0, in_colour=bool(in_colour))


def native_dpi(page: pdfium.PdfPage) -> float | None:
    """Resolution of the largest picture where it covers at least half the page, 150 to 400; else None."""
    left, bottom, right, top = page.get_bbox()
    best: tuple[float, float] | None = None
    for picture in page.get_objects(filter=[pdfium_c.FPDF_PAGEOBJ_IMAGE]):
        x0, y0, x1, y1 = picture.get_bounds()
        area = (x1 - x0) * (y1 - y0)
        if area > 0.5 * (right - left) * (top - bottom) and (best is None or area > best[0]):
            # A picture may lie on its side; its long side then follows the long side of its place.
            best = area, max(picture.get_px_size()) / max(x1 - x0, y1 - y0) * 72.0
    return min(max(best[1], 150.0), 400.0) if best else None


def _only_picture(page: pdfium.PdfPage) -> pdfium.PdfImage | None:
    picture: pdfium.PdfImage | None = None
    for thing in page.get_objects(max_depth=1):
        if thing.type == pdfium_c.FPDF_PAGEOBJ_IMAGE and picture is None:
            picture = thing
        elif thing.type == pdfium_c.FPDF_PAGEOBJ_TEXT and (
            picture is None or pdfium_c.FPDFTextObj_GetTextRenderMode(thing) in _INVISIBLE_MODES
        ):
            continue
        else:
            return None
    return picture


def _fills(page: pdfium.PdfPage, picture: pdfium.PdfImage) -> bool:
    matrix = picture.get_matrix()
    upright = matrix.a > 0 and matrix.d > 0 and abs(matrix.b) + abs(matrix.c) < 0.01
    edges = zip(page.get_bbox(), picture.get_bounds(), strict=True)
    return bool(upright) and all(abs(edge - placed) <= _PLACED_WITHIN for edge, placed in edges)


def _is_square(page: pdfium.PdfPage, wide: int, high: int) -> bool:
    left, bottom, right, top = page.get_bbox()
    return bool(abs((wide / (right - left)) / (high / (top - bottom)) - 1.0) < 0.02)


def _has_visible_annotations(page: pdfium.PdfPage) -> bool:
    for index in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        try:
            place = pdfium_c.FS_RECTF()
            seen = (
                pdfium_c.FPDFAnnot_GetSubtype(annotation) not in _SILENT_ANNOTATIONS
                and not pdfium_c.FPDFAnnot_GetFlags(annotation) & (pdfium_c.FPDF_ANNOT_FLAG_HIDDEN)
                and pdfium_c.FPDFAnnot_GetRect(annotation, place)
                and abs(place.right - place.left) > 1
                and abs(place.top - place.bottom) > 1
            )
            if seen:
                return True
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)
    return False


def _decoded(picture: pdfium.PdfImage) -> Raster | None:
    """The pixels of the stream, gray or RGB; None where they cannot be had."""
    if picture.get_filters() == ["DCTDecode"]:
        encoded = np.frombuffer(picture.get_data(), np.uint8)
        bgr = cv2.imdecode(encoded, cv2.IMREAD_UNCHANGED | cv2.IMREAD_IGNORE_ORIENTATION)
        if bgr is None or bgr.dtype != np.uint8 or bgr.shape[:2] != picture.get_px_size()[::-1]:
            return None
        return np.asarray(bgr if bgr.ndim == 2 else cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB, dst=bgr), np.uint8)
    # The pixels are copied: PDFium's own go when the bitmap goes.
    bitmap = picture.get_bitmap()
    pixels = bitmap.to_numpy()
    if pixels.ndim == 2 or pixels.shape[2] == 1:
        return np.array(pixels.reshape(pixels.shape[:2]), np.uint8)
    # PDFium hands out blue, green, red (and a filler).
    return np.array(pixels[..., 2::-1], np.uint8, order="C")
