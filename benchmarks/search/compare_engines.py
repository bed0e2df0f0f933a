"""``python -m benchmarks.search.compare_engines``: whether tantivy and Elasticsearch answer alike, and how fast.

Every query is asked of both with marks and without, as the site asks it: total, ten hits with
marked snippets, six facets. Then all hits are asked for, and the two sets compared, page by page.
Order is not compared: both rank by the same rules, but weigh words of equal rank by statistics of their own.
The server is the one that VANKHO_TEST_ELASTICSEARCH_URL names.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from elasticsearch import Elasticsearch

from adapters.search_index import held_page
from adapters.search_index.elasticsearch import ElasticsearchIndex
from adapters.search_index.tantivy import TantivyIndex
from benchmarks.record import Figure, record
from benchmarks.search.corpus import MadePage, pages
from benchmarks.search.queries import OPERATOR, Asked, queries, without_marks
from benchmarks.search.run import TODAY, quantile, timed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from records.identifiers import DocumentId, PageNumber
    from search_api.find_pages import Found
    from search_api.ports import Answer, Hit, IndexedPage, SearchIndex

ENGINES = ("tantivy", "elasticsearch")
URL = "VANKHO_TEST_ELASTICSEARCH_URL"
BEYOND = 10_000
"""Where a server by itself stops; the sets of all hits go further."""

Page = tuple["DocumentId", "PageNumber"]


@dataclass(kw_only=True)
class Compared:
    """What came of asking both."""

    asked: int = 0
    deep: int = 0
    """Answers of more than ``BEYOND`` pages."""
    pages: int = 0
    """Hits compared."""
    differences: list[str] = field(default_factory=list)
    same_ten: int = 0
    """First pages with the same hits, whatever their order."""
    same_first: int = 0
    walls: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    cpus: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    kinds: dict[tuple[str, str], list[float]] = field(default_factory=lambda: defaultdict(list))
    build_walls: dict[str, float] = field(default_factory=dict)
    build_cpus: dict[str, float] = field(default_factory=dict)


def compare(count: int, url: str) -> Compared:
    """Both engines over the first ``count`` pages."""
    made = list(pages(count))
    compared = Compared()
    with tempfile.TemporaryDirectory() as folder, _on_the_server(url) as server:
        indices: dict[str, SearchIndex] = {"tantivy": TantivyIndex(Path(folder) / "index"), "elasticsearch": server}
        for name, index in indices.items():
            _build(name, index, made, compared)
        _warm_up(indices)
        for asked in _with_and_without_marks(made):
            _compare_one(asked, indices, compared)
        indices["tantivy"].close()
    return compared


@contextmanager
def _on_the_server(url: str) -> Iterator[ElasticsearchIndex]:
    alias = f"vankho-compare-{os.getpid()}"
    index = ElasticsearchIndex(url, alias)
    try:
        yield index
    finally:
        index.close()
        with Elasticsearch(url) as client:
            for name in client.indices.get_alias(index=f"{alias}-v*", allow_no_indices=True).body:
                client.indices.delete(index=name)


def _build(name: str, index: SearchIndex, made: list[MadePage], compared: Compared) -> None:
    documents: dict[DocumentId, list[IndexedPage]] = defaultdict(list)
    for each in made:
        documents[each.page.document].append(each.page)
    wall, cpu = time.perf_counter(), time.process_time()
    for document, its_pages in documents.items():
        index.replace_document(document, its_pages)
    index.commit()
    compared.build_walls[name] = time.perf_counter() - wall
    compared.build_cpus[name] = time.process_time() - cpu


def _with_and_without_marks(made: list[MadePage]) -> Iterator[Asked]:
    for asked in queries(made):
        yield asked
        yield replace(asked, text=without_marks(asked.text))


def _warm_up(indices: dict[str, SearchIndex]) -> None:
    for index in indices.values():
        for text in ("hồ sơ", "thu hồi đất", '"quyết định"', "ngh*", ""):
            timed(index, Asked(kind="", text=text, reader=OPERATOR), text)


def _compare_one(asked: Asked, indices: dict[str, SearchIndex], compared: Compared) -> None:
    found: dict[str, Found] = {}
    for name, index in indices.items():
        found[name], wall, cpu = timed(index, asked, asked.text)
        compared.walls[name].append(wall)
        compared.cpus[name].append(cpu)
        compared.kinds[asked.kind, name].append(wall)
    # What a hit shows is compared on the first page; cutting twenty thousand snippets takes minutes.
    with patch.object(held_page, "snippet", lambda *_: ()):
        every = 1 + max(each.answer.total for each in found.values())
        whole = {
            name: index.search(found[name].query, asked.reader, today=TODAY, limit=every)
            for name, index in indices.items()
        }
    one, other = (found[name] for name in ENGINES)
    compared.asked += 1
    compared.deep += whole["tantivy"].total > BEYOND
    compared.pages += whole["tantivy"].total
    compared.same_ten += _pages(one.answer.hits) == _pages(other.answer.hits)
    compared.same_first += one.answer.hits[:1] == () or _page(one.answer.hits[0]) == _page(other.answer.hits[0])
    compared.differences += [f"{asked.kind}: {asked.text!r}: {what}" for what in _differences(one, other, whole)]


def _differences(one: Found, other: Found, whole: dict[str, Answer]) -> Iterator[str]:
    for name, answer in whole.items():
        distinct = len(_pages(answer.hits))
        if not answer.total == len(answer.hits) == distinct:
            yield f"{name}: {answer.total} in all, {len(answer.hits)} given, {distinct} of them different"
    here, there = (_pages(whole[name].hits) for name in ENGINES)
    if here != there:
        yield f"only tantivy: {_some(here - there)}; only elasticsearch: {_some(there - here)}"
    if one.answer.total != other.answer.total:
        yield f"totals: {one.answer.total}, {other.answer.total}"
    if _facets(one.answer) != _facets(other.answer):
        yield f"facets: {_facets(one.answer)}, {_facets(other.answer)}"
    if (one.query, one.suggestion is None, one.emptied_by, one.without_filters) != (
        other.query,
        other.suggestion is None,
        other.emptied_by,
        other.without_filters,
    ):
        yield f"taken otherwise: {one.query}, {other.query}"
    said = {_page(hit): replace(hit, score=0) for hit in one.answer.hits}
    for hit in other.answer.hits:
        if said.get(_page(hit), replace(hit, score=0)) != replace(hit, score=0):
            yield f"shown otherwise: {said[_page(hit)]}, {hit}"


def _page(hit: Hit) -> Page:
    return hit.document, hit.page


def _pages(hits: tuple[Hit, ...]) -> set[Page]:
    return {_page(hit) for hit in hits}


def _facets(answer: Answer) -> dict[str, dict[str, int]]:
    return {name: dict(values) for name, values in answer.facets.items()}


def _some(pages: set[Page]) -> str:
    shown = ", ".join(f"{document.value[-6:]}:{page.value}" for document, page in sorted(pages, key=str)[:5])
    return f"{len(pages)} ({shown})"


def _figures(count: int, compared: Compared) -> list[Figure]:
    figures = [
        Figure(what="both engines: queries", value=compared.asked, unit="", promise=">= 400"),
        Figure(
            what="both engines: answers that differ in hits, total, facets or what a hit shows",
            value=len(compared.differences),
            unit="",
            promise="<= 0",
        ),
        Figure(what="both engines: hits compared", value=compared.pages, unit="", promise=""),
        Figure(what="both engines: answers of more than 10,000 pages", value=compared.deep, unit="", promise=""),
        Figure(what="both engines: the same ten hits first", value=compared.same_ten, unit="queries", promise=""),
        Figure(what="both engines: the same hit first", value=compared.same_first, unit="queries", promise=""),
    ]
    for name in ENGINES:
        wall, cpu = compared.walls[name], compared.cpus[name]
        per_page = 1000 * compared.build_cpus[name] / count
        figures += [
            Figure(what=f"{name}: wall, median", value=quantile(wall, 50), unit="ms", promise=""),
            Figure(what=f"{name}: wall, 95 of 100 within", value=quantile(wall, 95), unit="ms", promise=""),
            Figure(what=f"{name}: CPU of ours, median", value=quantile(cpu, 50), unit="ms", promise=""),
            Figure(what=f"{name}: CPU of ours, 95 of 100 within", value=quantile(cpu, 95), unit="ms", promise=""),
            Figure(what=f"{name}: CPU of ours, a page put in", value=round(per_page, 3), unit="ms", promise=""),
            Figure(
                what=f"{name}: index built: pages a second",
                value=round(count / compared.build_walls[name]),
                unit="pages/s",
                promise="",
            ),
        ]
    return figures


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=20_000)
    asked_for = arguments.parse_args()
    if not (url := os.environ.get(URL, "")):
        raise SystemExit(f"set {URL} to the address of an Elasticsearch server; `make services` starts one")
    compared = compare(asked_for.pages, url)
    for difference in compared.differences:
        print(difference)
    for (kind, name), walls in sorted(compared.kinds.items()):
        print(f"| {kind} | {name} | {len(walls)} | {quantile(walls, 50)} | {quantile(walls, 95)} |")
    with Elasticsearch(url) as client:
        server = client.info()["version"]["number"]
    name = "search_engines" if asked_for.pages == 20_000 else f"search_engines_{asked_for.pages}"
    note = (
        f"{asked_for.pages} pages; Python {platform.python_version()}, tantivy {version('tantivy')}, Elasticsearch "
        f"{server} on the same machine; each query asked with and without marks"
    )
    command = f"python -m benchmarks.search.compare_engines --pages {asked_for.pages}"
    record(name, command, _figures(asked_for.pages, compared), note)


if __name__ == "__main__":
    main()
