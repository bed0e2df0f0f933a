"""Take destroyed dossiers out of a back-up set where it lies: it stays the set of its moment, sound, without them.

Its rows are put into a catalogue of their own, what was destroyed is taken out of it as a restore does, and the
rows that are left are written beside the old ones. The manifest is replaced at once; only then bytes go.
Broken off before, the set is what it was; after, it is run again and finds only bytes to remove.
"""

from __future__ import annotations

import secrets
import shutil
import tempfile
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.catalogue import backup_sets, events, table_copies
from adapters.catalogue.engine import Catalogue
from adapters.catalogue.schema import NEWEST_REVISION
from app.carry_destroyed import lies_there
from app.files_on_disk import pictures_key
from app.operations.backup_folder import OBJECTS, BackupFolder, damaged_files, from_os_error, other_version
from app.operations.destroyed_list import list_now, write_list
from app.operations.known_packages import KnownPackages
from app.operations.settle_backup_set import not_there, require_open
from app.operations.stays_destroyed import of_set, take_out
from app.operations.sweep_back_up import sweep
from records.identifiers import DocumentId, ObjectKey

if TYPE_CHECKING:
    from app.operations.backup_folder import ListedFile, Manifest
    from app.operations.destroyed_list import DestroyedList
    from app.operations.stays_destroyed import StaysDestroyed
    from app.wiring import Parts
    from retention_rules.backup_sets import BackupSet


@dataclass(frozen=True, slots=True, kw_only=True)
class RewriteReport:
    """What was taken out of a set."""

    set: str
    dossiers: int
    """Whose rows were taken out now; 0 where a run before had done it."""
    swept: int
    """Packages, pictures and files that were removed."""


def rewrite(parts: Parts, which: BackupSet) -> RewriteReport:
    """Take out everything that is destroyed now, and look again; it is recorded, and the set does not hold it any more.

    Raises:
        Conflict (backup_set.settled): The set is no more.
        NotFound (backup_set.not_there): It does not lie where it was written, as seen from this machine.
        NotFound (backup.not_found): It was never finished: back up into its folder again, or erase it.
        Conflict (restore.moved_since): As in ``of_set``: it cannot be rewritten without losing documents.
        Damaged (backup.damaged): It is not as it was written, or something is left; by name.
        Misconfigured (backup.other_version): Another version of Vankho made it.
        Unavailable (backup.full), Misconfigured (backup.folder_unusable): The disk says no.
        Unavailable: The catalogue does not answer.
    """
    require_open(which)
    folder = BackupFolder(Path(which.place))
    if not lies_there(folder, which.set_id):
        raise not_there(which)
    manifest = folder.manifest()
    if manifest.catalogue_revision != NEWEST_REVISION or manifest.tables.keys() != {
        t.name for t in table_copies.TABLES
    }:
        raise other_version(f"{manifest.software} ({manifest.catalogue_revision})", NEWEST_REVISION)
    known = list_now(parts)
    folder.require([manifest.objects, *manifest.tables.values()])
    stays = of_set(folder, manifest, known.tombstones, keep_moved=False)
    write_list(folder.path, known)
    if stays.dossiers:
        folder.begin(which.set_id)
        manifest = _without(parts, folder, manifest, stays)
        folder.finish(manifest)
    swept = _sweep(parts, folder, manifest, known)
    folder.require([manifest.objects, *manifest.tables.values()])
    if left := of_set(folder, manifest, known.tombstones, keep_moved=False).dossiers:
        raise damaged_files(sorted(left))
    _record(parts, folder, which, manifest, known)
    return RewriteReport(set=which.id, dossiers=len(stays.dossiers), swept=swept)


def _without(parts: Parts, folder: BackupFolder, manifest: Manifest, stays: StaysDestroyed) -> Manifest:
    """Rows and list of objects without them, in files of their own; the manifest that names these."""
    edition = f"catalogue/{manifest.id}-{secrets.token_hex(4)}"
    tables: dict[str, ListedFile] = {}
    size = 0
    with (
        tempfile.TemporaryDirectory(dir=parts.settings.spool_folder) as place,
        closing(Catalogue.on_disk(Path(place) / "catalogue.sqlite")) as catalogue,
    ):
        catalogue.migrate()
        with catalogue.begin() as connection:
            for table in table_copies.TABLES:
                table_copies.put_rows(connection, table, folder.read_lines(manifest.tables[table.name]))
            take_out(connection, stays, {}, backup=manifest.id, now=parts.clock.now())
            for table in table_copies.TABLES:
                with folder.lines(f"{edition}/{table.name}.jsonl.gz") as lines:
                    for row in table_copies.rows_of(connection, table):
                        lines.write(row)
                tables[table.name] = lines.listed
    with folder.lines(f"{edition}/objects.jsonl.gz") as objects:
        for each in folder.objects_of(manifest.objects):
            if not stays.has(each.key):
                objects.write(each.as_plain())
                size += each.size
    return replace(manifest, tables=tables, objects=objects.listed, objects_bytes=size)


def _sweep(parts: Parts, folder: BackupFolder, manifest: Manifest, known: DestroyedList) -> int:
    """Remove what the set does not list any more: rows as they were, packages, pictures, what waited in staging."""
    place = folder.path / OBJECTS
    gone = 0
    with closing(KnownPackages(parts.settings.spool_folder)) as listed:
        for each in folder.objects_of(manifest.objects):
            if each.key.area in {"access", "staging"}:
                listed.remember(each.key, each.digest)
        try:
            edition = (folder.path / manifest.objects.file).parent
            for other in edition.parent.iterdir():
                if other != edition:
                    shutil.rmtree(other)
            for path in sorted(path for path in (place / "staging").rglob("*") if path.is_file()):
                if listed.digest_before(ObjectKey(path.relative_to(place).as_posix())) is None:
                    path.unlink()
                    gone += 1
        except OSError as error:
            raise from_os_error(error, folder.path) from error
        return gone + sweep(
            folder,
            known.tombstones,
            lambda document: listed.digest_before(pictures_key(DocumentId(document))) is not None,
        )


def _record(parts: Parts, folder: BackupFolder, which: BackupSet, manifest: Manifest, known: DestroyedList) -> None:
    kept = sum(row.get("version", 0) > 0 for row in folder.read_lines(manifest.tables["dossier"]))
    by = parts.settings.account
    with parts.catalogue.begin() as connection:
        backup_sets.finished(
            connection,
            which.id,
            digest=manifest.digest,
            dossiers=kept,
            objects=manifest.objects.lines,
            size=manifest.objects_bytes,
            knows_until=known.as_of,
            told_until=known.as_of,
        )
        events.add(
            connection,
            type="deletion",
            agent=by,
            now=parts.clock.now(),
            subjects=[which.id],
            detail={"act": "backup_rewritten", "about": which.id, "items": which.destroyed},
        )
