"""Kinds of documents: their names and abbreviations, as the list of codes in force has them.

The list that comes with Vankho has the 29 types of Decree 30/2020/NĐ-CP, Art. 7 and Annex III, and those of the Law
on Promulgation of Legal Documents that desks also keep; another may be put in force (``ingest.code_lists``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from ingest.code_lists.built_in import built_in_entries
from ingest.code_lists.model import CodeListKind
from records.folding import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ingest.code_lists.model import Entry

OFFICIAL_LETTER = "Công văn"
"""It prints no title, so none is looked for."""

# What opens the title of papers that citizens bring or receive; the whole line is then the type.
OPENINGS: tuple[str, ...] = tuple(
    fold(name)
    for name in (
        "Đơn", "Tờ khai", "Giấy", "Phiếu", "Bản khai", "Bản cam kết", "Bản sao", "Bản đồ", "Bản vẽ", "Bảng",
        "Biên nhận", "Biên lai", "Chứng chỉ", "Bằng", "Danh sách", "Danh mục", "Trích lục", "Sơ yếu lý lịch",
        "Lý lịch", "Hóa đơn", "Hồ sơ", "Phụ lục", "Văn bản", "Thẻ", "Sổ", "Cam kết", "Lời chứng",
    )
)  # fmt: skip


class DocumentKinds:
    """What is known of kinds of documents; immutable, made once of a version of the list."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        named = [(entry["name"], entry["abbreviation"]) for entry in entries]
        self.by_abbreviation: Mapping[str, str] = {short: name for name, short in named if short}
        self.titles: Mapping[str, str] = {
            letters: name
            for name, _ in named
            if fold(name) != fold(OFFICIAL_LETTER) and (letters := re.sub(r"[^a-z]", "", fold(name)))
        }
        """Letters of the folded title → its name."""
        self._by_folded: dict[str, list[str]] = {}
        for short in self.by_abbreviation:
            self._by_folded.setdefault(fold(short), []).append(short)

    def abbreviation_of(self, part: str) -> str:
        """The abbreviation that ``part`` of a sign is meant to be, or empty.

        Exact spelling wins (HD is not HĐ); else the one abbreviation with the same letters, so
        that ``QD`` as a reader spells it is ``QĐ``.
        """
        if part in self.by_abbreviation:
            return part
        same = self._by_folded.get(fold(part), [])
        return same[0] if len(same) == 1 else ""

    def type_of_sign(self, sign: str) -> str:
        """The type a sign names (``QĐ-BNV`` → Quyết định), or empty where it names none."""
        parts = [part for part in re.split(r"[-/.]", sign) if part]
        if parts and re.fullmatch(r"(?:19|20)\d{2}", parts[0]):
            parts = parts[1:]
        # The last part is always the agency.
        return self.by_abbreviation.get(self.abbreviation_of(parts[0]), "") if len(parts) > 1 else ""


@cache
def built_in_kinds() -> DocumentKinds:
    """Those of the list that comes with Vankho."""
    return DocumentKinds(built_in_entries(CodeListKind.DOCUMENT_KINDS))
