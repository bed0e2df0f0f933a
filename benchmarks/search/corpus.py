"""Pages of invented administrative Vietnamese: the same for the same number, nobody's words copied.

A page is some 200 words: a head as Decree 30/2020 lays it out, sentences from templates, words of
two syllables drawn by Zipf's law from some thousands of well-formed syllables, a name, numbers and
codes. Three pages in ten carry what scanners do to words.
"""

from __future__ import annotations

import random
from bisect import bisect
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import accumulate
from typing import TYPE_CHECKING

from records.folding import fold, normalise
from records.identifiers import DocumentId, DossierId, PageNumber
from records.reader import AccessLevel
from search_api.ports import IndexedPage

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES_OF_A_DOCUMENT = 4
UNITS = tuple(f"H15.50.{number:02}" for number in range(1, 31))
_ONSETS = "b c ch d đ gi h kh l m n ng nh ph r s t th tr v x"
_RIMES = (
    "a à á ả ạ ác ách ai ài ái ải ại am àm ám an àn án ản ạn ang àng áng anh ành ánh ảnh ạnh ao ào áo ảo ạo áp át ạt "
    "âm ầm ấm ân ần ấn ận ất ật âu ầu ấu ẩu ậu ây ầy ấy ẩy ậy e é ẻ ẹ en èn én eo èo éo ê ế ể ệ ên ền ến ển ện ết ệt "
    "i ì í ỉ ị ích ịch iên iền iến iển iện iết iệt iêu iều iếu iểu iệu in ìn ín ình ính ỉnh ịnh o ò ó ỏ ọ oa òa óa ỏa "
    "oan oàn oán oản oạn ọc ói ỏi ọi on òn ón ong òng óng ọng ô ồ ố ổ ộ ốc ộc ôi ồi ối ổi ội ôn ồn ốn ộn ông ồng ống "
    "ổng ộng ơ ờ ớ ở ợ ới ời ởi ơn ờn u ù ú ủ ụ ục úc ui ùi úi ung ùng úng ụng uyên uyền uyến uyển uyện ư ừ ứ ử ự ưa "
    "ừa ứa ửa ựa ực ức ưng ừng ứng ước ược ương ường ướng ưởng ượng ươi ười ưởi"
)
_SENTENCES = [
    "Căn cứ Luật Tổ chức chính quyền địa phương và các văn bản hướng dẫn thi hành",
    "Xét đề nghị của Trưởng phòng về việc thu hồi đất để thực hiện dự án nâng cấp đường giao thông",
    "Hồ sơ gồm đơn đề nghị, bản sao giấy chứng nhận quyền sử dụng đất và sơ đồ thửa đất",
    "Bộ phận tiếp nhận và trả kết quả có trách nhiệm hướng dẫn người dân bổ sung hồ sơ",
    "Thời hạn giải quyết là mười ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ",
    "Đề nghị cơ quan cấp phép xây dựng nhà ở riêng lẻ tại xã Phú Mỹ theo quy hoạch được duyệt",
    "Người có tên nêu trên được đăng ký khai sinh cho con theo quy định về hộ tịch",
    "Giao Văn phòng theo dõi, đôn đốc việc thực hiện và báo cáo định kỳ hằng quý",
    "Tài liệu được số hóa phải bảo đảm tính toàn vẹn và đối chiếu với bản gốc",
    "Kinh phí thực hiện lấy từ nguồn ngân sách đã giao trong dự toán đầu năm",
    "Quyết định này có hiệu lực kể từ ngày ký và thay thế các quy định trước đây",
    "Các ông bà có tên tại danh sách kèm theo chịu trách nhiệm thi hành quyết định này",
]
_TYPES = {"Quyết định": "QĐ", "Tờ trình": "TTr", "Thông báo": "TB", "Báo cáo": "BC", "Kế hoạch": "KH", "Biên bản": "BB"}
_AGENCIES = {"Sở Xây dựng": "SXD", "Sở Nội vụ": "SNV", "Sở Tài chính": "STC", "Ủy ban nhân dân xã Phú Mỹ": "UBND"}
_FAMILY = "Nguyễn Trần Lê Phạm Hoàng Phan Vũ Đặng Bùi Đỗ Hồ Ngô Dương Lý"
_MIDDLE = "Văn Thị Đức Hữu Minh Ngọc Thanh Quốc Xuân Hồng"
_GIVEN = "An Bình Cường Dũng Hà Hạnh Hòa Hùng Hương Khánh Lan Linh Long Mai Nga Nghĩa Phúc Quân Sơn Thảo Trang Yến"
_FIRST_DAY = date(2008, 1, 1)
_DAYS = 6500


