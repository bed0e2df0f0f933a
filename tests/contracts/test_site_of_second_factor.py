"""Second factors as a browser and a program meet them, on both catalogues."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyotp
import pytest

from accounts.model import Role
from records.reader import Capability
from search_api.sign_in import SESSION_COOKIE
from tests.contracts.offices import PASSWORD, opened
from tests.contracts.sites import Site
from tests.contracts.test_site_of_people import PAGE, once, page, sent, went_to

if TYPE_CHECKING:
    import httpx

    from app.wiring import Parts

OWN = "/tai-khoan/lop-hai"


@pytest.fixture
def made(parts: Parts) -> Site:
    return Site(opened(parts).staffed())


def cookie(answer: httpx.Response) -> dict[str, str]:
    return {"Cookie": f"{SESSION_COOKIE}={answer.cookies[SESSION_COOKIE]}"}


def test_a_person_sets_it_up_on_the_page_and_signs_in_with_it(made: Site) -> None:
    assert 'href="/tai-khoan/lop-hai"' in page(made.get("/tai-khoan", "lan", headers=PAGE))
    assert "Bắt đầu đặt" in page(made.get(OWN, "lan", headers=PAGE))
    assert "Còn 4 lần thử" in page(sent(made, f"{OWN}/ma", "lan", password="sai"), 403)
    offered = page(sent(made, f"{OWN}/ma", "lan", password=PASSWORD))
    secret = once(offered)
    made.desks.apps["lan"] = secret
    assert "<svg" in offered
    assert "style=" not in offered, "the policy of the site lets no style in"
    again = page(sent(made, f"{OWN}/ma/xong", "lan", code="000000"), 403)
    assert once(again) == secret, "the picture stays"
    codes = re.findall(
        r"<li>([a-z0-9]{5}-[a-z0-9]{5}-[a-z0-9]{5})</li>",
        page(sent(made, f"{OWN}/ma/xong", "lan", code=made.desks.code("lan"))),
    )
    assert len(codes) == 10
    own = page(made.get(OWN, "lan", headers=PAGE))
    assert "còn 10 mã" in own
    assert not [code for code in codes if code in own]

    answer = sent(made, "/dang-nhap", name="lan", password=PASSWORD, den="/ho-so")
    assert went_to(answer) == "/dang-nhap/ma?den=%2Fho-so"
    half = cookie(answer)
    assert made.get("/api/me", headers=half).status_code == 401
    assert went_to(made.get("/ho-so", headers=PAGE | half)).startswith("/dang-nhap")
    html = page(made.get("/dang-nhap/ma?den=/ho-so", headers=PAGE | half))
    assert 'autocomplete="one-time-code"' in html
    wrong = made.ask("POST", "/dang-nhap/ma", data={"code": "000000", "den": "/ho-so"}, headers=PAGE | half)
    assert "chưa đúng" in page(wrong, 403)
    said = {"code": made.desks.code("lan"), "den": "/ho-so"}
    through = made.ask("POST", "/dang-nhap/ma", data=said, headers=PAGE | half)
    assert went_to(through) == "/ho-so"
    whole = cookie(through)
    assert whole != half
    assert made.get("/api/me", headers=whole).json()["account"] == "lan"
    assert made.get("/api/me", headers=half).status_code == 401
    flags = through.headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=lax" in flags

    removed = sent(made, f"{OWN}/ma/bo", "lan", password=PASSWORD, code=codes[0])
    assert went_to(removed) == OWN
    assert went_to(sent(made, "/dang-nhap", name="lan", password=PASSWORD)) == "/"


def test_who_was_not_asked_for_a_code_has_no_page_to_give_it(made: Site) -> None:
    assert went_to(made.get("/dang-nhap/ma", headers=PAGE)) == "/dang-nhap"
    assert went_to(made.get("/dang-nhap/ma", "lan", headers=PAGE)) == "/dang-nhap"
    assert went_to(sent(made, "/dang-nhap/ma", code="000000")) == "/dang-nhap"


def test_it_leads_to_no_other_site(made: Site) -> None:
    made.desks.with_app("lan")
    half = cookie(sent(made, "/dang-nhap", name="lan", password=PASSWORD, den="//evil.example"))
    said = {"code": made.desks.code("lan"), "den": "https://evil.example"}
    assert went_to(made.ask("POST", "/dang-nhap/ma", data=said, headers=PAGE | half)) == "/"
    elsewhere = made.ask("POST", "/dang-nhap/ma", data=said, headers={"Origin": "http://evil.example"} | half)
    assert elsewhere.status_code == 403


def test_a_new_password_does_not_stand_in_for_the_second_factor(made: Site) -> None:
    made.desks.with_app("lan")
    new = "mot cau khac dai hon"
    said = {"password": PASSWORD, "new": new, "again": new}
    assert went_to(sent(made, "/dang-nhap/mat-khau", name="lan", **said)) == "/dang-nhap/ma"
    said = {"password": new, "new": PASSWORD, "again": PASSWORD}
    assert went_to(sent(made, "/tai-khoan/mat-khau", "lan", **said)).startswith("/dang-nhap/ma?den=")


def test_a_role_that_needs_one_reaches_no_other_page(made: Site) -> None:
    assert went_to(sent(made, "/quan-tri/lop-hai", "quan-tri", roles=["unit_reader"])) == "/quan-tri#lop-hai"
    assert re.search(r'value="unit_reader" checked', page(made.get("/quan-tri", "quan-tri", headers=PAGE)))
    assert went_to(made.get("/", "lan", headers=PAGE)) == OWN
    assert went_to(made.get("/ho-so", "lan", headers=PAGE)) == OWN
    assert "Vai trò của bạn phải có lớp thứ hai" in page(made.get(OWN, "lan", headers=PAGE))
    answer = made.get("/api/search?q=a", "lan")
    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "sign_in.second_factor_due")
    assert made.get("/api/me", "lan").json()["second_factor_due"] is True
    made.desks.with_app("lan")
    assert made.get("/api/search?q=a", "lan").status_code == 200
    assert went_to(made.get("/", "lan", headers=PAGE)) == "/tra-cuu"


def test_an_administrator_takes_it_away(made: Site) -> None:
    made.desks.with_app("lan")
    assert "Gỡ lớp thứ hai" in page(made.get("/quan-tri/tai-khoan/lan", "quan-tri", headers=PAGE))
    assert "Hai lớp" in page(made.get("/quan-tri", "quan-tri", headers=PAGE))
    assert went_to(sent(made, "/quan-tri/tai-khoan/lan/go-lop-hai", "quan-tri")) == "/quan-tri/tai-khoan/lan"
    assert "Gỡ lớp thứ hai" not in page(made.get("/quan-tri/tai-khoan/lan", "quan-tri", headers=PAGE))


def test_the_same_over_the_api(made: Site) -> None:
    mine = "/api/me/second-factor"

    def act(method: str, path: str, status: int, who: str = "lan", **body: object) -> dict[str, object]:
        answer = made.ask(method, path, who, **({"json": body} if body else {}))
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else {}

    act("POST", f"{mine}/recovery-codes", 409, password=PASSWORD)
    offer = act("POST", f"{mine}/codes", 201, password=PASSWORD)
    made.desks.apps["lan"] = str(offer["secret"])
    codes = act("POST", f"{mine}/codes/finish", 200, code=made.desks.code("lan"))["codes"]
    assert isinstance(codes, list)
    had = act("GET", mine, 200)
    assert (had["recovery_codes_left"], had["passkeys"], had["demanded"]) == (10, [], False)
    act("POST", f"{mine}/recovery-codes", 201, password=PASSWORD, code=codes[0])
    act("POST", f"{mine}/codes/remove", 403, password=PASSWORD)
    act("POST", f"{mine}/codes/remove", 204, password=PASSWORD, code=made.desks.code("lan"))
    act("PUT", "/api/second-factor/roles", 200, "quan-tri", roles=["auditor"])
    assert act("GET", "/api/second-factor/roles", 200, "quan-tri") == {"roles": ["auditor"]}
    act("PUT", "/api/second-factor/roles", 403, "lan", roles=["auditor"])
    made.desks.with_app("lan")
    act("POST", "/api/accounts/lan/second-factor/forget", 204, "quan-tri")
    act("POST", "/api/accounts/khong/second-factor/forget", 404, "quan-tri")
    _, token = made.desks.sign_in.make_token(made.desks.reader("lan"), "x", frozenset({Capability.READ}), 1)
    assert made.get(mine, token=token).status_code == 403, "a program has no second factor"


def test_every_role_can_set_one(made: Site) -> None:
    for role in Role:
        name = made.desks.add(f"nguoi-{role.value.replace('_', '-')}", role)
        assert "Bắt đầu đặt" in page(made.get(OWN, name, headers=PAGE))


def test_the_secret_of_the_picture_is_the_secret_of_the_words(made: Site) -> None:
    offer = made.desks.second_factor.begin_codes(made.desks.reader("lan"), PASSWORD)
    assert pyotp.parse_uri(offer.address).secret == offer.secret
