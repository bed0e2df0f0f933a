"""The windows of the people of a journey: one each, on whom every fault of a script or of our own policy is told."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page

PASSWORD = "bon tu bat ky nao do"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
_NAMELESS = """[...document.querySelectorAll('main :is(input, select, textarea):not([hidden], [type=hidden])')]
  .filter(one => !one.labels.length && !one.ariaLabel).map(one => one.outerHTML)"""


class People:
    """Who opens it ends with ``close``, and looks into ``faults``."""

    def __init__(self, chromium: Browser, url: str) -> None:
        self._chromium, self._url = chromium, url
        self._open: list[BrowserContext] = []
        self.faults: list[str] = []

    def stranger(self) -> Page:
        """A window of somebody who has not signed in."""
        context = self._chromium.new_context(
            viewport={"width": 1280, "height": 900}, base_url=self._url, locale="vi-VN"
        )
        self._open.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "console", lambda said: self.faults.append(said.text) if "Content Security Policy" in said.text else None
        )
        return page

    def signed_in(self, name: str, recovery: str = "") -> Page:
        """With the password, and a code that stands in once for the second factor where there is one."""
        page = self.stranger()
        page.goto("/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(name)
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Tiếp tục").click()
        if recovery:
            page.locator('[name="code"]').fill(recovery)
            page.get_by_role("button", name="Tiếp tục").click()
        expect(page).not_to_have_url(re.compile("/dang-nhap"))
        return page

    @contextmanager
    def window(self, name: str, recovery: str = "") -> Iterator[Page]:
        """``signed_in``, closed at the end."""
        page = self.signed_in(name, recovery)
        yield page
        page.context.close()
        self._open.remove(page.context)

    def first_sign_in(self, name: str, given: str) -> Page:
        """With the password for one time, which is asked to be replaced."""
        page = self.stranger()
        page.goto("/")
        expect(page).to_have_url(re.compile("/dang-nhap"))
        page.get_by_label("Tên đăng nhập").fill(name)
        page.get_by_label("Mật khẩu", exact=True).fill(given)
        page.get_by_role("button", name="Tiếp tục").click()
        expect(page.locator("h1")).to_have_text("Đặt mật khẩu của bạn")
        expect(page.get_by_label("Tên đăng nhập")).to_have_value(name)
        page.locator("#password").fill(given)
        page.get_by_label("Mật khẩu mới", exact=True).fill(PASSWORD)
        page.get_by_label("Nhập lại mật khẩu mới").fill(PASSWORD)
        page.get_by_role("button", name="Đặt mật khẩu và vào").click()
        expect(page).not_to_have_url(re.compile("/dang-nhap"))
        return page

    def close(self) -> None:
        for context in self._open:
            context.close()


def fits(page: Page, *addresses: str, widths: tuple[int, ...] = (360, 1280, 1920)) -> None:
    """No page scrolls sideways, every field has its name, and there is one head line; in each width and theme."""
    before = page.viewport_size
    for address in addresses:
        page.goto(address)
        for width in widths:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width, scheme)
        assert page.evaluate(_NAMELESS) == [], address
        assert page.locator("h1").count() == 1, address
    page.emulate_media(color_scheme="light")
    assert before is not None
    page.set_viewport_size(before)
