"""The papers of a disposal list: list, explanation, minutes of the council, what is kept, the decision.

Circular 06/2025/TT-BNV, Annexes II and III, Art. 15(4): columns and parts as ``docs/law.md`` names them.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from records.ports.clock import VIET_NAM
from retention_rules.disposal import Vote
from retention_rules.execution import execute_by
from retention_rules.explain import civil
from retention_rules.forms.model import (
    DOTS,
    Align,
    Body,
    Column,
    FormKind,
    Head,
    Line,
    PrintedForm,
    Signatures,
    Signer,
    Table,
)
from retention_rules.forms.number_words import in_words
from retention_rules.forms.reasons import amount, counted, holds, span, title_of, unit_of, why_due, years_spanned
from retention_rules.forms.sheet import complete, dissents

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from retention_rules.forms.sheet import Sheet, SheetItem

ANNEX_II = (
    Column(title="Bó số", width=0.08, align=Align.CENTRE),
    Column(title="Tập số", width=0.08, align=Align.CENTRE),
    Column(title="Tiêu đề / Số hồ sơ", width=0.38),
    Column(title="Lý do hủy", width=0.3),
    Column(title="Ghi chú", width=0.16),
)
"""Circular 06/2025/TT-BNV, Annex II."""


def disposal_list(sheet: Sheet, body: Body) -> PrintedForm:
    """Danh mục: what was frozen, in bundles of one unit each; its digest stands at the foot."""
    listed = sheet.listed
    rows = [
        (str(bundle), str(volume), title_of(item), why_due(item), holds(item))
        for bundle, volume, item in _bundled(sheet.items)
    ]
    total = len(sheet.items)
    frozen = civil(listed.proposed_at.astimezone(VIET_NAM).date())
    return PrintedForm(
        file_name="danh-muc-tai-lieu-het-thoi-han-luu-tru",
        head=Head(body=body, numbered=False),
        title="DANH MỤC",
        subtitle=(
            "Tài liệu hết thời hạn lưu trữ, tài liệu trùng lặp",
            f"Phông (khối) tài liệu: {body.name or DOTS}",
            listed.name,
        ),
        blocks=(
            Table(columns=ANNEX_II, rows=tuple(rows)),
            Line(text=f"Tổng số: {total} hồ sơ (bằng chữ: {in_words(total)} hồ sơ).", indent=False),
            Line(
                text=f"Danh mục chốt ngày {frozen}; mã băm SHA-256: {listed.digest}",
                italic=True,
                indent=False,
                align=Align.LEFT,
            ),
            Signatures(
                signers=(
                    Signer(part="NGƯỜI LẬP DANH MỤC", name=sheet.name(listed.proposed_by)),
                    Signer(part="THỦ TRƯỞNG CƠ QUAN", note="(Ký, ghi rõ họ tên, đóng dấu)"),
                )
            ),
        ),
    )


def explanation(sheet: Sheet, body: Body) -> PrintedForm:
    """Bản thuyết minh: what can be told from the records is told, the rest is left to be written."""
    items, total = sheet.items, len(sheet.items)
    documents, pages = amount(items)
    units = Counter(unit_of(item.described) or DOTS for item in items)
    rules = Counter(item.assignment.rule.record_type for item in items if item.assignment)
    ends = Counter(item.assignment.expires_on.year for item in items if item.assignment and item.assignment.expires_on)
    lines = [
        _head("I. TÓM TẮT TÌNH HÌNH KHỐI TÀI LIỆU"),
        _head("1. Sự hình thành"),
        Line(
            text=f"Tài liệu hình thành trong hoạt động của {body.name or DOTS}, do các đơn vị lập: "
            + "; ".join(f"{unit} ({number} hồ sơ)" for unit, number in sorted(units.items()))
            + "."
        ),
        Line(
            text="Thời hạn lưu trữ của từng hồ sơ được xác định theo quy tắc ghi trong danh mục; hết thời hạn: "
            + "; ".join(f"31/12/{year} ({number} hồ sơ)" for year, number in sorted(ends.items()))
            + "."
        ),
        Line(text=f"Việc xác định giá trị trước đây: {DOTS}"),
        _head("2. Số lượng"),
        Line(text=f"Tổng số tài liệu đưa ra xét: {total} hồ sơ (bằng chữ: {in_words(total)} hồ sơ)."),
        Line(text=f"Tài liệu điện tử: {documents} văn bản, {pages} trang."),
        Line(text=f"Tài liệu giấy đã số hóa (hộp, cặp, mét giá): {DOTS}"),
        _kept_line(sheet),
        _head("3. Thời gian"),
        Line(text=f"Thời gian của tài liệu: {years_spanned(items) or DOTS}."),
        _head("II. TÓM TẮT THÀNH PHẦN VÀ NỘI DUNG CHỦ YẾU"),
        _head("1. Nhóm tài liệu hết thời hạn lưu trữ"),
        *(Line(text=f"- {kind}: {number} hồ sơ.") for kind, number in sorted(rules.items())),
        _head("2. Nhóm tài liệu trùng lặp"),
        Line(text="Không có." if total else DOTS),
        _head("3. Nhóm tài liệu khác"),
        Line(text="Không có." if total else DOTS),
    ]
    return PrintedForm(
        file_name="ban-thuyet-minh",
        head=Head(body=body, numbered=False, on=None),
        title="BẢN THUYẾT MINH",
        subtitle=("Tài liệu hết thời hạn lưu trữ, tài liệu trùng lặp", sheet.listed.name),
        blocks=(
            *lines,
            Signatures(
                signers=(
                    Signer(part="NGƯỜI VIẾT THUYẾT MINH", name=sheet.name(sheet.listed.proposed_by)),
                    Signer(part="THỦ TRƯỞNG CƠ QUAN", note="(Ký, ghi rõ họ tên, đóng dấu)"),
                )
            ),
        ),
    )


def council_minutes(sheet: Sheet, body: Body) -> PrintedForm:
    """Biên bản họp Hội đồng: every item with its votes and what came of it, every dissent in its own words."""
    listed, council = sheet.listed, sheet.listed.council
    rows, dissent = [], []
    for item in sheet.items:
        destroy, keep = counted(item.item)
        rows.append(
            (
                str(item.number),
                title_of(item),
                f"{destroy}/{len(council)}",
                f"{keep}/{len(council)}",
                _outcome(item, council),
                "Có" if dissents(item.item) else "",
            )
        )
        for member, vote, said in dissents(item.item):
            words = "hủy" if vote is Vote.DESTROY else "giữ lại"
            dissent.append(
                Line(text=f"- Mục {item.number}, {sheet.name(member)} ({words})" + (f": “{said}”" if said else "."))
            )
    carried = sum(item.item.carried for item in sheet.items if complete(item.item, council))
    kept = sum(not item.item.carried for item in sheet.items if complete(item.item, council))
    left = len(sheet.items) - carried - kept
    return PrintedForm(
        file_name="bien-ban-hop-hoi-dong-xet-huy",
        head=Head(body=body),
        title="BIÊN BẢN",
        subtitle=("Họp Hội đồng xét hủy tài liệu", listed.name),
        draft=left > 0,
        blocks=(
            Line(text=f"Căn cứ Quyết định số {DOTS} ngày {DOTS} về việc thành lập Hội đồng xét hủy tài liệu;"),
            Line(text=f"Hội đồng họp tại {DOTS}, từ ngày {DOTS} đến ngày {DOTS}, xét {len(sheet.items)} hồ sơ."),
            _head("I. THÀNH PHẦN"),
            *(
                Line(text=f"{number}. {sheet.name(member)}, chức vụ: {DOTS}, vai trò: {DOTS}", align=Align.LEFT)
                for number, member in enumerate(council, start=1)
            ),
            _head("II. KẾT QUẢ BIỂU QUYẾT TỪNG MỤC"),
            Table(columns=_MINUTES, rows=tuple(rows)),
            _head("III. Ý KIẾN KHÁC"),
            *(dissent or [Line(text="Không có.")]),
            _head("IV. KẾT LUẬN"),
            Line(text=f"Hủy: {carried} hồ sơ (bằng chữ: {in_words(carried)} hồ sơ)."),
            Line(text=f"Giữ lại: {kept} hồ sơ (bằng chữ: {in_words(kept)} hồ sơ); thời hạn mới: {DOTS}"),
            *([Line(text=f"Chưa đủ phiếu: {left} hồ sơ.", bold=True)] if left else []),
            Line(text=f"Danh mục đã chốt, mã băm SHA-256: {listed.digest}", italic=True, align=Align.LEFT),
            Signatures(
                signers=(
                    Signer(part="THƯ KÝ"),
                    Signer(part="CHỦ TỊCH HỘI ĐỒNG"),
                    *(Signer(part="THÀNH VIÊN", name=sheet.name(member)) for member in council),
                )
            ),
        ),
    )


def kept_list(sheet: Sheet, body: Body) -> PrintedForm:
    """What the council keeps: a list of its own beside the minutes."""
    council = sheet.listed.council
    kept = [item for item in sheet.items if complete(item.item, council) and not item.item.carried]
    rows = tuple(
        (str(place), title_of(item), span(item.described), why_due(item), "")
        for place, item in enumerate(kept, start=1)
    )
    return PrintedForm(
        file_name="danh-muc-tai-lieu-giu-lai",
        head=Head(body=body, numbered=False),
        title="DANH MỤC",
        draft=not all(complete(item.item, council) for item in sheet.items),
        subtitle=("Tài liệu giữ lại", f"Phông (khối) tài liệu: {body.name or DOTS}", sheet.listed.name),
        blocks=(
            Table(columns=_KEPT, rows=rows),
            Line(text=f"Tổng số: {len(kept)} hồ sơ (bằng chữ: {in_words(len(kept))} hồ sơ).", indent=False),
            Signatures(signers=(Signer(part="THƯ KÝ HỘI ĐỒNG"), Signer(part="CHỦ TỊCH HỘI ĐỒNG"))),
        ),
    )


def decision(sheet: Sheet, body: Body) -> PrintedForm:
    """Quyết định hủy: as decided; before, a draft to be numbered and signed."""
    listed, made = sheet.listed, sheet.listed.decision
    going = [item for item in sheet.items if item.item.carried and complete(item.item, listed.council)]
    documents, pages = amount(going)
    until = civil(execute_by(made.decided_on)) if made else "15 ngày kể từ ngày ký"
    return PrintedForm(
        file_name="quyet-dinh-huy-tai-lieu",
        head=Head(body=body, number=made.number if made else "", on=made.decided_on if made else None),
        title="QUYẾT ĐỊNH",
        draft=made is None,
        subtitle=("Về việc hủy tài liệu hết thời hạn lưu trữ",),
        blocks=(
            Line(text="THỦ TRƯỞNG CƠ QUAN", bold=True, align=Align.CENTRE, indent=False),
            Line(text="Căn cứ Luật Lưu trữ số 33/2024/QH15 ngày 21 tháng 6 năm 2024;", italic=True),
            Line(text="Căn cứ Thông tư số 05/2025/TT-BNV và Thông tư số 06/2025/TT-BNV của Bộ Nội vụ;", italic=True),
            Line(text="Căn cứ Biên bản họp Hội đồng xét hủy tài liệu;", italic=True),
            Line(text=f"Theo đề nghị của {sheet.name(listed.proposed_by)}.", italic=True),
            Line(text="QUYẾT ĐỊNH:", bold=True, align=Align.CENTRE, indent=False),
            Line(
                text=f"Điều 1. Hủy {len(going)} hồ sơ (bằng chữ: {in_words(len(going))} hồ sơ), {documents} văn bản, "
                f"{pages} trang, thuộc phông (khối) tài liệu {body.name or DOTS}, theo danh mục “{listed.name}” "
                "kèm theo, cùng dữ liệu chủ và bản giấy đã số hóa của chúng."
            ),
            Line(text=f"Điều 2. Giao {DOTS} thi hành chậm nhất {until}; việc hủy được lập biên bản."),
            Line(text=f"Điều 3. Quyết định có hiệu lực kể từ ngày ký. {DOTS} chịu trách nhiệm thi hành./."),
            Line(text=f"Mã băm SHA-256 của danh mục đã chốt: {listed.digest}", italic=True, align=Align.LEFT),
            Signatures(
                signers=(
                    Signer(part="Nơi nhận:", note="- Như Điều 3;\n- Lưu: VT, hồ sơ hủy tài liệu.", align=Align.LEFT),
                    Signer(
                        part="THỦ TRƯỞNG CƠ QUAN",
                        name=sheet.name(made.by) if made else "",
                        note="(Ký, ghi rõ họ tên, đóng dấu)",
                    ),
                )
            ),
        ),
    )


BUILDERS_OF_LISTS: Mapping[FormKind, Callable[[Sheet, Body], PrintedForm]] = {
    FormKind.LIST: disposal_list,
    FormKind.EXPLANATION: explanation,
    FormKind.COUNCIL_MINUTES: council_minutes,
    FormKind.KEPT_LIST: kept_list,
    FormKind.DECISION: decision,
}

_MINUTES = (
    Column(title="Mục", width=0.08, align=Align.CENTRE),
    Column(title="Tiêu đề / Số hồ sơ", width=0.42),
    Column(title="Hủy", width=0.1, align=Align.CENTRE),
    Column(title="Giữ lại", width=0.1, align=Align.CENTRE),
    Column(title="Kết luận", width=0.16, align=Align.CENTRE),
    Column(title="Ý kiến khác", width=0.14, align=Align.CENTRE),
)
_KEPT = (
    Column(title="STT", width=0.08, align=Align.CENTRE),
    Column(title="Tiêu đề / Số hồ sơ", width=0.37),
    Column(title="Thời gian tài liệu", width=0.17, align=Align.CENTRE),
    Column(title="Thời hạn đã xác định", width=0.24),
    Column(title="Thời hạn mới, ghi chú", width=0.14),
)


def _bundled(items: tuple[SheetItem, ...]) -> list[tuple[int, int, SheetItem]]:
    """Bundle, volume within it, and item: electronic dossiers have no bundles, so each unit makes one."""
    bundles: dict[str, list[SheetItem]] = {}
    for item in items:
        bundles.setdefault(unit_of(item.described), []).append(item)
    return [
        (bundle, volume, item)
        for bundle, unit in enumerate(sorted(bundles), start=1)
        for volume, item in enumerate(bundles[unit], start=1)
    ]


def _outcome(item: SheetItem, council: tuple[str, ...]) -> str:
    if not complete(item.item, council):
        return "Chưa đủ phiếu"
    return "Hủy" if item.item.carried else "Giữ lại"


def _kept_line(sheet: Sheet) -> Line:
    council = sheet.listed.council
    if not all(complete(item.item, council) for item in sheet.items):
        return Line(text=f"Tài liệu giữ lại: {DOTS}; tài liệu hết thời hạn, trùng lặp: {DOTS}")
    kept = sum(not item.item.carried for item in sheet.items)
    return Line(text=f"Tài liệu giữ lại: {kept} hồ sơ; tài liệu hết thời hạn: {len(sheet.items) - kept} hồ sơ.")


def _head(text: str) -> Line:
    return Line(text=text, bold=True, indent=False, align=Align.LEFT)
