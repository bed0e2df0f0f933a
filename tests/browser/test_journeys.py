"""One journey for each of the three people, in a real Chromium on a real installation."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page, Route

pytestmark = pytest.mark.browser

_WORK = 240_000
"""Milliseconds that reading a few pages may take on a slow machine."""


@pytest.fixture
def small_folder(samples: Path, tmp_path: Path) -> Path:
    """Two dossiers and a file that is refused, in one folder to choose."""
    folder = tmp_path / "Quét chiều nay"
    for name in ("Khai sinh 251113-0031", "Công tác bảo vệ"):
        shutil.copytree(samples / name, folder / name)
    shutil.copy(samples / "Tệp rỗng.pdf", folder)
    return folder


def test_the_clerk_takes_in_a_folder_and_watches_it_finish(page: Page, small_folder: Path) -> None:
    page.goto("/tiep-nhan")
    page.get_by_label("Tên lô").fill("Lô của cuộc thử")
    page.locator("input[webkitdirectory]").set_input_files(small_folder)

    # The batch opens at once, the sum grows, and nothing is asked for again.
    expect(page).to_have_url(re.compile(r"/tiep-nhan/[0-9a-f-]{36}$"))
    expect(page.locator('[data-n="files"]')).to_have_text("5", timeout=30_000)
    expect(page.locator("[data-upload-sum]").or_(page.locator("[data-sum]")).first).to_be_visible()

    # It closes itself when all is sent, works, and says its verdict without a reload.
    expect(page.locator("h1")).to_have_text("2 tệp cần người xem, phần còn lại đã xong", timeout=_WORK)
    expect(page.locator('[data-n="accepted"]')).to_have_text("3")
    expect(page.locator('[data-n="refused"]')).to_have_text("1")
    expect(page.locator('[data-n="quarantined"]')).to_have_text("1")
    cases = page.locator(".cases li")
    expect(cases).to_have_count(2)
    expect(cases.first).to_contain_text("Báo cáo.jpg")
    expect(cases.first).to_contain_text("dấu chỉ độ mật")
    expect(cases.last).to_contain_text("Tệp rỗng.pdf")
    expect(cases.last).to_contain_text("Cách gỡ:")
    expect(page.locator("[data-files]")).to_contain_text("Khai sinh")
    expect(page.locator("[data-file]")).to_have_count(5)

    # Every file has its receipt, and the receipt adds up.
    page.get_by_role("link", name="In biên nhận").click()
    expect(page.locator(".receipt")).to_contain_text("5 tệp = 3 đã nhận + 1 từ chối + 1 cách ly + 0 đang kiểm.")
    expect(page.locator(".receipt .given tbody tr")).to_have_count(5)


def test_what_could_not_be_sent_stays_listed_and_is_sent_again(page: Page, samples: Path) -> None:
    refusals = iter(range(1))

    def fail_once(route: object) -> None:
        if next(refusals, None) is None:
            route.continue_()  # type: ignore[attr-defined]  # the playwright route
        else:
            route.fulfill(status=409, json={"error": {"message": {"vi": "Thử từ chối.", "en": "Refused."}}})  # type: ignore[attr-defined]  # as above

    page.route("**/api/batches/*/files?name=*", fail_once)
    page.goto("/tiep-nhan")
    page.locator("[data-choose]:not([webkitdirectory])").set_input_files(samples / "Thông báo tiếp công dân.jpg")
    row = page.locator("[data-upload-list] li")
    expect(row).to_contain_text("Chưa gửi được: Thử từ chối.")
    row.get_by_role("button", name="Gửi lại").click()
    # All is sent: the page of the batch may come before the row says so.
    expect(page).to_have_url(re.compile(r"/tiep-nhan/[0-9a-f-]{36}$"))
    expect(page.locator('[data-n="files"]')).to_have_text("1")
    expect(page.get_by_role("link", name="Thông báo tiếp công dân", exact=True)).to_be_visible()


def test_a_batch_is_opened_by_itself_once_the_server_is_back(page: Page, samples: Path) -> None:
    away = [True]

    def answer(route: Route) -> None:
        if away[0] and route.request.method == "POST":
            route.abort("connectionrefused")
        else:
            route.continue_()

    page.route("**/tiep-nhan", answer)
    page.goto("/tiep-nhan")
    page.locator("[data-auto-seal]").uncheck()
    page.locator("[data-choose]:not([webkitdirectory])").set_input_files(samples / "Thông báo tiếp công dân.jpg")
    expect(page.locator("[data-upload-notice]")).to_contain_text("Mất kết nối với máy chủ")
    # What is added meanwhile waits for the same batch.
    page.locator("[data-choose]:not([webkitdirectory])").set_input_files(samples / "Tệp rỗng.pdf")
    expect(page.locator("[data-upload-list] li")).to_have_count(2)
    away[0] = False
    expect(page).to_have_url(re.compile(r"/tiep-nhan/[0-9a-f-]{36}$"), timeout=30_000)
    expect(page.locator("[data-upload-list] li.done")).to_have_count(2)
    expect(page.locator("[data-upload-notice]")).to_be_hidden()


def test_files_wait_for_the_unit_where_one_must_be_chosen(page: Page, samples: Path) -> None:
    page.goto("/tiep-nhan")
    # As the page is for who takes in for several units.
    page.locator("[data-unit]").evaluate("one => one.prepend(new Option('Chọn đơn vị…', '', true, true))")
    page.locator("[data-auto-seal]").uncheck()
    page.locator("[data-choose]:not([webkitdirectory])").set_input_files(samples / "Tệp rỗng.pdf")
    expect(page.locator("[data-upload-notice]")).to_contain_text("Chưa gửi: chọn đơn vị")
    expect(page).to_have_url(re.compile(r"/tiep-nhan$"))
    page.locator("[data-unit]").select_option(index=1)
    expect(page).to_have_url(re.compile(r"/tiep-nhan/[0-9a-f-]{36}$"))
    expect(page.locator("[data-upload-list] li.done")).to_have_count(1)


def test_a_batch_whose_server_is_gone_says_so(page: Page) -> None:
    batch = page.request.post("/api/batches", data={"name": "Lô đang mở", "dossier_by": "folder"}).json()["batch"]
    page.goto(f"/tiep-nhan/{batch}")
    leave = page.locator("[data-may-leave]")
    expect(leave).to_be_visible()
    expect(page.locator("[data-lost]")).to_be_hidden()
    page.route("**/live", lambda route: route.abort("connectionrefused"))
    page.reload()
    expect(page.locator("[data-lost]")).to_contain_text("Mất kết nối với máy chủ")
    expect(leave).to_be_hidden()
    page.unroute("**/live")
    expect(page.locator("[data-lost]")).to_be_hidden(timeout=30_000)
    expect(leave).to_be_visible()


def test_the_unit_finds_a_page_without_diacritics_and_sees_the_words_boxed(page: Page) -> None:
    page.goto("/")
    page.goto("/tra-cuu")
    page.keyboard.press("/")
    page.locator("#q").fill("giay tiep nhan ho so")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=giay"))
    first = page.locator("[data-result]").first
    expect(first.locator("mark").first).to_be_visible()

    # The picture is there, and the boxes lie on it, inside its frame.
    picture = page.locator("[data-preview] [data-picture]")
    expect(picture).to_be_visible()
    assert picture.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }") == 1240
    boxes = page.locator("[data-preview] .hit")
    assert boxes.count() >= 3
    frame = picture.bounding_box()
    seen = boxes.first.bounding_box()
    assert frame is not None
    assert seen is not None
    assert frame["x"] < seen["x"] < frame["x"] + frame["width"]
    assert frame["y"] < seen["y"] < frame["y"] + frame["height"]
    expect(page.locator("[data-hit-count]")).to_contain_text("khớp 1/")

    # By keyboard: the next match, the next result, the page itself, and its words to be copied.
    page.locator("body").press("n")
    expect(page.locator("[data-hit-count]")).to_contain_text("khớp 2/")
    if page.locator("[data-result]").count() > 1:
        page.keyboard.press("j")
        expect(page.locator("[data-result]").nth(1)).to_have_class(re.compile("now"))
        page.keyboard.press("k")
    page.keyboard.press("o")
    expect(page.locator("[data-viewer]")).to_be_visible()
    expect(page.locator(".words")).to_contain_text(re.compile("tiếp nhận", re.IGNORECASE))
    page.wait_for_load_state("load")  # the page's script listens to keys from here on
    page.keyboard.press("Escape")
    expect(page.locator("#han")).to_be_visible()


def test_a_word_that_no_page_has_is_named(page: Page) -> None:
    page.goto("/tra-cuu?q=giay+tiep+nhan+xyzqw")
    expect(page.locator("h1")).to_contain_text("Không trang nào có đủ")
    expect(page.locator(".results")).to_contain_text("Bỏ “xyzqw” thì có")


def test_the_archivist_reads_why_a_dossier_is_kept_so_long(page: Page) -> None:
    page.goto("/thoi-han")
    expect(page.locator("h1")).to_contain_text("hồ sơ")
    row = page.locator("#danh-sach tbody tr").first
    row.locator("summary").click()
    expect(row.locator(".explain")).to_contain_text("Giữ")
    page.locator('#danh-sach a[href^="/ho-so/"]').first.click()

    due = page.locator("#han")
    for part in ("Quy tắc", "Bảng thời hạn", "Căn cứ", "Mốc tính"):
        expect(due).to_contain_text(part)
    page.get_by_label("Ngày kết thúc công việc").fill("2014-03-01")
    page.get_by_role("button", name="Ghi và tính lại").click()
    expect(page.locator(".toast")).to_have_text("Đã lưu.")
    expect(due).to_contain_text("01/03/2014")
    expect(due).to_contain_text("2014 +")

    # A day that has not come is refused beside its field, with the value still in it.
    field = page.get_by_label("Ngày kết thúc công việc")
    field.evaluate("(input) => { input.removeAttribute('max'); input.value = '2199-01-01'; }")
    page.get_by_role("button", name="Ghi và tính lại").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(field).to_have_value("2199-01-01")


@pytest.mark.parametrize("width", [360, 768, 2560])
def test_no_page_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/tiep-nhan", "/tra-cuu?q=ho+so", "/ho-so", "/thoi-han", "/khong-co"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.goto("/ho-so")
    page.locator("tbody a").first.click()
    page.wait_for_url("**/ho-so/*-*")
    expect(page.get_by_role("main")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_switch_speaks_english_and_stays(page: Page) -> None:
    page.goto("/thoi-han")
    page.locator(".lang").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/tiep-nhan")
    expect(page.locator(".bar nav")).to_contain_text("Take in")
