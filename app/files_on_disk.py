"""Between the store and the disk: files for libraries that need a path, and where made things lie."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.receive import blob_key
from records.identifiers import Digest, ObjectKey

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.identifiers import DocumentId
    from records.ports.object_store import ObjectStore


def pictures_key(document: DocumentId) -> ObjectKey:
    """Where the pictures of a document's pages lie: one zip, read by range."""
    return ObjectKey(f"access/{document}/pages.zip")


@contextmanager
def local_file(store: ObjectStore, key: ObjectKey, spool: Path) -> Iterator[Path]:
    """The object as a file that must only be read; a store on this disk needs no copy."""
    with store.open(key) as content:
        name = getattr(content, "name", None)
        if isinstance(name, str) and Path(name).is_file():
            yield Path(name)
            return
        with tempfile.NamedTemporaryFile(dir=spool) as copy:
            shutil.copyfileobj(content, copy, 1 << 20)
            copy.flush()
            yield Path(copy.name)


def put_blob(store: ObjectStore, path: Path) -> tuple[Digest, int]:
    """Store a file under its SHA-256 in staging; its digest and size."""
    with path.open("rb") as content:
        digest = Digest.of_stream(content)
        content.seek(0)
        store.put(blob_key(digest), content, digest)
    return digest, path.stat().st_size
