"""Every promise of the port that erases for good, on a folder and on a real S3 server."""

from __future__ import annotations

import io
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.object_store.filesystem import FilesystemObjectStore
from adapters.object_store.filesystem_erasure import FilesystemErasure
from adapters.object_store.filesystem_locks import FilesystemObjectLocks
from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_erasure import S3Erasure
from adapters.object_store.s3_locks import S3ObjectLocks
from records.errors import Conflict
from records.identifiers import Digest, ObjectKey
from tests.contracts.s3_buckets import emptied

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.object_store.s3_connection import S3Connection
    from records.ports.object_erasure import ObjectErasure
    from records.ports.object_lock import ObjectLocks
    from records.ports.object_store import ObjectStore

pytestmark = pytest.mark.law("R11")


@dataclass(frozen=True)
class Shelf:
    """A store with its locks and what erases."""

    store: ObjectStore
    locks: ObjectLocks
    erasure: ObjectErasure
    s3: S3Connection | None

    def put(self, name: str, content: bytes = b"kept") -> ObjectKey:
        key = ObjectKey(name)
        self.store.put(key, io.BytesIO(content), Digest.of(content))
        return key

    def replaced(self, key: ObjectKey, before: bytes, content: bytes) -> None:
        self.store.replace(key, io.BytesIO(content), Digest.of(content), previous=Digest.of(before))

    def names(self, where: str) -> list[str]:
        return sorted({each.key for each in self.erasure.lying(where)})


@pytest.fixture(params=["filesystem", "s3"])
def shelf(request: pytest.FixtureRequest, tmp_path: Path) -> Shelf:
    if request.param == "s3":
        found = emptied()
        return Shelf(S3ObjectStore(found), S3ObjectLocks(found), S3Erasure(found), found)
    store = FilesystemObjectStore(tmp_path)
    return Shelf(store, FilesystemObjectLocks(tmp_path), FilesystemErasure(tmp_path), None)


@pytest.fixture
def root() -> str:
    return f"archive/{secrets.token_hex(8)}"


def test_every_version_and_every_mark_goes_and_nothing_beside(shelf: Shelf, root: str) -> None:
    one, marked = shelf.put(f"{root}/hồ sơ/a"), shelf.put(f"{root}/hồ sơ/b")
    beside = shelf.put(f"{root}/hồ sơ 2/a")
    shelf.replaced(one, b"kept", b"newer")
    shelf.store.delete(marked)
    assert len(shelf.erasure.lying(f"{root}/hồ sơ/")) == (1 if shelf.s3 is None else 4)
    shelf.erasure.erase(f"{root}/hồ sơ/")
    assert shelf.erasure.lying(f"{root}/hồ sơ/") == ()
    assert shelf.names(f"{root}/") == [beside.value]
    shelf.erasure.erase(f"{root}/hồ sơ/")  # again


@pytest.mark.parametrize("area", ["archive", "staging", "access", "evidence"])
def test_one_key_goes_and_not_those_that_begin_like_it(shelf: Shelf, area: str) -> None:
    name = f"{area}/{secrets.token_hex(8)}"
    key, like_it = shelf.put(name), shelf.put(f"{name}.pdf")
    assert [(each.key, each.size, each.leased_until, each.held) for each in shelf.erasure.lying(name)] == [
        (key.value, 4, None, False)
    ]
    shelf.erasure.erase(name)
    assert shelf.erasure.lying(name) == ()
    assert shelf.store.stat(like_it) is not None
    assert shelf.erasure.lying(f"{area}/{secrets.token_hex(8)}/") == ()


def test_where_a_lease_runs_nothing_is_erased_until_it_ends(shelf: Shelf, root: str) -> None:
    free, leased = shelf.put(f"{root}/a"), shelf.put(f"{root}/b")
    until = datetime.now(UTC) + timedelta(seconds=2)
    shelf.locks.extend(leased, until)
    (told,) = (each.leased_until for each in shelf.erasure.lying(leased.value))
    assert told is not None
    with pytest.raises(Conflict, match=r"store\.locked"):
        shelf.erasure.erase(f"{root}/")
    assert shelf.names(f"{root}/") == [free.value, leased.value]
    time.sleep(max(0.0, (until - datetime.now(UTC)).total_seconds()) + 1.1)
    shelf.erasure.erase(f"{root}/")
    assert shelf.names(f"{root}/") == []


def test_a_lease_on_an_older_version_counts_too(shelf: Shelf, root: str) -> None:
    key = shelf.put(f"{root}/a")
    shelf.locks.extend(key, datetime.now(UTC) + timedelta(seconds=20))
    shelf.replaced(key, b"kept", b"newer")
    with pytest.raises(Conflict, match=r"store\.locked"):
        shelf.erasure.erase(f"{root}/")
    assert shelf.store.stat(key) is not None


def test_holds_of_the_store_are_taken_off(shelf: Shelf, root: str) -> None:
    key = shelf.put(f"{root}/a")
    shelf.locks.hold(key, on=True)
    shelf.replaced(key, b"kept", b"newer")
    shelf.locks.hold(key, on=True)
    with pytest.raises(Conflict):
        shelf.store.delete(key)
    assert all(each.held for each in shelf.erasure.lying(key.value))
    shelf.erasure.erase(key.value)
    assert shelf.erasure.lying(f"{root}/") == ()
    # What comes there later is as free as if nothing had lain there.
    again = shelf.put(key.value)
    assert not shelf.locks.state(again).held
