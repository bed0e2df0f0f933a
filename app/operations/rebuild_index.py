"""Make the search index anew from the catalogue and the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue import access, documents
from app.steps.index import pages_of, seen_of

if TYPE_CHECKING:
    from app.wiring import Parts
    from records.identifiers import DocumentId

COMMIT_EVERY = 100


def rebuild_index(parts: Parts) -> int:
    """Put every indexed document into a new index, which takes the place of the old one at once; how many.

    Raises:
        Conflict (index.busy): Another rebuild is under way.
        Unavailable: Index, catalogue or store do not answer; the old index stays.
    """
    with parts.index.rebuilding() as new:
        # Listed only now: what others commit from here on comes into the new index by itself.
        with parts.catalogue.begin(readonly=True) as connection:
            wanted = documents.all_indexed(connection)
        seen: dict[DocumentId, access.Seen] = {}
        left = wanted
        while left:
            for position, document in enumerate(left, start=1):
                pages = pages_of(parts, document)
                new.replace_document(document, pages)
                _look_for_people(parts, document, [page.body for page in pages])
                if (who := seen_of(pages)) is not None:
                    seen[document] = who
                if position % COMMIT_EVERY == 0:
                    new.commit()
            # Who may see it may have been changed after its pages were read here, and told to the new index
            # before they were put: again, until what was put last is what holds.
            with parts.catalogue.begin(readonly=True) as connection:
                now = access.of_all_indexed(connection)
            left = [document for document, who in seen.items() if now.get(document) != who]
            # Of what is being destroyed, or is gone, nothing may be found: put again, it is put without pages.
            seen = {document: who for document, who in seen.items() if document in now}
    return len(wanted)


def _look_for_people(parts: Parts, document: DocumentId, texts: list[str]) -> None:
    """Of documents read by a version that did not look: what of people is on their pages."""
    with parts.catalogue.begin(readonly=True) as connection:
        if not documents.unlooked(connection, document):
            return
    with parts.catalogue.begin() as connection:
        documents.note_personal(connection, document, texts)
