"""Names and abbreviations of kinds of documents: data, not rules.

Decree 30/2020/NĐ-CP, Art. 7 and Annex III (29 types), and those of the Law on Promulgation of
Legal Documents that desks also keep.
"""

from __future__ import annotations

import re

from records.folding import fold

OFFICIAL_LETTER = "Công văn"

_TYPES = """
NQ Nghị quyết|QĐ Quyết định|CT Chỉ thị|QC Quy chế|QyĐ Quy định|TC Thông cáo|TB Thông báo|HD Hướng dẫn
CTr Chương trình|KH Kế hoạch|PA Phương án|ĐA Đề án|DA Dự án|BC Báo cáo|BB Biên bản|TTr Tờ trình|HĐ Hợp đồng
CĐ Công điện|BGN Bản ghi nhớ|BTT Bản thỏa thuận|GUQ Giấy ủy quyền|GM Giấy mời|GGT Giấy giới thiệu
GNP Giấy nghỉ phép|PG Phiếu gửi|PC Phiếu chuyển|PB Phiếu báo|SY Sao y|TrS Trích sao|SL Sao lục
NĐ Nghị định|TT Thông tư|TTLT Thông tư liên tịch|L Lệnh|PL Pháp lệnh
"""

BY_ABBREVIATION: dict[str, str] = {
    entry.split(" ", 1)[0]: entry.split(" ", 1)[1] for line in _TYPES.strip().splitlines() for entry in line.split("|")
}

TITLES: dict[str, str] = {
    re.sub(r"[^a-z]", "", fold(name)): name
    for name in (*BY_ABBREVIATION.values(), "Luật", "Bộ luật", "Hiến pháp", "Thư công", "Kết luận", "Quy trình")
}
"""Letters of the folded title → its name."""

# What opens the title of papers that citizens bring or receive; the whole line is then the type.
OPENINGS: tuple[str, ...] = tuple(
    fold(name)
    for name in (
        "Đơn", "Tờ khai", "Giấy", "Phiếu", "Bản khai", "Bản cam kết", "Bản sao", "Bản đồ", "Bản vẽ", "Bảng",
        "Biên nhận", "Biên lai", "Chứng chỉ", "Bằng", "Danh sách", "Danh mục", "Trích lục", "Sơ yếu lý lịch",
        "Lý lịch", "Hóa đơn", "Hồ sơ", "Phụ lục", "Văn bản", "Thẻ", "Sổ", "Cam kết", "Lời chứng",
    )
)  # fmt: skip

_BY_FOLDED: dict[str, list[str]] = {}
for _abbreviation in BY_ABBREVIATION:
    _BY_FOLDED.setdefault(fold(_abbreviation), []).append(_abbreviation)


def abbreviation_of(part: str) -> str:
    """The abbreviation that ``part`` of a sign is meant to be, or empty.

    Exact spelling wins (HD is not HĐ); else the one abbreviation with the same letters, so
    that ``QD`` as a reader spells it is ``QĐ``.
    """
    if part in BY_ABBREVIATION:
        return part
    same = _BY_FOLDED.get(fold(part), [])
    return same[0] if len(same) == 1 else ""


def type_of_sign(sign: str) -> str:
    """The type a sign names (``QĐ-BNV`` → Quyết định), or empty where it names none."""
    parts = [part for part in re.split(r"[-/.]", sign) if part]
    if parts and re.fullmatch(r"(?:19|20)\d{2}", parts[0]):
        parts = parts[1:]
    # The last part is always the agency.
    return BY_ABBREVIATION.get(abbreviation_of(parts[0]), "") if len(parts) > 1 else ""


def is_known_title(squashed: str) -> str:
    """The type whose title has exactly these folded letters, or empty."""
    return TITLES.get(squashed, "")
