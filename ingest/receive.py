"""Receiving bytes: stored under their SHA-256 before anything about them is believed."""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO
from uuid import uuid4

from records.identifiers import Digest, ObjectKey

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from records.ports.object_store import ObjectStore

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class ReceivedBlob:
    """Bytes that arrived."""

    digest: Digest
    size: int
    kept: bool
    """False: more than allowed; counted and hashed to the end, but not stored."""
    _store: ObjectStore
    _spooled: Path

    def put(self) -> None:
        """Store the bytes, if they are kept; repeatable while they are being received."""
        if self.kept:
            with self._spooled.open("rb") as file:
                self._store.put(blob_key(self.digest), file, self.digest)

    def put_if_gone(self) -> None:
        """The same, where the store does not hold them any more."""
        if self.kept and self._store.stat(blob_key(self.digest)) is None:
            self.put()


def blob_key(digest: Digest) -> ObjectKey:
    """Where a blob lies in staging; two levels of folders keep directories small."""
    return ObjectKey(f"staging/blobs/{digest.hex[:2]}/{digest.hex[2:4]}/{digest.hex}")


@contextmanager
def receiving(store: ObjectStore, content: BinaryIO, spool: Path, *, max_bytes: int) -> Iterator[ReceivedBlob]:
    """Read ``content`` once to its end, hashing while it is spooled, then put it under its digest.

    ``spool`` is a folder on the local disk; the spool file is removed when the block ends. The same
    bytes again give the same blob. Empty content is received like any other: checking names it.

    More than ``max_bytes`` are read to their end and hashed, for the receipt, but not stored.

    Raises:
        Unavailable: The store does not answer; nothing is stored, sending again is safe.
    """
    spool.mkdir(parents=True, exist_ok=True)
    path = spool / f"{uuid4().hex}.part"
    running = hashlib.sha256()
    size = 0
    try:
        with path.open("xb") as file:
            while chunk := content.read(_CHUNK):
                size += len(chunk)
                running.update(chunk)
                if size <= max_bytes:
                    file.write(chunk)
        blob = ReceivedBlob(Digest(running.hexdigest()), size, size <= max_bytes, store, path)
        blob.put()
        yield blob
    finally:
        path.unlink(missing_ok=True)
