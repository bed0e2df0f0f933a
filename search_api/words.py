"""What a word is: one answer for the index, the query and the highlighter.

A word is a run of letters and digits of ``normalise``d text. Index and query hold words, not
text, so no engine's own idea of a word (some split at combining marks) can come between them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from records.folding import fold, normalise

_WORD = re.compile(r"[^\W_]+")

# Both styles of setting the tone mark (hoà and hòa, thuý and thúy) are one spelling.
_OLD_STYLE = "òaóaỏaõaọaòeóeỏeõeọeùyúyủyũyụy"
_NEW_STYLE = "oàoáoảoãoạoèoéoẻoẽoẹuỳuýuỷuỹuỵ"
_TONES = {_NEW_STYLE[i : i + 2]: _OLD_STYLE[i : i + 2] for i in range(0, len(_NEW_STYLE), 2)}


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place: ``text[start:end]``."""

    start: int
    end: int
    folded: str


def words(text: str) -> list[str]:
    """The words of ``normalise``d text, in order, as they stand."""
    return _WORD.findall(text)


def tokens(text: str) -> list[Token]:
    """The words of ``normalise``d text with their places.

    Folding keeps every sign in its place, so a place in the folded text is a place in the text.
    """
    return [Token(match.start(), match.end(), match.group()) for match in _WORD.finditer(fold(text))]


def spelling(word: str) -> str:
    """The word with its marks, in lower case, tone mark set in the older style."""
    lower = word.lower()
    end = _TONES.get(lower[-2:])
    return lower if end is None else lower[:-2] + end


def has_marks(text: str) -> bool:
    """Whether the text carries a Vietnamese mark (tones, ă â ê ô ơ ư đ)."""
    return fold(text) != text.translate(_LATIN_LOWER)


_LATIN_LOWER = {point: point + 32 for point in range(0x41, 0x5B)}


def folded_words(text: str) -> str:
    """Words folded, joined by blanks: what is indexed for finding."""
    return " ".join(_WORD.findall(fold(normalise(text))))


def spelled_words(text: str) -> str:
    """Words as spelled, joined by blanks, one for one with ``folded_words``: for exact marks."""
    return " ".join(spelling(word) for word in _WORD.findall(normalise(text)))
