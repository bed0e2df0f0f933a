"""Failure: workers and the site are killed (`kill -9`) at random moments while a batch of 64 pages is worked on.

Afterwards everything equals an undisturbed run: the same digests, pages, words, fields, states and
hits; nothing lost, nothing doubled, nothing stuck. Ids, times and attempts may differ.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import shutil
import signal
import threading
import time
from typing import TYPE_CHECKING, Any

import httpx
import psutil
import pytest

from tests.installation import Installation, Site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KILLS = 30
FOLDERS = 8
QUERIES = ("chứng thực", "giay phep", "quyet dinh", "ủy ban nhân dân", '"hồ sơ"')


@pytest.fixture(scope="module")
def dossiers(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """64 scanned pages, a file each, in eight dossiers."""
    folder = tmp_path_factory.mktemp("dossiers")
    pages = [p for p in sorted((shared_data / "synthetic").iterdir()) if p.suffix in {".jpg", ".tif"}]
    assert len(pages) == 64
    for position, page in enumerate(pages):
        dossier = folder / f"ho-so-{position % FOLDERS}"
        dossier.mkdir(exist_ok=True)
        shutil.copy(page, dossier / page.name)
    return folder


def hand_over(site: Site, folder: Path) -> str:
    """Give every file as the browser does, and again while the site is away."""

    def insist(method: str, path: str, **arguments: Any) -> httpx.Response:
        for _ in range(200):
            try:
                answer = httpx.request(method, site.url + path, timeout=60, **arguments)
            except httpx.TransportError:
                time.sleep(0.1)
                continue
            assert answer.status_code < 300, answer.text
            return answer
        raise AssertionError("the site stayed away")

    batch: str = insist("POST", "/api/batches", json={"name": "thử", "dossier_by": "folder"}).json()["batch"]
    for path in sorted(folder.rglob("*.*")):
        name = path.relative_to(folder).as_posix()
        insist("PUT", f"/api/batches/{batch}/files", params={"name": name}, content=path.read_bytes())
    insist("POST", f"/api/batches/{batch}/seal")
    return batch


def state_of(installation: Installation, batch: str, export: Path) -> dict[str, Any]:
    """Everything that must be equal, by file name."""
    status = installation.json("status", batch, expect=(0, 3))
    installation.run("export", batch, "--to", str(export))
    found: dict[str, Any] = {
        "files": {
            f["name"]: [f[key] for key in ("digest", "state", "document_state", "page_count", "pages_done")]
            for f in status["files"]
        },
        "failed_steps": status["failed_steps"],
        "sum": {
            key: status["batch"][key]
            for key in ("files", "accepted", "refused", "pages", "pages_done", "documents_done")
        },
    }
    found["documents"] = {}
    for path in sorted(export.rglob("document.json")):
        document = json.loads(path.read_text("utf-8"))
        pages = [page for page in sorted(path.parent.rglob("*.json")) if page.name != path.name]
        words = [json.loads(page.read_text("utf-8")) for page in pages]
        assert words
        name = document["file_name"]
        assert name not in found["documents"], "doubled"
        found["documents"][name] = {"fields": document["fields"], "words": words}
    found["hits"] = {
        query: sorted((h["file_name"], h["page"]) for h in installation.json("search", query, "--limit", "500")["hits"])
        for query in QUERIES
    }
    return found


@pytest.fixture(scope="module")
def undisturbed(dossiers: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    installation = Installation(tmp_path_factory.mktemp("calm") / "data")
    with installation.serve() as site:
        batch = hand_over(site, dossiers)
        site.wait_finished(batch)
    return state_of(installation, batch, tmp_path_factory.mktemp("calm-export") / "out")


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
    dossiers: Path, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    seed = int(os.environ.get("VANKHO_FAULT_SEED", str(time.time_ns() % 100_000)))
    print(f"VANKHO_FAULT_SEED={seed}")  # shown when the test fails, so that the round can be repeated
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
