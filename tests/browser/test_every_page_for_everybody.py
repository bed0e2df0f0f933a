"""Every page of the site against WCAG 2.2 AA by axe, in a real Chromium; the list of pages comes from the routes.

A page that is added is looked at by itself. Where its address has a parameter that nothing here stands for, the
test fails and names it: add it to ``known`` of ``staffed_desk``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from search_api.sign_in import SESSION_COOKIE
from tests.browser.staffed_desk import staffed_desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.browser.staffed_desk import StaffedDesk

pytestmark = pytest.mark.browser

NO_PAGES = ("/health/", "/metrics", "/static/", "/api/", "/tra-cuu/trang")
"""Beside what is for programs: a part of a page, which the page of searches shows."""
NOT_DONE_HERE = ("/chung-nhan", "/xem-truoc")
"""Ends of addresses that answer with why not: what they show takes an act that is not done here."""
A_PAGE_ALL_THE_SAME = "/api/docs"
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
WIDTHS = (360, 1280)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
STATES = (
    "/tra-cuu?q=khai+sinh",
    "/tra-cuu?q=khai+sinh&dau=dung",
    "/tra-cuu?q=khongcotunay",
    "/ho-so/00000000-0000-7000-8000-000000000000",
    "/khong-co-trang-nay",
    "/tiep-nhan?ngon_ngu=en",
    "/quan-tri/danh-muc?muc=agencies",
)
"""Pages in states that no address of a route shows by itself."""
_BAR = """() => {
  const nav = document.querySelector('.bar nav');
  return [nav.scrollWidth - nav.clientWidth, document.querySelector('.find-any').getBoundingClientRect().width];
}"""
"""How much of the entries is hidden, and the width of the box of codes; in pixels."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, samples: Path) -> Iterator[StaffedDesk]:
    with staffed_desk(tmp_path_factory.mktemp("desk") / "data", samples) as made:
        yield made


def _of(word: str, known: dict[str, str]) -> dict[str, str]:
    return {name.partition("/")[2]: value for name, value in known.items() if name.startswith(f"{word}/")}


def addresses(desk: StaffedDesk) -> list[str]:
    """Of every page: each route that answers GET outside the API, its parameters filled."""
    found, unknown = [], []
    for path, _ in desk.routes:
        if path.startswith(NO_PAGES) and path != A_PAGE_ALL_THE_SAME:
            continue
        known = {**desk.known, **_of(path.split("/")[1], desk.known)}
        missing = [name for name in re.findall(r"\{(\w+)", path) if name not in known]
        unknown += [f"{path}: {name}" for name in missing]
        if not missing:
            found.append(re.sub(r"\{(\w+)(:\w+)?\}", lambda part, known=known: known[part[1]], path))
    assert not unknown, f"say in staffed_desk what stands for these parameters: {unknown}"
    return found


def pages(desk: StaffedDesk) -> list[str]:
    """Those of the addresses that answer with a page of their own: no part of a page, no file."""
    found = []
    with httpx.Client(
        base_url=desk.url, cookies={SESSION_COOKIE: desk.session}, follow_redirects=True, timeout=60
    ) as client:
        for address in addresses(desk):
            answer = client.get(address, headers={"Accept": "text/html"})
            if answer.headers.get("content-type", "").startswith("text/html") and "<html" in answer.text[:200]:
                assert answer.status_code == 200 or address.endswith(NOT_DONE_HERE), address
                found.append(address)
    return found


@pytest.fixture
def page(chromium: Browser, desk: StaffedDesk) -> Iterator[Page]:
    """Signed in as everybody."""
    context = chromium.new_context(base_url=desk.url, locale="vi-VN", reduced_motion="reduce")
    context.add_cookies([{"name": SESSION_COOKIE, "value": desk.session, "url": desk.url}])
    yield context.new_page()
    context.close()


def looked_at(page: Page, address: str) -> list[str]:
    """What axe finds on the page as it is, in both widths and both themes, and whether it scrolls sideways."""
    page.evaluate(Axe().axe_script)
    wrong = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            wrong += told(f"{address} {width} {theme}", page.evaluate("rules => axe.run(document, rules)", RULES))
        # A table of two directions may scroll (WCAG 1.4.10): that of the API is nothing else.
        if address != A_PAGE_ALL_THE_SAME and page.evaluate("document.documentElement.scrollWidth") > width:
            wrong.append(f"{address} {width}: scrolls sideways")
    return wrong


