"""Every promise of the object store's port, against every adapter.

A further adapter is one more entry in ``FACTORIES``: a function that takes an empty folder
and returns a function that opens the same empty store anew each time it is called.
"""

from __future__ import annotations

import io
import random
import threading
from functools import partial
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.object_store.filesystem import FilesystemObjectStore
from adapters.object_store.s3 import S3ObjectStore
from records.errors import Conflict, Damaged, NotFound
from records.identifiers import Digest, ObjectKey
from tests.contracts.s3_buckets import emptied

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from records.ports.object_store import ObjectStore

FACTORIES: dict[str, Callable[[Path], Callable[[], ObjectStore]]] = {
    "filesystem": lambda folder: lambda: FilesystemObjectStore(folder / "store"),
    "s3": lambda _: partial(S3ObjectStore, emptied()),
}


@pytest.fixture(params=FACTORIES)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], ObjectStore]:
    return FACTORIES[request.param](tmp_path)


@pytest.fixture
def store(opened: Callable[[], ObjectStore]) -> ObjectStore:
    return opened()


KEY = ObjectKey("staging/blobs/aa/bb/one")


def put(store: ObjectStore, key: ObjectKey, content: bytes) -> None:
    store.put(key, io.BytesIO(content), Digest.of(content))


def replace(store: ObjectStore, content: bytes, previous: bytes | None, key: ObjectKey = KEY) -> None:
    before = None if previous is None else Digest.of(previous)
    store.replace(key, io.BytesIO(content), Digest.of(content), previous=before)


def read(store: ObjectStore, key: ObjectKey = KEY) -> bytes:
    with store.open(key) as stream:
        return stream.read()


def keys(store: ObjectStore, prefix: str) -> list[str]:
    return [found.key.value for found in store.list(prefix)]


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (3 << 20) + 7])
def test_what_is_put_is_read_back(opened: Callable[[], ObjectStore], size: int) -> None:
    content = random.Random(size).randbytes(size)
    put(opened(), KEY, content)
    again = opened()
    assert read(again) == content
    found = again.stat(KEY)
    assert found is not None
    assert (found.key, found.size) == (KEY, size)


def test_put_of_content_that_is_not_as_stated_stores_nothing(store: ObjectStore) -> None:
    with pytest.raises(Damaged) as error:
        store.put(KEY, io.BytesIO(b"other"), Digest.of(b"stated"))
    assert error.value.code == "store.digest_mismatch"
    assert store.stat(KEY) is None
    assert keys(store, "staging/") == []


def test_put_again_of_the_same_bytes_is_allowed(store: ObjectStore) -> None:
    put(store, KEY, b"one")
    put(store, KEY, b"one")
    assert read(store) == b"one"


def test_put_again_of_the_same_bytes_still_checks_what_arrives(store: ObjectStore) -> None:
    put(store, KEY, b"one")
    with pytest.raises(Damaged):
        store.put(KEY, io.BytesIO(b"damaged on the way"), Digest.of(b"one"))
    assert read(store) == b"one"


def test_put_of_other_bytes_is_a_conflict_and_the_first_stay(store: ObjectStore) -> None:
    put(store, KEY, b"one")
    with pytest.raises(Conflict) as error:
        put(store, KEY, b"two")
    assert error.value.code == "store.exists"
    assert read(store) == b"one"


def test_put_whose_source_fails_halfway_stores_nothing(store: ObjectStore) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > 0:
                raise ConnectionResetError
            return super().read(size)

    content = bytes(3 << 20)
    with pytest.raises(ConnectionResetError):
        store.put(KEY, Broken(content), Digest.of(content))
    assert store.stat(KEY) is None
    put(store, KEY, content)


def test_replace_swaps_only_what_was_expected(store: ObjectStore) -> None:
    with pytest.raises(Conflict) as error:
        replace(store, b"two", b"one")
    assert error.value.code == "store.changed"
    replace(store, b"one", None)
    replace(store, b"two", b"one")
    assert read(store) == b"two"
    for previous in (b"one", None, b"three"):
        with pytest.raises(Conflict):
            replace(store, b"four", previous)
    assert read(store) == b"two"


def test_replace_by_the_bytes_already_there_succeeds(store: ObjectStore) -> None:
    replace(store, b"one", None)
    replace(store, b"one", None)
    replace(store, b"one", b"never there")
    assert read(store) == b"one"


def test_replace_with_content_that_is_not_as_stated_changes_nothing(store: ObjectStore) -> None:
    put(store, KEY, b"one")
    with pytest.raises(Damaged):
        store.replace(KEY, io.BytesIO(b"other"), Digest.of(b"stated"), previous=Digest.of(b"one"))
    assert read(store) == b"one"


