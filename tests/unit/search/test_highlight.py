"""Where a page meets a query."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.folding import normalise
from records.page_text import Box, Line, PageText, Word
from search_api.highlight import SNIPPET_LENGTH, marked, matching_words, one_apart, snippet, spans
from search_api.query_language import Filters, Query, parse

TODAY = date(2026, 3, 1)


def query(text: str, *, exact: bool = False) -> Query:
    return parse(text, today=TODAY, filters=Filters(exact_diacritics=exact))


@pytest.mark.parametrize(
    ("typed", "text", "matched"),
    [
        ("thu hoi", "Thu hồi, thù hôi; thúi", ["Thu hồi", "thù hôi"]),
        ("hồ sơ", "Hồ sơ ho so", ["Hồ sơ"]),
        ("ho so", "Hồ sơ ho so", ["Hồ sơ ho so"]),
        ('"hồi đất"', "đất thu hồi đất hồi", ["hồi đất"]),
        ("ngh*", "Nghĩa, nghiêng, nga", ["Nghĩa", "nghiêng"]),
        ("đất -nước", "đất nước", ["đất"]),
        ("129/QĐ-BNV", "số 129/ QĐ - BNV và 129/QĐ-BTC", ["129/ QĐ - BNV"]),
        ("số 129", "theo 129/QĐ-BTC, số 129 và 129", ["129/QĐ-BTC", "số 129"]),
        ("H15.50.05.13-261008-0975", "mã H15.5O.05.13-261OO8-O975", ["H15.5O.05.13-261OO8-O975"]),
        ("24/6/2025", "ngày 24 tháng 06 năm 2025 (24/06/2025)", ["ngày 24 tháng 06 năm 2025", "24/06/2025"]),
        ("petrolimex", "Petrolimax", ["Petrolimax"]),
        ("đất", "dấtt", []),
        ("giấy phép xây dựng", "xây dựng, đúng, dung, sử dụng giấy phép", ["xây dựng", "giấy phép"]),
        ("dựng", "đúng, dung, dụng", ["đúng", "dung", "dụng"]),
        ("dung", "xây dựng, đúng", ["dựng", "đúng"]),
        ('"xây dựng"', "xây dụng, xây dựng", ["xây dựng"]),
        ('"xây dựng"', "xây dụng", ["xây dụng"]),
        ("hoà", "hòa, hoá", ["hòa"]),
        ("xây*", "xây, xấy, xay", ["xây"]),
    ],
)
def test_matches(typed: str, text: str, matched: list[str]) -> None:
    assert [piece for piece, is_match in marked(text, query(typed)) if is_match] == matched


def test_exact_marks() -> None:
    assert [piece for piece, hit in marked("Hồ sơ, ho so, hoà", query("hồ sơ hòa", exact=True)) if hit] == [
        "Hồ sơ",
        "hoà",
    ]


def test_tolerance() -> None:
    asked = query("đtấ")
    tolerant = replace(asked, parts=tuple(replace(part, tolerant=True) for part in asked.parts))
    assert [piece for piece, hit in marked("đất và nước", tolerant) if hit] == ["đất"]


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [("dat", "dat", True), ("dat", "dta", True), ("dat", "da", True), ("dat", "dait", True), ("dat", "dot", True),
     ("dat", "tad", False), ("dat", "datxx", False), ("", "a", True), ("abcd", "badc", False)],
)  # fmt: skip
def test_one_apart(one: str, other: str, near: bool) -> None:  # noqa: FBT001 - a column of the table
    assert one_apart(one, other) is near
    assert one_apart(other, one) is near


def test_snippet_shows_the_place_that_meets_most() -> None:
    body = "đất " + "chữ " * 200 + "thu hồi đất ở đây " + "chữ " * 200
    pieces = snippet(body, query("thu hồi đất"))
    assert ("thu hồi đất", True) in pieces
    text = "".join(piece for piece, _ in pieces)
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text) <= SNIPPET_LENGTH + 30


def test_snippet_without_a_match_is_the_beginning() -> None:
    body = "Một hai ba.\n" * 50
    ((text, matched), _) = snippet(body, query("không có"))
    assert text.startswith("Một hai ba. Một")
    assert not matched


def test_snippet_masks_numbers_of_people_also_those_asked_for() -> None:
    body = "CCCD 012345678901, điện thoại 0912 345 678, mã H15.50-261008-0975, số 129/QĐ-BNV"
    for typed in ("CCCD", "012345678901", "0123*", "mã"):
        shown = "".join(piece for piece, _ in snippet(body, query(typed)))
        assert shown == "CCCD 0123••••••01, điện thoại 091• ••• •78, mã H15.50-261008-0975, số 129/QĐ-BNV"


@given(st.text(max_size=900), st.sampled_from(["a", "đất nước", '"a b"', "x*", "năm 2020", "129/QĐ-BNV", ""]))
def test_snippet_is_a_piece_of_the_text(body: str, typed: str) -> None:
    body = normalise(body)
    pieces = snippet(body, query(typed))
    text = "".join(piece for piece, _ in pieces).removeprefix("… ").removesuffix(" …")
    plain = body.replace("\n", " ")
    if "•" not in text:
        assert text in plain
    assert all(piece for piece, _ in pieces)


@given(st.text(max_size=200), st.text(max_size=20))
def test_spans_are_in_order_and_inside(text: str, typed: str) -> None:
    text = normalise(text)
    found = spans(text, query(typed))
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))


def a_page(*lines: str) -> PageText:
    return PageText(
        width=595,
        height=842,
        lines=tuple(
            Line(
                tuple(
                    Word(word, Box(40.0 * at, 20.0 * row, 40.0 * at + 30, 20.0 * row + 12), 0.9)
                    for at, word in enumerate(line.split())
                )
            )
            for row, line in enumerate(lines)
        ),
    )


def test_boxes_of_matching_words() -> None:
    page = a_page("Về việc thu", "hồi đất, tại xã")
    places = {word.text: word.box for word in page.words}
    assert matching_words(page, query("thu hồi")) == (places["thu"], places["hồi"])
    assert matching_words(page, query('"hoi dat tai"')) == (places["hồi"], places["đất,"], places["tại"])
    assert matching_words(page, query("")) == ()
    assert matching_words(a_page(), query("thu")) == ()


def test_a_code_torn_into_words_is_boxed_whole() -> None:
    page = a_page("Số: 129 /QĐ - BNV ngày")
    assert len(matching_words(page, query("129/QĐ-BNV"))) == 4
