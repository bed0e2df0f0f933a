"""Papers of a list of hand-over: the list itself and the minutes (Decree 30/2020/NĐ-CP, Annex V)."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from retention_rules.explain import civil
from retention_rules.forms.model import DOTS, Align, Body, Column, Head, Line, PrintedForm, Signatures, Signer, Table
from retention_rules.forms.number_words import in_words
from retention_rules.hand_over.model import Check

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from retention_rules.hand_over.model import HandOver, HandOverItem


class HandOverForm(StrEnum):
    """The value is its name in addresses."""

    LIST = "muc-luc-nop-luu"
    """Mục lục hồ sơ, tài liệu nộp lưu."""
    MINUTES = "bien-ban-giao-nhan"
    """Biên bản giao nhận hồ sơ, tài liệu."""


HANDED = (
    Column(title="STT", width=0.06, align=Align.CENTRE),
    Column(title="Số, ký hiệu hồ sơ", width=0.18),
    Column(title="Tiêu đề hồ sơ", width=0.29),
    Column(title="Thời gian tài liệu", width=0.15, align=Align.CENTRE),
    Column(title="Thời hạn bảo quản", width=0.11, align=Align.CENTRE),
    Column(title="Số tờ/ Số trang", width=0.08, align=Align.CENTRE),
    Column(title="Ghi chú", width=0.13),
)
_NOT_SEEN = "…"
"""In place of what the reader may not see."""


def handed_list(listed: HandOver, body: Body, unit: str) -> PrintedForm:
    """Mục lục hồ sơ, tài liệu nộp lưu: of a closed list what was accepted, else all that is on it."""
    items = _of_paper(listed)
    rows = tuple(_row(place, item) for place, item in enumerate(items, start=1))
    on = listed.receipt.received_on if listed.receipt else None
    return PrintedForm(
        file_name="muc-luc-ho-so-tai-lieu-nop-luu",
        head=Head(body=body, numbered=False, on=on),
        title="MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU",
        subtitle=(f"Đơn vị: {unit or DOTS}", listed.name),
        blocks=(
            Table(columns=HANDED, rows=rows),
            Line(text=f"Mục lục này gồm: {len(items)} hồ sơ (đơn vị bảo quản).", indent=False, align=Align.LEFT),
            Line(
                text=f"Viết bằng chữ: {in_words(len(items))} hồ sơ (đơn vị bảo quản).", indent=False, align=Align.LEFT
            ),
            Line(text=f"Mã băm SHA-256 của mục lục đã chốt: {listed.digest}", italic=True, align=Align.LEFT),
            Signatures(signers=(Signer(part="NGƯỜI LẬP"),)),
        ),
    )


def handed_minutes(listed: HandOver, body: Body, unit: str) -> PrintedForm:
    """Biên bản giao nhận; before the receipt a draft."""
    items, receipt = _of_paper(listed), listed.receipt
    files, pages = sum(one.listed.documents for one in items), sum(one.listed.pages for one in items)
    return PrintedForm(
        file_name="bien-ban-giao-nhan-ho-so-tai-lieu",
        head=Head(body=body, number=receipt.number if receipt else "", on=receipt.received_on if receipt else None),
        title="BIÊN BẢN",
        subtitle=("Về việc giao nhận hồ sơ, tài liệu",),
        draft=receipt is None,
        blocks=(
            Line(text="Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;"),
            Line(text=f"Căn cứ {DOTS} (Danh mục hồ sơ năm, Kế hoạch thu thập tài liệu),"),
            Line(text="Chúng tôi gồm:"),
            Line(text=f"BÊN GIAO: {unit or DOTS}", bold=True, align=Align.LEFT),
            Line(text=f"Ông (bà): {listed.submitted_by}, chức vụ công tác: {DOTS}", align=Align.LEFT),
            Line(text="BÊN NHẬN: Lưu trữ cơ quan", bold=True, align=Align.LEFT),
            Line(text=f"Ông (bà): {receipt.by if receipt else DOTS}, chức vụ công tác: {DOTS}", align=Align.LEFT),
            Line(text="Thống nhất lập biên bản giao nhận tài liệu với những nội dung như sau:"),
            Line(text=f"1. Tên khối tài liệu giao nộp: {listed.name}"),
            Line(text=f"2. Thời gian của hồ sơ, tài liệu: {_years(items)}"),
            Line(text="3. Số lượng tài liệu:"),
            Line(
                text=f"a) Đối với hồ sơ, tài liệu giấy: tổng số hộp (cặp): {DOTS}; tổng số hồ sơ (đơn vị bảo quản): "
                f"{DOTS}, quy ra mét giá: {DOTS} mét."
            ),
            Line(
                text=f"b) Đối với hồ sơ, tài liệu điện tử: tổng số hồ sơ: {len(items)} (bằng chữ: "
                f"{in_words(len(items))} hồ sơ); tổng số tệp tin trong hồ sơ: {files}; {pages} trang."
            ),
            Line(text=f"4. Tình trạng tài liệu giao nộp: {DOTS}"),
            Line(text="5. Mục lục hồ sơ, tài liệu nộp lưu kèm theo."),
            Line(text="Biên bản này được lập thành hai bản, bên giao giữ một bản, bên nhận giữ một bản./."),
            *(
                [Line(text=f"Mã băm SHA-256 của phần đã nhận: {receipt.digest}", italic=True, align=Align.LEFT)]
                if receipt
                else []
            ),
            Signatures(signers=(Signer(part="BÊN GIAO"), Signer(part="BÊN NHẬN"))),
        ),
    )


PAPERS_OF_A_HAND_OVER: Mapping[HandOverForm, Callable[[HandOver, Body, str], PrintedForm]] = {
    HandOverForm.LIST: handed_list,
    HandOverForm.MINUTES: handed_minutes,
}


def _of_paper(listed: HandOver) -> Sequence[HandOverItem]:
    if listed.receipt is None:
        return listed.items
    return [item for item in listed.items if item.check is Check.ACCEPTED]


def _row(place: int, item: HandOverItem) -> tuple[str, ...]:
    one = item.listed
    return (
        str(place),
        one.code if item.visible else _NOT_SEEN,
        one.title if item.visible else _NOT_SEEN,
        _span(one.first_on, one.last_on),
        "Vĩnh viễn" if one.period == "VV" else f"{one.period} năm",
        str(one.pages),
        item.reason,
    )


def _span(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    return civil(first) if last in {None, first} else f"{civil(first)} - {civil(last)}"


def _years(items: Sequence[HandOverItem]) -> str:
    days = [day for item in items for day in (item.listed.first_on, item.listed.last_on) if day]
    return f"từ {civil(min(days))} đến {civil(max(days))}" if days else DOTS
