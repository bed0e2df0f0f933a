"""What forms are filled in from: of a document, a dossier, a request, as the reader sees them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app.desks.register_rows import period_in_words
from archive.use.model import Purpose, UseKind, UseState
from records.description import Field, number_as_written
from records.ports.clock import VIET_NAM
from records.reader import AccessLevel
from retention_rules.explain import civil
from retention_rules.forms.dossier_forms import DocumentRow
from retention_rules.forms.dossier_papers import DossierFacts
from retention_rules.forms.use_papers import AskedDocument, UseFacts

if TYPE_CHECKING:
    from datetime import datetime

    from archive.model import DocumentView, DossierView
    from archive.use.model import UseRequest
    from retention_rules.model import Assignment

PURPOSES = {Purpose.PRIVATE: "Cá nhân", Purpose.OFFICIAL: "Công vụ", Purpose.SPECIAL: "Công vụ đặc biệt"}
_LEVELS = {AccessLevel.PUBLIC: "Công khai", AccessLevel.CONDITIONAL: "Tiếp cận có điều kiện"}


def document_row(one: DocumentView, *, home: str = "") -> DocumentRow:
    """What was read of a document; what is doubtful is told all the same, as proposed.

    ``home`` names the dossier it lies in, where that is another one.
    """
    said = {field.field: field.value for field in one.fields}
    number = said.get(Field.NUMBER, "")
    sign = said.get(Field.SIGN, "")
    kind, subject = said.get(Field.TYPE, ""), said.get(Field.SUBJECT, "")
    issued = _issued(one)
    return DocumentRow(
        number_and_sign=number_as_written(number, sign),
        issued_on=civil(issued) if issued else "",
        kind_and_subject=" ".join(part for part in (kind, subject) if part) or one.title,
        agency=said.get(Field.AGENCY, ""),
        pages=one.page_count,
        proposed=bool(one.fields),
        home=home,
    )


def facts_of_dossier(found: DossierView, made: Assignment | None, *, unit: str, on: date) -> DossierFacts:
    """Days, documents and pages are those that the reader may see."""
    days = [day for one in found.documents if (day := _issued(one)) is not None]
    return DossierFacts(
        code=found.code,
        title=found.title,
        unit=unit,
        paper=found.paper_file_code,
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        period=period_in_words(made.rule) if made is not None else "",
        access=_LEVELS.get(found.level, found.level.value),
        documents=len(found.documents),
        pages=found.page_count,
        on=on,
    )


def facts_of_request(asked: UseRequest, *, unit: str) -> UseFacts:
    """Of a request as it is shown."""
    made = asked.decision
    return UseFacts(
        number=asked.number,
        filed_on=_day(asked.filed_at),
        person=asked.person,
        id_number=asked.id_number,
        unit=unit,
        purpose=f"{PURPOSES[asked.purpose]}: {asked.purpose_said}",
        kind="Đọc" if asked.kind is UseKind.READING else f"Bản sao, {asked.copies} bản",
        what=asked.title or asked.asked_for,
        code=asked.code,
        documents=tuple(
            AskedDocument(title=one.title, pages=one.pages, granted=one.granted)
            for one in asked.documents
            if one.wanted or one.granted
        ),
        decision=_decision(asked),
        decided_by=made.by if made is not None else "",
        decided_on=_day(made.at) if made is not None else None,
        handed_on=_day(asked.handed_at) if asked.handed_at is not None else None,
    )


def _decision(asked: UseRequest) -> str:
    made = asked.decision
    if made is None:
        return "Người yêu cầu đã rút" if asked.state is UseState.WITHDRAWN else ""
    said = "không cho sử dụng" if not made.granted else "cho sử dụng một phần" if made.in_part else "cho sử dụng"
    told = "; ".join(filter(None, (said, made.reason, made.clause)))
    return f"{told}, ngày {civil(_day(made.at))}"


def _issued(one: DocumentView) -> date | None:
    said = next((field.value for field in one.fields if field.field is Field.ISSUED_ON), "")
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _day(at: datetime) -> date:
    return at.astimezone(VIET_NAM).date()
