"""Say why a dossier is to be handed over by the day it is: what it is counted from, the clause, the arithmetic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import Sentence
from retention_rules.explain import civil
from retention_rules.hand_over.clock import FEWEST_YEARS, Start

if TYPE_CHECKING:
    from datetime import date

    from retention_rules.hand_over.clock import HandOverClock

NOT_OWED = Sentence(
    f"Đơn vị tự lưu giữ: chỉ hồ sơ có thời hạn từ {FEWEST_YEARS} năm trở lên mới giao nộp "
    "(Nghị định 30/2020/NĐ-CP, Điều 31 khoản 3 điểm c).",
    f"It stays with its unit: only dossiers kept {FEWEST_YEARS} years or more are handed over "
    "(Decree 30/2020/NĐ-CP, Article 31(3)(c)).",
)
_NO_DATE = Sentence(
    "Chưa biết ngày kết thúc công việc nên chưa tính được hạn giao nộp.",
    "The day the work ended is not known, so there is no day by which it is to be handed over.",
)


def explain_hand_over(clock: HandOverClock | None) -> Sentence:
    """The sentence; None: not handed over."""
    if clock is None:
        return NOT_OWED
    if clock.starts_on is None or clock.limit_on is None:
        return _NO_DATE
    parts = [_limit(clock, clock.starts_on, clock.limit_on), *_target(clock), *_kept_back(clock), *_guess(clock)]
    return Sentence(" ".join(part.vi for part in parts), " ".join(part.en for part in parts))


def _limit(clock: HandOverClock, on: date, limit: date) -> Sentence:
    if clock.start is Start.FINAL_SETTLEMENT:
        return Sentence(
            f"Giao nộp chậm nhất {civil(limit)}: hồ sơ xây dựng cơ bản, ba tháng kể từ ngày quyết toán {civil(on)} "
            "(Nghị định 30/2020/NĐ-CP, Điều 30 khoản 2).",
            f"To be handed over by {civil(limit)}: construction, three months from its final settlement on "
            f"{civil(on)} (Decree 30/2020/NĐ-CP, Article 30(2)).",
        )
    by_law = f"31/12/{on.year + 1:04}"
    return Sentence(
        f"Giao nộp chậm nhất {civil(limit)}: một năm kể từ ngày kết thúc công việc {civil(on)} (Nghị định "
        f"30/2020/NĐ-CP, Điều 30 khoản 2; Luật Lưu trữ 33/2024/QH15, Điều 17 tính theo năm, đến {by_law}).",
        f"To be handed over by {civil(limit)}: one year from the day the work ended, {civil(on)} (Decree "
        f"30/2020/NĐ-CP, Article 30(2); Archives Law 33/2024/QH15, Article 17 counts by year, to {by_law}).",
    )


def _target(clock: HandOverClock) -> list[Sentence]:
    if clock.target_on is None:
        return []
    return [
        Sentence(
            f"Tài liệu số nên giao trong 60 ngày, đến {civil(clock.target_on)} (Thông tư 05/2025/TT-BNV, Chương IV).",
            f"What is digital should be handed over within 60 days, by {civil(clock.target_on)} "
            "(Circular 05/2025/TT-BNV, Chapter IV).",
        )
    ]


def _kept_back(clock: HandOverClock) -> list[Sentence]:
    if clock.kept_back is None or clock.due_on is None:
        return []
    number, until = clock.kept_back.number, civil(clock.due_on)
    return [
        Sentence(
            f"Được giữ lại đến {until} theo văn bản {number} (Nghị định 30/2020/NĐ-CP, Điều 31 khoản 3 điểm d).",
            f"Kept back until {until} by consent {number} (Decree 30/2020/NĐ-CP, Article 31(3)(d)).",
        )
    ]


def _guess(clock: HandOverClock) -> list[Sentence]:
    if clock.start is not Start.NEWEST_DOCUMENT:
        return []
    return [
        Sentence(
            "Chưa ai ghi ngày kết thúc công việc: tạm lấy ngày mới nhất mà máy đọc được, nên hạn này là tạm tính.",
            "Nobody has recorded the day the work ended: the latest date that the machine could read stands in "
            "for it, so this day is provisional.",
        )
    ]
