"""Documents that wait for an index of one writer go in together: one turn and one commit; each is settled by itself."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

import app.steps.index
import app.work
from accounts.model import Role
from adapters.catalogue import steps
from app.work import MOST_AT_ONCE, Work
from tests.contracts.sites import Site, Thing, site

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.wiring import Parts

WHY = "Danh mục công khai 12/QĐ-UBND"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Site]:
    """``luu-tru`` is the archivist of unit B, ``doc`` reads there without level 02."""
    with site("sqlite", tmp_path) as made:
        made.desks.add("quan-tri", Role.ADMINISTRATOR)
        made.desks.units.put(made.desks.operator, "B", "Phòng B", None)
        made.desks.add("doc", Role.UNIT_READER, unit="B")
        made.desks.add("luu-tru", Role.ARCHIVIST, unit="B", conditional=True)
        yield made


def made_public(desk: Site, count: int) -> list[Thing]:
    """Closed dossiers that were opened just now: the index is to be told of each."""
    things = [desk.put(unit="B", level="02") for _ in range(count)]
    do_one(desk.desks.parts)  # what their deposit put on the list
    assert waiting(desk.desks.parts) == []
    for thing in things:
        body = {"access_level": "01", "restricted_until": None, "reason": WHY}
        assert desk.ask("PUT", f"/api/dossiers/{thing.dossier}/access", "luu-tru", json=body).status_code == 200
    return things


def found(desk: Site) -> set[str]:
    answer = desk.get("/api/search", "doc", params={"q": "giấy phép", "limit": 100}).json()
    return {hit["dossier"] for hit in answer["hits"]}


def waiting(parts: Parts) -> list[str]:
    with parts.catalogue.begin(readonly=True) as connection:
        return [each for each, _ in steps.ready(connection, parts.clock.now(), {"index"}, 100)]


def do_one(parts: Parts) -> None:
    work = Work(parts, "w")
    claimed = work.claim_one(waiting(parts)[0])
    assert claimed is not None
    work.do(claimed)


def lose_words(folder: Path, thing: Thing) -> None:
    """What is to be found of it is gone from the disk."""
    there = list(folder.rglob(f"content/**/{thing.document}.words.zip"))
    assert there
    for words in there:  # what the archive holds, and what tells its lock
        words.unlink()


def test_one_turn_takes_all_that_wait_with_one_commit(desk: Site, tmp_path: Path) -> None:
    parts = desk.desks.parts
    things = made_public(desk, 5)
    assert len(waiting(parts)) == 5
    before = stamp(tmp_path)
    do_one(parts)
    assert waiting(parts) == []
    assert found(desk) == {thing.dossier for thing in things}
    # The engine numbers whatever is put in, taken out and committed: five documents each twice, and one commit.
    assert stamp(tmp_path) - before == 11


def stamp(folder: Path) -> int:
    (meta,) = folder.rglob("meta.json")
    number: int = json.loads(meta.read_bytes())["opstamp"]
    return number


def test_what_is_wrong_with_one_keeps_none_of_the_others(desk: Site, tmp_path: Path) -> None:
    parts = desk.desks.parts
    bad, *good = made_public(desk, 4)
    lose_words(tmp_path, bad)
    do_one(parts)
    assert found(desk) == {thing.dossier for thing in good}
    with parts.catalogue.begin(readonly=True) as connection:
        (failed,) = steps.all_failed(connection, before="", limit=10)
    assert failed.subject.startswith(bad.document)
    assert waiting(parts) == []


def test_a_step_that_a_worker_died_of_is_done_alone(desk: Site) -> None:
    parts = desk.desks.parts
    made_public(desk, 3)
    with parts.catalogue.begin() as connection:
        now = parts.clock.now()
        died = steps.claim(connection, owner="dead", now=now, until=now + timedelta(seconds=60), one_at_a_time=())
        assert died is not None
        steps.release_owner(connection, "dead", now - timedelta(seconds=60))
    work = Work(parts, "w")
    claimed = work.claim_one(died.id)
    assert claimed is not None
    work.do(claimed)
    assert len(waiting(parts)) == 2
    do_one(parts)
    assert waiting(parts) == []


def test_a_turn_has_an_end(desk: Site) -> None:
    parts = desk.desks.parts
    made_public(desk, 2)
    with parts.catalogue.begin() as connection:
        now = parts.clock.now()
        until = now + timedelta(seconds=60)
        first = steps.claim(connection, owner="w", now=now, until=until, one_at_a_time={"index"})
        assert first is not None
        assert steps.claim_company(connection, first, owner="w", now=now, until=until, most=0) == []
        assert steps.claim_company(connection, first, owner="other", now=now, until=until, most=MOST_AT_ONCE) == []
        (company,) = steps.claim_company(connection, first, owner="w", now=now, until=until, most=MOST_AT_ONCE)
        assert company.id != first.id


def test_what_one_commit_did_not_reach_comes_with_the_next(
    desk: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = desk.desks.parts
    things = made_public(desk, 3)
    monkeypatch.setattr(app.steps.index, "_GATHER_SECONDS", 0.0)
    before = stamp(tmp_path)
    do_one(parts)
    assert waiting(parts) == []
    assert found(desk) == {thing.dossier for thing in things}
    assert stamp(tmp_path) - before > 7  # which it would be with one commit of three documents


def test_what_comes_while_a_turn_lasts_is_taken_along_until_it_ends(
    desk: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts = desk.desks.parts
    things = made_public(desk, 4)
    monkeypatch.setattr(app.work, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(app.work, "TURN_SECONDS", 0.0)
    do_one(parts)
    assert len(waiting(parts)) == 2
    monkeypatch.setattr(app.work, "TURN_SECONDS", 60.0)
    do_one(parts)
    assert waiting(parts) == []
    assert found(desk) == {thing.dossier for thing in things}
