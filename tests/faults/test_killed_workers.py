"""Failure: workers and the site are killed (`kill -9`) at random moments while a batch of 64 pages is worked on.

Afterwards everything equals an undisturbed run: the same digests, pages, words, fields, states and
hits; nothing lost, nothing doubled, nothing stuck. Ids, times and attempts may differ.
"""

from __future__ import annotations

import contextlib
import random
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import psutil
import pytest

from tests.faults.batch import hand_over, state_of
from tests.installation import Installation, Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KILLS = 30


class Siege:
    """A site that is killed, with or without its workers, and started again each time."""

    def __init__(self, site: Site, seed: int) -> None:
        self.site = site
        self.kills = 0
        self._chance = random.Random(seed)

    def strike(self) -> None:
        """Kill a worker, or now and then the site itself, at a random moment."""
        time.sleep(self._chance.uniform(0.2, 3.0))
        workers = self.site.workers()
        if workers and self._chance.random() < 0.75:
            with contextlib.suppress(psutil.NoSuchProcess):
                self._chance.choice(workers).send_signal(signal.SIGKILL)
        else:
            self.site.kill()
            self.site.start()
        self.kills += 1

    @contextlib.contextmanager
    def under_fire(self, times: int) -> Iterator[None]:
        """Strike ``times`` while the block runs."""
        over = threading.Event()

        def fire() -> None:
            for _ in range(times):
                if not over.is_set():
                    self.strike()

        thread = threading.Thread(target=fire)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()


@pytest.mark.timeout(1500)
def test_killed_at_thirty_moments_equals_undisturbed(
    dossiers: Path, undisturbed: dict[str, Any], seed: int, tmp_path: Path
) -> None:
    installation = Installation(tmp_path / "data")
    with installation.serve() as site:
        siege = Siege(site, seed)
        with siege.under_fire(times=5):
            batch = hand_over(site, dossiers)
        while siege.kills < KILLS:
            siege.strike()
        view = site.wait_finished(batch)
    assert siege.kills >= KILLS
    assert view["documents_done"] == 64
    assert state_of(installation, batch, tmp_path / "export") == undisturbed
    assert installation.json("verify"), "no dossier was kept"
