"""Two readings of one line made into one.

Two engines that work differently seldom err in the same place: where they agree, a word is as
good as certain; where they differ, the one that is surer of itself is believed, unless what it
says can be no Vietnamese syllable and what the other says can. Figures have no spelling to check
them by, and are what is written by hand in printed forms: where engines differ about them, a person looks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.page_text import Box, Line, Word
from records.syllables import invalid_ratio

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_NO_SYLLABLE = 0.5
"""What a word's confidence is worth that can be no syllable where the other reading's can."""
_FIGURES_IN_DOUBT = 0.45
"""The most confidence left to a word with figures about which the two readings differ."""
_STEADY = 0.3
"""By how much the second reading must be surer to be taken: of the two the first is right far more often."""


def joined_readings(first: Line | None, second: Line | None) -> Line | None:
    """``first``, corrected by ``second`` word by word where that is surer; both in one frame.

    Where the first reader sees paper there is no line: what the second makes of it is dirt.
    """
    if first is None or second is None:
        return first
    words: list[Word] = []
    for ours, theirs in _same_places(first.words, second.words):
        words.extend(_chosen(ours, theirs))
    return Line(tuple(words)) if words else None


def _chosen(ours: Sequence[Word], theirs: Sequence[Word]) -> Sequence[Word]:
    if not theirs:
        return ours
    if not ours:
        # The first reader saw paper there: what only one engine sees in a doubtful line is mostly dirt.
        return ()
    if [word.text for word in ours] == [word.text for word in theirs]:
        return tuple(
            Word(a.text, a.box, 1 - (1 - a.confidence) * (1 - b.confidence)) for a, b in zip(ours, theirs, strict=True)
        )
    figures = _has_figures(ours)
    most = _FIGURES_IN_DOUBT if figures or _has_figures(theirs) else 1.0
    # A figure is not overruled by letters: the first reader knows figures better than that.
    if figures <= _has_figures(theirs) and _worth(theirs, ours) > _worth(ours, theirs) + _STEADY:
        box = Box.around(*(word.box for word in ours))
        # The line keeps the height of the first reading: one line, one base.
        return tuple(Word(w.text, Box(w.box.x0, box.y0, w.box.x1, box.y1), min(most, w.confidence)) for w in theirs)
    doubt = max(word.confidence for word in theirs)
    return tuple(Word(w.text, w.box, min(most, w.confidence * (1 - 0.5 * doubt))) for w in ours)


def _has_figures(words: Sequence[Word]) -> bool:
    return any(sign.isdigit() for word in words for sign in word.text)


def _worth(words: Sequence[Word], others: Sequence[Word]) -> float:
    least = min(word.confidence for word in words)
    invalid, other = (invalid_ratio(word.text for word in some) for some in (words, others))
    return least * (_NO_SYLLABLE if invalid > other else 1.0)


def _same_places(first: Sequence[Word], second: Sequence[Word]) -> Iterator[tuple[list[Word], list[Word]]]:
    """Groups of words of both that stand in the same place, left to right."""
    tagged = sorted(
        [(word, 0) for word in first] + [(word, 1) for word in second],
        key=lambda pair: pair[0].box.x0 + pair[0].box.x1,
    )
    group: tuple[list[Word], list[Word]] = ([], [])
    reach: list[Word] = []
    for word, whose in tagged:
        if reach and not any(_overlap(word.box, other.box) for other in reach):
            yield group
            group, reach = ([], []), []
        group[whose].append(word)
        reach.append(word)
    if reach:
        yield group


def _overlap(a: Box, b: Box) -> bool:
    shared = min(a.x1, b.x1) - max(a.x0, b.x0)
    return shared > 0.3 * min(a.width, b.width)
