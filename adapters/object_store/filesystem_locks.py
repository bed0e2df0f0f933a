"""Leases and holds of the store on a file system, kept by ourselves.

Beside the objects, below ``ROOT/.leases``, lies a file for each locked one that says until when and
whether it is held. Our own store erases no such object. Whoever may write to the folder otherwise,
above all root, is not kept from it: only a store on another machine can promise that. An object that is
replaced keeps its lease and its hold; replacing is what writes the next version of a package, whose
inventory lies in the version's own folder as well.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import secrets
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from adapters.object_store.filesystem_errors import lease_over, not_found, translated, without_lock
from records.ports.object_lock import LockState, ObjectLocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.identifiers import ObjectKey

LOCKED_AREAS = ("archive", "evidence")
_LEASES = ".leases"
_LOCKS = ".locks"
_INCOMING = ".incoming"
_FREE = LockState(None, held=False)


class FilesystemObjectLocks(ObjectLocks):
    """Locks of the objects below ``root``, which the store has made."""

    def __init__(self, root: Path) -> None:
        self._root = Path(os.path.realpath(root))

    def extend(self, key: ObjectKey, until: datetime) -> None:
        if until.tzinfo is None:
            raise ValueError("the end of a lease has a time zone")
        with self._known(key) as before:
            if before.retained_until is not None and before.retained_until >= until:
                return
            if until <= datetime.now(UTC):
                if before.retained_until is None:
                    raise lease_over(key)
                return
            self._write(key, LockState(until.astimezone(UTC), before.held))

    def hold(self, key: ObjectKey, *, on: bool) -> None:
        with self._known(key) as before:
            if before.held != on:
                self._write(key, LockState(before.retained_until, on))

    def state(self, key: ObjectKey) -> LockState:
        with self._known(key) as found:
            return found

    @contextmanager
    def _known(self, key: ObjectKey) -> Iterator[LockState]:
        if key.area not in LOCKED_AREAS:
            raise without_lock(key)
        with key_locked(self._root, key):
            with translated(key):
                if not (self._root / key.value).is_file():
                    raise not_found(key)
            yield lock_of(self._root, key)

    def _write(self, key: ObjectKey, state: LockState) -> None:
        place, arriving = self._root / _LEASES / key.value, self._root / _INCOMING / secrets.token_hex(16)
        until = state.retained_until
        said = json.dumps({"until": until.isoformat() if until else None, "held": state.held})
        with translated(key):
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                with arriving.open("x") as stream:
                    stream.write(said)
                    stream.flush()
                    os.fsync(stream.fileno())
                arriving.rename(place)
            finally:
                with suppress(FileNotFoundError):
                    arriving.unlink()


@contextmanager
def key_locked(root: Path, key: ObjectKey) -> Iterator[None]:
    """Whoever changes the key, or how it is locked, is alone with it."""
    name = hashlib.sha256(key.value.encode("utf-8", "surrogateescape")).hexdigest()[:2]
    with translated(key):
        handle = os.open(root / _LOCKS / name, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o644)
    try:
        with translated(key):
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def lock_of(root: Path, key: ObjectKey) -> LockState:
    """What is written of the key; what cannot be read counts as held."""
    with translated(key):
        try:
            said: dict[str, Any] = json.loads((root / _LEASES / key.value).read_text())
        except (FileNotFoundError, NotADirectoryError):
            return _FREE
        except ValueError:
            return LockState(None, held=True)
    try:
        return LockState(datetime.fromisoformat(said["until"]) if said["until"] else None, bool(said["held"]))
    except (KeyError, TypeError, ValueError):
        return LockState(None, held=True)


def in_force(state: LockState) -> bool:
    """Whether the object must not be erased now."""
    return state.held or (state.retained_until is not None and state.retained_until > datetime.now(UTC))


def forget(root: Path, key: ObjectKey) -> None:
    """Of an object that is no more."""
    place = root / _LEASES / key.value
    with translated(key), suppress(FileNotFoundError, NotADirectoryError):
        place.unlink()
