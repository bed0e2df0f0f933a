from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, BinaryIO

import pytest

from adapters.object_store.filesystem import FilesystemObjectStore
from ingest.receive import ReceivedBlob, blob_key, receiving
from records.identifiers import Digest

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.law("R20")


@pytest.fixture
def store(tmp_path: Path) -> FilesystemObjectStore:
    return FilesystemObjectStore(tmp_path / "store")


def receive(store: FilesystemObjectStore, content: BinaryIO, spool: Path, *, max_bytes: int) -> ReceivedBlob:
    with receiving(store, content, spool, max_bytes=max_bytes) as blob:
        return blob


@pytest.mark.parametrize("content", [b"", b"x", bytes(range(256)) * 9000])
def test_bytes_lie_under_their_digest(store: FilesystemObjectStore, tmp_path: Path, content: bytes) -> None:
    blob = receive(store, io.BytesIO(content), tmp_path / "spool", max_bytes=1 << 30)
    assert (blob.digest.hex, blob.size) == (hashlib.sha256(content).hexdigest(), len(content))
    with store.open(blob_key(blob.digest)) as kept:
        assert kept.read() == content
    assert not list((tmp_path / "spool").iterdir())


def test_the_same_bytes_again_are_one_blob(store: FilesystemObjectStore, tmp_path: Path) -> None:
    first = receive(store, io.BytesIO(b"same"), tmp_path / "spool", max_bytes=10)
    assert receive(store, io.BytesIO(b"same"), tmp_path / "spool", max_bytes=10).digest == first.digest
    assert len(list(store.list("staging/"))) == 1


def test_bytes_cleared_away_meanwhile_are_put_again(store: FilesystemObjectStore, tmp_path: Path) -> None:
    with receiving(store, io.BytesIO(b"same"), tmp_path / "spool", max_bytes=10) as blob:
        store.delete(blob_key(blob.digest))
        blob.put_if_gone()
        with store.open(blob_key(blob.digest)) as kept:
            assert kept.read() == b"same"


def test_too_many_bytes_store_nothing(store: FilesystemObjectStore, tmp_path: Path) -> None:
    blob = receive(store, io.BytesIO(b"x" * 11), tmp_path / "spool", max_bytes=10)
    assert (blob.kept, blob.size, blob.digest) == (False, 11, Digest.of(b"x" * 11))
    assert not list(store.list("staging/"))
    assert not list((tmp_path / "spool").iterdir())


def test_a_sender_that_breaks_off_leaves_nothing(store: FilesystemObjectStore, tmp_path: Path) -> None:
    class Broken(io.RawIOBase):
        def read(self, _size: int = -1) -> bytes:
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        receive(store, Broken(), tmp_path / "spool", max_bytes=10)  # type: ignore[arg-type]  # a stream that breaks
    assert not list((tmp_path / "spool").iterdir())


def test_keys_spread_over_two_levels() -> None:
    digest = Digest("ab" + "cd" + "0" * 60)
    assert str(blob_key(digest)) == f"staging/blobs/ab/cd/{digest.hex}"
