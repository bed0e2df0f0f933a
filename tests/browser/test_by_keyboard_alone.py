"""Pages with the keyboard alone, in a real Chromium."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.staffed_desk import staffed_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.staffed_desk import StaffedDesk

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[StaffedDesk]:
    with staffed_desk(tmp_path_factory.mktemp("desk") / "data", samples) as made:
        yield made


@pytest.fixture
def page(chromium: Browser, desk: StaffedDesk) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=desk.url, locale="vi-VN")
    yield context.new_page()
    context.close()


def test_the_first_stop_leads_past_the_bar(page: Page, desk: StaffedDesk) -> None:
    page.context.add_cookies([{"name": "vankho_session", "value": desk.session, "url": desk.url}])
    for address in ("/tiep-nhan", "/tra-cuu?q=khai+sinh", "/ho-so", "/thoi-han", "/quan-tri", "/tai-khoan"):
        page.goto(address)
        page.keyboard.press("Tab")
        skip = page.locator(".skip")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        assert page.evaluate("!!document.activeElement.closest('#noi-dung, footer')"), address
