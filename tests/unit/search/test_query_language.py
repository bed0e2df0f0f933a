"""How what people type is understood."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search_api.query_language import LONGEST_QUERY, MOST_PARTS, PartKind, Query, parse

TODAY = date(2026, 3, 1)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in parse(text, today=TODAY).understood]


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("thu hồi đất", [("word", "thu"), ("word", "hồi"), ("word", "đất")]),
        ('"thu hồi" đất', [("phrase", "thu hồi"), ("word", "đất")]),
        ("“thu hồi” «đất ở»", [("phrase", "thu hồi"), ("phrase", "đất ở")]),
        ('"thu hồi đất', [("phrase", "thu hồi đất")]),
        ('"đất"', [("word", "đất")]),
        ('-"thu hồi" -đất nước', [("not_phrase", "thu hồi"), ("not_word", "đất"), ("word", "nước")]),
        ("ngh* a*", [("prefix", "ngh"), ("prefix", "a")]),
        ("QĐ-BNV", [("phrase", "QĐ-BNV")]),
        ("số 129/QĐ-BNV đất", [("number", "số 129/QĐ-BNV"), ("word", "đất")]),
        ("/tháng 6/2025", [("period", "tháng 6/2025")]),
        ('/ "nông thôn mới"', [("phrase", "nông thôn mới")]),
        ("/129/QĐ-BNV", [("number", "129/QĐ-BNV")]),
        ("/", []),
        ("-129/QĐ-BNV", [("not_number", "129/QĐ-BNV")]),
        ("số 129 QĐ-BNV đất", [("number", "số 129 QĐ-BNV"), ("word", "đất")]),
        ("đất 6 tháng đầu năm 2020", [("word", "đất"), ("period", "6 tháng đầu năm 2020")]),
        ("H15.50.05.13-261008-0975|LAN|1", [("dossier_code", "H15.50.05.13-261008-0975")]),
        ("số 129 ngày 24/06/2025", [("number", "số 129"), ("period", "ngày 24/06/2025")]),
        (
            "mã hồ sơ H15.50.05.13-261008-0975 đất",
            [("dossier_code", "mã hồ sơ H15.50.05.13-261008-0975"), ("word", "đất")],
        ),
        ("261008-0975", [("dossier_code", "261008-0975")]),
        ("đất từ 1/2019 đến 6/2019", [("word", "đất"), ("period", "từ 1/2019 đến 6/2019")]),
        ('"năm 2020"', [("phrase", "năm 2020")]),
        ("0912.345.678", [("personal", "0912.345.678")]),
        ("CCCD 001085012389", [("personal", "CCCD 001085012389")]),
        ("0010*", [("prefix", "0010")]),
        ("-012345678", [("not_personal", "012345678")]),
        ("hồ sơ 129/QĐ-BNV", [("word", "hồ"), ("word", "sơ"), ("number", "129/QĐ-BNV")]),
        ("  …  !!", []),
        ("", []),
    ],
)
def test_understood(typed: str, understood: list[tuple[str, str]]) -> None:
    assert kinds(typed) == understood


def test_each_part_can_be_taken_out() -> None:
    query = parse("số 129/QĐ-BNV thu hồi năm 2020 -nước", today=TODAY)
    assert [each.without for each in query.understood] == [
        "thu hồi năm 2020 -nước",
        "số 129/QĐ-BNV hồi năm 2020 -nước",
        "số 129/QĐ-BNV thu năm 2020 -nước",
        "số 129/QĐ-BNV thu hồi -nước",
        "số 129/QĐ-BNV thu hồi năm 2020",
    ]
    assert all(each.removable for each in query.understood)
    assert not parse("đất", today=TODAY).understood[0].removable


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("-dự thảo", '-"dự thảo"'),
        ("quyết định -dự thảo năm 2020", 'quyết định -"dự thảo" năm 2020'),
        ('-"dự thảo"', None),
        ("-dự", None),
        ("thảo -dự", None),
        ("-dự -thảo", None),
        ("-dự 129/QĐ-BNV", None),
        ('-dự "thảo luận"', None),
        ("-dự th*", None),
        ("dự thảo", None),
    ],
)
def test_a_minus_takes_out_one_word_and_the_phrase_is_offered(typed: str, offered: str | None) -> None:
    query = parse(typed, today=TODAY)
    assert query.excluding_phrase == offered
    if offered is not None:
        assert "not_phrase" in {kind for kind, _ in kinds(offered)}


def test_what_is_taken_out_is_said_as_word_or_phrase() -> None:
    said = [part.says.vi for part in parse('-dự thảo -"dự án" -129/QĐ-BNV', today=TODAY).understood]
    assert said == ["không có từ", "có từ", "không có cụm từ", "không có"]


def test_letters_and_marks_apart_are_put_together() -> None:
    assert parse(unicodedata.normalize("NFD", "hồ sơ"), today=TODAY) == parse("hồ sơ", today=TODAY)
    assert parse("Ðất", today=TODAY) == parse("Đất", today=TODAY)


def test_whether_marks_were_typed() -> None:
    assert parse("thu hồi", today=TODAY).accented
    assert not parse("thu hoi", today=TODAY).accented
    assert not parse("thu hoi 129/QĐ-BNV năm 2020 -đất", today=TODAY).accented


def test_whether_some_pages_answer_better() -> None:
    assert parse("đất năm 2020", today=TODAY).ranked
    assert not parse("năm 2020", today=TODAY).ranked
    assert not parse("-đất", today=TODAY).ranked
    assert not parse("", today=TODAY).ranked


def test_long_queries_are_cut() -> None:
    query = parse("đất " * 1000, today=TODAY)
    assert len(query.text) <= LONGEST_QUERY
    assert len(query.parts) == MOST_PARTS


@given(st.text(max_size=80))
@example('-"')
@example("İ ﬁ ẞ ²")
@example("\ud800")
def test_never_raises_and_every_part_stands_where_it_says(typed: str) -> None:
    query: Query = parse(typed, today=TODAY)
    for one, other in zip(query.parts, query.parts[1:], strict=False):
        assert one.end <= other.start
    for part in query.parts:
        assert part.words
        assert 0 <= part.start < part.end <= len(query.text)
        assert (part.kind is PartKind.PERIOD) == (part.period is not None)


@given(
    st.lists(
        st.sampled_from(['"', "-", "129/QĐ-BNV", "số", "năm 2020", "đất", "*", "H15.50.05.13-261008-0975", "từ"]),
        max_size=8,
    )
)
def test_taking_a_part_out_leaves_one_part_fewer_or_says_the_rest(pieces: list[str]) -> None:
    query = parse(" ".join(pieces), today=TODAY)
    for each in query.understood:
        assert len(each.without) < len(query.text)
