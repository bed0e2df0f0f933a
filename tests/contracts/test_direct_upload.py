"""Every promise of the port of direct uploads, on a real server, with plain HTTP for the browser."""

from __future__ import annotations

import random
import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import httpx
import pytest

from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_connection import S3Client
from adapters.object_store.s3_upload import S3DirectUpload
from ingest.receive import blob_key
from records.errors import InvalidInput, NotFound
from records.identifiers import Digest, ObjectKey
from records.ports.direct_upload import UPLOADS
from tests import services
from tests.contracts.s3_buckets import emptied

if TYPE_CHECKING:
    from adapters.object_store.s3_connection import S3Connection


@pytest.fixture
def connection() -> S3Connection:
    return emptied()


@pytest.fixture
def uploads(connection: S3Connection) -> S3DirectUpload:
    return S3DirectUpload(connection)


@pytest.fixture
def store(connection: S3Connection) -> S3ObjectStore:
    return S3ObjectStore(connection)


@pytest.fixture
def key() -> ObjectKey:
    return ObjectKey(f"{UPLOADS}{uuid4()}")


def send(uploads: S3DirectUpload, key: ObjectKey, content: bytes) -> str:
    address = uploads.presigned_put(key, timedelta(minutes=5))
    assert httpx.put(address, content=content).status_code == 200
    return address


def lying(store: S3ObjectStore) -> list[str]:
    return [found.key.value for found in store.list("staging/")]


@pytest.mark.parametrize("size", [0, 1, 10 << 20])
def test_what_arrived_is_digested_and_becomes_a_blob(
    uploads: S3DirectUpload, store: S3ObjectStore, key: ObjectKey, size: int
) -> None:
    content = random.Random(size).randbytes(size)
    send(uploads, key, content)
    assert uploads.accept(key, max_bytes=size) == (Digest.of(content), size)
    blob = blob_key(Digest.of(content))
    with store.open(blob) as stream:
        assert stream.read() == content
    assert store.digest(blob) == Digest.of(content)
    assert lying(store) == [f"staging/accepted/{key.value.removeprefix(UPLOADS)}", blob.value]


def test_accepting_again_gives_the_same_answer(uploads: S3DirectUpload, store: S3ObjectStore, key: ObjectKey) -> None:
    send(uploads, key, b"one")
    first = uploads.accept(key, max_bytes=10)
    assert uploads.accept(key, max_bytes=10) == first
    before = lying(store)
    send(uploads, key, b"sent afterwards")
    assert uploads.accept(key, max_bytes=100) == first
    assert lying(store) == before


def test_bytes_already_kept_are_kept_once(uploads: S3DirectUpload, store: S3ObjectStore, key: ObjectKey) -> None:
    other = ObjectKey(f"{UPLOADS}{uuid4()}")
    for each in (key, other):
        send(uploads, each, b"the same")
    assert uploads.accept(key, max_bytes=10) == uploads.accept(other, max_bytes=10)
    assert len([name for name in lying(store) if name.startswith("staging/blobs/")]) == 1


def test_nothing_arrived_is_said(uploads: S3DirectUpload, store: S3ObjectStore, key: ObjectKey) -> None:
    with pytest.raises(NotFound) as error:
        uploads.accept(key, max_bytes=10)
    assert error.value.code == "upload.not_found"
    assert lying(store) == []


def test_too_much_is_refused_and_removed(uploads: S3DirectUpload, store: S3ObjectStore, key: ObjectKey) -> None:
    send(uploads, key, b"12345")
    with pytest.raises(InvalidInput) as error:
        uploads.accept(key, max_bytes=4)
    assert error.value.code == "upload.too_large"
    assert lying(store) == []
    send(uploads, key, b"1234")
    assert uploads.accept(key, max_bytes=4)[1] == 4


def test_bytes_that_change_meanwhile_never_lie_under_another_digest(
    uploads: S3DirectUpload, store: S3ObjectStore, key: ObjectKey
) -> None:
    variants = [bytes([n]) * (300_000 + n) for n in range(5)]
    address = send(uploads, key, variants[0])
    done, answers = threading.Event(), []

    def send_on() -> None:
        while not done.is_set():
            for content in variants:
                httpx.put(address, content=content)

    sender = threading.Thread(target=send_on)
    sender.start()
    accepting = [
        threading.Thread(target=lambda: answers.append(uploads.accept(key, max_bytes=1 << 20))) for _ in range(4)
    ]
    for thread in accepting:
        thread.start()
    for thread in accepting:
        thread.join()
    done.set()
    sender.join()
    assert len(answers) == 4
    assert len(set(answers)) == 1
    for found in store.list("staging/blobs/"):
        with store.open(found.key) as stream:
            assert blob_key(Digest.of_stream(stream)) == found.key
    with store.open(blob_key(answers[0][0])) as stream:
        assert Digest.of_stream(stream) == answers[0][0]


def test_bytes_sent_between_digesting_and_keeping_are_not_kept_under_the_digest(
    uploads: S3DirectUpload, store: S3ObjectStore, key: ObjectKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    address, true = send(uploads, key, b"digested"), S3Client._execute

    def execute(self: S3Client, method: str, bucket_name: str, object_name: str = "", **more: Any) -> Any:
        if method == "PUT" and object_name.startswith("blobs/"):
            assert httpx.put(address, content=b"sent since").status_code == 200
        return true(self, method, bucket_name, object_name, **more)

    monkeypatch.setattr(S3Client, "_execute", execute)
    digest, _ = uploads.accept(key, max_bytes=100)
    assert digest == Digest.of(b"digested")
    with store.open(blob_key(digest)) as stream:
        assert stream.read() == b"digested"


def test_an_address_works_for_its_key_alone_and_not_for_ever(uploads: S3DirectUpload, key: ObjectKey) -> None:
    address = uploads.presigned_put(key, timedelta(seconds=1))
    other = str(uuid4())
    assert httpx.put(address.replace(key.value.removeprefix(UPLOADS), other), content=b"x").status_code == 403
    assert httpx.get(address).status_code == 403
    time.sleep(2.1)
    assert httpx.put(address, content=b"late").status_code == 403


def test_an_address_may_name_the_host_that_browsers_know(connection: S3Connection, key: ObjectKey) -> None:
    port = services.s3()[0].rpartition(":")[2]
    uploads = S3DirectUpload(connection, f"localhost:{port}", public_secure=False)
    assert send(uploads, key, b"x").startswith(f"http://localhost:{port}/")
    assert uploads.accept(key, max_bytes=1)[1] == 1


@pytest.mark.parametrize("name", ["staging/blobs/aa/bb/x", "archive/uploads/x", f"{UPLOADS}not-an-id"])
def test_only_keys_of_uploads_are_taken(uploads: S3DirectUpload, name: str) -> None:
    with pytest.raises(ValueError, match="key of an upload"):
        uploads.presigned_put(ObjectKey(name), timedelta(minutes=1))
    with pytest.raises(ValueError, match="key of an upload"):
        uploads.accept(ObjectKey(name), max_bytes=1)
