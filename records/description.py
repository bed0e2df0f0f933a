"""What a document says of itself, as proposed by the machine until a person confirms it.

Fields are those of Decree 113/2025 and Circular 05/2025 that the layout of Decree 30/2020
prints on page 1 (Annex I): number, sign, date, type, agency, subject, signer; and the
dossier code of the one-stop desk (Circular 03/2025/TT-VPCP).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from records.identifiers import PageNumber
    from records.page_text import Box


class Field(StrEnum):
    """The names are used in the catalogue, the API and exports alike."""

    DOSSIER_CODE = "dossier_code"
    """mã hồ sơ"""
    NUMBER = "number"
    """số: digits as printed, without the sign"""
    SIGN = "sign"
    """ký hiệu: what follows the number, for example ``QĐ-BNV``"""
    ISSUED_ON = "issued_on"
    """ngày ban hành, ISO 8601"""
    TYPE = "type"
    """tên loại, for example ``Quyết định``"""
    AGENCY = "agency"
    """cơ quan ban hành"""
    SUBJECT = "subject"
    """trích yếu"""
    SIGNER = "signer"
    """người ký"""


NOT_READ = "…"
"""Stands for a number that nobody could read, as it does on forms that wait to be numbered."""
_OF_THE_PARTY = re.compile(r"[^\d\W][^\W\d]*/")


def number_as_written(number: str, sign: str) -> str:
    """Number and sign as one: ``129/QĐ-BNV``, of Party bodies ``55-TB/ĐTN``; ``…/QĐ-BNV`` where no number was read."""
    if not sign:
        return number
    joint = "-" if _OF_THE_PARTY.match(sign) else "/"
    return f"{number or NOT_READ}{joint}{sign}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldProposal:
    """A value the machine proposes, with the place it was read from."""

    field: Field
    value: str
    confidence: float
    """0 to 1."""
    doubtful: bool
    """A person should look: low confidence, handwriting, or parts that contradict each other."""
    page: PageNumber | None
    box: Box | None
    evidence: str
    """The line as read, or the barcode."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """All proposals for one document, at most one a field."""

    proposals: tuple[FieldProposal, ...]
    urgency: str = ""
    """KHẨN, THƯỢNG KHẨN or HỎA TỐC as printed; empty when there is none."""
    secrecy: str = ""
    """MẬT, TỐI MẬT or TUYỆT MẬT recognised or suspected; the document is then quarantined."""

    def get(self, field: Field) -> FieldProposal | None:
        return next((proposal for proposal in self.proposals if proposal.field is field), None)
