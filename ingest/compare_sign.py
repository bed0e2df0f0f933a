"""Sign, title and file name held against each other."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from ingest.layout import distance
from records.description import Field
from records.folding import fold, normalise

if TYPE_CHECKING:
    from ingest.document_types import DocumentKinds
    from records.description import FieldProposal


def compare_sign(
    numbered: list[FieldProposal], typed: list[FieldProposal], file_name: str, kinds: DocumentKinds
) -> list[FieldProposal]:
    """Number and sign as proposed, mended or doubted by what the title and the file's name say.

    A sign that begins with one wrong letter of the title's abbreviation is mended (``TIr-UBND``
    under TỜ TRÌNH); one that begins otherwise is doubtful. A number that is not legible is
    proposed from the file's name where that holds the same sign, always as doubtful.
    """
    type_name = next((proposal.value for proposal in typed if proposal.field is Field.TYPE), "")
    signs = [_against_title(proposal, type_name, kinds) for proposal in numbered if proposal.field is Field.SIGN]
    sign = signs[0].value if signs else ""
    numbers = [
        _from_name(proposal, sign, file_name) if not proposal.value else proposal
        for proposal in numbered
        if proposal.field is Field.NUMBER
    ]
    return [*numbers, *signs]


def _against_title(sign: FieldProposal, type_name: str, kinds: DocumentKinds) -> FieldProposal:
    meant = next((short for short, name in kinds.by_abbreviation.items() if name == type_name), "")
    parts = re.split(r"([-/])", sign.value)
    first = 2 if parts and re.fullmatch(r"(?:19|20)\d{2}", parts[0]) else 0
    if not meant or len(parts) < first + 3 or kinds.abbreviation_of(parts[first]):
        return sign
    if distance(fold(parts[first]), fold(meant)) == 1:
        parts[first] = meant
        return replace(sign, value="".join(parts), confidence=min(sign.confidence, 0.8))
    return replace(sign, doubtful=True, confidence=sign.confidence * 0.5)


def _from_name(number: FieldProposal, sign: str, file_name: str) -> FieldProposal:
    if not sign:
        return number
    stem = normalise(PurePosixPath(file_name.replace("\\", "/")).stem)
    wanted = r"[-_./\s]*".join(re.escape(part) for part in re.split(r"[-/.]", fold(sign)) if part)
    found = re.search(rf"(?<!\d)0*(\d{{1,6}})[-_./\s]+{wanted}(?![a-z0-9])", fold(stem))
    return replace(number, value=found.group(1), confidence=0.4, evidence=stem) if found else number
