"""Who may see a dossier is changed: at once, with a trace, whatever becomes of the index, on both profiles' engines."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

import app.operations.rebuild_index
import app.steps.index
from accounts.model import Role
from adapters.catalogue import dossiers, events, steps
from app.desks.access import CatalogueAccessDesk
from app.operations.rebuild_index import rebuild_index
from app.settings import Settings
from app.steps.deposit import descriptive_of
from app.wiring import open_parts
from app.work import Work
from archive.change_access import access_change
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from records.errors import Sentence, Unavailable
from records.identifiers import BatchId, DocumentId, DossierId
from tests.contracts import catalogues
from tests.contracts.offices import code_of
from tests.contracts.sites import Site, Thing, site
from tests.installation import Installation

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import httpx

pytestmark = pytest.mark.law("R23")

WHY = "QĐ 12/QĐ-UBND"


@pytest.fixture(scope="module", params=catalogues.KINDS)
def staffed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """``doc`` reads in unit B without level 02; ``luu-tru`` is its archivist, cleared for it."""
    with site(request.param, tmp_path_factory.mktemp("site")) as made:
        desks = made.desks
        desks.add("quan-tri", Role.ADMINISTRATOR)
        for code in ("A", "B"):
            desks.units.put(desks.operator, code, f"Phòng {code}", None)
        desks.add("doc", Role.UNIT_READER, unit="B")
        desks.add("luu-tru", Role.ARCHIVIST, unit="B", conditional=True)
        desks.add("luu-tru-01", Role.ARCHIVIST, unit="B")
        desks.add("luu-tru-a", Role.ARCHIVIST, unit="A", conditional=True)
        yield made


def change(made: Site, thing: Thing, level: str, who: str = "luu-tru", **said: Any) -> httpx.Response:
    body = {"access_level": level, "restricted_until": None, "reason": WHY, **said}
    return made.ask("PUT", f"/api/dossiers/{thing.dossier}/access", who, json=body)


def work(made: Site) -> None:
    """Do the steps that tell the index."""
    parts = made.desks.parts
    doing = Work(parts, "cuoc-thu")
    with parts.catalogue.begin(readonly=True) as connection:
        ready = steps.ready(connection, parts.clock.now(), {"index"}, 100)
    for each, _ in ready:
        claimed = doing.claim_one(each)
        if claimed is not None:  # else it was done in the turn of one before it
            doing.do(claimed)


def sees(made: Site, thing: Thing, who: str = "doc") -> bool:
    return made.get(f"/api/dossiers/{thing.dossier}", who).status_code == 200


def finds(made: Site, thing: Thing, who: str = "doc") -> bool:
    """Whether a search finds it; total, facets and hits must say the same."""
    answer = made.get("/api/search", who, params={"q": "giấy phép", "dossier": thing.dossier}).json()
    found = {hit["dossier"] for hit in answer["hits"]} == {thing.dossier}
    assert answer["total"] == int(found)
    assert bool(answer["facets"]["unit"]) is found
    return found


def history(made: Site, thing: Thing) -> list[dict[str, Any]]:
    answer = made.get(f"/api/dossiers/{thing.dossier}/events", "luu-tru").json()
    return [event for event in answer if event["detail"].get("act") == "access_changed"]


def test_what_is_made_public_is_seen_at_once_and_found_when_the_index_was_told(staffed: Site) -> None:
    thing = staffed.put(unit="B", level="02")
    assert not sees(staffed, thing)
    answer = change(staffed, thing, "01")
    assert (answer.status_code, answer.json()) == (200, {"access_level": "01", "restricted_until": None})
    assert sees(staffed, thing)
    work(staffed)
    assert finds(staffed, thing)
    (event,) = history(staffed, thing)
    assert (event["agent"], event["type"]) == ("luu-tru", "metadata modification")
    assert event["detail"]["why"] == WHY
    assert (event["detail"]["access_level_before"], event["detail"]["access_level"]) == ("02", "01")


def test_what_is_closed_is_found_no_more_from_the_answer_on(staffed: Site) -> None:
    thing, other = staffed.put(unit="B"), staffed.put(unit="B")
    before = staffed.get("/api/search", "doc", params={"q": "giấy phép"}).json()["total"]
    assert finds(staffed, thing)
    assert change(staffed, thing, "02").status_code == 200
    # No step was done: the index itself still says 01.
    assert not sees(staffed, thing)
    assert not finds(staffed, thing)
    assert staffed.get("/api/search", "doc", params={"q": "giấy phép"}).json()["total"] == before - 1
    assert finds(staffed, thing, "luu-tru")
    assert finds(staffed, other)
    work(staffed)
    assert not finds(staffed, thing)
    assert finds(staffed, thing, "luu-tru")


def test_a_restriction_closes_it_to_who_does_not_decide_until_its_day(staffed: Site) -> None:
    thing = staffed.put(unit="B")
    assert change(staffed, thing, "01", restricted_until="2026-03-04").status_code == 200
    assert not sees(staffed, thing)
    assert not finds(staffed, thing)
    work(staffed)
    assert not finds(staffed, thing)
    assert finds(staffed, thing, "luu-tru-01")
    at = staffed.desks.clock.at
    try:
        staffed.desks.clock.at = at.replace(day=4)
        assert finds(staffed, thing)
    finally:
        staffed.desks.clock.at = at
    # Lifted before its day.
    change(staffed, thing, "01")
    work(staffed)
    assert finds(staffed, thing)
    assert history(staffed, thing)[1]["detail"]["restricted_before"] == "2026-03-04"


def test_while_the_index_is_away_nothing_leaks_and_later_it_is_told(
    staffed: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing = staffed.put(unit="B")
    index = staffed.desks.parts.index
    work(staffed)

    def away(*_: object, **__: object) -> None:
        raise Unavailable("index.unreachable", Sentence("mất", "gone"), Sentence("đợi", "wait"))

    change(staffed, thing, "02")
    with monkeypatch.context() as broken:
        broken.setattr(index, "replace_document", away)
        work(staffed)
    assert not finds(staffed, thing)
    at = staffed.desks.clock.at
    try:
        staffed.desks.clock.at = at.replace(minute=at.minute + 5)
        work(staffed)
        with staffed.desks.parts.catalogue.begin(readonly=True) as connection:
            assert not steps.ready(connection, staffed.desks.clock.now(), {"index"}, 1)
    finally:
        staffed.desks.clock.at = at
    assert not finds(staffed, thing)
    # And a change that is committed nowhere leaves nothing behind.
    desk, who = CatalogueAccessDesk(staffed.desks.parts), staffed.desks.reader("luu-tru")
    with monkeypatch.context() as broken:
        broken.setattr(events, "add", away)
        assert code_of(lambda: desk.change(who, DossierId(thing.dossier), SAID)) == "index.unreachable"
    assert not sees(staffed, thing)
    assert len(history(staffed, thing)) == 1


SAID = access_change("01", restricted_until=None, reason=WHY, today=date(2026, 3, 2))


def _changed_after_reading(made: Site, thing: Thing, how: Callable[..., Any]) -> Callable[..., Any]:
    """``pages_of`` in whose first call, after it has read, the dossier is closed and the index told."""
    left = [thing]

    def pages_of(parts: Any, document: DocumentId, **also: Any) -> Any:
        pages = how(parts, document, **also)
        if document.value == thing.document and left:
            left.clear()
            assert change(made, thing, "02").status_code == 200
            work(made)
        return pages

    return pages_of


def test_a_step_that_read_the_older_level_does_not_bring_it_back(
    staffed: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing = staffed.put(unit="B")
    work(staffed)
    # The older step is past its reading while the newer one runs from beginning to end.
    late = _changed_after_reading(staffed, thing, app.steps.index.pages_of)
    monkeypatch.setattr(app.steps.index, "pages_of", late)
    app.steps.index.index(staffed.desks.parts, thing.document)
    assert not finds(staffed, thing)


def test_a_rebuild_that_read_the_older_level_does_not_bring_it_back(
    staffed: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    thing, kept = staffed.put(unit="B"), staffed.put(unit="B")
    work(staffed)
    late = _changed_after_reading(staffed, thing, app.steps.index.pages_of)
    monkeypatch.setattr(app.operations.rebuild_index, "pages_of", late)
    rebuild_index(staffed.desks.parts)
    assert not finds(staffed, thing)
    assert finds(staffed, thing, "luu-tru")
    assert finds(staffed, kept)


def test_a_later_deposit_leaves_the_level_and_writes_it_into_the_package(staffed: Site) -> None:
    thing = staffed.put(unit="B", level="02")
    change(staffed, thing, "01")
    parts = staffed.desks.parts
    deposit_dossier(parts, BatchId(thing.batch), DossierId(thing.dossier), DocumentId(thing.document))
    with parts.catalogue.begin(readonly=True) as connection:
        assert dossiers.row(connection, DossierId(thing.dossier)).access_level == "01"
        assert descriptive_of(connection, DossierId(thing.dossier), [])["access_level"] == "01"
    assert sees(staffed, thing)


def test_the_same_again_changes_nothing(staffed: Site) -> None:
    thing = staffed.put(unit="B", level="02")
    for _ in range(2):
        assert change(staffed, thing, "01").status_code == 200
    assert len(history(staffed, thing)) == 1
    assert change(staffed, thing, "02", reason="khác").status_code == 200
    assert len(history(staffed, thing)) == 2


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"access_level": "03"}, "access.level_not_admitted"),
        ({"access_level": ""}, "access.level_not_admitted"),
        ({"reason": "  "}, "access.no_reason"),
        ({"restricted_until": "2026-03-02"}, "access.date_not_ahead"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(staffed: Site, said: dict[str, str], code: str) -> None:
    thing = staffed.put(unit="B", level="02")
    answer = change(staffed, thing, "01", **said)
    assert answer.json()["error"]["code"] == code
    assert not sees(staffed, thing)
    assert history(staffed, thing) == []


def test_a_forgotten_restriction_is_not_lifted_by_the_way(staffed: Site) -> None:
    thing = staffed.put(unit="B", level="02", restricted_until=date(2030, 1, 1))
    body = {"access_level": "01", "reason": WHY}
    assert staffed.ask("PUT", f"/api/dossiers/{thing.dossier}/access", "luu-tru", json=body).status_code == 422
    assert not sees(staffed, thing)


def test_who_may_not(staffed: Site) -> None:
    thing = staffed.put(unit="B")
    assert change(staffed, thing, "02", "doc").json()["error"]["code"] == "account.not_allowed"
    assert change(staffed, thing, "02", "luu-tru-a").json()["error"]["code"] == "dossier.not_found"
    desk = CatalogueAccessDesk(staffed.desks.parts)
    doc = staffed.desks.reader("doc")
    assert code_of(lambda: desk.change(doc, DossierId(thing.dossier), SAID)) == "access.not_allowed"
    assert sees(staffed, thing)


# -- page and command -------------------------------------------------------------------------


def test_the_page_changes_it_and_keeps_what_was_typed_where_it_is_refused(staffed: Site) -> None:
    thing = staffed.put(unit="B", level="02")
    path, page = f"/ho-so/{thing.dossier}/muc-tiep-can", {"Accept": "text/html"}
    refused = staffed.ask(
        "POST", path, "luu-tru", data={"level": "01", "reason": " ", "restricted_until": "2031-05-06"}, headers=page
    )
    assert refused.status_code >= 400
    assert "Đổi mức tiếp cận phải có lý do" in refused.text
    assert 'value="2031-05-06"' in refused.text
    assert not sees(staffed, thing)
    done = staffed.ask(
        "POST", path, "luu-tru", data={"level": "01", "reason": WHY, "restricted_until": ""}, headers=page
    )
    assert (done.status_code, done.headers["location"]) == (303, f"/ho-so/{thing.dossier}#tiep-can")
    assert sees(staffed, thing)
    shown = staffed.get(f"/ho-so/{thing.dossier}", "luu-tru", headers=page).text
    assert "Đổi mức tiếp cận" in shown
    assert WHY in shown
    # Who only reads sees no such form, and who closes what he is not cleared for is led to what he still sees.
    assert "muc-tiep-can" not in staffed.get(f"/ho-so/{thing.dossier}", "doc", headers=page).text
    closed = staffed.ask("POST", path, "luu-tru-01", data={"level": "02", "reason": WHY}, headers=page)
    assert (closed.status_code, closed.headers["location"]) == (303, "/ho-so")


def test_the_command_changes_it_and_keeps_a_restriction_that_is_not_named(tmp_path: Path) -> None:
    parts = open_parts(Settings(data=tmp_path / "data", account="may-nay", _env_file=None))
    try:
        batch = new_batch(parts)
        dossier, document = receive_dossier(parts, batch, 1)
        deposit_dossier(parts, batch, dossier, document)
    finally:
        parts.close()
    office = Installation(tmp_path / "data")
    level = ("dossier", "level", dossier.value)
    assert (
        office.json(*level, "02", "--why", WHY, "--restricted-until", "2090-01-01")["restricted_until"] == "2090-01-01"
    )
    assert office.json(*level, "01", "--why", WHY) == {"level": "01", "restricted_until": "2090-01-01"}
    assert office.json(*level, "01", "--why", WHY, "--unrestricted") == {"level": "01", "restricted_until": None}
    assert office.error(*level, "03", "--why", WHY, expect=2)["code"] == "access.level_not_admitted"
    told = json.dumps(office.json("show", dossier.value))
    assert told.count("access_changed") == 3
