"""Checking a file that was received: what is it really, can it be opened, may it be taken in.

The name is never believed. Sizes are measured before anything is decoded. Nothing here
raises for bad content: a refusal is a finding with a code, a sentence and a way out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from ingest import file_findings as say
from ingest import media_types
from ingest.check_image import check_image
from ingest.check_office import check_office
from ingest.check_pdf import check_pdf
from ingest.model import FileCheck
from records.scan_profile import USUAL

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from ingest.limits import Limits
    from ingest.model import SignatureRecord
    from ingest.ports import OfficeConverter, SignatureInspector
    from records.findings import Finding
    from records.scan_profile import ScanDemands


def check_file(
    path: Path,
    declared_name: str,
    limits: Limits,
    inspector: SignatureInspector,
    *,
    office: OfficeConverter | None = None,
    rendition: Path | None = None,
    demands: ScanDemands = USUAL,
) -> FileCheck:
    """Find out what the file at ``path`` is and whether it can be taken in; never raises for bad content.

    ``declared_name`` is compared with the content only. Signatures are recorded for every
    PDF that opens, before anything else touches it. An office file is taken in where ``office``
    can make a PDF of it, which is written to ``rendition`` and has the pages that are counted.
    A scan of less than ``demands`` ask for is told and taken in all the same.

    Raises:
        Misconfigured (office.not_installed): ``office`` cannot be started.
    """
    size = path.stat().st_size
    if size == 0:
        return _refused("application/x-empty", say.empty())
    head, tail = _ends(path, size)
    media_type = media_types.media_type_of(head, tail)
    if size > limits.max_bytes:
        return _refused(media_type, say.too_large(limits.max_bytes))
    if media_type in media_types.EXTENSION_OF_OFFICE:
        return check_office(
            path,
            media_type,
            office if rendition else None,
            rendition or path,
            max_pages=limits.max_pages,
            max_pixels=limits.max_pixels,
            max_page_points=limits.max_page_points,
        )
    if media_type not in media_types.ACCEPTED:
        # A name that promises PDF over bytes that are nothing known: a damaged PDF, not another type.
        if media_type == media_types.UNKNOWN and media_types.media_type_of_name(declared_name):
            return _refused(media_type, say.broken())
        return _refused(media_type, say.type_unsupported(media_type))

    signatures: Sequence[SignatureRecord] = ()
    if media_type == media_types.PDF:
        pages, has_form, findings = check_pdf(
            path,
            max_pages=limits.max_pages,
            max_pixels=limits.max_pixels,
            max_page_points=limits.max_page_points,
            demands=demands,
        )
        if pages and has_form:
            signatures = inspector.inspect(path)
    else:
        pages, findings = check_image(
            path, media_type, max_pages=limits.max_pages, max_pixels=limits.max_pixels, demands=demands
        )

    promised = media_types.media_type_of_name(declared_name)
    mismatch = [say.name_mismatch(declared_name, media_type)] if promised and promised != media_type else []
    return FileCheck(
        media_type=media_type,
        page_count=pages,
        signatures=tuple(signatures),
        findings=(*findings, *mismatch),
    )


def _refused(media_type: str, finding: Finding) -> FileCheck:
    return FileCheck(media_type=media_type, page_count=0, signatures=(), findings=(finding,))


def _directory(file: BinaryIO) -> bytes:
    """Of an OLE storage the beginning of its directory, which lies anywhere ([MS-CFB] 2.2); else nothing."""
    file.seek(0)
    header = file.read(76)
    if len(header) < 76 or not header.startswith(media_types.OLE_MAGIC):
        return b""
    shift, sector = int.from_bytes(header[30:32], "little"), int.from_bytes(header[48:52], "little")
    file.seek((sector + 1) << min(shift, 12))
    return file.read(1 << 14)


def _ends(path: Path, size: int) -> tuple[bytes, bytes]:
    with path.open("rb") as file:
        head = file.read(media_types.HEAD) + _directory(file)
        file.seek(max(0, size - media_types.HEAD))
        return head, file.read(media_types.HEAD)
