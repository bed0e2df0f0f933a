"""Rows of registers, from rows of the catalogue; what names people by numbers is masked."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from archive.use.model import UseKind, number_of
from records.description import Field, number_as_written
from records.folding import normalise
from records.paper_file_code import box_of
from records.personal_data import mask
from records.ports.clock import VIET_NAM
from records.reader import AccessLevel
from retention_rules.explain import civil
from retention_rules.forms.registers import Fact
from retention_rules.model import AssignmentState, PeriodKind
from search_api.codes import numbers_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from retention_rules.model import Assignment, Rule

    Said = Mapping[str, tuple[str, bool]]
    """Of a document by name of field: value, and whether a person should look."""

_NOT_SEEN = "…"
_STATES = {
    AssignmentState.PROVISIONAL: "thời hạn tạm tính",
    AssignmentState.UNCONFIRMED: "quy tắc chưa xác nhận",
}
_TO_COMPARE = {
    Field.NUMBER: "số",
    Field.SIGN: "ký hiệu",
    Field.ISSUED_ON: "ngày",
    Field.TYPE: "tên loại",
    Field.AGENCY: "cơ quan",
    Field.SUBJECT: "trích yếu",
    Field.SIGNER: "người ký",
}


def document_facts(row: Any, said: Said, unit: str) -> dict[Fact, str]:
    """Of a document; ``row`` gives its title and dossier where something else is told than its fields."""
    number, day = _number(said), _day(_value(said, Field.ISSUED_ON))
    kind, agency = _value(said, Field.TYPE), _value(said, Field.AGENCY)
    whole = " ".join(filter(None, (kind, number and f"số {number}", day and f"ngày {day}")))
    code = f"Hồ sơ {row.code}" if row is not None and row.code else ""
    doubtful = [words for field, words in _TO_COMPARE.items() if said.get(field.value, ("", False))[1]]
    compare = f"cần đối chiếu: {', '.join(doubtful)}" if doubtful else ""
    return {
        Fact.NUMBER_AND_SIGN: number,
        Fact.ISSUED_ON: day,
        Fact.KIND_AND_SUBJECT: _kind_and_subject(row, said),
        Fact.SIGNER: _value(said, Field.SIGNER),
        Fact.AGENCY: agency,
        Fact.UNIT: unit,
        Fact.WHOLE: ", ".join(filter(None, (whole, agency))) or _kind_and_subject(row, said),
        Fact.REMARK: "; ".join(filter(None, (code, compare))),
    }


def names_number(said: Said, number_and_sign: str) -> bool:
    """Whether the subject of a document names another one by number and sign."""
    wanted = numbers_in(normalise(number_and_sign))
    named = {code.key for code in numbers_in(normalise(_value(said, Field.SUBJECT)))}
    return len(wanted) == 1 and wanted[0].key in named


def use_facts(row: Any, document: Any | None, said: Said, names: Mapping[str, str]) -> dict[Fact, str]:
    """Of a document handed out by a request; ``document`` is None where the reader may not see it."""
    number, day = _number(said), _day(_value(said, Field.ISSUED_ON))
    copy = row.kind == UseKind.COPY
    what = "Bản sao" if copy else "Đọc"
    return {
        Fact.USED_ON: _moment(row.handed_at),
        Fact.PERSON: mask(row.person),
        Fact.NUMBER_AND_DAY: ", ".join(filter(None, (number, day))) if document is not None else _NOT_SEEN,
        Fact.KIND_AND_SUBJECT: _kind_and_subject(document, said) if document is not None else _NOT_SEEN,
        Fact.DOSSIER: (row.code or "") if row.visible else _NOT_SEEN,
        Fact.RETURNED_ON: "" if copy else _moment(row.closed_at),
        Fact.ALLOWED_BY: names.get(row.decided_by, row.decided_by),
        Fact.REMARK: f"{number_of(row.year, row.serial)}; {what}",
    }


def dossier_facts(row: Any, amount: Any | None, made: Assignment | None) -> dict[Fact, str]:
    """Of a dossier in the archive."""
    first, last = (_day(amount.first or ""), _day(amount.last or "")) if amount is not None else ("", "")
    expires = f"Hết hạn {civil(made.expires_on)}" if made is not None and made.expires_on else ""
    state = _STATES.get(made.state, "") if made is not None else ""
    conditional = "tiếp cận có điều kiện" if row.access_level == AccessLevel.CONDITIONAL.value else ""
    pages = int(amount.pages or 0) if amount is not None else 0
    return {
        Fact.BOX: box_of(row.paper_code) if row.paper_code else "",
        Fact.DOSSIER: row.code,
        Fact.TITLE: mask(row.title),
        Fact.SPAN: first if first == last else f"{first} - {last}",
        Fact.PERIOD: period_in_words(made.rule) if made is not None else "",
        Fact.AMOUNT: f"{pages} trang" if pages else "",
        Fact.REMARK: "; ".join(filter(None, (expires, state, conditional))),
    }


def period_in_words(rule: Rule) -> str:
    """``Vĩnh viễn``, or a number of years; any other period by its code."""
    if rule.kind is PeriodKind.PERMANENT:
        return "Vĩnh viễn"
    return f"{rule.years} năm" if rule.years is not None else rule.period


def _kind_and_subject(row: Any, said: Said) -> str:
    told = " ".join(filter(None, (_value(said, Field.TYPE), _value(said, Field.SUBJECT))))
    if told or row is None:
        return told
    return mask(row.title or row.file_name.rpartition("/")[2])


def _number(said: Said) -> str:
    return number_as_written(_value(said, Field.NUMBER), _value(said, Field.SIGN))


def _value(said: Said, field: Field) -> str:
    return mask(said.get(field.value, ("", False))[0])


def _day(written: str) -> str:
    try:
        return civil(date.fromisoformat(written))
    except ValueError:
        return ""


def _moment(at: datetime | None) -> str:
    return civil(at.astimezone(VIET_NAM).date()) if at is not None else ""
