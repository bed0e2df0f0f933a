"""Bring an installation back from a back-up, into an empty one of either profile.

Objects come first, each checked against its digest, then all rows in one transaction, then the index
is made anew. What was destroyed after the set was taken does not come back (``stays_destroyed``).
Interrupted anywhere before the rows are there, the installation still counts as empty and the same back-up
can be restored again; interrupted after, running it again makes the index. Steps that were under way when
the back-up was taken go on.
"""

from __future__ import annotations

import platform
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from adapters.catalogue import backup_sets, event_seals, fixity, locks, table_copies
from adapters.catalogue.schema import NEWEST_REVISION, event
from app.operations.backup_folder import BackupFolder, damaged_files, from_os_error, other_version
from app.operations.destroyed_list import DestroyedList, read_list
from app.operations.known_packages import KnownPackages
from app.operations.rebuild_index import rebuild_index
from app.operations.side_by_side import in_order
from app.operations.stays_destroyed import of_set, take_out
from app.wiring import AGENT
from records.errors import Conflict, Damaged, InvalidInput, NotFound, Sentence
from records.ports.clock import VIET_NAM

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import sqlalchemy as sa

    from app.operations.backup_folder import ListedObject, Manifest
    from app.operations.stays_destroyed import StaysDestroyed
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
    stayed_destroyed: int
    """Dossiers the back-up holds that were destroyed since; nothing of them was brought back."""
    came_back: tuple[str, ...]
    """Destroyed dossiers that came back all the same, as was asked: they hold what was moved elsewhere later."""
    destroyed_known_until: datetime
    """What was destroyed later cannot be known from the back-up nor from the lists that were given."""
    seconds: float


def restore(
    parts: Parts, path: Path, *, destroyed: Sequence[Path] = (), none_later: bool = False, keep_moved: bool = False
) -> RestoreReport:
    """Bring back everything the back-up in ``path`` holds, but what was destroyed since.

    ``destroyed`` names lists of what was destroyed, or folders that hold one; that beside the back-up counts by
    itself. ``none_later``: nobody knows a later list than the back-up itself. ``keep_moved``: as in ``of_set``.

    Raises:
        NotFound (backup.not_found): There is no finished back-up.
        InvalidInput (restore.destructions_unknown): Nothing says what was destroyed after it was taken.
        NotFound (destroyed_list.not_found), Damaged (destroyed_list.damaged), Conflict
            (destroyed_list.other_installation): A list that was named, or lies there, will not do.
        Conflict (restore.moved_since): As in ``of_set``.
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
    known = _known(folder, manifest, destroyed)
    if known.as_of <= datetime.fromisoformat(manifest.taken_at) and not none_later:
        raise _destructions_unknown(known.as_of)
    folder.require([manifest.objects, *manifest.tables.values()])
    stays = of_set(folder, manifest, known.tombstones, keep_moved=keep_moved)
    if not rows_are_there:
        _require_nothing_else(parts, folder, manifest, stays)
        _bring_objects(parts, folder, manifest, stays)
        _bring_rows(parts, folder, manifest, stays, known)
    else:
        _require_same_list(parts, stays)
    return RestoreReport(
        manifest=manifest,
        objects=_brought(folder, manifest, stays),
        rows=sum(listed.lines for listed in manifest.tables.values()),
        documents_indexed=rebuild_index(parts),
        stayed_destroyed=len(stays.dossiers),
        came_back=stays.moved,
        destroyed_known_until=known.as_of,
        seconds=round(time.monotonic() - began, 1),
    )


def _known(folder: BackupFolder, manifest: Manifest, given: Sequence[Path]) -> DestroyedList:
    """All that the lists say, that beside the set among them; of the set's own moment where there is none."""
    known = DestroyedList(
        installation=manifest.installation, as_of=datetime.fromisoformat(manifest.taken_at), tombstones={}
    )
    with suppress(NotFound):
        known = known.with_what(read_list(folder.path, installation=manifest.installation))
    for each in given:
        known = known.with_what(read_list(each, installation=manifest.installation))
    return known


def _require_same_list(parts: Parts, stays: StaysDestroyed) -> None:
    """An interrupted restore goes on: what stays destroyed now was taken out when the rows were brought."""
    with parts.catalogue.begin(readonly=True) as connection:
        known = backup_sets.tombstones(connection)
    if not stays.dossiers.keys() <= known.keys():
        raise _not_empty()


