"""The whole life of a disposal list in a real Chromium: by six accounts, from what is due to the certificate."""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pyotp
import pytest
from playwright.sync_api import expect

from accounts.model import ALL_UNITS, Rights, Role
from accounts.passwords import hashed
from adapters.catalogue import accounts, batches, documents
from app.desks.retention import CatalogueRetentionDesk
from app.desks.schedules import CatalogueScheduleDesk
from app.desks.second_factor import CatalogueSecondFactorDesk
from app.desks.sign_in import CatalogueSignInDesk
from app.rounds import reassess
from app.settings import Settings
from app.steps.index import pages_of
from app.wiring import open_parts
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from ingest.model import DocumentState
from records.description import Description, Field, FieldProposal
from tests.installation import Installation

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from app.wiring import Parts
    from records.identifiers import DossierId

pytestmark = [pytest.mark.browser, pytest.mark.law("R08")]

PASSWORD = "bon tu bat ky nao do"
PEOPLE = {
    "an": Role.ARCHIVIST,
    "binh": Role.COUNCIL_MEMBER,
    "chi": Role.COUNCIL_MEMBER,
    "dung": Role.COUNCIL_MEMBER,
    "giang": Role.HEAD,
    "khanh": Role.ARCHIVIST,
    "hoa": Role.AUDITOR,
}
_NAMELESS = """[...document.querySelectorAll('main input:not([type=hidden]), main select, main textarea')]
  .filter(one => !one.labels.length && !one.ariaLabel).map(one => one.outerHTML)"""
_WORKED = 60_000
"""Milliseconds in which a worker has destroyed two dossiers, on a slow machine."""


@dataclass(frozen=True)
class Office:
    """A running site where three dossiers are due by a confirmed rule."""

    url: str
    dossiers: tuple[str, ...]
    app: str
    """Secret of the authenticator app of who executes."""
    recovery: str
    """A code that stands in for it once."""


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    parts = open_parts(Settings(data=tmp_path / "data", account="may-nay", _env_file=None))
    try:
        confirm(parts)
        made = [due(parts, number) for number in (1, 2, 3)]
        for name, role in PEOPLE.items():
            account(parts, name, role)
        app, recovery = with_app(parts, "khanh")
    finally:
        parts.close()
    with Installation(tmp_path / "data", body="UBND phường An Nghiệp").serve(workers=1) as site:
        yield Office(site.url, tuple(each.value for each in made), app, recovery)


def confirm(parts: Parts) -> None:
    desk = CatalogueScheduleDesk(parts)
    rule = next(one for one in desk.in_force(parts.operator).schedule.rules if one.id == "TT10-2022-0002")
    desk.confirm(parts.operator, [rule.id], source="Công báo")
    while reassess(parts, seconds=0):
        pass


def due(parts: Parts, number: int) -> DossierId:
    """Due before it is deposited, so that the store gives no lease; indexed as the worker would."""
    batch = new_batch(parts)
    dossier, document = receive_dossier(parts, batch, number)
    said = FieldProposal(
        field=Field.SUBJECT,
        value="Công văn trao đổi về công tác quy hoạch",
        confidence=1.0,
        doubtful=False,
        page=None,
        box=None,
        evidence="",
    )
    with parts.catalogue.begin() as connection:
        documents.described(connection, document, Description(proposals=(said,)), "")
        documents.set_state(connection, document, DocumentState.MADE)
        batches.seal(connection, batch)
    CatalogueRetentionDesk(parts).set_work_ended(parts.operator, dossier, date(2010 + number, 5, 1))
    deposit_dossier(parts, batch, dossier, document)
    parts.index.replace_document(document, pages_of(parts, document))
    parts.index.commit()
    return dossier


def account(parts: Parts, name: str, role: Role) -> None:
    with parts.catalogue.begin() as connection:
        accounts.add(
            connection,
            name=name,
            full_name=f"Ông {name.title()}",
            rights=Rights(roles=frozenset({role}), unit=ALL_UNITS, conditional=True),
            password=hashed(PASSWORD),
            password_until=None,
            by="may-nay",
            now=parts.clock.now(),
        )


