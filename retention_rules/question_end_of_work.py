"""An end of work that lies before the newest document of its dossier is asked about once more.

Periods count from the end of the work (Archives Law 33/2024, Art. 15(3)). A document issued after it is most often a
slip of the pen, and makes the dossier due too early; but a copy or a later letter may lie in it rightly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import InvalidInput, Sentence
from retention_rules.explain import civil
from retention_rules.trigger import TriggerKind

if TYPE_CHECKING:
    from datetime import date

    from records.errors import VankhoError


def require_meant(trigger: TriggerKind, on: date, *, newest: date | None, why: str) -> str:
    """The reason, tidied; ``newest`` is the date of the newest document as far as it is known for sure.

    Raises:
        InvalidInput (retention.before_newest_document): The work would have ended before that, and no reason is given.
    """
    reason = " ".join(why.split())
    if trigger is TriggerKind.WORK_END and newest is not None and on < newest and not reason:
        raise InvalidInput(
            "retention.before_newest_document",
            Sentence(
                f"Hồ sơ có văn bản ngày {civil(newest)}, sau ngày kết thúc công việc {civil(on)} mà bạn ghi.",
                f"The dossier has a document of {civil(newest)}, after {civil(on)}, the day given for the end of work.",
            ),
            Sentence(
                "Xem lại ngày; nếu đúng là ngày ấy thì ghi thêm lý do rồi gửi lại.",
                "Look at the day again; if it is right, give a reason as well.",
            ),
        )
    return reason


def asks_for_reason(wrong: VankhoError | None) -> bool:
    """Whether that is what was asked."""
    return wrong is not None and wrong.code == "retention.before_newest_document"
