"""The register of use, filled in from the rows of requests and written to a file."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from app.desks.form_facts import PURPOSES
from app.form_body import body_of
from archive.use.model import Purpose, UseFile, UseKind, UseState, masked_number, number_of
from records.personal_data import mask
from records.ports.clock import VIET_NAM
from retention_rules.forms.model import FormFormat
from retention_rules.forms.use_register import UseLine, use_register
from retention_rules.forms.write import written

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from app.settings import Settings
    from archive.use.model import RegisterFormat
    from retention_rules.forms.ports import FormWriter

_STATES = {
    UseState.FILED: "Chờ quyết định",
    UseState.REFUSED: "Từ chối",
    UseState.WITHDRAWN: "Người yêu cầu rút",
}


def register_of(
    rows: Sequence[Any], settings: Settings, *, year: int, on: date, writer: FormWriter, form: RegisterFormat
) -> UseFile:
    """The register of a year; ``rows`` are those of ``use_requests`` as the reader sees them."""
    made = use_register([_line(row) for row in rows], body_of(settings), year=year, on=on)
    kind = FormFormat(form.value)
    return UseFile(
        name=f"{made.file_name}.{kind.value}", media_type=writer.media_type, content=written(made, kind, {kind: writer})
    )


def _line(row: Any) -> UseLine:
    number = masked_number(row.id_number)
    person = mask(row.person)
    return UseLine(
        number=number_of(row.year, row.serial),
        filed_on=_day(row.filed_at),
        person=f"{person}, số giấy tờ {number}" if number else person,
        purpose=f"{PURPOSES[Purpose(row.purpose)]}: {mask(row.purpose_said)}",
        what=_what(row),
        kind=_kind(row),
        decision=_decision(row),
        handed_on=_day(row.handed_at),
        remark=mask(row.closed_why or row.reason),
    )


def _what(row: Any) -> str:
    if row.dossier_id is None:
        return mask(row.asked_for)
    if not row.visible:
        return "…"
    told = " ".join(part for part in (row.code, mask(row.title)) if part)
    number = len(row.granted)
    return f"{told} ({number} văn bản)" if number else told


def _decision(row: Any) -> str:
    said = _STATES.get(UseState(row.state)) or ("Cho một phần" if row.left_out else "Cho")
    by = f"{row.decided_by} {_day(row.decided_at)}" if row.decided_by else ""
    return "; ".join(part for part in (said, row.clause, by) if part)


def _day(at: datetime | None) -> str:
    return f"{at.astimezone(VIET_NAM):%d/%m/%Y}" if at is not None else ""


def _kind(row: Any) -> str:
    if row.kind == UseKind.COPY:
        return f"Sao {row.copies_granted or row.copies} bản"
    return "Xóa dữ liệu cá nhân" if row.kind == UseKind.ERASURE else "Đọc"
