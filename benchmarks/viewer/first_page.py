"""``python -m benchmarks.viewer.first_page``: how soon a page of a document is there, in a browser.

From when the browser sets out for the address to when it has drawn the picture of the page (by its own clock: the
largest contentful paint, W3C); beside it, until a script from outside that asks is told that the picture is decoded,
which waits for whatever the browser does next. Pages on which something is covered are told apart: their pictures are
made while somebody waits. The promise is to who is at work: the browser has the styles and scripts of another
document's page, and nothing of this one. How long a browser takes that has nothing at all is told beside it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import httpx
from playwright.sync_api import Browser, sync_playwright

from benchmarks.record import Figure, record, shared_data
from benchmarks.search.run import quantile
from tests.browser.conftest import QUIET
from tests.server_installation import installation_of

if TYPE_CHECKING:
    from collections.abc import Iterable

ROUNDS = 2
SCAN = "synthetic/mix20.pdf"
"""Twenty scanned A4 pages, beside the samples."""
_DECODED = "picture => picture.decode().then(() => picture.naturalWidth)"
_DRAWN = """() => new Promise((told) => {
  setTimeout(() => told(0), 10000);
  new PerformanceObserver((seen) => {
    const pages = seen.getEntries().filter((entry) => /\\/picture(\\?personal=true)?$/.test(entry.url));
    if (pages.length) told(pages.at(-1).renderTime);
  }).observe({ type: "largest-contentful-paint", buffered: true });
})"""


def take_in(url: str, paths: list[Path]) -> str:
    batch = str(httpx.post(f"{url}/api/batches", json={"name": "Lô đo", "dossier_by": "file"}).json()["batch"])
    for path in paths:
        with path.open("rb") as content:
            sent = httpx.put(
                f"{url}/api/batches/{batch}/files", params={"name": path.name}, content=content.read(), timeout=60
            )
        sent.raise_for_status()
    httpx.post(f"{url}/api/batches/{batch}/seal").raise_for_status()
    return batch


def pages_of(url: str) -> dict[str, bool]:
    """The address of each page's viewer, and whether something is covered on it."""
    found: dict[str, bool] = {}
    for summary in httpx.get(f"{url}/api/dossiers").json():
        dossier = httpx.get(f"{url}/api/dossiers/{summary['dossier']}").json()
        for document in dossier["documents"]:
            for page in range(1, document["page_count"] + 1):
                picture = httpx.get(f"{url}/api/documents/{document['document']}/pages/{page}/picture", timeout=60)
                if picture.status_code == 200:
                    covered = picture.headers["content-type"] == "image/jpeg"
                    found[f"/ho-so/{summary['dossier']}/{document['document']}/{page}"] = covered
    return found


class Look(NamedTuple):
    """Milliseconds until the picture was there."""

    drawn: float
    told: float
    """From outside: with what it takes to set out, and to be answered."""


def look(chromium: Browser, url: str, address: str, *, after: str = "") -> Look:
    """``after``: an address that the browser has opened before; empty: it keeps nothing."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=url, locale="vi-VN")
    window = context.new_page()
    if after:
        window.goto(after, wait_until="networkidle")
    began = time.perf_counter()
    window.goto(address, wait_until="domcontentloaded")
    assert window.locator("[data-picture]").evaluate(_DECODED) > 1000
    told = 1000 * (time.perf_counter() - began)
    drawn = float(window.evaluate(_DRAWN))
    assert drawn, f"the largest that was drawn of {address} is not its picture"
    context.close()
    return Look(drawn=round(drawn, 1), told=round(told, 1))


def _other(address: str, pages: Iterable[str]) -> str:
    """A page of another document."""
    return next(each for each in pages if each.rpartition("/")[0] != address.rpartition("/")[0])


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        samples = Path(folder) / "samples"
        subprocess.run([sys.executable, "-m", "app.samples", str(samples)], check=True, capture_output=True)
        scans = [path for path in samples.rglob("*") if path.is_file()] + [shared_data() / SCAN]
        with installation_of("desk", Path(folder) / "data") as installation, installation.serve() as site:
            site.wait_finished(take_in(site.url, scans))
            pages = pages_of(site.url)
            looks: dict[bool, list[Look]] = {True: [], False: []}
            with sync_playwright() as playwright:
                chromium = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=QUIET)
                look(chromium, site.url, next(iter(pages)))
                for _ in range(ROUNDS):
                    for address, covered in pages.items():
                        looks[covered].append(look(chromium, site.url, address, after=_other(address, pages)))
                cold = [look(chromium, site.url, address).drawn for address in pages]
                chromium.close()
    figures = []
    for covered, said in ((False, "first page, nothing covered"), (True, "first page, numbers of people covered")):
        ways = (("median", 50, ""), ("95 of 100 within", 95, "<= 300"))
        for way, part, promise in ways:
            value = quantile([each.drawn for each in looks[covered]], part)
            figures.append(Figure(what=f"viewer: {said}, {way}", value=value, unit="ms", promise=promise))
        told = quantile([each.told for each in looks[covered]], 50)
        figures.append(Figure(what=f"viewer: {said}, told outside, median", value=told, unit="ms", promise=""))
    figures.append(
        Figure(
            what="viewer: first page, a browser that has nothing kept, median",
            value=quantile(cold, 50),
            unit="ms",
            promise="",
        )
    )
    note = f"{len(looks[False])} and {len(looks[True])} looks by a browser that had another document open before"
    record("viewer", "python -m benchmarks.viewer.first_page", figures, note)


if __name__ == "__main__":
    main()
