"""A page that shows an identity card is told from one that speaks of it."""

from __future__ import annotations

import pytest

from records.identity_card import shows_identity_card

FRONT = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SOCIALIST REPUBLIC OF VIET NAM
CĂN CƯỚC CÔNG DÂN
Citizen Identity Card
Số / No.: 001085012389
Họ và tên / Full name:
NGUYỄN VĂN A"""
NEW_FRONT = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
CĂN CƯỚC
IDENTITY CARD
Số định danh cá nhân / Personal identification number
001085012389
Họ, chữ đệm và tên khai sinh / Full name"""
OLD_FRONT = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
GIẤY CHỨNG MINH NHÂN DÂN
SỐ 012345678
Họ tên NGUYỄN VĂN A"""
BACK = """Đặc điểm nhận dạng / Personal identification:
Nốt ruồi C: 1cm dưới mắt
Ngón trỏ trái Left index finger
IDVNM0850123890001085012389<<8
8501019M2501017VNM<<<<<<<<<<<4"""


PASSPORT = """CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
HỘ CHIẾU / PASSPORT
Loại / Type Mã số / Code Số hộ chiếu / Passport No
P VNM C1234567
Họ và tên / Full name
NGUYỄN VĂN A"""
PASSPORT_LINES = """P<VNMNGUYEN<<VAN<A<<<<<<<<<<<<<<<<<<<<<<<<<<
C1234567<8VNM8501019M3001017001085012389<<06"""


@pytest.mark.parametrize(
    "page", [PASSPORT, PASSPORT_LINES, FRONT, NEW_FRONT, OLD_FRONT, BACK, "ĐƠN\nkèm theo:\n" + FRONT]
)
def test_a_card_is_seen(page: str) -> None:
    assert shows_identity_card(page)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "TỜ KHAI\nSố căn cước công dân: 001085012389\nHọ và tên: Nguyễn Văn A",
        "Căn cước công dân\nsố 001085012389 cấp ngày 1/1/2021",  # small letters: a cell of a form
        "LUẬT CĂN CƯỚC\nSố: 26/2023/QH15\nĐiều 1",
        "HỘ CHIẾU\nCông dân nộp hồ sơ cấp hộ chiếu tại Công an tỉnh",
        "TỜ KHAI\nSố hộ chiếu: C1234567 cấp ngày 1/1/2021",
        "CĂN CƯỚC CÔNG DÂN\nTheo quy định của Luật, công dân từ đủ 14 tuổi",
        "Thành phần hồ sơ: bản sao CĂN CƯỚC CÔNG DÂN\nSố lượng: 01",
    ],
)
def test_a_page_that_speaks_of_cards_shows_none(page: str) -> None:
    assert not shows_identity_card(page)
