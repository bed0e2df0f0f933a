"""A query of ours, and who asks, as one query of tantivy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tantivy import FieldType, Occur
from tantivy import Query as Engine

from adapters.search_index.tantivy_page import pairs_of
from records.identifiers import DocumentId, DossierId
from records.reader import AccessLevel, Capability
from search_api.highlight import may_differ
from search_api.periods import Period
from search_api.query_language import SPELLED, Order, Part, PartKind, Query

if TYPE_CHECKING:
    from collections.abc import Collection
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
_FIRST_DAY = 1
_LAST_DAY = 4_000_000
_LAST_SECOND = 1 << 40


def build(
    query: Query,
    reader: Reader,
    schema: Any,
    *,
    today: date,
    hidden: Collection[DossierId | DocumentId] = (),
    ranked: bool = True,
) -> Any:
    """The engine's query for everything that answers ``query`` and that ``reader`` may see, without ``hidden``.

    It finds the same pages where it is not ``ranked``, and says nothing of which answers best.
    """
    clauses = [(Occur.Must, Engine.const_score_query(clause, 0.0)) for clause in _rights(reader, schema, today)]
    clauses += [(Occur.Must, Engine.const_score_query(clause, 0.0)) for clause in _filters(query, schema)]
    clauses += [(Occur.Must, _condition(part, query, schema)) for part in query.wanted]
    clauses += [(Occur.MustNot, _condition(part, query, schema)) for part in query.excluded]
    for field, kind in _HIDDEN.items():
        if ids := sorted(each.value for each in hidden if isinstance(each, kind)):
            clauses.append((Occur.MustNot, _any_of(schema, field, ids)))
    if ranked and query.ranked:
        clauses += [(Occur.Should, clause) for clause in _better(query, schema)]
    if all(occur != Occur.Must for occur, _ in clauses):
        # Nothing asked for, or nothing but exclusions: they need something to exclude from.
        clauses.append((Occur.Must, Engine.const_score_query(Engine.all_query(), 0.0)))
    return Engine.boolean_query(clauses)


def order(query: Query) -> str | None:
    """The field by which the greatest comes first; None is by what answers best."""
    if query.ranked:
        return None
    return "oldest" if query.order is Order.OLDEST else "order"


def _rights(reader: Reader, schema: Any, today: date) -> list[Any]:
    clauses = []
    if not reader.all_units:
        clauses.append(_any_of(schema, "unit", sorted(reader.units)))
    if reader.levels != frozenset(AccessLevel):
        clauses.append(_any_of(schema, "level", sorted(level.value for level in reader.levels)))
    if Capability.DECIDE not in reader.capabilities:
        clauses.append(_between(schema, "restricted", 0, today.toordinal()))
    return clauses


def _filters(query: Query, schema: Any) -> list[Any]:
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
    clauses = [Engine.term_query(schema, name, value) for name, value in wanted.items() if value is not None]
    if filters.issued_from or filters.issued_to:
        clauses.append(_issued(schema, Period(filters.issued_from, filters.issued_to)))
    if filters.found_since:
        clauses.append(_between(schema, "since", int(filters.found_since.timestamp()), _LAST_SECOND))
    return clauses


def _condition(part: Part, query: Query, schema: Any) -> Any:
    match part.kind:
        case PartKind.NUMBER | PartKind.DOSSIER_CODE:
            own = Engine.const_score_query(Engine.term_query(schema, "codes", part.key), _ITS_OWN_CODE)
            cited = Engine.const_score_query(Engine.term_query(schema, "cited", part.key), _CITED)
            return _either(own, cited)
        case PartKind.PERSONAL:
            # What a page did not show to be somebody's number is a word of it like any other.
            as_words = _phrase(schema, "body", part.folded)
            return _either(Engine.const_score_query(Engine.term_query(schema, "personal", part.key), _CITED), as_words)
        case PartKind.PERIOD:
            assert part.period is not None
            issued = Engine.const_score_query(_issued(schema, part.period), _ISSUED_THEN)
            return _either(issued, *(_phrase(schema, "body", phrase) for phrase in part.phrases))
        case PartKind.WORD | PartKind.PHRASE | PartKind.PREFIX:
            if query.filters.exact_diacritics:
                return _spelled(part, schema)
            return _folded(part, schema)


def _folded(part: Part, schema: Any) -> Any:
    if part.kind is PartKind.PREFIX:
        return _starting(schema, "body", part.folded[0])
    if part.kind is PartKind.PHRASE:
        return _phrase(schema, "body", part.folded)
    word = part.folded[0]
    as_typed = Engine.term_query(schema, "body", word)
    if part.excluded or not may_differ(word, tolerant=part.tolerant):
        return as_typed
    nearly = Engine.fuzzy_term_query(schema, "body", word, distance=1, transposition_cost_one=True)
    return _either(as_typed, Engine.const_score_query(nearly, _MISSPELLED))


def _spelled(part: Part, schema: Any) -> Any:
    if part.kind is PartKind.PREFIX:
        return _either(*(_starting(schema, "body_x", start) for start in part.spelled_beginnings))
    return _phrase(schema, "body_x", part.spelled)


def _better(query: Query, schema: Any) -> list[Any]:
    """What makes one of two pages with the same words the better answer."""
    spelled = [part for part in query.wanted if part.kind in SPELLED]
    better = []
    if len(spelled) < len(query.wanted):
        # All pages of a document bear its number; its first page shows it.
        better.append(Engine.const_score_query(Engine.term_query(schema, "page", 1), 1.0))
    if query.accented and not query.filters.exact_diacritics:
        better += [Engine.const_score_query(_spelled(part, schema), _AS_SPELLED) for part in spelled]
    plain = [part for part in spelled if part.kind is PartKind.WORD]
    better += [Engine.term_query(schema, "title", part.folded[0]) for part in plain]
    # Vietnamese words are mostly two syllables: neighbours in the query should be neighbours on the page.
    for one, other in zip(query.parts, query.parts[1:], strict=False):
        if one in plain and other in plain:
            better.append(_phrase(schema, "body", one.folded + other.folded))
    return better


def _either(*clauses: Any) -> Any:
    return Engine.boolean_query([(Occur.Should, clause) for clause in clauses])


def _any_of(schema: Any, field: str, values: list[str]) -> Any:
    return Engine.term_set_query(schema, field, values) if values else Engine.empty_query()


def _phrase(schema: Any, field: str, words: tuple[str, ...]) -> Any:
    if len(words) == 1:
        return Engine.term_query(schema, field, words[0])
    as_phrase = Engine.phrase_query(schema, field, list(words))
    if field != "body":
        return as_phrase
    pairs = [Engine.term_query(schema, "pairs", pair) for pair in pairs_of(words)]
    if len(pairs) == 1:
        return pairs[0]
    # Where words stand is looked up only on pages that have every pair: common syllables are on all of them.
    every = [(Occur.Must, Engine.const_score_query(pair, 0.0)) for pair in pairs]
    return Engine.boolean_query([*every, (Occur.Must, as_phrase)])


def _starting(schema: Any, field: str, start: str) -> Any:
    # Words are letters and digits alone: nothing in them means anything to a regular expression.
    return Engine.regex_query(schema, field, f"{start}.*")


def _issued(schema: Any, period: Period) -> Any:
    first = period.first.toordinal() if period.first else _FIRST_DAY
    last = period.last.toordinal() if period.last else _LAST_DAY
    return _between(schema, "issued", first, last)


def _between(schema: Any, field: str, first: int, last: int) -> Any:
    return Engine.range_query(schema, field, FieldType.Integer, first, last)
