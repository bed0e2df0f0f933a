from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.folding import fold, normalise

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"


def test_every_vietnamese_letter_folds_to_its_base_whatever_its_form() -> None:
    for letter in VIETNAMESE + VIETNAMESE.upper():
        decomposed = normalise(unicodedata.normalize("NFD", letter))
        assert fold(decomposed) in "abcdeghiklmnopqrstuvxy"
        assert len(fold(normalise(letter))) == 1


@pytest.mark.parametrize("d", ["Đ", "Ð", "Ɖ"])
def test_eth_is_read_as_d_with_stroke(d: str) -> None:
    assert normalise(f"{d}ăng") == "Đăng"
    assert fold(normalise(f"{d}ăng")) == "dang"


@given(st.text(max_size=200))
def test_folding_keeps_offsets_and_normalising_is_idempotent(text: str) -> None:
    normal = normalise(text)
    assert len(fold(normal)) == len(normal)
    assert normalise(normal) == normal
