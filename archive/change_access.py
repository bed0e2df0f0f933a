"""Change who may see a dossier: its access level and until when it is restricted (Archives Law 33/2024, Art. 25)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.errors import InvalidInput, Sentence
from records.reader import AccessLevel

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessRule:
    """Who may see a dossier, beside its unit."""

    level: AccessLevel
    restricted_until: date | None = None
    """First day on which it is open to who has no right to decide; None: not restricted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessChange:
    """A rule to be put on a dossier, and why."""

    rule: AccessRule
    reason: str


def access_change(level: str, *, restricted_until: date | None, reason: str, today: date) -> AccessChange:
    """The change as it was said, where it can be made.

    Raises:
        InvalidInput (access.level_not_admitted): ``level`` is neither 01 nor 02; secret records are kept elsewhere.
        InvalidInput (access.date_not_ahead): ``restricted_until`` is not after ``today``, so it would restrict nothing.
        InvalidInput (access.no_reason): ``reason`` is blank.
    """
    if level not in set(AccessLevel):
        raise InvalidInput(
            "access.level_not_admitted",
            Sentence("Chỉ nhận mức 01 hoặc 02.", "Only level 01 or 02 is admitted."),
            Sentence(
                "01 công khai, 02 tiếp cận có điều kiện; tài liệu mật (03) không lưu ở đây.",
                "01 is public, 02 open on conditions; secret records (03) are not kept here.",
            ),
        )
    if restricted_until is not None and restricted_until <= today:
        raise InvalidInput(
            "access.date_not_ahead",
            Sentence("Ngày hết hạn chế phải sau hôm nay.", "The day a restriction ends must be after today."),
            Sentence("Ghi ngày sau hôm nay, hoặc bỏ trống nếu không hạn chế.", "Give a later day, or none at all."),
        )
    why = " ".join(reason.split())
    if not why:
        raise InvalidInput(
            "access.no_reason",
            Sentence("Đổi mức tiếp cận phải có lý do.", "Changing who may see a dossier takes a reason."),
            Sentence("Ghi văn bản hoặc lý do cho phép đổi.", "Give the document or the reason that allows it."),
        )
    return AccessChange(rule=AccessRule(level=AccessLevel(level), restricted_until=restricted_until), reason=why)
