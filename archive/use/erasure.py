"""What is answered to somebody who asks for data about them to be deleted from what is archived.

Personal Data Protection Law 91/2025/QH15, Art. 14: a person may ask for it, and it does not hold where data are
processed as Art. 19 lets; a body keeps its records as long as the Archives Law asks. So a dossier in its period stays,
and the person is told until when and by which rule. Both laws were seen at second hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from archive.use.model import Refusal

if TYPE_CHECKING:
    from datetime import date

BASIS = "Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, Điều 14 và Điều 19; Luật Lưu trữ 33/2024/QH15"
LONGEST_CLAUSE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Retained:
    """How long the dossier is kept, and by what."""

    permanent: bool
    until: date | None
    """Last day of its period; None: for ever, or nobody has recorded what it is counted from."""
    rule: str
    """Id of the rule in its schedule."""
    clause: str
    """Of the rule, in Vietnamese."""


def erasure_refusal(kept: Retained, today: date) -> Refusal:
    """The answer as it can be given: in Vietnamese, for it is a paper of the body."""
    by = f"theo quy tắc {kept.rule}"
    if kept.permanent:
        told = f"hồ sơ được bảo quản vĩnh viễn {by}"
    elif kept.until is None:
        told = f"hồ sơ đang trong thời hạn bảo quản {by}, chưa xác định được ngày hết hạn"
    elif kept.until >= today:
        told = f"hồ sơ phải được bảo quản đến hết {kept.until:%d/%m/%Y} {by}"
    else:
        told = (
            f"thời hạn bảo quản đã hết ngày {kept.until:%d/%m/%Y} {by}; hồ sơ chỉ được hủy theo quyết định của người "
            "có thẩm quyền sau khi xét hủy"
        )
    clause = f"{BASIS}; {kept.clause}" if kept.clause else BASIS
    return Refusal(reason=f"Không xóa: {told}.", clause=clause[:LONGEST_CLAUSE])
