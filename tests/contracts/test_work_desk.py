"""Work and health for the administrator, on both catalogues: what failed, why, and having it tried again."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from accounts.model import Role
from adapters.catalogue.plain import error_to_plain
from adapters.catalogue.schema import step
from app.pipeline import FLOW
from benchmarks.backup.dossiers import new_batch
from records.errors import Damaged, Sentence
from records.identifiers import BatchId, uuid7
from tests.contracts.offices import opened
from tests.contracts.sites import Site
from tests.contracts.test_site_of_people import PAGE, page, sent, went_to
from web_ui.texts import TEXTS

if TYPE_CHECKING:
    from app.wiring import Parts

WORK = "/quan-tri/viec"


@pytest.fixture
def made(parts: Parts) -> Site:
    return Site(opened(parts).staffed())


def put_failed(made: Site, batch: BatchId, kind: str = "make", *, state: str = "failed") -> str:
    """A step that failed, as workers leave it; its id."""
    step_id, now = str(uuid7()), made.desks.clock.now()
    error = Damaged("source.cannot_be_opened", Sentence("Không mở được tệp <b>.", "No <b>."), Sentence("Gọi.", "Call."))
    values = {
        "id": step_id,
        "kind": kind,
        "subject": str(uuid7()),
        "batch_id": batch.value,
        "priority": 5,
        "state": state,
        "errors": 3,
        "deaths": 1,
        "not_before": now,
        "error_code": error.code,
        "error": error_to_plain(error),
        "done_at": now,
    }
    with made.desks.parts.catalogue.begin() as connection:
        connection.execute(sa.insert(step).values(values))
    return step_id


def row(made: Site, step_id: str) -> tuple[str, int, int]:
    with made.desks.parts.catalogue.begin(readonly=True) as connection:
        found = connection.execute(sa.select(step).where(step.c.id == step_id)).one()
    return found.state, found.errors, found.deaths


def test_what_failed_is_shown_with_why_and_what_to_do_and_tried_again(made: Site) -> None:
    assert "Không có bước nào hỏng" in page(made.get(WORK, "quan-tri", headers=PAGE))
    batch = new_batch(made.desks.parts)
    first, second = put_failed(made, batch), put_failed(made, batch, "read")
    html = page(made.get(WORK, "quan-tri", headers=PAGE))
    assert "2 bước hỏng" in html
    assert "Không mở được tệp &lt;b&gt;." in html
    assert "Gọi." in html
    assert "source.cannot_be_opened" in html
    assert re.findall(rf'action="{WORK}/([0-9a-f-]+)/thu-lai"', html) == [second, first], "newest first"
    assert went_to(sent(made, f"{WORK}/{first}/thu-lai", "quan-tri")) == f"{WORK}?again=1"
    assert row(made, first) == ("ready", 0, 0)
    assert row(made, second) == ("failed", 3, 1)
    assert made.desks.events("work retry") == [("quan-tri", "success")]
    sent(made, f"{WORK}/{first}/thu-lai", "quan-tri")
    assert made.desks.events("work retry") == [("quan-tri", "success")], "what has not failed stays as it is"
    assert sent(made, f"{WORK}/{uuid7()}/thu-lai", "quan-tri").status_code == 404
    assert sent(made, f"{WORK}/x/thu-lai", "quan-tri").status_code == 404


def test_all_of_it_is_tried_again_in_every_batch(made: Site) -> None:
    batches = [new_batch(made.desks.parts) for _ in range(2)]
    failed = [put_failed(made, batch) for batch in batches for _ in range(2)]
    running = put_failed(made, batches[0], state="leased")
    assert went_to(sent(made, f"{WORK}/thu-lai", "quan-tri")) == f"{WORK}?again=4"
    assert {row(made, each)[0] for each in failed} == {"ready"}
    assert row(made, running)[0] == "leased"
    assert "Đang thử lại 4 bước" in page(made.get(f"{WORK}?again=4", "quan-tri", headers=PAGE))


def test_many_are_turned_page_by_page(made: Site) -> None:
    batch = new_batch(made.desks.parts)
    steps = [put_failed(made, batch) for _ in range(5)]
    seen, before = [], ""
    while True:
        told = made.get(f"/api/work/failed?limit=2&before={before}", "quan-tri").json()
        seen += [one["step"] for one in told["steps"]]
        before = told["next"]
        if not before:
            break
    assert seen == steps[::-1]


def test_the_same_over_the_api(made: Site) -> None:
    batch = new_batch(made.desks.parts)
    step_id = put_failed(made, batch)
    overview = made.get("/api/work", "quan-tri").json()
    assert overview["failed"] == 1
    assert {"kind": "make", "state": "failed", "number": 1} in overview["counts"]
    (failed,) = made.get("/api/work/failed", "quan-tri").json()["steps"]
    assert (failed["step"], failed["code"], failed["hint"]["vi"]) == (step_id, "source.cannot_be_opened", "Gọi.")
    assert made.ask("POST", f"/api/work/failed/{step_id}/retry", "quan-tri").status_code == 204
    assert made.ask("POST", "/api/work/failed/retry", "quan-tri").json() == {"number": 0}


def test_every_kind_of_step_has_its_words(made: Site) -> None:
    batch = new_batch(made.desks.parts)
    for kind in FLOW:
        put_failed(made, batch, kind)
    html = page(made.get(WORK, "quan-tri", headers=PAGE))
    for kind in FLOW:
        assert html.count(TEXTS[f"work.kind_{kind}"][0]) >= 2, kind


def test_health_is_told_as_the_doctor_tells_it(made: Site) -> None:
    seen = made.get("/api/work/health", "quan-tri").json()
    names = {one["name"] for one in seen}
    assert {"catalogue", "object_store", "index", "disk"} <= names
    thorough = made.get("/api/work/health?thorough=true", "quan-tri").json()
    assert {one["name"] for one in thorough} >= names
    html = page(made.get("/quan-tri/tinh-trang", "quan-tri", headers=PAGE))
    assert "Danh mục" in html
    assert "Kho đối tượng" in html
    assert re.search(r"Còn trống [\d,.]+ [GTM]B trong [\d,.]+ [GTM]B", html)
    assert "vankho doctor" in page(made.get("/quan-tri/tinh-trang?ky=true", "quan-tri", headers=PAGE))


def test_nobody_else_sees_or_does_it(made: Site) -> None:
    made.desks.add("luu-tru", Role.ARCHIVIST, Role.HEAD, Role.AUDITOR, conditional=True)
    step_id = put_failed(made, new_batch(made.desks.parts))
    for method, path in (
        ("GET", WORK),
        ("GET", "/quan-tri/tinh-trang"),
        ("GET", "/api/work"),
        ("GET", "/api/work/failed"),
        ("GET", "/api/work/health"),
        ("POST", f"{WORK}/thu-lai"),
        ("POST", f"/api/work/failed/{step_id}/retry"),
    ):
        assert made.ask(method, path, "luu-tru").status_code == 403
    assert row(made, step_id)[0] == "failed"
