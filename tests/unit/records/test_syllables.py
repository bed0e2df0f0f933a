from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from records.folding import normalise
from records.syllables import invalid_ratio, is_syllable, judged_syllables, may_be_syllable

if TYPE_CHECKING:
    from pathlib import Path


SPELT_RIGHT = "nghiệp quyết định hòa hoà thuỷ thủy gì giếng giữ khuya quốc ưu ý yêu nguyễn xoong rượu chuyển uỷ ủy"
SPELT_WRONG = "cqng hqi ngcurep ubnd ceo ghanh ngieng kac tac bwc thụỷ đinhh ncurep"
GOOD = "Căn cứ Luật Tổ chức chính quyền địa phương ngày mười chín tháng sáu"
BAD = "CQNG HOA XA HQI CHU NGHiA VIET NAM DQc lap Tg do Hanh phric cria"


@pytest.mark.parametrize(
    "word",
    SPELT_RIGHT.split(),
)
def test_syllables_of_both_spellings_are_right(word: str) -> None:
    assert is_syllable(word)
    assert is_syllable(word.upper())


@pytest.mark.parametrize("word", SPELT_WRONG.split())
def test_what_breaks_the_spelling_rules_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


def test_a_rime_with_a_stop_takes_two_tones_only() -> None:
    assert is_syllable("cát")
    assert is_syllable("cạt")
    assert not is_syllable("cat")
    assert not is_syllable("càt")


def test_numbers_signs_and_single_letters_are_not_judged() -> None:
    assert judged_syllables(["1349/TA-VP", "a)", "III", "12.000", "Điều"]) == ["Điều"]
    assert invalid_ratio(["12", "a)"]) == 0.0


def test_good_text_and_english_reading_lie_far_apart() -> None:
    good = GOOD.split()
    bad = BAD.split()
    assert invalid_ratio(good) == 0.0
    assert invalid_ratio(bad) > 0.35


def test_nearly_all_syllables_of_a_dictionary_are_possible(shared_data: Path) -> None:
    dictionaries = list((shared_data / "lists" / "hunspell-vi").rglob("*.dic"))
    assert dictionaries
    words = normalise(dictionaries[0].read_text("utf-8")).split()[1:]
    assert len(words) > 6000
    assert invalid_ratio(words) < 0.03


@pytest.mark.parametrize("word", ["hiểm", "hiem", "Viec", "cap", "duong", "giay", "ĐẤT"])
def test_syllables_typed_without_marks(word: str) -> None:
    assert may_be_syllable(word)


@pytest.mark.parametrize("word", ["đtấ", "dta", "xăngg", "hiệmu", "petrolimex", "cảp", "129"])
def test_what_no_syllable_can_be_however_it_was_typed(word: str) -> None:
    assert not may_be_syllable(word)
