"""Two engines asked the same questions in turn, question by question: load of the machine weighs on both alike."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from benchmarks.record import Figure
from benchmarks.search.many_queries import ask, questions
from benchmarks.search.run import quantile

if TYPE_CHECKING:
    from search_api.ports import SearchIndex


def beside(server: SearchIndex, desk: SearchIndex, rounds: int) -> list[Figure]:
    """How much longer the server takes than the desk, one reader asking both in turn."""
    walls: dict[str, list[float]] = {"server": [], "desk": []}
    asked = questions()
    for question in asked[:10]:
        ask(server, question)
        ask(desk, question)
    for number in range(rounds):
        for at, question in enumerate(asked):
            pair = [("server", server), ("desk", desk)]
            for name, index in pair if (at + number) % 2 else reversed(pair):
                begun = time.perf_counter()
                ask(index, question)
                walls[name].append(1000 * (time.perf_counter() - begun))
    figures = [
        Figure(what=f"asked in turn, {name}: wall, {said}", value=quantile(values, hundredth), unit="ms", promise="")
        for name, values in walls.items()
        for said, hundredth in (("median", 50), ("95 of 100 within", 95))
    ]
    ratio = quantile(walls["server"], 95) / quantile(walls["desk"], 95)
    what = "asked in turn: 95 of 100 within, Elasticsearch over tantivy"
    return [*figures, Figure(what=what, value=round(ratio, 2), unit="times", promise="<= 2")]
