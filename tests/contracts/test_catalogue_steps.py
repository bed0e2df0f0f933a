"""What the list of steps promises, on every catalogue."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue import batches, steps
from adapters.catalogue.schema import step as table
from ingest.model import DossierBy
from tests.contracts import catalogues

if TYPE_CHECKING:
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


def add(catalogue: Catalogue, batch: BatchId, kind: str, subject: str, priority: int = 5) -> None:
    with catalogue.begin() as connection:
        steps.add(connection, kind=kind, subject=subject, batch=batch, priority=priority, now=NOW)


def claim(catalogue: Catalogue, owner: str = "w1", now: datetime = NOW) -> steps.Step | None:
    with catalogue.begin() as connection:
        return steps.claim(connection, owner=owner, now=now, until=now + LEASE, one_at_a_time={"index"})


def test_a_step_is_listed_once_however_often_it_is_added(catalogue: Catalogue, batch: BatchId) -> None:
    add(catalogue, batch, "read", "d:1")
    step = claim(catalogue)
    assert step is not None
    with catalogue.begin() as connection:
        assert steps.finish(connection, step, owner="w1", now=NOW)
    add(catalogue, batch, "read", "d:1")
    assert claim(catalogue) is None


def test_smaller_priority_first_then_in_order(catalogue: Catalogue, batch: BatchId) -> None:
    add(catalogue, batch, "read", "d:1", priority=9)
    add(catalogue, batch, "read", "d:2", priority=9)
    add(catalogue, batch, "make", "d", priority=5)
    claimed = [claim(catalogue), claim(catalogue), claim(catalogue)]
    assert [s.subject for s in claimed if s] == ["d", "d:1", "d:2"]


def test_two_claimers_never_get_the_same_step(catalogue: Catalogue, batch: BatchId) -> None:
    for number in range(40):
        add(catalogue, batch, "read", f"d:{number}")
    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(lambda n: claim(catalogue, f"w{n}"), range(60)))
    subjects = [s.subject for s in got if s]
    assert len(subjects) == len(set(subjects)) == 40


def test_of_some_kinds_one_runs_at_a_time(catalogue: Catalogue, batch: BatchId) -> None:
    add(catalogue, batch, "index", "a")
    add(catalogue, batch, "index", "b")
    first = claim(catalogue)
    assert first is not None
    assert claim(catalogue, "w2") is None
    with catalogue.begin() as connection:
        steps.finish(connection, first, owner="w1", now=NOW)
    assert claim(catalogue, "w2") is not None


def test_what_a_dead_worker_held_is_ready_again_and_counted(catalogue: Catalogue, batch: BatchId) -> None:
    add(catalogue, batch, "read", "d:1")
    first = claim(catalogue)
    assert first is not None
    with catalogue.begin() as connection:
        assert steps.owners(connection) == {"w1"}
        assert steps.release_owner(connection, "w1", NOW) == 1
    assert claim(catalogue, "w2") is None
    again = claim(catalogue, "w2", NOW + timedelta(seconds=1))
    assert again is not None
    assert (again.id, again.deaths) == (first.id, 1)


def test_each_death_lets_others_go_first(catalogue: Catalogue, batch: BatchId) -> None:
    add(catalogue, batch, "read", "d:1")
    add(catalogue, batch, "read", "d:2")
    now, waits = NOW, []
    for _ in range(8):
        step = claim(catalogue, now=now)
        while step is None or step.subject != "d:1":
            now += timedelta(seconds=1)
            step = claim(catalogue, now=now)
        with catalogue.begin() as connection:
            steps.release_owner(connection, "w1", now)
        died = now
        step = claim(catalogue, now=now)
        assert step is None or step.subject == "d:2"
        with catalogue.begin() as connection:
            ready = connection.execute(sa.select(table.c.not_before).where(table.c.subject == "d:1")).scalar_one()
        waits.append((ready - died).total_seconds())
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]


def test_whoever_lost_the_lease_cannot_finish(catalogue: Catalogue, batch: BatchId) -> None:
    add(catalogue, batch, "read", "d:1")
    first = claim(catalogue)
    assert first is not None
    with catalogue.begin() as connection:
        assert steps.release_expired(connection, NOW + LEASE + timedelta(seconds=1)) == 1
    second = claim(catalogue, "w2", NOW + 2 * LEASE)
    assert second is not None
    with catalogue.begin() as connection:
        assert not steps.finish(connection, first, owner="w1", now=NOW)
        assert steps.finish(connection, second, owner="w2", now=NOW)


def test_a_renewed_lease_does_not_expire(catalogue: Catalogue, batch: BatchId) -> None:
    add(catalogue, batch, "read", "d:1")
    claim(catalogue)
    with catalogue.begin() as connection:
        steps.renew(connection, owner="w1", until=NOW + 10 * LEASE)
        assert steps.release_expired(connection, NOW + 2 * LEASE) == 0


def test_a_postponed_step_waits_and_counts_its_errors(catalogue: Catalogue, batch: BatchId) -> None:
    add(catalogue, batch, "deposit", "d")
    step = claim(catalogue)
    assert step is not None
    later = NOW + timedelta(seconds=5)
    with catalogue.begin() as connection:
        steps.postpone(connection, step, owner="w1", not_before=later, count=True, error={"code": "store.away"})
    assert claim(catalogue) is None
    again = claim(catalogue, now=later)
    assert again is not None
    assert again.errors == 1


def test_a_parked_step_waits_for_a_person_who_can_try_it_again(catalogue: Catalogue, batch: BatchId) -> None:
    add(catalogue, batch, "make", "d")
    step = claim(catalogue)
    assert step is not None
    with catalogue.begin() as connection:
        steps.park(connection, step, owner="w1", now=NOW, error={"code": "x.y", "vi": "v", "en": "e"})
        assert steps.undone(connection, batch) == 0
        assert [f.error["code"] for f in steps.failed(connection, batch)] == ["x.y"]
    assert claim(catalogue) is None
    with catalogue.begin() as connection:
        assert [kind for _, kind in steps.retry_failed(connection, batch, NOW)] == ["make"]
    assert claim(catalogue) is not None


def test_an_outcome_and_its_step_are_written_together_or_not_at_all(catalogue: Catalogue, batch: BatchId) -> None:
    add(catalogue, batch, "make", "d")
    step = claim(catalogue)
    assert step is not None

    def fail() -> None:
        with catalogue.begin() as connection:
            steps.finish(connection, step, owner="w1", now=NOW)
            raise RuntimeError("the outcome could not be written")

    with pytest.raises(RuntimeError):
        fail()
    with catalogue.begin(readonly=True) as connection:
        assert steps.undone(connection, batch) == 1