def test_of_many_writers_with_one_previous_exactly_one_succeeds(opened: Callable[[], ObjectStore]) -> None:
    put(opened(), KEY, b"0")
    gate, won = threading.Barrier(8), []

    def write(content: bytes) -> None:
        store = opened()
        gate.wait()
        try:
            replace(store, content, b"0")
        except Conflict:
            return
        won.append(content)

    threads = [threading.Thread(target=write, args=(b"writer %d" % n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert read(opened()) == won[0]


def test_a_stream_can_be_sought(store: ObjectStore) -> None:
    content = random.Random(1).randbytes(100_000)
    put(store, KEY, content)
    with store.open(KEY) as stream:
        assert stream.seekable()
        assert stream.seek(0, io.SEEK_END) == len(content)
        stream.seek(777)
        assert stream.read(10) == content[777:787]


def test_an_open_stream_outlives_replacement_and_deletion(store: ObjectStore) -> None:
    content = bytes(3 << 20)
    put(store, KEY, content)
    with store.open(KEY) as stream:
        assert stream.read(1) == b"\0"
        replace(store, b"new", content)
        store.delete(KEY)
        assert stream.read() == content[1:]


def test_a_range_ends_where_the_object_ends(store: ObjectStore) -> None:
    put(store, KEY, b"0123456789")
    assert store.read_range(KEY, 2, 3) == b"234"
    assert store.read_range(KEY, 8, 100) == b"89"
    assert store.read_range(KEY, 10, 5) == b""
    assert store.read_range(KEY, 99, 5) == b""
    assert store.read_range(KEY, 0, 0) == b""


def test_what_is_absent_is_not_found(store: ObjectStore) -> None:
    put(store, ObjectKey("staging/folder/object"), b"x")
    for absent in ("staging/none", "staging/folder", "staging/folder/object/below"):
        key = ObjectKey(absent)
        assert store.stat(key) is None
        with pytest.raises(NotFound) as error:
            store.open(key)
        assert error.value.code == "store.not_found"
        with pytest.raises(NotFound):
            store.read_range(key, 0, 1)
        store.delete(key)


def test_list_is_ordered_by_key_and_keeps_to_its_prefix(store: ObjectStore) -> None:
    named = [
        "access/a/1", "access/a.b", "access/a/1.txt", "access/a/1/2", "access/ab/x", "access/hồ sơ/Đơn.pdf",
        "access/A/1", "archive/a/1", "access/a/0=x", "access/a/zz",
    ]  # fmt: skip
    named.remove("access/a/1")  # an object and a folder of the same name: not on every adapter
    for name in named:
        put(store, ObjectKey(name), name.encode())
    expected = sorted((n for n in named if n.startswith("access/")), key=str.encode)
    assert keys(store, "access/") == expected
    assert keys(store, "access/a/") == [n for n in expected if n.startswith("access/a/")]
    assert keys(store, "evidence/") == []
    assert {f.key.value: f.size for f in store.list("access/")} == {n: len(n.encode()) for n in expected}
    with pytest.raises(ValueError, match="prefix"):
        list(store.list("access"))


def test_delete_removes_once_and_may_be_repeated(store: ObjectStore) -> None:
    put(store, KEY, b"one")
    store.delete(KEY)
    store.delete(KEY)
    assert store.stat(KEY) is None
    assert keys(store, "staging/") == []
    put(store, KEY, b"two")
    assert read(store) == b"two"


PARTS = st.sampled_from(["a", "b", "a.b", "0=c", "đ"])
NAMES = st.lists(PARTS, min_size=1, max_size=3).map(lambda parts: "/".join(["access", *parts, "leaf"]))
CONTENT = st.sampled_from([b"", b"x", b"y"])
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("put"), NAMES, CONTENT, st.none()),
        st.tuples(st.just("replace"), NAMES, CONTENT, st.one_of(st.none(), CONTENT)),
        st.tuples(st.just("delete"), NAMES, st.just(b""), st.none()),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_history_leaves_what_a_dictionary_would_hold(
    store: ObjectStore, steps: list[tuple[str, str, bytes, bytes | None]]
) -> None:
    for left in list(store.list("access/")):
        store.delete(left.key)
    model: dict[str, bytes] = {}
    for act, name, content, previous in steps:
        key, held = ObjectKey(name), model.get(name)
        try:
            if act == "put":
                put(store, key, content)
            elif act == "replace":
                replace(store, content, previous, key)
            else:
                store.delete(key)
        except Conflict:
            assert held is not None or act == "replace"
            assert held != (content if act == "put" else previous)
        else:
            if act == "delete":
                model.pop(name, None)
            else:
                assert act == "put" or held in {previous, content}
                model[name] = content
    assert {f.key.value: read(store, f.key) for f in store.list("access/")} == model


def mend(store: ObjectStore, content: bytes, damaged: bytes | None, key: ObjectKey = KEY) -> None:
    before = None if damaged is None else Digest.of(damaged)
    store.mend(key, io.BytesIO(content), Digest.of(content), damaged=before)


@pytest.mark.parametrize("size", [3, (9 << 20) + 1])
def test_mending_puts_right_bytes_in_place_of_those_that_were_found(store: ObjectStore, size: int) -> None:
    right = random.Random(size).randbytes(size)
    put(store, KEY, right[:-1] + b"?")
    mend(store, right, right[:-1] + b"?")
    assert read(store) == right
    mend(store, right, b"never there")  # it is mended already
    store.delete(KEY)
    mend(store, right, None)
    assert read(store) == right


def test_mending_leaves_what_is_not_what_was_found(store: ObjectStore) -> None:
    put(store, KEY, b"another's")
    for damaged in (b"damaged", None):
        with pytest.raises(Conflict) as error:
            mend(store, b"right", damaged)
        assert error.value.code == "store.changed"
    with pytest.raises(Damaged):
        store.mend(KEY, io.BytesIO(b"wrong"), Digest.of(b"right"), damaged=Digest.of(b"another's"))
    assert read(store) == b"another's"
