"""Clauses as people read them.

Schedules write ``NĐ23/2015 Đ14 k3`` or ``TT09/2011#173``; a person reads "Nghị định 23/2015
Điều 14 khoản 3" or "mục 173 phụ lục Thông tư 09/2011/TT-BNV, đã hết hiệu lực". What is not
known stays as it is written.
"""

from __future__ import annotations

import re

from records.errors import Sentence

# The n-th item in the copy of the annex that was seen; the circular has expired.
_ANNEX_2011 = re.compile(r"TT09/2011#([0-9]+(?:-[0-9]+)?)")
# What is told of a place within an instrument, after its name.
_PLACE = re.compile(r" (?=Đ[0-9]|PL |k[0-9]|mục |\()|, ")
_WORDS = (
    (r"^QĐ số ", "Quyết định số ", "Decision no. "),
    (r"\bNĐ ?(?=[0-9])", "Nghị định ", "Decree "),
    (r"\bTT ?(?=[0-9])", "Thông tư ", "Circular "),
    (r"\bQCVN ?(?=[0-9])", "Quy chuẩn QCVN ", "Regulation QCVN "),
    (r"\bLuật Hộ tịch\b", "Luật Hộ tịch", "Civil Status Law"),
    (r"\bLuật\b", "Luật", "Law"),
    (r"\bPL (?=[IVX]+\b)", "Phụ lục ", "Annex "),
    (r"\bĐ(?=[0-9])", "Điều ", "Article "),
    (r"\bk(?=[0-9])", "khoản ", "clause "),
    (r"\bmục (?=[0-9])", "mục ", "section "),
    (r"STT chưa xác minh", "số thứ tự chưa xác minh", "row number not verified"),
    (r"số điều chưa xác minh", "số điều chưa xác minh", "article not verified"),
    (r"quy định mới chưa xác minh", "quy định mới chưa xác minh", "new rule not verified"),
    (r"đã có (.+?) thay thế, kiểm tra lại", r"đã có \1 thay thế, cần kiểm tra lại", r"replaced by \1, to be checked"),
)


def instrument_in_words(clause: str) -> Sentence:
    """The instrument that a clause stands in, for clauses to be counted by it."""
    if _ANNEX_2011.fullmatch(clause):
        return Sentence("phụ lục Thông tư 09/2011/TT-BNV, đã hết hiệu lực", "annex of Circular 09/2011/TT-BNV, expired")
    return clause_in_words(_PLACE.split(clause)[0])


def clause_in_words(clause: str) -> Sentence:
    """``clause`` with its abbreviations written out."""
    if item := _ANNEX_2011.fullmatch(clause):
        return Sentence(
            f"mục {item[1]} phụ lục Thông tư 09/2011/TT-BNV, đã hết hiệu lực",
            f"item {item[1]} of the annex of Circular 09/2011/TT-BNV, expired",
        )
    vi = en = clause
    for pattern, vietnamese, english in _WORDS:
        vi = re.sub(pattern, vietnamese, vi)
        en = re.sub(pattern, english, en)
    return Sentence(vi, en)
