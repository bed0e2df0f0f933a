"""The routes, mounted in a bare application; the frame's error shape is tested where it lives."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from records.identifiers import DossierId
from records.reader import Reader, local_operator
from retention_rules.assign import assign
from retention_rules.http import routes
from retention_rules.model import Assignment, DueRow, RetentionReport
from retention_rules.ports import RetentionDesk
from retention_rules.report import build_report, narrow
from retention_rules.schedule import built_in_schedule

TODAY = date(2026, 11, 20)
KNOWN = DossierId("01931a2b-0000-7000-8000-000000000001")


class OneDossier(RetentionDesk):
    """A desk with one dossier, which remembers who asked."""

    def __init__(self) -> None:
        self.asked_by: list[str] = []
        self.ended: date | None = None

    def _made(self) -> Assignment:
        return assign(KNOWN, built_in_schedule(), [], work_ended_on=self.ended, today=TODAY)

    def report(self, reader: Reader, *, limit: int = 100, offset: int = 0, year: int | None = None) -> RetentionReport:
        self.asked_by.append(reader.account)
        row = DueRow(dossier=KNOWN, code="H15-251008-0975", title="Đơn", unit="H15", assignment=self._made())
        return narrow(build_report([row], TODAY), limit=limit, offset=offset, year=year)

    def assignment(self, reader: Reader, dossier: DossierId) -> Assignment | None:
        self.asked_by.append(reader.account)
        return self._made() if dossier == KNOWN else None

    def set_work_ended(self, reader: Reader, dossier: DossierId, ended_on: date) -> Assignment:
        assert dossier == KNOWN
        self.asked_by.append(reader.account)
        self.ended = ended_on
        return self._made()


@pytest.fixture
def desk() -> OneDossier:
    return OneDossier()


class Client:
    """Asks the application itself, without a port."""

    def __init__(self, app: FastAPI) -> None:
        self._app = app

    def request(
        self, method: str, path: str, *, json: Any = None, params: dict[str, int] | None = None
    ) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(self._app)
            async with httpx.AsyncClient(transport=transport, base_url="http://desk") as client:
                return await client.request(method, path, json=json, params=params)

        return asyncio.run(ask())

    def get(self, path: str, **params: int) -> Any:
        return self.request("GET", path, params=params or None).json()


@pytest.fixture
def client(desk: OneDossier) -> Client:
    app = FastAPI()
    app.include_router(routes(desk, lambda: local_operator("van.thu")))
    return Client(app)


def test_a_trigger_date_gives_dates_and_their_explanation(client: Client, desk: OneDossier) -> None:
    assert client.get("/api/retention/report")["without_trigger"] == 1
    answer = client.request("PUT", f"/api/retention/dossiers/{KNOWN}/work-ended", json={"ended_on": "2006-05-04"})
    assert answer.status_code == 200
    assert answer.json()["expires_on"] == "2026-12-31"
    assert answer.json()["explanation"]["arithmetic"] == "2006 + 20 = 2026 → 31/12/2026"
    report = client.get("/api/retention/report", year=2027)
    assert [row["assignment"]["candidate_from"] for row in report["rows"]] == ["2027-01-01"]
    assert client.get("/api/retention/report", year=2028)["rows"] == []
    assert set(desk.asked_by) == {"van.thu"}


def test_a_dossier_without_an_assignment_says_so(client: Client) -> None:
    other = "01931a2b-0000-7000-8000-000000000002"
    assert client.get(f"/api/retention/dossiers/{other}") == {"assignment": None}
    assert client.get(f"/api/retention/dossiers/{KNOWN}")["assignment"]["state"] == "provisional"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/api/retention/dossiers/mot-hai-ba", None),
        ("GET", "/api/retention/report?limit=0", None),
        ("GET", "/api/retention/report?year=10000", None),
        ("PUT", f"/api/retention/dossiers/{KNOWN}/work-ended", {"ended_on": "31/12/2006"}),
        ("PUT", f"/api/retention/dossiers/{KNOWN}/work-ended", {"ended_on": "2006-02-30"}),
        ("PUT", f"/api/retention/dossiers/{KNOWN}/work-ended", {"ended_on": "2006-02-03", "confirmed": True}),
    ],
)
def test_what_is_wrong_is_refused(
    client: Client, desk: OneDossier, method: str, path: str, body: dict[str, object] | None
) -> None:
    assert client.request(method, path, json=body).status_code == 422
    assert desk.asked_by == []


def test_the_schedule_is_shown_with_its_version(client: Client) -> None:
    answer = client.get("/api/retention/schedule")
    assert answer["version"] == built_in_schedule().version
    assert len(answer["rules"]) == 276


def test_every_route_is_described(client: Client) -> None:
    paths = client.get("/openapi.json")["paths"]
    assert set(paths) == {
        "/api/retention/report",
        "/api/retention/dossiers/{dossier}",
        "/api/retention/dossiers/{dossier}/work-ended",
        "/api/retention/schedule",
    }
    for path in paths.values():
        for operation in path.values():
            assert operation["summary"]
            assert "$ref" in operation["responses"]["200"]["content"]["application/json"]["schema"]
