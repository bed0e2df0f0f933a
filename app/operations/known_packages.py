"""What one state of the catalogue needs of the store, looked up while the store is listed.

Kept in a file of its own while a back-up is taken: an archive of many millions of packages does not
fit into memory, and the transaction that told of them must not stay open for hours.
"""

from __future__ import annotations

import sqlite3
import tempfile
from typing import TYPE_CHECKING

from adapters.catalogue.table_copies import WaitingBlob
from app.files_on_disk import PDFA, WORDS, made_key
from archive.ocfl.storage_root import object_root
from ingest.receive import blob_key
from records.identifiers import Digest, DocumentId, DossierId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from records.identifiers import ObjectKey

_TABLES = """
CREATE TABLE package (root TEXT PRIMARY KEY, version INTEGER, sha512 TEXT, taken INTEGER DEFAULT 0) WITHOUT ROWID;
CREATE TABLE waiting (key TEXT PRIMARY KEY, digest TEXT, size INTEGER, dossier TEXT, document TEXT, made TEXT,
                      must INTEGER) WITHOUT ROWID;
CREATE TABLE pictures (document TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
CREATE TABLE before (key TEXT PRIMARY KEY, digest TEXT) WITHOUT ROWID;
"""
_FILES = {"pdfa": PDFA, "words": WORDS}


class KnownPackages:
    """For one thread; ``close`` forgets everything."""

    def __init__(self, folder: Path) -> None:
        self._file = tempfile.NamedTemporaryFile(dir=folder, suffix=".back-up")  # noqa: SIM115  closed by close
        self._rows = sqlite3.connect(self._file.name, isolation_level=None)
        self._rows.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; {_TABLES} BEGIN")

    def close(self) -> None:
        self._rows.close()
        self._file.close()

    def remember(self, key: ObjectKey, digest: Digest) -> None:
        """What the back-up before this one holds under ``key``."""
        self._rows.execute("INSERT OR REPLACE INTO before VALUES (?, ?)", (key.value, digest.hex))

    def digest_before(self, key: ObjectKey) -> Digest | None:
        found = self._rows.execute("SELECT digest FROM before WHERE key = ?", (key.value,)).fetchone()
        return Digest(found[0]) if found else None

    def add_packages(self, packages: Iterable[tuple[DossierId, int, str]]) -> None:
        self._rows.executemany(
            "INSERT INTO package (root, version, sha512) VALUES (?, ?, ?)",
            ((object_root(dossier), version, sha512) for dossier, version, sha512 in packages),
        )

    def take_package(self, root: str) -> tuple[int, str] | None:
        """Version and inventory digest of the package, which counts as found from now on; None: not known."""
        found = self._rows.execute("SELECT version, sha512 FROM package WHERE root = ?", (root,)).fetchone()
        if found is None:
            return None
        self._rows.execute("UPDATE package SET taken = 1 WHERE root = ?", (root,))
        return int(found[0]), str(found[1])

    def number(self) -> int:
        """How many packages the state knows."""
        return int(self._rows.execute("SELECT count(*) FROM package").fetchone()[0])

    def not_taken(self) -> Iterator[tuple[str, int, str]]:
        """Packages that nobody took."""
        yield from self._rows.execute("SELECT root, version, sha512 FROM package WHERE taken = 0 ORDER BY root")

    def add_waiting(self, blobs: Iterable[WaitingBlob]) -> None:
        self._rows.executemany(
            # Of several files with the same bytes one that must be there decides.
            "INSERT INTO waiting VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE"
            " SET must = max(must, excluded.must), dossier = coalesce(dossier, excluded.dossier)",
            (
                (
                    (made_key(b.document, _FILES[b.made]) if b.document else blob_key(b.digest)).value,
                    b.digest.hex,
                    b.size,
                    b.dossier.value if b.dossier else None,
                    b.document.value if b.document else None,
                    b.made,
                    b.must,
                )
                for b in blobs
            ),
        )

    def waiting(self) -> Iterator[WaitingBlob]:
        query = "SELECT digest, size, dossier, document, made, must FROM waiting ORDER BY key"
        for digest, size, dossier, document, made, must in self._rows.execute(query):
            yield WaitingBlob(
                Digest(digest),
                size,
                DossierId(dossier) if dossier else None,
                DocumentId(document) if document else None,
                made,
                bool(must),
            )

    def is_waiting(self, key: str) -> bool:
        return self._rows.execute("SELECT 1 FROM waiting WHERE key = ?", (key,)).fetchone() is not None

    def add_pictures(self, pictures: Iterable[tuple[DocumentId, Digest]]) -> None:
        self._rows.executemany(
            "INSERT INTO pictures VALUES (?, ?)", ((document.value, digest.hex) for document, digest in pictures)
        )

    def has_pictures(self, document: str) -> bool:
        return self._rows.execute("SELECT 1 FROM pictures WHERE document = ?", (document,)).fetchone() is not None

    def pictures(self) -> Iterator[tuple[DocumentId, Digest]]:
        for document, digest in self._rows.execute("SELECT document, digest FROM pictures ORDER BY document"):
            yield DocumentId(document), Digest(digest)
