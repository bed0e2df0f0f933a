"""The frame of the API: errors in one shape, who may call, headers for browsers."""

from __future__ import annotations

import logging
import re

import pytest
from fastapi import APIRouter, FastAPI, HTTPException, Request
from fastapi.testclient import TestClient
from pydantic import BaseModel
from starlette.responses import HTMLResponse, Response, StreamingResponse

from records import errors
from records.errors import Sentence, VankhoError
from records.needs import Anybody, needs
from search_api.frame import create_application
from search_api.sign_in import local_reader

SECRET = "mật khẩu là 123"


class Sent(BaseModel):
    count: int


def a_router() -> APIRouter:
    router = APIRouter()

    @router.get("/api/fails/{name}")
    @needs(Anybody.SIGNED_IN)
    def fails(name: str) -> None:
        kind: type[VankhoError] = getattr(errors, name)
        raise kind("thing.wrong", Sentence("Có lỗi.", "It is wrong."), Sentence("Sửa đi.", "Mend it."))

    @router.get("/api/breaks")
    @router.get("/breaks")
    @needs(Anybody.SIGNED_IN)
    def breaks() -> None:
        raise RuntimeError(SECRET)

    @router.get("/api/late")
    @needs(Anybody.SIGNED_IN)
    def late() -> Response:
        def body() -> object:
            yield b"half"
            raise RuntimeError(SECRET)

        return StreamingResponse(body())

    @router.post("/api/send")
    @needs(Anybody.SIGNED_IN)
    def send(sent: Sent) -> int:
        return sent.count

    @router.get("/api/http/{status}")
    @needs(Anybody.SIGNED_IN)
    def http(status: int) -> None:
        raise HTTPException(status)

    @router.get("/api/own")
    @needs(Anybody.SIGNED_IN)
    def own(response: Response) -> str:
        response.headers["Cache-Control"] = "max-age=60"
        return "own"

    return router


def an_error_page(request: Request, status: int, error: VankhoError, reference: str) -> Response:
    return HTMLResponse(f"<h1>{error.says.vi}</h1>{reference} {request.url.path}", status_code=status)


def an_application() -> FastAPI:
    return create_application(
        [a_router()],
        version="1.2.3",
        allowed_hosts=["vankho.local", "127.0.0.1", "[::1]", "*.xa.vn"],
        who=local_reader("lan"),
        error_page=an_error_page,
    )


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(an_application(), base_url="http://vankho.local", raise_server_exceptions=False)


def error_of(response: object) -> dict[str, object]:
    body = response.json()  # type: ignore[attr-defined]  # httpx
    assert set(body) == {"error"}
    error: dict[str, object] = body["error"]
    assert set(error) == {"code", "message", "hint", "reference"}
    for sentence in (error["message"], error["hint"]):
        assert isinstance(sentence, dict)
        assert set(sentence) == {"vi", "en"}
        assert all(sentence.values())
    assert re.fullmatch(r"[0-9a-f]{8}", str(error["reference"]))
    return error


@pytest.mark.parametrize(
    ("name", "status"),
    [("InvalidInput", 422), ("NotFound", 404), ("Forbidden", 403), ("Conflict", 409), ("Unavailable", 503),
     ("Damaged", 500), ("Misconfigured", 500)],
)  # fmt: skip
def test_the_class_of_an_error_gives_the_status(client: TestClient, name: str, status: int) -> None:
    response = client.get(f"/api/fails/{name}")
    assert response.status_code == status
    error = error_of(response)
    assert error["code"] == "thing.wrong"
    assert error["message"] == {"vi": "Có lỗi.", "en": "It is wrong."}
    assert error["hint"] == {"vi": "Sửa đi.", "en": "Mend it."}
    assert ("retry-after" in response.headers) == (status == 503)


