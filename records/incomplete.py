"""What is missing of what somebody sent, told by name: what is missing, and nothing that is there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from records.errors import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

MEND_IT = Sentence("Ghi thêm hoặc sửa rồi gửi lại.", "Add or mend that, and send it again.")
REASON = Sentence("thiếu lý do", "the reason is missing")
NO_DOSSIER = Sentence("chưa chọn hồ sơ nào", "no dossier is chosen")


def missing(vi: str, en: str) -> Sentence:
    """A clause: ``thiếu số văn bản``, ``the number is missing``."""
    return Sentence(f"thiếu {vi}", f"{en} is missing")


def too_many(most: int) -> Sentence:
    """A clause on a list with more dossiers than it may have."""
    return Sentence(f"danh mục có quá {most} hồ sơ", f"the list has more than {most} dossiers")


def day_lacks(on: date, today: date, *, vi: str, en: str) -> tuple[bool, Sentence]:
    """For ``lacks``, of a day that has to have come; ``date.max`` stands for one that was not told."""
    says = missing(vi, en) if on == date.max else Sentence(f"{vi} chưa tới", f"{en} has not come yet")
    return on > today, says


def lacks(*told: tuple[object, Sentence]) -> tuple[Sentence, ...]:
    """The clauses that hold, of pairs of whether it is so and what is then said."""
    return tuple(says for so, says in told if so)


def in_one(clauses: Sequence[Sentence]) -> Sentence:
    """The clauses as one sentence; there is one at least."""
    vi, en = ("; ".join(each) for each in ([one.vi for one in clauses], [one.en for one in clauses]))
    return Sentence(f"{vi[:1].upper()}{vi[1:]}.", f"{en[:1].upper()}{en[1:]}.")
