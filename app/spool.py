"""What killed processes leave on this machine's disk: files half received, half made, half fetched."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from app.settings import Settings

LEFT_BEHIND = 86_400
"""Seconds: no step and no upload takes so long."""


def tidy_spool(settings: Settings) -> None:
    """Remove what nobody has touched for a day; copies in the cache go by its own rule."""
    half_fetched = settings.cache_folder.glob(".*") if settings.cache_folder.is_dir() else ()
    for path in (*settings.spool_folder.iterdir(), *half_fetched):
        _remove_if_old(path)


def _remove_if_old(path: Path) -> None:
    try:
        if path.stat().st_mtime < time.time() - LEFT_BEHIND:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    except FileNotFoundError:
        return  # another process tidies too
