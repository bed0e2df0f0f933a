"""What the desk of hand-over says when it does not do what was asked, and of what it has done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import Conflict, Forbidden, InvalidInput, NotFound, Sentence
from retention_rules.explain import civil
from retention_rules.hand_over.clock import longest_kept_back
from retention_rules.hand_over.model import Custody, says

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from retention_rules.hand_over.model import Obstacle

_HOLDERS = {
    Custody.CURRENT_ARCHIVE: Sentence("Lưu trữ hiện hành", "the current archive"),
    Custody.HISTORICAL_ARCHIVE: Sentence("Lưu trữ lịch sử", "the historical archive"),
}


def taken_over(custody: Custody, since: date, receipt: str) -> Sentence:
    """Who has it, since when, by which minutes."""
    holder = _HOLDERS[custody]
    return Sentence(
        f"{holder.vi} đã nhận ngày {civil(since)}, biên bản giao nhận {receipt}.",
        f"Taken over by {holder.en} on {civil(since)}, minutes {receipt}.",
    )


def not_allowed() -> Forbidden:
    return Forbidden(
        "hand_over.not_allowed",
        Sentence("Tài khoản này không có phần việc đó trong giao nộp.", "This account has no such part in hand-over."),
        Sentence(
            "Đơn vị lập danh mục; lưu trữ viên kiểm tra và nhận.", "The unit lists; an archivist checks and receives."
        ),
    )


def one_person() -> Forbidden:
    return Forbidden(
        "hand_over.one_person",
        Sentence("Người giao không đồng thời là người nhận.", "Who hands over does not receive."),
        Sentence("Người khác phải kiểm tra và nhận.", "Somebody else has to check and receive."),
    )


def not_found() -> NotFound:
    return NotFound(
        "hand_over.not_found",
        Sentence("Không có danh mục giao nộp này.", "There is no such list of hand-over."),
        Sentence("Xem các danh mục ở trang Bàn giao.", "See the lists on the page Hand-over."),
    )


def several_units() -> InvalidInput:
    return InvalidInput(
        "hand_over.several_units",
        Sentence("Hồ sơ trong danh mục thuộc nhiều đơn vị.", "The dossiers are of several units."),
        Sentence("Lập cho mỗi đơn vị một danh mục.", "Make a list for each unit."),
    )


def blocked(dossier: object, code: str, found: Iterable[Obstacle]) -> Conflict:
    reasons = [says(each) for each in found]
    name = code or str(dossier)
    return Conflict(
        "hand_over.blocked",
        Sentence(
            f"Hồ sơ {name} không giao nộp được: {'; '.join(one.vi for one in reasons)}.",
            f"{name} cannot be handed over: {'; '.join(one.en for one in reasons)}.",
        ),
        Sentence(
            "Bỏ hồ sơ này ra, hoặc từ chối mục ấy; các hồ sơ khác vẫn giao được.",
            "Leave it out, or refuse that item; the others can go.",
        ),
    )


def unchecked(number: int) -> Conflict:
    return Conflict(
        "hand_over.unchecked",
        Sentence(f"Còn {number} hồ sơ chưa kiểm tra.", f"{number} dossiers are not checked yet."),
        Sentence("Nhận hoặc từ chối từng hồ sơ trước.", "Accept or refuse each one first."),
    )


def closed() -> Conflict:
    return Conflict(
        "hand_over.closed",
        Sentence("Danh mục này đã khép.", "The list is closed."),
        Sentence("Xem lại danh mục.", "Look at the list again."),
    )


def kept_too_long(name: str, limit: date) -> InvalidInput:
    latest = civil(longest_kept_back(limit))
    return InvalidInput(
        "hand_over.kept_too_long",
        Sentence(
            f"Hồ sơ {name} đến hạn {civil(limit)}: chỉ được giữ lại sau ngày ấy và không quá hai năm, tới {latest}.",
            f"{name} is due on {civil(limit)}: it may be kept back beyond that day for two years at most, to {latest}.",
        ),
        Sentence("Chọn một ngày trong khoảng ấy.", "Choose a day within that time."),
    )
