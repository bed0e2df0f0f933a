"""Between the store and the disk: files for libraries that need a path, and where made things lie."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.receive import blob_key
from records.identifiers import Digest, ObjectKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Parts
    from records.identifiers import DocumentId
    from records.ports.object_store import ObjectStore


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


def put_blob(store: ObjectStore, path: Path) -> tuple[Digest, int]:
    """Store a file under its SHA-256 in staging; its digest and size."""
    with path.open("rb") as content:
        digest = Digest.of_stream(content)
        content.seek(0)
        store.put(blob_key(digest), content, digest)
    return digest, path.stat().st_size
