"""An administrator sets up a unit with its people in a real Chromium; each then sees what is theirs, and no more."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from app.desks.access import CatalogueAccessDesk
from archive.change_access import access_change
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from tests.browser.people import People, fits
from tests.installation_parts import parts_of
from tests.server_installation import installation_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.installation import Installation

pytestmark = pytest.mark.browser

_INDEXED = 60_000
"""Milliseconds in which a worker has told the index, on a slow machine."""


@dataclass(frozen=True)
class Office:
    """A running site that nobody signs in to yet, with a dossier of level 02 in each of two units."""

    url: str
    dossiers: dict[str, str]
    """Id by unit."""


@pytest.fixture
def unmanned(profile: str, tmp_path: Path) -> Iterator[Office]:
    with installation_of(profile, tmp_path / "data") as installation:
        made = {unit: _closed(installation, unit, number) for number, unit in enumerate(("A", "B"), start=1)}
        with installation.serve(workers=1) as site:
            yield Office(site.url, made)


def _closed(installation: Installation, unit: str, number: int) -> str:
    """A deposited dossier of the unit, open on conditions; its id."""
    with parts_of(installation, unit=unit) as parts:
        batch = new_batch(parts)
        dossier, document = receive_dossier(parts, batch, number)
        deposit_dossier(parts, batch, dossier, document)
        closed = access_change("02", restricted_until=None, reason="mới nhận", today=date(2026, 1, 1))
        CatalogueAccessDesk(parts).change(parts.operator, dossier, closed)
        return dossier.value


@pytest.fixture
def people(chromium: Browser, unmanned: Office) -> Iterator[People]:
    made = People(chromium, unmanned.url)
    yield made
    made.close()
    assert not made.faults


def add_account(page: Page, name: str, role: str, *, unit: str = "", conditional: bool = False) -> str:
    """On the page of accounts; the password that is shown once."""
    page.goto("/quan-tri")
    page.get_by_label("Tên đăng nhập").fill(name)
    if unit:
        page.locator("#unit").select_option(unit)
    form = page.locator("form[action='/quan-tri']")
    form.get_by_role("checkbox", name=re.compile(f"^{role}")).check()
    if conditional:
        page.locator('input[name="conditional"]').check()
    page.get_by_role("button", name="Thêm tài khoản").click()
    return page.locator("[data-once]").inner_text()


def add_unit(page: Page, code: str, name: str) -> None:
    page.goto("/quan-tri/don-vi")
    page.get_by_label("Mã", exact=True).fill(code)
    page.get_by_label("Tên đơn vị").fill(name)
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("cell", name=name)).to_be_visible()


def test_an_administrator_sets_up_units_and_people_and_each_sees_what_is_theirs(
    people: People, unmanned: Office
) -> None:
    # Nobody signs in yet: whoever sits at the machine makes the first account, and is outside from then on.
    first = people.stranger()
    fits(first, "/quan-tri", "/quan-tri/don-vi", "/dang-nhap")
    password = add_account(first, "quan-tri", "Quản trị")
    first.goto("/quan-tri")
    expect(first).to_have_url(re.compile("/dang-nhap"))

    admin = people.first_sign_in("quan-tri", password)
    for code, name in (("A", "Phòng Hạ tầng"), ("B", "Phòng Văn hóa")):
        add_unit(admin, code, name)
    fits(admin, "/quan-tri", "/quan-tri/don-vi", "/tai-khoan")
    archivist_password = add_account(admin, "luu-tru", "Lưu trữ viên", unit="A", conditional=True)
    reader_password = add_account(admin, "lan", "Cán bộ đơn vị", unit="A")
    # Who administers sees no record by that.
    admin.goto(f"/ho-so/{unmanned.dossiers['A']}")
    expect(admin.locator("main")).to_contain_text("Tài khoản này không được làm việc đó")

    # The reader of unit A: nothing is public yet.
    lan = people.first_sign_in("lan", reader_password)
    lan.goto("/ho-so")
    expect(lan.locator("tbody a")).to_have_count(0)

    # The archivist of unit A sees her dossier alone, and makes it public with a reason.
    archivist = people.first_sign_in("luu-tru", archivist_password)
    archivist.goto("/ho-so")
    addresses = {link.get_attribute("href") for link in archivist.locator("tbody a").all()}
    assert addresses == {f"/ho-so/{unmanned.dossiers['A']}"}
    archivist.goto(f"/ho-so/{unmanned.dossiers['A']}")
    access = archivist.locator("#tiep-can")
    access.get_by_role("radio", name=re.compile("Công khai")).check()
    access.get_by_label("Lý do").fill("Danh mục công khai 12/QĐ-UBND")
    access.get_by_role("button", name="Đổi mức tiếp cận").click()
    expect(archivist.locator(".spine .badge", has_text="Công khai (01)")).to_be_visible()
    expect(archivist.locator(".events").first).to_contain_text("Danh mục công khai 12/QĐ-UBND")

    # From then on the reader sees that one, finds it, and nothing of the other unit.
    lan.goto("/ho-so")
    expect(lan.locator(f'tbody a[href="/ho-so/{unmanned.dossiers["A"]}"]').first).to_be_visible()
    lan.goto(f"/ho-so/{unmanned.dossiers['A']}")
    expect(lan.locator("#tiep-can")).to_have_count(0)
    results = lan.locator("[data-result]")
    for _ in range(60):
        lan.goto("/tra-cuu?q=giay+phep")
        if results.count():
            break
        lan.wait_for_timeout(_INDEXED / 60)
    expect(results).to_have_count(1)
    for address in (f"/ho-so/{unmanned.dossiers['B']}", "/ho-so/00000000-0000-7000-8000-000000000000"):
        lan.goto(address)
        expect(lan.locator("main")).to_contain_text("Không có hồ sơ này")
    lan.goto("/quan-tri")
    expect(lan.locator("main")).to_contain_text("Tài khoản này không được làm việc đó")
    assert lan.locator('.bar nav a[href="/quan-tri"]').count() == 0
