"""Health checks and metrics of a real site, without sign-in."""

from __future__ import annotations

import json
import logging
import shutil
from typing import TYPE_CHECKING

import pytest
import structlog
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from app.logs import configure_logs
from app.operations.examine import examine
from app.operations.rebuild_index import rebuild_index
from app.server import create_site
from records.errors import Sentence
from records.findings import Verdict
from tests.unit.operations.desks import desk, with_dossiers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.wiring import Parts


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Parts]:
    with desk(tmp_path_factory.mktemp("desk")) as made:
        with_dossiers(made, 2)
        rebuild_index(made)
        yield made


@pytest.fixture
def site(parts: Parts) -> TestClient:
    return TestClient(create_site(parts), base_url="http://127.0.0.1:8420", client=("127.0.0.1", 4000))


def metrics(site: TestClient) -> dict[str, float]:
    text = site.get("/metrics").raise_for_status().text
    return {
        sample.name + "".join(f" {value}" for _, value in sorted(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_live_site_says_so(site: TestClient) -> None:
    assert site.get("/health/live").json() == {"status": "live"}


def test_a_sound_desk_is_ready(site: TestClient) -> None:
    answer = site.get("/health/ready")
    assert answer.status_code == 200
    told = {each["name"]: each["verdict"] for each in answer.json()["dependencies"]}
    assert told == dict.fromkeys(
        ("catalogue", "object_store", "fixity", "backups", "index", "workers", "disk"), "passed"
    )


def test_nothing_of_the_machine_is_told(site: TestClient, parts: Parts) -> None:
    assert str(parts.settings.data) not in site.get("/health/ready").text
    assert str(parts.settings.data) not in site.get("/metrics").text


def test_a_desk_whose_store_is_gone_is_not_ready(site: TestClient, parts: Parts) -> None:
    store = parts.settings.store_folder
    store.rename(store.with_name("elsewhere"))
    try:
        answer = site.get("/health/ready")
        assert answer.status_code == 503
        broken = [each for each in answer.json()["dependencies"] if each["verdict"] != "passed"]
        assert [(each["name"], each["codes"]) for each in broken] == [("object_store", ["store.archive_missing"])]
        assert metrics(site)["vankho_up object_store"] == 0
    finally:
        store.with_name("elsewhere").rename(store)


@pytest.mark.parametrize(
    ("gone", "name", "code"),
    [
        ("store/archive", "object_store", "store.archive_missing"),
        ("index", "index", "index.empty"),
        ("index/meta.json", "index", "index.empty"),
    ],
)
def test_what_the_catalogue_knows_and_is_gone_is_told(
    parts: Parts, site: TestClient, gone: str, name: str, code: str
) -> None:
    place = parts.settings.data / gone
    place.rename(parts.settings.data / "elsewhere")
    try:
        found = [each for each in examine(parts.settings) if each.verdict is not Verdict.PASSED]
        assert [(each.name, each.verdict, [one.code for one in each.findings]) for each in found] == [
            (name, Verdict.FAILED, [code])
        ]
        answer = site.get("/health/ready")
        assert answer.status_code == 503
        assert code in answer.text
    finally:
        (parts.settings.data / "elsewhere").rename(place)


@pytest.mark.parametrize("gone", ["store/archive", "index"])
def test_of_a_new_desk_nothing_is_missing(tmp_path: Path, gone: str) -> None:
    with desk(tmp_path) as new:
        shutil.rmtree(new.settings.data / gone, ignore_errors=True)
        assert {each.verdict for each in examine(new.settings)} == {Verdict.PASSED}


def test_figures_are_those_of_the_catalogue(site: TestClient) -> None:
    site.get("/api/batches")
    site.get("/api/batches/0192f0c8-7a4e-7cc1-9d5f-3d1e8a6b2f10")
    site.get("/no/such/0192f0c8")
    found = metrics(site)
    assert found["vankho_files_received_total"] == 2
    assert found["vankho_steps index ready"] == 2
    assert found["vankho_oldest_undone_seconds"] >= 0
    assert found["vankho_up catalogue"] == 1
    assert found["process_resident_memory_bytes"] > 0
    # By the template of the route: an id in a label would make a series of each dossier.
    assert found["vankho_request_seconds_count GET /api/batches"] == 1
    assert found["vankho_request_seconds_count GET /api/batches/{batch}"] == 1
    assert found["vankho_request_seconds_count GET unrouted"] == 1
    assert not [name for name in found if "0192f0c8" in name]


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
def test_metrics_are_not_passed_on_by_a_proxy(site: TestClient, header: str) -> None:
    answer = site.get("/metrics", headers={header: "203.0.113.9"})
    assert answer.status_code == 403
    assert answer.json()["error"]["code"] == "metrics.inside_only"


@pytest.mark.parametrize(("host", "status"), [("8.8.8.8", 403), ("172.18.0.5", 200), ("::1", 200), ("", 403)])
def test_metrics_are_for_the_inside(parts: Parts, host: str, status: int) -> None:
    site = TestClient(create_site(parts), base_url="http://127.0.0.1:8420", client=(host, 4000))
    assert site.get("/metrics").status_code == status


def test_each_request_is_a_line_with_its_reference(site: TestClient, capsys: pytest.CaptureFixture[str]) -> None:
    try:
        configure_logs("info")
        answer = site.get("/api/batches/0192f0c8-7a4e-7cc1-9d5f-3d1e8a6b2f10")
    finally:
        structlog.reset_defaults()
        logging.basicConfig(handlers=[logging.NullHandler()], force=True)
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    line = next(each for each in lines if each["event"] == "request")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/api/batches/{batch}", 404)
    assert line["reference"] == answer.json()["error"]["reference"]
    assert line["ms"] >= 0


@pytest.mark.parametrize("address", ["/tiep-nhan", "/tra-cuu", "/ho-so", "/thoi-han", "/no/such/page"])
def test_what_is_away_is_told_on_every_page(parts: Parts, address: str) -> None:
    application = create_site(parts)
    site = TestClient(application, base_url="http://127.0.0.1:8420")
    for_people = {"accept": "text/html"}
    assert "Tình trạng hệ thống" not in site.get(address, headers=for_people).text
    application.state.notices = lambda: (Sentence("Kho <b> không trả lời từ 14:02.", "The store is away."),)
    assert "Kho &lt;b&gt; không trả lời từ 14:02." in site.get(address, headers=for_people).text
    assert "The store is away." in site.get(address, headers=for_people, params={"lang": "en"}).text
