"""A query of ours, and who asks, as one query of Elasticsearch.

Marking of words is not asked of the server. Its *unified* highlighter marks the text that was
analysed; ours is the page's words, cut and folded by us, not the page. It knows neither codes nor
dates nor which numbers of people are to be masked. ``search_api.highlight`` does, on the page's own text,
so that both engines show the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.search_index.elasticsearch_page import held_words
from records.identifiers import DocumentId, DossierId
from records.reader import AccessLevel, Capability
from search_api.highlight import may_differ
from search_api.periods import Period
from search_api.ports import most_values
from search_api.query_language import SPELLED, Order, Part, PartKind, Query

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from records.reader import Reader

_AS_SPELLED = 1000.0
"""Above any sum of word weights: of pages with the same words, those spelled as typed come first."""
_ITS_OWN_CODE = 500.0
"""The document that bears the code, before those that cite it."""
_CITED = 50.0
_ISSUED_THEN = 5.0
_MISSPELLED = 0.1
_HIDDEN = {"dossier": DossierId, "document": DocumentId}

Clause = dict[str, Any]


def counts(facets: Sequence[str]) -> Clause:
    """What is to be counted beside the hits."""
    return {name: {"terms": {"field": name, "size": most_values(name)}} for name in facets}


def build(query: Query, reader: Reader, *, today: date, hidden: Collection[DossierId | DocumentId] = ()) -> Clause:
    """The engine's query for everything that answers ``query`` and that ``reader`` may see, without ``hidden``.

    Rights are filters of the query itself, so total, facets and hits all keep to them.
    """
    clauses: Clause = {
        "filter": [*_rights(reader, today), *_filters(query)],
        "must": [_condition(part, query) for part in query.wanted],
        "must_not": [*(_condition(part, query) for part in query.excluded), *_hidden(hidden)],
        # With a ``filter`` alone nothing in ``should`` has to match; said all the same.
        "minimum_should_match": 0,
        "should": _better(query) if query.ranked else [],
    }
    return {"bool": clauses}


def order(query: Query) -> list[Clause]:
    """As asked for, otherwise best first, then newest first; no two pages are equal."""
    by_date = "oldest" if query.order is Order.OLDEST else "order"
    dated: list[Clause] = [{by_date: "desc"}, {"document": "asc"}, {"page": "asc"}]
    return [{"_score": "desc"}, *dated] if query.ranked else dated


def _rights(reader: Reader, today: date) -> list[Clause]:
    clauses: list[Clause] = []
    if not reader.all_units:
        clauses.append(_any_of("unit", sorted(reader.units)))
    if reader.levels != frozenset(AccessLevel):
        clauses.append(_any_of("level", sorted(level.value for level in reader.levels)))
    if Capability.DECIDE not in reader.capabilities:
        # Every page has a day, 0 where nothing restricts it: one without any is not shown.
        clauses.append({"range": {"restricted": {"lte": today.toordinal()}}})
    return clauses


def _hidden(hidden: Collection[DossierId | DocumentId]) -> list[Clause]:
    ids = {field: sorted(each.value for each in hidden if isinstance(each, kind)) for field, kind in _HIDDEN.items()}
    return [_any_of(field, values) for field, values in ids.items() if values]


def _filters(query: Query) -> list[Clause]:
    filters = query.filters
    wanted = {
        "unit": filters.unit,
        "procedure": filters.procedure,
        "document_type": filters.document_type,
        "agency": filters.agency,
        "dossier": filters.dossier.value if filters.dossier else None,
        "document": filters.document.value if filters.document else None,
        "year": filters.year,
        "state": filters.state,
    }
    clauses = [_is(name, value) for name, value in wanted.items() if value is not None]
    if filters.issued_from or filters.issued_to:
        clauses.append(_issued(Period(filters.issued_from, filters.issued_to)))
    if filters.found_since:
        clauses.append({"range": {"since": {"gte": int(filters.found_since.timestamp())}}})
    return clauses


def _condition(part: Part, query: Query) -> Clause:
    match part.kind:
        case PartKind.NUMBER | PartKind.DOSSIER_CODE:
            own = _worth(_ITS_OWN_CODE, _is("codes", part.key))
            return _either([own, _worth(_CITED, _is("cited", part.key))])
        case PartKind.PERSONAL:
            # What a page did not show to be somebody's number is a word of it like any other.
            return _either([_worth(_CITED, _is("personal", part.key)), _phrase("body", part.folded)])
        case PartKind.PERIOD:
            assert part.period is not None
            issued = _worth(_ISSUED_THEN, _issued(part.period))
            return _either([issued, *(_phrase("body", phrase) for phrase in part.phrases)])
        case PartKind.WORD | PartKind.PHRASE | PartKind.PREFIX:
            return _spelled(part) if query.filters.exact_diacritics else _folded(part)


def _folded(part: Part) -> Clause:
    if part.kind is PartKind.PREFIX:
        return _starting("body", part.folded[0])
    if part.kind is PartKind.PHRASE:
        return _phrase("body", part.folded)
    word = part.folded[0]
    as_typed = _is("body", held_words(word))
    if part.excluded or not may_differ(word, tolerant=part.tolerant):
        return as_typed
    # All words one letter away, not the fifty most alike, which is what is looked at without ``rewrite``.
    nearly = {"value": held_words(word), "fuzziness": 1, "transpositions": True, "rewrite": "constant_score"}
    return _either([as_typed, _worth(_MISSPELLED, {"fuzzy": {"body": nearly}})])


def _spelled(part: Part) -> Clause:
    if part.kind is PartKind.PREFIX:
        return _either(_starting("body_x", start) for start in part.spelled_beginnings)
    return _phrase("body_x", part.spelled)


def _better(query: Query) -> list[Clause]:
    """What makes one of two pages with the same words the better answer."""
    spelled = [part for part in query.wanted if part.kind in SPELLED]
    better: list[Clause] = []
    if len(spelled) < len(query.wanted):
        # All pages of a document bear its number; its first page shows it.
        better.append(_worth(1.0, _is("page", 1)))
    if query.accented and not query.filters.exact_diacritics:
        better += [_worth(_AS_SPELLED, _spelled(part)) for part in spelled]
    plain = [part for part in spelled if part.kind is PartKind.WORD]
    better += [_is("title", held_words(part.folded[0])) for part in plain]
    # Vietnamese words are mostly two syllables: neighbours in the query should be neighbours on the page.
    for one, other in zip(query.parts, query.parts[1:], strict=False):
        if one in plain and other in plain:
            better.append(_phrase("body", one.folded + other.folded))
    return better


def _issued(period: Period) -> Clause:
    span: Clause = {}
    if period.first:
        span["gte"] = period.first.toordinal()
    if period.last:
        span["lte"] = period.last.toordinal()
    return {"range": {"issued": span}}


def _is(field: str, value: str | int) -> Clause:
    return {"term": {field: {"value": value}}}


def _any_of(field: str, values: list[str]) -> Clause:
    return {"terms": {field: values}} if values else {"match_none": {}}


def _either(clauses: Iterable[Clause]) -> Clause:
    return {"bool": {"should": list(clauses), "minimum_should_match": 1}}


def _worth(weight: float, clause: Clause) -> Clause:
    return {"constant_score": {"filter": clause, "boost": weight}}


def _phrase(field: str, words: tuple[str, ...]) -> Clause:
    if len(words) == 1:
        return _is(field, held_words(words[0]))
    return {"match_phrase": {field: {"query": held_words(" ".join(words)), "analyzer": "words"}}}


def _starting(field: str, start: str) -> Clause:
    return {"prefix": {field: {"value": held_words(start), "rewrite": "constant_score"}}}
