"""The object store on a file system: a file an object, for one machine without servers.

- A key ``area/part/part`` is the file ``ROOT/area/part/part``. Keys hold no ``..``, and a
  symbolic link that leads out of the root is refused, so a key never leaves the root.
- Bytes are written to ``ROOT/.incoming``, hashed on the way, flushed to the disk, and only
  then renamed to their place; the folder is flushed after. A reader or a crash sees an
  object whole or not at all. What ``kill -9`` leaves in ``.incoming`` is removed by ``sweep``.
- Whoever changes a key holds the lock of that key (``flock`` on one of 256 files in
  ``ROOT/.locks``), so compare-and-swap holds between threads and processes of one machine.
  The kernel drops the lock of a killed process.
- Objects are files of mode 0444: a slip of a hand or a program does not change them.
- What is leased or held (``filesystem_locks``) is not erased by this store.
"""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import secrets
import stat as file_mode
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from adapters.object_store import filesystem_errors as failures
from adapters.object_store.filesystem_errors import from_os_error, translated
from adapters.object_store.filesystem_locks import LOCKED_AREAS, forget, in_force, key_locked, lock_of
from records.identifiers import Digest, ObjectKey
from records.ports.object_store import ObjectStore, StoredObject

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from _typeshed import WriteableBuffer

_CHUNK = 1 << 20
_INCOMING = ".incoming"
_LOCKS = ".locks"
_Names = list[str]
# What is kept for ever is read back after writing; it must then come from the disk.
_DROPPED_FROM_CACHE = {"archive", "evidence"}


