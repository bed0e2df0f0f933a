"""Originals kept at hand on a worker's own disk, where the store is a server.

A file of 200 pages is read page by page, by several processes: it is fetched once. Blobs lie
under their SHA-256 and never change, so a copy is right for ever; it may be removed at any time.
Whoever uses a copy holds a shared lock on it, and only what nobody holds is removed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CHUNK = 1 << 20
_DAY = 86_400
TIDY_SECONDS = 3600
"""How often a machine forgets what nobody uses."""


class BlobCache:
    """Copies in ``folder``, at most ``limit`` bytes when nobody uses them; the least lately used go first.

    A copy that nobody used for a day goes as well: what is destroyed in the archive must not live on here.
    """

    def __init__(self, folder: Path, limit: int) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._limit = limit

    @contextmanager
    def file(self, name: str, fetch: Callable[[], BinaryIO]) -> Iterator[Path]:
        """The copy called ``name``, fetched first where it is not here. Only to be read."""
        path = self._folder / name
        while True:
            held = self._held(path)
            if held is not None:
                break
            self._fetch(path, fetch)
        try:
            yield path
        finally:
            os.close(held)

    def forget(self, name: str) -> None:
        """Remove the copy, also while somebody reads it; repeatable."""
        (self._folder / name).unlink(missing_ok=True)

    def forget_unused(self) -> None:
        """Remove what nobody used for a day: elsewhere it may have been destroyed, and nobody tells this machine."""
        self._make_room(0)

    def has(self, name: str) -> bool:
        """Whether a copy lies here."""
        return (self._folder / name).exists()

    def _held(self, path: Path) -> int | None:
        """A handle that keeps the copy here, or None where there is no copy."""
        try:
            handle = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        fcntl.flock(handle, fcntl.LOCK_SH)
        with suppress(FileNotFoundError):
            # Removed between opening and locking, it would be a file without a name.
            if path.stat().st_ino == os.fstat(handle).st_ino:
                os.utime(path)
                return handle
        os.close(handle)
        return None

    def _fetch(self, path: Path, fetch: Callable[[], BinaryIO]) -> None:
        with fetch() as content, tempfile.NamedTemporaryFile(dir=self._folder, prefix=".", delete=False) as arriving:
            try:
                shutil.copyfileobj(content, arriving, _CHUNK)
                arriving.flush()
                self._make_room(arriving.tell())
                Path(arriving.name).rename(path)
            except BaseException:
                Path(arriving.name).unlink(missing_ok=True)
                raise

    def _make_room(self, size: int) -> None:
        found = []
        for entry in os.scandir(self._folder):
            with suppress(FileNotFoundError):
                if not entry.name.startswith("."):
                    found.append((entry.stat().st_mtime, entry.stat().st_size, Path(entry.path)))
        left = sum(each for _, each, _ in found) + size - self._limit
        for used, each, path in sorted(found):
            if left <= 0 and used > time.time() - _DAY:
                return
            with suppress(OSError), path.open("rb") as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                path.unlink()
                left -= each
