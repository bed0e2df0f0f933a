"""Words the network doubts, spelt as is usual between their neighbours.

The network looks at ink and never at sense: on a bad scan ``cữ`` is as good to it as ``cứ``. Where it doubts a sign it
is asked what else the sign may be, and among the spellings the one is taken that ink and use together find likeliest.
A word it does not doubt stays, however odd; so do figures and codes, which no use foretells.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from adapters.line_reader.spelling import Letter, grouped
from adapters.line_reader.syllable_bigrams import syllables_of
from records.syllables import is_syllable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from adapters.line_reader.syllable_bigrams import SyllableBigrams

DOUBTED_BELOW = 0.97
"""Likelihood of a sign below which others are thought of."""
POSSIBLE_FROM = 0.01
"""Likelihood of another sign from which it is thought of."""
_MOST_SPELLINGS = 200
"""Of one word: with more, the ink says nothing."""
_USE = 0.5
"""How much use weighs against ink."""
_NAMES = 0.25
"""The same for a word that begins with a capital within a line: names follow no use."""
_MOST_USE = 6.0
"""Use speaks for or against a spelling no louder than this, in natural logarithms."""
_STEADY = 0.5
"""By how much another spelling must be likelier to be taken."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    signs: tuple[str, ...]
    """One a letter; empty where the letter is none."""
    ink: float
    """Natural logarithm of what the network says."""

    @property
    def word(self) -> str:
        return "".join(self.signs)


def respelt(letters: Sequence[Letter], use: SyllableBigrams) -> list[Letter]:
    """The letters of a line, those of doubted words changed where another spelling is likelier.

    A changed word's letters are as likely as its spelling is among all that were weighed.
    """
    groups = grouped(letters)
    if not any(letter.others for letter in letters):
        return list(letters)
    syllables = [_syllable("".join(letter.sign for letter in group)) for group in groups]
    spelt: list[Letter] = []
    for at, group in enumerate(groups):
        before = syllables[at - 1] if at else None
        after = syllables[at + 1] if at + 1 < len(groups) else None
        chosen = _chosen(group, before, after, use, within=at > 0)
        syllables[at] = _syllable("".join(letter.sign for letter in chosen))
        if spelt:
            spelt.append(Letter(" ", 1.0, (spelt[-1].x + chosen[0].x) / 2))
        spelt.extend(chosen)
    return spelt


def _chosen(
    group: list[Letter], before: str | None, after: str | None, use: SyllableBigrams, *, within: bool
) -> list[Letter]:
    choices = [[(letter.sign, letter.likelihood), *letter.others] for letter in group]
    count = math.prod(map(len, choices))
    read = "".join(letter.sign for letter in group)
    if not 1 < count <= _MOST_SPELLINGS or any(sign.isdigit() for sign in read):
        return group
    spellings = [
        _Spelling(tuple(sign for sign, _ in each), sum(math.log(max(likely, 1e-6)) for _, likely in each))
        for each in itertools.product(*choices)
    ]
    first = spellings[0]
    usual = use.log_likelihood(_syllable(read) or "", before, after)
    weight = _NAMES if within and read[:1].isupper() and not read.isupper() else _USE

    def worth(spelling: _Spelling) -> float:
        syllable = _syllable(spelling.word)
        if spelling is first:
            return first.ink + _STEADY
        if syllable is None or not is_syllable(syllable):  # abbreviations and foreign words stay as they were read
            return -math.inf
        more = use.log_likelihood(syllable, before, after) - usual
        return spelling.ink + weight * max(-_MOST_USE, min(_MOST_USE, more))

    worths = [worth(spelling) for spelling in spellings]
    best = max(range(len(spellings)), key=worths.__getitem__)
    if best == 0:
        return group
    share = 1 / sum(math.exp(value - worths[best]) for value in worths)
    return [
        replace(letter, sign=sign, likelihood=min(letter.likelihood if sign == letter.sign else 1.0, share), others=())
        for letter, sign in zip(group, spellings[best].signs, strict=True)
        if sign
    ]


def _syllable(word: str) -> str | None:
    """The one syllable of a word, in small letters; None for figures, codes and several."""
    found = syllables_of(word)
    return found[0] if len(found) == 1 and not any(sign.isdigit() for sign in word) else None
