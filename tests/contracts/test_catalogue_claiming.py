"""Many claim and finish steps at once; each step is done once, on every catalogue."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest

from adapters.catalogue import batches, steps
from ingest.model import DossierBy
from tests.contracts import catalogues

if TYPE_CHECKING:
    import sqlalchemy as sa

    from adapters.catalogue.engine import Catalogue
    from records.identifiers import BatchId

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
LEASE = timedelta(seconds=60)


@pytest.fixture
def catalogue(migrated: Catalogue) -> Catalogue:
    return catalogues.emptied(migrated)


@pytest.fixture
def batch(catalogue: Catalogue) -> BatchId:
    with catalogue.begin() as connection:
        return batches.add(connection, name="lô", dossier_by=DossierBy.FOLDER, unit="u", by="ai", now=NOW)


def add_steps(catalogue: Catalogue, batch: BatchId, kind: str, subjects: list[str]) -> list[str]:
    with catalogue.begin() as connection:
        return steps.add_all(connection, kind=kind, subjects=subjects, batch=batch, priority=5, now=NOW)


def claim(connection: sa.Connection, owner: str) -> steps.Step | None:
    return steps.claim(connection, owner=owner, now=NOW, until=NOW + LEASE, one_at_a_time={"index"})


def test_of_some_kinds_two_claimers_at_once_get_one(catalogue: Catalogue, batch: BatchId) -> None:
    ids = add_steps(catalogue, batch, "index", ["a", "b", "c"])
    first, second = catalogues.overlapping(catalogue, partial(claim, owner="w1"), partial(claim, owner="w2"))
    assert first is not None
    assert second is None

    def claim_one(connection: sa.Connection, step_id: str) -> steps.Step | None:
        return steps.claim_one(connection, step_id, "w3", NOW, NOW + LEASE, one_at_a_time={"index"})

    with catalogue.begin() as connection:
        steps.finish(connection, first, owner="w1", now=NOW)
    both = catalogues.overlapping(catalogue, partial(claim_one, step_id=ids[1]), partial(claim_one, step_id=ids[2]))
    assert [found.id if found else None for found in both] == [ids[1], None]


def test_a_claimer_turns_to_other_kinds_while_one_runs(catalogue: Catalogue, batch: BatchId) -> None:
    add_steps(catalogue, batch, "index", ["a", "b"])
    add_steps(catalogue, batch, "read", ["d:1"])
    first, second = catalogues.overlapping(catalogue, partial(claim, owner="w1"), partial(claim, owner="w2"))
    assert [found.kind for found in (first, second) if found] == ["index", "read"]


def test_a_step_is_claimed_by_its_id_once(catalogue: Catalogue, batch: BatchId) -> None:
    (wanted,) = add_steps(catalogue, batch, "read", ["d:1"])

    def claim_one(connection: sa.Connection, owner: str) -> steps.Step | None:
        return steps.claim_one(connection, wanted, owner, NOW, NOW + LEASE)

    first, second = catalogues.overlapping(catalogue, partial(claim_one, owner="w1"), partial(claim_one, owner="w2"))
    assert first is not None
    assert second is None


def test_whoever_is_finishing_is_not_taken_for_dead(catalogue: Catalogue, batch: BatchId) -> None:
    add_steps(catalogue, batch, "read", ["d:1"])
    with catalogue.begin() as connection:
        held = claim(connection, "w1")
    assert held is not None
    finished, released = catalogues.overlapping(
        catalogue,
        lambda c: steps.finish(c, held, owner="w1", now=NOW),
        lambda c: steps.release_expired(c, NOW + 2 * LEASE),
    )
    assert (finished, released) == (True, 0)


def test_the_same_step_added_twice_at_once_is_added_once(catalogue: Catalogue, batch: BatchId) -> None:
    def add(connection: sa.Connection) -> str | None:
        return steps.add(connection, kind="read", subject="d:1", batch=batch, priority=9, now=NOW)

    first, second = catalogues.overlapping(catalogue, add, add)
    assert first is not None
    assert second is None


def test_eight_claimers_do_each_of_three_hundred_steps_once(catalogue: Catalogue, batch: BatchId) -> None:
    kinds = ("read", "make", "index")
    for kind in kinds:
        add_steps(catalogue, batch, kind, [str(number) for number in range(100)])
    running: set[str] = set()

    def work(owner: str) -> list[str]:
        did, idle = [], 0
        while idle < 20:
            with catalogue.begin() as connection:
                got = claim(connection, owner)
            if got is None:
                idle += 1
                continue
            if got.kind == "index":
                assert not running
                running.add(got.id)
                running.discard(got.id)
            with catalogue.begin() as connection:
                assert steps.finish(connection, got, owner=owner, now=NOW)
            did.append(got.id)
        return did

    with ThreadPoolExecutor(8) as pool:
        did = [step_id for one in pool.map(work, [f"w{n}" for n in range(8)]) for step_id in one]
    assert len(did) == len(set(did)) == 300


def test_a_claim_by_id_keeps_what_claiming_promises(catalogue: Catalogue, batch: BatchId) -> None:
    (wanted,) = add_steps(catalogue, batch, "read", ["d:1"])
    with catalogue.begin() as connection:
        assert steps.claim_one(connection, "no such step", "w1", NOW, NOW + LEASE) is None
        assert steps.claim_one(connection, wanted, "w1", NOW - LEASE, NOW) is None
        got = steps.claim_one(connection, wanted, "w1", NOW, NOW + LEASE)
        assert got is not None
        assert (got.kind, got.subject, got.batch) == ("read", "d:1", batch)
        assert steps.claim_one(connection, wanted, "w2", NOW, NOW + LEASE) is None
        assert steps.finish(connection, got, owner="w1", now=NOW)
        # Repeating what was committed without an answer changes nothing.
        assert not steps.finish(connection, got, owner="w1", now=NOW)
        steps.postpone(connection, got, owner="w1", not_before=NOW, count=True, error={"code": "x.y"})
        steps.park(connection, got, owner="w1", now=NOW, error={"code": "x.y"})
        assert steps.claim_one(connection, wanted, "w1", NOW, NOW + LEASE) is None
        assert steps.counts(connection) == {}


def test_adding_many_tells_which_are_new(catalogue: Catalogue, batch: BatchId) -> None:
    first = add_steps(catalogue, batch, "read", ["d:1", "d:2"])
    assert len(first) == 2
    assert len(add_steps(catalogue, batch, "read", ["d:1", "d:3", "d:2", "d:4"])) == 2
    assert add_steps(catalogue, batch, "read", []) == []
    with catalogue.begin(readonly=True) as connection:
        assert steps.ready(connection, NOW, ["read"], 2) == [(first[0], "read"), (first[1], "read")]


def test_what_could_be_claimed_is_listed_most_urgent_first(catalogue: Catalogue, batch: BatchId) -> None:
    later = add_steps(catalogue, batch, "read", ["d:1", "d:2"])
    with catalogue.begin() as connection:
        urgent = steps.add(connection, kind="check", subject="f", batch=batch, priority=1, now=NOW)
        not_yet = steps.add(connection, kind="check", subject="g", batch=batch, priority=1, now=NOW + LEASE)
        assert steps.ready(connection, NOW, ["read", "check"], 9) == [
            (urgent, "check"),
            (later[0], "read"),
            (later[1], "read"),
        ]
        assert steps.ready(connection, NOW, ["read"], 1) == [(later[0], "read")]
        assert (not_yet, "check") in steps.ready(connection, NOW + LEASE, ["check"], 9)


def test_what_is_undone_is_counted_and_its_age_told(catalogue: Catalogue, batch: BatchId) -> None:
    with catalogue.begin(readonly=True) as connection:
        assert steps.oldest_undone(connection) is None
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    add_steps(catalogue, batch, "read", ["d:1", "d:2"])
    after = datetime.now(UTC)
    add_steps(catalogue, batch, "make", ["d"])
    with catalogue.begin() as connection:
        claim(connection, "w1")
        oldest = steps.oldest_undone(connection)
        assert oldest is not None
        assert before <= oldest <= after
        assert steps.counts(connection) == {("read", "leased"): 1, ("read", "ready"): 1, ("make", "ready"): 1}


def test_a_step_whose_claim_got_no_answer_is_not_kept(catalogue: Catalogue, batch: BatchId) -> None:
    add_steps(catalogue, batch, "read", ["d:1", "d:2"])
    with catalogue.begin() as connection:
        lost, known = claim(connection, "w1"), claim(connection, "w1")
        assert lost is not None
        assert known is not None
        steps.renew(connection, owner="w1", until=NOW + 9 * LEASE, step_id=known.id)
        assert steps.release_expired(connection, NOW + 2 * LEASE) == 1
        assert steps.finish(connection, known, owner="w1", now=NOW)