def with_app(parts: Parts, name: str) -> tuple[str, str]:
    """What cannot be taken back needs a second factor: its secret, and a recovery code."""
    sign_in = CatalogueSignInDesk(parts)
    desk = CatalogueSecondFactorDesk(parts, sign_in)
    reader = sign_in.reader_of_session(sign_in.sign_in(name, PASSWORD).secret)
    assert reader is not None
    offer = desk.begin_codes(reader, PASSWORD)
    # The code of the half minute before: the next one is left for the journey.
    code = pyotp.TOTP(offer.secret).at(parts.clock.now() - timedelta(seconds=30))
    return offer.secret, desk.finish_codes(reader, code)[0]


class People:
    """A window for each person; a fault of a script or of our own security policy fails the journey."""

    def __init__(self, chromium: Browser, url: str) -> None:
        self._chromium, self._url = chromium, url
        self.faults: list[str] = []

    @contextmanager
    def window(self, name: str, recovery: str = "") -> Iterator[Page]:
        context = self._chromium.new_context(
            viewport={"width": 1280, "height": 900}, base_url=self._url, locale="vi-VN"
        )
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on(
            "console", lambda said: self.faults.append(said.text) if "Content Security Policy" in said.text else None
        )
        page.goto("/dang-nhap")
        page.get_by_label("Tên đăng nhập").fill(name)
        page.get_by_label("Mật khẩu", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Tiếp tục").click()
        if recovery:
            page.locator('[name="code"]').fill(recovery)
            page.get_by_role("button", name="Tiếp tục").click()
        expect(page).not_to_have_url(re.compile("/dang-nhap"))
        yield page
        context.close()


@pytest.fixture
def people(chromium: Browser, office: Office) -> Iterator[People]:
    made = People(chromium, office.url)
    yield made
    assert not made.faults


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
        return re.sub(r".*(/huy/[0-9a-f-]+).*", r"\1", page.url)


def vote(people: People, address: str) -> None:
    """One by keyboard, item by item and with words; the others everything of the page at once."""
    with people.window("binh") as page:
        expect(page).to_have_url(re.compile("/huy$"))
        page.goto(address)
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


def test_a_list_lives_from_what_is_due_to_its_certificate(people: People, office: Office) -> None:
    address = propose(people)
    vote(people, address)

    with people.window("giang") as page:
        page.goto(address)
        expect(page.locator("h1")).to_contain_text("chờ quyết định của bạn")
        page.get_by_label("Số quyết định").fill("12/QĐ-UBND")
        page.get_by_role("button", name="Quyết định hủy").click()
        expect(page.locator("h1")).to_contain_text("đã có quyết định hủy")
        expect(page.locator("main")).to_contain_text("Còn 15 ngày để thi hành")
        assert page.locator('#thi-hanh [name="password"]').count() == 0

    with people.window("khanh", office.recovery) as page:
        page.goto(address)
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
        for dossier in office.dossiers:
            answer = page.goto(f"/ho-so/{dossier}")
            assert answer is not None
            gone += answer.status == 404
        page.goto("/tra-cuu?q=giay+phep")
        expect(page.locator("[data-result]")).to_have_count(1)
    assert gone == 2

    with people.window("hoa") as page:
        page.goto(f"{address}/chung-nhan")
        expect(page.locator("h1")).to_contain_text("2 hồ sơ đã hủy và được chứng nhận")
        expect(page.locator("tbody tr")).to_have_count(2)
        expect(page.locator("tbody")).to_contain_text("chỉ mục tìm kiếm")


def test_pages_of_disposal_do_not_scroll_sideways_and_every_field_has_its_name(people: People) -> None:
    address = propose(people)
    looked = {
        "an": ("/huy", "/huy/lap", "/lenh-giu", address),
        "binh": ("/huy", address),
        "giang": (address,),
    }
    for name, addresses in looked.items():
        with people.window(name) as page:
            for width in (360, 1280, 1920):
                page.set_viewport_size({"width": width, "height": 900})
                for scheme in ("light", "dark"):
                    page.emulate_media(color_scheme=scheme)
                    for path in addresses:
                        page.goto(path)
                        assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
                        assert page.evaluate(_NAMELESS) == [], (path, width)
                        assert page.locator("h1").count() == 1, path
