"""The signer: the name under authority and title at the lower right of the page with "Nơi nhận".

Decree 30/2020/NĐ-CP, Annex I, place 7a to 7c. The page need not be the last: annexes follow it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ingest.layout import Run, distance, rows_of
from ingest.proposal import propose
from records.description import Field
from records.folding import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.description import FieldProposal
    from records.identifiers import PageNumber
    from records.page_text import PageText

_RECIPIENTS = re.compile(r"\bn[o0]i nh[ao]n\b")
_TITLE = re.compile(
    r"(?:^|\s)(?:tm|kt|tl|tuq|q)\s?[.,]|"
    r"(?:^|\s|[.,])(?:quyen )?(?:bo truong|thu truong|chu tich|pho chu tich|thu tuong|giam doc|"
    r"pho giam doc|tong giam doc|cuc truong|pho cuc truong|tong cuc truong|vu truong|hieu truong|pho hieu truong|"
    r"truong |pho truong|pho |chanh |vien truong|thu truong|bi thu|doi truong|nguoi |chu ho|dai dien|to truong|"
    r"tong bien tap|ke toan truong|thu ky|chu toa|chi cuc truong|thong doc|bo truong|tham phan)|"
    # The beginning often lies under the seal: "…ỦTƯỚNG", "…IÁM ĐỐC".
    r"(?:truong|tuong|tich|doc|doc so|nhan dan)\W*$"
)
_SPELLINGS = """
Nguyễn Trần Lê Phạm Huỳnh Hoàng Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Đào Đoàn Vương Trịnh Trương Đinh
Lâm Phùng Mai Tô Hà Chu Lưu Cao Lương Thái Tạ La Nông Triệu Giang Thạch Quách Lục Tôn Kiều Châu Tăng
Khúc Diệp Bạch An Tống Văn Mã Lò Lô Quàng Hứa Vi Cù Dư Nghiêm Ung Âu Thiều Bồ Tiêu Hầu Ông
Nhan Liêu Kim Ninh Uông Mạc Thân Vường Bế Sầm Cầm Ksor Siu Chử Doãn Đàm Đồng Khổng Lại Lã Lữ Mông
Nhâm Phí Quản Sùng Tòng Vàng Giàng Hạ Hàn Khương Long Lường Mạch Nghị Ngụy Ngọ Ong Phó Phương Đèo Điểu Danh
Đậu Cung Cấn Chế Chung Cồ Điền Hướng Kha Khuất Khưu Lầu Lù Ma Mùa Phù Quan Tào Từ Ứng Viên Vừ
Xa Y
"""
_SURNAMES: dict[str, set[str]] = {}
"""Folded surname → how it is spelt."""
_COMMON: dict[str, str] = {}
"""Folded surname → its most usual spelling."""
for _surname in _SPELLINGS.split():
    _SURNAMES.setdefault(fold(_surname), set()).add(_surname)
    _COMMON.setdefault(fold(_surname), _surname)
_GIVEN = re.compile(r"[^\W\d_]\w*")
_DEGREES = re.compile(
    r"^(?:(?:gs|pgs|ts|ths|bs|cn|ks|ckii|cki|thac si|tien si|dai ta|thuong ta|trung ta|thieu ta)\b[.\s]*)+"
)


def signer(pages: Sequence[PageText], numbers: Sequence[PageNumber], *, clean_text: bool) -> list[FieldProposal]:
    """Name of the signer; empty and doubtful where a signature block is there but the name is not legible."""
    block: tuple[Run, PageNumber] | None = None
    for page, number in zip(pages, numbers, strict=True):
        rows = rows_of(page)
        at = next((index for index, row in enumerate(rows) if _RECIPIENTS.search(row.folded)), None)
        if at is None and number != numbers[-1]:
            continue
        top = rows[at].box.y0 - 6 * rows[at].height if at is not None else 0.4 * page.height
        right = [
            run
            for row in rows
            if row.box.y0 >= top
            for run in row.fragments()
            if run.centre > 0.52 * page.width and run.box.x0 > 0.4 * page.width
        ]
        titles = [index for index, run in enumerate(right) if run.is_upper and _TITLE.search(run.folded)]
        if not titles:
            continue
        block = (right[titles[0]], number)
        for run in right[titles[0] + 1 :]:
            if (name := _name(run)) is not None:
                value, surname_known = name
                sure = clean_text or (surname_known and run.confidence >= 0.8)
                confidence = 0.97 if clean_text else min(0.95, run.confidence)
                return [
                    propose(
                        Field.SIGNER,
                        value,
                        confidence * (1.0 if surname_known else 0.6),
                        run,
                        doubtful=not (sure and surname_known),
                        page=number,
                    )
                ]
    if block is None:
        return []
    return [propose(Field.SIGNER, "", 0.1, block[0], doubtful=True, page=block[1])]


def _name(run: Run) -> tuple[str, bool] | None:
    """The name a run spells and whether its surname was read as one is spelt; None where it is no name.

    A surname that is spelt otherwise lies under the seal, as a rule (Decree 30/2020, Art. 33: it covers a
    third of the signature): it is proposed as the known surname that it resembles, for a person to look at.
    """
    legible = run.legible()
    if legible is None:
        return None
    if (mended := _under_the_seal(run, legible)) is not None:
        return mended, False
    folded = legible.folded
    degrees = _DEGREES.match(folded)
    text = legible.text[degrees.end() :] if degrees else legible.text
    words = text.strip(" .,").split()
    if not 2 <= len(words) <= 6:
        return None
    for word in words:
        bare = word.strip(".,'")
        if not bare or not bare.replace("'", "").isalpha() or not bare[0].isupper():
            return None
        if len(bare) > 1 and not bare[1:].islower():
            return None
    spelt = _SURNAMES.get(fold(words[0]), set())
    # Two capitalised words without a surname are more often a place or a title than a name.
    if not spelt and len(words) < 3:
        return None
    sure = words[0] in spelt
    if not sure and len(spelt) == 1:
        words[0] = next(iter(spelt))  # "Trân": a mark was not read
    return " ".join(words), sure


def _under_the_seal(run: Run, legible: Run) -> str | None:
    """The name of which only the surname is illegible, with the surname that comes nearest; None where it is none."""
    at = run.words.index(legible.words[0])
    letters = re.sub(r"[^a-z]", "", fold(run.words[at - 1].text)) if at else ""
    given = [word.text for word in legible.words]
    if len(letters) < 3 or not 1 <= len(given) <= 4 or not all(_GIVEN.fullmatch(word) for word in given):
        return None
    if fold(given[0]) in _SURNAMES and len(given) > 2:
        return None  # whole without it
    # The first of the nearest: surnames are listed by how many bear them.
    nearest = min(_SURNAMES, key=lambda known: distance(letters, known))
    if distance(letters, nearest) > 1:
        return None
    return " ".join([_COMMON[nearest], *given])
