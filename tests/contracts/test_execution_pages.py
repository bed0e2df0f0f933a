"""An execution in pages over real desks: who may, what is asked, what stopped, what is certified and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from adapters.catalogue import backup_sets
from records.identifiers import DossierId, uuid7
from retention_rules.backup_sets import SetState
from tests.contracts import catalogues
from tests.contracts.disposal_site import DisposalSite
from tests.contracts.offices import PASSWORD
from tests.contracts.sites import site as served
from tests.unit.web_ui.test_pages import checked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


pytestmark = pytest.mark.law("R08")

CODE = "H36.12.07-000000-0001"


@pytest.fixture(params=catalogues.KINDS)
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[DisposalSite]:
    with served(request.param, tmp_path) as made:
        found = DisposalSite(made.desks)
        found.desks.with_app("khanh")
        yield found


def only_a_tombstone_is_left(site: DisposalSite, address: str, goes: DossierId) -> None:
    """For whom disposal is work, by identifier and by code; for everybody else it never was."""
    gone = site.get(f"/ho-so/{goes}", "an")
    assert gone.status_code == 410
    assert f'href="{address}/chung-nhan"' in gone.text
    assert CODE in checked(gone.text)
    assert site.get(f"/ho-so/{goes}", "lan").status_code == 404
    found = f"/tra-cuu?q={CODE}"
    assert f'href="/ho-so/{goes}"' in site.page(found, "an")
    assert str(goes) not in site.page(found, "lan")
    assert "đã hủy" not in checked(site.page(found, "lan"))


def test_what_was_decided_is_executed_by_another_person_and_certified(site: DisposalSite) -> None:
    goes, stops = site.office.due(CODE), site.office.due("H-2")
    address = site.decided(goes, stops)
    hold = site.office.place(stops)
    lan = site.desks.reader("lan")
    assert site.office.desk.may_end_work(lan, stops)

    # Nobody who had a part is offered it, and none of them can.
    for who in ("an", "binh", "giang"):
        assert 'name="password"' not in site.page(address, who)
    assert "không làm hai việc" in checked(site.refused(f"{address}/thi-hanh", "an", 403, password=PASSWORD))
    html = site.page(address, "khanh")
    assert 'name="code"' in html
    page = checked(html)
    assert "2 hồ sơ sẽ bị hủy" in page
    assert "chậm nhất 17/03/2026" in page
    assert "chưa đúng" in checked(
        site.refused(f"{address}/thi-hanh", "khanh", 403, password="khong phai", code="000000")
    )
    # The password alone is not enough where a second factor is set.
    assert "lớp" in checked(site.refused(f"{address}/thi-hanh", "khanh", 403, password=PASSWORD))
    assert "password=" not in site.sent(f"{address}/thi-hanh", "khanh", **site.desks.proof("khanh"))
    site.work()

    page = checked(site.page(address, "khanh"))
    assert "1 trên 2 mục dừng lại" in page
    assert "Đã hủy, chỉ còn bia ghi" in page
    assert "đang có lệnh giữ" in page
    assert "1 hồ sơ đã hủy, chưa thi hành xong" in checked(site.page(f"{address}/chung-nhan", "hoa"))
    # Still there: what was stopped. Gone: what went.
    assert site.get(f"/ho-so/{stops}", "an").status_code == 200
    only_a_tombstone_is_left(site, address, goes)

    site.office.holds.lift(site.desks.reader("an"), hold, "Kết luận thanh tra")
    site.sent(f"{address}/thi-hanh", "khanh", **site.desks.proof("khanh"))
    site.work()
    assert "đã thi hành xong" in checked(site.page(address, "an"))
    proof = site.page(f"{address}/chung-nhan", "hoa")
    told = checked(proof)
    assert "2 hồ sơ đã hủy và được chứng nhận" in told
    assert CODE in told
    assert "chỉ mục tìm kiếm" in told
    which = address.rpartition("/")[2]
    root = site.get(f"/api/retention/disposal/{which}/certificate", "hoa").json()["certificate"]["merkle_root"]
    assert root in proof
    record = site.get(f"/api/retention/disposal/{which}/record", "an").json()["record"]["dossier"]
    assert f'href="/ho-so/{record}"' in proof
    papers = checked(site.page(f"/ho-so/{record}", "an"))
    assert "Hồ sơ này giữ giấy tờ" in papers
    assert not site.office.desk.may_end_work(lan, DossierId(record)), "no unit's work"
    assert "Chưa có văn bản nào vào kho" not in papers
    for form in ("chung-nhan", "bien-ban-huy", "bien-ban-ban-giao", "danh-muc"):
        who = "hoa" if form in {"chung-nhan", "bien-ban-huy"} else "an"
        answer = site.get(f"/api/retention/disposal/{which}/forms/{form}?format=pdf", who)
        assert answer.status_code == 200, answer.text
        assert answer.content.startswith(b"%PDF")
        assert f"{form.split('-')[0]}" in answer.headers["content-disposition"]


def test_an_item_is_kept_back_with_a_longer_period(site: DisposalSite) -> None:
    goes, stays = site.office.due("H-1"), site.office.due("H-2")
    address = site.decided(goes, stays)
    assert f"giu={stays}" in site.page(address, "an")
    assert f"giu={stays}" not in site.page(address, "giang")
    assert 'name="approved_by"' in site.page(f"{address}?giu={stays}", "an")
    assert 'name="approved_by"' not in site.page(f"{address}?giu={stays}", "giang")
    told = {
        "period": "50",
        "number": "3/QĐ",
        "decided_on": "2026-03-01",
        "approved_by": "Chủ tịch",
        "reason": "Đang dùng",
    }
    shorter = {**told, "period": "1"}
    assert site.send(f"{address}/giu-lai/{stays}", "an", **shorter).status_code == 422
    site.sent(f"{address}/giu-lai/{stays}", "an", **told)
    assert "Giữ lại sau quyết định" in checked(site.page(address, "an"))
    site.sent(f"{address}/thi-hanh", "khanh", **site.desks.proof("khanh"))
    site.work()
    assert "đã thi hành xong" in checked(site.page(address, "khanh"))
    assert site.get(f"/ho-so/{stays}", "an").status_code == 200


def test_there_is_no_form_of_a_destruction_before_it_begins(site: DisposalSite) -> None:
    address = site.decided(site.office.due("H-1"))
    which = address.rpartition("/")[2]
    assert "chung-nhan" not in site.page(address, "an")
    answer = site.get(f"/api/retention/disposal/{which}/forms/chung-nhan", "an")
    assert answer.json()["error"]["code"] == "disposal.no_certificate"
    assert site.get(f"{address}/chung-nhan", "an").status_code == 404
    hidden = site.get(f"/api/retention/disposal/{which}/forms/danh-muc", "hoa")
    assert hidden.json()["error"]["code"] == "form.not_all_seen"
    table = site.get(f"/api/retention/disposal/{which}/forms/thuyet-minh?format=xlsx", "an")
    assert table.json()["error"]["code"] == "form.no_table"


@pytest.mark.law("R11")
def test_back_ups_that_hold_what_is_gone_are_shown_until_they_are_seen_to(site: DisposalSite) -> None:
    goes = site.office.due("H-1")
    address, which, now = site.decided(goes), str(uuid7()), site.desks.clock.now()
    with site.desks.parts.catalogue.begin() as connection:
        backup_sets.begin(connection, which, machine="may-1", place="/sao-luu", taken_at=now, knows_until=now)
    places = ((address, "an"), (f"{address}/chung-nhan", "hoa"), ("/huy", "giang"), ("/thoi-han", "an"))
    assert "sao lưu" not in checked(site.page("/huy", "an"))
    site.sent(f"{address}/thi-hanh", "khanh", **site.desks.proof("khanh"))
    site.work()
    for path, who in places:
        assert "1 bộ sao lưu còn giữ hồ sơ đã hủy" in checked(site.page(path, who)), path
    assert which in site.page(address, "an")
    assert "Xử lý trước hết ngày 31/05/2026" in checked(site.page(address, "an"))
    assert "sao lưu" not in checked(site.page("/thoi-han", "lan"))
    with site.desks.parts.catalogue.begin() as connection:
        backup_sets.settle(connection, which, SetState.GONE, by="quan-tri", why="1/BB", now=site.desks.clock.now())
    for path, who in places:
        assert "còn giữ hồ sơ đã hủy" not in checked(site.page(path, who)), path
    # The certificate says what stood when it was issued.
    issued = site.get(f"/api/retention/disposal/{address.rpartition('/')[2]}/certificate", "hoa").json()["certificate"]
    assert [one["id"] for one in issued["backups"]] == [which]
