"""Checking PDF: does it open, how many pages, how large are they and their pictures.

qpdf mends more than PDFium, which reads the pages later, can open: both must find the same pages.
No picture is decoded and nothing is changed; picture sizes are read from their dictionaries.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2

from ingest import file_findings as say
from records.scan_profile import USUAL

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from records.findings import Finding
    from records.scan_profile import ScanDemands

_FORM_DEPTH = 5
# qpdf also warns of oddities that lose nothing, such as a key written twice.
_REPAIR = re.compile(
    r"damaged|reconstruct|recover|xref|cross-reference|end of file|EOF|expected|unable to", re.IGNORECASE
)
_BROKEN = (
    pikepdf.PdfError,
    pikepdf.ForeignObjectError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    IndexError,
    RuntimeError,
    OverflowError,
    RecursionError,
    OSError,
)
"""What pikepdf is known to raise for objects that are not what they should be."""


def check_pdf(
    path: Path, *, max_pages: int, max_pixels: int, max_page_points: int, demands: ScanDemands = USUAL
) -> tuple[int, bool, Sequence[Finding]]:
    """Number of pages, whether it has a form that may be signed, and findings.

    0 pages where a finding refuses the file.
    """
    try:
        with pikepdf.open(path) as pdf:
            pages, has_form, findings = _check(pdf, max_pages, max_pixels, max_page_points, demands)
    except pikepdf.PasswordError:
        return 0, False, [say.encrypted()]
    except _BROKEN as error:
        # A public-key or unknown security handler is no damage: somebody has the key.
        if _says_encrypted(path, str(error)):
            return 0, False, [say.encrypted()]
        return 0, False, [say.broken()]
    mended = any(finding.code == "file.repaired" for finding in findings)
    if pages and not _pages_are_reached(path, pages, all_of_them=mended):
        return 0, False, [say.broken()]
    return pages, has_form, findings


def _pages_are_reached(path: Path, pages: int, *, all_of_them: bool) -> bool:
    """Whether PDFium finds as many pages and the first one, or every one of a file that had to be mended."""
    try:
        with pypdfium2.PdfDocument(path) as document:
            if len(document) != pages:
                return False
            for index in range(pages if all_of_them else 1):
                document[index].close()
    except (pypdfium2.PdfiumError, OSError):
        return False
    return True


def _check(
    pdf: pikepdf.Pdf, max_pages: int, max_pixels: int, max_page_points: int, demands: ScanDemands
) -> tuple[int, bool, list[Finding]]:
    count = len(pdf.pages)
    if count == 0:
        return 0, False, [say.no_pages()]
    if bool(pdf.Root.get("/NeedsRendering")):  # ISO 32000-1, table 28
        return 0, False, [say.dynamic_form()]
    if count > max_pages:
        return 0, False, [say.pages_too_many(count, max_pages)]
    low: list[tuple[int, float]] = []
    for number, page in enumerate(pdf.pages, 1):
        width, height, unit = _page_size(page)
        # The limit is one of units, not of paper: /UserUnit is there to go beyond (ISO 32000-1, Annex C).
        if max(width, height) > max_page_points:
            return 0, False, [say.page_too_large(width, height, max_page_points, number)]
        largest = (0, 0)
        images = 0
        for image_width, image_height in _image_sizes(page.obj):
            images += 1
            if image_width * image_height > max_pixels:
                return 0, False, [say.pixels_too_many(image_width, image_height, max_pixels, number)]
            largest = max(largest, (image_width, image_height), key=lambda size: size[0] * size[1])
        if images == 1 and 0 < (dpi := _scan_dpi(page, largest, width * unit, height * unit)) < demands.told_below:
            low.append((number, dpi))
    findings: list[Finding] = []
    if any(_REPAIR.search(str(text)) for text in pdf.get_warnings()):
        findings.append(say.repaired())
    if low:
        findings.append(say.resolution_low(low[0][1], low[0][0], len(low), demands.least_dpi))
    if pdf.is_encrypted:
        findings.append(say.owner_password())
    if _has_javascript(pdf):
        findings.append(say.has_javascript())
    if _has_attachments(pdf):
        findings.append(say.has_attachments())
    return count, "/AcroForm" in pdf.Root, findings


def _page_size(page: pikepdf.Page) -> tuple[float, float, float]:
    """Width and height in units, and points a unit (/UserUnit; ISO 32000-1, 14.11.2)."""
    box = [float(value) for value in page.mediabox]
    return abs(box[2] - box[0]), abs(box[3] - box[1]), float(page.obj.get("/UserUnit", 1))


def _image_sizes(holder: Any) -> Iterator[tuple[int, int]]:
    """Width and height of every image that the page's resources name, in forms too."""
    seen: set[tuple[int, int]] = set()
    waiting = [(holder, 0)]
    while waiting:
        current, depth = waiting.pop()
        resources = current.get("/Resources")
        objects = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
        if not isinstance(objects, pikepdf.Dictionary):
            continue
        for entry in objects.values():
            if not isinstance(entry, pikepdf.Stream) or (entry.is_indirect and entry.objgen in seen):
                continue
            seen.add(entry.objgen)
            kind = entry.get("/Subtype")
            if kind == pikepdf.Name.Image:
                yield _whole(entry.get("/Width")), _whole(entry.get("/Height"))
            elif kind == pikepdf.Name.Form and depth < _FORM_DEPTH:
                waiting.append((entry, depth + 1))


