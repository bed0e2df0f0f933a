"""What a comparison of catalogue and store says."""

from __future__ import annotations

from records.errors import Sentence
from records.findings import Finding, refusal

_TELL = Sentence(
    "Giữ nguyên hiện trạng, báo người phụ trách lưu trữ và chạy vankho verify.",
    "Leave it as it is, tell an archivist and run vankho verify.",
)
_LOCK = Sentence(
    "Máy chủ: scheduler phải đang chạy, đêm nay sẽ khóa lại; nếu ngày mai vẫn còn thì xem nhật ký của nó.",
    "On a server: see that the scheduler runs, it locks it tonight; if it is still so tomorrow, read its log.",
)
_OTHER_HOLD = Sentence(
    "Vankho không gỡ lệnh giữ mà nó không đặt; người quản trị kho xem ai đã đặt.",
    "Vankho lifts no hold that it did not place; ask whoever runs the store who did.",
)
_LOOK = Sentence(
    "Tìm xem ai đã đặt vào kho; Vankho không tự xóa.", "Find out who put it there; Vankho does not remove it."
)

MENDED = frozenset({"reconcile.lease_missing", "reconcile.lease_short", "reconcile.hold_missing"})
"""What locking the dossier anew puts right."""


def package_missing(where: str) -> Finding:
    return refusal(
        "reconcile.package_missing",
        "Hồ sơ có trong danh mục nhưng không có trong kho",
        "The catalogue knows the dossier, the store holds nothing of it",
        _TELL,
        where,
    )


def package_unreadable(where: str) -> Finding:
    return refusal(
        "reconcile.package_unreadable",
        "Bản kê của hồ sơ không đọc được",
        "The inventory of the dossier cannot be read",
        _TELL,
        where,
    )


def package_unknown(where: str) -> Finding:
    return refusal(
        "reconcile.package_unknown",
        "Kho có hồ sơ mà danh mục không biết",
        "The store holds a dossier that the catalogue does not know",
        _LOOK,
        where,
    )


def inventory_differs(where: str) -> Finding:
    return refusal(
        "reconcile.inventory_differs",
        "Bản kê trong kho không phải bản đã ghi trong danh mục",
        "The inventory in the store is not the one on record",
        _TELL,
        where,
    )


def object_missing(where: str) -> Finding:
    return refusal(
        "reconcile.object_missing",
        "Đối tượng có trong bản kê nhưng không có trong kho",
        "An object of the inventory is not in the store",
        _TELL,
        where,
    )


def object_unknown(where: str) -> Finding:
    return refusal(
        "reconcile.object_unknown",
        "Kho có đối tượng ngoài bản kê",
        "The store holds an object that no inventory names",
        _LOOK,
        where,
    )


def size_differs(where: str) -> Finding:
    return refusal(
        "reconcile.size_differs",
        "Kích thước đối tượng khác với danh mục",
        "The size of an object is not the one on record",
        _TELL,
        where,
    )


def digest_differs(where: str) -> Finding:
    return refusal(
        "reconcile.digest_differs",
        "Mã băm trong bản kê khác với danh mục, hoặc không có",
        "The inventory states another digest than the catalogue, or none",
        _TELL,
        where,
    )


def lease_missing(where: str) -> Finding:
    return refusal(
        "reconcile.lease_missing",
        "Đối tượng chưa được khóa theo thời hạn",
        "An object is not leased",
        _LOCK,
        where,
    )


def lease_short(where: str) -> Finding:
    return refusal(
        "reconcile.lease_short",
        "Thời hạn khóa ngắn hơn mức phải có",
        "The lease of an object is shorter than it must be",
        _LOCK,
        where,
    )


def hold_missing(where: str) -> Finding:
    return refusal(
        "reconcile.hold_missing",
        "Đối tượng phải bị giữ nhưng kho không giữ",
        "An object that must be held is not",
        _LOCK,
        where,
    )


def hold_left_over(where: str) -> Finding:
    return refusal(
        "reconcile.hold_left_over",
        "Kho còn giữ đối tượng dù không còn lệnh giữ nào",
        "The store holds an object although no hold is open",
        _OTHER_HOLD,
        where,
    )