def _require_nothing_else(parts: Parts, folder: BackupFolder, manifest: Manifest, stays: StaysDestroyed) -> None:
    """The store holds nothing, or only what an interrupted restore of this back-up put there."""
    if all(next(parts.store.list(f"{area}/"), None) is None for area in AREAS):
        return
    with closing(KnownPackages(parts.settings.spool_folder)) as listed:
        for each in folder.objects_of(manifest.objects):
            if not stays.has(each.key):
                listed.remember(each.key, each.digest)
        for area in AREAS:
            if any(listed.digest_before(found.key) is None for found in parts.store.list(f"{area}/")):
                raise _not_empty()


def _bring_objects(parts: Parts, folder: BackupFolder, manifest: Manifest, stays: StaysDestroyed) -> None:
    def work() -> Iterator[Callable[[], str | None]]:
        for each in folder.objects_of(manifest.objects):
            if stays.has(each.key):
                continue
            yield partial(_bring, parts.store, folder, each)

    if damaged := [key for key in in_order(work()) if key is not None]:
        raise damaged_files(damaged)


def _brought(folder: BackupFolder, manifest: Manifest, stays: StaysDestroyed) -> int:
    if not stays.dossiers:
        return manifest.objects.lines
    return sum(not stays.has(each.key) for each in folder.objects_of(manifest.objects))


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


def _bring_rows(
    parts: Parts, folder: BackupFolder, manifest: Manifest, stays: StaysDestroyed, known: DestroyedList
) -> None:
    now = parts.clock.now()
    with parts.catalogue.begin() as connection:
        table_copies.take_time(connection)
        for table in table_copies.TABLES:
            listed = manifest.tables[table.name]
            if table_copies.put_rows(connection, table, folder.read_lines(listed)) != listed.lines:
                raise damaged_files([listed.file])
        _register(connection, folder, manifest, known)
        take_out(connection, stays, known.tombstones, backup=manifest.id, now=now)
        done = {
            "id": manifest.id,
            "at": now.isoformat(),
            "type": "recovery",
            "agent": AGENT,
            "outcome": "success",
            "subjects": [],
            "detail": {
                "backup": manifest.id,
                "taken_at": manifest.taken_at,
                "by": parts.settings.account,
                "destroyed_known_until": known.as_of.isoformat(),
                **({"came_back": ", ".join(stays.moved)} if stays.moved else {}),
            },
        }
        locks.ask_for_all(connection)
        fixity.ask_for_all(connection)
        event_seals.ask_for_all(connection)
        table_copies.put_rows(connection, event, [done])


def _register(connection: sa.Connection, folder: BackupFolder, manifest: Manifest, known: DestroyedList) -> None:
    """The set that was restored stands: it holds what was destroyed since."""
    taken_at = datetime.fromisoformat(manifest.taken_at)
    until = backup_sets.knows_until(connection, taken_at)
    backup_sets.begin(
        connection,
        manifest.id,
        machine=platform.node(),
        place=str(folder.path.resolve()),
        taken_at=taken_at,
        knows_until=until,
    )
    backup_sets.finished(
        connection,
        manifest.id,
        digest=manifest.digest,
        dossiers=table_copies.number_of_packages(connection),
        objects=manifest.objects.lines,
        size=manifest.objects_bytes,
        knows_until=until,
        told_until=known.as_of,
    )
    # Where it lies may be another place than that in which it was written.
    backup_sets.add_copy(
        connection, manifest.id, machine=platform.node(), place=str(folder.path.resolve()), told_until=known.as_of
    )


def _destructions_unknown(until: datetime) -> InvalidInput:
    moment = f"{until.astimezone(VIET_NAM):%H:%M %d/%m/%Y}"
    return InvalidInput(
        "restore.destructions_unknown",
        Sentence(
            f"Không biết hồ sơ nào đã bị hủy sau {moment}; khôi phục có thể làm sống lại hồ sơ đã hủy.",
            f"What was destroyed after {moment} cannot be known; a restore could bring destroyed dossiers back.",
        ),
        Sentence(
            "Nêu danh sách đã hủy mới nhất: --destroyed TỆP (destroyed.jsonl trong bản sao lưu mới hơn). Chỉ khi chắc "
            "chắn không còn danh sách nào mới hơn thì dùng --none-later.",
            "Name the newest list of what was destroyed: --destroyed FILE (destroyed.jsonl in a newer back-up). Only "
            "where there is no newer list anywhere, say --none-later.",
        ),
    )


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
