"""Files sent from the browser to the object store itself, in a real Chromium on a real server installation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from records.identifiers import Digest
from tests.server_installation import ServerInstallation, shared_servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page, Request

pytestmark = pytest.mark.browser

_WORK = 240_000
"""Milliseconds that reading a few pages may take on a slow machine."""


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerInstallation]:
    with (
        shared_servers() as servers,
        ServerInstallation(
            tmp_path_factory.mktemp("straight") / "data",
            servers,
            s3_public_endpoint=servers["s3_endpoint"],
            s3_public_secure="false",
            max_file_bytes="3000000",
        ) as opened,
    ):
        yield opened


@pytest.fixture(scope="module")
def site(installation: ServerInstallation) -> Iterator[str]:
    with installation.serve() as served:
        yield served.url


class Watched:
    """A window that counts what is sent, and where to; a fault of a script or of our policy fails the journey."""

    def __init__(self, page: Page, store: str) -> None:
        self.page = page
        self.to_store: list[Request] = []
        self.to_site: list[Request] = []
        self.store = store
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        if urlsplit(request.url).netloc == self.store:
            self.to_store.append(request)
        elif request.method in {"PUT", "POST"}:
            self.to_site.append(request)

    def bytes_to_site(self) -> int:
        return sum(request.sizes()["requestBodySize"] for request in self.to_site)

    def files_through_site(self) -> list[str]:
        return [request.url for request in self.to_site if "/files?name=" in request.url]


@pytest.fixture
def watched(chromium: Browser, site: str, installation: ServerInstallation) -> Iterator[Watched]:
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, base_url=site, locale="vi-VN")
    window = context.new_page()
    faults: list[str] = []
    window.on("pageerror", lambda error: faults.append(str(error)))
    window.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    yield Watched(window, installation.servers["s3_endpoint"])
    context.close()
    assert not faults


@pytest.fixture
def folder(samples: Path) -> Path:
    return samples / "Khai sinh 251113-0031"


def test_a_folder_goes_to_the_store_past_the_site_and_the_batch_finishes(watched: Watched, folder: Path) -> None:
    page, sent = watched.page, sorted(path for path in folder.rglob("*") if path.is_file())
    page.goto("/tiep-nhan")
    page.locator("input[webkitdirectory]").set_input_files(folder)
    expect(page).to_have_url(re.compile(r"/tiep-nhan/[0-9a-f-]{36}$"))
    expect(page.locator("h1")).to_have_text(f"Xong: {len(sent)} văn bản đã vào kho và tìm được", timeout=_WORK)
    expect(page.locator('[data-n="accepted"]')).to_have_text(str(len(sent)))
    expect(page.locator("[data-file]")).to_have_count(len(sent))
    for path in sent:
        digest = Digest.of(path.read_bytes())
        expect(page.locator(f'[title="SHA-256 {digest.hex}"]')).to_have_text(digest.short)

    assert watched.files_through_site() == []
    assert {request.method for request in watched.to_store} <= {"PUT", "OPTIONS"}
    assert sum(request.method == "PUT" for request in watched.to_store) == len(sent)
    assert watched.bytes_to_site() < 1000 * (len(sent) + 1) < sum(path.stat().st_size for path in sent)


def test_what_was_sent_has_its_receipt_beside_it(watched: Watched, folder: Path, samples: Path) -> None:
    page = watched.page
    page.goto("/tiep-nhan")
    page.locator("[data-auto-seal]").uncheck()
    picture = samples / "Thông báo tiếp công dân.jpg"
    page.locator("[data-choose]:not([webkitdirectory])").set_input_files(picture)
    row = page.locator("[data-upload-list] li")
    expect(row).to_have_text(re.compile(f"{picture.name}.*Có biên nhận {Digest.of(picture.read_bytes()).short}"))
    # The batch takes more, from the page of the batch as well.
    page.reload()
    page.locator("[data-auto-seal]").uncheck()
    page.locator("[data-choose]:not([webkitdirectory])").set_input_files(next(folder.rglob("*.pdf")))
    expect(row).to_contain_text("Có biên nhận")
    expect(page.locator('[data-n="files"]')).to_have_text("2")
    assert watched.files_through_site() == []


def test_where_the_browser_cannot_reach_the_store_files_go_through_the_site(watched: Watched, folder: Path) -> None:
    page, count = watched.page, sum(path.is_file() for path in folder.rglob("*"))
    page.route(f"http://{watched.store}/**", lambda route: route.abort())
    page.goto("/tiep-nhan")
    page.locator("[data-auto-seal]").uncheck()
    page.locator("input[webkitdirectory]").set_input_files(folder)
    expect(page.locator("[data-upload-list] li.done")).to_have_count(count, timeout=30_000)
    expect(page.locator('[data-n="files"]')).to_have_text(str(count))
    assert len(watched.files_through_site()) == count
    # Two are sent at once; the others do not ask in vain.
    assert sum("/uploads" in request.url for request in watched.to_site) <= 2


def test_a_store_that_swallows_what_is_sent_is_given_up_for_the_site(watched: Watched, samples: Path) -> None:
    page = watched.page
    page.route(f"http://{watched.store}/**", lambda _: None)
    page.clock.install()
    page.goto("/tiep-nhan")
    page.locator("[data-auto-seal]").uncheck()
    with page.expect_request(f"http://{watched.store}/**"):
        page.locator("[data-choose]:not([webkitdirectory])").set_input_files(samples / "Thông báo tiếp công dân.jpg")
    page.clock.fast_forward(16_000)
    expect(page.locator("[data-upload-list] li")).to_contain_text("Có biên nhận", timeout=30_000)
    assert len(watched.files_through_site()) == 1


def test_a_file_too_large_for_the_store_goes_through_the_site_and_is_listed_as_refused(
    watched: Watched, tmp_path: Path
) -> None:
    page, large = watched.page, tmp_path / "Quá lớn.pdf"
    large.write_bytes(bytes(3_000_001))
    page.goto("/tiep-nhan")
    page.locator("[data-choose]:not([webkitdirectory])").set_input_files(large)
    expect(page.locator('[data-n="refused"]')).to_have_text("1", timeout=30_000)
    assert len(watched.files_through_site()) == 1
    assert watched.to_store == []


def test_a_receipt_that_was_lost_is_asked_for_again_without_sending_again(watched: Watched, samples: Path) -> None:
    page, lost = watched.page, iter(range(1))

    def lose_once(route: object) -> None:
        if next(lost, None) is None:
            route.continue_()  # type: ignore[attr-defined]  # the playwright route
        else:
            route.fetch()  # type: ignore[attr-defined]  # it is accepted, and the browser does not hear of it
            route.abort()  # type: ignore[attr-defined]  # as above

    page.route("**/accept", lose_once)
    page.goto("/tiep-nhan")
    page.locator("[data-auto-seal]").uncheck()
    page.locator("[data-choose]:not([webkitdirectory])").set_input_files(samples / "Thông báo tiếp công dân.jpg")
    expect(page.locator("[data-upload-list] li")).to_contain_text("Có biên nhận", timeout=30_000)
    expect(page.locator('[data-n="files"]')).to_have_text("1")
    assert sum(request.method == "PUT" for request in watched.to_store) == 1
    assert watched.files_through_site() == []
