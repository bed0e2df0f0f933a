"""Papers of one request for use: the slip that is filed, and the certification of what was copied.

Neither form in force was seen: the fields are those that archives ask for. Under the Archives Law 33/2024 the copy with
authentication takes the place of the certification that Law 01/2011, Art. 33, knew.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from retention_rules.explain import civil
from retention_rules.forms.model import DOTS, Align, Body, Column, Head, Line, PrintedForm, Signatures, Signer, Table
from retention_rules.forms.number_words import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date


class UseForm(StrEnum):
    """The value is its name in addresses."""

    SLIP = "phieu-yeu-cau"
    """Phiếu yêu cầu sử dụng tài liệu."""
    CERTIFICATION = "chung-thuc-luu-tru"
    """Chứng thực lưu trữ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedDocument:
    """A document of the request, as far as the reader may see it."""

    title: str
    pages: int
    granted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class UseFacts:
    """A request as the reader may see it; what has not come is empty."""

    number: str
    filed_on: date
    person: str
    id_number: str
    """Masked."""
    unit: str
    purpose: str
    kind: str
    what: str
    """Dossier, or what was asked for in words."""
    code: str
    documents: tuple[AskedDocument, ...]
    decision: str
    decided_by: str
    decided_on: date | None
    handed_on: date | None


_ASKED = (
    Column(title="STT", width=0.08, align=Align.CENTRE),
    Column(title="Tên tài liệu", width=0.62),
    Column(title="Số trang", width=0.12, align=Align.CENTRE),
    Column(title="Quyết định", width=0.18),
)
_CERTIFIED = (
    Column(title="STT", width=0.08, align=Align.CENTRE),
    Column(title="Tên tài liệu", width=0.52),
    Column(title="Số trang", width=0.12, align=Align.CENTRE),
    Column(title="Phông, mục lục, hồ sơ, tờ số", width=0.28),
)


def slip(asked: UseFacts, body: Body) -> PrintedForm:
    """Phiếu yêu cầu sử dụng tài liệu."""
    told = (
        ("Số phiếu", asked.number),
        ("Họ và tên người sử dụng", asked.person),
        ("Số giấy tờ tùy thân", asked.id_number),
        ("Cơ quan, đơn vị, địa chỉ", asked.unit),
        ("Mục đích sử dụng", asked.purpose),
        ("Hình thức sử dụng", asked.kind),
        ("Phông", body.name),
        ("Hồ sơ, tài liệu", " ".join(filter(None, (asked.code, asked.what)))),
    )
    rows = tuple(
        (str(place), one.title, str(one.pages), "Cho sử dụng" if one.granted else "")
        for place, one in enumerate(asked.documents, start=1)
    )
    return PrintedForm(
        file_name=f"phieu-yeu-cau-{asked.number.lower()}",
        head=Head(body=body, numbered=False, on=asked.filed_on),
        title="PHIẾU YÊU CẦU SỬ DỤNG TÀI LIỆU",
        subtitle=(),
        blocks=(
            *(Line(text=f"{name}: {value or DOTS}", indent=False, align=Align.LEFT) for name, value in told),
            *([Table(columns=_ASKED, rows=rows)] if rows else []),
            Line(text=f"Quyết định: {asked.decision or DOTS}", indent=False, align=Align.LEFT),
            Line(text=f"Ngày giao tài liệu: {_day(asked.handed_on)}", indent=False, align=Align.LEFT),
            Signatures(
                signers=(
                    Signer(part="NGƯỜI YÊU CẦU"),
                    Signer(part="NGƯỜI CHO PHÉP", name=asked.decided_by),
                )
            ),
        ),
    )


def certification(asked: UseFacts, body: Body) -> PrintedForm:
    """Chứng thực lưu trữ, to be numbered, signed and sealed; a draft while nothing was granted."""
    granted = [one for one in asked.documents if one.granted]
    pages = sum(one.pages for one in granted)
    rows = tuple(
        (str(place), one.title, str(one.pages), f"{asked.code or DOTS}; tờ {DOTS}")
        for place, one in enumerate(granted, start=1)
    )
    return PrintedForm(
        file_name=f"chung-thuc-luu-tru-{asked.number.lower()}",
        head=Head(body=body, on=None),
        title="CHỨNG THỰC LƯU TRỮ",
        subtitle=(f"Theo yêu cầu số {asked.number}",),
        draft=not granted,
        blocks=(
            Line(
                text=f"{body.name or DOTS} chứng thực các bản sao dưới đây được sao từ tài liệu lưu trữ đang bảo quản "
                f"tại cơ quan, cấp cho ông (bà) {asked.person or DOTS}:"
            ),
            Table(columns=_CERTIFIED, rows=rows),
            Line(
                text=f"Tổng số: {len(granted)} tài liệu (bằng chữ: {in_words(len(granted))} tài liệu), {pages} trang "
                f"(bằng chữ: {in_words(pages)} trang).",
                indent=False,
            ),
            Line(text=f"Số chứng thực: {DOTS}, ghi vào sổ chứng thực ngày {DOTS}", indent=False, align=Align.LEFT),
            Signatures(
                signers=(
                    Signer(part="NGƯỜI SAO"),
                    Signer(part="THỦ TRƯỞNG CƠ QUAN", note="(Ký, ghi rõ họ tên, đóng dấu)"),
                )
            ),
        ),
    )


PAPERS_OF_A_REQUEST: Mapping[UseForm, Callable[[UseFacts, Body], PrintedForm]] = {
    UseForm.SLIP: slip,
    UseForm.CERTIFICATION: certification,
}


def _day(day: date | None) -> str:
    return civil(day) if day else DOTS