def _whole(value: Any) -> int:
    try:
        return max(0, int(value))
    except (TypeError, ValueError, OverflowError):
        return 0


def _scan_dpi(page: pikepdf.Page, largest: tuple[int, int], width: float, height: float) -> float:
    """Resolution of a page that is one scanned picture; 0 of any other.

    A page with fonts is no plain scan (or has been read before): its picture may be a small
    one. Only a picture of the page's own proportions is taken for the scan.
    """
    if not (width and height and all(largest)) or min(width, height) < 400:
        return 0.0
    turned = (largest[0] > largest[1]) != (width > height)
    across, down = (height, width) if turned else (width, height)
    dpi_x, dpi_y = largest[0] / across * 72, largest[1] / down * 72
    if abs(dpi_x - dpi_y) > 0.05 * max(dpi_x, dpi_y) or dpi_x < 50:
        return 0.0
    resources = page.obj.get("/Resources")
    if isinstance(resources, pikepdf.Dictionary) and "/Font" in resources:
        return 0.0
    return dpi_x


def _has_javascript(pdf: pikepdf.Pdf) -> bool:
    names = pdf.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary) and "/JavaScript" in names:
        return True
    action = pdf.Root.get("/OpenAction")
    return isinstance(action, pikepdf.Dictionary) and action.get("/S") == pikepdf.Name.JavaScript


def _has_attachments(pdf: pikepdf.Pdf) -> bool:
    names = pdf.Root.get("/Names")
    if "/AF" in pdf.Root or (isinstance(names, pikepdf.Dictionary) and "/EmbeddedFiles" in names):
        return True
    return any(_pins_a_file(page.obj.get("/Annots")) for page in pdf.pages)


def _pins_a_file(annotations: Any) -> bool:
    """Whether a file hangs on the page as a paper clip (ISO 32000-1, 12.5.6.15)."""
    return isinstance(annotations, pikepdf.Array) and any(
        isinstance(each, pikepdf.Dictionary) and each.get("/Subtype") == pikepdf.Name.FileAttachment
        for each in annotations
    )


def _says_encrypted(path: Path, message: str) -> bool:
    if "encrypt" in message.lower():
        return True
    with path.open("rb") as file:
        file.seek(0, 2)
        file.seek(max(0, file.tell() - 4096))
        tail = file.read().rstrip()
    # A file without its end was cut: a key would not open it.
    return b"/Encrypt" in tail and tail.endswith(b"%%EOF")
