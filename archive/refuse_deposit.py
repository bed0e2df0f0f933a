"""Why a deposit is not written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.layout import DESCRIPTIVE, EVENTS
from records.errors import Conflict, Damaged, InvalidInput, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from archive.model import Deposit
    from records.identifiers import DossierId


def check_paths(deposit: Deposit, inherited: Iterable[str]) -> None:
    """The paths of the deposit and those it inherits can be those of one package (OCFL 1.1, 3.5.3.1).

    Raises:
        InvalidInput (deposit.path_invalid, deposit.path_twice, deposit.path_reserved, deposit.path_clash)
    """
    seen: set[str] = set()
    for file in deposit.files:
        if any(part in {"", ".", ".."} for part in file.path.split("/")) or any(
            sign == "\\" or ord(sign) < 32 for sign in file.path
        ):
            raise _refused("path_invalid", file.path, "không hợp lệ", "is not a valid path")
        if file.path in {DESCRIPTIVE, EVENTS}:
            raise _refused("path_reserved", file.path, "do hệ thống tự ghi", "is written by the deposit itself")
        if file.path in seen:
            raise _refused("path_twice", file.path, "xuất hiện hai lần", "stands there twice")
        seen.add(file.path)
    every = seen | {DESCRIPTIVE, EVENTS} | set(inherited)
    for path in every:
        parts = path.split("/")
        for length in range(1, len(parts)):
            folder = "/".join(parts[:length])
            if folder in every:
                raise _refused("path_clash", folder, "vừa là tệp vừa là thư mục", "is both a file and a folder")


def _refused(code: str, path: str, vi: str, en: str) -> InvalidInput:
    return InvalidInput(
        f"deposit.{code}",
        Sentence(f"Đường dẫn {path!r} trong gói hồ sơ {vi}.", f"The path {path!r} in the package {en}."),
        Sentence("Sửa đường dẫn rồi nộp lại.", "Correct the path and deposit again."),
    )


def changed_meanwhile(dossier: DossierId) -> Conflict:
    return Conflict(
        "archive.changed",
        Sentence(
            f"Trong lúc ghi, hồ sơ {dossier} đã có phiên bản khác được ghi vào.",
            f"Another version of dossier {dossier} was written meanwhile.",
        ),
        Sentence(
            "Đọc lại phiên bản mới nhất rồi thực hiện lại nếu còn cần.",
            "Read the newest version, then deposit again if it is still needed.",
        ),
    )


def read_back_differs(path: str) -> Damaged:
    return Damaged(
        "deposit.read_back_differs",
        Sentence(
            f"Đọc lại {path} sau khi ghi thì nội dung không khớp; phiên bản này chưa có hiệu lực.",
            f"Read back after writing, {path} differs; this version does not stand.",
        ),
        Sentence(
            "Kiểm tra đĩa và bộ nhớ của máy chủ trước khi nộp lại.",
            "Check the disk and the memory of the machine before depositing again.",
        ),
    )
