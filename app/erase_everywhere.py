"""Everything of a dossier outside the catalogue: where it lies, erasing it, and looking into each place again.

Called by the step ``destroy`` alone, after the gate has let the dossier go and that is committed. May be
repeated from the beginning whenever it was broken off.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Self

from adapters.catalogue import destroyed, documents, dossiers, files
from app.files_on_disk import rendition_key
from archive import layout
from archive.ocfl.storage_root import object_root
from archive.open_content import content_key
from ingest.receive import blob_key
from ocr.page_archive import PageArchive
from ocr.reading_cache import folder_of
from ocr.words_archive import read_reading
from records.errors import VankhoError
from records.identifiers import Digest, DocumentId, DossierId, PageNumber
from retention_rules.tombstone import Holdings, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.wiring import Parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Belongings:
    """What there is of a dossier and where, as looked up before it goes."""

    dossier: DossierId
    documents: tuple[DocumentId, ...]
    blobs: tuple[Digest, ...]
    """Of every file that was handed over."""
    pictures: tuple[Digest, ...]
    """Whose readings may lie in the cache; of packages that do not tell them none."""
    renditions: tuple[Digest, ...]
    """Of each PDF/A, which a machine may have at hand to draw sharp pictures from."""

    @property
    def package(self) -> str:
        return f"{object_root(self.dossier)}/"

    def plain(self) -> dict[str, Any]:
        return {
            "dossier": self.dossier.value,
            "documents": [each.value for each in self.documents],
            "blobs": [each.hex for each in self.blobs],
            "pictures": [each.hex for each in self.pictures],
            "renditions": [each.hex for each in self.renditions],
        }

    @classmethod
    def of_plain(cls, said: Mapping[str, Any]) -> Self:
        return cls(
            dossier=DossierId(said["dossier"]),
            documents=tuple(DocumentId(each) for each in said["documents"]),
            blobs=tuple(Digest(each) for each in said["blobs"]),
            pictures=tuple(Digest(each) for each in said["pictures"]),
            renditions=tuple(Digest(each) for each in said.get("renditions", ())),
        )


def look_up(parts: Parts, dossier: DossierId) -> tuple[Belongings, Holdings, bool]:
    """What there is now, and whether a lease still runs on something of it. Nothing is held: look again later.

    Raises:
        Unavailable: Store or catalogue do not answer.
    """
    with parts.catalogue.begin(readonly=True) as connection:
        own = dossiers.row(connection, dossier)
        rows = documents.rows_of_dossier(connection, dossier)
        belongings = Belongings(
            dossier=dossier,
            documents=tuple(destroyed.documents_of(connection, dossier)),
            blobs=tuple(destroyed.digests_of(connection, dossier)),
            pictures=(),
            renditions=tuple(sorted({Digest(row.pdfa_digest) for row in rows if row.pdfa_digest})),
        )
    pictures: set[Digest] = set()
    for row in rows:
        # A package that is damaged, or does not tell its readings, is destroyed all the same.
        try:
            pictures |= _pictures_of(parts, row)
        except VankhoError as error:
            if error.retryable:
                raise
    lying = parts.erasure.lying(belongings.package)
    holdings = Holdings(
        documents=len(rows),
        pages=sum(row.page_count for row in rows),
        files=len(belongings.blobs),
        objects=len(lying),
        bytes=sum(each.size for each in lying),
        version=own.version,
        inventory_sha512=own.inventory_sha512,
        originals_sha256=tuple(sorted({row.original_digest for row in rows})),
    )
    found = replace(belongings, pictures=tuple(sorted(pictures)))
    return found, holdings, any(each.leased_until is not None for each in lying)


def erase(parts: Parts, belongings: Belongings) -> None:
    """Erase it wherever it lies.

    Raises:
        Conflict (store.locked): A lease runs on something of the package; nothing of the package was erased.
        Conflict (index.busy), Unavailable: It is to be tried again.
        Damaged (store.foreign_name): Something lies there that is not ours.
    """
    for where in _private(belongings):
        parts.erasure.erase(where)
    for digest in belongings.blobs:
        # Whoever receives the same bytes now waits, and then looks whether they are still there.
        with parts.catalogue.begin() as connection:
            files.hold_digest(connection, digest)
            if not destroyed.needed_elsewhere(connection, digest, belongings.dossier):
                for where in _shared(digest):
                    parts.erasure.erase(where)
    for name in _copies(parts, belongings):
        parts.blob_cache.forget(name)
    try:
        for document in belongings.documents:
            parts.index.remove_document(document)
        parts.index.commit()
    finally:
        if parts.index.one_writer:
            parts.index.close()  # the next to write may be another process


def look_again(parts: Parts, belongings: Belongings) -> dict[str, Place]:
    """Look into every place once more; what is left there is counted."""
    found = {
        name: Place(name=name, looked=len(where), left=sum(len(parts.erasure.lying(each)) for each in where))
        for name, where in _by_name(belongings).items()
    }
    with parts.catalogue.begin(readonly=True) as connection:
        own = [d for d in belongings.blobs if not destroyed.needed_elsewhere(connection, d, belongings.dossier)]
    waiting = [where for digest in own for where in _shared(digest)]
    found["staging"] = Place(
        name="staging", looked=len(waiting), left=sum(len(parts.erasure.lying(each)) for each in waiting)
    )
    copies = _copies(parts, belongings)
    found["cache"] = Place(name="cache", looked=len(copies), left=sum(parts.blob_cache.has(each) for each in copies))
    found["index"] = Place(
        name="index",
        looked=len(belongings.documents),
        left=sum(parts.index.holds(each) for each in belongings.documents),
    )
    return found


def _private(belongings: Belongings) -> list[str]:
    """Of this dossier alone: the package last, so that what is derived from it never outlives it."""
    named = _by_name(belongings)
    return [where for name in ("readings", "made", "pictures", "package") for where in named[name]]


def _by_name(belongings: Belongings) -> dict[str, list[str]]:
    return {
        "package": [belongings.package],
        "made": [f"staging/made/{each}/" for each in belongings.documents],
        "pictures": [f"access/{each}/" for each in belongings.documents],
        "readings": [folder_of(each) for each in belongings.pictures],
    }


def _shared(digest: Digest) -> list[str]:
    """Under the digest of bytes that another dossier may have as well."""
    return [blob_key(digest).value, rendition_key(digest).value]


def _copies(parts: Parts, belongings: Belongings) -> list[str]:
    """Names of copies on this machine; on a desk the object itself is read."""
    if parts.settings.profile == "desk":
        return []
    originals = [name for digest in belongings.blobs for name in (digest.hex, f"{digest.hex}.pdf")]
    return originals + [f"{digest.hex}.pdfa" for digest in belongings.renditions]


def _pictures_of(parts: Parts, row: Any) -> set[Digest]:
    """Of the pages of the document of this row, as the words in its package tell them."""
    key = content_key(parts.store, DossierId(row.dossier_id), layout.words_path(DocumentId(row.id)))
    # Fetched once: a request for each page would cost more than what it brings.
    with parts.store.open(key) as content:
        kept = content.read()
    pages = [PageNumber(number) for number in range(1, row.page_count + 1)]
    archive = PageArchive(lambda start, length: kept[start : start + length])
    found = (read_reading(archive, page).image_digest for page in pages)
    return {digest for digest in found if digest is not None}
