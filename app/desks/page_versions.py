"""What each version of a dossier says a page says: readings differ where it was read anew."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from archive import layout
from archive.model import PageVersion
from archive.ocfl.head import head_of
from ocr.page_archive import PageArchive
from ocr.words_archive import read_words
from records.errors import NotFound
from records.masked_page import mask_page

if TYPE_CHECKING:
    from app.wiring import Parts
    from records.identifiers import DocumentId, DossierId, PageNumber


def page_versions(parts: Parts, dossier: DossierId, document: DocumentId, page: PageNumber) -> list[PageVersion]:
    """Versions in which the words of the document changed, oldest first; what is of people is masked.

    Raises:
        NotFound (archive.not_deposited): Nothing of the dossier is deposited yet.
    """
    head = head_of(parts.store, dossier)
    path, before = layout.words_path(document), ""
    found = []
    for number, version in enumerate(head.inventory.versions, start=1):
        digest = version.state.get(path, "")
        if not digest or digest == before:
            continue
        before = digest
        text = None
        with suppress(NotFound):  # a version made when the document had fewer pages
            key = head.key(head.inventory.content_path(digest))
            text = read_words(PageArchive(partial(parts.store.read_range, key)), page)
        found.append(
            PageVersion(
                version=number,
                at=version.created,
                lines=tuple(line.text for line in mask_page(text).lines) if text else None,
                confidence=text.confidence if text else None,
            )
        )
    return found
