"""Whether an office file can be taken in: only as pages, which a program of the machine makes of it.

What cannot be turned into pages cannot be read, and so not be searched for marks of secrecy: it is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ingest import file_findings as say
from ingest.check_pdf import check_pdf
from ingest.model import FileCheck
from records.errors import Damaged, InvalidInput, Misconfigured, Sentence

if TYPE_CHECKING:
    from pathlib import Path

    from ingest.ports import OfficeConverter
    from records.findings import Finding


def check_office(
    path: Path,
    media_type: str,
    office: OfficeConverter | None,
    rendition: Path,
    *,
    max_pages: int,
    max_pixels: int,
    max_page_points: int,
) -> FileCheck:
    """Make ``rendition``, the PDF of the office file at ``path``, and check it like any PDF.

    Raises:
        Misconfigured (office.not_installed): The program was there and cannot be started.
    """

    def checked(pages: int, *findings: Finding) -> FileCheck:
        return FileCheck(media_type=media_type, page_count=pages, signatures=(), findings=findings)

    if office is None:
        return checked(0, say.office_without_converter(media_type))
    try:
        done = office.to_pdf(path, media_type, rendition)
    except (Damaged, InvalidInput) as error:
        return checked(0, say.office_not_converted(error.says, error.hint))
    pages, _, findings = check_pdf(
        rendition, max_pages=max_pages, max_pixels=max_pixels, max_page_points=max_page_points
    )
    return checked(pages, *findings, say.office_converted(done.program, done.encodings))


def office_not_installed() -> Misconfigured:
    """What is raised where the program that pages are made with is not there, or no longer."""
    return Misconfigured(
        "office.not_installed",
        Sentence("Không chạy được LibreOffice trên máy này.", "LibreOffice cannot be started on this machine."),
        Sentence(
            "Cài gói libreoffice-writer-nogui và libreoffice-calc-nogui, rồi thử lại lô này.",
            "Install the packages libreoffice-writer-nogui and libreoffice-calc-nogui, then retry the batch.",
        ),
    )
