"""Identification codes of bodies (mã định danh điện tử): what is wrong with one, and what to do.

Decision 20/2020/QĐ-TTg, Arts 3 and 4: at most 35 signs; groups of digits and capital letters, parted by dots; the
first group names a body of level 1, the following those below it from left to right; an enterprise has its
enterprise number. Nothing is refused because of a code: findings are warnings.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from records.errors import Sentence
from records.findings import warning

if TYPE_CHECKING:
    from records.findings import Finding

LONGEST = 35
_LEVEL_ONE = re.compile(r"[A-Z][0-9]{2}")
_ENTERPRISE = re.compile(r"[0-9]{10}(?:-?[0-9]{3})?")
"""Ten digits, and three more of a branch."""
_OF_BEFORE = re.compile(r"[0-9]{3}\.[0-9]{2}\.[0-9]{2}\.[A-Z][0-9]{2}")
"""As bodies were named before the decision, with the body of level 1 last (QCVN 102:2016/BTTTT)."""
_LOOK_UP = Sentence(
    "Tra mã trong danh mục mã định danh đang có hiệu lực rồi sửa.",
    "Look the code up in the list of identification codes in force, and correct it.",
)


def check_identification_code(code: str, where: str = "") -> tuple[Finding, ...]:
    """What is wrong with the code of a body, as warnings; nothing: it has the form that the decision asks.

    Whether a body of that code exists is no matter of form: the catalogue of agencies knows.
    """
    if not code.strip():
        return (warning("code.empty", "Chưa có mã.", "There is no code.", _LOOK_UP, where),)
    if _ENTERPRISE.fullmatch(code):
        return ()
    if _OF_BEFORE.fullmatch(code):
        return (
            warning(
                "code.old_form",
                f"Mã “{code}” viết theo kiểu cũ, trước Quyết định 20/2020/QĐ-TTg.",
                f"The code “{code}” is of the form used before Decision 20/2020/QĐ-TTg.",
                _LOOK_UP,
                where,
            ),
        )
    found: list[Finding] = []
    if len(code) > LONGEST:
        found.append(
            warning(
                "code.too_long",
                f"Mã “{code}” dài {len(code)} ký tự, tối đa {LONGEST}.",
                f"The code “{code}” has {len(code)} signs; {LONGEST} are the most.",
                _LOOK_UP,
                where,
            )
        )
    groups = code.split(".")
    if foreign := sorted({sign for sign in code if not re.fullmatch(r"[0-9A-Z.]", sign)}):
        told = " ".join("␣" if sign.isspace() else sign for sign in foreign)
        found.append(
            warning(
                "code.signs",
                f"Mã “{code}” có ký tự không được dùng: {told}.",
                f"The code “{code}” has signs that are not admitted: {told}.",
                Sentence(
                    "Chỉ dùng chữ số 0–9, chữ in hoa A–Z không dấu và dấu chấm giữa các nhóm.",
                    "Only digits 0–9, capitals A–Z without marks, and dots between the groups.",
                ),
                where,
            )
        )
    elif not all(groups):
        found.append(
            warning(
                "code.empty_group",
                f"Mã “{code}” có nhóm trống: thừa dấu chấm.",
                f"The code “{code}” has an empty group: there is a dot too many.",
                Sentence("Bỏ dấu chấm thừa.", "Take the dot away."),
                where,
            )
        )
    elif not _LEVEL_ONE.fullmatch(groups[0]):
        found.append(
            warning(
                "code.first_group",
                f"Nhóm đầu “{groups[0]}” của mã không phải mã cấp 1 (như G09, H36) hay mã số doanh nghiệp.",
                f"The first group “{groups[0]}” is neither a code of level 1 (as G09, H36) nor an enterprise number.",
                _LOOK_UP,
                where,
            )
        )
    return tuple(found)
