"""Take a back-up: one state of the catalogue, and the objects it needs, into a folder.

The catalogue is copied first, in one transaction that sees one state of everything. Every object
that a row of that state needs exists by then, and packages are copied as of the version that the
state knows; so it does not matter that work goes on meanwhile. What lay in staging and was deposited
since is taken from its package.

Objects that lie in the folder already are not copied again: content of packages never changes. What was
destroyed before is taken out of the folder (``sweep_back_up``), and the list of it laid beside (``destroyed_list``).
The register of sets knows of a back-up before its first byte is written, so none stands that nobody knows of.
Nothing secret is in a back-up but the records themselves: no settings, no passwords.
"""

from __future__ import annotations

import platform
import shutil
import time
from contextlib import closing, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from accounts.seal_trail import sealed_day_of
from adapters.catalogue import backup_sets, events, table_copies
from adapters.catalogue.schema import NEWEST_REVISION
from app.files_on_disk import PDFA, WORDS, made_key, pictures_key
from app.operations.backup_folder import OBJECTS, BackupFolder, ListedObject, Manifest, from_os_error
from app.operations.destroyed_list import DestroyedList, write_list
from app.operations.known_packages import KnownPackages
from app.operations.side_by_side import in_order
from app.operations.sweep_back_up import sweep
from app.operations.whose_folder import require_free, require_own
from app.wiring import VERSION
from archive.copy_package import PackageCopy, PackagePart, as_of, standing
from archive.ocfl.head import read, read_head
from archive.ocfl.inventory import NAME
from archive.ocfl.storage_root import AREA, object_root_in
from ingest.receive import blob_key
from records.errors import Damaged, NotFound
from records.identifiers import ObjectKey, uuid7
from retention_rules.backup_sets import SetState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from adapters.catalogue.table_copies import WaitingBlob
    from app.operations.backup_folder import ListedFile
    from app.wiring import Parts
    from records.identifiers import Digest

_MADE = {"pdfa": PDFA, "words": WORDS}


@dataclass(frozen=True, slots=True, kw_only=True)
class BackUpReport:
    """What a back-up copied."""

    manifest: Manifest
    copied: int
    copied_bytes: int
    swept: int
    """Packages and pictures of destroyed dossiers that were taken out of the folder."""
    seconds: float


@dataclass(slots=True)
class _Kept:
    """What came of some objects."""

    listed: list[ListedObject] = field(default_factory=list)
    copied: int = 0
    copied_bytes: int = 0
    damaged: list[str] = field(default_factory=list)


def back_up(parts: Parts, path: Path) -> BackUpReport:
    """Copy the installation into the folder ``path``; again into the same one copies what is new.

    Interrupted at any moment, it can be run again; the back-up before it stays whole until the
    new one is finished. What is damaged in the installation is named in the manifest, and a good
    copy of it from an earlier back-up is kept.

    Raises:
        InvalidInput (backup.folder_in_use): The folder holds other things, or is the data folder's.
        Conflict (backup.other_installation): The back-up of another installation lies there.
        Conflict (backup.would_empty): This installation is empty, and the back-up there is not.
        Unavailable (backup.full): The disk of the folder is full.
        Misconfigured (backup.folder_unusable): The folder cannot be written.
        Unavailable: Catalogue or store do not answer.
    """
    require_free(path, parts.settings.data)
    folder = BackupFolder(path)
    require_own(folder, parts.catalogue)
    return _BackUp(parts, folder).run()


