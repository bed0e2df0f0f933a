from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.describe import describe
from records.description import Description, Field
from records.identifiers import PageNumber
from records.page_text import Box, Line, PageText, Word
from tests.unit.ingest.layouts import HEIGHT, WIDTH, body, head, line, middle, page

pytestmark = pytest.mark.law("R34")

CODE = "H15.50.05.13-261008-0975"


def told(*pages: PageText, clean: bool = False, name: str = "a.pdf", barcodes: tuple[str, ...] = ()) -> Description:
    return describe(pages, barcodes=barcodes, file_name=name, clean_text=clean)


def value(description: Description, field: Field) -> str | None:
    proposal = description.get(field)
    return proposal.value if proposal else None


def doubtful(description: Description) -> set[Field]:
    return {proposal.field for proposal in description.proposals if proposal.doubtful}


def decision(**options: object) -> PageText:
    return page(
        [
            *head(agency=("BỘ NỘI VỤ",), **options),  # type: ignore[arg-type]  # the words of head
            *middle("QUYẾT ĐỊNH", "Về việc ban hành Quy chế công tác", "văn thư của Bộ Nội vụ"),
            *middle("BỘ TRƯỞNG BỘ NỘI VỤ", y=225),
            *body(),
        ]
    )


def test_a_decision() -> None:
    description = told(decision())
    assert {p.field: p.value for p in description.proposals} == {
        Field.NUMBER: "129",
        Field.SIGN: "QĐ-BNV",
        Field.ISSUED_ON: "2025-06-24",
        Field.TYPE: "Quyết định",
        Field.SUBJECT: "Về việc ban hành Quy chế công tác văn thư của Bộ Nội vụ",
        Field.AGENCY: "Bộ Nội vụ",
    }
    assert not doubtful(description)
    assert (description.urgency, description.secrecy) == ("", "")


def test_every_proposal_shows_where_it_was_read() -> None:
    description = told(decision())
    for proposal in description.proposals:
        assert proposal.page == PageNumber(1)
        assert proposal.box is not None
        assert 0 <= proposal.box.x0 < proposal.box.x1 <= WIDTH
        assert 0 <= proposal.box.y0 < proposal.box.y1 <= HEIGHT
        assert proposal.evidence
    date = description.get(Field.ISSUED_ON)
    assert date is not None
    assert date.box is not None
    assert 105 < date.box.y0 < 115
    assert date.box.x0 > 300


def one_line_a_row(text: PageText) -> PageText:
    """As readers give it that see one line across both columns."""
    rows: dict[float, list[Word]] = {}
    for word in text.words:
        rows.setdefault(word.box.y0, []).append(word)
    return dataclasses.replace(text, lines=tuple(Line(tuple(words)) for words in rows.values()))


def test_columns_may_come_as_one_line_or_two() -> None:
    assert told(one_line_a_row(decision())) == told(decision())


@given(st.floats(-12, 40), st.floats(-30, 60), st.floats(0.95, 1.02))
def test_a_sheet_that_lies_a_little_off_reads_the_same(dx: float, dy: float, scale: float) -> None:
    def moved(box: Box) -> Box:
        return Box(box.x0 * scale + dx, box.y0 * scale + dy, box.x1 * scale + dx, box.y1 * scale + dy)

    straight = decision()
    shifted = dataclasses.replace(
        straight,
        lines=tuple(
            Line(tuple(dataclasses.replace(word, box=moved(word.box)) for word in one.words)) for one in straight.lines
        ),
    )
    expected, found = told(straight), told(shifted)
    assert [(p.field, p.value) for p in found.proposals] == [(p.field, p.value) for p in expected.proposals]


@pytest.mark.parametrize(
    ("number", "expected"),
    [("Số:      /QĐ-BNV", ""), ("Số: M' /QĐ-BNV", ""), ("Số: 6Ýƒ /QĐ-BNV", ""), ("Số:/1QĐ-BNV", "")],
)
def test_a_number_written_by_hand_is_empty_and_doubtful(number: str, expected: str) -> None:
    description = told(decision(number=number))
    assert value(description, Field.NUMBER) == expected
    assert Field.NUMBER in doubtful(description)
    assert value(description, Field.SIGN) == "QĐ-BNV"


def with_hand(text: str, written: str, *, grow: float, confidence: float) -> Line:
    """A line in which one word is larger or less sure than print."""
    printed = line(text, 90, 110)
    return Line(
        tuple(
            dataclasses.replace(
                word,
                confidence=confidence,
                box=Box(word.box.x0, word.box.y0 - grow, word.box.x1, word.box.y1 + grow / 2),
            )
            if word.text == written
            else word
            for word in printed.words
        )
    )


