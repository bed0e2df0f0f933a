"""Copies on the disk of a machine of a server."""

from __future__ import annotations

import io
import os
import time
from typing import TYPE_CHECKING

from app.blob_cache import BlobCache

if TYPE_CHECKING:
    from pathlib import Path


def fetched(cache: BlobCache, name: str, content: bytes = b"bytes") -> None:
    with cache.file(name, lambda: io.BytesIO(content)) as path:
        assert path.read_bytes() == content


def used(folder: Path, name: str, hours_ago: float) -> None:
    at = time.time() - 3600 * hours_ago
    os.utime(folder / name, (at, at))


def test_what_nobody_used_for_a_day_goes_though_nothing_else_comes(tmp_path: Path) -> None:
    cache = BlobCache(tmp_path, 1000)
    hours = {"old": 25, "held": 25, "young": 23}
    for name in hours:
        fetched(cache, name)
    for name, ago in hours.items():
        used(tmp_path, name, ago)
    with cache.file("held", lambda: io.BytesIO(b"again")) as held:
        used(tmp_path, "held", 25)
        cache.forget_unused()
        assert held.read_bytes() == b"bytes", "somebody reads it"
    assert [cache.has(name) for name in ("old", "held", "young")] == [False, True, True]


def test_the_least_lately_used_make_room(tmp_path: Path) -> None:
    cache = BlobCache(tmp_path, 10)
    for name, hours in (("first", 3), ("second", 2)):
        fetched(cache, name, b"5byte")
        used(tmp_path, name, hours)
    fetched(cache, "third")
    assert [cache.has(name) for name in ("first", "second", "third")] == [False, True, True]
