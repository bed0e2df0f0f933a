"""The 200 queries asked of many pages: eleven kinds, two thirds of those without a number with rights."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from benchmarks.search.many_pages import clauses_of_texts, day_of, pages, unit_of
from records.folding import fold
from records.reader import AccessLevel, Capability, Reader, local_operator
from search_api.find_pages import find_pages
from search_api.query_language import Filters

if TYPE_CHECKING:
    from benchmarks.search.many_pages import Drawn
    from search_api.find_pages import Found
    from search_api.ports import SearchIndex

FACETS = ("unit", "procedure", "document_type", "year")
TODAY = date(2026, 11, 1)
TAKEN_FROM = 20_000
"""Names, numbers and some words are those of the first pages."""
OPERATOR = local_operator("bench")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    kind: str
    text: str
    reader: Reader
    offset: int = 0
    filters: Filters | None = None


def questions() -> list[Question]:
    """200; the same each time. Asked with total, ten marked hits and ``FACETS``."""
    return _Questions().all()


class _Questions:
    def __init__(self) -> None:
        self._chance = random.Random(11)
        self._pages: list[Drawn] = list(pages(TAKEN_FROM))
        pieces = [piece for clause in clauses_of_texts() for piece in clause.split(",")]
        split = [_words(piece) for piece in pieces if len(piece.split()) >= 5]
        clauses = [[word for word in clause if word.isalpha()] for clause in split]
        self._clauses = [clause for clause in clauses if len(clause) >= 5]
        self._asked: list[Question] = []

    def all(self) -> list[Question]:
        chance = self._chance
        for _ in range(30):
            self._add("folded", fold(" ".join(self._some(chance.choice((2, 3))))))
        for _ in range(30):
            self._add("with marks", " ".join(self._some(chance.choice((2, 3)))))
        for _ in range(20):
            self._add("phrase", '"' + " ".join(self._some(chance.choice((2, 3, 4)))) + '"')
        for _ in range(20):
            one, other = self._some(2)
            self._add("prefix", f"{one} {other[:2]}*")
        for _ in range(20):
            self._add("one wrong letter", " ".join(fold(self._wrong(word)) for word in self._some(2)))
        for _ in range(15):
            self._add("number", chance.choice(self._pages).number_and_sign, everything=True)
        for _ in range(15):
            self._add("dossier code", chance.choice(self._pages).code, everything=True)
        for _ in range(20):
            first = chance.randrange(2000, 5500)
            text, days = " ".join(self._some(2)), chance.choice((30, 365))
            filters = Filters(issued_from=day_of(first), issued_to=day_of(first + days))
            self._add("dates", text, filters=filters)
        for _ in range(10):
            self._add("name", " ".join(chance.choice(self._pages).title.split(" - ")[1].split()))
        for _ in range(10):
            self._add("browse", "")
        for _ in range(10):
            self._add("leafing far", " ".join(self._some(2)), offset=5000, everything=True)
        chance.shuffle(self._asked)
        return self._asked

    def _add(
        self, kind: str, text: str, *, offset: int = 0, filters: Filters | None = None, everything: bool = False
    ) -> None:
        reader = self._reader()
        asks = OPERATOR if everything else reader
        self._asked.append(Question(kind=kind, text=text, reader=asks, offset=offset, filters=filters))

    def _reader(self) -> Reader:
        match self._chance.randrange(3):
            case 0:
                return OPERATOR
            case 1:
                units = sorted(self._chance.sample(range(12), 3))
                return _of_units(units, frozenset({AccessLevel.PUBLIC}))
            case _:
                return _of_units([self._chance.randrange(4)], frozenset(AccessLevel))

    def _some(self, count: int) -> list[str]:
        chance = self._chance
        if chance.random() < 0.6:
            clause = chance.choice(self._clauses)
            at = chance.randrange(len(clause) - count + 1)
            return clause[at : at + count]
        words = [word for word in islice(_words(chance.choice(self._pages).body), 10, None) if word.isalpha()]
        at = chance.randrange(len(words) - count)
        return words[at : at + count]

    def _wrong(self, word: str) -> str:
        chance = self._chance
        if len(word) < 3:
            return word
        at = chance.randrange(len(word))
        if chance.random() < 0.5:
            return word[:at] + word[at + 1 :]
        return word[:at] + chance.choice("aeiouxnc") + word[at + 1 :]


def _of_units(units: list[int], levels: frozenset[AccessLevel]) -> Reader:
    rights = frozenset({Capability.READ})
    return Reader(account="bench", units=frozenset(map(unit_of, units)), levels=levels, capabilities=rights)


def _words(text: str) -> list[str]:
    return [match.group().lower() for match in _WORD.finditer(text)]


def ask(index: SearchIndex, question: Question) -> Found:
    return find_pages(
        index,
        question.text,
        question.filters,
        question.reader,
        today=TODAY,
        limit=10,
        offset=question.offset,
        facets=FACETS,
    )
