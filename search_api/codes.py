"""Number and sign of documents, and codes of dossiers, however they are written.

``129/QĐ-BNV``, ``129/qd-bnv`` and ``Số: 129 /QĐ - BNV`` are one number and sign (Decree
30/2020, Annex I); ``H15.50.05.13-261008-0975`` and ``H15.5O.05.13-261OO8-0975`` are one dossier
code (Circular 03/2025/TT-VPCP; older codes: Circular 01/2018/TT-VPCP, Art. 19). Both are brought
to keys that the index holds as they are, so that looking one up costs nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from records.folding import fold, normalise

_DASH = "[-–—−]"
_DIGIT = "[0-9oil]"
"""A digit, or a letter that is read or typed for one."""

_NUMBER_AND_SIGN = re.compile(
    rf"(?<![\w/.,])(?P<number>(?:[oil]{{0,2}}\d|\d){_DIGIT}{{0,5}})(?P<letter>[a-hj-km-np-z])?[ ]*/[ ]*"
    r"(?:(?P<year>(?:19|20)\d{2})[ ]*/[ ]*)?"
    rf"(?P<sign>[a-z][a-z0-9&.]*(?:(?:{_DASH}[ ]*|[ ]+{_DASH}[ ]+)[a-z0-9&.]*[a-z][a-z0-9&.]*)*)(?![\w/])"
)
# Not the second half of hồ sơ.
_BARE_NUMBER = re.compile(r"(?<!\w)(?<!ho )(?P<so>so)[ ]*[:.]?[ ]*(?P<number>\d{1,6})(?![\w/]|[.,]\d|[ ]*/[ ]*\w)")
_DOSSIER_CODE = re.compile(
    rf"(?<![\w.])[a-z0-9]{_DIGIT}{{1,3}}(?:[ ]?\.[ ]?[gh]?{_DIGIT}{{2,3}}){{0,5}}"
    rf"[ ]?{_DASH}[ ]?(?P<tail>{_DIGIT}{{6}}[ ]?{_DASH}[ ]?{_DIGIT}{{3,7}})(?!\w)"
)
_CODE_TAIL = re.compile(rf"(?<![\w.\-])(?P<tail>\d{{6}}{_DASH}\d{{4,7}})(?!\w)")
# What people leave out of it is the slash. Only before a sign that begins as Decree 30/2020 (Annex III) abbreviates.
_LOOSE_NUMBER = re.compile(
    rf"(?<![\w/.,\-])(?P<number>\d{{1,6}})(?P<letter>)(?:[ ]*{_DASH}[ ]*|[ ]*)"
    r"(?:(?P<year>(?:19|20)\d{2})[ ]*[-/ ][ ]*)?"
    r"(?P<sign>(?:nq|qd|qyd|ct|qc|tb|hd|ctr|kh|pa|da|bc|bb|ttr|cd|bgn|guq|gm|gp|nd|tt|ttlt|cv|ubnd|hdnd)"
    rf"(?:[ ]?{_DASH}[ ]?[a-z0-9&.]*[a-z][a-z0-9&.]*)+)(?![\w/])"
)
_SO = frozenset({"so", "số"})
_MISREAD = str.maketrans({"o": "0", "i": "1", "l": "1", "–": "-", "—": "-", "−": "-", " ": None})
_PLAIN = str.maketrans({"–": "-", "—": "-", "−": "-", " ": None})


@dataclass(frozen=True, slots=True)
class Code:
    """A code found in a text: ``text[start:end]``."""

    start: int
    end: int
    key: str
    """The whole code in its one spelling; what a query looks up."""
    parts: tuple[str, ...]
    """Keys of what people quote of it (without year, without the unit's part, its tail), ``key`` among them."""


def numbers_in(text: str) -> list[Code]:
    """Numbers and signs in ``normalise``d text, in order."""
    return _numbers(fold(text))


def loose_numbers_in(text: str) -> list[Code]:
    """Numbers and signs without the slash between them, as people type them: ``129 QĐ-BNV``, ``129-QĐ-BNV``."""
    return [_number(match) for match in _LOOSE_NUMBER.finditer(fold(text))]


def code_scanned(text: str) -> str | None:
    """The dossier code in what a reader of QR codes typed: an address, or fields between bars; None in other text."""
    between_bars = "|" in text
    address = not any(sign.isspace() for sign in text) and re.search(r"://|=", text)
    if not (between_bars or address):
        return None
    for part in re.split(r"[|=/?&#]", text):
        for code in dossier_codes_in(part):
            return part[code.start : code.end]
    return None


def bare_numbers_in(text: str) -> list[Code]:
    """``số 129`` without a sign, in order."""
    return _bare_numbers(text, fold(text))


def _numbers(folded: str) -> list[Code]:
    return [_number(match) for match in _NUMBER_AND_SIGN.finditer(folded)]


def _bare_numbers(text: str, folded: str) -> list[Code]:
    found = []
    for match in _BARE_NUMBER.finditer(folded):
        if text[match.start("so") : match.end("so")].lower() not in _SO:
            continue
        key = _digits(match["number"])
        found.append(Code(match.start(), match.end(), key, (key,)))
    return found


def dossier_codes_in(text: str) -> list[Code]:
    """Codes of dossiers in ``normalise``d text, in order."""
    return _dossier_codes(fold(text))


def _dossier_codes(folded: str) -> list[Code]:
    found = []
    for match in _DOSSIER_CODE.finditer(folded):
        # A blank is allowed where a scan tore a code apart, but words between blanks are no code.
        if sum(sign.isdigit() for sign in match.group()) < 8:
            continue
        key = match.group().translate(_MISREAD)
        found.append(Code(match.start(), match.end(), key, (key, match["tail"].translate(_MISREAD))))
    return found


def code_tails_in(text: str) -> list[Code]:
    """Ends of dossier codes as people read them out: ``261008-0975``."""
    found = []
    for match in _CODE_TAIL.finditer(fold(text)):
        key = match.group().translate(_MISREAD)
        found.append(Code(match.start(), match.end(), key, (key,)))
    return found


def keys_of_number(number_and_sign: str) -> frozenset[str]:
    """All keys under which a document with this number and sign is looked up, its bare number among them."""
    found = numbers_in(normalise(number_and_sign))
    keys = {part for code in found for part in code.parts}
    keys |= {key.split("/")[0] for key in keys}
    if not found and (digits := re.match(r"\d+", number_and_sign.strip())):
        keys.add(_digits(digits.group()))
    return frozenset(keys)


def keys_of_dossier(code: str) -> frozenset[str]:
    """All keys under which a dossier with this code is looked up; a code of an unknown form is its own key."""
    found = dossier_codes_in(normalise(code))
    if found:
        return frozenset(part for each in found for part in each.parts)
    return frozenset({fold(normalise(code)).translate(_MISREAD)} - {""})


def keys_cited(text: str) -> frozenset[str]:
    """Keys of every code printed on a page of ``normalise``d text, bare numbers among them."""
    folded = fold(text)
    numbers = _numbers(folded)
    found = (*numbers, *_bare_numbers(text, folded), *_dossier_codes(folded))
    return frozenset(part for code in found for part in code.parts) | {code.key.split("/")[0] for code in numbers}


def _digits(number: str) -> str:
    # Decree 30/2020 writes 09 where people type 9.
    return number.translate(_MISREAD).lstrip("0") or "0"


def _number(match: re.Match[str]) -> Code:
    number = _digits(match["number"]) + (match["letter"] or "")
    sign = match["sign"].translate(_PLAIN).rstrip(".")
    steps = sign.split("-")
    signs = ["-".join(steps[: count + 1]) for count in range(len(steps))]
    year = match["year"]
    key = f"{number}/{year}/{sign}" if year else f"{number}/{sign}"
    parts = [f"{number}/{each}" for each in signs]
    if year:
        parts += [f"{number}/{year}/{each}" for each in signs]
    end = match.end() - (len(match["sign"]) - len(match["sign"].rstrip(".")))
    return Code(match.start(), end, key, tuple(parts))
