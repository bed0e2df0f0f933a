"""May a back-up be written into this folder? Never over other files, nor over the back-up of another installation.

An installation is known by its batches: their ids are made once (UUIDv7), no batch is ever removed, and a
restore brings them along. A back-up belongs to every installation that holds the first batch of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue import table_copies
from app.operations.backup_folder import MANIFEST, UNFINISHED, from_os_error
from app.operations.destroyed_list import NAME as DESTROYED
from records.errors import Conflict, Damaged, InvalidInput, NotFound, Sentence

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.catalogue.engine import Catalogue
    from app.operations.backup_folder import BackupFolder

_NOBODYS = {"lost+found"}
"""Made by the disk. Lists of what was destroyed, which stay when a set is erased, keep no other from being written."""


def require_free(path: Path, data: Path) -> None:
    """The folder is absent, empty or a back-up, and has nothing to do with the data folder.

    Raises:
        InvalidInput (backup.folder_in_use): It is not so.
        Misconfigured (backup.folder_unusable): It cannot be read.
    """
    try:
        ours, wanted = data.resolve(), path.resolve()
        if wanted.is_relative_to(ours) or ours.is_relative_to(wanted):
            raise _data_folder(path, data)
        if not wanted.is_dir():
            return
        names = {each.name for each in wanted.iterdir() if not each.name.startswith(DESTROYED)} - _NOBODYS
        is_backup = UNFINISHED in names or {MANIFEST, "catalogue"} <= names
    except OSError as error:
        raise from_os_error(error, path) from error
    if names and not is_backup:
        raise _other_files(path)


def require_own(folder: BackupFolder, catalogue: Catalogue) -> None:
    """The folder holds no back-up of another installation; and an empty installation replaces no rows.

    A back-up that can no longer be read may be replaced by any installation that is not empty.

    Raises:
        Conflict (backup.would_empty, backup.other_installation): It does.
        Misconfigured (backup.other_version): The back-up is of a later format.
        Unavailable: The catalogue does not answer.
    """
    try:
        theirs = installation_of(folder)
    except NotFound:
        return
    except Damaged:
        theirs = None
    if theirs == "":
        return
    with catalogue.begin(readonly=True) as connection:
        if theirs and table_copies.holds_batch(connection, theirs):
            return
        ours = table_copies.first_batch(connection)
    if not ours:
        raise _would_empty(folder.path)
    if theirs:
        raise _other_installation(folder.path)


def installation_of(folder: BackupFolder) -> str:
    """Id of the first batch of the back-up there; empty of one without batches.

    Raises:
        NotFound (backup.not_found), Damaged (backup.damaged), Misconfigured (backup.other_version): As ``manifest``.
    """
    manifest = folder.manifest()
    if manifest.installation:
        return manifest.installation
    # Made before manifests told it.
    listed = manifest.tables.get("batch")
    first = next(folder.read_lines(listed), None) if listed else None
    return str(first["id"]) if first else ""


def _data_folder(path: Path, data: Path) -> InvalidInput:
    return InvalidInput(
        "backup.folder_in_use",
        Sentence(
            f"{path} là thư mục dữ liệu {data}, nằm trong đó hoặc chứa nó; không thể sao lưu vào đây.",
            f"{path} is the data folder {data}, lies in it or contains it: no place for a back-up.",
        ),
        _TAKE_ANOTHER,
    )


def _other_files(path: Path) -> InvalidInput:
    return InvalidInput(
        "backup.folder_in_use",
        Sentence(
            f"Thư mục {path} đã có tệp khác, không phải bản sao lưu của Vankho.",
            f"The folder {path} holds other files and is no back-up of Vankho.",
        ),
        _TAKE_ANOTHER,
    )


_TAKE_ANOTHER = Sentence(
    "Nêu một thư mục mới hoặc trống trên ổ đĩa khác, ví dụ /mnt/backup/vankho.",
    "Name a new or empty folder on another disk, for example /mnt/backup/vankho.",
)


def _would_empty(path: Path) -> Conflict:
    return Conflict(
        "backup.would_empty",
        Sentence(
            f"Hệ thống này chưa có hồ sơ nào, còn bản sao lưu trong {path} thì có; bản đó được giữ nguyên.",
            f"This installation is empty and the back-up in {path} is not; that back-up stays as it is.",
        ),
        Sentence(
            "Kiểm tra VANKHO_DATA (trên máy chủ: VANKHO_DATABASE_URL) có trỏ đúng kho cần sao lưu không. "
            "Muốn lấy lại dữ liệu, dùng «vankho restore».",
            "Check that VANKHO_DATA (on a server VANKHO_DATABASE_URL) points at the archive to be backed up. "
            "To bring records back, use «vankho restore».",
        ),
    )


def _other_installation(path: Path) -> Conflict:
    return Conflict(
        "backup.other_installation",
        Sentence(
            f"{path} chứa bản sao lưu của một hệ thống Vankho khác; bản đó được giữ nguyên.",
            f"{path} holds the back-up of another installation of Vankho, which stays as it is.",
        ),
        Sentence(
            "Kiểm tra VANKHO_DATA có trỏ đúng kho không, hoặc nêu một thư mục riêng cho hệ thống này.",
            "Check that VANKHO_DATA points at the right archive, or name a folder of its own for this installation.",
        ),
    )
