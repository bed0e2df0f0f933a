"""Fifty people at once, five seconds between two acts, while a batch is read on the same processors."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.load.house import SECONDS, people_at_work
from tests.server_installation import PROFILES, installation_of

if TYPE_CHECKING:
    from pathlib import Path

# As long as they work, twice: what they gave in has to be worked through afterwards.
pytestmark = [pytest.mark.long, pytest.mark.timeout(3 * SECONDS + 3600)]
LONGEST = 1000
"""Milliseconds within which 95 of 100 pages come."""


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("load") / "mẫu"
    subprocess.run([sys.executable, "-m", "app.samples", folder], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("profile", PROFILES)
def test_pages_come_within_a_second_and_nothing_fails_or_is_lost(
    profile: str, samples: Path, shared_data: Path, tmp_path: Path
) -> None:
    with installation_of(profile, tmp_path / "data") as installation, installation.serve() as site:
        worked = people_at_work(installation, site, tmp_path / "people", samples, shared_data / "synthetic")
    assert worked.errors == []
    assert worked.lost == []
    assert worked.read_meanwhile > 0
    assert worked.uploads > SECONDS // 10
    assert worked.within(95) < LONGEST, {name: sorted(times)[-3:] for name, times in worked.milliseconds.items()}
