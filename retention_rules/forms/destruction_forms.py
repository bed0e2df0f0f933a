"""The papers of an execution: minutes of handing over, minutes of the destruction, and its certificate.

Circular 06/2025/TT-BNV, Art. 15(4): pack and hand over, destroy, minutes that both sides sign. The
certificate is ours: what is gone, by whose decision, under one digest (RFC 6962) that proves each item.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from records.ports.clock import VIET_NAM
from retention_rules.execution import ItemState
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
from retention_rules.forms.reasons import amount

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from retention_rules.forms.sheet import Sheet, SheetItem

PLACES = {
    "package": "gói trong kho (mọi phiên bản)",
    "staging": "vùng tiếp nhận",
    "cache": "bản chép trên máy",
    "index": "chỉ mục tìm kiếm",
    "made": "bản PDF/A và chữ đang làm",
    "pictures": "ảnh trang",
    "readings": "kết quả đọc trang",
    "tables": "bảng của danh mục",
}
"""Where it was looked for in vain; a place without words is told by its name."""


def handover_minutes(sheet: Sheet, body: Body) -> PrintedForm:
    """Biên bản bàn giao: what who keeps the records gives to who executes, in figures."""
    going = [item for item in sheet.items if item.item.standing(sheet.listed.state) in _GOES]
    documents, pages = amount(going)
    return PrintedForm(
        file_name="bien-ban-ban-giao-tai-lieu-huy",
        head=Head(body=body, numbered=False),
        title="BIÊN BẢN",
        subtitle=("Bàn giao tài liệu hủy", sheet.listed.name),
        blocks=(
            _by_decision(sheet),
            Line(text=f"Hôm nay, tại {DOTS}, chúng tôi gồm:"),
            Line(text=f"Bên giao (người quản lý kho): {DOTS}, chức vụ: {DOTS}", align=Align.LEFT),
            Line(
                text=f"Bên nhận (người thi hành): {sheet.name(sheet.listed.executor) or DOTS}, chức vụ: {DOTS}",
                align=Align.LEFT,
            ),
            Line(text="Thống nhất bàn giao:"),
            Line(text=f"1. Số lượng: {len(going)} hồ sơ (bằng chữ: {in_words(len(going))} hồ sơ)."),
            Line(text=f"2. Tài liệu điện tử: {documents} văn bản, {pages} trang."),
            Line(text=f"3. Tài liệu giấy (bó, hộp, mét giá): {DOTS}"),
            Line(text=f"4. Tình trạng: {DOTS}"),
            Line(text="Biên bản lập thành hai bản, mỗi bên giữ một bản."),
            Signatures(signers=(Signer(part="BÊN GIAO"), _executor(sheet, "BÊN NHẬN"))),
        ),
    )


def destruction_minutes(sheet: Sheet, body: Body) -> PrintedForm:
    """Biên bản hủy: by which decision, how, how many, that nothing can be recovered; what stayed and why."""
    told = _certificate(sheet)
    gone = [item for item in sheet.items if item.item.state is ItemState.GONE]
    documents, pages = amount(gone)
    left = [item for item in sheet.items if item.item.standing(sheet.listed.state) in _LEFT]
    issued = _moment(told.get("issued_at"))
    return PrintedForm(
        file_name="bien-ban-huy-tai-lieu",
        draft=issued is None,
        head=Head(body=body, on=issued.date() if issued else None),
        title="BIÊN BẢN",
        subtitle=("Hủy tài liệu", sheet.listed.name),
        blocks=(
            _by_decision(sheet),
            Line(text=f"Người thi hành: {sheet.name(sheet.listed.executor)}, chức vụ: {DOTS}. Địa điểm: {DOTS}."),
            Line(text=f"Thời gian: {_span(sheet, issued)}."),
            Line(
                text="Phương pháp: xóa khỏi kho mọi phiên bản của từng hồ sơ cùng dữ liệu chủ; xóa bản dẫn xuất, chữ, "
                "ảnh trang, mục trong chỉ mục, bản chép; sau đó tìm lại ở từng nơi và không còn thấy. "
                "Không thể khôi phục được từ kho."
            ),
            Line(
                text=f"Số lượng đã hủy: {len(gone)} hồ sơ (bằng chữ: {in_words(len(gone))} hồ sơ), "
                f"{documents} văn bản, {pages} trang."
            ),
            Line(text=f"Bản giấy và bản sao lưu ngoài sổ: {DOTS}"),
            *_backups(told),
            Table(columns=_GONE, rows=tuple(_gone_row(place, item) for place, item in enumerate(gone, start=1))),
            *(
                [Line(text=f"Chưa hủy: {len(left)} hồ sơ (dừng lại hoặc lỗi), giữ nguyên trong kho.", bold=True)]
                if left
                else []
            ),
            Line(text=f"Gốc Merkle của chứng nhận: {told['merkle_root']}", italic=True, align=Align.LEFT),
            Signatures(
                signers=(
                    Signer(part="NGƯỜI QUẢN LÝ KHO"),
                    _executor(sheet, "NGƯỜI THI HÀNH"),
                    Signer(part="THỦ TRƯỞNG CƠ QUAN", note="(Ký, ghi rõ họ tên, đóng dấu)"),
                )
            ),
        ),
    )


def certificate(sheet: Sheet, body: Body) -> PrintedForm:
    """Chứng nhận hủy: each item with its digest, and the root over all, which proves each of them."""
    told = _certificate(sheet)
    issued = _moment(told.get("issued_at"))
    counts = told.get("counts", {})
    rows = tuple(
        (str(place), str(one["code"] or one["dossier"]), _written(one["destroyed_at"]), str(one["leaf"]))
        for place, one in enumerate(told["gone"], start=1)
    )
    on = told.get("decided_on")
    decided = civil(date.fromisoformat(on)) if on else DOTS
    head, executor = sheet.name(told["decided_by"]), sheet.name(told["executed_by"])
    return PrintedForm(
        file_name="chung-nhan-huy-tai-lieu",
        draft=issued is None,
        head=Head(body=body, numbered=False, on=issued.date() if issued else None),
        title="CHỨNG NHẬN HỦY TÀI LIỆU",
        subtitle=(sheet.listed.name,),
        blocks=(
            *([] if issued else [Line(text="Chưa thi hành xong: số liệu dưới đây còn thay đổi.", bold=True)]),
            Line(text=f"Mã danh mục: {told['list']}; mã băm SHA-256: {told['list_digest']}", align=Align.LEFT),
            Line(
                text=f"Quyết định số {told['decision']} ngày {decided}, người quyết định: {head}; "
                f"người thi hành: {executor}."
            ),
            Line(
                text="Số mục: "
                + "; ".join(f"{_STATES.get(state, state)} {number}" for state, number in counts.items())
                + "."
            ),
            Table(columns=_LEAVES, rows=rows),
            Line(text=f"Gốc Merkle (RFC 6962): {told['merkle_root']}", bold=True, align=Align.LEFT, indent=False),
            *_backups(told),
            Line(
                text="Mỗi mã băm tính trên bia ghi của hồ sơ (không có dữ liệu cá nhân); gốc Merkle tính trên mọi mã "
                "băm theo thứ tự mã hồ sơ. Nơi đã tìm lại và không còn thấy: " + _looked(sheet) + ".",
                italic=True,
            ),
            Signatures(
                signers=(
                    _executor(sheet, "NGƯỜI THI HÀNH"),
                    Signer(part="THỦ TRƯỞNG CƠ QUAN", note="(Ký, ghi rõ họ tên, đóng dấu)"),
                )
            ),
        ),
    )


BUILDERS_OF_EXECUTION: Mapping[FormKind, Callable[[Sheet, Body], PrintedForm]] = {
    FormKind.HANDOVER_MINUTES: handover_minutes,
    FormKind.DESTRUCTION_MINUTES: destruction_minutes,
    FormKind.CERTIFICATE: certificate,
}

_GOES = frozenset({ItemState.TO_GO, ItemState.GOING, ItemState.GONE, ItemState.STOPPED, ItemState.FAILED})
_LEFT = frozenset({ItemState.TO_GO, ItemState.GOING, ItemState.STOPPED, ItemState.FAILED})
_STATES = {
    "kept": "giữ lại",
    "to_go": "chờ hủy",
    "going": "đang hủy",
    "gone": "đã hủy",
    "stopped": "dừng lại",
    "failed": "lỗi",
    "kept_back": "giữ lại sau quyết định",
}
_GONE = (
    Column(title="STT", width=0.08, align=Align.CENTRE),
    Column(title="Số hồ sơ", width=0.36),
    Column(title="Hết thời hạn", width=0.18, align=Align.CENTRE),
    Column(title="Số lượng", width=0.2),
    Column(title="Hủy lúc", width=0.18, align=Align.CENTRE),
)
_LEAVES = (
    Column(title="STT", width=0.08, align=Align.CENTRE),
    Column(title="Số hồ sơ", width=0.27),
    Column(title="Hủy lúc", width=0.17, align=Align.CENTRE),
    Column(title="Mã băm (SHA-256)", width=0.48),
)


def _certificate(sheet: Sheet) -> Mapping[str, Any]:
    assert sheet.certificate is not None, "who asks for a form of an execution gives its certificate"
    return sheet.certificate


def _backups(told: Mapping[str, Any]) -> list[Line]:
    """Back-up sets that held what is gone when this was certified; of a certificate from before they were known none.

    QCVN 12:2026/BCA, 2.2.12.2.6: the destruction of each is another one, with minutes of its own.
    """
    named = told.get("backups")
    if named is None:
        return []
    if not named:
        return [Line(text="Bộ sao lưu trong sổ: không bộ nào còn giữ hồ sơ đã hủy.")]
    first = [
        Line(
            text=f"Bộ sao lưu trong sổ còn giữ hồ sơ đã hủy: {len(named)} bộ; mỗi bộ phải được xử lý và lập biên bản "
            "riêng (QCVN 12:2026/BCA, 2.2.12.2.6):"
        )
    ]
    return first + [
        Line(
            text=f"- Bộ {one['id']}, lập {_written(one['taken_at'])}, tại {one['machine']}:{one['place']}; "
            f"hạn {civil(date.fromisoformat(one['erase_by']))}.",
            align=Align.LEFT,
        )
        for one in named
    ]


def _by_decision(sheet: Sheet) -> Line:
    made = sheet.listed.decision
    number, day = (made.number, civil(made.decided_on)) if made else (DOTS, DOTS)
    return Line(text=f"Căn cứ Quyết định số {number} ngày {day} về việc hủy tài liệu hết thời hạn lưu trữ;")


def _executor(sheet: Sheet, part: str) -> Signer:
    return Signer(part=part, name=sheet.name(sheet.listed.executor) if sheet.listed.executor else "")


def _gone_row(place: int, item: SheetItem) -> tuple[str, ...]:
    left = item.left or {}
    held = left.get("holdings", {})
    expired = left.get("expired_on")
    return (
        str(place),
        str(left.get("code") or item.item.dossier),
        civil(date.fromisoformat(expired)) if expired else "",
        f"{held.get('documents', 0)} văn bản, {held.get('pages', 0)} trang",
        _written(left.get("destroyed_at")),
    )


def _span(sheet: Sheet, issued: datetime | None) -> str:
    begun = sheet.listed.executing_since
    first = begun.astimezone(VIET_NAM).strftime("%H:%M %d/%m/%Y") if begun else DOTS
    return f"từ {first} đến " + (issued.strftime("%H:%M %d/%m/%Y") if issued else DOTS)


def _moment(told: Any) -> datetime | None:
    return datetime.fromisoformat(str(told)).astimezone(VIET_NAM) if told else None


def _written(told: Any) -> str:
    moment = _moment(told)
    return moment.strftime("%H:%M %d/%m/%Y") if moment else ""


def _looked(sheet: Sheet) -> str:
    names = {name for item in sheet.items if item.left for name in item.left.get("looked_into", {})}
    return "; ".join(PLACES.get(name, name) for name in sorted(names)) or DOTS
