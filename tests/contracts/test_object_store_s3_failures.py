"""What the S3 adapter makes of odd names, wrong settings, servers that fail and networks that break."""

from __future__ import annotations

import io
import random
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

import pytest

from adapters.object_store import s3
from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_connection import S3Connection
from adapters.object_store.s3_reading import FIRST
from records.errors import Damaged, InvalidInput, Misconfigured, Unavailable, VankhoError
from records.identifiers import Digest, ObjectKey
from tests import services
from tests.contracts.s3_buckets import emptied

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

KEY = ObjectKey("staging/one")
LARGE = 2 * s3.PART_SIZE + 12_345


@pytest.fixture
def connection() -> S3Connection:
    return emptied()


@pytest.fixture
def store(connection: S3Connection) -> S3ObjectStore:
    return S3ObjectStore(connection)


def put(store: S3ObjectStore, key: ObjectKey, content: bytes) -> None:
    store.put(key, io.BytesIO(content), Digest.of(content))


def swap(store: S3ObjectStore, key: ObjectKey, content: bytes, previous: bytes) -> None:
    store.replace(key, io.BytesIO(content), Digest.of(content), previous=Digest.of(previous))


def read(store: S3ObjectStore, key: ObjectKey) -> bytes:
    with store.open(key) as stream:
        return stream.read()


# names


@pytest.mark.parametrize(
    "name",
    [
        "Hồ sơ/Đơn đề nghị (bản chính) số 12.pdf",
        "a b/ c ",
        "quote'\"&<>;:=+,@$!*?#%25[]{}|^`~.txt",
        "tab\tnewline\n.txt",
        "e\u0301 and é",
        "😀/日本",
        "x" * 200,
        "/".join(["ngăn"] * 60),
    ],
)
def test_odd_names_are_kept_as_they_are(store: S3ObjectStore, name: str) -> None:
    key = ObjectKey(f"staging/{name}")
    put(store, key, b"content")
    assert read(store, key) == b"content"
    assert [found.key for found in store.list("staging/")] == [key]
    store.delete(key)
    assert store.stat(key) is None


@pytest.mark.parametrize("name", ["x" * 2000, "/".join(["x" * 100] * 11), "x" * 300, "\udcff.txt", " "])
def test_names_the_store_cannot_have_are_refused(store: S3ObjectStore, name: str) -> None:
    with pytest.raises(InvalidInput) as error:
        put(store, ObjectKey(f"staging/{name}"), b"content")
    assert error.value.code == "store.key_too_long"


def test_names_that_are_no_keys_are_said_after_the_others(connection: S3Connection, store: S3ObjectStore) -> None:
    put(store, KEY, b"1")
    connection.client.put_object(connection.bucket("staging"), "by\\hand", io.BytesIO(b"1"), 1)
    listing = store.list("staging/")
    assert next(listing).key == KEY
    with pytest.raises(Damaged) as error:
        next(listing)
    assert error.value.code == "store.foreign_name"


def test_what_others_wrote_is_compared_by_reading(connection: S3Connection, store: S3ObjectStore) -> None:
    bucket, name = connection.place(KEY)
    connection.client.put_object(bucket, name, io.BytesIO(b"by hand"), 7)
    put(store, KEY, b"by hand")
    swap(store, KEY, b"by us", b"by hand")
    assert read(store, KEY) == b"by us"


def test_a_list_goes_on_past_a_thousand(store: S3ObjectStore) -> None:
    names = [f"staging/n/{n:04d}" for n in range(1003)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: put(store, ObjectKey(name), b""), names))
    assert [found.key.value for found in store.list("staging/n/")] == names


# what can fail


def _other(**changes: Any) -> S3ObjectStore:
    endpoint, access_key, secret_key = services.s3()
    told = {"endpoint": endpoint, "access_key": access_key, "secret_key": secret_key, "secure": False, **changes}
    return S3ObjectStore(S3Connection(**told))


ACTS: list[Callable[[S3ObjectStore], object]] = [
    lambda store: put(store, KEY, b"x"),
    lambda store: put(store, KEY, bytes(LARGE)),
    lambda store: swap(store, KEY, b"x", b"y"),
    lambda store: store.open(KEY),
    lambda store: store.read_range(KEY, 0, 1),
    lambda store: store.stat(KEY),
    lambda store: list(store.list("staging/")),
    lambda store: store.delete(KEY),
]


@pytest.mark.parametrize("act", ACTS)
def test_what_is_set_up_wrongly_is_said(act: Callable[[S3ObjectStore], object]) -> None:
    for changes, code in (
        ({"secret_key": "not-the-secret"}, "store.permission"),
        ({"access_key": "nobody"}, "store.permission"),
        ({"bucket_prefix": "no-such-prefix-"}, "store.bucket_missing"),
    ):
        with pytest.raises(Misconfigured) as error:
            act(_other(**changes))
        assert error.value.code == code


