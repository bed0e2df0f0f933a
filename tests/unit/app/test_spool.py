"""What killed processes left behind goes after a day; what is under way stays."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from app.settings import Settings
from app.spool import LEFT_BEHIND, tidy_spool

if TYPE_CHECKING:
    from pathlib import Path


def test_half_done_files_of_yesterday_go(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    for folder in (settings.spool_folder, settings.cache_folder):
        folder.mkdir()
    old = [settings.spool_folder / "a.part", settings.spool_folder / "made", settings.cache_folder / ".half"]
    stay = [settings.spool_folder / "b.part", settings.cache_folder / ".fetching", settings.cache_folder / "ab12"]
    for path in (*old, *stay):
        path.mkdir() if path.name == "made" else path.write_bytes(b"x")
    long_ago = time.time() - LEFT_BEHIND - 60
    for path in (*old, stay[-1]):
        os.utime(path, (long_ago, long_ago))
    tidy_spool(settings)
    assert not [path for path in old if path.exists()]
    assert [path for path in stay if path.exists()] == stay


def test_an_installation_without_a_cache_is_tidied_too(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    settings.spool_folder.mkdir()
    tidy_spool(settings)
