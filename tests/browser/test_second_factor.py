"""Second factors in a real Chromium: an app's codes, and a passkey of its virtual authenticator (WebAuthn)."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pyotp
import pytest
from playwright.sync_api import expect

from tests.installation import Installation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

PASSWORD = "bon tu bat ky nao do"
OWN = "/tai-khoan/lop-hai"


@pytest.fixture
def page(tmp_path: Path, chromium: Browser) -> Iterator[Page]:
    """Signed in as the administrator, at the site's name: browsers make no passkey for a number."""
    desk = Installation(tmp_path / "data")
    given = desk.json("account", "add", "quan-tri", "--role", "administrator")["password"]
    with desk.serve(workers=1) as site:
        url = site.url.replace("127.0.0.1", "localhost")
        page = chromium.new_context(base_url=url, locale="vi-VN", viewport={"width": 1280, "height": 900}).new_page()
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto("/dang-nhap/mat-khau")
        for field, text in (("name", "quan-tri"), ("password", given), ("new", PASSWORD), ("again", PASSWORD)):
            page.fill(f"#{field}", text)
        page.click("button.main")
        yield page
        assert not faults
        page.context.close()


def authenticator(page: Page) -> None:
    """A key in a slot of this computer, which is touched at once."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in_again(page: Page) -> None:
    page.goto("/tai-khoan")
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto("/dang-nhap?den=/quan-tri")
    page.fill("#name", "quan-tri")
    page.fill("#password", PASSWORD)
    page.click("button.main")
    expect(page.get_by_role("heading", name="Lớp xác thực thứ hai")).to_be_visible()


def test_a_passkey_is_added_and_signs_the_next_sign_in(page: Page) -> None:
    authenticator(page)
    page.goto(OWN)
    page.fill("#khoa-name", "khóa ở bàn")
    page.fill("#khoa-password", "sai hết cả rồi")
    page.get_by_role("button", name="Thêm khóa truy cập").click()
    expect(page.get_by_text("Còn 4 lần thử")).to_be_visible()
    page.fill("#khoa-password", PASSWORD)
    page.get_by_role("button", name="Thêm khóa truy cập").click()
    expect(page.locator("[data-once-list] li")).to_have_count(10)
    page.get_by_role("link", name="Tôi đã cất các mã").click()
    expect(page.get_by_text("khóa ở bàn")).to_be_visible()

    sign_in_again(page)
    page.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page).to_have_url("/quan-tri")
    expect(page.get_by_text("Hai lớp")).to_be_visible()

    page.goto(OWN)
    page.locator("details.passkey summary").click()
    form = page.locator("details.passkey form")
    form.locator("[name=password]").fill(PASSWORD)
    form.get_by_role("button", name="Dùng khóa truy cập").click()
    expect(page.get_by_text("khóa ở bàn")).to_have_count(0)


def test_another_authenticator_does_not_sign(page: Page) -> None:
    authenticator(page)
    page.goto(OWN)
    page.fill("#khoa-name", "khóa ở bàn")
    page.fill("#khoa-password", PASSWORD)
    page.get_by_role("button", name="Thêm khóa truy cập").click()
    expect(page.locator("[data-once-list] li")).to_have_count(10)
    sign_in_again(page)
    answer = page.evaluate(
        """async () => {
          const told = await (await fetch('/dang-nhap/ma/khoa', {method: 'POST'})).json();
          const options = PublicKeyCredential.parseRequestOptionsFromJSON(told);
          const signed = (await navigator.credentials.get({publicKey: options})).toJSON();
          const last = signed.response.signature.at(-2) === 'A' ? 'B' : 'A';
          signed.response.signature = signed.response.signature.slice(0, -2) + last + signed.response.signature.at(-1);
          return JSON.stringify(signed);
        }"""
    )
    page.locator("[name=code]").fill(answer)
    page.click("button.main")
    expect(page.get_by_text("chưa đúng")).to_be_visible()


def test_an_app_is_set_up_from_the_picture_and_asked_at_the_next_sign_in(page: Page) -> None:
    page.goto(OWN)
    page.fill("#dat-password", PASSWORD)
    page.get_by_role("button", name="Bắt đầu đặt").click()
    box = page.locator(".qr-frame svg").bounding_box()
    assert box is not None
    assert box["width"] > 150
    app = pyotp.TOTP(page.locator("[data-once]").inner_text())
    page.fill("#code", app.now())
    page.get_by_role("button", name="Xác nhận và dùng").click()
    listed = page.locator("[data-once-list] li")
    expect(listed).to_have_count(10)
    sign_in_again(page)
    page.locator("[name=code]").fill(app.at(time.time() + 30))
    page.click("button.main")
    expect(page.get_by_text("Hai lớp")).to_be_visible()
