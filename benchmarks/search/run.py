"""``python -m benchmarks.search.run``: how fast 20,000 pages answer, and whether they answer rightly.

Each query is total, ten hits with their marked snippets, and six facets; asked once with marks
and once without. Wall time depends on who else uses the machine; CPU time much less.
"""

from __future__ import annotations

import argparse
import platform
import statistics
import tempfile
import time
from collections import defaultdict
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.search_index.tantivy import TantivyIndex
from benchmarks.record import Figure, record
from benchmarks.search.corpus import MadePage, pages
from benchmarks.search.queries import OPERATOR, Asked, queries, without_marks
from records.identifiers import DocumentId, PageNumber
from search_api.find_pages import Found, find_pages
from search_api.query_language import PartKind
from search_api.words import has_marks, spelled_words, spelling

if TYPE_CHECKING:
    from search_api.ports import IndexedPage, SearchIndex

TODAY = date(2026, 11, 1)
ALWAYS_FOUND = {"words", "phrase", "prefix", "number", "dossier code", "name", "browse", "leafing far"}
"""Made from a page, so that this page at least must answer."""


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=20_000)
    asked_for = arguments.parse_args()
    made = list(pages(asked_for.pages))
    with tempfile.TemporaryDirectory() as folder:
        index = TantivyIndex(Path(folder) / "index")
        figures = build(index, made, Path(folder))
        figures += ask_all(TantivyIndex(Path(folder) / "index"), made)
    words = statistics.mean(len(each.page.body.split()) for each in made)
    note = (
        f"{asked_for.pages} pages of {words:.0f} words; Python {platform.python_version()}, "
        f"tantivy {version('tantivy')}; each query asked with and without marks"
    )
    name = "search" if asked_for.pages == 20_000 else f"search_{asked_for.pages}"
    record(name, f"python -m benchmarks.search.run --pages {asked_for.pages}", figures, note)


def build(index: TantivyIndex, made: list[MadePage], folder: Path) -> list[Figure]:
    wall, cpu = time.perf_counter(), time.process_time()
    documents = defaultdict[DocumentId, list[MadePage]](list)
    for each in made:
        documents[each.page.document].append(each)
    for document, its_pages in documents.items():
        index.replace_document(document, [each.page for each in its_pages])
    index.commit()
    index.close()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    first, again = documents.popitem()[1], time.perf_counter()
    index.replace_document(first[0].page.document, [each.page for each in first])
    index.commit()
    again = time.perf_counter() - again
    index.close()
    return [
        Figure(what="index built: pages a second", value=round(len(made) / wall), unit="pages/s", promise=""),
        Figure(what="index built: CPU", value=round(cpu, 2), unit="s", promise=""),
        Figure(what="index size", value=round(size / 1e6, 1), unit="MB", promise=""),
        Figure(what="one document replaced and committed", value=round(1000 * again, 1), unit="ms", promise=""),
    ]


def ask_all(index: TantivyIndex, made: list[MadePage]) -> list[Figure]:
    cold = time.perf_counter()
    find_pages(index, "hồ sơ", None, OPERATOR, today=TODAY)
    cold = time.perf_counter() - cold
    bodies = {(each.page.document, each.page.page): each.page for each in made}
    walls, cpus = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    unequal = not_first = compared = empty = 0
    everything = queries(made)
    for asked in everything:
        marked, wall, cpu = timed(index, asked, asked.text)
        plain, plain_wall, plain_cpu = timed(index, asked, without_marks(asked.text))
        walls[asked.kind] += [wall, plain_wall]
        cpus[asked.kind] += [cpu, plain_cpu]
        empty += marked.answer.total == 0 and asked.kind in ALWAYS_FOUND and asked.reader == OPERATOR
        # "từ" and "đến" without marks still mean a span; words with marks are the same words folded.
        unequal += marked.answer.total != plain.answer.total
        if marked.query.accented and not marked.query.tolerant and asked.kind != "prefix":
            compared += 1
            not_first += not exact_first(marked, bodies)
    print_table(walls, cpus)
    all_walls = [value for values in walls.values() for value in values]
    all_cpus = [value for values in cpus.values() for value in values]
    return [
        Figure(what="queries", value=2 * len(everything), unit="", promise=">= 400"),
        Figure(what="wall, median", value=quantile(all_walls, 50), unit="ms", promise=""),
        Figure(what="wall, 95 of 100 within", value=quantile(all_walls, 95), unit="ms", promise="<= 20"),
        Figure(what="wall, 99 of 100 within", value=quantile(all_walls, 99), unit="ms", promise=""),
        Figure(what="CPU, median", value=quantile(all_cpus, 50), unit="ms", promise=""),
        Figure(what="CPU, 95 of 100 within", value=quantile(all_cpus, 95), unit="ms", promise=""),
        Figure(what="CPU, 99 of 100 within", value=quantile(all_cpus, 99), unit="ms", promise=""),
        Figure(what="opened cold, first answer", value=round(1000 * cold, 1), unit="ms", promise=""),
        Figure(what="answers unequal without marks", value=unequal, unit="queries", promise="<= 0"),
        Figure(what="exact spelling not first", value=not_first, unit=f"of {compared} queries", promise="<= 0"),
        Figure(what="made from a page, yet not found", value=empty, unit="queries", promise="<= 0"),
    ]


def timed(index: SearchIndex, asked: Asked, text: str) -> tuple[Found, float, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    found = find_pages(index, text, asked.filters, asked.reader, today=TODAY, limit=10, offset=asked.offset)
    return found, 1000 * (time.perf_counter() - wall), 1000 * (time.process_time() - cpu)


def exact_first(found: Found, bodies: dict[tuple[DocumentId, PageNumber], IndexedPage]) -> bool:
    """Whether no hit spelled as typed stands behind one that is not."""
    typed = {spelling(word) for part in found.query.wanted if part.kind is PartKind.WORD for word in part.words}
    if not any(has_marks(word) for word in typed):
        return True
    spelled = []
    for hit in found.answer.hits:
        page = bodies[hit.document, hit.page]
        text = page.body + " " + (f"{page.title} {page.agency}" if hit.page.value == 1 else "")
        spelled.append(typed <= set(spelled_words(text).split()))
    return spelled == sorted(spelled, reverse=True)


def quantile(values: list[float], hundredth: int) -> float:
    return round(statistics.quantiles(values, n=100)[hundredth - 1], 2)


def print_table(walls: dict[str, list[float]], cpus: dict[str, list[float]]) -> None:
    print("| kind | queries | wall p50 | p95 | max | CPU p50 | p95 | max (ms) |")
    print("|---|---|---|---|---|---|---|---|")
    for kind in sorted(walls):
        cells = [
            value
            for values in (walls[kind], cpus[kind])
            for value in (quantile(values, 50), quantile(values, 95), round(max(values), 2))
        ]
        print(f"| {kind} | {len(walls[kind])} | " + " | ".join(f"{cell:.2f}" for cell in cells) + " |")
    print()


if __name__ == "__main__":
    main()
