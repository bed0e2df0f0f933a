"""What a word is."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from records.folding import fold, normalise
from search_api.words import PlacedWords, folded_words, has_marks, spelled_words, spelling, words


def test_marks_of_the_alphabet() -> None:
    for letter in "ăâêôơưđàảãáạ":
        assert has_marks(letter)
        assert has_marks(letter.upper())
    assert not has_marks("Thanh tra 129/QD-BNV")


def test_tone_mark_in_either_place_is_one_spelling() -> None:
    assert spelling("Hoà") == spelling("hòa") == "hòa"
    assert spelling("thuý") == spelling("THÚY")
    assert spelling("khoẻ") == spelling("khỏe")
    assert spelling("hoàn") == "hoàn"
    assert spelling("hoá") != spelling("hoà")


@given(st.text())
def test_folded_and_spelled_words_go_together(text: str) -> None:
    normal = normalise(text)
    assert len(folded_words(normal).split(" ")) == len(spelled_words(normal).split(" "))
    placed = PlacedWords(normal)
    assert placed.folded == re.findall(r"[^\W_]+", fold(normal)) == [fold(word) for word in words(normal)]
    assert [normal[start:end] for start, end in zip(placed.starts, placed.ends, strict=True)] == words(normal)
    assert not any(word.isspace() or " " in word for word in words(normal))
