"""Pages a minute that one process for each processor reads, by effort: from the file to words with boxes.

    python -m benchmarks.reading.speed

Engines are loaded and one page is read before the clock starts. Making PDF/A and keeping are measured elsewhere
(``benchmarks/end_to_end``). Wall time: believe it only where the load beside it is low.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from app import memory_of_workers

if TYPE_CHECKING:
    from multiprocessing.synchronize import Barrier

PROMISES = {"fast": ">= 250", "balanced": ""}


def _read_share(number: int, of: int, effort: str, ready: Barrier) -> None:
    from benchmarks.reading.corpus import synthetic_pages
    from benchmarks.reading.score import read, tools_of
    from ocr.recognise import Effort

    pages = synthetic_pages()
    with tempfile.TemporaryDirectory() as folder:
        tools = tools_of(Path(folder), effort=Effort(effort))
        read(pages[-1].path, pages[-1].media_type, 1, tools)
        ready.wait()
        for page in pages[number:-1:of]:
            read(page.path, page.media_type, 1, tools)
        ready.wait()


def pages_a_minute(effort: str, processes: int) -> float:
    from benchmarks.reading.corpus import synthetic_pages

    context = multiprocessing.get_context("spawn")
    ready = context.Barrier(processes + 1)
    started = [context.Process(target=_read_share, args=(n, processes, effort, ready)) for n in range(processes)]
    for one in started:
        one.start()
    ready.wait()
    began = time.monotonic()
    ready.wait()
    took = time.monotonic() - began
    for one in started:
        one.join()
    return 60 * (len(synthetic_pages()) - 1) / took


def main() -> None:
    from benchmarks.record import Figure, record

    os.environ.update(memory_of_workers.ENVIRONMENT)
    processes = os.cpu_count() or 1
    record(
        "reading_speed",
        "python -m benchmarks.reading.speed",
        [
            Figure(
                what=f"pages a minute read by {processes} processes, {effort}",
                value=round(max(pages_a_minute(effort, processes) for _ in range(2)), 1),
                unit="pages/min",
                promise=promise,
            )
            for effort, promise in PROMISES.items()
        ],
        note="the better of two rounds; the last page warms up",
    )


if __name__ == "__main__":
    main()
