"""Papers of the commune's own office: letter, plan, decision, notice, and one that is secret."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.samples.decree30 import head, page_number, secrecy, signed, title
from app.samples.papers.paper import Paper
from app.samples.papers.people import COMMUNE, PROVINCE, SEAL
from app.samples.sheet import Sheet
from records.description import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.samples.papers.paper import Desk

_AGENCY = ("ỦY BAN NHÂN DÂN", f"XÃ {COMMUNE.upper()}")


def letter(desk: Desk) -> Paper:
    """A công văn: its subject stands under the number, and it goes into more than one dossier."""
    sheet = Sheet(desk.faces)
    number, day = desk.chance.randint(510, 690), date(2025, 9, 3)
    about = ("V/v hướng dẫn số hóa giấy tờ", "trong hồ sơ thủ tục hành chính")
    head(
        sheet,
        superior=f"TỈNH {PROVINCE.upper()}",
        agency=_AGENCY,
        number=f"Số: {number}/UBND-VP",
        place=COMMUNE,
        day=day,
        about=about,
    )
    sheet.skip(6)
    sheet.put("Kính gửi: Các bộ phận chuyên môn thuộc xã.", size=14)
    sheet.skip(6)
    for text in (
        (
            "Thực hiện kế hoạch chuyển đổi số năm 2025, Ủy ban nhân dân xã đề nghị các bộ phận chuyên môn số "
            "hóa thành phần hồ sơ ngay khi tiếp nhận, bảo đảm bản số hóa rõ nét, đủ trang, đúng thứ tự và có "
            "độ phân giải tối thiểu 200 dpi."
        ),
        (
            "Khi trả kết quả, công chức phụ trách ghi ngày kết thúc công việc để làm mốc tính thời hạn lưu "
            "trữ; không tự ý hủy giấy tờ khi chưa có quyết định của người có thẩm quyền."
        ),
        "Trong quá trình thực hiện, nếu có vướng mắc, đề nghị phản ánh về Văn phòng để được hướng dẫn kịp thời./.",
    ):
        sheet.paragraph(text)
    signed(
        sheet,
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        name=desk.chairman.name,
        recipients=("- Như trên;", "- Lưu: VT, VP."),
        seal=SEAL,
    )
    return _paper(desk, (sheet,), number, "UBND-VP", day, kind="Công văn", about=about)


def plan(desk: Desk) -> Paper:
    """Kế hoạch, two pages: for the paper that was never printed."""
    first, second = Sheet(desk.faces), Sheet(desk.faces)
    number, day = desk.chance.randint(101, 180), date(2026, 1, 9)
    about = ("Số hóa hồ sơ, giấy tờ, kết quả giải quyết", "thủ tục hành chính năm 2026")
    head(
        first,
        superior=f"TỈNH {PROVINCE.upper()}",
        agency=_AGENCY,
        number=f"Số: {number}/KH-UBND",
        place=COMMUNE,
        day=day,
    )
    title(first, "KẾ HOẠCH", about)
    first.paragraph("I. MỤC ĐÍCH, YÊU CẦU", face=desk.faces.bold)
    for text in (
        (
            "1. Số hóa đầy đủ hồ sơ, giấy tờ, kết quả giải quyết thủ tục hành chính còn hiệu lực, phục vụ "
            "khai thác và tái sử dụng dữ liệu, giảm giấy tờ cho người dân và doanh nghiệp."
        ),
        (
            "2. Bản số hóa phải bảo đảm tính toàn vẹn, truy nguyên được nguồn gốc và được lưu giữ theo thời "
            "hạn lưu trữ của hồ sơ."
        ),
    ):
        first.paragraph(text)
    first.paragraph("II. NỘI DUNG THỰC HIỆN", face=desk.faces.bold)
    first.table(
        (8, 58, 26, 22),
        [
            ("TT", "Nhiệm vụ", "Chủ trì", "Hoàn thành"),
            ("1", "Rà soát, lập danh mục hồ sơ cần số hóa", "Văn phòng", "Quý I"),
            ("2", "Chỉnh lý hồ sơ giấy trước khi số hóa", "Văn thư", "Quý II"),
            ("3", "Quét, nhận dạng và kiểm tra chất lượng", "Trung tâm", "Quý III"),
            ("4", "Bàn giao vào Kho lưu trữ số", "Lưu trữ", "Quý IV"),
        ],
    )
    page_number(second, 2)
    second.paragraph("III. TỔ CHỨC THỰC HIỆN", face=desk.faces.bold)
    for text in (
        (
            "1. Trung tâm Phục vụ hành chính công chủ trì, phối hợp với các bộ phận liên quan triển khai Kế "
            "hoạch này; định kỳ hằng quý báo cáo kết quả về Ủy ban nhân dân xã."
        ),
        "2. Kinh phí thực hiện được bố trí từ ngân sách xã và các nguồn hợp pháp khác theo quy định.",
    ):
        second.paragraph(text)
    signed(
        second,
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        name=desk.chairman.name,
        recipients=("- Thường trực Đảng ủy;", "- Các bộ phận chuyên môn;", "- Lưu: VT."),
        hand=0,
    )
    return _paper(desk, (first, second), number, "KH-UBND", day, kind="Kế hoạch", about=about)


def decision(desk: Desk) -> Paper:
    """Quyết định on pay, for the paper signed by certificate."""
    sheet = Sheet(desk.faces)
    number, day = desk.chance.randint(30, 95), date(2026, 2, 6)
    about = ("Về việc nâng lương thường xuyên", "đối với công chức xã")
    head(
        sheet,
        superior=f"TỈNH {PROVINCE.upper()}",
        agency=_AGENCY,
        number=f"Số: {number}/QĐ-UBND",
        place=COMMUNE,
        day=day,
    )
    title(sheet, "QUYẾT ĐỊNH", about)
    sheet.put(f"CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ {COMMUNE.upper()}", face=desk.faces.bold)
    sheet.skip(6)
    sheet.paragraph("Căn cứ Luật Tổ chức chính quyền địa phương;", face=desk.faces.italic, size=13.5)
    sheet.paragraph("Căn cứ Luật Cán bộ, công chức;", face=desk.faces.italic, size=13.5)
    sheet.put("QUYẾT ĐỊNH:", face=desk.faces.bold, size=13.5)
    sheet.skip(4)
    for text in (
        (
            f"Điều 1. Nâng bậc lương thường xuyên đối với bà {desk.clerk.name}, công chức Văn phòng, từ bậc 3 "
            "hệ số 3,00 lên bậc 4 hệ số 3,33 kể từ ngày 01 tháng 02 năm 2026."
        ),
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký.",
        (
            "Điều 3. Văn phòng, bộ phận Tài chính - Kế toán và bà có tên tại Điều 1 chịu trách nhiệm thi "
            "hành Quyết định này./."
        ),
    ):
        sheet.paragraph(text)
    signed(
        sheet,
        authority=("CHỦ TỊCH",),
        name=desk.chairman.name,
        recipients=("- Như Điều 3;", "- Lưu: VT."),
        seal=SEAL,
    )
    return _paper(desk, (sheet,), number, "QĐ-UBND", day, kind="Quyết định", about=about)


def notice(desk: Desk) -> Paper:
    """Thông báo, the paper that lies loose beside the folders."""
    sheet = Sheet(desk.faces)
    number, day = desk.chance.randint(60, 99), date(2026, 3, 2)
    about = ("Lịch tiếp công dân của Chủ tịch Ủy ban nhân dân xã", "tháng 3 năm 2026")
    head(
        sheet,
        superior=f"TỈNH {PROVINCE.upper()}",
        agency=_AGENCY,
        number=f"Số: {number}/TB-UBND",
        place=COMMUNE,
        day=day,
    )
    title(sheet, "THÔNG BÁO", about)
    sheet.paragraph("Căn cứ Luật Tiếp công dân ngày 25 tháng 11 năm 2013;", face=desk.faces.italic)
    sheet.paragraph(
        f"Ủy ban nhân dân xã {COMMUNE} thông báo lịch tiếp công dân định kỳ của Chủ tịch Ủy ban nhân dân "
        "xã trong tháng 3 năm 2026 vào các ngày thứ Năm hằng tuần, từ 08 giờ 00 phút đến 11 giờ 30 phút, "
        "tại phòng Tiếp công dân."
    )
    sheet.paragraph("Đề nghị các thôn thông báo rộng rãi trên hệ thống loa truyền thanh để nhân dân được biết./.")
    signed(
        sheet,
        authority=("TL. CHỦ TỊCH", "CHÁNH VĂN PHÒNG"),
        name=desk.clerk.name,
        recipients=("- Các thôn;", "- Đài truyền thanh xã;", "- Lưu: VT."),
        seal=SEAL,
        hand=4,
    )
    return _paper(desk, (sheet,), number, "TB-UBND", day, kind="Thông báo", about=about, signer=desk.clerk.name)


def secret_report(desk: Desk) -> Paper:
    """Báo cáo with a mark of secrecy: it must be stopped, its words kept nowhere."""
    sheet = Sheet(desk.faces)
    number, day = desk.chance.randint(5, 9), date(2025, 12, 19)
    about = ("Tình hình công tác bảo vệ tài liệu", "tại kho lưu trữ của xã")
    head(
        sheet,
        superior=f"TỈNH {PROVINCE.upper()}",
        agency=_AGENCY,
        number=f"Số: {number:02}/BC-UBND",
        place=COMMUNE,
        day=day,
    )
    secrecy(sheet, "MẬT", sheet.y + 4)
    sheet.skip(14)
    title(sheet, "BÁO CÁO", about)
    for text in (
        (
            "Nội dung của văn bản mẫu này không có thật; dấu chỉ độ mật chỉ để thử việc dừng xử lý và báo "
            "cho người phụ trách."
        ),
        (
            "Kho lưu trữ của xã được bố trí tại tầng 2, có cửa chống cháy và sổ theo dõi người ra vào; chìa "
            "khóa do hai người giữ."
        ),
    ):
        sheet.paragraph(text)
    signed(
        sheet,
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        name=desk.chairman.name,
        recipients=("- Công an xã;", "- Lưu: VT."),
        seal=SEAL,
    )
    paper = _paper(desk, (sheet,), number, "BC-UBND", day, kind="Báo cáo", about=about)
    return Paper(sheets=paper.sheets, fields=paper.fields, secrecy="MẬT")


def _paper(
    desk: Desk,
    sheets: tuple[Sheet, ...],
    number: int,
    sign: str,
    day: date,
    *,
    kind: str,
    about: Sequence[str],
    signer: str = "",
) -> Paper:
    return Paper(
        sheets=sheets,
        fields={
            Field.NUMBER: f"{number:02}",
            Field.SIGN: sign,
            Field.ISSUED_ON: day.isoformat(),
            Field.TYPE: kind,
            Field.AGENCY: f"Ủy ban nhân dân xã {COMMUNE}",
            Field.SUBJECT: " ".join(about),
            Field.SIGNER: signer or desk.chairman.name,
        },
    )
