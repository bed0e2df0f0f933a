"""What a word is: one answer for the index, the query and the highlighter.

A word is a run of letters and digits of ``normalise``d text. Index and query hold words, not
text, so no engine's own idea of a word (some split at combining marks) can come between them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import lru_cache

from records.folding import fold

_WORD = re.compile(r"[^\W_]+")

# Both styles of setting the tone mark (hoà and hòa, thuý and thúy) are one spelling.
_OLD_STYLE = "òaóaỏaõaọaòeóeỏeõeọeùyúyủyũyụy"
_NEW_STYLE = "oàoáoảoãoạoèoéoẻoẽoẹuỳuýuỷuỹuỵ"
_TONES = {_NEW_STYLE[i : i + 2]: _OLD_STYLE[i : i + 2] for i in range(0, len(_NEW_STYLE), 2)}
_LATIN_LOWER = {point: point + 32 for point in range(0x41, 0x5B)}

# Vietnamese has some seven thousand syllables: most words were met before.
fold_word = lru_cache(1 << 15)(fold)


@lru_cache(1 << 15)
def spelling(word: str) -> str:
    """The word with its marks, in lower case, tone mark set in the older style."""
    lower = word.lower()
    end = _TONES.get(lower[-2:])
    return lower if end is None else lower[:-2] + end


def words(text: str) -> list[str]:
    """The words of ``normalise``d text, in order, as they stand."""
    return _WORD.findall(text)


class PlacedWords:
    """The words of ``normalise``d text with their places; the n-th is ``text[starts[n]:ends[n]]``."""

    __slots__ = ("ends", "folded", "starts", "text", "where")

    def __init__(self, text: str) -> None:
        spans = [match.span() for match in _WORD.finditer(text)]
        self.text = text
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.folded = [fold_word(text[start:end]) for start, end in spans]
        self.where: dict[str, list[int]] = defaultdict(list)
        """By folded word, which words it is, in order."""
        for at, word in enumerate(self.folded):
            self.where[word].append(at)

    def spelled(self, at: int) -> str:
        return spelling(self.text[self.starts[at] : self.ends[at]])


def has_marks(text: str) -> bool:
    """Whether the text carries a Vietnamese mark (tones, ă â ê ô ơ ư đ)."""
    return fold(text) != text.translate(_LATIN_LOWER)


def folded_words(text: str) -> str:
    """Words of ``normalise``d text folded, joined by blanks: what is indexed for finding."""
    # Folding changes no sign that parts words, so it does not matter which comes first.
    return " ".join(_WORD.findall(fold(text)))


def spelled_words(text: str) -> str:
    """Words of ``normalise``d text as spelled, joined by blanks, one for one with ``folded_words``: for exact marks."""
    return " ".join([spelling(word) for word in _WORD.findall(text)])
