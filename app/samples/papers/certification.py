"""A contract certified twenty years ago: its period has run out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.samples.decree30 import head, page_number, signed, title
from app.samples.papers.paper import Paper
from app.samples.papers.people import COMMUNE, PROVINCE, SEAL
from app.samples.sheet import LEFT, RIGHT, Autograph, Sheet
from records.description import Field

if TYPE_CHECKING:
    from app.samples.papers.paper import Desk
    from app.samples.papers.people import Person

DECIDED = date(2005, 3, 15)


def contract(desk: Desk, seller: Person, buyer: Person) -> Paper:
    """The certificate of the commune on page 1, the parties' signatures on page 2."""
    number = desk.chance.randint(21, 86)
    first, second = Sheet(desk.faces), Sheet(desk.faces)
    head(
        first,
        superior="",
        agency=("ỦY BAN NHÂN DÂN", f"XÃ {COMMUNE.upper()}"),
        number=f"Số: {number}/CT-UBND",
        place=COMMUNE,
        day=DECIDED,
    )
    title(first, "LỜI CHỨNG", ("Về việc chứng thực hợp đồng", "chuyển nhượng quyền sử dụng đất"))
    for text in (
        (
            f"Hôm nay, ngày 15 tháng 3 năm 2005, tại trụ sở Ủy ban nhân dân xã {COMMUNE}, tỉnh {PROVINCE}, "
            f"tôi là {desk.former_chairman.name}, Chủ tịch Ủy ban nhân dân xã, chứng thực:"
        ),
        (
            "- Hợp đồng chuyển nhượng quyền sử dụng đất được giao kết giữa bên chuyển nhượng là ông "
            f"{seller.name} và bên nhận chuyển nhượng là bà {buyer.name}; các bên đã tự nguyện thỏa thuận "
            "giao kết hợp đồng;"
        ),
        "- Tại thời điểm chứng thực, các bên có năng lực hành vi dân sự phù hợp theo quy định của pháp luật;",
        "- Nội dung thỏa thuận của các bên trong hợp đồng không vi phạm pháp luật, không trái đạo đức xã hội;",
        "- Các bên đã đọc lại hợp đồng, đồng ý toàn bộ nội dung và ký tên trước mặt tôi.",
        "Hợp đồng này được lập thành 03 bản chính, mỗi bên giữ 01 bản và lưu tại Ủy ban nhân dân xã 01 bản.",
    ):
        first.paragraph(text)
    signed(
        first,
        authority=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
        name=desk.former_chairman.name,
        recipients=("- Các bên giao kết;", "- Lưu: VT."),
        seal=SEAL,
        hand=2,
    )
    page_number(second, 2)
    second.put("HỢP ĐỒNG CHUYỂN NHƯỢNG QUYỀN SỬ DỤNG ĐẤT", face=desk.faces.bold, size=13.5)
    second.skip(8)
    for text in (
        f"Bên chuyển nhượng (bên A): ông {seller.name}, sinh năm {seller.born}, thường trú tại {seller.address}.",
        f"Bên nhận chuyển nhượng (bên B): bà {buyer.name}, sinh năm {buyer.born}, thường trú tại {buyer.address}.",
        "Điều 1. Bên A chuyển nhượng cho bên B quyền sử dụng thửa đất ở có diện tích 216 m2 cùng cây lâu năm trên đất.",
        "Điều 2. Giá chuyển nhượng là 48.000.000 đồng (bốn mươi tám triệu đồng), bên B trả một lần khi ký hợp đồng.",
        "Điều 3. Bên A giao đất và giấy tờ về quyền sử dụng đất cho bên B trong thời hạn 15 ngày kể từ ngày ký.",
        (
            "Điều 4. Tranh chấp phát sinh được giải quyết trên cơ sở thương lượng; nếu không thỏa thuận được "
            "thì một trong hai bên có quyền khởi kiện theo quy định của pháp luật."
        ),
    ):
        second.paragraph(text)
    second.skip(12)
    top = second.y
    for at, side, who, hand in ((LEFT + 90, "BÊN A", seller, 41), (RIGHT - 105, "BÊN B", buyer, 42)):
        second.put(side, at=at, y=top, face=desk.faces.bold)
        second.extras.append(Autograph(at, top + 46, hand))
        second.put(who.name, at=at, y=top + 78, face=desk.faces.bold)
    return Paper(
        sheets=(first, second),
        fields={
            Field.NUMBER: str(number),
            Field.SIGN: "CT-UBND",
            Field.ISSUED_ON: DECIDED.isoformat(),
            Field.AGENCY: f"Ủy ban nhân dân xã {COMMUNE}",
            Field.SUBJECT: "Về việc chứng thực hợp đồng chuyển nhượng quyền sử dụng đất",
            Field.SIGNER: desk.former_chairman.name,
        },
    )
