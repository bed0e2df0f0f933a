"""Where a page meets a query: for marking words in text and boxing them on the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from records.folding import normalise
from records.page_text import Box
from records.personal_data import find_personal, mask
from search_api.codes import bare_numbers_in, dossier_codes_in, numbers_in
from search_api.query_language import PartKind
from search_api.words import PlacedWords, has_marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from records.page_text import PageText
    from search_api.query_language import Part, Query

SNIPPET_LENGTH = 200
SHORTEST_TOLERANT = 3
"""Words shorter than this must be met letter for letter."""
LONG_WORD = 8
"""Words as long as this are met with one wrong letter too, at a lower rank."""

Span = tuple[int, int]

_SAYS_WHAT_IT_IS = 100
"""Signs beside the snippet in which a word may say that a number in it is somebody's."""


def spans(text: str, query: Query) -> tuple[Span, ...]:
    """Places of ``normalise``d ``text`` that meet the query: ``text[start:end]``, in order, apart from one another.

    Of a part typed with marks the places spelled just so are meant, where the text has any: beside
    *dựng* no *đúng* is marked. A page that spells it otherwise everywhere has all its places marked.
    """
    found: list[Span] = []
    here = PlacedWords(text)
    for part in query.wanted:
        found.extend(_spans_of(part, here, query))
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)


def marked(text: str, query: Query) -> tuple[tuple[str, bool], ...]:
    """All of ``text`` in pieces, each with whether it meets the query; for titles."""
    text = normalise(text)
    return _pieces(text, spans(text, query), 0, len(text))


def snippet(body: str, query: Query) -> tuple[tuple[str, bool], ...]:
    """About 200 signs of ``normalise``d ``body`` around the place that meets most of the query.

    Where nothing meets it (the title did), the beginning. Line feeds become blanks; ``…`` stands
    where text was left out. Numbers and addresses of people are masked, also those asked for: a
    query of their beginning would spell them out.
    """
    found = spans(body, query)
    start, end = _window(body, found)
    before = max(0, start - _SAYS_WHAT_IT_IS)
    text = mask(body[before : end + _SAYS_WHAT_IT_IS]).replace("\n", " ")
    shifted = [(first - before, last - before) for first, last in found]
    pieces = list(_pieces(text, shifted, start - before, end - before))
    if start > 0:
        pieces.insert(0, ("… ", False))
    if end < len(body):
        pieces.append((" …", False))
    return tuple(pieces)


def matching_words(page: PageText, query: Query) -> tuple[Box, ...]:
    """Boxes of the words of the page that meet the query, in reading order."""
    text, places = "", list[tuple[int, int, Box]]()
    for word in page.words:
        spelled = normalise(word.text)
        places.append((len(text), len(text) + len(spelled), word.box))
        text += spelled + " "
    hits = spans(text, query)
    boxes, at = list[Box](), 0
    for start, end, box in places:
        while at < len(hits) and hits[at][1] <= start:
            at += 1
        if at < len(hits) and hits[at][0] < end:
            boxes.append(box)
    return tuple(boxes)


def _spans_of(part: Part, here: PlacedWords, query: Query) -> Iterator[Span]:
    match part.kind:
        case PartKind.WORD | PartKind.PREFIX | PartKind.PHRASE:
            exact = query.filters.exact_diacritics
            starts = list(_starts_of(part, here, exact=exact))
            if exact or any(has_marks(word) for word in part.words):
                spelled = _spelled_of(part, here, starts)
                starts = spelled if exact else spelled or starts
            yield from ((here.starts[first], here.ends[first + len(part.words) - 1]) for first in starts)
        case PartKind.PERIOD:
            for phrase in part.phrases:
                yield from ((here.starts[at], here.ends[at + len(phrase) - 1]) for at in _phrase(here, phrase))
        case PartKind.NUMBER if "/" not in part.key:
            yield from ((code.start, code.end) for code in bare_numbers_in(here.text) if code.key == part.key)
            yield from ((code.start, code.end) for code in numbers_in(here.text) if code.key.split("/")[0] == part.key)
        case PartKind.NUMBER:
            yield from ((code.start, code.end) for code in numbers_in(here.text) if part.key in code.parts)
        case PartKind.PERSONAL:
            yield from ((one.start, one.end) for one in find_personal(here.text) if one.key == part.key)
        case PartKind.DOSSIER_CODE:
            yield from ((code.start, code.end) for code in dossier_codes_in(here.text) if part.key in code.parts)


