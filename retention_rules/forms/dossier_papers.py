"""Papers of one dossier: its cover, the note that closes it, and the slip by which it is arranged.

Cover: TCVN 9251:2012; closing note (chứng từ kết thúc) and slip (phiếu tin, letter 283/VTLTNN-NVTW of 2004) as archives
fill them in. Sheets of paper are counted by people; of the electronic dossier pages are known.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from retention_rules.explain import civil
from retention_rules.forms.model import DOTS, Align, Body, Head, Line, PrintedForm, Signatures, Signer
from retention_rules.forms.number_words import in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date


class DossierForm(StrEnum):
    """The value is its name in addresses."""

    COVER = "bia-ho-so"
    """Bìa hồ sơ."""
    CATALOGUE = "muc-luc-van-ban"
    """Mục lục văn bản, tài liệu (Decree 30/2020, Annex V)."""
    CLOSING = "chung-tu-ket-thuc"
    """Chứng từ kết thúc."""
    SLIP = "phieu-tin"
    """Phiếu tin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierFacts:
    """What is known of a dossier, as far as the reader may see it; what is not is empty."""

    code: str
    title: str
    unit: str
    """Its name."""
    paper: str
    """Code of the paper that it was digitised from, which says where that lies."""
    first_on: date | None
    last_on: date | None
    """Of its documents, as far as a day was read."""
    period: str
    """In words."""
    access: str
    """In words."""
    documents: int
    pages: int
    on: date
    """Today."""

    @property
    def amount(self) -> str:
        return f"{self.documents} văn bản, {self.pages} trang"


def cover(dossier: DossierFacts, body: Body) -> PrintedForm:
    """Bìa hồ sơ."""
    return PrintedForm(
        file_name="bia-ho-so",
        title=(body.name or DOTS).upper(),
        subtitle=(dossier.unit or DOTS,),
        blocks=(
            _space(3),
            _middle("HỒ SƠ", bold=True),
            _space(1),
            _middle(dossier.title or DOTS, bold=True),
            _space(1),
            _middle(f"Từ ngày {_day(dossier.first_on)} đến ngày {_day(dossier.last_on)}"),
            _middle(f"Gồm: {DOTS} tờ (bản điện tử: {dossier.amount})"),
            _space(8),
            _left(f"Phông số: {DOTS}"),
            _left(f"Mục lục số: {DOTS}"),
            _left(f"Hồ sơ số: {dossier.code or DOTS}"),
            *([_left(f"Mã hồ sơ giấy: {dossier.paper}")] if dossier.paper else []),
            _left(f"Thời hạn lưu trữ: {dossier.period or DOTS}", bold=True),
        ),
    )


def closing(dossier: DossierFacts, body: Body) -> PrintedForm:
    """Chứng từ kết thúc: how much there is, in figures and in words."""
    return PrintedForm(
        file_name="chung-tu-ket-thuc",
        head=Head(body=body, numbered=False, on=dossier.on),
        title="CHỨNG TỪ KẾT THÚC",
        subtitle=(f"Hồ sơ: {dossier.title or DOTS}", f"Số, ký hiệu hồ sơ: {dossier.code or DOTS}"),
        blocks=(
            Line(text=f"1. Hồ sơ này gồm: {DOTS} tờ (bằng chữ: {DOTS} tờ), đánh số từ tờ {DOTS} đến tờ {DOTS}."),
            Line(text=f"Tờ trùng số: {DOTS}; tờ khuyết số: {DOTS}"),
            Line(
                text=f"2. Bản điện tử gồm: {dossier.documents} văn bản (bằng chữ: {in_words(dossier.documents)} văn "
                f"bản), {dossier.pages} trang (bằng chữ: {in_words(dossier.pages)} trang)"
                + (f", đánh số từ trang 1 đến trang {dossier.pages}." if dossier.pages else ".")
            ),
            Line(text=f"3. Mục lục văn bản gồm: {DOTS} tờ."),
            Line(text=f"4. Đặc điểm trạng thái tài liệu: {DOTS}"),
            Signatures(signers=(Signer(part="NGƯỜI LẬP"),)),
        ),
    )


def slip(dossier: DossierFacts, body: Body) -> PrintedForm:
    """Phiếu tin."""
    span = f"{_day(dossier.first_on)} - {_day(dossier.last_on)}"
    told = (
        ("1. Tên (hoặc mã) kho lưu trữ", ""),
        ("2. Tên (hoặc số) phông", body.name),
        ("3. Số lưu trữ: a. Mục lục số; b. Hồ sơ số", dossier.paper),
        ("4. Ký hiệu thông tin", dossier.code),
        ("5. Tiêu đề hồ sơ", dossier.title),
        ("6. Chú giải", f"Đơn vị lập: {dossier.unit}" if dossier.unit else ""),
        ("7. Thời gian của tài liệu", span),
        ("8. Số lượng tờ", f"{DOTS} tờ; bản điện tử: {dossier.amount}"),
        ("9. Thời hạn lưu trữ", dossier.period),
        ("10. Chế độ sử dụng", dossier.access),
        ("11. Tình trạng vật lý", ""),
    )
    return PrintedForm(
        file_name="phieu-tin",
        title="PHIẾU TIN",
        subtitle=(),
        blocks=tuple(_left(f"{name}: {value or DOTS}") for name, value in told),
    )


PAPERS_OF_A_DOSSIER: Mapping[DossierForm, Callable[[DossierFacts, Body], PrintedForm]] = {
    DossierForm.COVER: cover,
    DossierForm.CLOSING: closing,
    DossierForm.SLIP: slip,
}
"""Those that are filled in from the facts alone; the catalogue lists documents."""


def _day(day: date | None) -> str:
    return civil(day) if day else DOTS


def _middle(text: str, *, bold: bool = False) -> Line:
    return Line(text=text, bold=bold, align=Align.CENTRE, indent=False)


def _left(text: str, *, bold: bool = False) -> Line:
    return Line(text=text, bold=bold, align=Align.LEFT, indent=False)


def _space(lines: int) -> Line:
    return Line(text="\n".join("\u00a0" for _ in range(lines)), indent=False)
