"""Figures of the installation for Prometheus.

What the catalogue knows is asked for when somebody reads, at most every ten seconds, and the totals
that grow with the archive at most every five minutes: reading figures must not load what they tell
of. While the catalogue is away its figures are left out, and ``vankho_up`` says so.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from adapters.catalogue import totals
from app.operations.work_left import work_left
from app.wiring import VERSION
from records.errors import VankhoError
from records.findings import Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from prometheus_client.core import Metric

    from app.operations.examined import Examined
    from app.wiring import Parts

FRESH_SECONDS = 10.0
TOTALS_SECONDS = 300.0
# A page of search results within 0.1, everything that is asked for on a screen within 1.
BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """A registry of its own for one site."""

    def __init__(self, parts: Parts, latest: Callable[[], Sequence[Examined]]) -> None:
        self._registry = CollectorRegistry()
        self._durations = Histogram(
            "vankho_request_seconds",
            "Time from the request to the end of its answer.",
            ("method", "route"),
            buckets=BUCKETS,
            registry=self._registry,
        )
        self._answers = Counter(
            "vankho_requests", "Requests by status of the answer.", ("method", "status"), registry=self._registry
        )
        ProcessCollector(registry=self._registry)
        self._registry.register(_Installation(parts, latest))

    def timed(self, method: str, route: str, status: int, seconds: float) -> None:
        """Take down one request."""
        known = method if method in {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"} else "other"
        self._durations.labels(known, route).observe(seconds)
        self._answers.labels(known, str(status)).inc()

    def text(self) -> bytes:
        """Everything, in Prometheus text format."""
        return generate_latest(self._registry)


class _Installation(Collector):
    def __init__(self, parts: Parts, latest: Callable[[], Sequence[Examined]]) -> None:
        self._parts = parts
        self._latest = latest
        self._guard = threading.Lock()
        self._work: list[Metric] = []
        self._work_at = float("-inf")
        self._totals: list[Metric] = []
        self._totals_at = float("-inf")

    def describe(self) -> list[Metric]:
        """Nothing is asked for when the registry is made."""
        return []

    def collect(self) -> Iterator[Metric]:
        built = GaugeMetricFamily("vankho_build_info", "Version of the software.", labels=["version", "profile"])
        built.add_metric([VERSION, self._parts.settings.profile], 1)
        yield built
        yield from self._of_dependencies()
        with self._guard:
            if time.monotonic() - self._work_at > FRESH_SECONDS:
                self._work, self._work_at = self._asked(self._of_work), time.monotonic()
            if time.monotonic() - self._totals_at > TOTALS_SECONDS:
                self._totals, self._totals_at = self._asked(self._of_everything), time.monotonic()
            yield from (*self._work, *self._totals)

    @staticmethod
    def _asked(of: Callable[[], Iterator[Metric]]) -> list[Metric]:
        try:
            return list(of())
        except VankhoError:
            return []

    def _of_dependencies(self) -> Iterator[Metric]:
        up = GaugeMetricFamily("vankho_up", "1: answers and is set up soundly.", labels=["dependency"])
        took = GaugeMetricFamily("vankho_dependency_seconds", "Time of the last look.", labels=["dependency"])
        queues = GaugeMetricFamily("vankho_queue_messages", "Messages no worker has taken yet.", labels=["queue"])
        for each in self._latest():
            up.add_metric([each.name], float(each.verdict is Verdict.PASSED))
            took.add_metric([each.name], each.latency_ms / 1000)
            if each.name == "queue":
                for name, number in each.detail.items():
                    queues.add_metric([name], number)
            if each.name == "disk" and "free_bytes" in each.detail:
                yield GaugeMetricFamily(
                    "vankho_disk_free_bytes", "Room on the disk of VANKHO_DATA.", value=each.detail["free_bytes"]
                )
        yield from (up, took, queues)

    def _of_work(self) -> Iterator[Metric]:
        left = work_left(self._parts)
        steps = GaugeMetricFamily("vankho_steps", "Steps that are not done.", labels=["kind", "state"])
        for each in left.steps:
            steps.add_metric([each.kind, each.state], each.number)
        yield steps
        yield GaugeMetricFamily(
            "vankho_oldest_undone_seconds", "Age of the oldest step machines have to do.", left.oldest_undone_seconds
        )

    def _of_everything(self) -> Iterator[Metric]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            files, pages = totals.files(connection), totals.pages_read(connection)
        yield CounterMetricFamily("vankho_files_received", "Files with a receipt.", value=files)
        yield CounterMetricFamily("vankho_pages_read", "Pages whose reading is settled.", value=pages)
