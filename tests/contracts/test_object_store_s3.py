"""What the S3 adapter promises beyond the port: many writers, versions, parts, reading here and there."""

from __future__ import annotations

import io
import multiprocessing
import os
import random
import secrets
import threading
import zipfile
from typing import Any

import pytest

from adapters.object_store import s3
from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_connection import S3Client, S3Connection
from adapters.object_store.s3_reading import FIRST
from records.errors import Conflict, Damaged, NotFound
from records.identifiers import Digest, ObjectKey
from tests.contracts.s3_buckets import connection as connected
from tests.contracts.s3_buckets import emptied

KEY = ObjectKey("staging/one")
KEPT = ObjectKey("archive/one")
LARGE = 2 * s3.PART_SIZE + 12_345


@pytest.fixture
def connection() -> S3Connection:
    return emptied()


@pytest.fixture
def store(connection: S3Connection) -> S3ObjectStore:
    return S3ObjectStore(connection)


@pytest.fixture
def kept() -> ObjectKey:
    return ObjectKey(f"archive/{secrets.token_hex(8)}")


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The requests sent, by their method."""
    sent: list[str] = []
    true = S3Client._execute

    def execute(self: S3Client, method: str, *more: Any, **named: Any) -> Any:
        sent.append(method)
        return true(self, method, *more, **named)

    monkeypatch.setattr(S3Client, "_execute", execute)
    return sent


def put(store: S3ObjectStore, key: ObjectKey, content: bytes) -> None:
    store.put(key, io.BytesIO(content), Digest.of(content))


def swap(store: S3ObjectStore, key: ObjectKey, content: bytes, previous: bytes | None) -> bool:
    before = None if previous is None else Digest.of(previous)
    try:
        store.replace(key, io.BytesIO(content), Digest.of(content), previous=before)
    except Conflict as error:
        assert error.code == "store.changed"  # noqa: PT017  a lost race is an answer here
        return False
    return True


def read(store: S3ObjectStore, key: ObjectKey) -> bytes:
    with store.open(key) as stream:
        return stream.read()


def versions(connection: S3Connection, key: ObjectKey) -> int:
    bucket, name = connection.place(key)
    return len(list(connection.client.list_objects(bucket, prefix=name, include_version=True)))


def unfinished(connection: S3Connection, key: ObjectKey) -> int:
    bucket, name = connection.place(key)
    return len(connection.client._list_multipart_uploads(bucket, prefix=name).uploads)


# many writers


def _append(prefix: str, key: ObjectKey, writer: int, times: int) -> None:
    store = S3ObjectStore(connected(prefix))
    for n in range(times):
        while True:
            current = read(store, key)
            # The same bytes from two writers would be no race: both would have what they want.
            if swap(store, key, current + b"%d.%d " % (writer, n), current):
                break


def test_no_swap_is_lost_between_processes(connection: S3Connection, store: S3ObjectStore, kept: ObjectKey) -> None:
    put(store, kept, b"")
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_append, args=(connection.bucket_prefix, kept, n, 10)) for n in range(3)]
    for process in writers:
        process.start()
    for process in writers:
        process.join()
    assert [process.exitcode for process in writers] == [0, 0, 0]
    assert sorted(read(store, kept).split()) == sorted(b"%d.%d" % (w, n) for w in range(3) for n in range(10))
    assert versions(connection, kept) == 31


@pytest.mark.parametrize("size", [10, LARGE])
@pytest.mark.parametrize("first", [True, False])
def test_of_many_writers_one_wins_whole_or_in_parts(store: S3ObjectStore, size: int, *, first: bool) -> None:
    if not first:
        put(store, KEY, b"before")
    contents = [bytes([n]) * size for n in range(6)]
    gate, won = threading.Barrier(6), []

    def write(content: bytes) -> None:
        gate.wait()
        if swap(store, KEY, content, None if first else b"before"):
            won.append(content)

    threads = [threading.Thread(target=write, args=(content,)) for content in contents]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert read(store, KEY) == won[0]


def test_a_forked_process_uses_a_client_of_its_own(connection: S3Connection, store: S3ObjectStore) -> None:
    contents = {ObjectKey(f"staging/{name}"): name.encode() * 50_000 for name in ("parent", "child")}
    for key, content in contents.items():
        put(store, key, content)
    parent, child = contents
    client = connection.client
    # On a shared connection each would get answers meant for the other, and now and then take them for its own.
    forked = os.fork()
    if forked == 0:
        wrong = 1
        try:
            wrong = sum(read(store, child) != contents[child] for _ in range(20)) + (connection.client is client)
        finally:  # never into the parent's own end of the tests
            os._exit(min(wrong, 1))
    right = [read(store, parent) == contents[parent] for _ in range(20)]
    assert os.waitstatus_to_exitcode(os.waitpid(forked, 0)[1]) == 0
    assert all(right)
    assert connection.client is client


def test_buckets_are_made_by_several_at_once(connection: S3Connection) -> None:
    stores, failed = [S3ObjectStore(connected(connection.bucket_prefix)) for _ in range(4)], []

    def prepare(one: S3ObjectStore) -> None:
        try:
            one.prepare()
        except Exception as error:  # noqa: BLE001  any is wrong
            failed.append(error)

    threads = [threading.Thread(target=prepare, args=(one,)) for one in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


# versions


def test_the_same_bytes_again_write_no_second_version(
    connection: S3Connection, store: S3ObjectStore, kept: ObjectKey
) -> None:
    for _ in range(3):
        put(store, kept, b"one")
        assert swap(store, kept, b"one", b"one")
    assert versions(connection, kept) == 1


def test_deleting_again_lays_down_no_second_marker(
    connection: S3Connection, store: S3ObjectStore, kept: ObjectKey
) -> None:
    store.delete(kept)
    assert versions(connection, kept) == 0
    put(store, kept, b"one")
    for _ in range(3):
        store.delete(kept)
    assert versions(connection, kept) == 2
    assert store.stat(kept) is None
    with pytest.raises(NotFound):
        store.open(kept)
    assert kept not in [found.key for found in store.list("archive/")]
    put(store, kept, b"anew")
    assert read(store, kept) == b"anew"


# large objects


def test_large_content_goes_in_parts_and_comes_back(
    connection: S3Connection, store: S3ObjectStore, kept: ObjectKey
) -> None:
    content = random.Random(1).randbytes(LARGE)
    put(store, kept, content)
    put(store, kept, content)
    assert read(store, kept) == content
    assert store.digest(kept) == Digest.of(content)
    assert versions(connection, kept) == 1
    with pytest.raises(Conflict):
        put(store, kept, content + b".")
    assert swap(store, kept, content + b".", content)
    assert unfinished(connection, kept) == 0


@pytest.mark.parametrize("size", [s3.PART_SIZE - 1, s3.PART_SIZE, s3.PART_SIZE + 1])
def test_content_of_about_a_part(store: S3ObjectStore, size: int) -> None:
    put(store, KEY, bytes(size))
    found = store.stat(KEY)
    assert found is not None
    assert found.size == size
    assert store.digest(KEY) == Digest.of(bytes(size))


@pytest.mark.parametrize("there", [False, True])
def test_large_content_that_is_not_as_stated_leaves_nothing(
    connection: S3Connection, store: S3ObjectStore, *, there: bool
) -> None:
    content = bytes(LARGE)
    if there:
        put(store, KEY, content)
    with pytest.raises(Damaged) as error:
        store.put(KEY, io.BytesIO(content[:-1] + b"x"), Digest.of(content))
    assert error.value.code == "store.digest_mismatch"
    assert (store.stat(KEY) is not None) == there
    assert unfinished(connection, KEY) == 0


def test_large_content_whose_source_fails_leaves_nothing(connection: S3Connection, store: S3ObjectStore) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            if self.tell() > s3.PART_SIZE:
                raise ConnectionResetError
            return super().read(size)

    with pytest.raises(ConnectionResetError):
        store.put(KEY, Broken(bytes(LARGE)), Digest.of(bytes(LARGE)))
    assert store.stat(KEY) is None
    assert unfinished(connection, KEY) == 0


def test_the_server_refuses_bytes_damaged_on_the_way(
    store: S3ObjectStore, kept: ObjectKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    true = S3Client._execute

    def damage(self: S3Client, method: str, *more: Any, **named: Any) -> Any:
        if method == "PUT":
            named["body"] = b"X" + named["body"][1:]
        return true(self, method, *more, **named)

    monkeypatch.setattr(S3Client, "_execute", damage)
    for content in (b"one", bytes(LARGE)):
        with pytest.raises(Damaged) as error:
            put(store, kept, content)
        assert error.value.code == "store.digest_mismatch"
        assert store.stat(kept) is None


# reading


def test_reading_on_costs_few_requests(store: S3ObjectStore, requests: list[str]) -> None:
    content = random.Random(2).randbytes(LARGE)
    put(store, KEY, content[:FIRST])
    requests.clear()
    assert read(store, KEY) == content[:FIRST]
    assert requests == ["GET"]
    store.delete(KEY)
    put(store, KEY, content)
    requests.clear()
    with store.open(KEY) as stream:
        pieces = iter(lambda: stream.read(70_000), b"")
        assert b"".join(pieces) == content
    assert requests == ["GET", "GET"]


def test_a_member_of_a_large_zip_costs_few_requests(store: S3ObjectStore, requests: list[str]) -> None:
    packed = io.BytesIO()
    pages = [random.Random(n).randbytes(90_000) for n in range(200)]
    with zipfile.ZipFile(packed, "w") as archive:
        for number, page in enumerate(pages):
            archive.writestr(f"{number}.png", page)
    put(store, KEY, packed.getvalue())
    requests.clear()
    with store.open(KEY) as stream, zipfile.ZipFile(stream) as archive:
        assert archive.read("150.png") == pages[150]
    assert len(requests) <= 4


def test_reading_here_and_there_gives_the_right_bytes(store: S3ObjectStore) -> None:
    content = random.Random(3).randbytes(LARGE)
    put(store, KEY, content)
    at = random.Random(4)
    with store.open(KEY) as stream:
        for _ in range(60):
            start, length = at.randrange(LARGE + 10), at.choice([1, 300, 70_000, 400_000])
            if at.random() < 0.5:
                start = stream.tell()
            assert stream.seek(start) == start
            assert stream.read(length) == content[start : start + length]
        assert stream.seek(-5, io.SEEK_END) == LARGE - 5
        assert stream.read() == content[-5:]


def test_a_large_stream_never_mixes_two_contents(store: S3ObjectStore, kept: ObjectKey) -> None:
    first, second = bytes(LARGE), b"2" * LARGE
    for key in (KEY, kept):
        put(store, key, first)
        with store.open(key) as stream:
            assert stream.read(FIRST) == first[:FIRST]
            assert swap(store, key, second, first)
            stream.seek(LARGE - 1_000_000)
            if key == kept:  # the version is still there
                assert stream.read() == first[-1_000_000:]
            else:
                with pytest.raises(Conflict) as error:
                    stream.read()
                assert error.value.code == "store.changed"


def test_a_stream_read_on_outlives_replacement(store: S3ObjectStore) -> None:
    first = random.Random(5).randbytes(LARGE)
    put(store, KEY, first)
    with store.open(KEY) as stream:
        start = stream.read(FIRST + 1000)
        writing = threading.Thread(target=lambda: swap(store, KEY, b"2", first))
        writing.start()
        assert start + stream.read() == first
    writing.join()
    assert read(store, KEY) == b"2"


def test_the_store_forgets_by_itself_what_it_was_told_to(connection: S3Connection) -> None:
    S3ObjectStore(connection).prepare(forgetting={"readings/": 30})
    rules = connection.client.get_bucket_lifecycle(connection.bucket("staging"))
    assert rules is not None
    days = {
        rule.rule_filter.prefix: rule.expiration.days for rule in rules.rules if rule.rule_filter and rule.expiration
    }
    assert days["readings/"] == 30
    assert days["uploads/"] >= 7, "an address for an upload lives seven days"


def test_mending_believes_no_digest_that_the_store_notes(store: S3ObjectStore, connection: S3Connection) -> None:
    bucket, name = connection.place(KEY)
    noted: dict[str, Any] = {"sha256": Digest.of(b"right").hex}
    connection.client.put_object(bucket, name, io.BytesIO(b"wrong"), 5, metadata=noted)
    swap(store, KEY, b"right", b"right")
    assert read(store, KEY) == b"wrong"  # replacing goes by what is noted
    store.mend(KEY, io.BytesIO(b"right"), Digest.of(b"right"), damaged=Digest.of(b"wrong"))
    assert read(store, KEY) == b"right"


def test_mending_keeps_the_damaged_version(store: S3ObjectStore, connection: S3Connection, kept: ObjectKey) -> None:
    put(store, kept, b"wrong")
    store.mend(kept, io.BytesIO(b"right"), Digest.of(b"right"), damaged=Digest.of(b"wrong"))
    assert (read(store, kept), versions(connection, kept)) == (b"right", 2)