@pytest.mark.parametrize("act", ACTS)
def test_a_store_that_does_not_answer_is_unavailable(act: Callable[[S3ObjectStore], object]) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        deaf.listen(50)  # takes connections and never says a word
        for port in (deaf.getsockname()[1], 9):
            with pytest.raises(Unavailable) as error:
                act(_other(endpoint=f"127.0.0.1:{port}", connect_timeout=0.2, read_timeout=0.2))
            assert error.value.code == "store.unreachable"


@pytest.mark.parametrize(
    ("status", "body", "kind", "code"),
    [
        (503, "<Error><Code>SlowDown</Code></Error>", Unavailable, "store.unreachable"),
        (400, "<Error><Code>IncompleteBody</Code></Error>", Unavailable, "store.unreachable"),
        (500, "<Error><Code>InternalError</Code></Error>", Unavailable, "store.unreachable"),
        (507, "<Error><Code>XMinioStorageFull</Code></Error>", Unavailable, "store.full"),
        (502, "", Unavailable, "store.unreachable"),
        (200, "<html>sign in here</html>", Misconfigured, "store.refused"),
        (403, "<Error><Code>RequestTimeTooSkewed</Code></Error>", Misconfigured, "store.clock_skewed"),
        (400, "<Error><Code>NeverHeardOf</Code></Error>", Misconfigured, "store.refused"),
        (400, "not XML", Misconfigured, "store.refused"),
    ],
)
def test_what_a_server_says_is_translated(status: int, body: str, kind: type[VankhoError], code: str) -> None:
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/xml\r\nContent-Length: {len(body)}\r\n\r\n"
    with _server(lambda client: client.sendall((head + body).encode())) as port:
        store = _other(endpoint=f"127.0.0.1:{port}", read_timeout=1)
        with pytest.raises(kind) as error:
            list(store.list("staging/"))
        assert error.value.code == code


@pytest.mark.parametrize("silent", [True, False])
def test_a_network_cut_in_the_middle_of_reading_is_unavailable(store: S3ObjectStore, *, silent: bool) -> None:
    put(store, KEY, bytes(LARGE))
    with _relay(cut_after=FIRST + 2_000_000, silent=silent, once=False) as port:
        cut = _other(endpoint=f"127.0.0.1:{port}", bucket_prefix=store._to.bucket_prefix, read_timeout=0.5)
        with cut.open(KEY) as stream, pytest.raises(Unavailable) as error:
            Digest.of_stream(stream)
        assert error.value.code == "store.unreachable"


def test_a_connection_cut_once_is_opened_again_where_it_broke(store: S3ObjectStore) -> None:
    content = random.Random(6).randbytes(LARGE)
    put(store, KEY, content)
    with _relay(cut_after=FIRST + 6_000_000, silent=False, once=True) as port:
        once = _other(endpoint=f"127.0.0.1:{port}", bucket_prefix=store._to.bucket_prefix)
        assert read(once, KEY) == content


@contextmanager
def _server(serve: Callable[[socket.socket], None]) -> Iterator[int]:
    """Reads one request a connection, lets ``serve`` answer, and hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))

    def accept() -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=_answer, args=(client, serve), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def _answer(client: socket.socket, serve: Callable[[socket.socket], None]) -> None:
    with client:
        asked = b""
        while b"\r\n\r\n" not in asked:
            if not (more := client.recv(65536)):
                return
            asked += more
        serve(client)


@contextmanager
def _relay(*, cut_after: int, silent: bool, once: bool) -> Iterator[int]:
    """Hands connections on to the real server; after so many bytes of answers the network breaks or falls silent.

    It comes back for the next connection if it broke ``once``.
    """
    host, _, port = services.s3()[0].rpartition(":")
    listening, done = socket.create_server(("127.0.0.1", 0)), threading.Event()
    left = cut_after

    def carry(client: socket.socket) -> None:
        nonlocal left
        with client, socket.create_connection((host, int(port))) as server:
            threading.Thread(target=_pump, args=(client, server), daemon=True).start()
            while left > 0 and (content := server.recv(min(65536, left))):
                client.sendall(content)
                left -= len(content)
            if left == 0 and once:
                left = 1 << 40
            if silent:
                done.wait(20)
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

    def accept() -> None:
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=carry, args=(client,), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listening.getsockname()[1]
    finally:
        done.set()
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()


def _pump(source: socket.socket, target: socket.socket) -> None:
    try:
        while content := source.recv(65536):
            target.sendall(content)
    except OSError:
        pass
