"""Proof that a file is PDF/A-2: pikepdf's validator, which approves only what it knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import pdfa

from ocr.pdfa.jpeg2000 import read_jpeg2000

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_SETTINGS: dict[str, Any] = {"deterministic_id": True, "force_version": "1.7"}
"""The same content gives the same bytes; PDF/A-2 is PDF 1.7, whatever the original calls itself (6.1.2)."""
SAVING: dict[str, Any] = pdfa.resolve_save_kwargs("2b", **_SETTINGS)
"""How the file is saved."""


def objections(pdf: pikepdf.Pdf) -> list[str]:
    """Why ``pdf`` would not be PDF/A-2 if it were saved now; empty where it would."""
    return _twice(lambda: _objections(pdf, pdfa.check(pdf, "2b", **_SETTINGS)))


def objections_to_file(path: Path) -> list[str]:
    """The same for a file as it lies on the disk."""
    return _twice(lambda: _file_objections(path))


def _twice(look: Callable[[], list[str]]) -> list[str]:
    """Objections that stand at a second look as well.

    The validator takes every Python warning given while it reads a page for one about the
    page, also that of another thread or of an object just then thrown away.
    """
    first = look()
    if not first:
        return []
    again = set(look())
    return [objection for objection in first if objection in again]


def _file_objections(path: Path) -> list[str]:
    report = pdfa.validate_written(path, "2b")
    if not report.findings:
        return []
    with pikepdf.open(path, inherit_page_attributes=False) as pdf:
        return _objections(pdf, report)


def _objections(pdf: pikepdf.Pdf, report: pdfa.Report) -> list[str]:
    return [str(finding) for finding in report.findings if not _answered(pdf, finding)]


def _answered(pdf: pikepdf.Pdf, finding: pdfa.Finding) -> bool:
    """Objections to what the validator does not know and we have checked ourselves."""
    if "pdfaid:conformance is 'U'" in finding.message:
        return True  # the validator knows level B alone; U is B and a Unicode value for every sign
    if finding.message.startswith("JPEG 2000"):
        return _all_jpeg2000_fit(pdf)
    return False


def _all_jpeg2000_fit(pdf: pikepdf.Pdf) -> bool:
    for item in pdf.objects:
        if not isinstance(item, pikepdf.Stream):
            continue
        filters = item.get(pikepdf.Name.Filter)
        names = list(filters) if isinstance(filters, pikepdf.Array) else [filters]
        if pikepdf.Name.JPXDecode not in names:
            continue
        header = read_jpeg2000(item.read_raw_bytes()) if len(names) == 1 else None
        if header is None or not header.fits_pdf:
            return False
    return True
