"""How workers know of one another whether they live.

A worker holds a lock on a file named after it as long as it lives. The system frees the
lock when the process ends, however it ends, so any other process can tell the dead from the
slow and give back what the dead held, without waiting for a lease to run out.
"""

from __future__ import annotations

import fcntl
from typing import TYPE_CHECKING, TextIO

from records.identifiers import uuid7

if TYPE_CHECKING:
    from pathlib import Path


class LifeLine:
    """The lock that says a worker is alive."""

    def __init__(self, folder: Path) -> None:
        self.owner = str(uuid7())
        self._path = folder / f"{self.owner}.lock"
        self._file: TextIO = self._path.open("w")
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def release(self) -> None:
        self._path.unlink(missing_ok=True)
        self._file.close()


def is_alive(folder: Path, owner: str) -> bool:
    """Whether the worker still holds its lock."""
    try:
        with (folder / f"{owner}.lock").open() as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def living_workers(folder: Path) -> int:
    """How many workers are alive; locks of the dead are cleared away."""
    alive = 0
    for path in folder.glob("*.lock"):
        if is_alive(folder, path.stem):
            alive += 1
        else:
            path.unlink(missing_ok=True)
    return alive
