"""The pages of disposal over real desks: a list from what is due to its decision, and what each person sees."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from accounts.model import Role
from adapters.catalogue.schema import dossier as dossier_table
from records.identifiers import DisposalListId
from retention_rules.disposal import Vote
from tests.contracts.disposal_site import COUNCIL, DisposalSite
from tests.contracts.offices import opened
from tests.contracts.retention_desk import OPERATOR, PLANNING_LETTER
from tests.unit.web_ui.test_pages import checked

if TYPE_CHECKING:
    from app.wiring import Parts
    from records.identifiers import DossierId

pytestmark = pytest.mark.law("R08")


@pytest.fixture
def site(parts: Parts) -> DisposalSite:
    return DisposalSite(opened(parts))


def listed(site: DisposalSite, *dossiers: DossierId) -> str:
    """The address of a new list."""
    chosen = [each.value for each in dossiers]
    return site.sent("/huy/lap", "an", name="Đợt 1", dossiers=chosen, council=list(COUNCIL))


def test_nobody_is_asked_into_a_council_who_could_not_see_what_he_votes_on(site: DisposalSite) -> None:
    public, conditional = site.office.due("H-1"), site.office.due("H-2")
    with site.desks.parts.catalogue.begin() as connection:
        for which, level in ((public, "01"), (conditional, "02")):
            connection.execute(
                sa.update(dossier_table).where(dossier_table.c.id == which.value).values(access_level=level)
            )
    site.desks.add("em", Role.COUNCIL_MEMBER)  # not cleared for level 02
    asked = {"name": "Đợt 1", "dossiers": [public.value, conditional.value], "council": ["binh", "chi", "em"]}
    html = checked(site.refused("/huy/lap", "an", 422, **asked))
    assert "Em không được xem 1 hồ sơ trong danh mục" in html
    site.sent("/huy/lap", "an", **{**asked, "dossiers": [public.value]})


def test_a_list_goes_from_what_is_due_to_its_decision(site: DisposalSite) -> None:
    goes, stays, held = (site.office.due(name) for name in ("H-1", "H-2", "H-3"))
    site.office.place(held)

    offered = checked(site.page("/huy/lap", "an"))
    assert "3 hồ sơ đã đến hạn xem xét" in offered
    assert "2018 + 5 = 2023" in offered
    assert "đang có lệnh giữ" in offered
    html = site.page("/huy/lap", "an")
    assert html.count('name="dossiers"') == 2
    assert f'value="{held}"' not in html

    address = listed(site, goes, stays)
    page = checked(site.page(address, "binh"))
    assert "bạn còn 2 trên 2 mục chưa bỏ phiếu" in page
    assert "Giữ 5 năm" in page

    # One votes item by item, the others everything of the page at once.
    votes = {f"muc-{goes}": "1", f"muc-{stays}": "1"}
    site.sent(f"{address}/phieu", "binh", **votes, **{f"v-{stays}": "keep", f"s-{stays}": "Còn khiếu nại"})
    assert "bạn còn 1 trên 2 mục" in checked(site.page(address, "binh"))
    site.sent(f"{address}/phieu?loc=mine", "binh", rest="destroy", **{f"muc-{goes}": "1"})
    early = checked(site.page(address, "giang"))
    assert "Hội đồng chưa bỏ phiếu xong" in early
    assert "Số quyết định" not in early
    site.sent(f"{address}/phieu", "chi", rest="destroy", **votes)
    site.sent(f"{address}/phieu", "dung", rest="keep", **votes, **{f"v-{goes}": "destroy"})

    page = checked(site.page(address, "giang"))
    assert "chờ quyết định của bạn" in page
    assert "1 mục sẽ bị hủy, 1 mục giữ lại" in page
    assert "Còn khiếu nại" in page
    assert "1 danh mục chờ quyết định của bạn" in checked(site.page("/huy", "giang"))
    assert "chờ quyết định của bạn" not in checked(site.page("/huy", "an"))
    today = site.desks.clock.today()
    refused = checked(site.refused(f"{address}/quyet-dinh", "giang", 422, number="", decided_on=""))
    assert "Thiếu số quyết định; thiếu ngày quyết định." in refused
    site.sent(f"{address}/quyet-dinh", "giang", number="12/QĐ-UBND", decided_on=today.isoformat())
    page = checked(site.page(address, "an"))
    assert "12/QĐ-UBND" in page
    assert "Còn 15 ngày để thi hành, đến 17/03/2026" in page
    site.desks.clock.forward(timedelta(days=16))
    assert "Quá hạn thi hành 1 ngày" in checked(site.page("/huy", "an"))


def test_what_waits_for_its_rule_says_so_and_leads_to_where_it_is_confirmed(site: DisposalSite) -> None:
    page = checked(site.page("/huy/lap", "an"))
    assert "Chưa có hồ sơ nào đến hạn" in page
    assert "bộ lọc" not in page
    site.office.due("H-1")
    rule = site.office.schedules.in_force(OPERATOR).schedule.rules[1].id
    site.office.schedules.withdraw(OPERATOR, [rule], why="Đối chiếu lại")
    site.office.reassessed()
    html = site.page("/huy/lap", "an")
    page = checked(html)
    assert "1 hồ sơ đã đến hạn, nhưng quy tắc hoặc mốc tính chưa được xác nhận" in page
    assert "bộ lọc này" not in page
    there = re.search(r'href="(/bang-thoi-han/[^"]+)">Xác nhận quy tắc', html)
    assert there
    shown = site.page(there[1].replace("&amp;", "&"), "an")
    assert rule in shown
    assert "1 hồ sơ đã đến hạn xem xét" in checked(site.page("/huy/lap?ca=1", "an"))
    assert "Không có hồ sơ nào đến hạn theo bộ lọc này" in checked(site.page("/huy/lap?q=zzz", "an"))


def test_a_hold_that_came_after_the_votes_is_told_in_words_and_stops_the_decision(site: DisposalSite) -> None:
    goes = site.office.due("H-1")
    address = listed(site, goes)
    for member in COUNCIL:
        site.sent(f"{address}/phieu", member, rest="destroy", **{f"muc-{goes}": "1"})
    site.office.place(goes)
    assert "đang có lệnh giữ" in checked(site.page(address, "giang"))
    day = site.desks.clock.today().isoformat()
    page = checked(site.refused(f"{address}/quyet-dinh", "giang", 409, number="12/QĐ", decided_on=day))
    assert "không được hủy: đang có lệnh giữ" in page
    assert 'value="12/QĐ"' in site.refused(f"{address}/quyet-dinh", "giang", 409, number="12/QĐ", decided_on=day)


def test_a_vote_that_is_refused_says_why_and_stops_no_other(site: DisposalSite) -> None:
    one, two = site.office.due("H-1"), site.office.due("H-2")
    address = listed(site, one, two)
    site.sent(f"{address}/phieu", "binh", **{f"muc-{one}": "1", f"v-{one}": "keep"})
    both = {f"muc-{one}": "1", f"muc-{two}": "1"}
    assert "Đã biểu quyết mục này" in checked(site.refused(f"{address}/phieu", "binh", 409, rest="destroy", **both))
    which = address.rpartition("/")[2]
    votes = site.get(f"/api/retention/disposal/{which}", "an").json()["items"]
    assert sorted(vote["vote"] for item in votes for vote in item["votes"]) == ["destroy", "keep"]
    for fields in ({f"muc-{one}": "1", f"v-{one}": "burn"}, {"muc-x": "1", "rest": "keep"}):
        assert "không đọc được" in checked(site.refused(f"{address}/phieu", "binh", 422, **fields))
    # A list of another council: its page is read, no vote is offered and none is taken.
    site.desks.add("linh", *site.desks.accounts.account(site.desks.operator, "binh").rights.roles, conditional=True)
    assert "data-ballot" in site.page(address, "linh")
    assert 'name="rest"' not in site.page(address, "linh")
    assert "không có vai trò" in checked(site.refused(f"{address}/phieu", "linh", 403, rest="keep", **both))


def test_everything_that_the_filter_means_is_listed_but_what_the_gate_refuses(site: DisposalSite) -> None:
    for number in range(3):
        site.office.due(f"H-{number}")
    site.office.due("K-1")
    site.office.place(site.office.due("H-9"))
    address = site.sent("/huy/lap", "an", name="Tất cả H", council=list(COUNCIL), q="h-", **{"tat-ca": "true"})
    which = address.rpartition("/")[2]
    assert len(site.get(f"/api/retention/disposal/{which}", "an").json()["items"]) == 3
    # What is on a list is not offered for another one.
    html = site.page("/huy/lap", "an")
    assert html.count("Đang ở danh mục") == 3
    assert html.count('name="dossiers"') == 1
    assert "Bạn" not in checked(site.page("/huy/lap?nam=2023&dv=u&q=K-1&ca=1", "an"))
    assert "Không có hồ sơ nào đến hạn" in checked(site.page("/huy/lap?nam=2022", "an"))


def test_what_is_missing_for_a_list_comes_back_with_what_was_chosen(site: DisposalSite) -> None:
    one = site.office.due("H-1")
    html = site.refused("/huy/lap", "an", 422, name="", dossiers=[one.value], council=["binh", "chi"])
    assert "Thiếu tên danh mục; hội đồng mới có 2 người, cần ít nhất 3." in checked(html)
    assert html.count(" checked") == 3
    assert "Đề nghị quản trị" not in html


def test_each_sees_what_is_theirs(site: DisposalSite) -> None:
    one = site.office.due("H-1")
    address = listed(site, one)
    for path in ("/huy", address):
        assert site.get(path, "lan").status_code == 403
        assert "H-1" not in site.page(path, "hoa")
    assert "Bạn không được xem hồ sơ này" in checked(site.page(address, "hoa"))
    for who in ("an", "binh", "giang", "hoa"):
        assert 'href="/huy"' in site.page("/huy", who)
    assert 'href="/huy"' not in site.page("/tra-cuu", "lan")
    for who in ("binh", "giang", "hoa"):
        assert site.get("/huy/lap", who).status_code == 403
        assert "Lập danh mục" not in checked(site.page("/huy", who))
    assert site.page("/huy/lap", "an").count('name="council" value="binh"') == 1
    # The archivist of the list neither votes nor decides, and is told so by what is not there.
    html = site.page(address, "an")
    assert 'name="rest"' not in html
    assert "Số quyết định" not in checked(html)


def test_each_figure_of_the_report_opens_its_list_which_prints(site: DisposalSite) -> None:
    one = site.office.due("H-1")
    other = site.office.dossier("K-1", PLANNING_LETTER, unit="B")
    html = site.page("/thoi-han", "an")
    assert "/thoi-han?dv=B#danh-sach" in html
    assert "/thoi-han?th=5#danh-sach" in html
    html = site.page("/thoi-han?dv=B", "an")
    assert "1 hồ sơ của B" in checked(html)
    assert str(other) in html
    assert str(one) not in html
    # What is chosen of the unit stays of the unit.
    assert "/thoi-han?th=5&amp;dv=B#danh-sach" in html
    assert "1 hồ sơ có thời hạn 5 năm · của B" in checked(site.page("/thoi-han?th=5&dv=B", "an"))
    assert "2 hồ sơ có thời hạn 5 năm" in checked(site.page("/thoi-han?th=5", "an"))
    of_unit = site.page("/thoi-han?dv=u", "an")
    (year,) = set(re.findall(r"/thoi-han\?nam=(\d+)&amp;dv=u#danh-sach", of_unit))
    assert str(one) in site.page(f"/thoi-han?nam={year}&dv=u", "an")
    assert f"nam={year}" not in html
    answer = site.get("/thoi-han/danh-muc?ds=all&dv=B&format=csv", "an")
    assert answer.status_code == 200, answer.text
    assert "K-1" in answer.text
    assert "H-1" not in answer.text
    for kind in ("pdf", "docx"):
        assert site.get(f"/api/retention/dossiers/{one}/catalogue?format={kind}", "an").status_code == 200


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_whole_in_both_languages(site: DisposalSite, language: str) -> None:
    one, two = site.office.due("H-1"), site.office.due("H-2")
    site.office.place(two)
    assert checked(site.page(f"/huy?lang={language}", "an"))
    address = listed(site, one)
    site.office.disposal.vote(site.desks.reader("binh"), _id(address), one, Vote.KEEP, "Xem lại")
    for who in ("an", "binh", "chi", "giang"):
        for path in (f"/huy?lang={language}", f"{address}?lang={language}", f"{address}?lang={language}&loc=dissent"):
            checked(site.page(path, who))
    words = checked(site.page(f"/huy/lap?lang={language}", "an"))
    assert ("a hold is open over it" in words) is (language == "en")


def _id(address: str) -> DisposalListId:
    return DisposalListId(address.rpartition("/")[2])
