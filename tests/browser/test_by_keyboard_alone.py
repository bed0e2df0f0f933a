"""The journeys of each day with the keyboard alone, in a real Chromium: every step shows where one is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.staffed_desk import EVERYBODY, PASSWORD, staffed_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Locator, Page

    from tests.browser.staffed_desk import StaffedDesk

pytestmark = pytest.mark.browser

MOST_STOPS = 120
_WORK = 240_000
_SEEN = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return '';
  // A field that is only there for the ear is shown by its label or its button. Nothing has an outline for looks.
  const marked = [one, one.closest('label'), one.closest('.btn')].filter(Boolean).some(each => {
    const style = getComputedStyle(each);
    return style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
  });
  return marked ? '' : one.outerHTML.slice(0, 200);
}"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[StaffedDesk]:
    with staffed_desk(tmp_path_factory.mktemp("desk") / "data", samples) as made:
        yield made


@pytest.fixture
def page(chromium: Browser, desk: StaffedDesk) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, base_url=desk.url, locale="vi-VN")
    yield context.new_page()
    context.close()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until it is reached; every stop on the way can be seen."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(_SEEN) == "", "what has the focus does not show it"
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"not reached in {MOST_STOPS} stops: {target}")


@pytest.mark.timeout(900)
def test_sign_in_upload_find_open_and_decide(page: Page, desk: StaffedDesk, samples: Path) -> None:
    page.goto("/tiep-nhan")
    expect(page).to_have_url(re.compile("/dang-nhap"))
    tab_to(page, page.get_by_label("Tên đăng nhập"))
    page.keyboard.type(EVERYBODY)
    tab_to(page, page.get_by_label("Mật khẩu", exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/tiep-nhan"))

    # Upload: the button of the file chooser answers to the keyboard, and files wait until the unit is chosen.
    choose = page.locator("[data-choose]:not([webkitdirectory])")
    tab_to(page, choose)
    with page.expect_file_chooser() as asked:
        page.keyboard.press("Space")
    asked.value.set_files(samples / "Thông báo tiếp công dân.jpg")
    tab_to(page, page.locator("[data-unit]"))
    page.keyboard.press("ArrowDown")
    expect(page).to_have_url(re.compile(r"/tiep-nhan/[0-9a-f-]{36}$"), timeout=30_000)
    expect(page.locator("h1")).to_contain_text("Xong", timeout=_WORK)

    # Find: a word, Enter, and the first answer is opened.
    page.goto("/tra-cuu")
    box = page.locator('input[name="q"]')
    if not box.evaluate("one => one === document.activeElement"):
        tab_to(page, box)
    page.keyboard.type("khai sinh")
    page.keyboard.press("Enter")
    expect(page.locator("[data-result]").first).to_be_visible()
    tab_to(page, page.locator("[data-result] a.code").first)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/ho-so/"))

    # Decide: who may see the dossier, with its reason.
    page.goto(f"/ho-so/{desk.known['dossier_id']}")
    tab_to(page, page.locator('#tiep-can input[type="radio"]:checked'))
    page.keyboard.press("ArrowUp")
    tab_to(page, page.locator("#access-reason"))
    page.keyboard.type("Danh mục công khai 12/QĐ-UBND")
    tab_to(page, page.get_by_role("button", name="Đổi mức tiếp cận"))
    page.keyboard.press("Enter")
    expect(page.locator(".events")).to_contain_text(["Danh mục công khai 12/QĐ-UBND"])


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
