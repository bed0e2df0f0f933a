"""How an index in a folder is made anew beside the old one, and takes its place.

The new one lies in a folder inside the old one's. While it is made, whoever commits to the old
one first writes the same down in a journal there, under the old one's writer lock; when the new
one is full the journal is put in under that same lock, so that nothing falls between the two.
Files of the engine have names of their own: they are moved in beside the old ones, and replacing
the table of contents is the one act that changes what is found. Killed at any moment, the folder
holds the old index or the new one, and at most files that the engine clears away.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import shutil
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

META = "meta.json"
VERSION = "vankho-index.json"
LOCK = "vankho-writer.lock"
JOURNAL = "vankho-written.jsonl"
_MANAGED = ".managed.json"
_SEGMENT_FILE = re.compile(r"[0-9a-f]{32}\..+")

Written = tuple[str, list[dict[str, Any]]]
"""Id of a document, and the values of all its pages."""


def is_engine_file(name: str) -> bool:
    """Whether a file of this name belongs to an index and goes with it."""
    return name in {META, _MANAGED, JOURNAL} or _SEGMENT_FILE.fullmatch(name) is not None


def write_down(new: Path, written: Sequence[Written]) -> None:
    """Add to the journal of the index being made in ``new``, if one is: its maker holds its writer lock."""
    try:
        lock = os.open(new / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError):
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        with (new / JOURNAL).open("a", encoding="utf-8") as journal:
            journal.writelines(json.dumps(each, ensure_ascii=False) + "\n" for each in written)
            journal.flush()
            os.fsync(journal.fileno())
    finally:
        os.close(lock)


def written_since(new: Path) -> Iterator[Written]:
    """What the journal holds, oldest first. A torn last line belongs to a commit that never was."""
    try:
        journal = (new / JOURNAL).open(encoding="utf-8")
    except FileNotFoundError:
        return
    with journal:
        for line in journal:
            if line.endswith("\n"):
                document, pages = json.loads(line)
                yield document, pages


def put_in_place(new: Path, folder: Path) -> None:
    """Make the index in ``new`` the one in ``folder``; the caller holds the writer lock of both."""
    for path in new.iterdir():
        if _SEGMENT_FILE.fullmatch(path.name):
            path.replace(folder / path.name)
    every = [path.name for path in folder.iterdir() if _SEGMENT_FILE.fullmatch(path.name)]
    # The engine removes what is named here and no longer used; readers that still use it keep it.
    _write_whole(folder / _MANAGED, json.dumps([META, *every]))
    _flush(folder)
    (new / META).replace(folder / META)
    _flush(folder)
    # Last: where both are of different versions nobody takes the old one for the new one.
    _write_whole(folder / VERSION, (new / VERSION).read_text(encoding="ascii"))
    _flush(folder)
    shutil.rmtree(new, ignore_errors=True)


def _write_whole(path: Path, text: str) -> None:
    beside = path.with_name(path.name + ".part")
    with beside.open("w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _flush(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
