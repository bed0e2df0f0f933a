"""Bring an installation back from a back-up, into an empty one of either profile.

Objects come first, each checked against its digest, then all rows in one transaction, then the index
is made anew. Interrupted anywhere before the rows are there, the installation still counts as empty
and the same back-up can be restored again; interrupted after, running it again makes the index.
Steps that were under way when the back-up was taken go on.
"""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from adapters.catalogue import event_seals, fixity, locks, table_copies
from adapters.catalogue.schema import NEWEST_REVISION, event
from app.operations.backup_folder import BackupFolder, damaged_files, from_os_error, other_version
from app.operations.known_packages import KnownPackages
from app.operations.rebuild_index import rebuild_index
from app.operations.side_by_side import in_order
from app.wiring import AGENT
from records.errors import Conflict, Damaged, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from app.operations.backup_folder import ListedObject, Manifest
    from app.wiring import Parts
    from records.ports.object_store import ObjectStore

AREAS = ("archive", "evidence", "staging", "access")


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreReport:
    """What a restore brought back."""

    manifest: Manifest
    objects: int
    rows: int
    documents_indexed: int
    seconds: float


def restore(parts: Parts, path: Path) -> RestoreReport:
    """Bring back everything the back-up in ``path`` holds.

    Raises:
        NotFound (backup.not_found): There is no finished back-up.
        Damaged (backup.damaged): Files of it are missing or changed, by name; no row was brought back.
        Misconfigured (backup.other_version): Another version of Vankho made it.
        Conflict (restore.not_empty): The installation holds something else.
        Unavailable: Catalogue, store or index do not answer.
    """
    began = time.monotonic()
    folder = BackupFolder(path)
    manifest = folder.manifest()
    if manifest.catalogue_revision != NEWEST_REVISION or manifest.tables.keys() != {
        t.name for t in table_copies.TABLES
    }:
        raise other_version(f"{manifest.software} ({manifest.catalogue_revision})", NEWEST_REVISION)
    with parts.catalogue.begin(readonly=True) as connection:
        # Only where nothing was done since: an installation restored from a copy of a copy tells of both.
        rows_are_there = table_copies.ends_with_event(connection, manifest.id)
        if not rows_are_there and not table_copies.is_empty(connection):
            raise _not_empty()
    if not rows_are_there:
        folder.require([manifest.objects, *manifest.tables.values()])
        _require_nothing_else(parts, folder, manifest)
        _bring_objects(parts, folder, manifest)
        _bring_rows(parts, folder, manifest)
    return RestoreReport(
        manifest=manifest,
        objects=manifest.objects.lines,
        rows=sum(listed.lines for listed in manifest.tables.values()),
        documents_indexed=rebuild_index(parts),
        seconds=round(time.monotonic() - began, 1),
    )


def _require_nothing_else(parts: Parts, folder: BackupFolder, manifest: Manifest) -> None:
    """The store holds nothing, or only what an interrupted restore of this back-up put there."""
    if all(next(parts.store.list(f"{area}/"), None) is None for area in AREAS):
        return
    with closing(KnownPackages(parts.settings.spool_folder)) as listed:
        for each in folder.objects_of(manifest.objects):
            listed.remember(each.key, each.digest)
        for area in AREAS:
            if any(listed.digest_before(found.key) is None for found in parts.store.list(f"{area}/")):
                raise _not_empty()


def _bring_objects(parts: Parts, folder: BackupFolder, manifest: Manifest) -> None:
    def work() -> Iterator[Callable[[], str | None]]:
        for each in folder.objects_of(manifest.objects):
            yield partial(_bring, parts.store, folder, each)

    if damaged := [key for key in in_order(work()) if key is not None]:
        raise damaged_files(damaged)


def _bring(store: ObjectStore, folder: BackupFolder, each: ListedObject) -> str | None:
    """Put one object where it was; its key where the copy is not what was written."""
    try:
        with folder.open(each.key) as content:
            store.put(each.key, content, each.digest)
    except (FileNotFoundError, Damaged):
        return each.key.value
    except Conflict as error:
        raise _not_empty() from error
    except OSError as error:
        raise from_os_error(error, folder.place(each.key)) from error
    return None


def _bring_rows(parts: Parts, folder: BackupFolder, manifest: Manifest) -> None:
    with parts.catalogue.begin() as connection:
        table_copies.take_time(connection)
        for table in table_copies.TABLES:
            listed = manifest.tables[table.name]
            if table_copies.put_rows(connection, table, folder.read_lines(listed)) != listed.lines:
                raise damaged_files([listed.file])
        done = {
            "id": manifest.id,
            "at": parts.clock.now().isoformat(),
            "type": "recovery",
            "agent": AGENT,
            "outcome": "success",
            "subjects": [],
            "detail": {"backup": manifest.id, "taken_at": manifest.taken_at, "by": parts.settings.account},
        }
        locks.ask_for_all(connection)
        fixity.ask_for_all(connection)
        event_seals.ask_for_all(connection)
        table_copies.put_rows(connection, event, [done])


def _not_empty() -> Conflict:
    return Conflict(
        "restore.not_empty",
        Sentence(
            "Hệ thống này đã có dữ liệu khác; chỉ khôi phục vào hệ thống trống.",
            "This installation holds other records; a back-up is restored into an empty one only.",
        ),
        Sentence(
            "Đặt VANKHO_DATA vào thư mục trống; trên máy chủ dùng cơ sở dữ liệu mới và tiền tố bucket mới.",
            "Point VANKHO_DATA at an empty folder; on a server take a new database and a new bucket prefix.",
        ),
    )
