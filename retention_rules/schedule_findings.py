"""What the reading of a schedule has to say of single rows, and of the table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.errors import Sentence
from records.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence


def refused(code: str, line: int, says: Sentence) -> Finding:
    """The row at ``line`` becomes no rule."""
    return Finding(
        code=code,
        severity=Severity.REFUSAL,
        says=Sentence(
            f"Dòng {line}: {says.vi} Dòng này không được dùng.", f"Line {line}: {says.en} The row is not used."
        ),
        hint=Sentence("Sửa dòng này rồi nạp lại bảng.", "Correct the row and load the table again."),
        where=f"line {line}",
    )


def repeated(line: int, first: int) -> Finding:
    """The row says what another said before it."""
    return Finding(
        code="schedule.repeated_row",
        severity=Severity.WARNING,
        says=Sentence(
            f"Dòng {line} lặp lại nguyên văn dòng {first}; chỉ tính một lần.",
            f"Line {line} repeats line {first} word for word; it counts once.",
        ),
        hint=Sentence("Xóa dòng thừa hoặc sửa lại cho đúng.", "Delete the row or correct it."),
        where=f"line {line}",
    )


def broken_quotes(line: int) -> Finding:
    """From ``line`` on nothing can be told apart."""
    return whole_table(
        "schedule.broken_quotes",
        Sentence(
            f"Từ dòng {line}, dấu ngoặc kép không khớp; phần còn lại của bảng không đọc được.",
            f"From line {line} on the quotation marks do not match; the rest of the table cannot be read.",
        ),
        f"line {line}",
    )


def no_header(columns: Sequence[str]) -> Finding:
    """The first line is not the header."""
    names = ";".join(columns)
    return whole_table(
        "schedule.no_header",
        Sentence(
            f"Dòng đầu phải là: {names}. Không dòng nào được dùng.", f"The first line must be: {names}. No row is used."
        ),
        "line 1",
    )


def whole_table(code: str, says: Sentence, where: str) -> Finding:
    """The table, or the rest of it, is not read."""
    return Finding(
        code=code,
        severity=Severity.REFUSAL,
        says=says,
        hint=Sentence("Sửa bảng rồi nạp lại.", "Correct the table and load it again."),
        where=where,
    )
