"""What the desk of transfers says when it does not do what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import Conflict, Forbidden, InvalidInput, NotFound, Sentence
from records.incomplete import MEND_IT, in_one
from retention_rules.explain import civil
from retention_rules.hand_over.transfer import says

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from retention_rules.hand_over.transfer import TransferObstacle


def no_archive() -> Conflict:
    return Conflict(
        "transfer.no_archive",
        Sentence(
            "Cơ quan này không thuộc nguồn nộp lưu vào Lưu trữ lịch sử.",
            "This body is no source of a historical archive.",
        ),
        Sentence(
            "Nếu thuộc nguồn nộp lưu, ghi tên Lưu trữ lịch sử vào VANKHO_HISTORICAL_ARCHIVE.",
            "If it is one, name the historical archive in VANKHO_HISTORICAL_ARCHIVE.",
        ),
    )


def incomplete(*lacking: Sentence) -> InvalidInput:
    return InvalidInput("transfer.incomplete", in_one(lacking), MEND_IT)


def too_soon(earliest: date) -> InvalidInput:
    return InvalidInput(
        "transfer.too_soon",
        Sentence(
            f"Phải đăng ký trước 12 tháng: sớm nhất là ngày {civil(earliest)}.",
            f"A transfer is registered 12 months ahead: {civil(earliest)} is the earliest day.",
        ),
        Sentence("Chọn ngày ấy hoặc muộn hơn.", "Choose that day or a later one."),
    )


def not_found() -> NotFound:
    return NotFound(
        "transfer.not_found",
        Sentence("Không có đợt nộp này.", "There is no such transfer."),
        Sentence("Xem danh sách: vankho transfer list", "See the list: vankho transfer list"),
    )


def other_state() -> Conflict:
    return Conflict(
        "transfer.other_state",
        Sentence("Đợt nộp này không ở bước đó.", "The transfer does not stand at that step."),
        Sentence("Xem lại đợt nộp.", "Look at the transfer again."),
    )


def one_person() -> Forbidden:
    return Forbidden(
        "transfer.one_person",
        Sentence(
            "Người đăng ký đợt nộp không tự ghi biên nhận của Lưu trữ lịch sử.",
            "Who registered the transfer does not record the receipt of the historical archive.",
        ),
        Sentence("Người khác phải ghi.", "Somebody else has to record it."),
    )


def digest_differs(dossier: str) -> Conflict:
    return Conflict(
        "transfer.digest_differs",
        Sentence(
            f"Gói của hồ sơ {dossier} mà Lưu trữ lịch sử nhận không phải gói đã lập ở đây.",
            f"What the historical archive received of {dossier} is not the package that was made here.",
        ),
        Sentence(
            "Gửi lại gói ấy, hoặc bỏ hồ sơ này khỏi biên nhận; không hồ sơ nào đổi nơi giữ.",
            "Send that package again, or leave the dossier out of the receipt; nothing has changed hands.",
        ),
    )


def blocked(name: str, found: Iterable[TransferObstacle]) -> Conflict:
    reasons = [says(each) for each in found]
    return Conflict(
        "transfer.blocked",
        Sentence(
            f"Hồ sơ {name} không nộp vào Lưu trữ lịch sử được: {'; '.join(one.vi for one in reasons)}.",
            f"{name} cannot go to the historical archive: {'; '.join(one.en for one in reasons)}.",
        ),
        Sentence("Bỏ hồ sơ này ra; các hồ sơ khác vẫn nộp được.", "Leave it out; the others can go."),
    )
