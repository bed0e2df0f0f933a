"""Codes that people and papers give, checked: of dossiers, bodies and procedures.

First the form, then whether the list in force knows the code on its day. Findings say what is wrong and what to do;
they are warnings, for nothing is refused to be kept because of a code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from ingest.dossier_code import is_code, normalise_code
from records.errors import Sentence
from records.findings import warning
from records.identification_code import check_identification_code
from records.procedure_code import check_procedure_code

if TYPE_CHECKING:
    from ingest.match_agency import AgencyCatalogue
    from ingest.match_procedure import ProcedureCatalogue
    from records.findings import Finding

_PARTS = re.compile(r"(?P<agency>[0-9A-Z.]+)-(?P<day>[0-9]{6})-[0-9]{4,7}")
_OF_LEVEL_ONE = re.compile(r"000\.00\.00\.(?P<now>[A-Z][0-9]{2})")
"""The older form of a body of level 1, with its code of now; of those below it the form does not tell the code."""
_OLDER = re.compile(r"[0-9]{3}\..*")


class CodeKind(StrEnum):
    """What a code names."""

    DOSSIER = "dossier"
    AGENCY = "agency"
    PROCEDURE = "procedure"


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCodes:
    """The lists in force that codes are looked up in."""

    agencies: AgencyCatalogue
    procedures: ProcedureCatalogue


def check_code(
    kind: CodeKind, code: str, known: KnownCodes, *, today: date, on: date | None = None
) -> tuple[Finding, ...]:
    """What is wrong with a code of that kind on the day ``on``, None: today; nothing: nothing is.

    A dossier has its own day, which is written in its code.
    """
    if kind is CodeKind.DOSSIER:
        return check_dossier_code(code, known, today=today)
    if kind is CodeKind.AGENCY:
        return check_identification_code(code) or known.agencies.check_code(code, on or today)
    return check_procedure_code(code) or known.procedures.check_code(code, on or today)


def day_of_dossier(code: str) -> date | None:
    """The day of reception in the code of a one-stop dossier; None where there is none."""
    parts = _PARTS.fullmatch(code)
    return _day(parts["day"]) if parts else None


def check_dossier_code(code: str, known: KnownCodes, *, today: date) -> tuple[Finding, ...]:
    """What is wrong with the code of a one-stop dossier: its form, its day, the body in it on that day.

    Circular 01/2018/TT-VPCP, Art. 19, and present practice; the older form of the body's code is right in it. The day
    is that of reception: one after ``today`` cannot be.
    """
    parts = _PARTS.fullmatch(code)
    if parts is None:
        return (_no_dossier_code(code),)
    day = _day(parts["day"])
    if day is None or day > today:
        written = parts["day"]
        return (
            warning(
                "code.dossier_day",
                f"Ngày nhận {written} (năm, tháng, ngày) trong mã “{code}” không có hoặc chưa tới.",
                f"The day of reception {written} (year, month, day) in the code “{code}” is none, or has not come.",
                Sentence("Đối chiếu với giấy tiếp nhận rồi sửa.", "Compare it with the receipt, and correct it."),
            ),
        )
    agency = parts["agency"]
    if not is_code(code):
        return check_identification_code(agency) or (_no_dossier_code(code),)
    if _OLDER.fullmatch(agency):
        of_level_one = _OF_LEVEL_ONE.fullmatch(agency)
        return known.agencies.check_code(of_level_one["now"], day) if of_level_one else ()
    return known.agencies.check_code(agency, day)


def _no_dossier_code(code: str) -> Finding:
    meant = normalise_code(code)
    hint = (
        Sentence(f"Có phải {meant}? Đối chiếu rồi sửa.", f"Is {meant} meant? Compare it, and correct the code.")
        if meant
        else Sentence(
            "Mã có dạng H15.50.05.13-261008-0975: mã cơ quan, ngày nhận, số trong ngày. Xem giấy tiếp nhận.",
            "It is written as H15.50.05.13-261008-0975: body, day of reception, number. Look at the receipt.",
        )
    )
    return warning(
        "code.dossier",
        f"“{code}” không phải mã hồ sơ thủ tục hành chính.",
        f"“{code}” is not the code of a one-stop dossier.",
        hint,
    )


def _day(yymmdd: str) -> date | None:
    try:
        return date(2000 + int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:]))
    except ValueError:
        return None
