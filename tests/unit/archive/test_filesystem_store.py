"""What the filesystem store promises beyond the port: it stays inside, it sweeps, it translates."""

from __future__ import annotations

import errno
import fcntl
import io
import os
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from adapters.object_store.filesystem import FilesystemObjectStore, _Reading
from adapters.object_store.filesystem_errors import from_os_error
from records.errors import Conflict, InvalidInput, Misconfigured, Unavailable
from records.identifiers import Digest, ObjectKey

if TYPE_CHECKING:
    from pathlib import Path

KEY = ObjectKey("archive/a/b")
FUTURE = timedelta(hours=1)


@pytest.fixture
def store(tmp_path: Path) -> FilesystemObjectStore:
    return FilesystemObjectStore(tmp_path / "store")


def put(store: FilesystemObjectStore, key: ObjectKey, content: bytes) -> None:
    store.put(key, io.BytesIO(content), Digest.of(content))


def test_an_object_is_an_ordinary_file_that_may_not_be_written(store: FilesystemObjectStore, tmp_path: Path) -> None:
    put(store, KEY, b"one")
    stored = tmp_path / "store" / "archive/a/b"
    assert stored.read_bytes() == b"one"
    assert stored.stat().st_mode & 0o777 == 0o444


@pytest.mark.parametrize("act", ["put", "open", "stat", "delete"])
def test_a_link_out_of_the_store_is_not_followed(store: FilesystemObjectStore, tmp_path: Path, act: str) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "b").write_bytes(b"secret")
    (tmp_path / "store/archive").mkdir()
    (tmp_path / "store/archive/a").symlink_to(outside)
    with pytest.raises(Misconfigured) as error:
        put(store, KEY, b"x") if act == "put" else getattr(store, act)(KEY)
    assert error.value.code == "store.link_leads_out"
    assert (outside / "b").read_bytes() == b"secret"


def test_an_object_and_a_folder_cannot_share_a_name(store: FilesystemObjectStore) -> None:
    put(store, KEY, b"one")
    for name in ("archive/a", "archive/a/b/c", "archive/a/b/c/d"):
        with pytest.raises(Conflict, match="exists"):
            put(store, ObjectKey(name), b"x")


def test_deletion_leaves_no_empty_folders_and_keeps_the_area(store: FilesystemObjectStore, tmp_path: Path) -> None:
    put(store, ObjectKey("archive/a/b/c/d"), b"x")
    put(store, ObjectKey("archive/a/e"), b"x")
    store.delete(ObjectKey("archive/a/b/c/d"))
    assert sorted(p.name for p in (tmp_path / "store/archive/a").iterdir()) == ["e"]
    store.delete(ObjectKey("archive/a/e"))
    assert list((tmp_path / "store/archive").iterdir()) == []


def test_sweeping_spares_what_is_young_and_what_is_being_written(store: FilesystemObjectStore, tmp_path: Path) -> None:
    incoming = tmp_path / "store/.incoming"
    (incoming / "left").write_bytes(b"x")
    with (incoming / "written").open("wb") as writing:
        fcntl.flock(writing, fcntl.LOCK_EX)
        assert store.sweep(datetime.now(UTC) - FUTURE) == 0
        assert store.sweep(datetime.now(UTC) + FUTURE) == 1
        assert [p.name for p in incoming.iterdir()] == ["written"]
    assert store.sweep(datetime.now(UTC) + FUTURE) == 1


def test_nothing_is_left_in_incoming(store: FilesystemObjectStore, tmp_path: Path) -> None:
    put(store, KEY, b"one")
    put(store, KEY, b"one")
    with pytest.raises(Conflict):
        put(store, KEY, b"two")
    assert list((tmp_path / "store/.incoming").iterdir()) == []


FAILURES: dict[int, tuple[type[Exception], str]] = {
    errno.ENOSPC: (Unavailable, "store.full"),
    errno.EDQUOT: (Unavailable, "store.full"),
    errno.EIO: (Unavailable, "store.io"),
    errno.EROFS: (Misconfigured, "store.permission"),
    errno.EACCES: (Misconfigured, "store.permission"),
    errno.EMFILE: (Unavailable, "store.no_resources"),
}


