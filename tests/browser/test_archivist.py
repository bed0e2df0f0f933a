"""What archivists do, in a real Chromium on both profiles: they answer questions from the reports, and see a
disposal list through by eight accounts, from what is due to its certificate.
"""

from __future__ import annotations

import re
import time
from io import BytesIO
from typing import TYPE_CHECKING

import pyotp
import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.office import NOT_DUE, UNIT
from tests.browser.people import PASSWORD, People, fits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.browser.office import Office

pytestmark = pytest.mark.browser

_WORKED = 60_000
"""Milliseconds in which a worker has destroyed two dossiers, on a slow machine."""

_SHOWN_SECONDS = 10
"""In which a page that was asked for is there, on a slow machine."""


@pytest.fixture
def people(chromium: Browser, office: Office) -> Iterator[People]:
    made = People(chromium, office.url)
    yield made
    made.close()
    assert not made.faults


def expect_list(page: Page, *dossiers: str) -> None:
    """The list on the page comes to be of exactly these: a link that was clicked may still be on its way."""
    links = page.locator('#danh-sach tbody a.code, #danh-sach tbody td a[href^="/ho-so/"]')
    until = time.monotonic() + _SHOWN_SECONDS
    while True:
        found = {address.partition("#")[0] for address in links.evaluate_all("all => all.map(a => a.pathname)")}
        if found == {f"/ho-so/{each}" for each in dossiers}:
            return
        assert time.monotonic() < until, found
        page.wait_for_timeout(100)


def test_an_archivist_answers_five_questions_from_the_reports(people: People, office: Office) -> None:
    with people.window("lan") as page:
        for _ in range(2):
            page.goto("/tra-cuu?q=giay+phep+khai+thac+xyzqw")
            expect(page.locator("h1")).to_contain_text("Không trang nào có đủ")

    with people.window("an") as page:
        # 1. What has fallen due, and what will in 2031? The bar of the year opens its list.
        page.goto("/thoi-han")
        expect(page.locator("h1")).to_have_text("3 hồ sơ đã quá ngày hết hạn")
        page.locator(".figures").get_by_role("link", name="đã quá ngày hết hạn").click()
        expect_list(page, *office.due)
        page.get_by_role("link", name="Năm 2031: 1 hồ sơ").click()
        expect_list(page, office.later)

        # 2. Why that day? The row says it by rule, arithmetic and source.
        row = page.locator("#danh-sach tbody tr")
        expect(row).to_contain_text("31/12/2030")
        expect(row).to_contain_text("2025 + 5 = 2030")
        row.locator("summary").click()
        for said in ("Giữ 5 năm kể từ năm kết thúc công việc (2025)", "Thông tư 10/2022", "lưu trữ viên xác nhận"):
            expect(row.locator(".explain")).to_contain_text(said)

        # 3. What does a unit hold, and what of it for ever? Each number opens its list.
        page.locator("table.bars").get_by_role("link", name=UNIT).click()
        expect(page.locator("#ds")).to_contain_text("3 hồ sơ")
        expect_list(page, office.later, office.waiting, office.permanent)
        page.locator("table.bars").get_by_role("link", name="vĩnh viễn").click()
        expect_list(page, office.permanent)
        with page.expect_download() as given:
            page.locator("#danh-sach").get_by_role("link", name="XLSX").click()
        sheet = load_workbook(BytesIO(given.value.path().read_bytes())).worksheets[0]
        assert "H15.50-0000006" in {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}

        # 4. Which dossier has no date, and what does it wait for?
        page.locator(".figures").get_by_role("link", name="chưa có ngày hết hạn").click()
        expect_list(page, office.waiting)
        page.locator("#danh-sach summary").click()
        expect(page.locator("#danh-sach .explain")).to_contain_text("hợp đồng")

        # 5. What do people look for and not find?
        page.goto("/tra-cuu")
        page.get_by_role("link", name="Tìm mà không thấy").click()
        asked = page.locator("tbody tr", has_text="giay phep khai thac xyzqw")
        expect(asked.locator(".num")).to_have_text("2")

        fits(page, "/thoi-han", "/thoi-han?dv=VH", "/tra-cuu/khong-thay")


