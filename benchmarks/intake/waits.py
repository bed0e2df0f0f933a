"""Where the time of receiving goes: a profile of the use case, told by what it waits for."""

from __future__ import annotations

import cProfile
import pstats
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

PARTS = {
    "flushing to the disk (fsync)": (("~", "<built-in method posix.fsync>"),),
    "putting and looking in the store": (
        ("s3.py", "put"),
        ("s3.py", "stat"),
        ("filesystem.py", "put"),
        ("filesystem.py", "stat"),
    ),
    "statements": (("default.py", "do_execute"), ("default.py", "do_executemany")),
    "beginning and committing": (("default.py", "do_commit"), ("engine.py", "_begin_immediate")),
    "announcing to the queue": (("celery.py", "announce"),),
}
"""What is looked for: the end of the file's name and the function. Flushing is a part of putting; what is
missing to the whole is spooling, hashing and Python."""


def shares(work: Callable[[], None]) -> dict[str, float]:
    """The share of the whole time that each of ``PARTS`` took, waiting included."""
    profile = cProfile.Profile()
    profile.enable()
    work()
    profile.disable()
    stats = pstats.Stats(profile).stats  # type: ignore[attr-defined]  # not in the stubs
    whole = sum(own for _, _, own, _, _ in stats.values())
    found = dict.fromkeys(PARTS, 0.0)
    for (file, _, function), (_, _, _, cumulative, _) in stats.items():
        for part, places in PARTS.items():
            if any(file.endswith(end) and function == name for end, name in places):
                found[part] += cumulative / whole
    return found
