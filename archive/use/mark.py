"""What stands on every page that is copied or read: that it is a copy, for whom, when, and how many more there are.

Circular 05/2025/TT-BNV, Art. 40 (“BẢN SAO”, top right) and Art. 37 (the body, bottom centre), seen at second hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from records.ports.clock import VIET_NAM

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyMark:
    """The words, in Vietnamese whatever language the page is in: the copy is a paper of the body."""

    corner: str
    foot: tuple[str, ...]
    """Lines, bottom centre."""


def copy_mark(*, body: str, person: str, number: str, at: datetime, copy: int, copies: int, until: date) -> CopyMark:
    """The mark of the ``copy``-th of ``copies`` copies; ``until``: the last day on which one is fetched."""
    when = f"{at.astimezone(VIET_NAM):%d/%m/%Y %H:%M}"
    return CopyMark(
        corner="BẢN SAO",
        foot=(
            body,
            f"Bản sao phục vụ đọc · Yêu cầu {number} · {person} · {when}",
            f"Bản {copy}/{copies}, còn {copies - copy} bản · tải đến {until:%d/%m/%Y} · không có giá trị chứng thực",
        ),
    )


def reading_mark(*, body: str, person: str, number: str, at: datetime, until: date) -> CopyMark:
    """The mark of a page that is read and not taken away; ``until``: the last day on which it is read."""
    when = f"{at.astimezone(VIET_NAM):%d/%m/%Y %H:%M}"
    return CopyMark(
        corner="BẢN ĐỌC",
        foot=(f"Yêu cầu {number} · {person} · {when} · đọc đến {until:%d/%m/%Y}, không sao chép", body),
    )
