"""What a check of the archive says beyond the codes of OCFL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import Sentence, Unavailable
from records.findings import Finding, Severity, refusal, warning

if TYPE_CHECKING:
    from records.errors import VankhoError

_RESTORE = Sentence(
    "Giữ nguyên hiện trạng, báo người phụ trách lưu trữ, đối chiếu với bản sao và nhật ký truy cập máy chủ.",
    "Leave it as it is, tell an archivist, compare it with a copy and with the logs of the machine.",
)


def lost(root: str) -> Finding:
    return refusal(
        "fixity.object_lost",
        "Hồ sơ đã được đưa vào kho nhưng nay không còn trong kho.",
        "The dossier was deposited and is no longer in the store.",
        _RESTORE,
        where=root,
    )


def swapped(root: str) -> Finding:
    return refusal(
        "fixity.inventory_swapped",
        "Bản kê của hồ sơ không phải là bản kê đã được ghi nhận khi đưa vào kho.",
        "The inventory of the dossier is not the one on record from its deposit.",
        _RESTORE,
        where=root,
    )


def newer_than_known(root: str) -> Finding:
    return warning(
        "fixity.newer_than_known",
        "Trong kho có phiên bản mới hơn phiên bản đã được ghi nhận.",
        "The store holds a newer version than the one on record.",
        Sentence(
            "Nếu lần lưu gần nhất bị gián đoạn, hãy chạy lại; nếu không, tìm xem ai đã thêm phiên bản này.",
            "Where the last deposit was interrupted, run it again; otherwise find out who added the version.",
        ),
        where=root,
    )


def misplaced(ocfl_id: str, root: str) -> Finding:
    return refusal(
        "fixity.misplaced",
        f"Gói tự nhận là {ocfl_id} nhưng không nằm ở vị trí của mã đó.",
        f"The object says it is {ocfl_id} and does not lie where that id belongs.",
        _RESTORE,
        where=root,
    )


def unfinished(where: str) -> Finding:
    return warning(
        "fixity.unfinished_version",
        "Một lần lưu hồ sơ đang diễn ra hoặc đã bị gián đoạn; các phiên bản trước vẫn nguyên vẹn.",
        "A deposit is going on or was interrupted; the versions before it are whole.",
        Sentence(
            "Chạy lại lần lưu đó; hệ thống tự hoàn tất hoặc dọn phần dở dang.",
            "Run that deposit again; it finishes or removes what is unfinished.",
        ),
        where=where,
    )


def nothing_stands(root: str) -> Finding:
    return warning(
        "fixity.nothing_stands",
        "Chưa có phiên bản nào có hiệu lực: lần lưu đầu tiên bị gián đoạn, hoặc bản kê đã bị lấy đi.",
        "No version stands: the first deposit was interrupted, or the inventory was taken away.",
        Sentence(
            "Nếu hồ sơ đang được xử lý, hãy chạy lại lần lưu; nếu hồ sơ đã từng được lưu, khôi phục từ bản sao.",
            "Where the dossier is still in work, run the deposit again; where it was kept before, restore it.",
        ),
        where=root,
    )


def error(error: VankhoError, where: str = "") -> Finding:
    """An error met while checking, as a finding."""
    waits = isinstance(error, Unavailable)
    return Finding(
        code=error.code,
        severity=Severity.WARNING if waits else Severity.REFUSAL,
        says=error.says,
        hint=error.hint,
        where=where,
    )
