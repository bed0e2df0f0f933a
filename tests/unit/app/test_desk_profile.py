"""What a desk removes by itself when it starts."""

from __future__ import annotations

import io
import os
from datetime import timedelta
from typing import TYPE_CHECKING

from adapters.object_store.filesystem import FilesystemObjectStore
from app.desk_profile import tidy
from app.settings import Settings
from ocr.reading_cache import AREA, DAYS_KEPT
from records.identifiers import Digest, ObjectKey
from records.ports.clock import SystemClock

if TYPE_CHECKING:
    from pathlib import Path


def test_readings_are_forgotten_after_their_days_and_nothing_else_is(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    settings.spool_folder.mkdir()
    store = FilesystemObjectStore(settings.store_folder)
    old, young, blob = (
        ObjectKey(f"{AREA}aa/cũ.json"),
        ObjectKey(f"{AREA}aa/mới.json"),
        ObjectKey("staging/blobs/aa/bb/giữ.json"),
    )
    for key in (old, young, blob):
        store.put(key, io.BytesIO(b"{}"), Digest.of(b"{}"))
    long_ago = (SystemClock().now() - timedelta(days=DAYS_KEPT, minutes=1)).timestamp()
    for key in (old, blob):
        os.utime(settings.store_folder / key.value, (long_ago, long_ago))
    tidy(settings)
    assert store.stat(old) is None
    assert store.stat(young) is not None
    assert store.stat(blob) is not None
