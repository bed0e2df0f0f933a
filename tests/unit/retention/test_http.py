"""The routes, mounted in a bare application; the frame's error shape is tested where it lives."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from fastapi import FastAPI

from records.identifiers import DossierId
from records.reader import Reader, local_operator
from retention_rules.assign import assign
from retention_rules.http import routes
from retention_rules.model import Assignment, DueRow, MissingTriggers, PeriodDecision, RetentionReport
from retention_rules.ports import RetentionDesk
from retention_rules.report import DueQuery, Place, build_report, narrow
from retention_rules.schedule import built_in_schedule
from retention_rules.trigger import TriggerKind

if TYPE_CHECKING:
    from collections.abc import Sequence

TODAY = date(2026, 11, 20)
KNOWN = DossierId("01931a2b-0000-7000-8000-000000000001")


class OneDossier(RetentionDesk):
    """A desk with one dossier, which remembers who asked."""

    def __init__(self) -> None:
        self.asked_by: list[str] = []
        self.events: dict[TriggerKind, date] = {}
        self.decisions: list[PeriodDecision] = []
        self.reasons: list[str] = []

    def _made(self) -> Assignment:
        return assign(
            KNOWN,
            built_in_schedule(),
            [],
            work_ended_on=self.events.get(TriggerKind.WORK_END),
            events=self.events,
            decisions=self.decisions,
            today=TODAY,
        )

    def report(
        self, reader: Reader, *, limit: int = 100, offset: int = 0, year: int | None = None, unit: str = ""
    ) -> RetentionReport:
        self.asked_by.append(reader.account)
        row = DueRow(dossier=KNOWN, code="H15-251008-0975", title="Đơn", unit="H15", assignment=self._made())
        rows = [row] if unit in {"", row.unit} else []
        return narrow(build_report(rows, TODAY), limit=limit, offset=offset, year=year)

    def due(self, reader: Reader, query: DueQuery) -> tuple[Sequence[DueRow], Place | None]:
        return self.report(reader, limit=query.limit, offset=query.offset, year=query.year).rows, None

    def assignment(self, reader: Reader, dossier: DossierId) -> Assignment | None:
        self.asked_by.append(reader.account)
        return self._made() if dossier == KNOWN else None

    def may_end_work(self, reader: Reader, dossier: DossierId) -> bool:
        return dossier == KNOWN and bool(reader.account)

    def set_work_ended(self, reader: Reader, dossier: DossierId, ended_on: date, *, why: str = "") -> Assignment:
        return self.set_trigger(reader, dossier, TriggerKind.WORK_END, ended_on, why=why)

    def set_trigger(
        self, reader: Reader, dossier: DossierId, trigger: TriggerKind, on: date, *, why: str = ""
    ) -> Assignment:
        assert dossier == KNOWN
        self.asked_by.append(reader.account)
        self.events[trigger] = on
        self.reasons.append(why)
        return self._made()

    def decide_period(self, reader: Reader, dossier: DossierId, decision: PeriodDecision) -> Assignment:
        assert dossier == KNOWN
        self.asked_by.append(reader.account)
        self.decisions.append(decision)
        return self._made()

    def missing_triggers(
        self, reader: Reader, *, trigger: TriggerKind | None = None, limit: int = 100, offset: int = 0
    ) -> MissingTriggers:
        rows = self.report(reader, limit=limit, offset=offset).rows
        waiting = Counter(row.assignment.waiting_for for row in rows if row.assignment.waiting_for)
        wanted = tuple(row for row in rows if trigger is None or row.assignment.waiting_for is trigger)
        return MissingTriggers(by_trigger=tuple(waiting.items()), rows=wanted)


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
    answer = client.request(
        "PUT", f"/api/retention/dossiers/{KNOWN}/work-ended", json={"ended_on": "2006-05-04", "why": "Cũ"}
    )
    assert answer.status_code == 200
    assert desk.reasons == ["Cũ"]
    assert answer.json()["expires_on"] == "2026-12-31"
    assert answer.json()["explanation"]["arithmetic"] == "2006 + 20 = 2026 → 31/12/2026"
    report = client.get("/api/retention/report", year=2027)
    assert [row["assignment"]["candidate_from"] for row in report["rows"]] == ["2027-01-01"]
    assert client.get("/api/retention/report", year=2028)["rows"] == []
    assert set(desk.asked_by) == {"van.thu"}


def test_a_decision_and_an_event_of_its_own_are_recorded(client: Client) -> None:
    path = f"/api/retention/dossiers/{KNOWN}"
    decision = {
        "period": "5 + hđ",
        "number": "12/QĐ-UBND",
        "decided_on": "2026-11-01",
        "approved_by": "Chủ tịch",
        "reason": "Hợp đồng thuê đất",
    }
    waits = client.request("POST", f"{path}/decisions", json=decision).json()
    assert (waits["rule"]["period"], waits["waiting_for"], waits["expires_on"]) == ("5+HD", "contract_end", None)
    missing = client.get("/api/retention/missing-triggers")
    assert missing["by_trigger"] == [{"trigger": "contract_end", "dossiers": 1}]
    assert [row["dossier"] for row in missing["rows"]] == [KNOWN.value]
    known = client.request("PUT", f"{path}/triggers/contract_end", json={"on": "2020-02-29"}).json()
    assert (known["expires_on"], known["waiting_for"]) == ("2025-12-31", None)
    assert known["explanation"]["arithmetic"] == "2020 + 5 = 2025 → 31/12/2025"


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
        ("PUT", f"/api/retention/dossiers/{KNOWN}/triggers/full_moon", {"on": "2006-02-03"}),
        ("PUT", f"/api/retention/dossiers/{KNOWN}/triggers/contract_end", {"on": "03/02/2006"}),
        ("POST", f"/api/retention/dossiers/{KNOWN}/decisions", {"period": "50", "number": "1"}),
        ("GET", "/api/retention/missing-triggers?trigger=full_moon", None),
    ],
)
def test_what_is_wrong_is_refused(
    client: Client, desk: OneDossier, method: str, path: str, body: dict[str, object] | None
) -> None:
    assert client.request(method, path, json=body).status_code == 422
    assert desk.asked_by == []


def test_every_route_is_described(client: Client) -> None:
    paths = client.get("/openapi.json")["paths"]
    assert set(paths) == {
        "/api/retention/report",
        "/api/retention/dossiers/{dossier}",
        "/api/retention/dossiers/{dossier}/work-ended",
        "/api/retention/dossiers/{dossier}/triggers/{trigger}",
        "/api/retention/dossiers/{dossier}/decisions",
        "/api/retention/missing-triggers",
    }
    for path in paths.values():
        for operation in path.values():
            assert operation["summary"]
            assert "$ref" in operation["responses"]["200"]["content"]["application/json"]["schema"]
