from __future__ import annotations

import pytest

from retention_rules.period_words import period_in_words
from retention_rules.schedule import built_in_schedule


@pytest.mark.parametrize(
    ("code", "vi", "en"),
    [
        ("VV", "vĩnh viễn", "permanent"),
        ("20", "20 năm", "20 years"),
        ("1", "1 năm", "1 year"),
        ("HHL", "đến khi văn bản hết hiệu lực", "until the document ceased to have effect"),
        ("5+HD", "5 năm từ khi hợp đồng chấm dứt", "5 years after the contract ended"),
        ("1+KT", "1 năm từ khi kỳ kế toán năm kết thúc", "1 year after the accounting year ended"),
        ("HD", "HD", "HD"),
        ("x+HD", "x+HD", "x+HD"),
        ("", "", ""),
    ],
)
def test_a_code_is_told_in_words_and_what_is_not_known_stays(code: str, vi: str, en: str) -> None:
    words = period_in_words(code)
    assert (words.vi, words.en) == (vi, en)


def test_nobody_has_to_know_a_code_of_the_schedule_that_comes_with_the_program() -> None:
    for rule in built_in_schedule().rules:
        assert period_in_words(rule.period).vi != rule.period
