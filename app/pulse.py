"""Keeps the lease of the step a process works on, and ends the process when the step takes too long or too much."""

from __future__ import annotations

import os
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, NoReturn

import structlog

from adapters.catalogue import documents, steps
from app.blob_cache import TIDY_SECONDS
from app.memory_of_workers import in_use
from app.pipeline import FLOW
from app.work import MAX_DEATHS
from records.errors import Unavailable
from records.identifiers import DocumentId

if TYPE_CHECKING:
    from collections.abc import Iterator

    from adapters.catalogue.steps import Step
    from app.wiring import Parts

TOO_LONG = 70
TOO_LARGE = 71
"""Exit statuses of a process that ended itself."""
_PAGES_A_BUDGET = 60
_OVERRUN = MAX_DEATHS // 2 - 1
"""Deaths that a step which went too far counts beside its worker's: once may be the machine's fault, not twice."""
_LOOK_SECONDS = 0.5
"""How often the memory in use is looked at: a page that unpacks to gigabytes takes seconds to do so."""
log = structlog.get_logger()


class Pulse(threading.Thread):
    """A thread beside the one that works."""

    def __init__(self, parts: Parts, owner: str) -> None:
        super().__init__(daemon=True)
        self._parts = parts
        self._owner = owner
        self._at_work: tuple[Step, float] | None = None

    @contextmanager
    def while_working(self, step: Step) -> Iterator[None]:
        self._at_work = step, time.monotonic()
        try:
            yield
        finally:
            self._at_work = None

    def run(self) -> None:
        settings = self._parts.settings
        renewal = settings.lease_seconds / 4
        renewed = tidied = time.monotonic()
        while True:
            time.sleep(min(_LOOK_SECONDS, renewal))
            if settings.profile == "server" and time.monotonic() - tidied > TIDY_SECONDS:
                tidied = time.monotonic()
                self._parts.blob_cache.forget_unused()
            at_work = self._at_work
            if at_work is None:
                continue
            step, since = at_work
            took = time.monotonic() - since
            if in_use() > settings.step_memory_bytes:
                self._end(step, steps.TOO_MUCH_MEMORY, TOO_LARGE)
            if took > settings.page_seconds and took > self._allowed(step):
                self._end(step, steps.TOOK_TOO_LONG, TOO_LONG)
            if time.monotonic() - renewed < renewal:
                continue
            renewed = time.monotonic()
            try:
                with self._parts.catalogue.begin() as connection:
                    until = self._parts.clock.now() + settings.lease
                    steps.renew(connection, owner=self._owner, until=until, step_id=step.id)
            except Unavailable as error:
                # Tried again in a quarter of a lease; who loses the lease meanwhile writes nothing.
                log.warning("a lease could not be renewed", step=step.kind, code=error.code)

    def _allowed(self, step: Step) -> float:
        """Seconds the step may take: what is done for a whole document is given a sixtieth more for each page."""
        seconds = self._parts.settings.page_seconds
        about = dict(zip(FLOW[step.kind].subject, step.subject.split(":"), strict=False))
        if "document" not in about or "page" in about:
            return seconds
        try:
            with self._parts.catalogue.begin(readonly=True) as connection:
                pages: int = documents.row(connection, DocumentId(about["document"])).page_count
        except Unavailable:
            return seconds
        return seconds * (1 + pages / _PAGES_A_BUDGET)

    def _end(self, step: Step, code: str, status: int) -> NoReturn:
        """End this process and all that the step holds; the next to claim the step knows why."""
        log.error("a step went beyond its bounds; the worker ends itself", step=step.kind, code=code)
        try:
            with self._parts.catalogue.begin() as connection:
                steps.overran(connection, step, owner=self._owner, weight=_OVERRUN, code=code)
        except Unavailable as error:
            log.warning("what ended a worker could not be noted", step=step.kind, code=error.code)
        os._exit(status)
