"""Phrases of a rule and texts to find them in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Self

from records.folding import fold, normalise

# Words that many rows share and that tell none from another; folded.
_GENERIC = (
    "ho so",
    "tai lieu",
    "thu tuc",
    "cong tac",
    "to chuc thuc hien",
    "va tuong tu",
    "kem ho so",
    "tap",
    "ve",
    "cua",
    "cac",
    "va",
    "hoac",
    "giay to",
    "van ban",
)
_SPLIT = re.compile(r"[,;:.()\"“”]|\s-\s")
_SYLLABLE = re.compile(r"\w+")
_MARKED = 0.25
"""A text with this share of marked syllables is written with marks (Vietnamese prose has some 70 %)."""


@dataclass(frozen=True, slots=True)
class Text:
    """Syllables of a text in lower case, with and without marks."""

    syllables: tuple[str, ...]
    folded: tuple[str, ...]
    with_marks: bool

    @classmethod
    def of(cls, text: str) -> Self:
        syllables = tuple(_SYLLABLE.findall(_one_tone_place(normalise(text).lower())))
        folded = tuple(fold(syllable) for syllable in syllables)
        marked = sum(a != b for a, b in zip(syllables, folded, strict=True))
        return cls(syllables, folded, marked >= _MARKED * max(1, len(syllables)))

    def holds(self, phrase: tuple[str, ...]) -> bool:
        """Whether the syllables of ``phrase`` stand in the text one after another; never for an empty one."""
        return bool(self._places(phrase))

    def holds_together(self, one: tuple[str, ...], other: tuple[str, ...], *, gap: int = 3) -> bool:
        """Whether both phrases stand in the text, in any order, at most ``gap`` syllables apart, sharing none."""
        return any(
            0 <= second - (first + size) <= gap
            for a, b in ((one, other), (other, one))
            for first, size in ((place, len(a)) for place in self._places(a))
            for second in self._places(b)
        )

    def _places(self, phrase: tuple[str, ...]) -> list[int]:
        size = len(phrase)
        if not size:
            return []
        plain = tuple(fold(syllable) for syllable in phrase)
        spelled = self.syllables if self.with_marks else self.folded
        wanted = phrase if self.with_marks else plain
        return [
            at
            for at in range(len(self.folded) - size + 1)
            if self.folded[at : at + size] == plain and spelled[at : at + size] == wanted
        ]


def phrases_of(wording: str, *, keep_all: bool = False) -> tuple[tuple[str, ...], ...]:
    """The phrases of a rule's wording, cut at signs; generic words at either end are taken off unless ``keep_all``."""
    phrases = []
    for piece in _SPLIT.split(_one_tone_place(normalise(wording).lower())):
        syllables = [syllable for syllable in _SYLLABLE.findall(piece) if not syllable.isdigit()]
        if not keep_all:
            syllables = _trim(syllables)
        if syllables:
            phrases.append(tuple(syllables))
    return tuple(phrases)


def _trim(syllables: list[str]) -> list[str]:
    generic = [entry.split() for entry in _GENERIC]
    before = -1
    while before != len(syllables):
        before = len(syllables)
        folded = [fold(syllable) for syllable in syllables]
        for words in generic:
            size = len(words)
            if folded[:size] == words:
                syllables, folded = syllables[size:], folded[size:]
            if size and folded[-size:] == words:
                syllables, folded = syllables[:-size], folded[:-size]
    return syllables


# "hoà" and "hòa" are one word: the tone is put where the older spelling has it.
_TONES = [
    (new, old)
    for new, old in zip(
        ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
        ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
        strict=True,
    )
]
_TONE_PLACE = re.compile("(?<!q)(" + "|".join(new for new, _ in _TONES) + r")(?!\w)")
_OLD = dict(_TONES)


def _one_tone_place(text: str) -> str:
    return _TONE_PLACE.sub(lambda found: _OLD[found[1]], text)