@pytest.mark.parametrize(("grow", "confidence"), [(6.0, 0.96), (0.0, 0.6)])
def test_digits_that_do_not_look_printed_are_doubtful(grow: float, confidence: float) -> None:
    hand = with_hand("Số: 687 /STP-VB", "687", grow=grow, confidence=confidence)
    found = told(page([*head(number=""), hand, *body()])).get(Field.NUMBER)
    assert found is not None
    assert (found.value, found.doubtful) == ("687", True)
    printed = with_hand("Số: 687 /STP-VB", "687", grow=0.0, confidence=0.95)
    found = told(page([*head(number=""), printed, *body()])).get(Field.NUMBER)
    assert found is not None
    assert (found.value, found.doubtful) == ("687", False)


@pytest.mark.parametrize(
    ("date", "expected", "sure"),
    [
        ("Hà Nội, ngày 05 tháng 02 năm 2021", "2021-02-05", True),
        ("TP. Hồ Chí Minh, ngày 24 tháng 10 năm 2016", "2016-10-24", True),
        ("Hà Nội, ngày 4 tháng 6 năm 2025", "2025-06-04", False),  # a day is printed with two digits: one was lost
        ("Hà Nội, ngày    tháng 6 năm 2025", "", False),
        ("Hà Nội, ngày 2Ô tháng 6 năm 2025", "", False),
        ("Hà Nội, ngày 31 tháng 02 năm 2025", "", False),
        ("Hà Nội, ngày-25tháng đỆ năm 2021", "", False),
    ],
)
def test_dates(date: str, expected: str, sure: bool) -> None:  # noqa: FBT001 - a column of the table
    found = told(decision(date=date)).get(Field.ISSUED_ON)
    assert found is not None
    assert (found.value, not found.doubtful) == (expected, sure)


def test_a_date_in_the_text_is_not_the_date_of_the_document() -> None:
    assert told(decision(date="")).get(Field.ISSUED_ON) is None


def test_an_official_letter() -> None:
    lines = [
        *head(agency=("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HỒ CHÍ MINH", "SỞ TƯ PHÁP"), number="Số: 687/STP-VB"),
        line("V/v hỗ trợ pháp lý cho", 150, 130, centre=True, size=11),
        line("doanh nghiệp nhỏ và vừa", 150, 144, centre=True, size=11),
        line("Kính gửi: Các sở, ban, ngành thành phố;", 180, 190),
        *body(),
    ]
    description = told(page(lines))
    assert value(description, Field.TYPE) == "Công văn"
    assert value(description, Field.SUBJECT) == "V/v hỗ trợ pháp lý cho doanh nghiệp nhỏ và vừa"
    assert value(description, Field.AGENCY) == "Sở Tư pháp Thành phố Hồ Chí Minh"


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (("BỘ TÀI CHÍNH", "TỔNG CỤC THUẾ"), "Tổng cục Thuế"),
        (("HỘI ĐỒNG NHÂN DÂN", "TỈNH CAO BẰNG"), "Hội đồng nhân dân tỉnh Cao Bằng"),
        (("UỶ BAN NHÂN DÂN", "TINH LAI CHẤU"), "Ủy ban nhân dân tỉnh Lai Châu"),
        (("BỘ GIÁO DỤC VÀ ĐÀO TẠO",), "Bộ Giáo dục và Đào tạo"),
        (("SỞ NỘI VỤ", "CHI CỤC VĂN THƯ - LƯU TRỮ"), "Chi cục Văn thư - Lưu trữ"),
        (("UBND HUYỆN Ý YÊN",), "UBND huyện Ý Yên"),
        (("THỦ TƯỚNG CHÍNH PHỦ",), "Thủ tướng Chính phủ"),
    ],
)
def test_agencies(lines: tuple[str, ...], name: str) -> None:
    marked = page([*head(agency=lines, number="Số: 1/QĐ-X"), *middle("QUYẾT ĐỊNH"), *body()])
    assert value(told(marked), Field.AGENCY) == name


def test_the_stamp_of_an_electronic_copy_is_not_taken_for_the_agency() -> None:
    stamps = [
        line("SAO Y; VĂN PHÒNG ỦY BAN NHÂN DÂN; 25/07/2025 10:25:14 +07:00", 265, 22, size=8),
        line("Người ký: CỔNG THÔNG TIN ĐIỆN TỬ CHÍNH PHỦ", 20, 32, size=6),
        line("Thời gian ký: 27.06.2025 17:00:11 +07:00", 20, 40, size=6),
        line("SAO Y; SỞ TƯ PHÁP", 100, 92, size=8),
    ]
    straight = decision()
    assert told(dataclasses.replace(straight, lines=(*stamps, *straight.lines))) == told(straight)


