from __future__ import annotations

import re

import pytest

from retention_rules.clause_words import clause_in_words, instrument_in_words
from retention_rules.schedule import built_in_schedule


@pytest.mark.parametrize(
    ("clause", "vi", "en"),
    [
        ("NĐ23/2015 Đ14 k3", "Nghị định 23/2015 Điều 14 khoản 3", "Decree 23/2015 Article 14 clause 3"),
        (
            "TT09/2011#180-181",
            "mục 180-181 phụ lục Thông tư 09/2011/TT-BNV, đã hết hiệu lực",
            "item 180-181 of the annex of Circular 09/2011/TT-BNV, expired",
        ),
        (
            "TT10/2022 PL I mục 3 (STT chưa xác minh)",
            "Thông tư 10/2022 Phụ lục I mục 3 (số thứ tự chưa xác minh)",
            "Circular 10/2022 Annex I section 3 (row number not verified)",
        ),
        (
            "Luật Hộ tịch 60/2014 Đ58 k1",
            "Luật Hộ tịch 60/2014 Điều 58 khoản 1",
            "Civil Status Law 60/2014 Article 58 clause 1",
        ),
        ("QCVN12:2026/BCA 3.9.2.1.9", "Quy chuẩn QCVN 12:2026/BCA 3.9.2.1.9", "Regulation QCVN 12:2026/BCA 3.9.2.1.9"),
        ("Quyết định của Giám đốc", "Quyết định của Giám đốc", "Quyết định của Giám đốc"),
    ],
)
def test_abbreviations_are_written_out(clause: str, vi: str, en: str) -> None:
    words = clause_in_words(clause)
    assert (words.vi, words.en) == (vi, en)


def test_no_abbreviation_of_the_built_in_schedule_is_left() -> None:
    for rule in built_in_schedule().rules:
        words = clause_in_words(rule.clause)
        for text in (words.vi, words.en):
            assert not re.search(r"#|\bNĐ ?\d|\bTT ?\d|\bĐ\d|\bk\d|STT|\bPL\b", text), text


@pytest.mark.parametrize(
    ("clause", "vi"),
    [
        ("TT09/2011#173", "phụ lục Thông tư 09/2011/TT-BNV, đã hết hiệu lực"),
        ("NĐ23/2015 Đ14 k3", "Nghị định 23/2015"),
        ("TT10/2022 PL I mục 3 (STT chưa xác minh)", "Thông tư 10/2022"),
        ("Luật 01/2011 Đ28 k4, quy định mới chưa xác minh", "Luật 01/2011"),
        ("NĐ216/2026 (số điều chưa xác minh)", "Nghị định 216/2026"),
        ("Công văn 5", "Công văn 5"),
    ],
)
def test_the_instrument_is_told_without_the_place_in_it(clause: str, vi: str) -> None:
    assert instrument_in_words(clause).vi == vi
