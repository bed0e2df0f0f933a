"""What every search index promises of its answers; run against each adapter in ``search_desk.INDICES``."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from records.identifiers import DocumentId, PageNumber
from records.reader import Reader
from search_api.ports import PageState
from search_api.query_language import Filters, parse
from tests.contracts.search_desk import INDICES, OPERATOR, TODAY, Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.law("R25")

APART = unicodedata.normalize("NFD", "thu hồi đất")
"""As some keyboards and file systems write it: letters and marks apart."""


@pytest.fixture(params=INDICES)
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Desk]:
    with Desk(INDICES[request.param], tmp_path) as desk:
        yield desk


def test_an_index_nobody_wrote_to_is_empty(desk: Desk) -> None:
    assert desk.ask("hồ sơ").total == 0
    desk.index.commit()
    desk.index.close()
    assert desk.ask("").hits == ()


def test_an_index_tells_how_many_pages_of_a_document_it_holds(desk: Desk) -> None:
    document = desk.put("Quyết định", "về việc thu hồi đất")
    other = desk.put("Tờ trình")
    assert [desk.index.holds(each) for each in (document, other, DocumentId.new())] == [2, 1, 0]
    desk.index.remove_document(document)
    desk.index.commit()
    assert [desk.index.holds(each) for each in (document, other)] == [0, 1]


def test_an_index_tells_whether_it_is_empty(desk: Desk) -> None:
    assert desk.index.is_empty()
    page = desk.put("Quyết định", "về việc thu hồi đất")
    assert not desk.index.is_empty()
    desk.index.remove_document(page)
    desk.index.commit()
    assert desk.index.is_empty()
    desk.put("Quyết định")
    desk.index.clear()
    assert desk.index.is_empty()


# -- words ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    ["thu hồi đất", "thu hoi dat", "THU HỒI ĐẤT", "đất hồi thu", APART, "thu hồi Ðất", "thu hòi dât"],
)
def test_found_with_and_without_marks_however_encoded(desk: Desk, typed: str) -> None:
    page = desk.put("Quyết định về việc thu hồi đất tại xã Phú Mỹ")
    desk.put("Quyết định về việc giao đất tại xã Phú Mỹ")
    assert desk.found(typed) == [page]


def test_a_page_written_with_eth_or_taken_apart_is_found(desk: Desk) -> None:
    eth = desk.put("Ðăng ký hộ tịch")
    apart = desk.put(unicodedata.normalize("NFD", "Đăng ký khai sinh"))
    assert set(desk.found("đăng ký")) == {eth, apart}
    assert set(desk.found("dang ky")) == {eth, apart}


def test_all_words_must_be_on_the_page(desk: Desk) -> None:
    desk.put("thu hồi giấy phép", "giao đất")
    assert desk.ask("thu hồi đất").total == 0


def test_exact_spelling_comes_first_however_often_the_other_stands_there(desk: Desk) -> None:
    other = desk.put("ho so " * 30)
    third = desk.put("hổ số hổ số")
    exact = desk.put("Văn bản dài có nhắc một lần đến hồ sơ ở đây. " + "Nội dung khác. " * 50)
    found = desk.found("hồ sơ")
    assert found[0] == exact
    assert set(found) == {other, third, exact}


def test_exact_marks_can_be_asked_for(desk: Desk) -> None:
    exact = desk.put("Hồ sơ")
    desk.put("ho so", "hổ số")
    assert desk.found("hồ sơ", filters=Filters(exact_diacritics=True)) == [exact]


def test_both_styles_of_setting_the_tone_are_one_spelling(desk: Desk) -> None:
    page = desk.put("Nguyễn Thị Thuý, xã Hoà Bình")
    assert desk.found("thúy hòa bình", filters=Filters(exact_diacritics=True)) == [page]


def test_phrase(desk: Desk) -> None:
    page = desk.put("cấp giấy chứng nhận quyền sử dụng đất")
    desk.put("sử dụng giấy chứng nhận, cấp quyền")
    assert desk.found('"giấy chứng nhận quyền"') == [page]
    assert desk.found("“giay chung nhan quyen”") == [page]
    assert desk.found('"chứng giấy"') == []


def test_a_phrase_does_not_reach_from_the_page_into_its_title(desk: Desk) -> None:
    desk.put("kết thúc bằng thu", title="hồi đất")
    assert desk.found('"thu hồi"') == []


def test_neighbours_in_the_query_are_better_as_neighbours_on_the_page(desk: Desk) -> None:
    desk.put("phú và mỹ thì xa nhau một chút")
    near = desk.put("xã phú mỹ thì gần nhau một chút")
    assert desk.found("phu my")[0] == near


def test_beginning_of_a_word(desk: Desk) -> None:
    page = desk.put("ông Nguyễn Văn Nghĩa")
    assert desk.found("ngh*") == [page]
    assert desk.found("nguyễ*") == [page]
    assert desk.found("n* v*") == [page]
    assert desk.found("ghi*") == []


def test_beginning_of_a_word_with_exact_marks(desk: Desk) -> None:
    exact = desk.put("hoán đổi", "hóa giá")
    desk.put("hoàn thành", "hoa quả")
    hits = desk.ask("hoá*", filters=Filters(exact_diacritics=True)).hits
    assert {(hit.document, hit.page.value) for hit in hits} == {(exact, 1), (exact, 2)}
    assert [piece for hit in hits for piece, matched in hit.snippet if matched] in (["hoán", "hóa"], ["hóa", "hoán"])


def test_excluded(desk: Desk) -> None:
    desk.put("thu hồi đất nông nghiệp")
    page = desk.put("thu hồi đất ở")
    assert desk.found("thu hồi đất -nông") == [page]
    assert desk.found('thu hồi -"đất nông"') == [page]
    assert desk.found("-nông") == [page]


def test_a_long_word_is_found_with_a_wrong_letter_after_the_right_one(desk: Desk) -> None:
    wrong = desk.put("Chi nhánh Petrolimax " * 5)
    right = desk.put("Chi nhánh Petrolimex")
    assert desk.found("petrolimex") == [right, wrong]


def test_a_short_word_is_met_letter_for_letter_until_tolerance_is_asked_for(desk: Desk) -> None:
    page = desk.put("thu hồi đất")
    query = parse("thu hồi đtấ", today=TODAY)
    assert desk.index.search(query, OPERATOR, today=TODAY).total == 0
    tolerant = replace(query, parts=tuple(replace(part, tolerant=True) for part in query.parts))
    assert [hit.document for hit in desk.index.search(tolerant, OPERATOR, today=TODAY).hits] == [page]


def test_a_word_of_hundreds_of_signs_is_found(desk: Desk) -> None:
    page = desk.put("đất " + "x" * 300 + " nước")
    desk.put("đất nước")
    assert desk.found("x" * 300) == [page]
    assert desk.found("x" * 90 + "*") == [page]
    assert desk.found("đất " + "x" * 300 + " nước", filters=Filters(exact_diacritics=True)) == [page]


def test_what_is_said_of_the_document_is_found_on_its_first_page(desk: Desk) -> None:
    desk.put("trang một", "trang hai", title="Tờ trình xin cấp đất", agency="Sở Xây dựng", file_name="to_trinh-cu.pdf")
    for typed in ("tờ trình cấp đất", "so xay dung", "to_trinh-cu.pdf", "trình một"):
        assert [hit.page.value for hit in desk.ask(typed).hits] == [1], typed


# -- codes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "129/QĐ-BNV",
        "129/qd-bnv",
        "129 /QĐ - BNV",
        "số 129/QĐ-BNV",
        "0129/QĐ–BNV",
        "129/QÐ-BNV",
        "129 QĐ-BNV",
        "129-qd-bnv",
    ],
)
def test_number_and_sign_however_written(desk: Desk, typed: str) -> None:
    citing = desk.put("Căn cứ Quyết định số 129/QĐ-BNV ngày 24 tháng 6 năm 2025")
    own = desk.put("Nội dung", "Nội dung trang hai", number_and_sign="129/QĐ-BNV")
    desk.put("Căn cứ Quyết định số 1129/QĐ-BNV và 129/QĐ-BTC", number_and_sign="29/QĐ-BNV")
    answer = desk.ask(typed)
    assert [(hit.document, hit.page.value) for hit in answer.hits] == [(own, 1), (own, 2), (citing, 1)]


def test_bare_number_and_number_with_year(desk: Desk) -> None:
    own = desk.put("Nội dung", number_and_sign="129/2025/TT-BNV")
    assert desk.found("số 129") == [own]
    assert desk.found("129/TT-BNV") == [own]
    assert desk.found("129/2025/TT-BNV") == [own]
    assert desk.found("129/2024/TT-BNV") == []


@pytest.mark.parametrize(
    "typed",
    ["H15.50.05.13-261008-0975", "h15.5o.05.13-261OO8-O975", "mã hồ sơ H15.50.05.13 - 261008 - 0975", "261008-0975"],
)
def test_dossier_code_with_what_scanners_make_of_it(desk: Desk, typed: str) -> None:
    own = desk.put("Đơn đề nghị", dossier_code="H15.50.05.13-261008-0975")
    printed = desk.put("Giấy tiếp nhận, mã số H15.5O.05.13-26lOO8-0975 kèm theo")
    desk.put("Đơn đề nghị", dossier_code="H15.50.05.13-261008-0976")
    assert desk.found(typed) == [own, printed]


def test_part_of_a_dossier_code(desk: Desk) -> None:
    own = desk.put("Đơn đề nghị", dossier_code="H15.50.05.13-261008-0975")
    desk.put("Đơn đề nghị", dossier_code="H16.50.05.13-261008-0975")
    assert desk.found("h15.50.05") == [own]


# -- dates ------------------------------------------------------------------------------------


def test_spans_of_time_are_of_the_date_of_issue(desk: Desk) -> None:
    old = desk.put("kế hoạch", issued_on=date(2018, 12, 31))
    spring = desk.put("kế hoạch", issued_on=date(2019, 3, 5))
    summer = desk.put("kế hoạch", issued_on=date(2019, 7, 1))
    desk.put("kế hoạch")
    assert desk.found("từ 1/2019 đến 6/2019") == [spring]
    assert desk.found("kế hoạch năm 2019", filters=Filters(year=2019)) in ([spring, summer], [summer, spring])
    assert desk.found("tháng 3/2019") == [spring]
    assert desk.found("05/03/2019") == [spring]
    assert desk.found("trước 2019") == [old]
    assert set(desk.found("ke hoach nam 2019")) == {spring, summer}


def test_a_date_also_finds_pages_that_say_it(desk: Desk) -> None:
    born = desk.put("ông Trần Văn An, sinh ngày 05 tháng 3 năm 1985")
    later = desk.put("Kế hoạch năm 2020", issued_on=date(2019, 12, 20))
    assert desk.found("5/3/1985") == [born]
    assert desk.found("kế hoạch năm 2020") == [later]


def test_without_words_the_newest_come_first_and_the_undated_last(desk: Desk) -> None:
    undated = desk.put("a")
    old = desk.put("b", issued_on=date(1998, 1, 1))
    new = desk.put("c", "d", issued_on=date(2025, 1, 1))
    hits = desk.ask("").hits
    assert [(hit.document, hit.page.value) for hit in hits] == [(new, 1), (new, 2), (old, 1), (undated, 1)]
    assert [hit.document for hit in desk.ask("", limit=2, offset=2).hits] == [old, undated]


# -- what an answer holds ---------------------------------------------------------------------


def test_a_hit_says_what_was_put_in(desk: Desk) -> None:
    document = desk.put(
        "Về việc thu hồi đất",
        title="Quyết định thu hồi đất",
        file_name="qd.pdf",
        dossier_code="H15.50.05.13-261008-0975",
        number_and_sign="129/QĐ-BNV",
        document_type="Quyết định",
        agency="Bộ Nội vụ",
        issued_on=date(2025, 6, 24),
        unit="H15.50.05",
        procedure="Thu hồi đất",
        states=frozenset({PageState.SIGNED, PageState.DOUBTFUL}),
        doubtful=("issued_on",),
    )
    (hit,) = desk.ask("thu hồi").hits
    assert hit.document == document
    assert (hit.page, hit.page_count, hit.unit) == (PageNumber(1), 1, "H15.50.05")
    assert (hit.title, hit.file_name, hit.number_and_sign) == ("Quyết định thu hồi đất", "qd.pdf", "129/QĐ-BNV")
    assert (hit.document_type, hit.agency, hit.issued_on) == ("Quyết định", "Bộ Nội vụ", date(2025, 6, 24))
    assert hit.dossier_code == "H15.50.05.13-261008-0975"
    assert (hit.procedure, hit.states, hit.doubtful) == ("Thu hồi đất", ("doubtful", "signed"), ("issued_on",))
    assert hit.snippet == (("Về việc ", False), ("thu hồi", True), (" đất", False))


def test_leafing_through_shows_every_page_once(desk: Desk) -> None:
    for _ in range(7):
        desk.put("đất", "đất", "đất")
    seen = [
        (hit.document, hit.page) for offset in range(0, 21, 4) for hit in desk.ask("đất", limit=4, offset=offset).hits
    ]
    assert len(seen) == 21
    assert len(set(seen)) == 21
    assert desk.ask("đất", limit=0) == replace(desk.ask("đất"), hits=())
    assert desk.ask("đất", offset=10**9).hits == ()


def test_leafing_on_beyond_ten_thousand_pages(desk: Desk) -> None:
    """Where servers by themselves stop."""
    desk.put(*["đất"] * 10_030)
    desk.put("đất và nước", issued_on=date(2020, 1, 1))
    for typed in ("", "đất"):
        numbers = [
            (hit.document, hit.page.value)
            for offset in (9_985, 9_995, 10_005, 10_015, 10_025)
            for hit in desk.ask(typed, offset=offset).hits
        ]
        assert len(numbers) == len(set(numbers)) == 46
        assert desk.ask(typed, offset=10_031).hits == ()
    whole = desk.ask("đất", limit=20_000, offset=1)
    assert whole.total == 10_031
    assert len({(hit.document, hit.page) for hit in whole.hits}) == 10_030
    facets = desk.ask("đất").facets
    assert whole.facets == facets
    assert desk.ask("đất", Reader(account="ai"), offset=10_000).total == 0


@pytest.mark.parametrize(
    "typed",
    [
        '"',
        "*",
        "-",
        "a*",
        "AND OR NOT",
        "body:x",
        "(((",
        "[1 TO 2]",
        "x~2",
        "\\",
        "^",
        "….,",
        "\ud800",
        "١٢٣",
        "\0",
        "x" * 9000,
    ],
)
def test_nothing_typed_is_refused(desk: Desk, typed: str) -> None:
    desk.put("hồ sơ")
    assert desk.ask(typed).total in {0, 1}


def test_odd_signs_are_taken_in(desk: Desk) -> None:
    page = desk.put("đất \0 \ud800 \U0001f600 \u200b", title="t\ud800", file_name="a\udcff.pdf", agency="x\udcff")
    assert desk.found("đất") == [page]