def test_title_and_sign_that_contradict_each_other_are_doubtful() -> None:
    assert Field.TYPE in doubtful(told(decision(number="Số: 129/TB-BNV")))


@pytest.mark.parametrize("clean", [True, False])
def test_what_the_title_says_is_the_type_though_the_sign_looks_like_another(*, clean: bool) -> None:
    # CT stands for chứng thực here, and for chỉ thị in the decree.
    certified = page(
        [
            *head(agency=("UBND PHƯỜNG AN NGHIỆP",), number="Số: 32/CT-UBND"),
            *middle("LỜI CHỨNG", "Về việc chứng thực hợp đồng", "chuyển nhượng quyền sử dụng đất"),
            *body(),
        ]
    )
    description = told(certified, clean=clean)
    assert value(description, Field.TYPE) == "Lời chứng"
    assert value(description, Field.SIGN) == "CT-UBND"
    assert Field.TYPE not in doubtful(description)


def test_one_wrong_letter_in_the_sign_is_mended_by_the_title() -> None:
    lines = [*head(number="Số: 12/TIr-BNV"), *middle("TỜ TRÌNH", "Về việc xin kinh phí"), *body()]
    assert value(told(page(lines)), Field.SIGN) == "TTr-BNV"


def test_a_number_that_is_not_legible_is_proposed_from_the_name_of_the_file() -> None:
    found = told(decision(number="Số:     /QĐ-BNV"), name="hồ sơ/Quyết định-1360-QĐ-BNV (1).pdf").get(Field.NUMBER)
    assert found is not None
    assert (found.value, found.doubtful) == ("1360", True)


