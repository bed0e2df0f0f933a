"""Queries of every kind a desk types, made from the pages so that they have answers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import TYPE_CHECKING

from benchmarks.search.corpus import UNITS
from records.folding import fold
from records.reader import AccessLevel, Capability, Reader, local_operator
from search_api.query_language import Filters
from search_api.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.search.corpus import MadePage

OPERATOR = local_operator("bench")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query as typed with marks, who asks, and from where on."""

    kind: str
    text: str
    reader: Reader
    offset: int = 0
    filters: Filters | None = None


def queries(made: Sequence[MadePage]) -> list[Asked]:
    """230 queries; the same for the same pages."""
    chance = random.Random(11)
    asked = []
    for kind, count, text in _kinds(made, chance):
        for _ in range(count):
            whole = kind in {"number", "dossier code", "leafing far"}
            asked.append(
                Asked(
                    kind=kind,
                    text=text(),
                    reader=OPERATOR if whole else _reader(chance),
                    offset=2000 if kind == "leafing far" else 0,
                    filters=Filters(year=chance.randrange(2012, 2024)) if kind == "words, filter" else None,
                )
            )
    chance.shuffle(asked)
    return asked


def _kinds(made: Sequence[MadePage], chance: random.Random) -> list[tuple[str, int, Callable[[], str]]]:
    def some(count: int) -> list[str]:
        while True:
            its_words = words(chance.choice(made).page.body)[12:]
            at = chance.randrange(len(its_words) - count)
            if all(word.isalpha() for word in its_words[at : at + count]):
                return its_words[at : at + count]

    def page() -> MadePage:
        return chance.choice(made)

    return [
        ("words", 60, lambda: " ".join(some(chance.choice((1, 2, 3, 4))))),
        ("words, filter", 15, lambda: " ".join(some(2))),
        ("phrase", 25, lambda: f'"{" ".join(some(chance.choice((2, 3, 4))))}"'),
        ("prefix", 20, lambda: " ".join(some(2))[:-1] + "*"),
        ("one wrong letter", 20, lambda: _wrong(some(2), chance)),
        ("number", 20, lambda: page().page.number_and_sign),
        ("dossier code", 15, lambda: page().page.dossier_code),
        ("dates", 20, lambda: f"{some(1)[0]} từ 1/{chance.randrange(2009, 2018)} đến 6/{chance.randrange(2018, 2024)}"),
        ("name", 15, lambda: page().name),
        ("without a word", 5, lambda: "{} -{}".format(*some(2))),
        ("browse", 5, lambda: ""),
        ("leafing far", 10, lambda: chance.choice(["hồ sơ", "quyết định", "đăng ký", "thu hồi đất"])),
    ]


def _wrong(typed: list[str], chance: random.Random) -> str:
    word = typed[1]
    at = chance.randrange(len(word))
    return f"{typed[0]} {word[:at]}{chance.choice('wjzf')}{word[at:]}"


def _reader(chance: random.Random) -> Reader:
    match chance.randrange(3):
        case 0:
            return OPERATOR
        case 1:
            units = frozenset(chance.sample(UNITS[:8], 3))
            return Reader(account="x", units=units, levels=frozenset({AccessLevel.PUBLIC}))
        case _:
            rights = frozenset({Capability.DECIDE})
            return Reader(account="y", units=frozenset(UNITS[:2]), levels=frozenset(AccessLevel), capabilities=rights)


def without_marks(text: str) -> str:
    return fold(text)
