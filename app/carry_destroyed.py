"""The list of what was destroyed is carried to every back-up set that can be reached, by itself.

A set is asked for where its register says that it lies; a disk that is not there, or holds another set, is left
alone and tried again. Nobody waits for a disk: it is looked at in a thread of its own, and while one
is stuck at a silent disk no second is sent after it.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

import structlog

from adapters.catalogue import backup_sets
from app.operations.backup_folder import BackupFolder
from app.operations.destroyed_list import list_now, write_list
from records.errors import VankhoError

if TYPE_CHECKING:
    from app.wiring import Parts
    from retention_rules.backup_sets import BackupSet

LOOKED_AFTER = 30.0
"""Seconds between two looks whether anything was destroyed since."""
AGAIN_AFTER = 600.0
"""Seconds until sets that could not be reached are tried again."""

log = structlog.get_logger()


class DestroyedCarrier:
    """Carries it now and then."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._next = float("-inf")
        self._under_way: threading.Thread | None = None

    def go_on(self) -> None:
        """Have it carried where something was destroyed that a set does not know of; this takes milliseconds.

        Raises:
            Unavailable: The catalogue does not answer.
        """
        if time.monotonic() < self._next or (self._under_way is not None and self._under_way.is_alive()):
            return
        behind = sets_behind(self._parts)
        self._next = time.monotonic() + (AGAIN_AFTER if behind else LOOKED_AFTER)
        if behind:
            # No pool: a process must be able to end while a thread waits for a disk.
            self._under_way = threading.Thread(target=_carry_all, args=(self._parts, behind), daemon=True)
            self._under_way.start()


def sets_behind(parts: Parts) -> list[BackupSet]:
    """Sets that stand, and whose list does not know of the newest destruction."""
    with parts.catalogue.begin(readonly=True) as connection:
        newest = backup_sets.newest_destruction(connection)
        if newest is None:
            return []
        found = backup_sets.sets(connection)
    return [each for each in found if each.told_until is None or each.told_until < newest]


def carry(parts: Parts, found: BackupSet) -> bool:
    """Write the list beside the set where it lies there; whether it does.

    Raises:
        Unavailable (backup.full), Misconfigured (backup.folder_unusable): The disk says no.
        Unavailable: The catalogue does not answer.
    """
    folder = BackupFolder(Path(found.place))
    if not lies_there(folder, found.set_id):
        return False
    written = write_list(folder.path, list_now(parts))
    with parts.catalogue.begin() as connection:
        backup_sets.told(connection, found.id, written.as_of)
    return True


def lies_there(folder: BackupFolder, which: str) -> bool:
    """Whether the set of this id, finished or broken off, is what lies in the folder."""
    try:
        return folder.manifest().id == which
    except VankhoError:
        pass
    try:
        return which in folder.broken_off()
    except VankhoError:
        return False


def _carry_all(parts: Parts, behind: list[BackupSet]) -> None:
    for each in behind:
        try:
            if not carry(parts, each):
                log.info("a back-up set is not where it was written", backup=each.id)
        except VankhoError as error:
            log.warning("a back-up set was not told what is destroyed", backup=each.id, code=error.code)
        except Exception:  # one set stops no other; the process may be closing what we use
            log.exception("a back-up set was not told what is destroyed", backup=each.id)