class FilesystemObjectStore(ObjectStore):
    """Objects as files below ``root``, which is made when it is absent.

    Raises:
        Misconfigured (store.permission): The folder may not be made or written.
        Unavailable (store.io, store.full): The disk does not answer.
    """

    def __init__(self, root: Path) -> None:
        with translated(root):
            root.mkdir(parents=True, exist_ok=True)
            self._root = Path(os.path.realpath(root))
            (self._root / _INCOMING).mkdir(exist_ok=True)
            (self._root / _LOCKS).mkdir(exist_ok=True)

    def put(self, key: ObjectKey, content: BinaryIO, expected: Digest) -> None:
        path = self._path(key)
        with self._received(key, content, expected) as arrived, key_locked(self._root, key), translated(key):
            if not os.path.lexists(path):
                self._publish(arrived, path, key)
            elif self._digest(key) != expected:
                raise failures.exists(key)

    def replace(self, key: ObjectKey, content: BinaryIO, expected: Digest, *, previous: Digest | None) -> None:
        path = self._path(key)
        with self._received(key, content, expected) as arrived, key_locked(self._root, key):
            current = self._digest(key)
            if current == expected:
                return
            if current != previous:
                raise failures.changed(key)
            with translated(key):
                self._publish(arrived, path, key)

    def mend(self, key: ObjectKey, content: BinaryIO, expected: Digest, *, damaged: Digest | None) -> None:
        self.replace(key, content, expected, previous=damaged)  # which reads what lies there

    def open(self, key: ObjectKey) -> BinaryIO:
        path = self._path(key)
        with translated(key):
            # Opening a pipe would wait for its writer.
            if not file_mode.S_ISREG(path.stat().st_mode):
                raise failures.not_found(key)
            return io.BufferedReader(_Reading(path, key), _CHUNK)

    def read_range(self, key: ObjectKey, start: int, length: int) -> bytes:
        with self.open(key) as stream:
            stream.seek(start)
            return stream.read(length)

    def stat(self, key: ObjectKey) -> StoredObject | None:
        path = self._path(key)
        with translated(key):
            try:
                found = path.stat()
            except (FileNotFoundError, NotADirectoryError):
                return None
        return StoredObject(key, found.st_size) if file_mode.S_ISREG(found.st_mode) else None

    def list(self, prefix: str) -> Iterator[StoredObject]:
        """As the port says; after the last object it names files that no key can name.

        Raises:
            Damaged (store.foreign_name): Files lie there whose names are no keys.
        """
        if not prefix.endswith("/"):
            raise ValueError(f"a prefix ends in '/': {prefix!r}")
        ObjectKey(prefix + "x")
        foreign: _Names = []
        yield from self._walk(prefix, foreign)
        if foreign:
            raise failures.foreign_names(foreign)

    def delete(self, key: ObjectKey) -> None:
        path = self._path(key)
        with key_locked(self._root, key), translated(key):
            if key.area in LOCKED_AREAS:
                if in_force(lock_of(self._root, key)) and path.is_file():
                    raise failures.locked(key)
                forget(self._root, key)
            try:
                path.unlink()
            except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
                return
            with suppress(FileNotFoundError):
                _flush_folder(path.parent)
        self._prune(path.parent)

    def sweep(self, older_than: datetime) -> int:
        """Remove what killed writers left behind before ``older_than``; how many files went.

        A file that is still being written is locked by its writer and stays, however old.
        """
        removed = 0
        with translated(_INCOMING):
            for left in (self._root / _INCOMING).iterdir():
                with suppress(FileNotFoundError, BlockingIOError), left.open("rb") as stream:
                    fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    if left.stat().st_mtime < older_than.timestamp():
                        left.unlink()
                        removed += 1
        return removed

    def _path(self, key: ObjectKey) -> Path:
        path = self._root / key.value
        with translated(key):
            if not Path(os.path.realpath(path)).is_relative_to(self._root):
                raise failures.leads_out(key)
        return path

    @contextmanager
    def _received(self, key: ObjectKey, content: BinaryIO, expected: Digest) -> Iterator[Path]:
        """The content as a flushed file in ``.incoming``, checked against ``expected``."""
        arriving = self._root / _INCOMING / secrets.token_hex(16)
        with translated(key):
            handle = os.open(arriving, os.O_CREAT | os.O_EXCL | os.O_WRONLY | os.O_CLOEXEC, 0o444)
        try:
            with translated(key):
                fcntl.flock(handle, fcntl.LOCK_EX)
            running = hashlib.sha256()
            while chunk := content.read(_CHUNK):
                running.update(chunk)
                with translated(key):
                    _write_all(handle, chunk)
            if running.hexdigest() != expected.hex:
                raise failures.digest_mismatch(key)
            with translated(key):
                os.fsync(handle)
                if key.area in _DROPPED_FROM_CACHE:
                    os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            yield arriving
        finally:
            with suppress(OSError):
                arriving.unlink()
            os.close(handle)

    def _publish(self, arrived: Path, path: Path, key: ObjectKey) -> None:
        # Another key's deletion may prune the folder between making and using it.
        for _ in range(100):
            try:
                _make_folder(path.parent)
                arrived.rename(path)
            except FileNotFoundError:
                continue
            except (FileExistsError, NotADirectoryError, IsADirectoryError):
                # The key runs through an object, or is a folder of other objects.
                raise failures.exists(key) from None
            with suppress(FileNotFoundError):
                _flush_folder(path.parent)
            return
        raise failures.busy(key)

    def _digest(self, key: ObjectKey) -> Digest | None:
        if self.stat(key) is None:
            return None
        with self.open(key) as stream:
            return Digest.of_stream(stream)

    def _walk(self, prefix: str, foreign: _Names) -> Iterator[StoredObject]:
        with translated(prefix):
            try:
                with os.scandir(self._root / prefix) as entries:
                    found = [(e.name, e.is_dir(follow_symlinks=False), e) for e in entries]
            except (FileNotFoundError, NotADirectoryError):
                return
        # "a.txt" sorts before "a/b": keys are ordered as whole strings.
        for name, is_folder, entry in sorted(found, key=lambda f: f[0] + "/" if f[1] else f[0]):
            if is_folder:
                yield from self._walk(f"{prefix}{name}/", foreign)
                continue
            try:
                key = ObjectKey(prefix + name)
                name.encode()
                status = entry.stat()
            except ValueError:
                foreign.append(prefix + name)
            except OSError:
                # Gone meanwhile, or a link to nowhere.
                if entry.is_symlink():
                    foreign.append(prefix + name)
            else:
                if file_mode.S_ISREG(status.st_mode):
                    yield StoredObject(key, status.st_size)
                else:
                    foreign.append(prefix + name)

    def _prune(self, folder: Path) -> None:
        # OCFL 1.1, 4.2: a storage root holds no empty folders.
        while folder.parent != self._root:
            try:
                folder.rmdir()
            except OSError:
                return
            folder = folder.parent


class _Reading(io.FileIO):
    """A file whose read errors are errors of ours."""

    def __init__(self, path: Path, key: ObjectKey) -> None:
        super().__init__(path, "rb")
        self._key = key

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        try:
            return super().readinto(buffer)
        except OSError as error:
            raise from_os_error(error, self._key) from error

    def readall(self) -> bytes:
        try:
            return super().readall()
        except OSError as error:
            raise from_os_error(error, self._key) from error


def _write_all(handle: int, chunk: bytes) -> None:
    left = memoryview(chunk)
    while left:
        left = left[os.write(handle, left) :]


def _make_folder(folder: Path) -> None:
    """Make ``folder`` with its parents, each flushed into the folder above it."""
    if folder.is_dir():
        return
    _make_folder(folder.parent)
    with suppress(FileExistsError):
        folder.mkdir()
    _flush_folder(folder.parent)
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(folder)


def _flush_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
