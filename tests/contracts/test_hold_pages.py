"""Pages of holds over real desks: placed as typed, refused in words, what each has reached, lifted with the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.rounds import spread_holds
from tests.contracts.disposal_site import DisposalSite
from tests.contracts.offices import opened
from tests.unit.web_ui.test_pages import checked

if TYPE_CHECKING:
    from app.wiring import Parts

pytestmark = pytest.mark.law("R29")

ORDER = {"name": "Thanh tra chợ", "ground": "inspection", "number": "45/QĐ-TTr", "dated": "2026-03-01", "by": "TTr"}


@pytest.fixture
def site(parts: Parts) -> DisposalSite:
    return DisposalSite(opened(parts))


def scopes(*told: tuple[str, str]) -> dict[str, list[str]]:
    return {"kind": [kind for kind, _ in told], "value": [value for _, value in told]}


def test_a_hold_is_placed_on_what_was_typed_reaches_it_and_is_lifted_with_the_reason(site: DisposalSite) -> None:
    one, other = site.office.due("H-1"), site.office.due("K-2")
    assert "Không có lệnh giữ nào" in checked(site.page("/lenh-giu", "an"))
    address = site.sent("/lenh-giu", "an", **ORDER, **scopes(("dossier", "h-1"), ("unit", ""), ("query", "K-2")))
    while spread_holds(site.desks.parts, seconds=0):
        pass
    page = checked(site.page(address, "an"))
    assert "đang giữ 2 hồ sơ" in page
    assert "H-1" in page
    assert "45/QĐ-TTr" in page
    assert {str(one), str(other)} == set(site.get(f"/api/retention{_api(address)}/dossiers", "an").json()["dossiers"])
    assert "đang có lệnh giữ" in checked(site.page("/huy/lap", "an"))
    assert "Đang bị giữ: Thanh tra chợ" in checked(site.page(f"/ho-so/{one}", "an"))

    assert "phải có lý do" in checked(site.refused(f"{address}/go", "an", 422, why=" "))
    site.sent(f"{address}/go", "an", why="Kết luận 12/KL-TTr")
    page = checked(site.page(address, "an"))
    assert "Kết luận 12/KL-TTr" in page
    assert "Hồ sơ từng bị giữ, nay không còn" in page
    assert "Hồ sơ đang giữ" not in page
    assert "Đang bị giữ" not in checked(site.page(f"/ho-so/{one}", "an"))
    assert "đã được gỡ" in checked(site.refused(f"{address}/go", "an", 409, why="Lần nữa"))
    assert "Thanh tra chợ" not in checked(site.page("/lenh-giu", "an"))
    page = checked(site.page("/lenh-giu?ca=1", "an"))
    assert "Thanh tra chợ" in page
    assert "từng giữ 2" in page


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"ground": ""}, "Thiếu căn cứ giữ."),
        ({"dated": "hôm qua"}, "Thiếu ngày của văn bản yêu cầu."),
        ({"dated": "2031-01-01"}, "chưa tới"),
        ({"name": " "}, "Thiếu tên lệnh giữ."),
        ({"name": "", "by": ""}, "Thiếu tên lệnh giữ; thiếu cơ quan yêu cầu."),
        (scopes(), "Thiếu phạm vi giữ."),
        (scopes(("dossier", "khong-co")), "Không có hồ sơ mang mã «khong-co»"),
        (scopes(("query", "..")), "Một phạm vi giữ để trống"),
        (scopes(("all", "x")), "Thiếu loại phạm vi giữ."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(site: DisposalSite, wrong: dict, says: str) -> None:
    html = site.refused("/lenh-giu", "an", 422, **{**ORDER, **scopes(("unit", "u")), **wrong})
    assert says in checked(html)
    assert 'value="45/QĐ-TTr"' in html
    assert "Không có lệnh giữ nào" in checked(html)


def test_only_who_decides_sees_holds(site: DisposalSite) -> None:
    for who in ("binh", "giang", "hoa", "lan"):
        assert site.get("/lenh-giu", who).status_code == 403
        assert "/lenh-giu" not in site.page("/tai-khoan", who)
    assert "/lenh-giu" in site.page("/thoi-han", "an") or "Chưa có hồ sơ" in site.page("/thoi-han", "an")


def _api(address: str) -> str:
    return f"/holds/{address.rpartition('/')[2]}"