def propose(people: People) -> str:
    """The archivist lists everything that is due; the address of the list."""
    with people.window("an") as page:
        page.goto("/huy/lap")
        expect(page.locator("h1")).to_contain_text("3 hồ sơ đã đến hạn")
        page.get_by_role("button", name="Chọn cả trang").click()
        expect(page.locator("[data-count]")).to_contain_text("Đã chọn 3 hồ sơ")
        page.get_by_label("Tên danh mục").fill("Đợt 1 năm 2026")
        for name in ("Ông Binh", "Ông Chi", "Ông Dung"):
            page.get_by_role("checkbox", name=name).check()
        page.get_by_role("button", name="Chốt danh mục").click()
        expect(page).to_have_url(re.compile(r"/huy/[0-9a-f-]{36}"))
        expect(page.locator("h1")).to_contain_text("hội đồng còn 3 trên 3 mục")
        address = re.sub(r".*(/huy/[0-9a-f-]+).*", r"\1", page.url)
        fits(page, "/huy", "/huy/lap", "/lenh-giu", address)
        return address


def vote(people: People, address: str) -> None:
    """One by keyboard, item by item and with words; the others everything of the page at once."""
    with people.window("binh") as page:
        expect(page).to_have_url(re.compile("/huy$"))
        fits(page, "/huy", address)
        page.keyboard.press("h")
        page.keyboard.press("g")
        page.keyboard.press("k")
        page.keyboard.press("d")
        page.keyboard.type("Còn khiếu nại, giữ thêm 5 năm")
        page.keyboard.press("Control+Enter")
        expect(page.locator("h1")).to_contain_text("bạn còn 1 trên 3 mục")
        expect(page.locator(".dissent")).to_contain_text("Còn khiếu nại, giữ thêm 5 năm")
        page.keyboard.press("h")
        page.keyboard.press("Control+Enter")
        expect(page.locator("h1")).to_contain_text("hội đồng còn 3 trên 3 mục")
    for name in ("chi", "dung"):
        with people.window(name) as page:
            page.goto(address)
            second = page.locator("#muc-2")
            second.get_by_role("radio", name="Giữ lại" if name == "chi" else "Hủy").check()
            page.get_by_role("button", name="Hủy các mục chưa chọn của trang").click()
            expect(page.locator('[name="rest"]')).to_have_count(0)


@pytest.mark.law("R08")
def test_a_list_lives_from_what_is_due_to_its_certificate(people: People, office: Office) -> None:
    address = propose(people)
    vote(people, address)

    with people.window("giang") as page:
        fits(page, address)
        expect(page.locator("h1")).to_contain_text("chờ quyết định của bạn")
        page.get_by_label("Số quyết định").fill("12/QĐ-UBND")
        page.get_by_role("button", name="Quyết định hủy").click()
        expect(page.locator("h1")).to_contain_text("đã có quyết định hủy")
        expect(page.locator("main")).to_contain_text("Còn 15 ngày để thi hành")
        assert page.locator('#thi-hanh [name="password"]').count() == 0

    with people.window("khanh", office.recovery) as page:
        fits(page, address)
        expect(page.locator("#thi-hanh")).to_contain_text("2 hồ sơ sẽ bị hủy")
        page.locator('#thi-hanh [name="password"]').fill("khong phai mat khau")
        page.locator('#thi-hanh [name="code"]').fill("000000")
        page.get_by_role("button", name="Bắt đầu hủy").click()
        expect(page.get_by_role("alert")).to_contain_text("chưa đúng")
        page.locator('#thi-hanh [name="password"]').fill(PASSWORD)
        page.locator('#thi-hanh [name="code"]').fill(pyotp.TOTP(office.app).now())
        page.get_by_role("button", name="Bắt đầu hủy").click()
        expect(page.locator("h1")).to_contain_text("đã thi hành xong", timeout=_WORKED)
        expect(page.locator("#muc")).to_contain_text("Đã hủy, chỉ còn bia ghi")
        with page.expect_download() as got:
            page.get_by_role("link", name="Chứng nhận hủy, PDF").click()
        assert got.value.path().read_bytes().startswith(b"%PDF")

    # Of three one is left; what is gone is gone from its page and from the search.
    gone = 0
    with people.window("an") as page:
        for dossier in office.due:
            answer = page.goto(f"/ho-so/{dossier}")
            assert answer is not None
            gone += answer.status == 410
        page.goto("/tra-cuu?q=giay+phep")
        expect(page.locator("[data-result]")).to_have_count(1 + NOT_DUE)
    assert gone == 2

    with people.window("hoa") as page:
        fits(page, f"{address}/chung-nhan")
        expect(page.locator("h1")).to_contain_text("2 hồ sơ đã hủy và được chứng nhận")
        expect(page.locator("tbody tr")).to_have_count(2)
        expect(page.locator("tbody")).to_contain_text("chỉ mục tìm kiếm")
