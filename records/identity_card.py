"""Whether a page shows an identity card or a passport: its picture is sensitive (Decree 356/2025, Art. 4(1)(i))."""

from __future__ import annotations

import re

from records.folding import fold, normalise

_FRONT = frozenset(
    {
        "can cuoc cong dan",
        "can cuoc",
        "the can cuoc",
        "the can cuoc cong dan",
        "giay chung minh nhan dan",
        "chung minh nhan dan",
        "citizen identity card",
        "identity card",
    }
)
_PASSPORT = frozenset({"ho chieu", "passport"})
_PASSPORT_NUMBER = re.compile(r"\b[a-z] ?\d{7}\b")
_NUMBER = re.compile(r"\bso\s*(?:/\s*no\b|dinh danh\b)?\s*[.:]?|\bno\s*[.:]|personal identification")
_DIGITS = re.compile(r"\d(?:[ .]?\d){8,11}")
_BACK = re.compile(r"dac diem nhan dang|personal identification")
_MACHINE_LINE = re.compile(r"\bidvnm[0-9oil<]{6,}|\bp[a-z<][a-z]{3}[a-z]+<<[a-z<]")
_LINES_TO_NUMBER = 6
"""Below its heading the card has the English heading, its number, then the name; a passport much the same."""


def shows_identity_card(text: str) -> bool:
    """Whether the page of this text has a card's or passport's heading with its number below, or the back of a card.

    A form that speaks of a card in a sentence shows none: the heading stands alone in its line, in capitals.
    """
    lines = [normalise(line).strip() for line in text.splitlines() if line.strip()]
    folded = [fold(line) for line in lines]
    if any(_MACHINE_LINE.search(line.replace(" ", "")) for line in folded):
        return True
    for at, line in enumerate(lines):
        below = folded[at + 1 : at + 1 + _LINES_TO_NUMBER]
        if _is_heading(line, folded[at], _PASSPORT) and any(_PASSPORT_NUMBER.search(each) for each in below):
            return True
        if not _is_heading(line, folded[at], _FRONT):
            continue
        if any(_NUMBER.search(each) for each in below) and any(_DIGITS.search(each) for each in below):
            return True
    return any(_BACK.search(line) for line in folded) and any("ngon tro" in line for line in folded)


def _is_heading(line: str, folded: str, headings: frozenset[str]) -> bool:
    words = " ".join(re.findall(r"[^\W\d_]+", folded))
    if words not in headings:
        # Both headings in one line: CĂN CƯỚC / IDENTITY CARD.
        halves = [" ".join(re.findall(r"[^\W\d_]+", half)) for half in re.split(r"[/|–-]", folded)]
        if not halves or not all(half in headings for half in halves):
            return False
    letters = [sign for sign in line.partition("/")[0] if sign.isalpha()]
    capitals = sum(sign.isupper() for sign in letters)
    return capitals >= 0.8 * len(letters) or "card" in words
