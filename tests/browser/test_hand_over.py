"""A unit hands dossiers over to the archive in a real Chromium: listed by one account, received by another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from accounts.model import ALL_UNITS, Rights, Role
from accounts.passwords import hashed
from adapters.catalogue import accounts
from app.desks.retention import CatalogueRetentionDesk
from app.settings import Settings
from app.steps.retain import assign_anew
from app.wiring import open_parts
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from tests.installation import Installation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from app.wiring import Parts
    from records.identifiers import DossierId

pytestmark = [pytest.mark.browser, pytest.mark.law("R05")]

PASSWORD = "bon tu bat ky nao do"
DAYS_AGO = {1: 400, 2: 350, 3: 100}
"""Of three dossiers: one is overdue, one is due within thirty days, one is past its sixty days."""


@dataclass(frozen=True)
class Office:
    """A running site with a unit that owes three dossiers, an officer of it and an archivist."""

    url: str
    dossiers: tuple[str, ...]


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    parts = open_parts(Settings(data=tmp_path / "data", account="may-nay", unit="A", _env_file=None))
    try:
        made = [_owed(parts, number, days) for number, days in DAYS_AGO.items()]
        for name, role, unit in (("lan", Role.UNIT_READER, "A"), ("thu", Role.ARCHIVIST, ALL_UNITS)):
            _account(parts, name, role, unit)
    finally:
        parts.close()
    with Installation(tmp_path / "data").serve(workers=1) as site:
        yield Office(site.url, tuple(each.value for each in made))


def _owed(parts: Parts, number: int, days: int) -> DossierId:
    batch = new_batch(parts)
    dossier, document = receive_dossier(parts, batch, number)
    deposit_dossier(parts, batch, dossier, document)
    with parts.catalogue.begin() as connection:
        assign_anew(parts, connection, dossier, by="vankho")
    CatalogueRetentionDesk(parts).set_work_ended(parts.operator, dossier, parts.clock.today() - timedelta(days=days))
    return dossier


def _account(parts: Parts, name: str, role: Role, unit: str) -> None:
    with parts.catalogue.begin() as connection:
        accounts.add(
            connection,
            name=name,
            full_name=name.title(),
            rights=Rights(roles=frozenset({role}), unit=unit, conditional=True),
            password=hashed(PASSWORD),
            password_until=None,
            by="may-nay",
            now=parts.clock.now(),
        )


class People:
    """A window for each person."""

    def __init__(self, chromium: Browser, url: str) -> None:
        self._chromium, self._url = chromium, url
        self.faults: list[str] = []

    def signed_in(self, name: str) -> Page:
        context = self._chromium.new_context(
            viewport={"width": 1280, "height": 900}, base_url=self._url, locale="vi-VN"
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "console", lambda said: self.faults.append(said.text) if "Content Security Policy" in said.text else None
        )
        page.goto("/")
        page.get_by_label("Tên đăng nhập").fill(name)
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Tiếp tục").click()
        expect(page).not_to_have_url(re.compile("/dang-nhap"))
        return page


@pytest.fixture
def people(chromium: Browser, office: Office) -> Iterator[People]:
    made = People(chromium, office.url)
    yield made
    assert not made.faults


def test_a_unit_hands_over_and_an_archivist_receives_what_is_right(people: People, office: Office) -> None:
    lan = people.signed_in("lan")
    lan.goto("/ban-giao")
    expect(lan.locator("h1")).to_have_text("1 hồ sơ quá hạn giao nộp")
    expect(lan.locator(".figures b")).to_have_text(["3", "1", "1", "1"])
    expect(lan.locator("#no tbody tr").first).to_contain_text("Quá hạn")
    lan.locator("#no summary", has_text="Vì sao").first.click()
    expect(lan.locator("#no tbody tr").first).to_contain_text("một năm kể từ ngày kết thúc công việc")
    for dossier in office.dossiers[:2]:
        lan.locator(f'input[name="dossiers"][value="{dossier}"]').check()
    lan.get_by_label("Tên danh mục").fill("Giao nộp đợt 1")
    lan.get_by_role("button", name="Gửi danh mục giao nộp").click()
    expect(lan.locator("h1")).to_have_text("Giao nộp đợt 1")
    listed = lan.url
    # Who hands over neither checks nor receives.
    expect(lan.get_by_role("button", name="Nhận các hồ sơ đã chọn")).to_have_count(0)

    thu = people.signed_in("thu")
    thu.goto("/ban-giao")
    expect(thu.locator("h1")).to_have_text("1 danh mục chờ bạn kiểm tra")
    thu.get_by_role("link", name="Giao nộp đợt 1").click()
    expect(thu.locator("main")).to_contain_text("Còn 2 hồ sơ chưa kiểm tra")
    # Nothing is ticked beforehand, and everything with one click.
    expect(thu.locator('input[name="dossiers"]:checked')).to_have_count(0)
    thu.get_by_role("button", name="Chọn tất cả").click()
    expect(thu.locator('input[name="dossiers"]:checked')).to_have_count(2)
    thu.locator(f'input[value="{office.dossiers[1]}"]').uncheck()
    thu.get_by_role("button", name="Nhận các hồ sơ đã chọn").click()
    thu.locator(f'input[value="{office.dossiers[1]}"]').check()
    thu.get_by_label("Lý do từ chối").fill("Thiếu văn bản số 3")
    thu.get_by_role("button", name="Từ chối các hồ sơ đã chọn").click()
    expect(thu.locator("tbody tr").nth(1)).to_contain_text("Thiếu văn bản số 3")
    thu.get_by_label("Số biên bản").fill("07/BB-GNHS")
    thu.get_by_role("button", name="Nhận 1 hồ sơ vào lưu trữ").click()
    expect(thu.locator(".note.ok")).to_contain_text("07/BB-GNHS")
    thu.get_by_role("link", name="Biên bản giao nhận", exact=True).click()
    expect(thu.locator(".receipt h2")).to_have_text("BIÊN BẢN GIAO NHẬN HỒ SƠ, TÀI LIỆU")
    expect(thu.locator(".receipt")).to_contain_text("Thiếu văn bản số 3")

    # The archive has the one, the unit the other, which can be listed again.
    lan.goto(f"/ho-so/{office.dossiers[0]}")
    expect(lan.locator("#noi-giu")).to_contain_text("Lưu trữ hiện hành đã nhận")
    expect(lan.locator(".events").first).to_contain_text("Giao nộp vào Lưu trữ hiện hành")
    lan.goto("/ban-giao")
    expect(lan.locator('#no input[name="dossiers"]')).to_have_count(2)
    lan.goto(listed)
    expect(lan.locator("main")).to_contain_text("2 = 1 nhận + 1 từ chối + 0 chờ")


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_of_hand_over_do_not_scroll_sideways_and_every_field_has_its_name(people: People, width: int) -> None:
    page = people.signed_in("thu")
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/ban-giao", "/ban-giao?tt=overdue"):
        page.goto(address)
        for summary in page.locator("main summary").all():
            summary.click()
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        nameless = page.evaluate(
            "[...document.querySelectorAll('main input:not([type=hidden]), main select, main textarea')]"
            ".filter(one => !one.labels.length && !one.ariaLabel).map(one => one.outerHTML)"
        )
        assert nameless == [], address
        assert page.locator("h1").count() == 1, address
