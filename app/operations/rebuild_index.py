"""Make the search index anew from the catalogue and the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue import documents
from app.steps.index import pages_of

if TYPE_CHECKING:
    from app.wiring import Parts

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
        for position, document in enumerate(wanted, start=1):
            new.replace_document(document, pages_of(parts, document))
            if position % COMMIT_EVERY == 0:
                new.commit()
    return len(wanted)