def test_an_unforeseen_error_is_logged_under_its_reference_and_leaks_nothing(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        response = client.get("/api/breaks")
    assert response.status_code == 500
    error = error_of(response)
    assert error["code"] == "internal.unexpected"
    assert "123" not in response.text
    assert "RuntimeError" not in response.text
    (record,) = caplog.records
    assert str(error["reference"]) in record.getMessage()
    assert record.exc_info is not None
    assert SECRET in str(record.exc_info[1])
    assert response.headers["content-security-policy"]


def test_an_answer_that_breaks_on_its_way_is_broken_off() -> None:
    with (
        TestClient(an_application(), base_url="http://vankho.local") as client,
        pytest.raises(RuntimeError, match=SECRET),
    ):
        client.get("/api/late")


def test_invalid_input_names_the_field_and_does_not_repeat_the_value(client: TestClient) -> None:
    response = client.post("/api/send", json={"count": "bí mật"})
    assert response.status_code == 422
    error = error_of(response)
    assert error["code"] == "input.invalid"
    assert "count" in str(error["message"])
    assert "bí mật" not in response.text
    assert error_of(client.post("/api/send", content="{"))["code"] == "input.invalid"


def test_no_such_address_and_no_such_method(client: TestClient) -> None:
    missing = client.get("/api/nothing")
    assert (missing.status_code, error_of(missing)["code"]) == (404, "http.not_found")
    wrong = client.delete("/api/send")
    assert (wrong.status_code, error_of(wrong)["code"]) == (405, "http.method_not_allowed")
    assert wrong.headers["allow"] == "POST"
    other = client.get("/api/http/418")
    assert (other.status_code, error_of(other)["code"]) == (418, "http.418")
    busy = client.get("/api/http/503")
    assert (busy.status_code, "retry-after" in busy.headers) == (503, True)
    assert error_of(client.get("/api/http/599"))["code"] == "http.599"


def test_a_person_in_a_browser_gets_a_page(client: TestClient) -> None:
    html = {"Accept": "text/html,application/xhtml+xml;q=0.9"}
    page = client.get("/nothing", headers=html)
    assert page.status_code == 404
    assert page.text.startswith("<h1>Không có địa chỉ này.</h1>")
    assert re.search(r"[0-9a-f]{8} /nothing", page.text)
    assert client.get("/breaks", headers=html).text.startswith("<h1>Có lỗi ngoài dự kiến")
    assert client.get("/api/nothing", headers=html).headers["content-type"] == "application/json"
    led_there = client.get("/api/nothing", headers={**html, "Sec-Fetch-Mode": "navigate"})
    assert led_there.text.startswith("<h1>Không có địa chỉ này.</h1>")
    assert client.get("/nothing").headers["content-type"] == "application/json"


@pytest.mark.parametrize("path", ["/api/openapi.json", "/api/nothing", "/api/breaks"])
def test_every_answer_carries_the_headers(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"


def test_a_route_may_say_how_long_its_answer_keeps(client: TestClient) -> None:
    assert client.get("/api/own").headers["cache-control"] == "max-age=60"


@pytest.mark.parametrize("host", ["vankho.local", "VANKHO.local:8000", "127.0.0.1:8000", "[::1]:8000", "a.xa.vn"])
def test_known_hosts(client: TestClient, host: str) -> None:
    assert client.get("/api/own", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "vankho.local.evil.example",
        "",
        "xa.vn",
        "x@127.0.0.1",
        "[::2]",
        "[",
        "evilxa.vn",
    ],
)
def test_other_hosts_are_refused(client: TestClient, host: str) -> None:
    response = client.get("/api/own", headers={"Host": host})
    assert response.status_code == 400
    assert error_of(response)["code"] == "http.unknown_host"
    assert response.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ({}, True),
        ({"Origin": "http://vankho.local"}, True),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://vankho.local"}, True),
        ({"Sec-Fetch-Site": "none"}, True),
        ({"Origin": "http://evil.example"}, False),
        ({"Origin": "null"}, False),
        ({"Origin": "http://vankho.local:9999"}, False),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://vankho.local"}, False),
    ],
)
def test_acts_asked_for_by_another_site_are_refused(client: TestClient, headers: dict[str, str], allowed: bool) -> None:  # noqa: FBT001 - a column of the table
    response = client.post("/api/send", json={"count": 1}, headers=headers)
    assert (response.status_code == 200) is allowed
    if not allowed:
        assert response.status_code == 403
        assert error_of(response)["code"] == "http.other_site"
    assert client.get("/api/own", headers=headers).status_code == 200


def test_the_api_describes_itself_and_its_errors(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    assert described["info"]["version"] == "1.2.3"
    send = described["paths"]["/api/send"]["post"]["responses"]
    for status in ("422", "4XX", "5XX"):
        assert send[status]["content"]["application/json"]["schema"]["$ref"].endswith("/ErrorAnswer")
    assert "HTTPValidationError" not in described["components"]["schemas"]


def test_the_page_of_the_api_fetches_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/api/docs").text
    assert "/api/send" in page
    assert "<script" not in page
    assert "//" not in page.replace("<!doctype", "")
    assert client.get("/docs").status_code == 404
    assert client.get("/redoc").status_code == 404
