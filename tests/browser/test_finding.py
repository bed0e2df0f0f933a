"""A unit finds known documents in ten ways, reads them closely, and takes results away; in a real Chromium."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

RECEIPT = "Giấy tiếp nhận hồ sơ và hẹn trả kết quả"
LETTER = "hướng dẫn số hóa giấy tờ"
CODE = "H15.50.05.13-251008-0975"


def first_title(page: Page) -> str:
    return page.locator("[data-result] h2").first.inner_text()


def titles(page: Page) -> list[str]:
    return page.locator("[data-result] h2").all_inner_texts()


def find(page: Page, typed: str) -> None:
    page.goto("/tra-cuu")
    page.locator("#q").fill(typed)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"q="))  # and its scripts with it


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        pytest.param("giấy tiếp nhận hồ sơ và hẹn trả kết quả", RECEIPT, id="words with their marks"),
        pytest.param("giay tiep nhan ho so hen tra ket qua", RECEIPT, id="words without marks"),
        pytest.param('"hẹn trả kết quả"', RECEIPT, id="a phrase"),
        pytest.param("615/UBND-VP", LETTER, id="a number and sign"),
        pytest.param("615 ubnd-vp", LETTER, id="the same without its slash"),
        pytest.param(CODE.replace("0", "O"), RECEIPT, id="a dossier code with O for 0"),
        pytest.param(f"{CODE}|NGUYEN VAN A|08102025", RECEIPT, id="what a reader of QR codes types"),
        pytest.param("hướng dẫn số hóa tháng 9/2025", LETTER, id="words and a month"),
        pytest.param("số hoá giấy tờ từ 8/2025 đến 10/2025", LETTER, id="words and a span, the other style of tones"),
        pytest.param("hướng dẫn số hóa giấy ubn*", LETTER, id="the beginning of a word"),
    ],
)
def test_a_known_document_is_found(page: Page, typed: str, title: str) -> None:
    find(page, typed)
    assert any(title in each for each in titles(page)), titles(page)
    boxes = page.locator("[data-preview] .hit")
    expect(page.locator("[data-preview] [data-picture]")).to_be_visible()
    assert boxes.count() > 0 or CODE.split("-", maxsplit=1)[0].replace("0", "O") in typed or "|" in typed


def test_a_code_that_was_scanned_leads_to_its_dossier(page: Page) -> None:
    find(page, CODE)
    page.locator(".its-dossier a").click()
    expect(page.locator("#han")).to_be_visible()
    expect(page.locator(".spine")).to_contain_text(CODE)


def test_filters_narrow_and_are_taken_off_one_by_one(page: Page) -> None:
    find(page, "giấy tờ")
    before = page.locator("h1#kq b").inner_text()
    page.locator(".facet", has_text="Loại văn bản").get_by_role("link", name=re.compile("Công văn")).click()
    expect(page.locator(".chips")).to_contain_text("Công văn")
    assert page.locator("h1#kq b").inner_text() != before
    page.get_by_label("Từ ngày").fill("2025-09-01")
    page.get_by_label("Đến ngày").fill("2025-09-30")
    page.locator(".span-form button").click()
    expect(page.locator(".chips")).to_contain_text("01/09/2025 – 30/09/2025")
    assert LETTER in first_title(page)
    left = page.locator(".chips a")
    expect(left).to_have_count(2)
    for count in (1, 0):
        left.first.click()
        expect(left).to_have_count(count)
    expect(page.locator("h1#kq b")).to_have_text(before)


def test_a_search_is_kept_and_told_of_where_searching_begins(page: Page) -> None:
    find(page, "giấy tiếp nhận")
    page.locator(".save-form summary").click()
    page.get_by_label("Tên").fill("Biên nhận")
    page.get_by_role("button", name="Lưu", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="Đã lưu")).to_be_visible()
    page.goto("/tra-cuu")
    kept = page.locator("#da-luu li", has_text="Biên nhận")
    expect(kept).to_contain_text("không có gì mới")
    kept.get_by_role("link").click()
    expect(page.locator("#q")).to_have_value("giấy tiếp nhận")
    page.goto("/tra-cuu")
    kept.get_by_role("button", name="Bỏ câu tìm Biên nhận").click()
    expect(page.locator("#da-luu li", has_text="Biên nhận")).to_have_count(0)


def test_results_are_taken_away(page: Page) -> None:
    find(page, "giấy tiếp nhận")
    with page.expect_download() as given:
        page.get_by_role("link", name="XLSX").click()
    sheet = load_workbook(BytesIO(Path(given.value.path()).read_bytes())).worksheets[0]
    rows = list(sheet.iter_rows(values_only=True))
    assert "xuất từ Văn khố lúc" in str(rows[0][0])
    assert any(RECEIPT in str(row[7]) for row in rows[5:])


def test_a_page_is_looked_at_closely_and_its_matches_gone_through(page: Page) -> None:
    find(page, "giay tiep nhan ho so")
    page.locator("body").press("o")
    expect(page.locator("[data-viewer]")).to_be_visible()
    page.wait_for_load_state("load")
    count = page.locator("[data-hit-count]")
    expect(count).to_contain_text("khớp 1/")
    page.keyboard.press("n")
    expect(count).to_contain_text("khớp 2/")
    page.keyboard.press("p")
    expect(count).to_contain_text("khớp 1/")

    picture = page.locator("[data-picture]").first
    width = page.locator("[data-page]").first.evaluate("(one) => one.clientWidth")
    for _ in range(3):
        page.keyboard.press("+")
    expect(page.locator("[data-zoom-says]")).to_have_text("200%")
    assert page.locator("[data-page]").first.evaluate("(one) => one.clientWidth") == pytest.approx(2 * width, rel=0.02)
    # Drawn anew from the PDF/A, twice as wide as the picture that is always there.
    expect(picture).to_have_attribute("src", re.compile("sharp=true"), timeout=60_000)
    assert picture.evaluate("async (one) => { await one.decode(); return one.naturalWidth; }") > 2000
    page.keyboard.press("0")
    expect(page.locator("[data-zoom-says]")).to_have_text("100%")

    # What the page leads to came after it, as did the small pictures of the pages beside it.
    expect(page.locator("[data-related] [data-related-list]")).to_be_visible()
    expect(page.locator("[data-strip] img[data-src]")).to_have_count(0)
    small = page.locator("[data-strip] img").first
    assert small.evaluate("async (one) => { await one.decode(); return one.naturalWidth; }") == 240

    # Words on the picture can be chosen.
    line = page.locator(".over text").filter(has_text="tiếp nhận").first
    chosen = line.evaluate("(one) => { getSelection().selectAllChildren(one); return getSelection().toString(); }")
    assert "tiếp nhận" in chosen.lower()


def test_pages_are_printed_with_a_mark(page: Page) -> None:
    find(page, CODE)
    page.locator("body").press("o")
    page.get_by_role("link", name="In có dấu").click()
    expect(page.locator(".print-mark").first).to_contain_text("in lúc")
    page.emulate_media(media="print")
    expect(page.locator(".print-mark").first).to_be_visible()
    expect(page.locator(".bar")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280, 1920])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_finding_and_reading_fit_every_width(page: Page, width: int, theme: str) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.goto("/tra-cuu?q=giay+tiep+nhan&state=doubtful")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/tra-cuu?q=giay+tiep+nhan")
    address = page.locator("[data-result]").first.get_attribute("data-page")
    assert address is not None
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/tra-cuu/khong-thay")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
