"""What the fault suites share: the batch, and the run that nothing disturbed."""

from __future__ import annotations

import os
import shutil
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.faults.batch import PAGES, hand_over, state_of
from tests.installation import Installation

if TYPE_CHECKING:
    from pathlib import Path

FOLDERS = 8


@pytest.fixture(scope="session")
def dossiers(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """64 scanned pages, a file each, in eight dossiers."""
    folder = tmp_path_factory.mktemp("dossiers")
    pages = [p for p in sorted((shared_data / "synthetic").iterdir()) if p.suffix in {".jpg", ".tif"}]
    assert len(pages) == PAGES
    for position, page in enumerate(pages):
        dossier = folder / f"ho-so-{position % FOLDERS}"
        dossier.mkdir(exist_ok=True)
        shutil.copy(page, dossier / page.name)
    return folder


@pytest.fixture(scope="session")
def undisturbed(dossiers: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    installation = Installation(tmp_path_factory.mktemp("calm") / "data")
    with installation.serve() as site:
        batch = hand_over(site, dossiers)
        site.wait_finished(batch)
    return state_of(installation, batch, tmp_path_factory.mktemp("calm-export") / "out")


@pytest.fixture
def seed() -> int:
    """Of the chances of a round; shown when the test fails, so that the round can be repeated."""
    chosen = int(os.environ.get("VANKHO_FAULT_SEED", str(time.time_ns() % 100_000)))
    print(f"VANKHO_FAULT_SEED={chosen}")
    return chosen
