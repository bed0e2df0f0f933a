"""Between the store and the disk: files for libraries that need a path, and where made things lie."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from adapters.catalogue import documents
from archive import layout
from archive.open_content import open_content
from ingest.media_types import EXTENSION_OF_OFFICE, PDF
from ingest.receive import blob_key
from records.errors import Conflict, NotFound
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
    """An original as a file that must only be read; from a store on this disk it is the object itself.

    It lies in staging, or rests in the archive already.

    Raises:
        NotFound: It lies in neither.
    """
    if parts.settings.profile == "desk":
        with _open_original(parts, digest) as content:
            yield Path(content.name)
    else:
        with parts.blob_cache.file(digest.hex, lambda: _open_original(parts, digest)) as copy:
            yield copy


def _open_original(parts: Parts, digest: Digest) -> BinaryIO:
    try:
        return parts.store.open(blob_key(digest))
    except NotFound:
        with parts.catalogue.begin(readonly=True) as connection:
            places = documents.kept_with_digest(connection, digest)
        for dossier, document, name in places:
            with suppress(NotFound):
                return open_content(parts.store, dossier, layout.original_path(document, name.rpartition("/")[2]))
        raise


@contextmanager
def local_pages(parts: Parts, digest: Digest, media_type: str) -> Iterator[tuple[Path, str]]:
    """The file that has the pages of an original, and its media type: itself, or the PDF of an office file.

    That PDF is derived: where it is gone it is made again.

    Raises:
        Misconfigured (office.not_installed), Damaged, InvalidInput: As ``OfficeConverter.to_pdf``.
    """
    if media_type not in EXTENSION_OF_OFFICE:
        with local_blob(parts, digest) as path:
            yield path, media_type
        return
    key = rendition_key(digest)
    if parts.store.stat(key) is None:
        with tempfile.TemporaryDirectory(dir=parts.settings.spool_folder) as folder, local_blob(parts, digest) as path:
            made = Path(folder) / "rendition.pdf"
            parts.office_needed.to_pdf(path, media_type, made)
            put_made(parts.store, key, made)
    if parts.settings.profile == "desk":
        with parts.store.open(key) as content:
            yield Path(content.name), PDF
    else:
        with parts.blob_cache.file(f"{digest.hex}.pdf", lambda: parts.store.open(key)) as copy:
            yield copy, PDF


def rendition_key(digest: Digest) -> ObjectKey:
    """Where the PDF of an office file lies while it is worked on: under the digest of the original."""
    return ObjectKey(f"access/office/{digest.hex}.pdf")


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
