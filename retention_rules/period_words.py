"""Codes of periods as people read them."""

from __future__ import annotations

from records.errors import Sentence
from retention_rules.trigger import EVENT_OF_CODE, UNTIL, happened


def period_in_words(code: str) -> Sentence:
    """``VV`` is *vĩnh viễn*, ``20`` *20 năm*, ``HHL`` *đến khi văn bản hết hiệu lực*; what is not known stays."""
    if code == "VV":
        return Sentence("vĩnh viễn", "permanent")
    if code.isdecimal():
        return Sentence(f"{code} năm", _years(code))
    years, _, event = code.rpartition("+")
    if event not in EVENT_OF_CODE or not (years.isdecimal() or (not years and event in UNTIL)):
        return Sentence(code, code)
    what = happened(EVENT_OF_CODE[event])
    if not years:
        return Sentence(f"đến khi {what.vi}", f"until {what.en}")
    return Sentence(f"{years} năm từ khi {what.vi}", f"{_years(years)} after {what.en}")


def _years(number: str) -> str:
    return f"{number} year" if number == "1" else f"{number} years"
