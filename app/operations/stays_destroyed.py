"""What a back-up holds of dossiers that were destroyed after it was taken: it is not brought back.

Neither bytes nor words of theirs reach the installation that a set is restored into. Bytes are left where they are;
rows are put in and taken out again in one transaction, by what takes them out when a list is executed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from adapters.catalogue import backup_sets, destroyed, events, execution
from adapters.catalogue.rights import DESTROYED
from app.files_on_disk import rendition_key
from app.wiring import AGENT
from archive.ocfl.storage_root import object_root, object_root_in
from ingest.model import DocumentState, FileState
from ingest.receive import blob_key
from records.errors import Conflict, Damaged, Sentence
from records.identifiers import Digest, DossierId
from retention_rules.tombstone import leaf_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    import sqlalchemy as sa

    from app.operations.backup_folder import BackupFolder, Manifest
    from records.identifiers import ObjectKey

_AT_REST = frozenset({DocumentState.DEPOSITED.value, DocumentState.INDEXED.value})
_NEEDS_NO_BYTES = frozenset({FileState.ACCEPTED.value, FileState.DESTROYED.value})


@dataclass(slots=True)
class StaysDestroyed:
    """Of one set."""

    dossiers: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """Tombstones of what is not brought back, by the id of the dossier."""
    moved: tuple[str, ...] = ()
    """Dossiers that were destroyed, but not all that this set has in them: documents were moved elsewhere before."""
    _roots: frozenset[str] = frozenset()
    _documents: frozenset[str] = frozenset()
    _blobs: frozenset[str] = frozenset()

    def has(self, key: ObjectKey) -> bool:
        """Whether the object is one of theirs alone."""
        if not self.dossiers:
            return False
        root = object_root_in(key)
        if root is not None:
            return root in self._roots
        # access/DOCUMENT/pages.zip, staging/made/DOCUMENT/pdfa.pdf
        return key.value in self._blobs or not self._documents.isdisjoint(key.value.split("/"))


def of_set(
    folder: BackupFolder, manifest: Manifest, tombstones: Mapping[str, Mapping[str, Any]], *, keep_moved: bool
) -> StaysDestroyed:
    """What the set holds of what these tombstones stand for.

    Raises:
        Conflict (restore.moved_since): Of a destroyed dossier it holds documents that were not destroyed, and
            nobody said that it is to come back with them.
        Damaged (backup.damaged): A file of rows cannot be read.
    """
    if not tombstones:
        return StaysDestroyed()
    rows = _Rows(folder, manifest)
    going = {
        each["id"]: tombstones[each["id"]]
        for each in rows.of("dossier")
        if each["id"] in tombstones and each["state"] != DESTROYED
    }
    if not going:
        return StaysDestroyed()
    moved = _moved(rows, going)
    if moved and not keep_moved:
        raise _moved_since(moved)
    going = {each: said for each, said in going.items() if each not in moved}
    documents: set[str] = set()
    files_under_way: set[str] = set()
    for row in rows.of("document"):
        if row["dossier_id"] in going:
            documents.add(row["id"])
        elif row["state"] not in _AT_REST:
            files_under_way.add(row["file_id"])
    digests = {row["digest"] for row in rows.of("file") if row.get("dossier_id") in going}
    for row in rows.of("file"):
        others = row.get("dossier_id") not in going
        if others and (row["state"] not in _NEEDS_NO_BYTES or row["id"] in files_under_way):
            digests.discard(row["digest"])
    return StaysDestroyed(
        dossiers=going,
        moved=moved,
        _roots=frozenset(object_root(DossierId(each)) for each in going),
        _documents=frozenset(documents),
        _blobs=frozenset(
            key.value for each in digests for key in (blob_key(Digest(each)), rendition_key(Digest(each)))
        ),
    )


def take_out(
    connection: sa.Connection,
    stays: StaysDestroyed,
    tombstones: Mapping[str, Mapping[str, Any]],
    *,
    backup: str,
    now: datetime,
) -> None:
    """Take the rows out again that the set brought of them, before anybody can see them; and remember all tombstones.

    Raises:
        Damaged (restore.left_over): Something of a dossier is left; nothing is brought back.
    """
    for each, said in sorted(stays.dossiers.items()):
        dossier = DossierId(each)
        documents = destroyed.documents_of(connection, dossier)
        destroyed.begin(connection, dossier)
        destroyed.forget(connection, dossier)
        if destroyed.left_of(connection, dossier, documents):
            raise _left_over(dossier)
        execution.gone_elsewhere(connection, said, leaf_of(said))
        events.add(
            connection,
            type="deletion",
            agent=AGENT,
            now=now,
            subjects=[dossier],
            dossier=dossier,
            detail={"act": "stays_destroyed", "about": said["list"], "backup": backup, "leaf": leaf_of(said)},
        )
    known = backup_sets.tombstones(connection)
    for each, said in sorted(tombstones.items()):
        if each not in known and each not in stays.moved:
            backup_sets.bring(connection, said, leaf_of(said))


class _Rows:
    def __init__(self, folder: BackupFolder, manifest: Manifest) -> None:
        self._folder, self._manifest = folder, manifest

    def of(self, table: str) -> Iterator[dict[str, Any]]:
        return self._folder.read_lines(self._manifest.tables[table])


def _moved(rows: _Rows, going: Mapping[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Of these dossiers those in which the set has a document at rest that their tombstone does not name."""
    resting = {
        row["file_id"]: row["dossier_id"]
        for row in rows.of("document")
        if row["dossier_id"] in going and row["state"] in _AT_REST
    }
    found = set()
    for row in rows.of("file"):
        dossier = resting.get(row["id"])
        if dossier is not None and row["digest"] not in going[dossier]["holdings"]["originals_sha256"]:
            found.add(dossier)
    return tuple(sorted(found))


def _moved_since(dossiers: tuple[str, ...]) -> Conflict:
    named = ", ".join(dossiers[:5]) + (", …" if len(dossiers) > 5 else "")
    return Conflict(
        "restore.moved_since",
        Sentence(
            f"Hồ sơ đã hủy {named} ở bản sao lưu này còn văn bản về sau đã chuyển sang hồ sơ khác.",
            f"Of destroyed dossiers this back-up holds documents that were moved to others later: {named}.",
        ),
        Sentence(
            "Khôi phục bản sao lưu mới hơn, sau lúc chuyển. Nếu không có, thêm --keep-moved: các hồ sơ ấy trở lại "
            "nguyên vẹn và phải xét hủy lại.",
            "Restore a newer back-up, taken after they were moved. Without one add --keep-moved: these dossiers come "
            "back whole, and have to be listed for destruction again.",
        ),
    )


def _left_over(dossier: DossierId) -> Damaged:
    return Damaged(
        "restore.left_over",
        Sentence(
            f"Hồ sơ đã hủy {dossier} còn dữ liệu trong danh mục sau khi bỏ; chưa dòng nào được khôi phục.",
            f"Something of the destroyed dossier {dossier} is left in the catalogue; no row was brought back.",
        ),
        Sentence("Báo người hỗ trợ; giữ nguyên bản sao lưu.", "Tell support; leave the back-up as it is."),
    )
