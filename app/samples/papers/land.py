"""Land registered for the first time: application, list of plots, notice, decision."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.samples.decree30 import head, page_number, signed, title
from app.samples.papers.paper import Paper
from app.samples.papers.people import COMMUNE, PROVINCE, SEAL, person
from app.samples.sheet import RIGHT, Sheet
from records.description import Field

if TYPE_CHECKING:
    from app.samples.papers.paper import Desk
    from app.samples.papers.people import Person

CODE = "H15.50.05.13-240607-0412"
NOTICE, DECIDED = date(2024, 6, 21), date(2024, 7, 5)


def bundle(desk: Desk, owner: Person) -> Paper:
    """Thông báo, with its list of plots as a ruled table on page 2 and remarks on page 3."""
    number = desk.chance.randint(120, 240)
    sheets = (Sheet(desk.faces), Sheet(desk.faces), Sheet(desk.faces))
    first, second, third = sheets
    head(
        first,
        superior=f"TỈNH {PROVINCE.upper()}",
        agency=("ỦY BAN NHÂN DÂN", f"XÃ {COMMUNE.upper()}"),
        number=f"Số: {number}/TB-UBND",
        place=COMMUNE,
        day=NOTICE,
    )
    title(first, "THÔNG BÁO", ("Về việc công khai kết quả kiểm tra hồ sơ", "đăng ký đất đai lần đầu"))
    first.paragraph("Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;", face=desk.faces.italic)
    first.paragraph(
        f"Xét hồ sơ mã số {CODE} của ông {owner.name}, địa chỉ tại {owner.address};",
        face=desk.faces.italic,
    )
    first.paragraph(
        f"Ủy ban nhân dân xã {COMMUNE} công khai kết quả kiểm tra hồ sơ đăng ký đất đai lần đầu, xác nhận "
        "hiện trạng sử dụng đất so với nội dung đăng ký, nguồn gốc và thời điểm sử dụng đất, tình trạng "
        "tranh chấp của các thửa đất có danh sách kèm theo Thông báo này."
    )
    first.paragraph(
        "Thời gian công khai là 15 ngày, kể từ ngày 21 tháng 6 năm 2024 đến hết ngày 05 tháng 7 năm "
        "2024, tại trụ sở Ủy ban nhân dân xã và nhà văn hóa thôn nơi có đất. Trong thời gian công khai, "
        "người không đồng ý với kết quả nêu trên gửi đơn đến Ủy ban nhân dân xã để được xem xét, giải "
        "quyết; sau thời gian đó, Ủy ban nhân dân xã không xem xét."
    )
    signed(
        first,
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        name=desk.chairman.name,
        recipients=("- Người có tên trong danh sách;", "- Nhà văn hóa thôn;", "- Lưu: VT, ĐC."),
        seal=SEAL,
    )
    page_number(second, 2)
    second.put("DANH SÁCH CÁC THỬA ĐẤT ĐĂNG KÝ LẦN ĐẦU", face=desk.faces.bold, size=13.5)
    second.put(f"(Kèm theo Thông báo số {number}/TB-UBND)", face=desk.faces.italic)
    second.skip(10)
    rows = [("STT", "Tờ bản đồ", "Thửa số", "Diện tích (m2)", "Loại đất", "Tình trạng")]
    rows.extend(
        (
            f"{at:02}",
            str(desk.chance.randint(3, 38)),
            str(desk.chance.randint(20, 480)),
            f"{desk.chance.randint(800, 9900) / 10:.1f}".replace(".", ","),
            desk.chance.choice(("ONT", "CLN", "LUC", "BHK")),
            desk.chance.choice(("Không tranh chấp", "Sử dụng ổn định")),
        )
        for at in range(1, 15)
    )
    second.table((8, 16, 14, 22, 14, 30), rows, size=12)
    page_number(third, 3)
    third.put("Ý KIẾN CỦA KHU DÂN CƯ", face=desk.faces.bold, size=13.5)
    third.skip(8)
    third.paragraph(
        f"Hội nghị khu dân cư thôn {owner.hamlet} họp ngày 14 tháng 6 năm 2024, có 12 người tham dự, "
        "thống nhất xác nhận: các thửa đất nêu trên được sử dụng ổn định từ trước ngày 01 tháng 7 năm "
        "2004, ranh giới rõ ràng, không có tranh chấp với các hộ liền kề, phù hợp với hiện trạng đo đạc."
    )
    third.put(f"{COMMUNE}, ngày 14 tháng 6 năm 2024", at=RIGHT - 110, face=desk.faces.italic)
    signed(third, authority=("TRƯỞNG THÔN",), name=person(desk.chance).name, hand=9)
    return Paper(
        sheets=sheets,
        fields={
            Field.DOSSIER_CODE: CODE,
            Field.NUMBER: str(number),
            Field.SIGN: "TB-UBND",
            Field.ISSUED_ON: NOTICE.isoformat(),
            Field.TYPE: "Thông báo",
            Field.AGENCY: f"Ủy ban nhân dân xã {COMMUNE}",
            Field.SUBJECT: "Về việc công khai kết quả kiểm tra hồ sơ đăng ký đất đai lần đầu",
            Field.SIGNER: desk.chairman.name,
        },
    )


def decision(desk: Desk, owner: Person) -> Paper:
    """Quyết định, as most decisions are built: căn cứ, Điều, Nơi nhận."""
    number = desk.chance.randint(301, 420)
    sheet = Sheet(desk.faces)
    head(
        sheet,
        superior=f"TỈNH {PROVINCE.upper()}",
        agency=("ỦY BAN NHÂN DÂN", f"XÃ {COMMUNE.upper()}"),
        number=f"Số: {number}/QĐ-UBND",
        place=COMMUNE,
        day=DECIDED,
    )
    title(sheet, "QUYẾT ĐỊNH", ("Về việc công nhận quyền sử dụng đất", "cho hộ gia đình, cá nhân"))
    sheet.put(f"ỦY BAN NHÂN DÂN XÃ {COMMUNE.upper()}", face=desk.faces.bold, size=13)
    sheet.skip(6)
    for text in (
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Căn cứ Luật Đất đai ngày 18 tháng 01 năm 2024;",
        "Theo đề nghị của công chức Địa chính - Xây dựng,",
    ):
        sheet.paragraph(text, face=desk.faces.italic, size=13.5)
    sheet.put("QUYẾT ĐỊNH:", face=desk.faces.bold, size=13.5)
    sheet.skip(4)
    for text in (
        (
            f"Điều 1. Công nhận quyền sử dụng đất cho ông {owner.name}, địa chỉ tại {owner.address}, theo hồ "
            f"sơ mã số {CODE}."
        ),
        (
            "Điều 2. Giao công chức Địa chính - Xây dựng chỉnh lý hồ sơ địa chính và trao Giấy chứng nhận "
            "cho người sử dụng đất."
        ),
        (
            "Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Công chức Văn phòng, công chức Địa chính và "
            "người có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này./."
        ),
    ):
        sheet.paragraph(text, size=13.5)
    signed(
        sheet,
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        name=desk.chairman.name,
        recipients=("- Như Điều 3;", "- Chi nhánh VPĐKĐĐ;", "- Lưu: VT, ĐC."),
        seal=SEAL,
    )
    return Paper(
        sheets=(sheet,),
        fields={
            Field.DOSSIER_CODE: CODE,
            Field.NUMBER: str(number),
            Field.SIGN: "QĐ-UBND",
            Field.ISSUED_ON: DECIDED.isoformat(),
            Field.TYPE: "Quyết định",
            Field.AGENCY: f"Ủy ban nhân dân xã {COMMUNE}",
            Field.SUBJECT: "Về việc công nhận quyền sử dụng đất cho hộ gia đình, cá nhân",
            Field.SIGNER: desk.chairman.name,
        },
    )
