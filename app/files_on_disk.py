"""Between the store and the disk: files for libraries that need a path, and where made things lie."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.receive import blob_key
from records.errors import Conflict
from records.identifiers import Digest, ObjectKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Parts
    from records.identifiers import DocumentId
    from records.ports.object_store import ObjectStore


PDFA, WORDS = "pdfa.pdf", "words.zip"
"""Names of what is made of a document and kept."""


def pictures_key(document: DocumentId) -> ObjectKey:
    """Where the pictures of a document's pages lie: one zip, read by range."""
    return ObjectKey(f"access/{document}/pages.zip")


@contextmanager
def local_blob(parts: Parts, digest: Digest) -> Iterator[Path]:
    """A blob of staging as a file that must only be read; from a store on this disk it is the object itself."""
    key = blob_key(digest)
    if parts.settings.profile == "desk":
        with parts.store.open(key) as content:
            yield Path(content.name)
    else:
        with parts.blob_cache.file(digest.hex, lambda: parts.store.open(key)) as copy:
            yield copy


def made_key(document: DocumentId, name: str) -> ObjectKey:
    """Where what was made of a document waits for its deposit.

    Not under its digest: two documents may have the same words, and each is cleared away in its own time.
    """
    return ObjectKey(f"staging/made/{document}/{name}")


def put_made(store: ObjectStore, key: ObjectKey, path: Path) -> tuple[Digest, int]:
    """Store a file that was made, also in place of another making; its digest and size."""
    with path.open("rb") as content:
        digest = Digest.of_stream(content)
        content.seek(0)
        try:
            store.put(key, content, digest)
        except Conflict:
            # Made a second time (a worker died in between) it may differ: the newer one counts.
            store.delete(key)
            content.seek(0)
            store.put(key, content, digest)
    return digest, path.stat().st_size
