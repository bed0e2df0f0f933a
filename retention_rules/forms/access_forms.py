"""Danh mục tài liệu tiếp cận có điều kiện: the list of records of conditional access (Archives Law 33/2024, Art. 25).

The law asks for the list and leaves its form to the Government; these columns are what is recorded of each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.reader import AccessLevel
from records.unit_names import unit_in_words
from retention_rules.forms.model import Align, Body, Column, Head, Line, PrintedForm, Signatures, Signer, Table
from retention_rules.forms.number_words import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from records.conditional_access import ConditionalRecord

CONDITIONAL = (
    Column(title="STT", width=0.06, align=Align.CENTRE),
    Column(title="Mã hồ sơ", width=0.16),
    Column(title="Tiêu đề hồ sơ, tài liệu", width=0.30),
    Column(title="Đơn vị", width=0.13),
    Column(title="Mức tiếp cận", width=0.10, align=Align.CENTRE),
    Column(title="Hạn chế đến ngày", width=0.10, align=Align.CENTRE),
    Column(title="Căn cứ, lý do", width=0.15),
)
_AS_TAKEN_IN = "Mức khi tiếp nhận"


def list_of_conditional(
    records: Sequence[ConditionalRecord], body: Body, *, units: Mapping[str, str], said: str, on: date
) -> PrintedForm:
    """Danh mục tài liệu tiếp cận có điều kiện; ``said`` tells which part of it, ``units`` names by code."""
    cells = tuple(
        (
            str(place),
            one.code,
            f"{one.title}\nVăn bản: {one.document_title}" if one.document else one.title,
            unit_in_words(one.unit, units.get(one.unit, "")).vi,
            f"{one.level.value}",
            f"{one.restricted_until:%d/%m/%Y}" if one.restricted_until else "",
            one.reason or _AS_TAKEN_IN,
        )
        for place, one in enumerate(records, start=1)
    )
    whole = sum(one.document is None for one in records)
    return PrintedForm(
        file_name="danh-muc-tiep-can-co-dieu-kien",
        head=Head(body=body, numbered=False, on=on),
        title="DANH MỤC TÀI LIỆU TIẾP CẬN CÓ ĐIỀU KIỆN",
        subtitle=(said,) if said else (),
        blocks=(
            Table(columns=CONDITIONAL, rows=cells),
            Line(
                text=f"Danh mục này có {len(records)} mục (bằng chữ: {in_words(len(records))} mục), trong đó: "
                f"{whole} hồ sơ; {len(records) - whole} văn bản trong hồ sơ. Mức {AccessLevel.CONDITIONAL.value}: tiếp "
                f"cận có điều kiện.",
                indent=False,
            ),
            Signatures(
                signers=(
                    Signer(part="NGƯỜI LẬP"),
                    Signer(part="THỦ TRƯỞNG CƠ QUAN", note="(Ký, ghi rõ họ tên, đóng dấu)"),
                )
            ),
        ),
    )
