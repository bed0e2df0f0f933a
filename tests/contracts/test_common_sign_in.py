"""Signing in by a real OpenID provider that runs in a process of its own, on both catalogues."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import httpx
import pytest
import sqlalchemy as sa
from pydantic import SecretStr

from accounts.model import Rights, Role
from adapters.catalogue.schema_people import account
from adapters.identity_provider.oidc import OidcProvider
from app.desks.common_sign_in import BACK_WITHIN
from records.errors import Unavailable
from records.reader import Reader
from search_api.sign_in import SESSION_COOKIE
from tests.contracts.offices import PASSWORD, code_of, opened
from tests.contracts.sites import URL, Site
from tests.contracts.test_site_of_people import PAGE, page, went_to
from tests.identity_provider import CLIENT, SECRET, provider, signed_in_there

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Parts

COMMON = "/dang-nhap/chung"
BACK = f"{URL}{COMMON}/ve"


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with provider(tmp_path_factory.mktemp("provider"), "lan", "ai-do", redirect_uri=BACK) as address:
        yield address


@pytest.fixture
def made(parts: Parts, issuer: str) -> Site:
    settings = {"oidc_issuer": issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SecretStr(SECRET)}
    return Site(opened(parts, **settings, oidc_title="Cổng của tỉnh").staffed())


def begun(made: Site, den: str = "") -> tuple[str, dict[str, str]]:
    """Where the browser is sent, and the cookie it keeps."""
    answer = made.get(f"{COMMON}?den={den}", headers=PAGE)
    assert answer.status_code == 303
    flags = answer.headers["set-cookie"].lower()
    assert "httponly" in flags
    assert "samesite=lax" in flags
    return answer.headers["location"], {"Cookie": f"vankho_common={answer.cookies['vankho_common']}"}


def back(made: Site, address: str, cookie: dict[str, str]) -> httpx.Response:
    return made.get(address.removeprefix(URL), headers=PAGE | cookie)


def test_who_signed_in_there_is_signed_in_here(made: Site) -> None:
    assert "Đăng nhập bằng Cổng của tỉnh" in page(made.get("/dang-nhap", headers=PAGE))
    address, cookie = begun(made, "/ho-so")
    asked = httpx.URL(address).params
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert asked["state"]
    assert asked["nonce"]
    answer = back(made, signed_in_there(address, "lan"), cookie)
    assert went_to(answer) == "/ho-so"
    session = {"Cookie": f"{SESSION_COOKIE}={answer.cookies[SESSION_COOKIE]}"}
    assert made.get("/api/me", headers=session).json()["account"] == "lan"
    assert made.desks.events("sign in") == [("lan", "success")]


def test_who_has_no_password_here_confirms_with_the_second_factor(made: Site) -> None:
    desks = made.desks
    once = desks.accounts.add(desks.operator, "mai", "Mai", Rights(roles=frozenset({Role.ARCHIVIST}), unit="A"))
    mai, lan = Reader(account="mai"), Reader(account="lan")
    asked = desks.sign_in.proof_asked(mai)
    assert (asked.password, asked.missing, asked.elsewhere) == (False, True, True)
    # Neither the one-time password nor anything else is a proof before there is a factor.
    for said in (once.password, ""):
        assert code_of(partial(desks.sign_in.confirm, mai, said)) == "sign_in.no_password"
        assert code_of(partial(desks.second_factor.begin_codes, mai, said)) == "sign_in.no_password"
    desks.with_app("lan")
    with desks.parts.catalogue.begin() as connection:
        connection.execute(sa.update(account).where(account.c.name == "lan").values(password_until=desks.clock.now()))
    asked = desks.sign_in.proof_asked(lan)
    assert (asked.password, asked.code, asked.missing) == (False, True, False)
    assert code_of(partial(desks.sign_in.confirm, lan, PASSWORD, "000000")) == "sign_in.refused"
    assert code_of(partial(desks.sign_in.confirm, lan, PASSWORD)) == "sign_in.second_factor_needed"
    desks.sign_in.confirm(lan, "", desks.code("lan"))
    assert desks.events("confirmation")[-1] == ("lan", "success")


def test_an_answer_counts_once(made: Site) -> None:
    address, cookie = begun(made)
    answered = signed_in_there(address, "lan")
    assert went_to(back(made, answered, cookie)) == "/"
    again = back(made, answered, cookie)
    assert "không xác nhận" in page(again, 403)
    assert SESSION_COOKIE not in again.cookies


def test_the_answer_to_another_browser_signs_nobody_in(made: Site) -> None:
    """Somebody sends his own answer to another, to have him work under a strange name."""
    theirs, _ = begun(made)
    _, mine = begun(made)
    answered = signed_in_there(theirs, "lan")
    assert "không xác nhận" in page(back(made, answered, mine), 403)
    assert "quá giờ" in page(back(made, answered, {}), 403)
    assert "quá giờ" in page(back(made, answered, {"Cookie": "vankho_common=1.x"}), 403)
    assert "không xác nhận" in page(back(made, f"{BACK}?error=access_denied&state=x", mine), 403)


def test_it_is_not_waited_for_without_end(made: Site) -> None:
    address, cookie = begun(made)
    answered = signed_in_there(address, "lan")
    made.desks.clock.forward(BACK_WITHIN)
    assert "quá giờ" in page(back(made, answered, cookie), 403)


def test_no_account_is_made_by_it(made: Site) -> None:
    address, cookie = begun(made)
    answered = signed_in_there(address, "ai-do")
    assert "chưa có tài khoản" in page(back(made, answered, cookie), 403)
    assert [one.name for one in made.desks.accounts.accounts(made.desks.operator)] == ["lan", "quan-tri"]
    made.desks.accounts.set_enabled(made.desks.operator, "lan", enabled=False)
    address, cookie = begun(made)
    assert "chưa có tài khoản" in page(back(made, signed_in_there(address, "lan"), cookie), 403)


def test_a_second_factor_of_here_is_asked_for(made: Site) -> None:
    made.desks.with_app("lan")
    address, cookie = begun(made, "/ho-so")
    answer = back(made, signed_in_there(address, "lan"), cookie)
    assert went_to(answer) == "/dang-nhap/ma?den=%2Fho-so"
    half = {"Cookie": f"{SESSION_COOKIE}={answer.cookies[SESSION_COOKIE]}"}
    assert made.get("/api/me", headers=half).status_code == 401


def test_it_leads_to_no_other_site(made: Site) -> None:
    address, cookie = begun(made, "https://evil.example")
    assert went_to(back(made, signed_in_there(address, "lan"), cookie)) == "/"


def test_what_is_not_as_it_was_asked_for_is_not_believed(issuer: str) -> None:
    def knows(**other: str) -> OidcProvider:
        told = {"issuer": issuer, "client_id": CLIENT, "client_secret": SECRET, "claim": "preferred_username"}
        return OidcProvider(**{**told, **other}, title="")

    def answered(known: OidcProvider) -> tuple[str, object]:
        address, asked = known.ask(BACK)
        return httpx.URL(signed_in_there(address, "lan")).params["code"], asked

    known = knows()
    code, asked = answered(known)
    assert known.answer(code, asked, BACK) == "lan"
    for wrong in ({"nonce": "x"}, {"verifier": "x" * 64}):
        code, asked = answered(known)
        assert code_of(lambda c=code, a=asked, w=wrong: known.answer(c, replace(a, **w), BACK)) == "oidc.refused"
    code, asked = answered(known)
    assert code_of(lambda: known.answer(code, asked, f"{URL}/anders")) == "oidc.refused"
    code, asked = answered(known)
    assert code_of(lambda: knows(client_id="api").answer(code, asked, BACK)) == "oidc.refused"
    code, asked = answered(known)
    assert code_of(lambda: knows(claim="khong_co").answer(code, asked, BACK)) == "oidc.refused"
    assert code_of(lambda: known._checked("a.b.c", "x")) == "oidc.refused"
    unsigned = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJsYW4ifQ."
    assert code_of(lambda: known._checked(unsigned, "x")) == "oidc.refused"
    assert code_of(lambda: knows(issuer=issuer.rstrip("/")).ask(BACK)) == "oidc.refused"


def test_while_the_provider_is_away_the_password_still_counts(made: Site) -> None:
    with pytest.raises(Unavailable) as caught:
        OidcProvider(issuer="http://127.0.0.1:1/", client_id="x", client_secret="x", claim="sub", title="").ask(BACK)
    assert caught.value.code == "oidc.unreachable"
    assert made.desks.session("lan")
