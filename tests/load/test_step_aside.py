"""Workers are scheduled after the site: who waits at a screen comes first."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import psutil

from tests.installation import Installation

if TYPE_CHECKING:
    from pathlib import Path


def test_workers_of_a_desk_step_aside_for_its_site(tmp_path: Path) -> None:
    with Installation(tmp_path / "data").serve(workers=1) as site:
        here, until = psutil.Process(site.process.pid).nice(), time.monotonic() + 60
        while len(workers := site.workers()) < 2 or any(one.nice() == here for one in workers):
            assert time.monotonic() < until, [(one.pid, one.nice()) for one in workers]
            time.sleep(0.2)
        assert all(one.nice() >= min(here + 5, 19) for one in workers)
