"""Signing in, one's own account and administration as a browser meets them, on both catalogues."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from accounts.model import Role
from app.desks.sign_in import CatalogueSignInDesk
from search_api.sign_in import SESSION_COOKIE
from tests.contracts.offices import PASSWORD, Office, opened
from tests.contracts.sites import Site

if TYPE_CHECKING:
    import httpx

    from app.wiring import Parts

PAGE = {"Accept": "text/html"}
NEW = "mot cau khac dai hon"


@pytest.fixture
def empty(parts: Parts) -> Site:
    return Site(opened(parts))


@pytest.fixture
def staffed(parts: Parts) -> Site:
    return Site(opened(parts).staffed())


def page(answer: httpx.Response, status: int = 200) -> str:
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("text/html")
    assert answer.headers["cache-control"] == "no-store"
    return answer.text


def went_to(answer: httpx.Response) -> str:
    assert answer.status_code in {303, 307}, answer.text
    return answer.headers["location"]


def sent(made: Site, path: str, who: str = "", **form: object) -> httpx.Response:
    return made.ask("POST", path, who, data=form, headers=PAGE)


def once(html: str) -> str:
    found = re.search(r"data-once>([^<]+)<", html)
    assert found
    return found[1]


# -- without accounts -------------------------------------------------------------------------


def test_a_desk_without_accounts_works_as_ever_and_says_how_to_close_it(empty: Site) -> None:
    assert went_to(empty.get("/", headers=PAGE)) == "/tiep-nhan"
    own = page(empty.get("/tai-khoan", headers=PAGE))
    assert "chưa có tài khoản" in own
    assert "/quan-tri" in own
    assert "Đăng xuất" not in own
    assert "Tài khoản đầu tiên phải là quản trị" in page(empty.get("/quan-tri", headers=PAGE))
    assert "vankho account add" in page(empty.get("/dang-nhap", headers=PAGE))
    assert empty.get("/api/me").json()["units"] == ["*"]


def test_what_a_proxy_passes_on_is_not_the_operator(empty: Site) -> None:
    answer = empty.get("/api/me", headers={"X-Forwarded-For": "10.0.0.9"})
    assert answer.status_code == 401


def test_the_first_account_is_made_on_the_page_and_closes_every_route(empty: Site) -> None:
    refused = page(sent(empty, "/quan-tri", name="lan", roles="clerk", unit="*"), 422)
    assert "Tài khoản đầu tiên phải là quản trị" in refused
    assert 'value="lan"' in refused, "what was typed stays"
    password = once(page(sent(empty, "/quan-tri", name="quan-tri", roles="administrator", unit="*")))
    for path in ("/tiep-nhan", "/quan-tri", "/"):
        assert went_to(empty.get(path, headers=PAGE)).startswith("/dang-nhap")
    assert empty.get("/api/me").status_code == 401
    assert "Đặt mật khẩu của bạn" in page(sent(empty, "/dang-nhap", name="quan-tri", password=password))
    said = {"name": "quan-tri", "password": password, "den": "/quan-tri"}
    assert "chưa giống nhau" in page(sent(empty, "/dang-nhap/mat-khau", **said, new=NEW, again="khac"), 422)
    assert "12 ký tự" in page(sent(empty, "/dang-nhap/mat-khau", **said, new="ngan", again="ngan"), 422)
    answer = sent(empty, "/dang-nhap/mat-khau", **said, new=NEW, again=NEW)
    assert went_to(answer) == "/quan-tri"
    cookie = answer.cookies[SESSION_COOKIE]
    assert "quan-tri" in page(empty.get("/quan-tri", headers=PAGE | {"Cookie": f"{SESSION_COOKIE}={cookie}"}))


# -- signing in -------------------------------------------------------------------------------


def test_signing_in_leads_back_to_what_was_asked_for(staffed: Site) -> None:
    assert went_to(staffed.get("/tra-cuu?q=đất&offset=10", headers=PAGE)) == (
        "/dang-nhap?den=%2Ftra-cuu%3Fq%3D%25C4%2591%25E1%25BA%25A5t%26offset%3D10"
    )
    html = page(staffed.get("/dang-nhap?den=/tra-cuu%3Fq%3Da", headers=PAGE))
    assert 'name="den" value="/tra-cuu?q=a"' in html
    answer = sent(staffed, "/dang-nhap", name="lan", password=PASSWORD, den="/tra-cuu?q=a")
    assert went_to(answer) == "/tra-cuu?q=a"
    flags = answer.headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=lax" in flags
    assert "path=/" in flags
    assert "expires" not in flags
    assert "max-age" not in flags
    assert "secure" not in flags, "plain HTTP on loopback"


@pytest.mark.parametrize("elsewhere", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x", ""])
def test_it_leads_to_no_other_site(staffed: Site, elsewhere: str) -> None:
    assert went_to(sent(staffed, "/dang-nhap", name="lan", password=PASSWORD, den=elsewhere)) == "/"


def test_behind_tls_the_cookie_is_sent_over_nothing_else(parts: Parts) -> None:
    made = Site(opened(parts, tls=True).staffed())
    answer = sent(made, "/dang-nhap", name="lan", password=PASSWORD)
    assert "secure" in answer.headers["set-cookie"].lower()


def test_a_wrong_password_is_told_with_what_is_left_and_a_stranger_learns_no_more(staffed: Site) -> None:
    for left in (4, 3, 2, 1):
        known = page(sent(staffed, "/dang-nhap", name="lan", password="sai"), 403)
        stranger = page(sent(staffed, "/dang-nhap", name="ai-do", password="sai"), 403)
        assert f"Còn {left} lần thử" in known
        assert known.replace("lan", "#") == stranger.replace("ai-do", "#").replace("lan", "#")
    known = page(sent(staffed, "/dang-nhap", name="lan", password=PASSWORD + "x"), 403)
    assert "tạm khóa" in known
    assert "cấp lại mật khẩu" in known
    assert "set-cookie" not in sent(staffed, "/dang-nhap", name="lan", password=PASSWORD).headers


def test_another_site_signs_nobody_in(staffed: Site) -> None:
    said = {"name": "lan", "password": PASSWORD}
    answer = staffed.ask("POST", "/dang-nhap", data=said, headers={"Origin": "http://evil.example"})
    assert answer.status_code == 403
    assert "set-cookie" not in answer.headers


def test_signing_out_ends_the_session_on_the_server(staffed: Site) -> None:
    cookie = {"Cookie": f"{SESSION_COOKIE}={staffed.session('lan')}"}
    assert staffed.get("/api/me", headers=cookie).json()["account"] == "lan"
    assert went_to(staffed.ask("POST", "/dang-xuat", headers=cookie)) == "/dang-nhap"
    assert staffed.get("/api/me", headers=cookie).status_code == 401


def test_each_begins_with_a_page_of_his_own_and_sees_no_other_in_the_bar(staffed: Site) -> None:
    staffed.desks.add("soat", Role.AUDITOR)
    staffed.desks.add("van-thu", Role.CLERK, unit="A")
    firsts = {"lan": "/tra-cuu", "quan-tri": "/quan-tri", "soat": "/nhat-ky", "van-thu": "/tiep-nhan"}
    for name, first in firsts.items():
        assert went_to(staffed.get("/", name, headers=PAGE)) == first
    bar = page(staffed.get("/tai-khoan", "quan-tri", headers=PAGE)).partition("</nav>")[0]
    assert re.findall(r'<a href="(/[a-z-]+)"', bar) == ["/quan-tri"]
    bar = page(staffed.get("/tra-cuu", "lan", headers=PAGE)).partition("</nav>")[0]
    assert re.findall(r'<a href="(/[a-z-]+)"', bar) == ["/tra-cuu", "/ho-so", "/thoi-han", "/ban-giao", "/yeu-cau"]
    assert "Tài khoản này không được" in page(staffed.get("/quan-tri", "lan", headers=PAGE), 403)


# -- one's own account ------------------------------------------------------------------------


def test_a_new_password_ends_every_other_session(staffed: Site) -> None:
    other = {"Cookie": f"{SESSION_COOKIE}={staffed.session('lan')}"}
    said = {"password": PASSWORD, "new": NEW, "again": NEW}
    assert "Còn 4 lần thử" in page(sent(staffed, "/tai-khoan/mat-khau", "lan", **{**said, "password": "sai"}), 403)
    answer = sent(staffed, "/tai-khoan/mat-khau", "lan", **said)
    assert went_to(answer) == "/tai-khoan?doi=true"
    assert staffed.get("/api/me", headers=other).status_code == 401
    mine = {"Cookie": f"{SESSION_COOKIE}={answer.cookies[SESSION_COOKIE]}"}
    assert "Đã đổi mật khẩu" in page(staffed.get("/tai-khoan?doi=true", headers=PAGE | mine))


def test_a_token_is_shown_once_and_ends_when_revoked(staffed: Site) -> None:
    html = page(sent(staffed, "/tai-khoan/ma", "lan", name="máy quét", days="30", scopes="read"))
    secret = once(html)
    assert staffed.get("/api/me", token=secret).json()["capabilities"] == ["read"]
    again = page(staffed.get("/tai-khoan", "lan", headers=PAGE))
    assert "máy quét" in again
    assert secret not in again
    revoke = re.search(r'action="(/tai-khoan/ma/[0-9a-f-]+/thu-hoi)"', again)
    assert revoke
    assert sent(staffed, revoke[1], "quan-tri").status_code == 404, "of somebody else"
    assert went_to(sent(staffed, revoke[1], "lan")) == "/tai-khoan#ma"
    assert staffed.get("/api/me", token=secret).status_code == 401
    assert sent(staffed, "/tai-khoan/ma", "lan", name="x", days="30", scopes="administer").status_code == 403


# -- administration ---------------------------------------------------------------------------


def test_nobody_is_given_all_units_by_a_form_that_was_not_filled_in(staffed: Site) -> None:
    form = staffed.get("/quan-tri", "quan-tri", headers=PAGE).text
    assert re.search(r'<option value="" selected>Chọn đơn vị', form)
    assert '<option value="*" selected' not in form
    refused = page(sent(staffed, "/quan-tri", "quan-tri", name="mai", roles="clerk"), 404)
    assert "Không có đơn vị này" in refused
    assert "Không có tài khoản" in page(staffed.get("/quan-tri/tai-khoan/mai", "quan-tri", headers=PAGE), 404)


def test_the_unit_of_the_installation_is_on_the_page_of_units(empty: Site) -> None:
    html = empty.get("/quan-tri/don-vi", headers=PAGE).text
    assert "1 đơn vị" in html
    assert "Bộ phận một cửa" in html
    assert "Đặt tên ở dưới, với mã mot-cua" in html
    sent(empty, "/quan-tri/don-vi", code="mot-cua", name="Trung tâm một cửa")
    html = empty.get("/quan-tri/don-vi", headers=PAGE).text
    assert "Trung tâm một cửa" in html
    assert "Bộ phận một cửa" not in html
    # Pages call a unit by the name that it has.
    assert '<option value="mot-cua">Trung tâm một cửa' in empty.get("/quan-tri", headers=PAGE).text


def test_an_administrator_sets_up_a_unit_with_its_people(staffed: Site) -> None:
    boss = "quan-tri"
    for code, name, parent in (
        ("H36", "UBND tỉnh", ""),
        ("H36.12", "UBND phường <b>", "H36"),
        ("H36.1", "Xã cũ", "H36"),
    ):
        assert went_to(sent(staffed, "/quan-tri/don-vi", boss, code=code, name=name, parent=parent))
    merged = {"code": "H36.1", "on": "2025-07-01", "successor": "H36.12"}
    assert went_to(sent(staffed, "/quan-tri/don-vi/giai-the", boss, **merged)) == "/quan-tri/don-vi"
    assert "đơn vị khác nêu tên" in page(sent(staffed, "/quan-tri/don-vi/bo", boss, code=merged["successor"]), 409)
    tree = page(staffed.get("/quan-tri/don-vi", boss, headers=PAGE))
    assert "UBND phường &lt;b&gt;" in tree
    assert "Nhập vào H36.12 từ 01/07/2025" in tree
    circle = page(sent(staffed, "/quan-tri/don-vi", boss, code="H36", name="UBND tỉnh", parent="H36.12"), 422)
    assert "chính nó" in circle

    new = {"name": "binh", "full_name": "Lê Bình", "unit": "H36.12", "roles": ["clerk", "archivist"]}
    password = once(page(sent(staffed, "/quan-tri", boss, **new, conditional="true")))
    staffed.desks.sign_in.change_password("binh", password, PASSWORD)
    me = staffed.get("/api/me", "binh").json()
    assert me == {
        "account": "binh",
        "capabilities": ["check", "decide", "hand_over", "read", "take_in"],
        "units": ["H36.1", "H36.12"],
        "levels": ["01", "02"],
        "second_factor_due": False,
    }
    assert went_to(
        sent(staffed, "/quan-tri/tai-khoan/binh", boss, full_name="Lê Bình", unit="H36.1", roles="unit_reader")
    )
    assert staffed.get("/api/me", "binh").json()["capabilities"] == ["hand_over", "read"]
    assert "ít nhất một vai trò" in page(sent(staffed, "/quan-tri/tai-khoan/binh", boss, unit="H36.1"), 422)

    assert went_to(sent(staffed, "/quan-tri/tai-khoan/binh/khoa", boss)) == "/quan-tri/tai-khoan/binh"
    assert "Đã khóa" in page(staffed.get("/quan-tri", boss, headers=PAGE))
    assert went_to(sent(staffed, "/quan-tri/tai-khoan/binh/mo", boss))
    reset = once(page(sent(staffed, "/quan-tri/tai-khoan/binh/cap-lai", boss)))
    assert "Đặt mật khẩu của bạn" in page(sent(staffed, "/dang-nhap", name="binh", password=reset))
    assert "tự khóa mình" in page(sent(staffed, f"/quan-tri/tai-khoan/{boss}/khoa", boss), 403)
    assert staffed.get("/quan-tri/tai-khoan/khong-co", boss, headers=PAGE).status_code == 404


def test_the_same_over_the_api(staffed: Site) -> None:
    def act(method: str, path: str, status: int, **body: object) -> object:
        answer = staffed.ask(method, f"/api{path}", "quan-tri", **({"json": body} if body else {}))
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    act("PUT", "/units/H36", 204, name="UBND tỉnh")
    act("PUT", "/units/H36.1", 204, name="Xã cũ", parent="H36")
    act("PUT", "/units/H36.2", 204, name="Xã mới", parent="H36")
    act("PUT", "/units/H36.9", 204, name="Lập nhầm")
    act("DELETE", "/units/H36.9", 204)
    act("DELETE", "/units/H36", 409)
    act("POST", "/units/H36.1/dissolve", 204, on="2025-07-01", successor="H36.2")
    units = act("GET", "/units", 200)
    assert isinstance(units, list)
    assert [unit["code"] for unit in units] == ["A", "H36", "H36.1", "H36.2"]
    made = act("POST", "/accounts", 201, name="binh", roles=["clerk"], unit="H36.2")
    assert isinstance(made, dict)
    staffed.desks.sign_in.change_password("binh", made["password"], PASSWORD)
    changed = act("PUT", "/accounts/binh", 200, full_name="Lê Bình", roles=["head"], unit="H36", conditional=True)
    assert isinstance(changed, dict)
    assert (changed["roles"], changed["unit"], changed["conditional"]) == (["head"], "H36", True)
    disabled = act("POST", "/accounts/binh/disable", 200)
    assert isinstance(disabled, dict)
    assert disabled["enabled"] is False
    act("POST", "/accounts/binh/enable", 200)
    reset = act("POST", "/accounts/binh/reset", 200)
    assert isinstance(reset, dict)
    listed = act("GET", "/accounts", 200)
    assert isinstance(listed, list)
    assert {one["name"]: one["password_due"] for one in listed} == {"binh": True, "lan": False, "quan-tri": False}
    assert "password" not in str(listed).replace("password_due", "")
    act("POST", "/accounts", 422, name="Bình", roles=["clerk"])
    act("POST", "/accounts", 409, name="binh", roles=["clerk"])

    answer = staffed.ask("PUT", "/api/me/password", "lan", json={"present": PASSWORD, "new": NEW})
    assert answer.status_code == 204
    token = staffed.ask("POST", "/api/me/tokens", "lan", json={"name": "x", "scopes": ["read"]}).json()
    assert staffed.get("/api/me", token=token["secret"]).json()["account"] == "lan"
    assert [one["token"] for one in staffed.get("/api/me/tokens", "lan").json()] == [token["token"]]
    assert staffed.ask("DELETE", f"/api/me/tokens/{token['token']}", "lan").status_code == 204
    assert staffed.get("/api/me", token=token["secret"]).status_code == 401


def test_the_page_of_an_account_ends_what_is_signed_in_elsewhere(staffed: Site) -> None:
    elsewhere = staffed.session("lan")
    shown = staffed.get("/tai-khoan", "lan").text
    named = re.findall(r"/tai-khoan/phien/([0-9a-f]+)/ket-thuc", shown)
    assert named, shown
    assert "trình duyệt này" in shown
    for one in named:
        assert staffed.ask("POST", f"/tai-khoan/phien/{one}/ket-thuc", "lan").status_code == 303
    assert staffed.desks.sign_in.reader_of_session(elsewhere) is None
    left = staffed.get("/tai-khoan", "lan").text
    assert not [one for one in named if one in left]


def test_while_the_catalogue_is_away_nobody_is_let_in_by_mistake(
    staffed: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from records.errors import Sentence, Unavailable

    def away(*_: object, **__: object) -> None:
        raise Unavailable("catalogue.unreachable", Sentence("x", "x"), Sentence("x", "x"))

    cookie = {"Cookie": f"{SESSION_COOKIE}={staffed.session('lan')}"}
    monkeypatch.setattr(type(staffed.desks.parts.catalogue), "begin", away)
    assert staffed.get("/api/me", headers=cookie).status_code == 503
    fresh: Office = staffed.desks
    with pytest.raises(Unavailable):
        _ = CatalogueSignInDesk(fresh.parts).required
