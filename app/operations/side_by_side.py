"""Many small waits at once, and their answers in order."""

from __future__ import annotations

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")
THREADS = 8
AHEAD = 4 * THREADS


def in_order(work: Iterable[Callable[[], T]]) -> Iterator[T]:
    """What each piece of work gives, in the order of ``work``; a few are done ahead, so memory stays the same.

    ``work`` itself is drawn from in the calling thread. The first error ends it.
    """
    with ThreadPoolExecutor(THREADS) as pool:
        under_way: deque[Future[T]] = deque()
        try:
            for each in work:
                under_way.append(pool.submit(each))
                if len(under_way) >= AHEAD:
                    yield under_way.popleft().result()
            while under_way:
                yield under_way.popleft().result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
