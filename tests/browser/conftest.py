"""A real Chromium and a real ``vankho serve`` with the samples taken in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import httpx
import pytest
from playwright.sync_api import sync_playwright

from tests.browser.office import office_of
from tests.server_installation import PROFILES, installation_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.office import Office

# Debian's Chromium; it must not look for anything outside this machine.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of sample dossiers."""
    folder = tmp_path_factory.mktemp("browser") / "Lô mẫu"
    # In a process of its own: Playwright keeps an event loop in this one, and signing starts another.
    subprocess.run([sys.executable, "-m", "app.samples", folder], check=True, capture_output=True)
    return folder


@pytest.fixture(scope="session", params=PROFILES)
def profile(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def server(profile: str, tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[str]:
    """The address of a site with the samples taken in and worked through."""
    with (
        installation_of(profile, tmp_path_factory.mktemp("site") / "data") as installation,
        installation.serve() as site,
    ):
        batch = httpx.post(f"{site.url}/api/batches", json={"name": "Lô mẫu", "dossier_by": "folder"}).json()["batch"]
        for path in sorted(path for path in samples.rglob("*") if path.is_file()):
            name = path.relative_to(samples).as_posix()
            answer = httpx.put(
                f"{site.url}/api/batches/{batch}/files", params={"name": name}, content=path.read_bytes(), timeout=60
            )
            assert answer.status_code == 201, answer.text
        httpx.post(f"{site.url}/api/batches/{batch}/seal")
        site.wait_finished(batch)
        yield site.url


@pytest.fixture(scope="session")
def office(profile: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A body with its people: each journey changes what is its own there, and leaves the rest."""
    with office_of(profile, tmp_path_factory.mktemp("office") / "data") as made:
        yield made


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """Closed with its module: Playwright keeps an event loop running that other suites would trip over."""
    where = os.environ.get("VANKHO_TEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if where is None:
        if os.environ.get("CI") == "true":
            pytest.fail("CI needs Chromium")
        pytest.skip("there is no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=where, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, server: str) -> Iterator[Page]:
    """A fresh window; a fault of a script or of our own security policy fails the journey."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=server, locale="vi-VN")
    window = context.new_page()
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield window
    context.close()
    assert not faults
