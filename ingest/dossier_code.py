"""Dossier codes (mã hồ sơ) of the one-stop desk: recognised, mended and written in one way.

Patterns: Circular 01/2018/TT-VPCP, Art. 19 (``000.00.00.H29-250612-0001``) and the present
practice (``H15.50.05.13-261008-0975``): code of the agency, day of reception, number of the day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

# The letter of the agency is G (ministries) or H (provinces) in Decision 20/2020/QĐ-TTg; other
# letters are kept because codes of other bodies were seen, but only where nothing had to be mended.
_OLD = r"(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2})"
_NEW = r"(?:[A-Z]\d{2}(?:\.\d{1,3}){0,4})"
_CODE = re.compile(rf"^({_OLD}|{_NEW})-(\d{{6}})-(\d{{4,7}})$")

_DIGIT_LIKE = "0-9OoQDIlBS"
# What stands between the parts after reading: dots, commas and dashes of any kind, blanks around them.
_LOOSE = re.compile(
    rf"(?<![0-9A-Za-z.])"
    rf"(?P<agency>(?:[{_DIGIT_LIKE}]{{3}}\s?[.,]\s?[{_DIGIT_LIKE}]{{2}}\s?[.,]\s?[{_DIGIT_LIKE}]{{2}}\s?[.,]\s?)?"
    rf"[A-Za-z][{_DIGIT_LIKE}]{{2}}(?:\s?[.,]\s?[{_DIGIT_LIKE}]{{1,3}}){{0,4}})"
    rf"\s?[-–—_~]\s?(?P<day>[{_DIGIT_LIKE}]{{6}})\s?[-–—_~]\s?(?P<number>[{_DIGIT_LIKE}]{{4,7}})"
    rf"(?![0-9A-Za-z])",
)
_TO_DIGIT = str.maketrans({"O": "0", "o": "0", "Q": "0", "D": "0", "I": "1", "l": "1", "B": "8", "S": "5"})


@dataclass(frozen=True, slots=True)
class FoundCode:
    """A dossier code in some text."""

    code: str
    mended: bool
    """Letters had to be taken for digits, or dashes and blanks to be set right."""
    start: int
    end: int


def is_code(text: str) -> bool:
    """Is ``text`` a dossier code exactly as it is written in registers, with a real day in it?"""
    match = _CODE.match(text)
    return match is not None and _real_day(match.group(2))


def normalise_code(text: str) -> str:
    """The one spelling of a dossier code that was typed or scanned, or empty where it is none.

    Idempotent; blanks around, lower case and kinds of dashes do not matter.
    """
    found = _first(text.strip())
    return found.code if found and (found.start, found.end) == (0, len(text.strip())) else ""


def find_code(text: str) -> str:
    """The first dossier code within ``text`` (a line, a QR content, a file name), or empty."""
    found = _first(text)
    return found.code if found else ""


def find_code_in_line(text: str) -> FoundCode | None:
    """The first dossier code within a line, with where it stands."""
    return _first(text)


def _first(text: str) -> FoundCode | None:
    for match in _LOOSE.finditer(text):
        agency = re.sub(r"\s", "", match.group("agency")).replace(",", ".")
        prefix, letter, rest = _split_at_letter(agency)
        code = (
            f"{_digits(prefix)}{letter.upper()}{_digits(rest)}"
            f"-{_digits(match.group('day'))}-{_digits(match.group('number'))}"
        )
        mended = code != match.group(0)
        if not is_code(code) or (mended and letter.upper() not in "GH"):
            continue
        return FoundCode(code, mended, match.start(), match.end())
    return None


def _split_at_letter(agency: str) -> tuple[str, str, str]:
    # The letter opens the last group of the old pattern and the first of the new one.
    parts = agency.split(".")
    letter = parts[-1][0]
    old = len(parts) == 4 and letter.isalpha() and (letter in "GHgh" or parts[0].isdigit())
    at = agency.rindex(".") + 1 if old else 0
    return agency[:at], agency[at], agency[at + 1 :]


def _digits(text: str) -> str:
    return text.translate(_TO_DIGIT)


def _real_day(yymmdd: str) -> bool:
    try:
        date(2000 + int(yymmdd[:2]), int(yymmdd[2:4]), int(yymmdd[4:]))
    except ValueError:
        return False
    return True