@pytest.mark.parametrize("number", FAILURES)
def test_a_failing_disk_is_told_by_what_can_be_done(
    store: FilesystemObjectStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    kind, code = FAILURES[number]
    put(store, KEY, b"one")

    def fail(*_: object) -> int:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(kind, match=code):
        put(store, ObjectKey("archive/new"), b"x")
    with pytest.raises(kind, match=code):
        store.replace(KEY, io.BytesIO(b"two"), Digest.of(b"two"), previous=Digest.of(b"one"))
    monkeypatch.undo()
    assert store.stat(ObjectKey("archive/new")) is None
    with store.open(KEY) as stream:
        assert stream.read() == b"one"
    assert list((tmp_path / "store/.incoming").iterdir()) == []


def test_a_real_full_disk_is_told(tmp_path: Path) -> None:
    program = (
        "import io, resource, sys\n"
        "from pathlib import Path\n"
        "from adapters.object_store.filesystem import FilesystemObjectStore\n"
        "from records.errors import VankhoError\n"
        "from records.identifiers import Digest, ObjectKey\n"
        "store = FilesystemObjectStore(Path(sys.argv[1]))\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (1 << 20, 1 << 20))\n"
        "content = bytes(3 << 20)\n"
        "try: store.put(ObjectKey('archive/x'), io.BytesIO(content), Digest.of(content))\n"
        "except VankhoError as error: print(error.code)\n"
        "print(list(store.list('archive/')), list((Path(sys.argv[1]) / '.incoming').iterdir()))\n"
    )
    done = subprocess.run([sys.executable, "-c", program, tmp_path], capture_output=True, text=True, check=True)
    assert done.stdout == "store.file_too_big\n[] []\n"


@pytest.mark.parametrize("length", [1, -1])
def test_a_read_error_in_the_middle_is_translated(length: int) -> None:
    from pathlib import Path

    # Address 0 of a process cannot be read: the kernel answers EIO, as a dying disk does.
    with io.BufferedReader(_Reading(Path("/proc/self/mem"), KEY)) as stream, pytest.raises(Unavailable) as error:
        stream.read(length)
    assert error.value.code == "store.io"


def test_a_name_too_long_for_the_file_system_is_told(store: FilesystemObjectStore) -> None:
    with pytest.raises(InvalidInput, match="key_too_long"):
        put(store, ObjectKey("archive/" + "x" * 300), b"x")


def test_a_root_that_cannot_be_made_is_told() -> None:
    from pathlib import Path

    from records.errors import VankhoError

    with pytest.raises(VankhoError) as error:
        FilesystemObjectStore(Path("/proc/none/store"))
    assert error.value.code.startswith("store.")


def test_every_error_says_what_to_do_in_both_languages() -> None:
    for number in errno.errorcode:
        error = from_os_error(OSError(number, os.strerror(number)), KEY)
        assert error.says.vi
        assert error.says.en
        assert error.hint.vi
        assert error.hint.en


def test_of_several_processes_one_swaps(store: FilesystemObjectStore, tmp_path: Path) -> None:
    put(store, KEY, b"0")
    program = (
        "import io, sys, time\n"
        "from pathlib import Path\n"
        "from adapters.object_store.filesystem import FilesystemObjectStore\n"
        "from records.errors import Conflict\n"
        "from records.identifiers import Digest, ObjectKey\n"
        "store, mine = FilesystemObjectStore(Path(sys.argv[1])), sys.argv[2].encode()\n"
        "while time.time() < float(sys.argv[3]): pass\n"
        "try: store.replace(ObjectKey('archive/a/b'), io.BytesIO(mine), Digest.of(mine), previous=Digest.of(b'0'))\n"
        "except Conflict: sys.exit(6)\n"
    )
    start = str(time.time() + 1.0)
    racing = [
        subprocess.Popen([sys.executable, "-c", program, tmp_path / "store", f"writer {n}", start]) for n in range(4)
    ]
    codes = [process.wait() for process in racing]
    assert sorted(codes) == [0, 6, 6, 6]
    with store.open(KEY) as stream:
        assert stream.read() == f"writer {codes.index(0)}".encode()
