"""Leases and holds of a folder: what is locked, our own store does not erase."""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.object_store.filesystem import FilesystemObjectStore
from adapters.object_store.filesystem_locks import FilesystemObjectLocks
from records.errors import Conflict, InvalidInput, Misconfigured, NotFound
from records.identifiers import Digest, ObjectKey
from records.ports.object_lock import LockState

if TYPE_CHECKING:
    from pathlib import Path

KEY = ObjectKey("archive/a/hồ sơ")


@pytest.fixture
def store(tmp_path: Path) -> FilesystemObjectStore:
    made = FilesystemObjectStore(tmp_path)
    for key in (KEY, ObjectKey("staging/a")):
        made.put(key, io.BytesIO(b"kept"), Digest.of(b"kept"))
    return made


@pytest.fixture
def locks(store: FilesystemObjectStore, tmp_path: Path) -> FilesystemObjectLocks:
    assert store.stat(KEY)
    return FilesystemObjectLocks(tmp_path)


def soon(seconds: float) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def refused(store: FilesystemObjectStore) -> bool:
    """Whether it may not be erased; where it may it is gone."""
    code = ""
    try:
        store.delete(KEY)
    except Conflict as error:
        code = error.code
    assert (store.stat(KEY) is not None) is (code == "store.locked")
    return bool(code)


def test_a_lease_is_extended_and_never_shortened(locks: FilesystemObjectLocks) -> None:
    assert locks.state(KEY) == LockState(None, held=False)
    later = soon(50)
    for until in (soon(20), later, soon(10), datetime(2001, 1, 1, tzinfo=UTC)):
        locks.extend(KEY, until)
    assert locks.state(KEY) == LockState(later, held=False)
    with pytest.raises(ValueError, match="time zone"):
        locks.extend(KEY, later.replace(tzinfo=None))


def test_nothing_leased_is_erased_until_its_lease_ends(
    store: FilesystemObjectStore, locks: FilesystemObjectLocks
) -> None:
    locks.extend(KEY, soon(0.5))
    assert refused(store)
    time.sleep(0.6)
    assert not refused(store)
    store.put(KEY, io.BytesIO(b"new"), Digest.of(b"new"))
    assert locks.state(KEY) == LockState(None, held=False)


def test_nothing_held_is_erased_until_it_is_let_go_of(
    store: FilesystemObjectStore, locks: FilesystemObjectLocks
) -> None:
    locks.hold(KEY, on=True)
    locks.hold(KEY, on=True)
    assert refused(store)
    locks.hold(KEY, on=False)
    locks.hold(KEY, on=False)
    assert not refused(store)


def test_hold_and_lease_do_not_touch_one_another(locks: FilesystemObjectLocks) -> None:
    until = soon(50)
    locks.hold(KEY, on=True)
    locks.extend(KEY, until)
    assert locks.state(KEY) == LockState(until, held=True)
    locks.hold(KEY, on=False)
    assert locks.state(KEY) == LockState(until, held=False)


def test_an_object_that_is_replaced_stays_locked(store: FilesystemObjectStore, locks: FilesystemObjectLocks) -> None:
    locks.extend(KEY, soon(50))
    store.replace(KEY, io.BytesIO(b"next"), Digest.of(b"next"), previous=Digest.of(b"kept"))
    assert refused(store)


def test_a_note_that_cannot_be_read_counts_as_a_hold(
    store: FilesystemObjectStore, locks: FilesystemObjectLocks, tmp_path: Path
) -> None:
    locks.extend(KEY, soon(50))
    for said in ("{", "{}", '{"until": "gestern", "held": false}', "[]"):
        (tmp_path / ".leases" / KEY.value).write_text(said)
        assert locks.state(KEY).held
        assert refused(store)


def test_what_cannot_be_locked_is_said(locks: FilesystemObjectLocks) -> None:
    with pytest.raises(InvalidInput) as over:
        locks.extend(KEY, datetime(2001, 1, 1, tzinfo=UTC))
    assert over.value.code == "store.lease_in_past"
    with pytest.raises(NotFound):
        locks.hold(ObjectKey("archive/none"), on=True)
    with pytest.raises(Misconfigured) as plain:
        locks.state(ObjectKey("staging/a"))
    assert plain.value.code == "store.bucket_without_lock"
