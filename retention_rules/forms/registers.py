"""Registers of Decree 30/2020/NĐ-CP, Annex IV, and the list of dossiers in the archive: one table of definitions.

A column names the fact that the archive tells of a row, or none: that column is left to be written by hand, and the
form says so.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from records.errors import NotFound, Sentence
from retention_rules.forms.model import Align, Body, Column, Head, Line, PrintedForm, Signatures, Signer, Table
from retention_rules.forms.number_words import in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

ROWS_OF_A_VOLUME = 1000
"""A longer register is printed in volumes (quyển), as one of paper goes on in the next book: no file grows with it."""


class Register(StrEnum):
    """The value is its name in addresses."""

    OUTGOING = "van-ban-di"
    """Sổ đăng ký văn bản đi."""
    INCOMING = "van-ban-den"
    """Sổ đăng ký văn bản đến."""
    HANDLING = "theo-doi-giai-quyet"
    """Sổ theo dõi giải quyết văn bản đến."""
    RECORD_COPIES = "su-dung-ban-luu"
    """Sổ sử dụng bản lưu."""
    ARCHIVE = "muc-luc-ho-so"
    """Mục lục hồ sơ of the archive, a finding aid."""


class Fact(StrEnum):
    """What the archive can tell of a row."""

    NUMBER_AND_SIGN = "number_and_sign"
    ISSUED_ON = "issued_on"
    KIND_AND_SUBJECT = "kind_and_subject"
    SIGNER = "signer"
    AGENCY = "agency"
    UNIT = "unit"
    """Whose dossier it lies in."""
    WHOLE = "whole"
    """Kind, number and sign, day and agency in one."""
    ANSWER = "answer"
    """Number and sign of what answers it."""
    USED_ON = "used_on"
    PERSON = "person"
    NUMBER_AND_DAY = "number_and_day"
    DOSSIER = "dossier"
    """Number and sign of the dossier."""
    RETURNED_ON = "returned_on"
    ALLOWED_BY = "allowed_by"
    BOX = "box"
    TITLE = "title"
    """Of the dossier."""
    SPAN = "span"
    PERIOD = "period"
    AMOUNT = "amount"
    REMARK = "remark"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterColumn:
    """A column, and the fact that stands in it; None: to be written by hand."""

    title: str
    width: float
    fact: Fact | None = None
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A register as the law has it."""

    title: str
    file_name: str
    clause: Sentence
    """Where its columns come from."""
    counted: str
    """What a row is."""
    columns: tuple[RegisterColumn, ...]
    says: str
    """What is in it, and by what it was told apart."""
    signer: str = "NGƯỜI LẬP SỔ"

    @property
    def by_hand(self) -> tuple[tuple[int, str], ...]:
        """Places, from 1, and titles of the columns that the archive leaves empty."""
        return tuple((place, column.title) for place, column in enumerate(self.columns, start=1) if column.fact is None)


def _column(title: str, width: float, fact: Fact | None = None, align: Align = Align.LEFT) -> RegisterColumn:
    return RegisterColumn(title=title, width=width, fact=fact, align=align)


