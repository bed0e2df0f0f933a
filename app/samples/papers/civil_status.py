"""A birth registered at the commune: declaration and extract."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.samples.decree30 import head, signed, title
from app.samples.papers.paper import Paper
from app.samples.papers.people import COMMUNE, PROVINCE, SEAL
from app.samples.sheet import MIDDLE, RIGHT, Sheet
from records.description import Field

if TYPE_CHECKING:
    from app.samples.papers.paper import Desk
    from app.samples.papers.people import Person

CODE = "H15.50.05.13-251113-0031"
DECIDED = date(2025, 11, 13)


def declaration(desk: Desk, mother: Person, father: Person, child: str) -> Paper:
    """Tờ khai đăng ký khai sinh: dotted leaders."""
    sheet = Sheet(desk.faces)
    sheet.put("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", face=desk.faces.bold, size=13)
    width = sheet.put("Độc lập - Tự do - Hạnh phúc", face=desk.faces.bold, size=13.5)
    sheet.underline(MIDDLE, width)
    title(sheet, "TỜ KHAI ĐĂNG KÝ KHAI SINH")
    sheet.put(f"Kính gửi: Ủy ban nhân dân xã {COMMUNE}")
    sheet.skip(6)
    for label, value in (
        ("Mã hồ sơ:", CODE),
        ("Họ, chữ đệm, tên người yêu cầu:", mother.name),
        ("Giấy tờ tùy thân:", f"Căn cước số {mother.identity}"),
        ("Quan hệ với người được khai sinh:", "Mẹ"),
        ("Đề nghị đăng ký khai sinh cho người dưới đây:", ""),
        ("Họ, chữ đệm, tên:", child.upper()),
        ("Ngày, tháng, năm sinh:", "02/11/2025"),
        ("Giới tính:", "Nữ"),
        ("Dân tộc:", "Kinh"),
        ("Nơi sinh:", f"Trạm Y tế xã {COMMUNE}, tỉnh {PROVINCE}"),
        ("Quê quán:", f"xã {COMMUNE}, tỉnh {PROVINCE}"),
        ("Họ, chữ đệm, tên người mẹ:", mother.name),
        ("Năm sinh:", str(mother.born)),
        ("Nơi cư trú:", mother.address),
        ("Họ, chữ đệm, tên người cha:", father.name),
        ("Năm sinh:", str(father.born)),
    ):
        sheet.form_line(label, value)
    sheet.skip(6)
    sheet.paragraph(
        (
            "Tôi cam đoan nội dung đề nghị đăng ký khai sinh trên đây là đúng sự thật, được sự thỏa thuận "
            "nhất trí của các bên liên quan theo quy định pháp luật."
        ),
        size=13,
    )
    sheet.put(f"Làm tại: {COMMUNE}, ngày 13 tháng 11 năm 2025", at=RIGHT - 118, face=desk.faces.italic)
    signed(sheet, authority=("Người yêu cầu",), name=mother.name, hand=31)
    return Paper(sheets=(sheet,), fields={Field.DOSSIER_CODE: CODE})


def extract(desk: Desk, mother: Person, father: Person, child: str) -> Paper:
    """Trích lục khai sinh, with the seal over the signature."""
    number = desk.chance.randint(112, 187)
    sheet = Sheet(desk.faces)
    head(
        sheet,
        superior=f"TỈNH {PROVINCE.upper()}",
        agency=("ỦY BAN NHÂN DÂN", f"XÃ {COMMUNE.upper()}"),
        number=f"Số: {number}/TLKS-BS",
        place=COMMUNE,
        day=DECIDED,
    )
    title(sheet, "TRÍCH LỤC KHAI SINH", ("(BẢN SAO)",))
    for text in (
        f"Họ, chữ đệm, tên: {child.upper()}",
        (
            "Ngày, tháng, năm sinh: 02/11/2025. Ghi bằng chữ: Ngày hai tháng mười một năm hai nghìn không "
            "trăm hai mươi lăm"
        ),
        "Giới tính: Nữ. Dân tộc: Kinh. Quốc tịch: Việt Nam",
        f"Nơi sinh: Trạm Y tế xã {COMMUNE}, tỉnh {PROVINCE}",
        f"Quê quán: xã {COMMUNE}, tỉnh {PROVINCE}",
        f"Họ, chữ đệm, tên người mẹ: {mother.name}. Năm sinh: {mother.born}. Nơi cư trú: {mother.address}",
        f"Họ, chữ đệm, tên người cha: {father.name}. Năm sinh: {father.born}. Nơi cư trú: {father.address}",
        f"Đăng ký khai sinh tại: Ủy ban nhân dân xã {COMMUNE}, tỉnh {PROVINCE}",
        f"Số: {number}. Quyển số: 02/2025. Ngày đăng ký: 13/11/2025",
    ):
        sheet.paragraph(text, indent=0)
    signed(
        sheet,
        authority=("CHỦ TỊCH",),
        name=desk.chairman.name,
        recipients=("- Người yêu cầu;", "- Lưu: VT, hồ sơ hộ tịch."),
        seal=SEAL,
        hand=1,
    )
    return Paper(
        sheets=(sheet,),
        fields={
            Field.NUMBER: str(number),
            Field.SIGN: "TLKS-BS",
            Field.ISSUED_ON: DECIDED.isoformat(),
            Field.AGENCY: f"Ủy ban nhân dân xã {COMMUNE}",
            Field.SIGNER: desk.chairman.name,
        },
    )
