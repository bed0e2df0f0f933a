"""Doubted words are spelt as is usual between their neighbours; what is not doubted stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from adapters.line_reader.respell import respelt
from adapters.line_reader.spelling import Letter
from adapters.line_reader.syllable_bigrams import SyllableBigrams, key_of
from records.errors import Misconfigured
from training.bigrams import counted

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "\n".join(["căn cứ quyết định số 321"] * 30 + ["cữ ăn của trẻ"] * 2 + ["sửa đổi khoản 8 điều 1"] * 30)


@pytest.fixture(scope="module")
def use(tmp_path_factory: pytest.TempPathFactory) -> SyllableBigrams:
    found = sorted((key_of(*what), count) for what, count in counted([TEXT]).items())
    target = tmp_path_factory.mktemp("use") / "counts.npz"
    np.savez_compressed(
        target,
        keys=np.array([key for key, _ in found], np.uint64),
        counts=np.array([count for _, count in found], np.uint32),
        all=np.array(sum(count for what, count in counted([TEXT]).items() if len(what) == 1)),
        name=np.array("test"),
    )
    return SyllableBigrams(target)


def line(text: str, **others: tuple[tuple[str, float], ...]) -> list[Letter]:
    """A line whose letters are sure, but for those named by their position: ``at3``."""
    doubts = {int(name[2:]): value for name, value in others.items()}
    return [Letter(sign, 0.5 if at in doubts else 0.999, 10.0 * at, doubts.get(at, ())) for at, sign in enumerate(text)]


def text(letters: list[Letter]) -> str:
    return "".join(letter.sign for letter in letters)


def test_a_doubted_mark_follows_use(use: SyllableBigrams) -> None:
    read = respelt(line("Căn cữ quyết định", at5=(("ứ", 0.3),)), use)
    assert text(read) == "Căn cứ quyết định"
    assert [letter.x for letter in read if not letter.sign.isspace()] == [
        10.0 * at for at, sign in enumerate("Căn cữ quyết định") if not sign.isspace()
    ]
    assert 0.5 < min(letter.likelihood for letter in read) < 0.999, (
        "as sure as the spelling is among all that were weighed"
    )


def test_what_is_hardly_possible_by_the_ink_is_not_taken(use: SyllableBigrams) -> None:
    # 0.5 against 0.011: use may speak for a spelling, and never shout.
    assert text(respelt(line("Bữa cữ ăn", at5=(("ứ", 0.011),)), use)) == "Bữa cữ ăn"


def test_a_sign_that_is_none_goes(use: SyllableBigrams) -> None:
    assert text(respelt(line("căn cứứ quyết", at6=(("", 0.4),)), use)) == "căn cứ quyết"


@pytest.mark.parametrize("word", ["BCH", "32l", "TTg", "QĐ-TTg"])
def test_figures_codes_and_abbreviations_stay_as_they_were_read(use: SyllableBigrams, word: str) -> None:
    at = {f"at{len('cứ ') + place}": (("", 0.49), ("ă", 0.4)) for place in range(len(word))}
    assert text(respelt(line(f"cứ {word} số", **at), use)) == f"cứ {word} số"


def test_a_name_within_a_line_needs_more_than_a_usual_word(use: SyllableBigrams) -> None:
    doubt = (("ứ", 0.12),)
    assert text(respelt(line("căn cữ", at5=doubt), use)) == "căn cứ"
    assert text(respelt(line("ăn Cữ", at4=doubt), use)) == "ăn Cữ"


def test_a_line_without_doubt_is_as_it_was(use: SyllableBigrams) -> None:
    letters = line("căn cữ")
    assert respelt(letters, use) == letters


def test_counts_that_do_not_load_are_said_so(tmp_path: Path) -> None:
    (tmp_path / "damaged.npz").write_bytes(b"no counts")
    for name in ("none.npz", "damaged.npz"):
        with pytest.raises(Misconfigured) as caught:
            SyllableBigrams(tmp_path / name)
        assert caught.value.code == "reading.no_engine"
