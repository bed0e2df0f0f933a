"""Erasing for good on a file system: there is one version of an object, and its lease beside it.

The bytes are unlinked, not overwritten: what a disk, a snapshot or a copy of it keeps is its owner's to
destroy (docs/operations.md).
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from adapters.object_store.filesystem import FilesystemObjectStore
from adapters.object_store.filesystem_errors import locked
from adapters.object_store.filesystem_locks import LOCKED_AREAS, FilesystemObjectLocks
from records.identifiers import ObjectKey
from records.ports.object_erasure import Lying, ObjectErasure
from records.ports.object_lock import LockState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from records.ports.object_store import StoredObject

_FREE = LockState(None, held=False)


class FilesystemErasure(ObjectErasure):
    """Of the objects below ``root``."""

    def __init__(self, root: Path) -> None:
        self._store = FilesystemObjectStore(root)
        self._locks = FilesystemObjectLocks(root)

    def lying(self, where: str) -> tuple[Lying, ...]:
        now = datetime.now(UTC)
        return tuple(self._lying(found, now) for found in self._objects(where))

    def erase(self, where: str) -> None:
        there = self.lying(where)
        for each in there:
            if each.leased_until is not None:
                raise locked(each.key)
        for each in there:
            key = ObjectKey(each.key)
            if each.held:
                self._locks.hold(key, on=False)
            self._store.delete(key)

    def _objects(self, where: str) -> Iterator[StoredObject]:
        if where.endswith("/"):
            yield from self._store.list(where)
        elif (found := self._store.stat(ObjectKey(where))) is not None:
            yield found

    def _lying(self, found: StoredObject, now: datetime) -> Lying:
        state = self._locks.state(found.key) if found.key.area in LOCKED_AREAS else _FREE
        until = state.retained_until
        return Lying(
            key=found.key.value,
            version="",
            size=found.size,
            leased_until=until if until is not None and until > now else None,
            held=state.held,
        )
