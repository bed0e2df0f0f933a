"""Sổ đăng ký sử dụng tài liệu: who asked for what, who allowed it, and when it was handed out.

The columns hold those of the register for the use of record copies (Decree 30/2020/NĐ-CP, Annex IV) and of the
register of readers as archives keep it, whose form in force was not seen.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from retention_rules.forms.model import Align, Body, Column, Head, Line, PrintedForm, Signatures, Signer, Table
from retention_rules.forms.number_words import in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

COLUMNS = (
    Column(title="Số yêu cầu", width=0.09),
    Column(title="Ngày nhận", width=0.08, align=Align.CENTRE),
    Column(title="Người sử dụng, số giấy tờ", width=0.13),
    Column(title="Mục đích", width=0.13),
    Column(title="Số, ký hiệu hồ sơ, tài liệu", width=0.17),
    Column(title="Hình thức", width=0.07),
    Column(title="Quyết định, người cho phép", width=0.12),
    Column(title="Ngày giao", width=0.08, align=Align.CENTRE),
    Column(title="Ký nhận", width=0.05),
    Column(title="Ghi chú", width=0.08),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class UseLine:
    """A request as the register tells it; what has not come is empty."""

    number: str
    filed_on: str
    """Days as people write them."""
    person: str
    purpose: str
    what: str
    kind: str
    decision: str
    handed_on: str
    remark: str


def use_register(lines: Sequence[UseLine], body: Body, *, year: int, on: date) -> PrintedForm:
    """The register of ``year``, in the order of the numbers."""
    rows = tuple(
        (
            one.number,
            one.filed_on,
            one.person,
            one.purpose,
            one.what,
            one.kind,
            one.decision,
            one.handed_on,
            "",
            one.remark,
        )
        for one in lines
    )
    return PrintedForm(
        file_name=f"so-dang-ky-su-dung-tai-lieu-{year}",
        head=Head(body=body, numbered=False, on=on),
        title="SỔ ĐĂNG KÝ SỬ DỤNG TÀI LIỆU",
        subtitle=(f"Năm {year}",),
        blocks=(
            Table(columns=COLUMNS, rows=rows),
            Line(
                text=f"Tổng số: {len(lines)} yêu cầu (bằng chữ: {in_words(len(lines))} yêu cầu).",
                indent=False,
                align=Align.LEFT,
            ),
            Signatures(signers=(Signer(part="NGƯỜI LẬP SỔ"),)),
        ),
        landscape=True,
    )
