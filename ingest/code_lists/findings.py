"""What the reading of a list has to say of single rows, and of the table."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from records.errors import Sentence
from records.findings import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence


def refused(code: str, line: int, vi: str, en: str) -> Finding:
    """The row at ``line`` is not understood, so the table is not kept."""
    return Finding(
        code=code,
        severity=Severity.REFUSAL,
        says=Sentence(f"Dòng {line}: {vi}", f"Line {line}: {en}"),
        hint=Sentence("Sửa dòng này rồi nhập lại.", "Correct the row and import the table again."),
        where=f"line {line}",
    )


def warning(code: str, line: int, vi: str, en: str) -> Finding:
    """The row at ``line`` is kept, and somebody should look at it."""
    return Finding(
        code=code,
        severity=Severity.WARNING,
        says=Sentence(f"Dòng {line}: {vi}", f"Line {line}: {en}"),
        hint=Sentence(
            "Đối chiếu với nguồn; cần thì sửa rồi nhập thành phiên bản khác.",
            "Compare it with the source; where it is wrong, correct it and import another version.",
        ),
        where=f"line {line}",
    )


def of_line(finding: Finding, line: int) -> Finding:
    """The same said of the row at ``line``."""
    says = Sentence(f"Dòng {line}: {finding.says.vi}", f"Line {line}: {finding.says.en}")
    return replace(finding, says=says, where=f"line {line}")


def whole_table(code: str, vi: str, en: str, where: str = "") -> Finding:
    """The table, or the rest of it, is not read."""
    return Finding(
        code=code,
        severity=Severity.REFUSAL,
        says=Sentence(vi, en),
        hint=Sentence("Sửa bảng rồi nhập lại.", "Correct the table and import it again."),
        where=where,
    )


def no_header(columns: Sequence[str]) -> Finding:
    names = ";".join(columns)
    return whole_table(
        "code_list.no_header", f"Dòng đầu phải là: {names}.", f"The first line must be: {names}.", "line 1"
    )
