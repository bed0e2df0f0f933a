"""Results as a table for people: columns, rows, and the mark that says who took them away, when, and what they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from records.errors import Sentence
from records.folding import normalise
from records.personal_data import find_personal, masked
from records.ports.clock import VIET_NAM

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from search_api.ports import Hit, ResultsExport

Value = str | int | date | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what stands above it, and its width in signs."""

    says: Sentence
    width: int


COLUMNS = (
    Column(Sentence("STT", "No."), 6),
    Column(Sentence("Mã hồ sơ", "Dossier code"), 28),
    Column(Sentence("Tiêu đề hồ sơ", "Title of the dossier"), 36),
    Column(Sentence("Số và ký hiệu", "Number and sign"), 20),
    Column(Sentence("Ngày ban hành", "Date of issue"), 13),
    Column(Sentence("Tên loại", "Type"), 16),
    Column(Sentence("Cơ quan ban hành", "Issuing agency"), 30),
    Column(Sentence("Văn bản", "Document"), 48),
    Column(Sentence("Trang", "Page"), 7),
    Column(Sentence("Số trang", "Pages"), 9),
    Column(Sentence("Đơn vị", "Unit"), 16),
    Column(Sentence("Đoạn khớp", "Where it matches"), 70),
    Column(Sentence("Cần lưu ý", "To be aware of"), 34),
)
_STATES = {
    "signed": Sentence("bản gốc có chữ ký số", "the original is digitally signed"),
    "poorly_read": Sentence("trang khó đọc", "hardly readable page"),
}
_FIELDS = {
    "number": Sentence("số", "number"),
    "sign": Sentence("ký hiệu", "sign"),
    "issued_on": Sentence("ngày ban hành", "date of issue"),
    "type": Sentence("tên loại", "type"),
    "agency": Sentence("cơ quan ban hành", "agency"),
    "subject": Sentence("trích yếu", "subject"),
    "dossier_code": Sentence("mã hồ sơ", "dossier code"),
    "signer": Sentence("người ký", "signer"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsTable:
    """What is written into a file, whatever its form."""

    title: str
    mark: tuple[str, ...]
    """Lines that stand above the table: who, when, what was asked, and what the table is not."""
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Value, ...], ...]


def results_table(export: ResultsExport, *, by: str, now: datetime, language: str) -> ResultsTable:
    """The pages found, a row each, in the order in which they were found; ``by`` tells whom they were given."""
    hits, total = export.found.answer.hits, export.found.answer.total
    at = now.astimezone(VIET_NAM)
    asked = normalise(export.question.text.strip())
    asked = masked(asked, find_personal(asked))
    mark = [
        Sentence(
            f"{by} xuất từ Văn khố lúc {at:%H:%M} ngày {at:%d/%m/%Y}; mã bản xuất {export.id}.",
            f"Exported from Văn khố by {by} on {at:%d/%m/%Y} at {at:%H:%M}; export {export.id}.",
        ),
        Sentence(
            f"Câu tìm: {asked or 'mọi trang'}. {len(hits)} trang trong {total} trang khớp.",
            f"Question: {asked or 'every page'}. {len(hits)} of {total} matching pages.",
        ),
        Sentence(
            "Chỉ gồm những gì người xuất được xem. Thông tin do máy đề xuất; không phải bản sao có chứng thực.",
            "Only what the account may see. The machine proposed what is said here; this is no certified copy.",
        ),
    ]
    return ResultsTable(
        title=Sentence("Kết quả tra cứu", "Search results").in_language(language),
        mark=tuple(line.in_language(language) for line in mark),
        columns=tuple(column.says.in_language(language) for column in COLUMNS),
        widths=tuple(column.width for column in COLUMNS),
        rows=tuple(_row(number, hit, language) for number, hit in enumerate(hits, start=1)),
    )


def _row(number: int, hit: Hit, language: str) -> tuple[Value, ...]:
    return (
        number,
        hit.dossier_code,
        hit.procedure,
        hit.number_and_sign,
        hit.issued_on,
        hit.document_type,
        hit.agency,
        hit.title or hit.file_name,
        hit.page.value,
        hit.page_count,
        hit.unit,
        "".join(text for text, _ in hit.snippet),
        _aware(hit, language),
    )


def _aware(hit: Hit, language: str) -> str:
    said = [_STATES[state].in_language(language) for state in hit.states if state in _STATES]
    doubts: Sequence[str] = [_FIELDS[name].in_language(language) for name in hit.doubtful if name in _FIELDS]
    if doubts:
        head = Sentence("máy còn ngờ: ", "in doubt: ").in_language(language)
        said.append(head + ", ".join(doubts))
    return "; ".join(said)
