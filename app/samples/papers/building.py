"""A building permit: the receipt of the one-stop desk, the application, the permit."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.samples.decree30 import head, page_number, signed, title
from app.samples.papers.paper import Paper
from app.samples.papers.people import COMMUNE, PROVINCE, SEAL
from app.samples.sheet import LEFT, MIDDLE, RIGHT, Autograph, Barcode, Sheet
from records.description import Field

if TYPE_CHECKING:
    from app.samples.papers.paper import Desk
    from app.samples.papers.people import Person

CODE = "H15.50.05.13-251008-0975"
PROCEDURE = "Cấp giấy phép xây dựng mới đối với nhà ở riêng lẻ"
RECEIVED, DECIDED = date(2025, 10, 8), date(2025, 10, 24)


def receipt(desk: Desk, owner: Person) -> Paper:
    """Giấy tiếp nhận hồ sơ và hẹn trả kết quả, with its code as Code 128 and QR."""
    sheet = Sheet(desk.faces)
    head(
        sheet,
        superior=f"ỦY BAN NHÂN DÂN XÃ {COMMUNE.upper()}",
        agency=("TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG"),
        number="Số: 975/TTPVHCC",
        place=COMMUNE,
        day=RECEIVED,
    )
    sheet.extras.append(Barcode(CODE, LEFT - 8, sheet.y, 250))
    sheet.extras.append(Barcode(CODE, RIGHT - 78, sheet.y - 6, 78, square=True))
    sheet.skip(34)
    sheet.put(f"Mã hồ sơ: {CODE}", at=LEFT, align="left", size=12.5)
    sheet.skip(26)
    title(sheet, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ")
    sheet.paragraph(f"Trung tâm Phục vụ hành chính công xã {COMMUNE} đã tiếp nhận hồ sơ của:", indent=0)
    sheet.form_line("Ông (bà):", owner.name)
    sheet.form_line("Địa chỉ:", owner.address)
    sheet.form_line("Số điện thoại:", owner.telephone)
    sheet.form_line("Nội dung yêu cầu giải quyết:", PROCEDURE)
    sheet.skip(4)
    sheet.paragraph("1. Thành phần hồ sơ, số lượng mỗi loại giấy tờ:", indent=0)
    sheet.table(
        (8, 66, 14, 20),
        [
            ("STT", "Tên giấy tờ", "Số lượng", "Hình thức"),
            ("1", "Đơn đề nghị cấp giấy phép xây dựng", "01", "Bản chính"),
            ("2", "Giấy chứng nhận quyền sử dụng đất", "01", "Bản sao"),
            ("3", "Bản vẽ thiết kế xây dựng nhà ở", "02", "Bản chính"),
        ],
    )
    sheet.paragraph("2. Thời hạn giải quyết: 12 ngày làm việc kể từ ngày nhận đủ hồ sơ hợp lệ.", indent=0)
    sheet.paragraph("3. Thời gian nhận hồ sơ: 08 giờ 15 phút, ngày 08 tháng 10 năm 2025.", indent=0)
    sheet.paragraph("4. Thời gian trả kết quả: 16 giờ 30 phút, ngày 24 tháng 10 năm 2025.", indent=0)
    sheet.paragraph("5. Đăng ký nhận kết quả tại Trung tâm Phục vụ hành chính công xã.", indent=0)
    sheet.skip(10)
    top = sheet.y
    sheet.put("NGƯỜI NỘP HỒ SƠ", at=LEFT + 90, y=top, face=desk.faces.bold)
    sheet.put("NGƯỜI TIẾP NHẬN HỒ SƠ", at=RIGHT - 105, y=top, face=desk.faces.bold)
    sheet.extras.append(Autograph(LEFT + 90, top + 46, 21))
    sheet.extras.append(Autograph(RIGHT - 105, top + 46, 4))
    sheet.put(owner.name, at=LEFT + 90, y=top + 78, face=desk.faces.bold)
    sheet.put(desk.clerk.name, at=RIGHT - 105, y=top + 78, face=desk.faces.bold)
    return Paper(
        sheets=(sheet,),
        fields={
            Field.DOSSIER_CODE: CODE,
            Field.NUMBER: "975",
            Field.SIGN: "TTPVHCC",
            Field.ISSUED_ON: RECEIVED.isoformat(),
        },
    )


def application(desk: Desk, owner: Person) -> Paper:
    """Đơn đề nghị: a form with dotted leaders over two sides."""
    first, second = Sheet(desk.faces), Sheet(desk.faces)
    first.put("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", face=desk.faces.bold, size=13)
    width = first.put("Độc lập - Tự do - Hạnh phúc", face=desk.faces.bold, size=13.5)
    first.underline(MIDDLE, width)
    title(first, "ĐƠN ĐỀ NGHỊ CẤP GIẤY PHÉP XÂY DỰNG")
    first.put("(Sử dụng cho công trình: Nhà ở riêng lẻ)", face=desk.faces.italic, size=12.5)
    first.skip(6)
    first.put(f"Kính gửi: Ủy ban nhân dân xã {COMMUNE}")
    first.skip(8)
    plot = desk.chance.randint(40, 480)
    map_sheet = desk.chance.randint(3, 38)
    area = desk.chance.randint(90, 260)
    for label, value in (
        ("1. Tên chủ đầu tư (chủ hộ):", owner.name),
        ("- Năm sinh:", str(owner.born)),
        ("- Số định danh cá nhân:", owner.identity),
        ("- Địa chỉ thường trú:", owner.address),
        ("- Số điện thoại:", owner.telephone),
        ("2. Địa điểm xây dựng:", owner.address),
        ("- Thửa đất số:", str(plot)),
        ("- Tờ bản đồ số:", str(map_sheet)),
        ("- Diện tích thửa đất (m2):", f"{area + 60}"),
        ("3. Loại công trình, cấp công trình:", "Nhà ở riêng lẻ, cấp III"),
        ("- Diện tích xây dựng tầng 1 (m2):", f"{area - 20}"),
        ("- Tổng diện tích sàn (m2):", f"{2 * (area - 20)}"),
        ("- Chiều cao công trình (m):", "8,4"),
        ("- Số tầng:", "02"),
    ):
        first.form_line(label, value)
    page_number(second, 2)
    second.form_line("4. Tổ chức, cá nhân lập thiết kế:", "Công ty TNHH Tư vấn Xây dựng Gò Dưa")
    second.form_line("- Mã số chứng chỉ hành nghề:", "VAS-00021874")
    second.form_line("5. Dự kiến thời gian hoàn thành công trình (tháng):", "08")
    second.paragraph(
        (
            "6. Cam kết: Tôi xin cam đoan làm theo đúng giấy phép được cấp, nếu sai tôi xin hoàn toàn chịu "
            "trách nhiệm và bị xử lý theo quy định của pháp luật. Trong quá trình thi công, tôi bảo đảm an "
            "toàn cho các công trình liền kề, không đổ vật liệu ra lòng đường và giữ gìn vệ sinh môi trường "
            "khu dân cư."
        ),
        indent=0,
    )
    second.paragraph("Gửi kèm theo Đơn này các tài liệu:", indent=0)
    for text in (
        "1 - Bản sao giấy tờ chứng minh quyền sử dụng đất theo quy định của pháp luật về đất đai.",
        "2 - Hai bộ bản vẽ thiết kế xây dựng gồm mặt bằng, mặt đứng, mặt cắt và mặt bằng móng.",
        "3 - Bản cam kết bảo đảm an toàn đối với công trình liền kề.",
    ):
        second.paragraph(text, indent=14)
    second.skip(16)
    second.put(f"{COMMUNE}, ngày 07 tháng 10 năm 2025", at=RIGHT - 110, face=desk.faces.italic)
    signed(second, authority=("NGƯỜI LÀM ĐƠN",), name=owner.name, hand=21)
    return Paper(sheets=(first, second), fields={Field.TYPE: "Đơn đề nghị"})


def permit(desk: Desk, owner: Person) -> Paper:
    """Giấy phép xây dựng: two sides, the seal over the signature."""
    number = desk.chance.randint(61, 98)
    first, second = Sheet(desk.faces), Sheet(desk.faces)
    head(
        first,
        superior=f"TỈNH {PROVINCE.upper()}",
        agency=("ỦY BAN NHÂN DÂN", f"XÃ {COMMUNE.upper()}"),
        number=f"Số: {number}/GPXD-UBND",
        place=COMMUNE,
        day=DECIDED,
    )
    title(first, "GIẤY PHÉP XÂY DỰNG", ("(Sử dụng cho nhà ở riêng lẻ)",))
    first.paragraph(f"1. Cấp cho: Ông {owner.name}, địa chỉ: {owner.address}.")
    first.paragraph(
        "2. Được phép xây dựng công trình nhà ở riêng lẻ theo thiết kế do Công ty TNHH Tư vấn Xây dựng "
        "Gò Dưa lập, gồm các nội dung sau đây:"
    )
    for text in (
        "- Vị trí xây dựng: theo bản vẽ tổng mặt bằng kèm theo Giấy phép này.",
        "- Cốt nền xây dựng công trình: cao hơn mặt đường hiện trạng 0,45 m.",
        "- Mật độ xây dựng: 72 %; hệ số sử dụng đất: 1,44.",
        "- Chỉ giới đường đỏ, chỉ giới xây dựng: lùi 3,0 m so với tim đường thôn.",
        "- Diện tích xây dựng và chiều cao công trình: theo hồ sơ thiết kế đã được thẩm định.",
    ):
        first.paragraph(text)
    first.paragraph(
        "3. Giấy tờ về quyền sử dụng đất: Giấy chứng nhận quyền sử dụng đất, quyền sở hữu nhà ở và tài "
        "sản khác gắn liền với đất do cơ quan có thẩm quyền cấp cho chủ đầu tư."
    )
    first.paragraph(
        "4. Giấy phép này có hiệu lực khởi công xây dựng trong thời hạn 12 tháng kể từ ngày cấp; quá "
        "thời hạn trên thì phải đề nghị gia hạn giấy phép xây dựng."
    )
    page_number(second, 2)
    second.put("CHỦ ĐẦU TƯ PHẢI THỰC HIỆN CÁC NỘI DUNG SAU ĐÂY:", face=desk.faces.bold)
    second.skip(4)
    for text in (
        (
            "1. Phải hoàn toàn chịu trách nhiệm trước pháp luật nếu xâm phạm các quyền hợp pháp của các chủ "
            "sở hữu liền kề."
        ),
        "2. Phải thực hiện đúng các quy định của pháp luật về đất đai, về đầu tư xây dựng và Giấy phép xây dựng này.",
        "3. Phải thông báo cho Ủy ban nhân dân xã đến kiểm tra khi định vị công trình, xây móng và công trình ngầm.",
        "4. Xuất trình Giấy phép xây dựng cho cơ quan có thẩm quyền khi được yêu cầu theo quy định của pháp luật.",
        "5. Khi cần thay đổi thiết kế thì phải báo cáo và chờ quyết định của cơ quan cấp giấy phép xây dựng.",
    ):
        second.paragraph(text)
    signed(
        second,
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        name=desk.chairman.name,
        recipients=("- Chủ đầu tư;", "- Phòng Kinh tế xã;", "- Lưu: VT, HS."),
        seal=SEAL,
        hand=1,
    )
    return Paper(
        sheets=(first, second),
        fields={
            Field.NUMBER: str(number),
            Field.SIGN: "GPXD-UBND",
            Field.ISSUED_ON: DECIDED.isoformat(),
            Field.TYPE: "Giấy phép",
            Field.AGENCY: f"Ủy ban nhân dân xã {COMMUNE}",
            Field.SIGNER: desk.chairman.name,
        },
    )
