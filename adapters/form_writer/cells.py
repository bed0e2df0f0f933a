"""Which texts a spreadsheet would take for a formula, how they stay words, and what no office file can hold."""

from __future__ import annotations

import re

NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Signs that no file of Office Open XML may hold."""
_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n")


def is_dangerous(text: str) -> bool:
    """Whether a spreadsheet that reads the text might work it out: OWASP, CSV injection."""
    return text.startswith(_BEGINS) or text.lstrip().startswith(_BEGINS)


def as_words(text: str) -> str:
    """The text, with an apostrophe before what would be worked out."""
    return f"'{text}" if is_dangerous(text) else text
