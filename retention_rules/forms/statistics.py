"""Statistics of the holdings: how many dossiers there are, by what they wait for, year, unit and period.

Circular 06/2025/TT-BNV regulates statistics of holdings; its form was not seen, so the columns are ours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.unit_names import unit_in_words
from retention_rules.explain import civil
from retention_rules.forms.model import Align, Body, Column, Head, Line, PrintedForm, Signatures, Signer, Table
from retention_rules.forms.number_words import in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from retention_rules.model import RetentionReport

PERMANENT = "VV"


def statistics(
    report: RetentionReport, body: Body, *, units: Mapping[str, str], owed: Iterable[tuple[str, int]] = ()
) -> PrintedForm:
    """``units``: names by code; ``owed``: what units owe to the current archive, by standing in words."""
    figures = (
        ("Hồ sơ đang lưu giữ", report.dossiers),
        ("Lưu vĩnh viễn", report.permanent),
        ("Đã quá ngày hết hạn", report.due_now),
        ("Chờ ghi mốc để tính ngày", report.without_trigger),
        ("Thời hạn tạm thời", report.provisional),
        ("Quy tắc chưa xác nhận", report.unconfirmed),
        ("Đang bị giữ theo lệnh", report.held),
    )
    return PrintedForm(
        file_name="thong-ke-ho-so",
        head=Head(body=body, numbered=False, on=report.as_of),
        title="THỐNG KÊ HỒ SƠ LƯU TRỮ",
        subtitle=(f"Tính đến ngày {civil(report.as_of)}",),
        blocks=(
            _counted("Chỉ tiêu", ((words, number) for words, number in figures)),
            Line(text="Theo năm bắt đầu được xem xét", bold=True, indent=False, align=Align.LEFT),
            _counted("Năm", ((str(year), number) for year, number in report.by_year)),
            Line(text="Theo đơn vị", bold=True, indent=False, align=Align.LEFT),
            _counted("Đơn vị", ((unit_in_words(code, units.get(code, "")).vi, n) for code, n in report.by_unit)),
            Line(text="Theo thời hạn", bold=True, indent=False, align=Align.LEFT),
            _counted("Thời hạn", ((_period(code), number) for code, number in report.by_period)),
            Line(text="Còn phải giao nộp vào Lưu trữ hiện hành", bold=True, indent=False, align=Align.LEFT),
            _counted("Tình trạng", owed),
            Line(text=f"Tổng số: {report.dossiers} hồ sơ (bằng chữ: {in_words(report.dossiers)} hồ sơ).", indent=False),
            Signatures(
                signers=(
                    Signer(part="NGƯỜI LẬP BIỂU"),
                    Signer(part="THỦ TRƯỞNG CƠ QUAN", note="(Ký, ghi rõ họ tên, đóng dấu)"),
                )
            ),
        ),
    )


def _counted(what: str, rows: Iterable[tuple[str, int]]) -> Table:
    columns = (Column(title=what, width=0.7), Column(title="Số hồ sơ", width=0.3, align=Align.RIGHT))
    return Table(columns=columns, rows=tuple((words, str(number)) for words, number in rows), numbered=False)


def _period(code: str) -> str:
    if code == PERMANENT:
        return "Vĩnh viễn"
    return f"{code} năm" if code.isdigit() else code