@dataclass(frozen=True, slots=True)
class MadePage:
    """A page with the facts that queries are made of."""

    page: IndexedPage
    name: str


def pages(count: int) -> Iterator[MadePage]:
    """The first ``count`` pages."""
    for number in range(0, count, PAGES_OF_A_DOCUMENT):
        yield from _document(number // PAGES_OF_A_DOCUMENT, min(PAGES_OF_A_DOCUMENT, count - number))


def _document(number: int, length: int) -> Iterator[MadePage]:
    chance = random.Random(number)
    document = DocumentId(f"00000000-0001-7000-8000-{number:012x}")
    dossier = DossierId(f"00000000-0002-7000-8000-{number:012x}")
    day = _FIRST_DAY + timedelta(days=int(chance.triangular(0, _DAYS, 0.85 * _DAYS)))
    document_type, agency = chance.choice(list(_TYPES)), chance.choice(list(_AGENCIES))
    sign = f"{chance.randrange(1, 3000)}/{_TYPES[document_type]}-{_AGENCIES[agency]}"
    unit = UNITS[min(int(chance.paretovariate(0.7)) - 1, len(UNITS) - 1)]
    code = f"{unit}.{chance.randrange(10, 99)}-{day:%y%m%d}-{number % 10000:04}"
    name = " ".join(chance.choice(part.split()) for part in (_FAMILY, _MIDDLE, _GIVEN))
    level = AccessLevel.CONDITIONAL if chance.random() < 0.2 else AccessLevel.PUBLIC
    for at in range(length):
        head = (
            f"{agency.upper()}\nSố: {sign}\nngày {day:%d} tháng {day:%m} năm {day.year}\n{document_type.upper()}\n"
            if at == 0
            else ""
        )
        body = head + _body(chance, name, code)
        page = IndexedPage(
            document=document, dossier=dossier, page=PageNumber(at + 1), page_count=length, body=normalise(body),
            title=f"{document_type} {_word(chance)} {_word(chance)}", file_name=f"{number:06}.pdf", dossier_code=code,
            number_and_sign=sign, document_type=document_type, agency=agency, issued_on=day, unit=unit, level=level,
        )  # fmt: skip
        yield MadePage(page, name)


def _body(chance: random.Random, name: str, code: str) -> str:
    pieces = [_word(chance) for _ in range(chance.randrange(35, 85))]
    for _ in range(chance.randrange(3, 6)):
        pieces.insert(chance.randrange(len(pieces)), chance.choice(_SENTENCES) + ".")
    born = f"sinh ngày {chance.randrange(1, 29):02}/{chance.randrange(1, 13):02}/{chance.randrange(1950, 2005)}"
    pieces.insert(chance.randrange(len(pieces)), f"ông/bà {name}, {born}, số CCCD {chance.randrange(10**11):012}")
    if chance.random() < 0.5:
        sign = f"{chance.choice(list(_TYPES.values()))}-{chance.choice(list(_AGENCIES.values()))}"
        pieces.insert(chance.randrange(len(pieces)), f"theo văn bản số {chance.randrange(1, 3000)}/{sign}")
    if chance.random() < 0.3:
        pieces.insert(0, f"Mã hồ sơ: {code}")
    words = " ".join(pieces).split(" ")
    if chance.random() < 0.3:
        for _ in range(8):
            at = chance.randrange(len(words))
            words[at] = _misread(words[at], chance)
    return "\n".join(" ".join(words[at : at + 14]) for at in range(0, len(words), 14))


def _misread(word: str, chance: random.Random) -> str:
    match chance.randrange(3):
        case 0:
            return fold(normalise(word))
        case 1 if len(word) > 2:
            at = chance.randrange(len(word))
            return word[:at] + word[at + 1 :]
        case _:
            return word.replace("o", "0").replace("l", "1")


@cache
def _lexicon() -> tuple[list[str], list[float]]:
    chance = random.Random(7)
    syllables = [onset + rime for onset in _ONSETS.split() for rime in _RIMES.split()]
    chance.shuffle(syllables)
    weights = list(accumulate(1 / (rank + 1) ** 0.9 for rank in range(len(syllables))))

    def one() -> str:
        return syllables[bisect(weights, chance.random() * weights[-1])]

    lexicon = [f"{one()} {one()}" for _ in range(40_000)]
    return lexicon, list(accumulate(1 / (rank + 6) for rank in range(len(lexicon))))


def _word(chance: random.Random) -> str:
    lexicon, weights = _lexicon()
    return lexicon[bisect(weights, chance.random() * weights[-1])]
