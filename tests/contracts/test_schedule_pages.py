"""Pages of the schedule over real desks: taken in row by row, previewed on the holdings, accepted, confirmed."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.contracts.disposal_office import LETTER_RULE
from tests.contracts.disposal_site import PAGE, DisposalSite
from tests.contracts.offices import opened
from tests.unit.web_ui.test_pages import checked

if TYPE_CHECKING:
    from app.wiring import Parts

pytestmark = pytest.mark.law("R37")

TOLD = {"name": "Bảng của tỉnh", "version": "2026-1", "source": "Thông tư 10/2022", "effective_from": "2026-01-01"}


@pytest.fixture
def site(parts: Parts) -> DisposalSite:
    return DisposalSite(opened(parts))


def table(site: DisposalSite, was: str, becomes: str) -> bytes:
    """The schedule in force, with one period of planning letters written otherwise."""
    which = site.office.schedules.in_force(site.desks.operator).id
    content = site.get(f"/api/retention/schedules/{which}/table?format=xlsx", "an").content
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in book.active.iter_rows(min_row=2):
        if "công tác quy hoạch" in str(row[1].value) and str(row[2].value) == was:
            row[2].value = becomes
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(site: DisposalSite, content: bytes, **told: str):  # noqa: ANN201  an answer
    files = {"table": ("bang.xlsx", content)}
    return site.ask("POST", "/bang-thoi-han", "an", data={**TOLD, **told}, files=files, headers=PAGE)


def test_a_table_is_taken_in_previewed_and_accepted_only_as_meant(site: DisposalSite) -> None:
    site.office.due("H-1")
    assert "đã xác nhận 1 trên" in checked(site.page("/bang-thoi-han", "an"))
    answer = send(site, table(site, "5", "2"))
    assert answer.status_code == 303, answer.text
    address = answer.headers["location"]
    assert "Bảng của tỉnh" in checked(site.page(address, "an"))
    html = site.page(f"{address}/xem-truoc", "an")
    told = checked(html)
    assert "1 hồ sơ sẽ được giữ ngắn hơn" in told
    assert "H-1" in told
    fingerprint = html.partition('name="fingerprint" value="')[2].partition('"')[0]
    accept = f"{address}/chap-nhan"
    assert "ngắn" in checked(site.refused(accept, "an", 409, fingerprint=fingerprint))
    assert site.sent(accept, "an", fingerprint=fingerprint, shorter="true") == address
    assert "Đang áp dụng" in checked(site.page("/bang-thoi-han", "an"))
    site.office.reassessed()
    # What the rule says has changed: nobody has confirmed that.
    assert "đã xác nhận 0 trên" in checked(site.page(address, "an"))


def test_a_table_with_a_wrong_row_is_refused_row_by_row(site: DisposalSite) -> None:
    answer = send(site, table(site, "5", "chín mươi"))
    assert answer.status_code == 422
    told = checked(answer.text)
    assert re.search(r"Không nhập: [1-9] dòng cần sửa", told)
    assert "chín mươi" in told
    assert 'value="2026-1"' in answer.text
    assert "Bảng của tỉnh" not in told
    assert "không phải bảng tính" in checked(send(site, b"PK\x03\x04 xin chao").text)
    assert send(site, table(site, "5", "5"), name=" ").status_code == 422


def test_rules_are_confirmed_with_what_they_were_compared_with_and_taken_back(site: DisposalSite) -> None:
    which = site.office.schedules.in_force(site.desks.operator).id
    address = f"/bang-thoi-han/{which}"
    found = checked(site.page(f"{address}?hien=unconfirmed&q=hop+dong", "an"))
    assert "Hợp đồng" in found
    # In words, never in the codes of the table.
    assert "phụ lục Thông tư 09/2011/TT-BNV" in found
    assert not re.search(r"TT09/2011#|\bVV\b|\bHHL\b", found)
    rule = site.office.schedules.in_force(site.desks.operator).schedule.rules[0].id
    place = {"hien": "unconfirmed", "q": "hồ sơ"}
    wrong = site.refused(f"{address}/xac-nhan", "an", 422, rules=[rule], source="", **place)
    assert "Thiếu văn bản đã đối chiếu." in checked(wrong)
    assert "Chưa chọn quy tắc nào." in checked(site.refused(f"{address}/xac-nhan", "an", 422, source="Công báo"))
    there = site.sent(f"{address}/xac-nhan", "an", rules=[rule], source="Công báo 12/2023", sure="true", **place)
    assert there.startswith(f"{address}?hien=unconfirmed&q=h")
    assert "Công báo 12/2023" in checked(site.page(f"{address}?hien=confirmed", "an"))
    site.sent(f"{address}/xac-nhan", "an", rules=[rule], why="Đọc nhầm", withdraw="true", sure="true")
    assert "Công báo 12/2023" not in checked(site.page(f"{address}?hien=confirmed", "an"))
    # What was ticked and looked for is there again, with what is wrong.
    assert re.search(rf'value="{rule}"[^>]* checked', wrong)
    assert '<option value="unconfirmed" selected' in wrong
    assert 'name="q" value="hồ sơ"' in wrong


def test_what_would_be_confirmed_is_shown_and_asked_once_more(site: DisposalSite) -> None:
    site.office.due("H-1")
    address = f"/bang-thoi-han/{site.office.schedules.in_force(site.desks.operator).id}"
    rules = [rule.id for rule in site.office.schedules.in_force(site.desks.operator).schedule.rules[:5]]
    assert LETTER_RULE in rules
    before = checked(site.page(f"{address}?hien=confirmed", "an"))
    form = {"rules": rules, "source": "Công báo 12/2023", "hien": "unconfirmed"}
    question = site.refused(f"{address}/xac-nhan", "an", 200, **form)
    told = checked(question)
    assert "Xác nhận 5 quy tắc?" in told
    assert "Các quy tắc này quyết định thời hạn của 1 hồ sơ, trong đó 1 hồ sơ đã quá ngày hết hạn" in told
    assert question.count('name="rules"') == 5
    assert "Công báo 12/2023" in told
    back = site.refused(f"{address}/xac-nhan", "an", 200, back="true", **form)
    assert 'value="Công báo 12/2023"' in back
    assert checked(site.page(f"{address}?hien=confirmed", "an")) == before
    taking_back = site.refused(f"{address}/xac-nhan", "an", 200, rules=rules, why="Nhầm", withdraw="true")
    assert "Rút xác nhận của 5 quy tắc?" in checked(taking_back)


def test_only_who_decides_sees_the_pages(site: DisposalSite) -> None:
    for who in ("binh", "giang", "hoa", "lan"):
        assert site.get("/bang-thoi-han", who).status_code == 403


def test_the_rule_of_a_dossier_leads_to_its_row(site: DisposalSite) -> None:
    dossier = site.office.due("H-1")
    link = "/bang-thoi-han?muc=TT10-2022-0002"
    assert f'href="{link}"' in site.page(f"/ho-so/{dossier}", "an")
    row = site.get(link, "an").headers["location"]
    assert row == f"/bang-thoi-han/{site.office.schedules.in_force(site.desks.operator).id}?q=TT10-2022-0002"
    assert "TT10-2022-0002" in site.page(row, "an")
    assert "bang-thoi-han" not in site.page(f"/ho-so/{dossier}", "giang"), "who does not keep the schedule"