def test_a_form_gives_its_type_and_nothing_that_is_not_there() -> None:
    form = page(
        [
            line("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 297, 60, centre=True),
            line("Độc lập - Tự do - Hạnh phúc", 297, 76, centre=True),
            line("TỜ KHAI ĐĂNG KÝ KHAI SINH", 297, 110, centre=True),
            line("Kính gửi: UBND xã Tân Hưng, huyện Quỳnh Lưu", 180, 140),
            line("Họ, chữ đệm, tên người yêu cầu: Đinh Quang Giang", 85, 170),
        ]
    )
    assert {p.field: p.value for p in told(form).proposals} == {Field.TYPE: "Tờ khai đăng ký khai sinh"}


def signed_page(*names: str, y: float = 500.0) -> PageText:
    return page(
        [
            line("Điều 3. Quyết định này có hiệu lực từ ngày ký.", 113, y - 40),
            line("Nơi nhận:", 85, y),
            line("- Như Điều 3;", 85, y + 15, size=10),
            line("- Lưu: VT, PC (5b).", 85, y + 29, size=10),
            *(line(name, 430, y + 18 * row, centre=True) for row, name in enumerate(names)),
        ]
    )


@pytest.mark.parametrize(
    ("names", "signer", "sure"),
    [
        (("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "", "Trần Thị Hồng Hạnh"), "Trần Thị Hồng Hạnh", True),
        (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "(Đã ký)", "Lê Văn Lương"), "Lê Văn Lương", True),
        (("HIỆU TRƯỞNG", "PGS.TS. Nguyễn Xuân Hoàn"), "Nguyễn Xuân Hoàn", True),
        (("CHỦ TỊCH", "Trân Sỹ Thanh"), "Trần Sỹ Thanh", False),
        (("CHỦ TỊCH", "-xiấn Hồng Hà"), "", False),
    ],
)
def test_signers(names: tuple[str, ...], signer: str, sure: bool) -> None:  # noqa: FBT001 - a column of the table
    pages = [decision(), signed_page(*filter(None, names)), page([line("PHỤ LỤC", 297, 80, centre=True)])]
    found = told(*pages).get(Field.SIGNER)
    assert found is not None
    assert (found.value, not found.doubtful, found.page) == (signer, sure, PageNumber(2))


@pytest.mark.parametrize(
    ("surname", "signer"),
    [("-tiấn", "Trần Hồng Hà"), ("ỉguyễn", "Nguyễn Hồng Hà"), ("ll", ""), ("‹^»", ""), ("xxnzz", "")],
)
def test_a_surname_under_the_seal_is_proposed_for_a_person(surname: str, signer: str) -> None:
    signed = signed_page("CHỦ TỊCH", f"{surname} Hồng Hà")
    name = signed.lines[-1]
    hidden = dataclasses.replace(name.words[0], confidence=0.05)
    signed = dataclasses.replace(signed, lines=(*signed.lines[:-1], Line((hidden, *name.words[1:]))))
    found = told(decision(), signed).get(Field.SIGNER)
    assert found is not None
    assert (found.value, found.doubtful, found.confidence <= 0.6) == (signer, True, True)


@pytest.mark.parametrize("mark", ["MẬT", "TỐI MẬT", "TUYỆT MẬT", "MÂT", "MẠT", "[MẬT]", "TUYÊT MẬT"])
def test_a_mark_of_secrecy_is_seen_also_misread(mark: str) -> None:
    marked = decision()
    marked = dataclasses.replace(marked, lines=(*marked.lines, line(mark, 150, 140, size=14, centre=True)))
    assert told(marked).secrecy.endswith("MẬT")


@pytest.mark.parametrize(
    "text",
    ["Mật", "bảo mật", "BÍ MẬT NHÀ NƯỚC", "DANH MỤC BÍ MẬT", "MẮT", "MẶT TRƯỚC", "CHÍNH XÁC", "Mặt"],
)
def test_words_that_are_no_mark_of_secrecy(text: str) -> None:
    marked = decision()
    marked = dataclasses.replace(marked, lines=(*marked.lines, line(text, 150, 140, size=14, centre=True)))
    assert told(marked).secrecy == ""


def test_a_subject_in_capitals_that_breaks_before_the_word_is_no_mark() -> None:
    lines = [*head(), *middle("QUYẾT ĐỊNH", "BAN HÀNH DANH MỤC TÀI LIỆU BÍ", "MẬT"), *body()]
    assert told(page(lines)).secrecy == ""


@pytest.mark.parametrize(("mark", "urgency"), [("HỎA TỐC", "HỎA TỐC"), ("HOẢ TỐC", "HỎA TỐC"), ("KHẨN", "KHẨN"),
                                              ("THƯỢNG KHẨN", "THƯỢNG KHẨN"), ("khẩn trương", "")])  # fmt: skip
def test_urgency(mark: str, urgency: str) -> None:
    marked = decision()
    assert (
        told(dataclasses.replace(marked, lines=(*marked.lines, line(mark, 150, 140, centre=True)))).urgency == urgency
    )


def test_a_barcode_is_the_best_dossier_code() -> None:
    found = told(decision(), barcodes=("https://x.vn/?q=1", CODE)).get(Field.DOSSIER_CODE)
    assert found is not None
    assert (found.value, found.doubtful, found.box) == (CODE, False, None)


def test_a_printed_code_is_found_beside_its_label() -> None:
    straight = decision()
    printed = dataclasses.replace(straight, lines=(*straight.lines, line(f"Mã hồ sơ: {CODE}", 100, 400)))
    found = told(printed).get(Field.DOSSIER_CODE)
    assert found is not None
    assert (found.value, found.doubtful) == (CODE, False)
    assert found.box is not None
    assert found.box.x0 > 150


def test_codes_that_disagree_are_doubtful() -> None:
    straight = decision()
    printed = dataclasses.replace(straight, lines=(*straight.lines, line(f"Mã hồ sơ: {CODE}", 100, 400)))
    for other in (
        told(printed, barcodes=("H15.50.05.13-261008-0976",)),
        told(printed, name="H15.50.05.13-261008-0976/a.pdf"),
    ):
        assert Field.DOSSIER_CODE in doubtful(other)


def test_a_code_in_the_name_is_taken_where_there_is_no_other() -> None:
    assert value(told(decision(), name=f"{CODE}/đơn.pdf"), Field.DOSSIER_CODE) == CODE


def test_a_blank_page_and_no_page_propose_nothing() -> None:
    assert told(page([])).proposals == ()
    assert told().proposals == ()


junk = st.text(alphabet="aA1/.-:;|ĐốếSMẬT ngàythágnm0", min_size=1, max_size=14).map(str.strip).filter(bool)


@given(st.lists(st.tuples(junk, st.floats(0, 560), st.floats(0, 820), st.floats(1, 40), st.floats(0, 1)), max_size=30))
def test_whatever_stands_on_a_page_describing_ends(items: list[tuple[str, float, float, float, float]]) -> None:
    lines = [line(text, x, y, size=size, confidence=sure) for text, x, y, size, sure in items if text.split()]
    for proposal in told(page(lines)).proposals:
        assert 0 <= proposal.confidence <= 1
        assert proposal.value or proposal.doubtful
