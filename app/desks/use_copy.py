"""What somebody was granted: made when it is fetched or read, of the documents named and no others, never kept."""

from __future__ import annotations

import tempfile
from contextlib import ExitStack
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from adapters.catalogue import documents, use_requests
from app.desks import use_refusals as refuse
from app.desks.reading_room import no_page
from app.files_on_disk import pictures_key
from archive import layout
from archive.open_content import open_content
from archive.use.mark import copy_mark, reading_mark
from archive.use.model import number_of
from ocr.page_archive import PageArchive
from ocr.page_pictures import read_picture
from records.identifiers import DocumentId, PageNumber
from records.personal_data import mask
from records.unit_names import unit_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.wiring import Parts
    from archive.use.ports import CopyMarker
    from records.identifiers import DossierId


def make_copy(parts: Parts, row: Any) -> BinaryIO:
    """A file on this disk that goes when it is closed, standing at its beginning.

    Raises:
        Conflict (use.changed): A granted document is there no more.
        Damaged (use.copy_unreadable): One cannot be copied.
    """
    dossier, granted = _granted(parts, row)
    number = number_of(row.year, row.serial)
    mark = copy_mark(
        body=_body(parts),
        person=mask(row.person),
        number=number,
        at=parts.clock.now(),
        copy=row.copies_granted - row.copies_left + 1,
        copies=row.copies_granted,
        until=row.valid_until,
    )
    with ExitStack() as undone, ExitStack() as opened:
        made = undone.enter_context(tempfile.TemporaryFile(dir=parts.settings.spool_folder))
        sources = [
            opened.enter_context(open_content(parts.store, dossier, layout.pdfa_path(DocumentId(each.id))))
            for each in granted
        ]
        _marker().write(sources, mark, f"Bản sao {number}", made)
        made.seek(0)
        undone.pop_all()
    return made


def marked_page(parts: Parts, row: Any, number: int) -> bytes:
    """WebP of a page, counted through the granted documents.

    Raises:
        NotFound (page.not_found): There is no such page.
        Conflict (use.changed): A granted document is there no more.
        Damaged (use.copy_unreadable): It cannot be marked.
    """
    _, granted = _granted(parts, row)
    document, page = _place(granted, number)
    if not document.pictures_digest:
        raise no_page()
    archive = PageArchive(partial(parts.store.read_range, pictures_key(DocumentId(document.id))))
    mark = reading_mark(
        body=_body(parts),
        person=mask(row.person),
        number=number_of(row.year, row.serial),
        at=parts.clock.now(),
        until=row.valid_until,
    )
    return _marker().write_picture(read_picture(archive, PageNumber(page), small=False), mark)


def _granted(parts: Parts, row: Any) -> tuple[DossierId, list[Any]]:
    """The dossier, and the rows of the granted documents in the order in which they were granted."""
    dossier = use_requests.dossier_of(row)
    assert dossier is not None, "what is granted is of a dossier"
    with parts.catalogue.begin(readonly=True) as connection:
        rows = {one.id: one for one in documents.rows_of_dossier(connection, dossier)}
    there = [rows[each] for each in row.granted if each in rows and documents.lies_in_archive(rows[each])]
    if len(there) < len(row.granted):
        raise refuse.changed()
    return dossier, there


def _place(granted: Sequence[Any], number: int) -> tuple[Any, int]:
    """The document and its own page behind the ``number``-th of all."""
    left = number
    for document in granted:
        if 1 <= left <= document.page_count:
            return document, left
        left -= document.page_count
    raise no_page()


def _body(parts: Parts) -> str:
    return parts.settings.body or unit_in_words(parts.settings.unit).vi


def _marker() -> CopyMarker:
    from adapters.copy_marker.pdf import PdfCopyMarker  # noqa: PLC0415  its libraries take twenty MiB

    return PdfCopyMarker()
