"""Tell the register of a back-up set that it does not know: a copy on another medium, one from before there was any."""

from __future__ import annotations

import platform
from datetime import datetime
from typing import TYPE_CHECKING

from adapters.catalogue import backup_sets, table_copies
from app.operations.backup_folder import BackupFolder
from app.operations.destroyed_list import read_list
from app.operations.whose_folder import installation_of
from records.errors import Conflict, Sentence, VankhoError

if TYPE_CHECKING:
    from pathlib import Path

    from app.wiring import Parts


def register(parts: Parts, path: Path, *, at: str = "") -> str:
    """The set in the folder ``path`` stands, or a copy of it in the place that ``at`` names; the id of the set.

    Told again nothing changes.

    Raises:
        NotFound (backup.not_found), Damaged (backup.damaged), Misconfigured (backup.other_version,
            backup.folder_unusable): No finished back-up can be read there.
        Conflict (backup_set.not_ours): It is the back-up of another installation.
        Unavailable: The catalogue does not answer.
    """
    folder = BackupFolder(path)
    manifest, theirs = folder.manifest(), installation_of(folder)
    place = " ".join(at.split()) or str(path.resolve())
    taken_at = datetime.fromisoformat(manifest.taken_at)
    try:
        told_until = read_list(path, installation=theirs).as_of
    except VankhoError:
        told_until = None
    with parts.catalogue.begin() as connection:
        if theirs and not table_copies.holds_batch(connection, theirs):
            raise _not_ours(path)
        if backup_sets.one(connection, manifest.id) is None:
            backup_sets.begin(
                connection,
                manifest.id,
                machine=platform.node(),
                place=place,
                taken_at=taken_at,
                knows_until=taken_at,
            )
            backup_sets.finished(
                connection,
                manifest.id,
                digest=manifest.digest,
                dossiers=manifest.tables["dossier"].lines if "dossier" in manifest.tables else 0,
                objects=manifest.objects.lines,
                size=manifest.objects_bytes,
                knows_until=taken_at,
                told_until=told_until,
            )
        backup_sets.add_copy(connection, manifest.id, machine=platform.node(), place=place, told_until=told_until)
    return manifest.id


def _not_ours(path: Path) -> Conflict:
    return Conflict(
        "backup_set.not_ours",
        Sentence(
            f"{path} chứa bản sao lưu của một hệ thống Vankho khác.",
            f"{path} holds the back-up of another installation of Vankho.",
        ),
        Sentence("Ghi bộ ấy vào sổ của hệ thống đã lập nó.", "Register it with the installation that made it."),
    )
