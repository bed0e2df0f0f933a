"""The door: strangers learn nothing, and a route that declares no need is closed to everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from fastapi import APIRouter, Request
from fastapi.testclient import TestClient

from records.errors import Sentence, Unavailable
from records.needs import Anybody, needs
from records.reader import Capability, Reader
from search_api.frame import create_application
from search_api.sign_in import SESSION_COOKIE, Credentials, signed_in

if TYPE_CHECKING:
    from httpx import Response

HOST = "http://vankho.local"
FROM_HERE = {"Origin": HOST}
READER = Reader(account="lan", capabilities=frozenset({Capability.READ}))
S = Sentence("Không trả lời.", "Does not answer.")


def who(credentials: Credentials) -> Reader | None:
    if credentials.token == "broken":
        raise Unavailable("catalogue.unreachable", S, S)
    return READER if "known" in {credentials.token, credentials.session} else None


def a_router() -> APIRouter:
    router = APIRouter()
    read: list[bytes] = []

    @router.get("/api/open")
    @needs(Anybody.PUBLIC)
    def opened() -> str:
        return "open"

    @router.get("/api/name")
    @needs(Anybody.SIGNED_IN)
    def name(request: Request) -> str:
        return signed_in(request).account

    @router.get("/api/read")
    @needs(Capability.READ)
    def reading() -> str:
        return "read"

    @router.post("/api/decide")
    @needs(Capability.DECIDE)
    def deciding() -> str:
        return "decided"

    @router.post("/api/send")
    @needs(Capability.READ)
    async def send(request: Request) -> int:
        read.append(await request.body())
        return len(read)

    @router.get("/api/forgotten")
    def forgotten() -> str:
        return "forgotten"

    return router


@pytest.fixture(scope="module")
def client() -> TestClient:
    site = create_application([a_router()], version="1", allowed_hosts=["vankho.local"], who=who)
    return TestClient(site, base_url=HOST, raise_server_exceptions=False)


def code(answer: Response) -> tuple[int, str]:
    return answer.status_code, str(answer.json()["error"]["code"])


KNOWN = {"Authorization": "Bearer known"}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/api/name"),
        ("GET", "/api/read"),
        ("POST", "/api/send"),
        ("GET", "/api/forgotten"),
        ("GET", "/api/openapi.json"),
        ("GET", "/api/docs"),
        ("GET", "/api/nothing"),
        ("GET", "/api/open/"),
        ("DELETE", "/nothing"),
    ],
)
def test_a_stranger_is_told_the_same_everywhere(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert code(answer) == (401, "sign_in.needed")
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert code(client.request(method, path, headers={"Authorization": "Bearer wrong"})) == (401, "sign_in.needed")


def test_what_is_public_asks_nobody(client: TestClient) -> None:
    assert client.get("/api/open").json() == "open"
    assert client.get("/api/open", headers={"Authorization": "Bearer broken"}).json() == "open"


def test_who_is_known_does_what_he_may(client: TestClient) -> None:
    assert client.get("/api/name", headers=KNOWN).json() == "lan"
    assert client.get("/api/read", headers=KNOWN).json() == "read"
    assert client.get("/api/openapi.json", headers=KNOWN).json()["info"]["title"] == "Vankho"
    assert code(client.post("/api/decide", headers=KNOWN)) == (403, "account.not_allowed")


def test_a_route_that_declares_nothing_is_closed(client: TestClient) -> None:
    assert code(client.get("/api/forgotten", headers=KNOWN)) == (403, "account.not_allowed")


def test_an_act_by_cookie_says_which_site_asks(client: TestClient) -> None:
    by_cookie = {"Cookie": f"{SESSION_COOKIE}=known"}
    assert client.get("/api/name", headers=by_cookie).json() == "lan"
    assert code(client.post("/api/send", headers=by_cookie)) == (403, "http.other_site")
    assert code(client.post("/api/send", headers=by_cookie | {"Origin": "http://evil.example"}))[0] == 403
    assert client.post("/api/send", headers=by_cookie | FROM_HERE).status_code == 200
    assert client.post("/api/send", headers=by_cookie | {"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert client.post("/api/send", headers=KNOWN).status_code == 200


def test_where_nobody_can_be_asked_the_door_stays_closed(client: TestClient) -> None:
    answer = client.get("/api/read", headers={"Authorization": "Bearer broken"})
    assert code(answer) == (503, "catalogue.unreachable")
    assert answer.headers["retry-after"]
