"""``python -m benchmarks.search.many``: a million pages, 200 questions, one reader and eight, and what is new.

Each question is answered with its total, ten hits with marked snippets and four facets, under the rights of
who asks. Every reader is a process of its own, as every worker and site is. ``--engine elasticsearch`` asks the
server that VANKHO_TEST_ELASTICSEARCH_URL names. ``--keep FOLDER`` leaves the index of tantivy there, and asks the
one that lies there already; with Elasticsearch, the same questions are asked in turn of the index that lies there.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import platform
import tempfile
import time
from collections import defaultdict, deque
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil
from elasticsearch import Elasticsearch

from adapters.search_index.elasticsearch import ElasticsearchIndex
from adapters.search_index.tantivy import TantivyIndex
from benchmarks.record import Figure, record
from benchmarks.search.freshness import how_fresh
from benchmarks.search.many_beside import beside
from benchmarks.search.many_pages import documents
from benchmarks.search.many_queries import ask, questions
from benchmarks.search.run import print_table, quantile

if TYPE_CHECKING:
    from records.identifiers import DocumentId
    from search_api.ports import IndexedPage, SearchIndex

URL = "VANKHO_TEST_ELASTICSEARCH_URL"
MANY = 1_000_000
AT_ONCE = 8
PROMISED = {"tantivy": ("<= 12", "<= 60"), "elasticsearch": ("", "<= 120")}
"""Median and 95 of 100 of one reader, by engine."""
_BLOCK = 4000
"""Pages that are committed at once: a multiple of a thousand."""
_AHEAD = 2
_ALIAS = "vankho-many"
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class Place:
    """Where an index lies, so that other processes open it too."""

    engine: str
    where: str

    def open(self) -> SearchIndex:
        if self.engine == "tantivy":
            return TantivyIndex(Path(self.where))
        return ElasticsearchIndex(self.where, _ALIAS)


def build(place: Place, count: int) -> list[Figure]:
    """The way of ``vankho index rebuild``: beside what is there, a commit every few hundred documents.

    Another process draws the pages, a block ahead; of both no more is held than a few thousand pages.
    """
    index, begun, used = place.open(), time.perf_counter(), time.process_time()
    blocks = range(0, count, _BLOCK)
    with _SPAWN.Pool(1) as drawing, index.rebuilding() as new:
        ahead = deque(drawing.apply_async(_draw, (first, count)) for first in blocks[:_AHEAD])
        for number in range(len(blocks)):
            drawn = ahead.popleft().get()
            if number + _AHEAD < len(blocks):
                ahead.append(drawing.apply_async(_draw, (blocks[number + _AHEAD], count)))
            for document, its_pages in drawn:
                new.replace_document(document, its_pages)
            new.commit()
    wall, used = time.perf_counter() - begun, time.process_time() - used
    index.close()
    peak = max(int(line.split()[1]) for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
    figures = [
        Figure(what="index built: wall, drawing the pages included", value=round(wall), unit="s", promise=""),
        Figure(what="index built: CPU of ours", value=round(used), unit="s", promise=""),
        Figure(what="index built: most memory of the process", value=round(peak / 1024), unit="MiB", promise=""),
    ]
    if place.engine == "tantivy":
        told = [(figure.what, figure.value, figure.unit) for figure in figures]
        Path(f"{place.where}.built.json").write_text(json.dumps(told))
    return figures


def _kept(place: Place) -> list[Figure]:
    """What was told when an index that is kept was built, where that is known."""
    beside = Path(f"{place.where}.built.json")
    told = json.loads(beside.read_text()) if beside.is_file() else []
    return [Figure(what=what, value=value, unit=unit, promise="") for what, value, unit in told]


def _draw(first: int, count: int) -> list[tuple[DocumentId, list[IndexedPage]]]:
    return list(documents(min(_BLOCK, count - first), first))


def size_of(place: Place) -> int:
    """Bytes on the disk."""
    if place.engine == "tantivy":
        return sum(path.stat().st_size for path in Path(place.where).rglob("*") if path.is_file())
    with Elasticsearch(place.where) as client:
        return int(client.indices.stats(index=_ALIAS)["_all"]["total"]["store"]["size_in_bytes"])


@dataclass(frozen=True, slots=True)
class Asked:
    """What one reader met: milliseconds of each question by kind, and bytes of memory at the end."""

    walls: dict[str, list[float]]
    cpus: dict[str, list[float]]
    memory: int
    own: int
    """Of ``memory`` what is not of files: the pages of an index count in it only as long as nobody needs the room."""


def read(place: Place, number: int, barrier: Any, results: Any, rounds: int) -> None:
    """One reader: opens, warms up, waits for the others, asks everything in an order of its own."""
    index = place.open()
    asked = questions()
    for question in asked[:10]:
        ask(index, question)
    turn = number * len(asked) // AT_ONCE
    barrier.wait()
    walls, cpus = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    for question in (asked[turn:] + asked[:turn]) * rounds:
        wall, cpu = time.perf_counter(), time.process_time()
        ask(index, question)
        walls[question.kind].append(1000 * (time.perf_counter() - wall))
        cpus[question.kind].append(1000 * (time.process_time() - cpu))
    barrier.wait()  # all are still there while memory is shared out
    memory = psutil.Process().memory_full_info()
    barrier.wait()
    results.put(Asked(dict(walls), dict(cpus), memory.pss, _anonymous()))


def _anonymous() -> int:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:"))


def readers(place: Place, count: int, rounds: int) -> tuple[list[Asked], float]:
    """What ``count`` readers at once met, and the seconds they took."""
    barrier, results = _SPAWN.Barrier(count + 1), _SPAWN.Queue()
    started = [
        _SPAWN.Process(target=read, args=(place, number, barrier, results, rounds), daemon=True)
        for number in range(count)
    ]
    for process in started:
        process.start()
    barrier.wait(600)
    begun = time.perf_counter()
    barrier.wait(3600)
    wall = time.perf_counter() - begun
    barrier.wait(60)
    answers = [results.get(timeout=60) for _ in started]
    for process in started:
        process.join(60)
    return answers, wall


def _of_readers(answers: list[Asked], wall: float, *, promised: tuple[str, str]) -> list[Figure]:
    walls, cpus = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    for answer in answers:
        for kind in answer.walls:
            walls[kind] += answer.walls[kind]
            cpus[kind] += answer.cpus[kind]
    print_table(walls, cpus)
    every = [value for values in walls.values() for value in values]
    of_cpu = [value for values in cpus.values() for value in values]
    who = "one reader" if len(answers) == 1 else f"{len(answers)} readers at once"
    return [
        Figure(what=f"{who}: wall, median", value=quantile(every, 50), unit="ms", promise=promised[0]),
        Figure(
            what=f"{who}: wall, 95 of 100 within",
            value=quantile(every, 95),
            unit="ms",
            promise=promised[1],
        ),
        Figure(what=f"{who}: wall, 99 of 100 within", value=quantile(every, 99), unit="ms", promise=""),
        Figure(what=f"{who}: CPU of ours, median", value=quantile(of_cpu, 50), unit="ms", promise=""),
        Figure(what=f"{who}: CPU of ours, 95 of 100 within", value=quantile(of_cpu, 95), unit="ms", promise=""),
        Figure(what=f"{who}: questions a second", value=round(len(every) / wall, 1), unit="/s", promise=""),
        Figure(
            what=f"{who}: memory (proportional), all of them",
            value=round(sum(answer.memory for answer in answers) / 2**20),
            unit="MiB",
            promise="",
        ),
        Figure(
            what=f"{who}: of it not pages of files",
            value=round(sum(answer.own for answer in answers) / 2**20),
            unit="MiB",
            promise="",
        ),
    ]


def of_server(place: Place) -> list[Figure]:
    """Memory of the server itself, where it runs on this machine."""
    if place.engine == "tantivy":
        return []
    with Elasticsearch(place.where) as client:
        (node,) = client.nodes.info(metric="process")["nodes"].values()
    used = psutil.Process(node["process"]["id"]).memory_full_info().pss
    return [Figure(what="memory of the server (proportional)", value=round(used / 2**20), unit="MiB", promise="")]


def measure(place: Place, pages: int, rounds: int, seconds: int, *, built: bool) -> list[Figure]:
    figures = _kept(place) if built else build(place, pages)
    figures.append(Figure(what="index size", value=round(size_of(place) / 1e6), unit="MB", promise=""))
    for count in (1, AT_ONCE):
        promised = PROMISED[place.engine] if count == 1 else ("", "")
        figures += _of_readers(*readers(place, count, rounds), promised=promised)
    figures += of_server(place)
    if seconds:
        figures += how_fresh(place.open, pages, seconds, _SPAWN)
    return figures


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pages", type=int, default=MANY)
    arguments.add_argument("--engine", choices=("tantivy", "elasticsearch"), default="tantivy")
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--seconds", type=int, default=60, help="how long new pages come in; 0: none do")
    arguments.add_argument("--keep", type=Path)
    given = arguments.parse_args()
    if given.engine == "elasticsearch":
        if not (url := os.environ.get(URL, "")):
            raise SystemExit(f"set {URL} to the address of an Elasticsearch server; `make services` starts one")
        place = Place("elasticsearch", url)
        try:
            figures = measure(place, given.pages, given.rounds, given.seconds, built=False)
            if given.keep:
                figures += beside(place.open(), TantivyIndex(given.keep), given.rounds)
        finally:
            _forget(url)
    else:
        with tempfile.TemporaryDirectory() as folder:
            place = Place("tantivy", str(given.keep or Path(folder) / "index"))
            built = (Path(place.where) / "meta.json").is_file()
            figures = measure(place, given.pages, given.rounds, given.seconds, built=built)
    note = f"{given.pages} pages of 204 words; Python {platform.python_version()}, tantivy {version('tantivy')}"
    name = f"search_many_{given.engine}" + ("" if given.pages == MANY else f"_{given.pages}")
    command = f"python -m benchmarks.search.many --engine {given.engine} --pages {given.pages}"
    record(name, command, figures, note)


def _forget(url: str) -> None:
    with Elasticsearch(url) as client:
        for name in client.indices.get_alias(index=f"{_ALIAS}-v*", allow_no_indices=True).body:
            client.indices.delete(index=name)


if __name__ == "__main__":
    main()
