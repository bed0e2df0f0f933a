"""Find the pages that answer what somebody typed, and where there are none, say why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from records.folding import fold
from records.syllables import may_be_syllable
from search_api.highlight import may_differ, one_apart
from search_api.ports import FACETS
from search_api.query_language import Filters, Order, PartKind, Query, Understood, parse

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from records.reader import Reader
    from search_api.ports import Answer, SearchIndex

MOST_EXPLAINED = 12
"""Parts that are tried one by one when nothing is found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emptied:
    """A part of the query without which there would be pages."""

    part: Understood
    count: int
    """Pages found without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An answer, how the query was understood, and ways out when nothing answers."""

    answer: Answer
    query: Query
    """As it was asked in the end; ``tolerant`` where only misspelled words were found."""
    suggestion: str | None = None
    """The text as the pages spell it, where ``query`` had to be tolerant and the typed word is no word.

    A syllable that Vietnamese has is never replaced: what comes close to it may be a misread page.
    """
    emptied_by: tuple[Emptied, ...] = ()
    """When nothing is found: the part that emptied it most first."""
    without_filters: int | None = None
    """When nothing is found with filters: pages found without them."""


class Find(Protocol):
    """``find_pages`` on an index that is given already."""

    def __call__(
        self,
        text: str,
        filters: Filters | None,
        reader: Reader,
        *,
        today: date,
        limit: int = 10,
        offset: int = 0,
        order: Order = Order.BEST,
        facets: Sequence[str] = FACETS,
    ) -> Found:
        """As ``find_pages``."""


def find_pages(
    index: SearchIndex,
    text: str,
    filters: Filters | None,
    reader: Reader,
    *,
    today: date,
    limit: int = 10,
    offset: int = 0,
    order: Order = Order.BEST,
    facets: Sequence[str] = FACETS,
) -> Found:
    """The pages that answer ``text`` and that ``reader`` may see, in the order asked for.

    Words are met letter for letter (marks and case apart); only where that finds nothing is one
    wrong letter forgiven in each word that no page has. Every count said here is of pages the reader may see.

    Raises:
        Damaged (index.damaged), Misconfigured (index.schema_changed): The index must be rebuilt.
    """
    query = parse(text, today=today, filters=filters, order=order)
    answer = index.search(query, reader, today=today, limit=limit, offset=offset, facets=facets)
    if answer.total or not query.parts:
        return _or_without_filters(Found(answer=answer, query=query), index, reader, today)
    tolerant = _tolerant(index, query, reader, today)
    if tolerant.tolerant:
        nearly = index.search(tolerant, reader, today=today, limit=limit, offset=offset, facets=facets)
        if nearly.total:
            return Found(answer=nearly, query=tolerant, suggestion=_as_spelled(tolerant, nearly))
    found = Found(answer=answer, query=query, emptied_by=_emptied_by(index, query, reader, today))
    return _or_without_filters(found, index, reader, today)


def _tolerant(index: SearchIndex, query: Query, reader: Reader, today: date) -> Query:
    """The query with a wrong letter forgiven in the words that no page has.

    Words that some page has are not touched: which of them emptied the answer is told instead.
    """
    if query.filters.exact_diacritics:
        return query
    unknown = []
    for part in query.wanted:
        if part.kind is PartKind.WORD and may_differ(part.folded[0], tolerant=True):
            alone = replace(query, parts=(part,), filters=Filters())
            if len(query.parts) == 1 or not index.search(alone, reader, today=today, limit=0, facets=()).total:
                unknown.append(part)
    return replace(query, parts=tuple(replace(part, tolerant=part in unknown) for part in query.parts))


def _emptied_by(index: SearchIndex, query: Query, reader: Reader, today: date) -> tuple[Emptied, ...]:
    if len(query.parts) < 2:
        return ()
    emptied = []
    for part, understood in list(zip(query.parts, query.understood, strict=True))[:MOST_EXPLAINED]:
        rest = replace(query, parts=tuple(each for each in query.parts if each is not part))
        count = index.search(rest, reader, today=today, limit=0, facets=()).total
        if count:
            emptied.append(Emptied(part=understood, count=count))
    return tuple(sorted(emptied, key=lambda each: -each.count))


def _or_without_filters(found: Found, index: SearchIndex, reader: Reader, today: date) -> Found:
    if found.answer.total or found.query.filters == Filters():
        return found
    plain = replace(found.query, filters=Filters())
    return replace(found, without_filters=index.search(plain, reader, today=today, limit=0, facets=()).total)


def _as_spelled(query: Query, answer: Answer) -> str | None:
    """The text with each misspelled word as the first pages spell it; None where nothing typed is misspelled."""
    seen = Counter[str]()
    for hit in answer.hits:
        for piece, matched in hit.snippet:
            if matched:
                seen.update(piece.split())
    text, changed = query.text, False
    for part in reversed(query.wanted):
        if part.kind is not PartKind.WORD or may_be_syllable(part.words[0]):
            continue
        nearest = _nearest(part.folded[0], seen)
        if nearest is not None:
            text, changed = text[: part.start] + nearest + text[part.end :], True
    return text if changed else None


def _nearest(word: str, seen: Counter[str]) -> str | None:
    folded = {fold(each) for each in seen}
    if word in folded:
        return None
    near = [(count, each.lower()) for each, count in seen.items() if one_apart(fold(each), word)]
    return max(near)[1] if near else None
