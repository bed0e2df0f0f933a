"""How soon a document is found while others come in without end: fifty pages a second, a step for each document."""

from __future__ import annotations

import time
from collections import deque
from typing import TYPE_CHECKING, Any

from app.work import LINGER_SECONDS, MOST_AT_ONCE, TURN_SECONDS
from benchmarks.record import Figure
from benchmarks.search.many_pages import documents
from benchmarks.search.many_queries import ask, questions
from benchmarks.search.run import quantile

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.context import SpawnContext

    from search_api.ports import SearchIndex

PAGES_A_SECOND = 50
OF_A_DOCUMENT = 4
"""Pages of a document that comes in: fewer make more commits of the same pages."""
_BETWEEN_LOOKS = 0.002


def how_fresh(opened: Callable[[], SearchIndex], pages: int, seconds: int, processes: SpawnContext) -> list[Figure]:
    """From the moment at which a document is accepted for the index until another process finds it.

    ``pages`` are there already; one more reader asks the 200 questions all the time.
    """
    accepted, found, asked = processes.Queue(), processes.Queue(), processes.Queue()
    told, opened_there = processes.Event(), processes.Barrier(3)
    helpers = [
        processes.Process(target=_look, args=(opened, opened_there, accepted, found), daemon=True),
        processes.Process(target=_ask_on, args=(opened, opened_there, told, asked), daemon=True),
    ]
    for helper in helpers:
        helper.start()
    # A process takes a second to start: the first documents would wait for it, not for the index.
    opened_there.wait(60)
    put = _put(opened(), _new(pages, seconds * PAGES_A_SECOND), accepted)
    accepted.put(None)
    waits = found.get(timeout=600)
    told.set()
    walls = asked.get(timeout=600)
    for helper in helpers:
        helper.join(60)
    return [
        Figure(what="new: pages put in a second", value=round(put, 1), unit="pages/s", promise=""),
        Figure(what="new: documents", value=len(waits), unit="", promise=""),
        Figure(what="new: found after, median", value=quantile(waits, 50), unit="ms", promise=""),
        Figure(what="new: found after, 95 of 100 within", value=quantile(waits, 95), unit="ms", promise=""),
        Figure(what="new: found after, longest", value=round(max(waits), 1), unit="ms", promise="<= 1000"),
        Figure(what="new: one reader meanwhile: wall, median", value=quantile(walls, 50), unit="ms", promise=""),
        Figure(
            what="new: one reader meanwhile: wall, 95 of 100 within", value=quantile(walls, 95), unit="ms", promise=""
        ),
    ]


def _new(first: int, count: int) -> list[tuple[Any, list[Any]]]:
    """Documents that are not there yet: the first pages of those that would come next."""
    first += -first % 1000
    return [(document, its[:OF_A_DOCUMENT]) for document, its in documents(count * 2, first)]


def _put(index: SearchIndex, new: list[tuple[Any, list[Any]]], accepted: Any) -> float:
    """Each document when it is due, as the step *index* does; pages a second in the end.

    An index of one writer takes all that are due by then, fifty at most, at once, in turns as those of ``app.work``.
    """
    begun, pages = time.monotonic(), 0
    waiting = deque(new)
    most = MOST_AT_ONCE + 1 if index.one_writer else 1
    many, ends = False, 0.0
    while waiting:
        due = begun + pages / PAGES_A_SECOND
        now = time.monotonic()
        if index.one_writer and (now > ends or due > now + (LINGER_SECONDS if many else 0.0)):
            index.close()
            many, ends = False, max(now, due) + TURN_SECONDS
        time.sleep(max(0.0, due - time.monotonic()))
        before = len(waiting)
        for _ in range(most):
            # Late or not: it was accepted when it was due.
            due = begun + pages / PAGES_A_SECOND
            if not waiting or due > time.monotonic():
                break
            document, its_pages = waiting.popleft()
            accepted.put((document, due))
            index.replace_document(document, its_pages)
            pages += len(its_pages)
        index.commit()
        many = many or before - len(waiting) > 1
    return pages / (time.monotonic() - begun)


def _look(opened: Callable[[], SearchIndex], opened_there: Any, accepted: Any, found: Any) -> None:
    """Milliseconds from due to found of every document, in turn."""
    index, waits = opened(), []
    opened_there.wait(60)
    while (one := accepted.get()) is not None:
        document, due = one
        while not index.holds(document):
            time.sleep(_BETWEEN_LOOKS)
        waits.append(1000 * (time.monotonic() - due))
    found.put(waits)


def _ask_on(opened: Callable[[], SearchIndex], opened_there: Any, told: Any, asked: Any) -> None:
    index, every, walls = opened(), questions(), list[float]()
    opened_there.wait(60)
    while not told.is_set():
        for question in every:
            begun = time.perf_counter()
            ask(index, question)
            walls.append(1000 * (time.perf_counter() - begun))
            if told.is_set():
                break
    asked.put(walls)