class _BackUp:
    def __init__(self, parts: Parts, folder: BackupFolder) -> None:
        self._parts, self._store, self._folder = parts, parts.store, folder
        self._id = str(uuid7())
        self._today = parts.clock.today()
        self._taken_at = parts.clock.now()
        self._installation = ""
        self._trusted = False
        self._knows_until = self._taken_at
        self._destroyed: dict[str, dict[str, Any]] = {}
        self._copied = self._copied_bytes = self._bytes = 0
        self._damaged: list[str] = []

    def run(self) -> BackUpReport:
        began = time.monotonic()
        replaces = self._stood_here()
        self._trusted = self._folder.begin(self._id)
        self._register()
        spool = self._parts.settings.spool_folder
        with closing(KnownPackages(spool)) as known:
            self._remember_before(known)
            tables = self._copy_catalogue(known)
            with self._folder.lines(f"catalogue/{self._id}/objects.jsonl.gz") as objects:
                for kept in in_order(self._work(known)):
                    for each in kept.listed:
                        objects.write(each.as_plain())
                        self._bytes += each.size
                    self._copied += kept.copied
                    self._copied_bytes += kept.copied_bytes
                    self._damaged += kept.damaged
            manifest = Manifest(
                id=self._id,
                installation=self._installation,
                software=VERSION,
                catalogue_revision=NEWEST_REVISION,
                taken_at=self._taken_at.isoformat(),
                profile=self._parts.settings.profile,
                tables=tables,
                objects=objects.listed,
                objects_bytes=self._bytes,
                damaged=tuple(self._damaged),
            )
            told = self._tell_destroyed()
            self._folder.finish(manifest)
            swept = self._tidy(known)
            self._settle(manifest, known.number(), replaces, told)
        return BackUpReport(
            manifest=manifest,
            copied=self._copied,
            copied_bytes=self._copied_bytes,
            swept=swept,
            seconds=round(time.monotonic() - began, 1),
        )

    def _stood_here(self) -> tuple[str, ...]:
        """Ids of the sets in this folder that this one takes the place of."""
        found = list(self._folder.broken_off())
        with suppress(NotFound, Damaged):
            found.append(self._folder.manifest().id)
        return tuple(found)

    def _register(self) -> None:
        """Write down that this set is begun, before anything of it is copied."""
        with self._parts.catalogue.begin() as connection:
            backup_sets.begin(
                connection,
                self._id,
                machine=platform.node(),
                place=str(self._folder.path.resolve()),
                taken_at=self._taken_at,
                knows_until=self._taken_at,
            )

    def _tell_destroyed(self) -> datetime:
        known = DestroyedList(installation=self._installation, as_of=self._knows_until, tombstones=self._destroyed)
        return write_list(self._folder.path, known).as_of

    def _settle(self, manifest: Manifest, dossiers: int, replaces: tuple[str, ...], told: datetime) -> None:
        """It stands, and what lay in this folder before is no more: what was destroyed is not in it any longer."""
        now, by = self._parts.clock.now(), self._parts.settings.account
        with self._parts.catalogue.begin() as connection:
            backup_sets.finished(
                connection,
                self._id,
                digest=manifest.digest,
                dossiers=dossiers,
                objects=manifest.objects.lines,
                size=manifest.objects_bytes,
                knows_until=self._knows_until,
                told_until=told,
            )
            for each in backup_sets.standing_in(connection, str(self._folder.path.resolve()), replaces):
                before = backup_sets.settle(connection, each, SetState.REPLACED, by=by, why=self._id, now=now)
                if before is not None and before.holds_destroyed:
                    events.add(
                        connection,
                        type="deletion",
                        agent=by,
                        now=now,
                        subjects=[each],
                        detail={"act": "backup_replaced", "about": self._id, "items": before.destroyed},
                    )

    def _remember_before(self, known: KnownPackages) -> None:
        """Digests of what the last back-up copied under keys whose content may change."""
        try:
            before = self._folder.manifest()
            self._folder.require([before.objects])
            for each in self._folder.objects_of(before.objects):
                if each.key.area != AREA:
                    known.remember(each.key, each.digest)
        except (NotFound, Damaged):
            # Nothing, or nothing to be trusted, is there: what lies there is read before it counts.
            self._trusted = False

    def _copy_catalogue(self, known: KnownPackages) -> dict[str, ListedFile]:
        listed = {}
        with self._parts.catalogue.begin(readonly=True) as connection:
            table_copies.take_time(connection)
            self._installation = table_copies.first_batch(connection)
            for table in table_copies.TABLES:
                with self._folder.lines(f"catalogue/{self._id}/{table.name}.jsonl.gz") as lines:
                    for row in table_copies.rows_of(connection, table):
                        lines.write(row)
                listed[table.name] = lines.listed
            known.add_packages(table_copies.packages(connection))
            known.add_waiting(table_copies.waiting_blobs(connection))
            known.add_pictures(table_copies.page_pictures(connection))
            self._knows_until = backup_sets.knows_until(connection, self._taken_at)
            self._destroyed = backup_sets.tombstones(connection)
        return listed

    def _work(self, known: KnownPackages) -> Iterator[Callable[[], _Kept]]:
        for blob in known.waiting():
            yield partial(self._keep_waiting, blob, known.digest_before(_key_of(blob)))
        found = self._store.list(f"{AREA}/")
        for root, group in groupby(found, key=lambda stored: object_root_in(stored.key)):
            sizes = {stored.key.value: stored.size for stored in group}
            if root is None:
                yield partial(self._keep_all, [_plain_part(key, size) for key, size in sizes.items()])
                continue
            inside = {key.removeprefix(f"{root}/"): size for key, size in sizes.items()}
            yield partial(self._keep_package, root, inside, known.take_package(root))
        for root, version, sha512 in known.not_taken():
            yield partial(self._keep_lost, root, version, sha512)
        for document, digest in known.pictures():
            key = pictures_key(document)
            yield partial(self._keep_pictures, key, digest, known.digest_before(key))
        for stored in self._store.list("evidence/"):
            # A seal made since the copy of the catalogue was taken is of a state that is not in it.
            if (sealed_day_of(stored.key) or date.min) < self._today:
                yield partial(self._keep_all, [_plain_part(stored.key.value, stored.size)])

    def _keep_package(self, root: str, sizes: Mapping[str, int], known: tuple[int, str] | None) -> _Kept:
        # Deposited since, or not in the catalogue: as it stands, it does no harm and may be all there is.
        package = as_of(self._content_of(root), root, sizes, known[0]) if known else standing(self._store, root)
        if package is None:
            return _Kept()
        kept = self._keep_all(package.parts)
        kept.damaged += _faults(root, package, known[1] if known else None)
        return kept

    def _keep_lost(self, root: str, version: int, sha512: str) -> _Kept:
        """A package that the catalogue knows and the store does not have: what an earlier back-up kept of it."""
        place = self._folder.place(ObjectKey(f"{root}/x")).parent
        sizes = {path.relative_to(place).as_posix(): path.stat().st_size for path in place.rglob("*") if path.is_file()}
        package = as_of(lambda path: _small(place / path), root, sizes, version) if sizes else None
        kept = _Kept(damaged=[root])
        if package is not None and package.inventory_sha512 == sha512 and not package.lacks:
            kept.listed += [self._listed(part) for part in package.parts]
        return kept

    def _keep_waiting(self, blob: WaitingBlob, before: Digest | None) -> _Kept:
        key = _key_of(blob)
        part = PackagePart(key=key, size=blob.size, expected=blob.digest)
        named_by_digest = not blob.made
        try:
            return self._keep(part, trusted=named_by_digest or before == blob.digest)
        except NotFound:
            pass
        # Deposited since the state that is being copied, or never kept.
        place = self._in_archive(blob)
        if place is None:
            return _Kept(damaged=[key.value] if blob.must else [])
        with self._store.open(place) as content:
            listed = self._folder.keep(key, content)
        damaged = [] if listed.digest == blob.digest else [key.value]
        return _Kept(listed=[listed], copied=1, copied_bytes=listed.size, damaged=damaged)

    def _in_archive(self, blob: WaitingBlob) -> ObjectKey | None:
        head = read_head(self._store, blob.dossier) if blob.dossier else None
        if head is None:
            return None
        paths = (path for path, sha256 in head.inventory.sha256.items() if sha256 == blob.digest.hex)
        return next((head.key(path) for path in sorted(paths)), None)

    def _keep_pictures(self, key: ObjectKey, expected: Digest, before: Digest | None) -> _Kept:
        found = self._store.stat(key)
        if found is None:
            return _Kept(damaged=[key.value])
        part = PackagePart(key=key, size=found.size, expected=expected)
        try:
            return self._keep(part, trusted=before == expected)
        except NotFound:
            return _Kept(damaged=[key.value])

    def _keep_all(self, parts: tuple[PackagePart, ...] | list[PackagePart]) -> _Kept:
        whole = _Kept()
        for part in parts:
            try:
                kept = self._keep(part, trusted=True)
            except NotFound:
                whole.damaged.append(part.key.value)
                continue
            whole.listed += kept.listed
            whole.copied += kept.copied
            whole.copied_bytes += kept.copied_bytes
            whole.damaged += kept.damaged
        return whole

    def _keep(self, part: PackagePart, *, trusted: bool) -> _Kept:
        """One object; not copied where it lies in the folder. ``trusted``: under this key the bytes never change."""
        if self._folder.size(part.key) == part.size:
            if trusted and self._trusted and part.expected is not None and part.content is None:
                return _Kept(listed=[ListedObject(part.key, part.size, part.expected)])
            digest = self._folder.digest(part.key)
            if part.expected in {digest, None}:
                return _Kept(listed=[ListedObject(part.key, part.size, digest)])
        with BytesIO(part.content) if part.content is not None else self._store.open(part.key) as content:
            listed = self._folder.keep(part.key, content)
        sound = part.expected in {listed.digest, None}
        return _Kept(listed=[listed], copied=1, copied_bytes=listed.size, damaged=[] if sound else [part.key.value])

    def _listed(self, part: PackagePart) -> ListedObject:
        return ListedObject(part.key, part.size, part.expected or self._folder.digest(part.key))

    def _content_of(self, root: str) -> Callable[[str], bytes | None]:
        return lambda path: read(self._store, ObjectKey(f"{root}/{path}"))

    def _tidy(self, known: KnownPackages) -> int:
        """Remove what belonged to earlier back-ups alone: their catalogue, what left staging, what was destroyed."""
        try:
            for folder in (self._folder.path / "catalogue").iterdir():
                if folder.name != self._id:
                    shutil.rmtree(folder)
            staging = self._folder.path / OBJECTS / "staging"
            for path in staging.rglob("*"):
                key = path.relative_to(self._folder.path / OBJECTS).as_posix()
                if path.is_file() and not known.is_waiting(key):
                    path.unlink()
        except OSError as error:
            raise from_os_error(error, self._folder.path) from error
        return sweep(self._folder, self._destroyed, known.has_pictures)


def _key_of(blob: WaitingBlob) -> ObjectKey:
    return made_key(blob.document, _MADE[blob.made]) if blob.document else blob_key(blob.digest)


def _plain_part(key: str, size: int) -> PackagePart:
    return PackagePart(key=ObjectKey(key), size=size, expected=None)


def _faults(root: str, package: PackageCopy, sha512: str | None) -> list[str]:
    lost = [f"{root}/{path}" for path in package.lacks]
    known = sha512 is None or package.inventory_sha512 == sha512
    return lost if known else [*lost, f"{root}/{NAME}"]


def _small(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
