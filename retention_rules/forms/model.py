"""A printed form: its head, title, paragraphs, tables and signatures, whatever it is written to.

The look is that of Decree 30/2020/NĐ-CP, Annex I: A4, margins of 20, 15, 20 and 30 mm, a face like
Times New Roman of 13 to 14 points, country and motto on the right, the body on the left.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

COUNTRY = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
DOTS = "……………"
DRAFT = "BẢN NHÁP / DRAFT"
WITHDRAWN = "ĐÃ RÚT / WITHDRAWN"
SENT_BACK = "ĐÃ TRẢ LẠI / SENT BACK"


class Align(StrEnum):
    """Where a text stands in its line or cell."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The body whose forms they are, as its papers name it; what is empty is left to be written by hand."""

    name: str = ""
    above: str = ""
    """The body it is part of."""
    place: str = ""
    """Địa danh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Places 1 to 4 of Decree 30/2020, Annex I: country and motto, body, number, place and day."""

    body: Body
    number: str = ""
    """Number and sign; empty: left to be written."""
    numbered: bool = True
    """Whether the paper carries a number; lists attached to another one do not."""
    on: date | None = None
    """Empty: left to be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph."""

    text: str
    bold: bool = False
    italic: bool = False
    align: Align = Align.BOTH
    indent: bool = True
    """First line 1 cm in, as Decree 30 has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table."""

    title: str
    width: float
    """Share of the width of the table; those of a table sum to 1."""
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with ruled lines; its heading is repeated on each page."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    numbered: bool = True
    """Whether (1), (2)… stand under the headings, as in the forms of the law."""

    def __post_init__(self) -> None:
        """A row with another number of cells would print under the wrong heading."""
        if any(len(row) != len(self.columns) for row in self.rows):
            msg = "every row has a cell for every column"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Who signs: in which part, and the name, empty to be written."""

    part: str
    name: str = ""
    note: str = "(Ký, ghi rõ họ tên)"
    align: Align = Align.CENTRE


@dataclass(frozen=True, slots=True, kw_only=True)
class Signatures:
    """Signatures side by side; more than three go into further lines."""

    signers: tuple[Signer, ...]


Block = Line | Table | Signatures


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedForm:
    """A form, complete."""

    file_name: str
    """Without ending; letters, digits and dashes."""
    title: str
    """In capitals where the form has it so."""
    subtitle: tuple[str, ...]
    blocks: tuple[Block, ...]
    head: Head | None = None
    landscape: bool = False
    draft: bool = False
    """What it tells is not settled yet: every page says so, and nobody may sign it."""
    void: str = ""
    """Why it leads nowhere any more, in a word or two in capitals: every page says so, and nobody may sign it."""

    @property
    def across(self) -> str:
        """What stands across every page; empty on a form of full force."""
        return self.void or (DRAFT if self.draft else "")

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Table))


class FormFormat(StrEnum):
    """What a form is written to."""

    DOCX = "docx"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"


MEDIA_TYPES = {
    FormFormat.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FormFormat.PDF: "application/pdf",
    FormFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FormFormat.CSV: "text/csv; charset=utf-8",
}
"""What each is called over the wire."""


class FormKind(StrEnum):
    """The forms of a disposal list; the value is its name in addresses."""

    LIST = "danh-muc"
    """Danh mục tài liệu hết thời hạn lưu trữ, tài liệu trùng lặp (Circular 06/2025/TT-BNV, Annex II)."""
    EXPLANATION = "thuyet-minh"
    """Bản thuyết minh (Annex III)."""
    COUNCIL_DECISION = "quyet-dinh-hoi-dong"
    """Quyết định thành lập Hội đồng xét hủy tài liệu, to be numbered and signed."""
    COUNCIL_MINUTES = "bien-ban-hop"
    """Biên bản họp Hội đồng xét hủy tài liệu (Art. 15(4))."""
    KEPT_LIST = "danh-muc-giu-lai"
    """What the council keeps, a list beside its minutes."""
    APPRAISAL_REQUEST = "de-nghi-tham-dinh"
    """Văn bản đề nghị thẩm định, of a body that is a source of a historical archive (Archives Law, Art. 16(3))."""
    DECISION = "quyet-dinh"
    """Quyết định hủy tài liệu, to be numbered and signed (Art. 15(4))."""
    HANDOVER_MINUTES = "bien-ban-ban-giao"
    """Biên bản bàn giao tài liệu hủy, between who keeps and who executes (Art. 15(4))."""
    DESTRUCTION_MINUTES = "bien-ban-huy"
    """Biên bản hủy tài liệu (Art. 15(4))."""
    CERTIFICATE = "chung-nhan"
    """What is gone under one Merkle root."""


OF_EXECUTION = frozenset({FormKind.HANDOVER_MINUTES, FormKind.DESTRUCTION_MINUTES, FormKind.CERTIFICATE})
"""Forms that speak of what was destroyed; there are none before somebody begins."""


def day_in_words(on: date | None, place: str = "") -> str:
    """``Hà Nội, ngày 05 tháng 6 năm 2026``: days below ten and January and February with a nought (Decree 30)."""
    where = place or DOTS
    if on is None:
        return f"{where}, ngày …… tháng …… năm ………"
    month = f"{on.month:02}" if on.month < 3 else str(on.month)
    return f"{where}, ngày {on.day:02} tháng {month} năm {on.year}"