def _starts_of(part: Part, here: PlacedWords, *, exact: bool) -> Iterator[int]:
    """Which words of the text the part starts at, marks apart."""
    wanted = part.folded
    if part.kind is PartKind.PHRASE:
        yield from _phrase(here, wanted)
        return
    yield from here.where.get(wanted[0], ())
    if part.kind is PartKind.PREFIX:
        near = [word for word in here.where if word.startswith(wanted[0]) and word != wanted[0]]
    elif not exact and may_differ(wanted[0], tolerant=part.tolerant):
        near = [word for word in here.where if word != wanted[0] and one_apart(word, wanted[0])]
    else:
        return
    for word in near:
        yield from here.where[word]


def _phrase(here: PlacedWords, wanted: tuple[str, ...]) -> Iterator[int]:
    for at in here.where.get(wanted[0], ()):
        if tuple(here.folded[at : at + len(wanted)]) == wanted:
            yield at


def _spelled_of(part: Part, here: PlacedWords, starts: Sequence[int]) -> list[int]:
    """Those of ``starts`` at which it is spelled as typed."""
    if part.kind is PartKind.PREFIX:
        beginnings = part.spelled_beginnings
        return [first for first in starts if here.spelled(first).startswith(beginnings)]
    wanted = list(enumerate(part.spelled))
    return [first for first in starts if all(here.spelled(first + step) == word for step, word in wanted)]


def may_differ(word: str, *, tolerant: bool) -> bool:
    """Whether one wrong letter is forgiven in a folded word; never in numbers."""
    return len(word) >= (SHORTEST_TOLERANT if tolerant else LONG_WORD) and word.isalpha()


def one_apart(one: str, other: str) -> bool:
    """Whether one letter changed, added, left out, or two neighbours swapped make ``one`` the ``other``."""
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    start = 0
    while start < len(one) and one[start] == other[start]:
        start += 1
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    return one[start + 1 :] == other[start + 1 :] or (
        one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    )


def _window(body: str, found: Sequence[Span]) -> Span:
    """Start and end of the snippet, at borders of words."""
    best, start = (0, 0), 0
    last = 0
    for first in range(len(found)):
        last = max(last, first)
        while last + 1 < len(found) and found[last + 1][1] <= found[first][0] + SNIPPET_LENGTH - 40:
            last += 1
        inside = found[first : last + 1]
        distinct = len({body[start:end].lower() for start, end in inside})
        # Most of the query first, then most often; of equals the first on the page.
        if (distinct, len(inside)) > best:
            best = (distinct, len(inside))
            middle = (found[first][0] + found[last][1]) // 2
            start = min(max(0, middle - SNIPPET_LENGTH // 2), max(0, found[first][0] - 20))
    end = min(len(body), start + SNIPPET_LENGTH)
    start = max(0, min(start, end - SNIPPET_LENGTH))
    while 0 < start < len(body) and not body[start - 1].isspace():
        start -= 1
    while end < len(body) and not body[end].isspace():
        end += 1
    return start, end


def _pieces(text: str, found: Sequence[Span], start: int, end: int) -> tuple[tuple[str, bool], ...]:
    joined: list[Span] = []
    for first, last in found:
        if last <= start or first >= end:
            continue
        span = max(first, start), min(last, end)
        # thu hồi đất is marked once, not thrice.
        if joined and text[joined[-1][1] : span[0]].isspace():
            joined[-1] = joined[-1][0], span[1]
        else:
            joined.append(span)
    pieces, at = list[tuple[str, bool]](), start
    for first, last in joined:
        pieces.append((text[at:first], False))
        pieces.append((text[first:last], True))
        at = last
    pieces.append((text[at:end], False))
    return tuple(piece for piece in pieces if piece[0])
