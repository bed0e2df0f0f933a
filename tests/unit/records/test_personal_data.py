"""Numbers of people are found and masked, and what looks alike is left alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.folding import normalise
from records.masked_page import mask_page
from records.page_text import Box, Line, PageText, Word
from records.personal_data import MASK, PersonalKind, find_personal, mask, personal_key, taken_out

pytestmark = pytest.mark.law("R35")

ID, OLD, PHONE, MAIL = (
    PersonalKind.ID_NUMBER,
    PersonalKind.OLD_ID_NUMBER,
    PersonalKind.TELEPHONE,
    PersonalKind.EMAIL,
)
PASSPORT = PersonalKind.PASSPORT_NUMBER


@pytest.mark.parametrize(
    ("text", "kind", "key", "shown"),
    [
        ("Số CCCD: 001085012389 cấp", ID, "001085012389", "Số CCCD: 0010••••••89 cấp"),
        ("sinh năm 1985, 001085012389.", ID, "001085012389", "sinh năm 1985, 0010••••••89."),
        ("Số định danh 001 085 012 389", ID, "001085012389", "Số định danh 001 0•• ••• •89"),
        ("079 203 004 512", ID, "079203004512", "079 2•• ••• •12"),
        ("Căn cước công dân số 0010 8501 2389", ID, "001085012389", "Căn cước công dân số 0010 •••• ••89"),
        ("CCCD 00l085O12389", ID, "001085012389", "CCCD 00l0••••••89"),
        # Of somebody registered abroad no province says so; the word beside it does.
        ("CCCD số 301085012389", ID, "301085012389", "CCCD số 3010••••••89"),
        ("ho_so_001085012389.pdf", ID, "001085012389", "ho_so_0010••••••89.pdf"),
        ("Nguyễn Văn A/001085012389/đơn.pdf", ID, "001085012389", "Nguyễn Văn A/0010••••••89/đơn.pdf"),
        ("CMND số 012345678", OLD, "012345678", "CMND số 01•••••78"),
        ("Chứng minh nhân dân: 012.345.678", OLD, "012345678", "Chứng minh nhân dân: 01•.•••.•78"),
        ("số 012345678 cấp ngày 01/02/2003 tại Công an Hà Nội", OLD, "012345678", "số 01•••••78 cấp ngày"),
        ("Hộ chiếu số C1234567 cấp ngày", PASSPORT, "c1234567", "Hộ chiếu số C•••••67 cấp ngày"),
        ("Số CMND/CCCD/Hộ chiếu: 012345678", OLD, "012345678", "Hộ chiếu: 01•••••78"),
        ("Hộ chiếu/CMND: C1234567", PASSPORT, "c1234567", "CMND: C•••••67"),
        ("Passport No: B7654321", PASSPORT, "b7654321", "Passport No: B•••••21"),
        ("ĐT: 0912345678", PHONE, "0912345678", "ĐT: 091•••••78"),
        ("liên hệ 0912.345.678", PHONE, "0912345678", "liên hệ 091•.•••.•78"),
        ("+84 912 345 678", PHONE, "0912345678", "+84 9•• ••• •78"),
        ("Điện thoại (024) 3826 1234", PHONE, "02438261234", "(024) •••• ••34"),
        ("thư nguyen.van.a@gmail.com", MAIL, "nguyen.van.a@gmail.com", "thư n•••••••••••@gmail.com"),
    ],
)
def test_numbers_and_addresses_of_people_are_found_and_masked(
    text: str, kind: PersonalKind, key: str, shown: str
) -> None:
    (found,) = find_personal(normalise(text))
    assert (found.kind, found.key) == (kind, key)
    assert shown in mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mã hồ sơ H12.34-250101-0001",
        "000.00.15.H25-260302-0001",
        "H15.50-261008-0975, tra cứu 261008-0975",
        "Số: 129/QĐ-BNV ngày 01/02/2019",
        "Số 0912345678/QĐ-UBND",
        "Tổng số tiền: 123.456.789.000 đồng",
        "Số tài khoản 001085012389 tại Kho bạc",
        "STK: 0912345678",
        "Mã số thuế 0301234567",
        "MST: 0200123456-001",
        "giấy phép số 123456789 ngày 1/1/2020",
        "diện tích 123456789 m2",
        "bản đồ tờ 12, thửa 345678901",
        "CMND: 012; mã hàng 123456 987654321",
        "tọa độ X=1234567.89 Y=0912345.678",
        "099085012389",  # no province has this number
        "001985012389",  # nor anybody this century
        "0010850123891",
        "ISBN 978-604-000-000-1",
        "2026-03-02T09:12:34.567890+07:00",
        "0192f0c4-7a31-7cc2-9d55-2d0c4b7f1a10",
        "@ủy ban",
        "giấy chứng nhận số D1234567",
        "bản vẽ A1234567, tỷ lệ 1:500",
        "<<Quyết định>> và <phụ lục>",
        "if a<b<c",
        "HỌ VÀ TÊN: NGUYỄN VĂN A\nNgày sinh: 01/02/1985",
    ],
)
def test_what_looks_alike_is_left_alone(text: str) -> None:
    text = normalise(text)
    assert find_personal(text) == ()
    assert mask(text) == text


def test_a_word_belongs_to_the_nearest_number() -> None:
    text = normalise("CMND 012345678, số tài khoản 123456789, điện thoại 0912345678")
    assert [one.kind for one in find_personal(text)] == [OLD, PHONE]
    text = normalise("CMND/CCCD: 012345678/001085012389")
    assert [one.key for one in find_personal(text)] == ["012345678", "001085012389"]


def test_who_types_the_whole_number_is_understood_and_who_types_a_beginning_is_not() -> None:
    assert personal_key("001085012389") == personal_key("001 085 012 389") == "001085012389"
    assert personal_key("012345678") == "012345678"
    assert personal_key("0912 345 678") == personal_key("+84912345678") == "0912345678"
    assert personal_key("A.B@gmail.com") == "a.b@gmail.com"
    assert personal_key("C1234567") == "c1234567"
    for typed in ("00108501238", "0010*", "001085", "giấy", "129/QĐ-BNV", "H12.34-250101-0001", "20190301"):
        assert personal_key(typed) == "", typed


CARD = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CĂN CƯỚC CÔNG DÂN
Citizen Identity Card
Số / No.: 001085012389
Họ và tên / Full name:
NGUYỄN VĂN A
Ngày sinh / Date of birth: 01/02/1985
Giới tính / Sex: Nam Quốc tịch / Nationality: Việt Nam
Quê quán / Place of origin: Phú Mỹ, Hà Đông
Nơi thường trú / Place of residence: Số 5, ngõ 12
phố Huế, Hà Nội
Có giá trị đến / Date of expiry: 01/02/2025"""
CARD_SHOWN = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CĂN CƯỚC CÔNG DÂN
Citizen Identity Card
Số / No.: 0010••••••89
Họ và tên / Full name:
•••••• ••• •
Ngày sinh / Date of birth: ••/••/••••
Giới tính / Sex: Nam Quốc tịch / Nationality: Việt Nam
Quê quán / Place of origin: ••• ••, •• ••••
Nơi thường trú / Place of residence: •• •, ••• ••
••• •••, •• •••
Có giá trị đến / Date of expiry: 01/02/2025"""


def test_on_an_identity_paper_name_birth_and_places_are_masked_too() -> None:
    text = normalise(CARD)
    assert mask(text) == CARD_SHOWN
    assert mask(CARD_SHOWN) == CARD_SHOWN
    out = taken_out(text, find_personal(text))
    assert not [word for word in ("NGUYỄN", "1985", "Phú", "Huế", "001085") if word in out]
    # No key: whoever types a name finds forms, not cards, and no hash of a name lies anywhere.
    assert {one.key for one in find_personal(text)} == {"001085012389", ""}


def test_on_a_form_the_name_stays_though_the_number_is_masked() -> None:
    form = normalise("TỜ KHAI\nHọ và tên: Nguyễn Văn A\nSố căn cước công dân: 001085012389\nNơi cư trú: Phú Mỹ")
    assert mask(form) == form.replace("001085012389", "0010••••••89")


def test_what_is_far_from_the_number_is_of_another_paper() -> None:
    far = "\n".join(["Nội dung khác"] * 20)
    text = normalise(f"Họ và tên: TRẦN THỊ B\n{far}\n{CARD}\n{far}\nQuê quán: Nam Định")
    shown = mask(text)
    assert "TRẦN THỊ B" in shown
    assert "Nam Định" in shown
    assert "NGUYỄN VĂN A" not in shown


def test_lines_that_machines_read_are_masked_whole() -> None:
    lines = "P<VNMNGUYEN<<VAN<A<<<<<<<<<<<<<<<<<<<<<<<<<<\nC1234567<8VNM8501019M3001017001085012389<<06"
    shown = mask(normalise(lines))
    assert set(shown) == {MASK, "<", "\n"}
    card = "IDVNM0850123890001085012389<<8\n8501019M2501017VNM<<<<<<<<<<<4\nNGUYEN<<VAN<A<<<<<<<<<<<<<<<<<"
    assert set(mask(normalise(card))) == {MASK, "<", "\n"}


def test_nothing_of_a_number_is_left_where_it_is_taken_out() -> None:
    text = normalise("CCCD 001 085 012 389, mail a.b@gmail.com, số 12")
    assert taken_out(text, find_personal(text)) == "CCCD " + MASK * 15 + ", mail " + MASK * 13 + ", số 12"


@given(st.text(alphabet="0123456789 .-/@aobcdCMNDcccd:số,", max_size=80))
def test_a_masked_text_is_as_long_and_is_masked_for_good(text: str) -> None:
    text = normalise(text)
    once = mask(text)
    assert len(once) == len(text)
    assert all(other in (one, MASK) for one, other in zip(text, once, strict=True))
    assert [one.kind for one in find_personal(once) if one.kind is ID] == []


def test_words_of_a_page_are_masked_where_a_number_is_read_as_several() -> None:
    def line(*words: str) -> Line:
        return Line(tuple(Word(word, Box(0, 0, 1, 1), 0.9) for word in words))

    page = PageText(width=1, height=1, lines=(line("CCCD", "số"), line("001", "085", "012", "389,"), line("ở", "xã")))
    hidden = mask_page(page)
    assert [word.text for word in hidden.words] == ["CCCD", "số", "001", "0••", "•••", "•89,", "ở", "xã"]
    assert [word.box for word in hidden.words] == [word.box for word in page.words]
    plain = PageText(width=1, height=1, lines=(line("ở", "xã"),))
    assert mask_page(plain) is plain