_ANNEX_IV = Sentence("Nghị định 30/2020/NĐ-CP, Phụ lục IV", "Decree 30/2020/NĐ-CP, Annex IV")
_FINDING_AID = Sentence(
    "Mẫu mục lục hồ sơ quen dùng của kho lưu trữ; chưa thấy văn bản quy định mẫu này",
    "The list archives keep by custom; no text that gives its form was seen",
)
_READ = "Nội dung do máy đọc từ văn bản; chỗ cần đối chiếu ghi ở cột ghi chú."
_OUT = "Văn bản đi là văn bản mang tên cơ quan này ở ô cơ quan ban hành."
_IN = "Văn bản đến là mọi văn bản khác, kể cả văn bản chưa đọc được tên cơ quan ban hành."
DEFINITIONS: Mapping[Register, Definition] = {
    Register.OUTGOING: Definition(
        title="SỔ ĐĂNG KÝ VĂN BẢN ĐI",
        file_name="so-dang-ky-van-ban-di",
        clause=_ANNEX_IV,
        counted="văn bản",
        columns=(
            _column("Số, ký hiệu văn bản", 0.12, Fact.NUMBER_AND_SIGN),
            _column("Ngày tháng văn bản", 0.09, Fact.ISSUED_ON, Align.CENTRE),
            _column("Tên loại và trích yếu nội dung văn bản", 0.2, Fact.KIND_AND_SUBJECT),
            _column("Người ký", 0.09, Fact.SIGNER),
            _column("Nơi nhận văn bản", 0.08),
            _column("Đơn vị, người nhận bản lưu", 0.1, Fact.UNIT),
            _column("Số lượng bản", 0.06, None, Align.CENTRE),
            _column("Ngày chuyển", 0.07, None, Align.CENTRE),
            _column("Ký nhận", 0.06),
            _column("Ghi chú", 0.13, Fact.REMARK),
        ),
        says=f"{_OUT} {_READ}",
    ),
    Register.INCOMING: Definition(
        title="SỔ ĐĂNG KÝ VĂN BẢN ĐẾN",
        file_name="so-dang-ky-van-ban-den",
        clause=_ANNEX_IV,
        counted="văn bản",
        columns=(
            _column("Ngày đến", 0.07, None, Align.CENTRE),
            _column("Số đến", 0.06, None, Align.CENTRE),
            _column("Tác giả", 0.12, Fact.AGENCY),
            _column("Số, ký hiệu văn bản", 0.12, Fact.NUMBER_AND_SIGN),
            _column("Ngày tháng văn bản", 0.09, Fact.ISSUED_ON, Align.CENTRE),
            _column("Tên loại và trích yếu nội dung văn bản", 0.18, Fact.KIND_AND_SUBJECT),
            _column("Đơn vị hoặc người nhận", 0.1, Fact.UNIT),
            _column("Ngày chuyển", 0.07, None, Align.CENTRE),
            _column("Ký nhận", 0.06),
            _column("Ghi chú", 0.13, Fact.REMARK),
        ),
        says=f"{_IN} Xếp theo ngày tháng văn bản, vì kho không biết ngày đến. {_READ}",
    ),
    Register.HANDLING: Definition(
        title="SỔ THEO DÕI GIẢI QUYẾT VĂN BẢN ĐẾN",
        file_name="so-theo-doi-giai-quyet-van-ban-den",
        clause=_ANNEX_IV,
        counted="văn bản",
        columns=(
            _column("Số đến", 0.07, None, Align.CENTRE),
            _column("Tên loại, số và ký hiệu, ngày tháng và tên cơ quan, tổ chức ban hành văn bản", 0.3, Fact.WHOLE),
            _column("Đơn vị hoặc người nhận", 0.14, Fact.UNIT),
            _column("Thời hạn giải quyết", 0.09, None, Align.CENTRE),
            _column("Tiến độ giải quyết", 0.12),
            _column("Số, ký hiệu văn bản trả lời", 0.14, Fact.ANSWER),
            _column("Ghi chú", 0.14, Fact.REMARK),
        ),
        says=f"{_IN} Văn bản trả lời là văn bản đi nêu số, ký hiệu của văn bản đến trong trích yếu, nằm cùng hồ sơ "
        f"hoặc có dẫn chiếu giữa hai hồ sơ. {_READ}",
    ),
    Register.RECORD_COPIES: Definition(
        title="SỔ SỬ DỤNG BẢN LƯU",
        file_name="so-su-dung-ban-luu",
        clause=_ANNEX_IV,
        counted="lượt sử dụng",
        columns=(
            _column("Ngày tháng", 0.09, Fact.USED_ON, Align.CENTRE),
            _column("Họ và tên người sử dụng", 0.12, Fact.PERSON),
            _column("Số, ký hiệu, ngày tháng văn bản", 0.13, Fact.NUMBER_AND_DAY),
            _column("Tên loại và trích yếu nội dung văn bản", 0.19, Fact.KIND_AND_SUBJECT),
            _column("Số và ký hiệu HS", 0.14, Fact.DOSSIER),
            _column("Ký nhận", 0.06),
            _column("Ngày trả", 0.09, Fact.RETURNED_ON, Align.CENTRE),
            _column("Người cho phép sử dụng", 0.1, Fact.ALLOWED_BY),
            _column("Ghi chú", 0.08, Fact.REMARK),
        ),
        says="Từ các yêu cầu sử dụng đã giao, theo ngày giao, mỗi văn bản một dòng. Bản sao không phải trả.",
    ),
    Register.ARCHIVE: Definition(
        title="MỤC LỤC HỒ SƠ",
        file_name="muc-luc-ho-so",
        clause=_FINDING_AID,
        counted="hồ sơ",
        columns=(
            _column("Hộp số", 0.13, Fact.BOX),
            _column("Hồ sơ số", 0.18, Fact.DOSSIER),
            _column("Tiêu đề hồ sơ", 0.28, Fact.TITLE),
            _column("Thời gian bắt đầu và kết thúc", 0.14, Fact.SPAN, Align.CENTRE),
            _column("Thời hạn lưu trữ", 0.09, Fact.PERIOD, Align.CENTRE),
            _column("Số tờ", 0.07, Fact.AMOUNT, Align.CENTRE),
            _column("Ghi chú", 0.11, Fact.REMARK),
        ),
        says="Năm là năm kết thúc công việc; hồ sơ chưa ghi ngày ấy thì theo năm tiếp nhận. Cột số tờ ghi số trang của "
        "bản điện tử.",
        signer="NGƯỜI LẬP MỤC LỤC",
    ),
}
_NAMELESS = "Chưa khai tên cơ quan (VANKHO_BODY), nên không biết văn bản nào là văn bản đi."
OF_DOCUMENTS = frozenset({Register.OUTGOING, Register.INCOMING, Register.HANDLING})
"""Those that list documents by the day on them; of some no day was read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterQuery:
    """Which register, and which volume of it."""

    register: Register
    year: int | None
    """None: documents on which no day was read; of the others everything."""
    unit: str = ""
    """Code of a unit; empty: all that the reader may see."""
    volume: int = 1

    @property
    def first(self) -> int:
        """Place of the first row, from 0."""
        return (self.volume - 1) * ROWS_OF_A_VOLUME


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSize:
    """How long a register is for a reader."""

    register: Register
    rows: int

    @property
    def volumes(self) -> int:
        """At least one: a year without anything is told by an empty register."""
        return max(1, -(-self.rows // ROWS_OF_A_VOLUME))


def register_form(
    query: RegisterQuery, rows: Sequence[Mapping[Fact, str]], body: Body, *, size: RegisterSize, unit: str, on: date
) -> PrintedForm:
    """The volume; ``rows`` are its rows, ``unit`` is the name of the unit that was asked for, empty: of every one.

    Raises:
        NotFound (register.no_volume): The register has no such volume.
    """
    if query.volume > size.volumes:
        raise no_volume(size)
    made = DEFINITIONS[query.register]
    cells = tuple(tuple(row.get(column.fact, "") if column.fact else "" for column in made.columns) for row in rows)
    part = f"-{query.volume}" if size.volumes > 1 else ""
    nameless = _NAMELESS if query.register in OF_DOCUMENTS and not body.name else ""
    return PrintedForm(
        file_name=f"{made.file_name}-{query.year or _undated_name(query)}{part}",
        head=Head(body=body, numbered=False, on=on),
        title=made.title,
        subtitle=tuple(filter(None, (_of_year(query), f"Đơn vị: {unit}" if unit else "", _of_volume(query, size)))),
        blocks=(
            Table(
                columns=tuple(Column(title=one.title, width=one.width, align=one.align) for one in made.columns),
                rows=cells,
            ),
            Line(text=_total(query, len(rows), size, made.counted), indent=False, align=Align.LEFT),
            *(Line(text=text, italic=True, indent=False) for text in (_by_hand(made), made.says, nameless) if text),
            Signatures(signers=(Signer(part=made.signer),)),
        ),
        landscape=True,
    )


def no_volume(size: RegisterSize) -> NotFound:
    return NotFound(
        "register.no_volume",
        Sentence(
            f"Sổ này có {size.volumes} quyển, mỗi quyển {ROWS_OF_A_VOLUME} dòng.",
            f"This register has {size.volumes} volumes of {ROWS_OF_A_VOLUME} rows each.",
        ),
        Sentence("Chọn một quyển có trong sổ.", "Choose a volume that there is."),
    )


def _of_year(query: RegisterQuery) -> str:
    if query.year is not None:
        return f"Năm {query.year}"
    return "Văn bản chưa đọc được ngày tháng" if query.register in OF_DOCUMENTS else "Mọi năm"


def _undated_name(query: RegisterQuery) -> str:
    return "khong-ro-ngay" if query.register in OF_DOCUMENTS else "moi-nam"


def _of_volume(query: RegisterQuery, size: RegisterSize) -> str:
    if size.volumes == 1:
        return ""
    last = min(size.rows, query.first + ROWS_OF_A_VOLUME)
    return f"Quyển số {query.volume} (dòng {query.first + 1} đến {last} trong {size.rows} dòng)"


def _total(query: RegisterQuery, rows: int, size: RegisterSize, counted: str) -> str:
    where = f"Quyển số {query.volume}" if size.volumes > 1 else "Tổng số"
    return f"{where}: {rows} {counted} (bằng chữ: {in_words(rows)} {counted})."


def _by_hand(made: Definition) -> str:
    places = ", ".join(f"({place})" for place, _ in made.by_hand)
    return f"Cột {places} để trống: văn thư ghi tay, kho không có dữ liệu ấy." if places else ""
