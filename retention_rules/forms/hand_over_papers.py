"""Papers of a hand-over or a transfer: the list itself and the minutes (Decree 30/2020/NĐ-CP, Annex V)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from retention_rules.explain import civil
from retention_rules.forms.model import DOTS, Align, Body, Column, Head, Line, PrintedForm, Signatures, Signer, Table
from retention_rules.forms.number_words import in_words
from retention_rules.hand_over.model import Check
from retention_rules.hand_over.transfer import TransferState

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence
    from datetime import date

    from records.identifiers import DossierId
    from retention_rules.hand_over.model import HandOver, Listed
    from retention_rules.hand_over.transfer import Transfer


class HandOverForm(StrEnum):
    """The value is its name in addresses."""

    LIST = "muc-luc-nop-luu"
    """Mục lục hồ sơ, tài liệu nộp lưu."""
    MINUTES = "bien-ban-giao-nhan"
    """Biên bản giao nhận hồ sơ, tài liệu."""


HANDED = (
    Column(title="STT", width=0.07, align=Align.CENTRE),
    Column(title="Số, ký hiệu hồ sơ", width=0.18),
    Column(title="Tiêu đề hồ sơ", width=0.28),
    Column(title="Thời gian tài liệu", width=0.15, align=Align.CENTRE),
    Column(title="Thời hạn bảo quản", width=0.11, align=Align.CENTRE),
    Column(title="Số tờ/ Số trang", width=0.08, align=Align.CENTRE),
    Column(title="Ghi chú", width=0.13),
)
_NOT_SEEN = "…"
"""In place of what the reader may not see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedItem:
    """A dossier that is handed over, and whether the reader may see it."""

    listed: Listed
    visible: bool
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What changes hands, from whom to whom; what has not come is empty."""

    name: str
    giver: str
    given_by: str
    taker: str
    taken_by: str
    number: str
    """Of the minutes."""
    on: date | None
    """Day of the minutes; None: nothing has changed hands yet."""
    digest: str
    """SHA-256 of the list as frozen."""
    received: str
    """SHA-256 of what was received, where one was made."""
    items: tuple[HandedItem, ...]


def of_hand_over(listed: HandOver, unit: str) -> Handed:
    """From a unit to the current archive; of a closed list what was accepted."""
    receipt = listed.receipt
    return Handed(
        name=listed.name,
        giver=unit,
        given_by=listed.submitted_by,
        taker="Lưu trữ cơ quan",
        taken_by=receipt.by if receipt else "",
        number=receipt.number if receipt else "",
        on=receipt.received_on if receipt else None,
        digest=listed.digest,
        received=receipt.digest if receipt else "",
        items=tuple(
            HandedItem(listed=item.listed, visible=item.visible, remark=item.reason)
            for item in listed.items
            if receipt is None or item.check is Check.ACCEPTED
        ),
    )


def of_transfer(listed: Transfer, body: Body, seen: Container[DossierId]) -> Handed:
    """From the body to the historical archive; after its receipt what it named. ``seen``: what the reader may see."""
    received = listed.state is TransferState.RECEIVED
    return Handed(
        name=listed.name,
        giver=body.name,
        given_by=listed.registered_by,
        taker=listed.archive,
        taken_by="",
        number=listed.receipt_number,
        on=listed.received_on if received else None,
        digest=listed.digest,
        received="",
        items=tuple(
            HandedItem(listed=item.listed, visible=item.listed.dossier in seen)
            for item in listed.items
            if item.received or not received
        ),
    )


def handed_list(handed: Handed, body: Body) -> PrintedForm:
    """Mục lục hồ sơ, tài liệu nộp lưu."""
    number = len(handed.items)
    return PrintedForm(
        file_name="muc-luc-ho-so-tai-lieu-nop-luu",
        head=Head(body=body, numbered=False, on=handed.on),
        title="MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU",
        subtitle=(f"Bên giao: {handed.giver or DOTS}", handed.name),
        blocks=(
            Table(columns=HANDED, rows=tuple(_row(place, item) for place, item in enumerate(handed.items, start=1))),
            Line(text=f"Mục lục này gồm: {number} hồ sơ (đơn vị bảo quản).", indent=False, align=Align.LEFT),
            Line(text=f"Viết bằng chữ: {in_words(number)} hồ sơ (đơn vị bảo quản).", indent=False, align=Align.LEFT),
            Line(text=f"Mã băm SHA-256 của mục lục đã chốt: {handed.digest}", italic=True, align=Align.LEFT),
            Signatures(signers=(Signer(part="NGƯỜI LẬP"),)),
        ),
    )


def handed_minutes(handed: Handed, body: Body) -> PrintedForm:
    """Biên bản giao nhận; a draft until something has changed hands."""
    number = len(handed.items)
    files, pages = sum(one.listed.documents for one in handed.items), sum(one.listed.pages for one in handed.items)
    return PrintedForm(
        file_name="bien-ban-giao-nhan-ho-so-tai-lieu",
        head=Head(body=body, number=handed.number, on=handed.on),
        title="BIÊN BẢN",
        subtitle=("Về việc giao nhận hồ sơ, tài liệu",),
        draft=handed.on is None,
        blocks=(
            Line(text="Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;"),
            Line(text=f"Căn cứ {DOTS} (Danh mục hồ sơ năm, Kế hoạch thu thập tài liệu),"),
            Line(text="Chúng tôi gồm:"),
            Line(text=f"BÊN GIAO: {handed.giver or DOTS}", bold=True, align=Align.LEFT),
            Line(text=f"Ông (bà): {handed.given_by or DOTS}, chức vụ công tác: {DOTS}", align=Align.LEFT),
            Line(text=f"BÊN NHẬN: {handed.taker or DOTS}", bold=True, align=Align.LEFT),
            Line(text=f"Ông (bà): {handed.taken_by or DOTS}, chức vụ công tác: {DOTS}", align=Align.LEFT),
            Line(text="Thống nhất lập biên bản giao nhận tài liệu với những nội dung như sau:"),
            Line(text=f"1. Tên khối tài liệu giao nộp: {handed.name}"),
            Line(text=f"2. Thời gian của hồ sơ, tài liệu: {_years(handed.items)}"),
            Line(text="3. Số lượng tài liệu:"),
            Line(
                text=f"a) Đối với hồ sơ, tài liệu giấy: tổng số hộp (cặp): {DOTS}; tổng số hồ sơ (đơn vị bảo quản): "
                f"{DOTS}, quy ra mét giá: {DOTS} mét."
            ),
            Line(
                text=f"b) Đối với hồ sơ, tài liệu điện tử: tổng số hồ sơ: {number} (bằng chữ: {in_words(number)} hồ "
                f"sơ); tổng số tệp tin trong hồ sơ: {files}; {pages} trang."
            ),
            Line(text=f"4. Tình trạng tài liệu giao nộp: {DOTS}"),
            Line(text="5. Mục lục hồ sơ, tài liệu nộp lưu kèm theo."),
            Line(text="Biên bản này được lập thành hai bản, bên giao giữ một bản, bên nhận giữ một bản./."),
            *(
                [Line(text=f"Mã băm SHA-256 của phần đã nhận: {handed.received}", italic=True, align=Align.LEFT)]
                if handed.received
                else []
            ),
            Signatures(signers=(Signer(part="BÊN GIAO"), Signer(part="BÊN NHẬN"))),
        ),
    )


PAPERS_OF_A_HAND_OVER: Mapping[HandOverForm, Callable[[Handed, Body], PrintedForm]] = {
    HandOverForm.LIST: handed_list,
    HandOverForm.MINUTES: handed_minutes,
}


def _row(place: int, item: HandedItem) -> tuple[str, ...]:
    one = item.listed
    return (
        str(place),
        one.code if item.visible else _NOT_SEEN,
        one.title if item.visible else _NOT_SEEN,
        _span(one.first_on, one.last_on),
        "Vĩnh viễn" if one.period == "VV" else f"{one.period} năm",
        str(one.pages),
        item.remark,
    )


def _span(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    return civil(first) if last in {None, first} else f"{civil(first)} - {civil(last)}"


def _years(items: Sequence[HandedItem]) -> str:
    """First and last day of what is in them; dots to be filled in where a dossier has no document with a sure date."""
    if not items or any(item.listed.first_on is None for item in items):
        return DOTS
    days = [day for item in items for day in (item.listed.first_on, item.listed.last_on) if day]
    return f"từ {civil(min(days))} đến {civil(max(days))}"