def told(where: str, found: Any) -> list[str]:
    return [
        f"{where}: {rule['id']}: {node['target']}: {node['html'][:160]}: {node.get('failureSummary', '')}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.timeout(1800)
def test_axe_finds_nothing_on_any_page(page: Page, desk: StaffedDesk) -> None:
    everything, wrong = pages(desk), list[str]()
    assert len(everything) >= 12
    as_it_will_be = [f"{address}?xem=1" for address in everything if address.endswith("/che")]
    assert as_it_will_be
    for address in (*everything, *as_it_will_be, *STATES, desk.card, f"{desk.card}/che"):
        page.goto(address)
        wrong += looked_at(page, address)
    # What is of people is shown in the answer to an act.
    page.goto(desk.card)
    page.get_by_role("button", name="Hiện rõ (được ghi lại)").click()
    assert "001085012389" in page.locator(".words").inner_text()
    wrong += looked_at(page, desk.card)
    # And who is not signed in.
    page.context.clear_cookies()
    for address in [path for path, need in desk.routes if need == "public" and not path.startswith(NO_PAGES)]:
        page.goto(address)
        wrong += looked_at(page, address)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_bar_shows_every_entry_at_every_width(page: Page, language: str) -> None:
    page.goto(f"/ho-so?lang={language}")
    assert page.locator(".bar nav a").count() == 9
    for width in (360, 640, 641, 768, 900, 901, 1000, 1001, 1100, 1101, 1240, 1241, 1280, 1480, 1481, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        hidden, box = page.evaluate(_BAR)
        assert hidden <= 0, width
        assert box >= (180 if width > 1240 else 40), (width, box)


def test_a_list_of_codes_is_taken_in_looked_at_and_accepted(page: Page, desk: StaffedDesk) -> None:
    def send(table: str) -> None:
        page.goto("/quan-tri/danh-muc?muc=procedures")
        page.get_by_label("Tệp CSV").set_input_files(
            {"name": "thu-tuc.csv", "mimeType": "text/csv", "buffer": f"code;name;first_day;last_day\n{table}".encode()}
        )
        page.get_by_label("Phiên bản", exact=True).fill("2026-1")
        page.get_by_label("Lấy từ văn bản").fill("Cổng dịch vụ công quốc gia")
        page.get_by_role("button", name="Nhập danh mục").click()

    send("2.000635;Đăng ký khai sinh;01/13/2020\n1.1;Đăng ký kết hôn\n")
    expect(page.get_by_role("alert")).to_contain_text("Dòng 2")
    wrong = looked_at(page, "a table that is refused")
    send("2.000635;Đăng ký khai sinh;01/12/2020\n1.1;Đăng ký kết hôn\n")
    expect(page.get_by_role("alert")).to_contain_text("“1.1” không phải mã thủ tục hành chính")
    wrong += looked_at(page, "a table with something to look at")
    page.get_by_role("link", name="Xem trước rồi chấp nhận").click()
    expect(page.locator("main")).to_contain_text("Thêm 2 mục, đổi 0 mục, bỏ 0 mục")
    page.get_by_role("button", name="Chấp nhận phiên bản").click()
    expect(page.get_by_role("row", name="2026-1")).to_contain_text("Đang áp dụng")
    # What would go has to be said.
    page.goto(f"/quan-tri/danh-muc/{desk.known['quan-tri/version']}")
    page.get_by_role("button", name="Chấp nhận phiên bản").click()
    expect(page.get_by_role("alert")).to_contain_text("2 mục đang áp dụng sẽ không còn")
    wrong += looked_at(page, "a list that would lose entries")
    page.get_by_label("Tôi đã xem").check()
    page.get_by_role("button", name="Chấp nhận phiên bản").click()
    expect(page.get_by_role("row", name="2025-1")).to_contain_text("Đang áp dụng")
    assert not wrong, "\n".join(wrong)
