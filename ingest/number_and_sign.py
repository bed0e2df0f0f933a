"""Number and sign (số, ký hiệu) as one string and as two: ``129/QĐ-BNV`` is ``129`` and ``QĐ-BNV``.

Decree 30/2020/NĐ-CP, Annex I, Part I, 3: named types ``number/TYPE-AGENCY``, official letters
``number/AGENCY-UNIT``; legal documents put the year between; Party bodies write ``number-TYPE/AGENCY``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.document_types import DocumentKinds, built_in_kinds
from records.folding import normalise

_DASH = "-–—−"
_PART = r"[A-ZĐƯƠÔÂÊĂ][A-Za-zĐđƯươƠÔÂÊĂ0-9&.]*"
_SIGN = re.compile(
    rf"(?:(?<=/)(?P<year>(?:19|20)\d{{2}})\s?/\s?)?"
    rf"(?P<sign>{_PART}(?:\s?[{_DASH}/]\s?(?:{_PART}|\d[A-Za-zĐ0-9.]*))+)"
)
_NUMBER = re.compile(r"^\d{1,6}[a-zđA-ZĐ]?$")

# Abbreviations of agencies that readers often leave without their bar.
_AGENCIES = {"HDND": "HĐND", "QDND": "QĐND"}


@dataclass(frozen=True, slots=True)
class NumberAndSign:
    """What stands after "Số:"."""

    number: str
    """Digits as printed; empty where the place of the number holds nothing legible."""
    sign: str
    joint: str
    """What joins the two: ``/`` or ``-``."""
    number_at: tuple[int, int]
    """Where the signs of the number stand in the text, legible or not."""
    sign_at: tuple[int, int]

    @property
    def text(self) -> str:
        return f"{self.number}{self.joint}{self.sign}"


def parse_number_and_sign(text: str, kinds: DocumentKinds | None = None) -> NumberAndSign | None:
    """Number and sign in what follows "Số:", or None where no sign is there.

    A number is only taken where digits alone stand before the joint; anything else in its
    place (handwriting read as letters) gives an empty number, never a mended one.
    ``kinds`` are those known; None: of the list that comes with Vankho.
    """
    kinds = kinds or built_in_kinds()
    text = normalise(text)
    for match in _SIGN.finditer(text):
        begins = match.start() + (0 if match.group("year") else _misread_number(match.group(), kinds))
        before = text[:begins]
        stripped = before.rstrip()
        joint = stripped[-1:] if stripped[-1:] in f"/{_DASH}" and stripped else ""
        digits = stripped[:-1].strip() if joint else ""
        legible = bool(_NUMBER.match(digits)) and int(re.sub(r"\D", "", digits)) > 0
        start = len(before) - len(before.lstrip())
        sign = _written(text[begins : match.end()] if begins > match.start() else match.group("sign"), kinds)
        if match.group("year"):
            sign = f"{match.group('year')}/{sign}"
        return NumberAndSign(
            number=digits if legible else "",
            sign=sign,
            joint="-" if joint and joint in _DASH else "/",
            number_at=(start, max(start, len(stripped) - len(joint))),
            sign_at=(begins, match.end()),
        )
    return None


def _misread_number(found: str, kinds: DocumentKinds) -> int:
    """Signs at the beginning of ``found`` that are a number read as letters: ``M/`` in ``M/CT-UBND`` is a hand's 11."""
    head, slash, rest = found.partition("/")
    if len(head.strip()) == 1:
        return len(found) - len(rest.lstrip())
    kind = re.split(rf"[{_DASH}/\\s]", rest.lstrip(), maxsplit=1)[0]
    if (
        not slash
        or re.search(rf"[{_DASH}]", head)
        or kinds.abbreviation_of(head.strip())
        or not kinds.abbreviation_of(kind)
    ):
        return 0
    return len(found) - len(rest.lstrip())


def _written(sign: str, kinds: DocumentKinds) -> str:
    """A sign without blanks, with plain hyphens, the type and known agencies spelt as the decree spells them."""
    sign = re.sub(rf"\s*[{_DASH}]\s*", "-", sign)
    sign = re.sub(r"\s*/\s*", "/", sign).rstrip(".")
    parts = re.split(r"([-/])", sign)
    if len(parts) > 1:
        parts[0] = kinds.abbreviation_of(parts[0]) or parts[0]
    return "".join(_AGENCIES.get(part, part) for part in parts)
