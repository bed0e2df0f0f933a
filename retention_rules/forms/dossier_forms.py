"""Lists of Decree 30/2020/NĐ-CP, Annex V: the list of dossiers, and the catalogue of the documents in one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from retention_rules.forms.model import DOTS, Align, Body, Column, Head, Line, PrintedForm, Signatures, Signer, Table
from retention_rules.forms.number_words import in_words
from retention_rules.model import AssignmentState, PeriodKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from retention_rules.model import DueRow

LIST_OF_DOSSIERS = (
    Column(title="Số và ký hiệu hồ sơ", width=0.22),
    Column(title="Tên đề mục và tiêu đề hồ sơ", width=0.36),
    Column(title="Thời hạn bảo quản", width=0.13, align=Align.CENTRE),
    Column(title="Người lập hồ sơ", width=0.14),
    Column(title="Ghi chú", width=0.15),
)
CATALOGUE = (
    Column(title="STT", width=0.07, align=Align.CENTRE),
    Column(title="Số, ký hiệu văn bản", width=0.15),
    Column(title="Ngày tháng năm văn bản", width=0.13, align=Align.CENTRE),
    Column(title="Tên loại và trích yếu nội dung văn bản", width=0.31),
    Column(title="Tác giả văn bản", width=0.14),
    Column(title="Tờ số/ Trang số", width=0.09, align=Align.CENTRE),
    Column(title="Ghi chú", width=0.11),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRow:
    """A document as the catalogue of its dossier tells it; what was not read is empty."""

    number_and_sign: str
    issued_on: str
    """As people write it."""
    kind_and_subject: str
    agency: str
    pages: int
    proposed: bool
    """Nobody has confirmed what the machine read."""
    home: str = ""
    """The dossier it lies in, where that is another one (Annex VI, III.4e: one document in several dossiers)."""


def list_of_dossiers(rows: Sequence[DueRow], body: Body, *, said: str, on: date) -> PrintedForm:
    """Danh mục hồ sơ; ``said`` tells which dossiers these are."""
    permanent = sum(row.assignment.rule.kind is PeriodKind.PERMANENT for row in rows)
    cells = tuple(
        (
            row.code,
            row.title,
            "Vĩnh viễn" if row.assignment.rule.kind is PeriodKind.PERMANENT else _years(row),
            "",
            _remark(row),
        )
        for row in rows
    )
    return PrintedForm(
        file_name="danh-muc-ho-so",
        head=Head(body=body, numbered=False, on=on),
        title="DANH MỤC HỒ SƠ",
        subtitle=(said,),
        blocks=(
            Table(columns=LIST_OF_DOSSIERS, rows=cells),
            Line(
                text=f"Danh mục này có {len(rows)} hồ sơ (bằng chữ: {in_words(len(rows))} hồ sơ), trong đó: "
                f"{permanent} hồ sơ bảo quản vĩnh viễn; {len(rows) - permanent} hồ sơ bảo quản có thời hạn.",
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


def catalogue_of(
    documents: Sequence[DocumentRow], body: Body, *, code: str, title: str, on: date, paper: str = ""
) -> PrintedForm:
    """Mục lục văn bản, tài liệu in a dossier; pages are numbered through it.

    ``paper`` is the code of the paper it was digitised from. The form has no column for it: it stands in the head,
    where there is one.
    """
    cells, first = [], 1
    for place, one in enumerate(documents, start=1):
        last = first + max(one.pages, 1) - 1
        pages = str(first) if last == first else f"{first} - {last}"
        told = ("Máy đề xuất" if one.proposed else "", f"Nằm ở hồ sơ {one.home}" if one.home else "")
        remark = "; ".join(each for each in told if each)
        cells.append((str(place), one.number_and_sign, one.issued_on, one.kind_and_subject, one.agency, pages, remark))
        first = last + 1
    total = sum(one.pages for one in documents)
    return PrintedForm(
        file_name="muc-luc-van-ban-tai-lieu",
        head=Head(body=body, numbered=False, on=on),
        title="MỤC LỤC VĂN BẢN, TÀI LIỆU",
        subtitle=(
            f"Hồ sơ: {title or DOTS}",
            f"Số, ký hiệu hồ sơ: {code or DOTS}",
            *((f"Mã hồ sơ giấy: {paper}",) if paper else ()),
        ),
        blocks=(
            Table(columns=CATALOGUE, rows=tuple(cells)),
            Line(
                text=f"Tổng số: {len(documents)} văn bản, {total} trang "
                f"(bằng chữ: {in_words(len(documents))} văn bản, {in_words(total)} trang).",
                indent=False,
            ),
            Signatures(signers=(Signer(part="NGƯỜI LẬP MỤC LỤC"),)),
        ),
    )


def _years(row: DueRow) -> str:
    rule = row.assignment.rule
    years = f"{rule.years} năm" if rule.years is not None else rule.period
    return f"{years} (tạm)" if row.assignment.state is AssignmentState.PROVISIONAL else years


def _remark(row: DueRow) -> str:
    expires = row.assignment.expires_on
    return f"hết hạn {expires:%d/%m/%Y}" if expires else ""
