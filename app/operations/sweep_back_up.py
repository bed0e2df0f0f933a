"""Take out of the folder of a back-up what was destroyed before it was taken: earlier back-ups left it there.

A back-up into the same folder copies what is new and leaves what is there. What its state does not know
belongs to nobody; what was destroyed must not lie there at all.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

from app.operations.backup_folder import OBJECTS, damaged_files, from_os_error
from archive.ocfl.storage_root import object_root
from records.identifiers import DossierId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from app.operations.backup_folder import BackupFolder


def sweep(folder: BackupFolder, destroyed: Iterable[str], has_pictures: Callable[[str], bool]) -> int:
    """Remove packages of destroyed dossiers and page pictures of no document; how many of both were there.

    Each is looked for again. Repeated it finds nothing.

    Raises:
        Damaged (backup.damaged): Something is left, by name.
        Unavailable (backup.full), Misconfigured (backup.folder_unusable): The disk says no.
    """
    objects = folder.path / OBJECTS
    gone = 0
    try:
        for dossier in destroyed:
            gone += _remove(objects / object_root(DossierId(dossier)))
        pictures = objects / "access"
        for each in sorted(pictures.iterdir()) if pictures.is_dir() else ():
            if not has_pictures(each.name):
                gone += _remove(each)
    except OSError as error:
        raise from_os_error(error, folder.path) from error
    return gone


def _remove(place: Path) -> bool:
    if not place.exists():
        return False
    shutil.rmtree(place)
    if place.exists():
        raise damaged_files([str(place)])
    return True
