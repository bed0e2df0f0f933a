"""The store locks what the catalogue says, on both profiles: a real folder, and a real MinIO with its own clock."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from unittest.mock import patch

import pytest
from minio.error import S3Error

from adapters.catalogue import dossiers, locks
from adapters.object_store.s3_connection import S3Connection
from adapters.object_store.s3_locks import S3ObjectLocks
from app.desks.retention import CatalogueRetentionDesk
from app.keep_locks import beginning_of, keep_locks
from app.rounds import spread_holds
from app.steps.retain import assign_anew
from archive.package_objects import package_objects
from benchmarks.backup.dossiers import deposit_dossier
from records.errors import Conflict, Sentence, Unavailable
from tests.contracts.retention_desk import OPERATOR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from unittest.mock import Mock

    from records.identifiers import ObjectKey

from tests.contracts.locked_dossiers import TODAY, Keeping, held_versions, in_days, lose, opened

pytestmark = pytest.mark.law("R12", "R29")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keeping]:
    with opened(request.param, tmp_path_factory.mktemp("desk")) as keeping:
        yield keeping


@pytest.fixture
def keeping(made: Keeping) -> Keeping:
    made.clock.day = TODAY
    made.keep()
    return made


def test_every_object_is_leased_for_400_days_when_its_dossier_is_deposited(keeping: Keeping) -> None:
    dossier = keeping.deposited()
    assert len(package_objects(keeping.parts.store, dossier)) >= 9
    assert keeping.until(dossier) == in_days(400)
    assert not keeping.state(dossier).held


def test_and_no_longer_than_until_it_falls_due(keeping: Keeping) -> None:
    ended = date(TODAY.year - 20, 3, 1)  # kept 20 years where no rule fits
    dossier = keeping.deposited(ended=ended)
    due = date(TODAY.year + 1, 1, 1)
    assert keeping.until(dossier) == beginning_of(due)
    keeping.keep()
    keeping.clock.day = due - timedelta(days=8)
    keeping.keep()
    assert not keeping.state(dossier).held
    keeping.clock.day = due - timedelta(days=7)
    keeping.keep()
    assert keeping.state(dossier).held  # until it is decided on
    assert keeping.until(dossier) == beginning_of(due)


def test_what_is_due_already_is_held_from_its_deposit_on(keeping: Keeping) -> None:
    dossier = keeping.deposited(ended=date(1999, 1, 1))
    assert keeping.until(dossier) is None
    assert keeping.state(dossier).held
    with pytest.raises(Conflict):
        keeping.parts.store.delete(next(iter(package_objects(keeping.parts.store, dossier))))


def test_a_lease_is_renewed_with_fewer_than_100_days_left_and_never_shortened(keeping: Keeping) -> None:
    dossier = keeping.deposited()
    keeping.keep()
    keeping.clock.day = TODAY + timedelta(days=300)
    keeping.keep()
    assert keeping.until(dossier) == in_days(400)
    keeping.clock.day = TODAY + timedelta(days=301)
    keeping.keep()
    assert keeping.until(dossier) == in_days(701)
    keeping.clock.day = TODAY
    CatalogueRetentionDesk(keeping.parts).set_work_ended(OPERATOR, dossier, date(TODAY.year - 20, 3, 1))
    keeping.keep()
    assert keeping.until(dossier) == in_days(701)


def test_a_period_that_becomes_longer_extends_the_lease_without_waiting(keeping: Keeping) -> None:
    dossier = keeping.deposited(ended=date(TODAY.year - 20, 3, 1))
    keeping.keep()
    CatalogueRetentionDesk(keeping.parts).set_work_ended(OPERATOR, dossier, date(TODAY.year - 1, 3, 1))
    keeping.keep()
    assert keeping.until(dossier) == in_days(400)


def test_the_store_holds_while_one_of_two_holds_is_open(keeping: Keeping) -> None:
    dossier, other = keeping.deposited(), keeping.deposited()
    first, second = keeping.place(dossier), keeping.place(dossier)
    keeping.keep()
    assert keeping.state(dossier).held
    assert not keeping.state(other).held
    keeping.lift(first)
    keeping.keep()
    assert keeping.state(dossier).held
    keeping.lift(second)
    keeping.keep()
    assert not keeping.state(dossier).held
    assert keeping.until(dossier) == in_days(400)


def test_a_version_deposited_while_on_hold_is_held_and_let_go_of_with_all_before_it(keeping: Keeping) -> None:
    dossier = keeping.deposited()
    hold = keeping.place(dossier)
    keeping.keep()
    before = package_objects(keeping.parts.store, dossier)
    keeping.one_more(dossier)
    assert len(package_objects(keeping.parts.store, dossier)) > len(before)
    assert keeping.state(dossier).held  # at once
    keeping.lift(hold)
    keeping.keep()
    assert not keeping.state(dossier).held
    if keeping.s3 is not None:
        assert not any(held_versions(keeping.s3, key) for key in before)


def test_a_version_deposited_under_a_hold_that_is_lifted_meanwhile_is_not_held_for_ever(keeping: Keeping) -> None:
    dossier, document = keeping.received()
    hold = keeping.place(dossier)
    deposit_dossier(keeping.parts, keeping.batch, dossier, document)
    assert keeping.state(dossier).held
    keeping.lift(hold)
    keeping.keep()
    assert not keeping.state(dossier).held


def test_the_next_version_is_locked_without_looking_at_those_before(keeping: Keeping) -> None:
    dossier = keeping.deposited()
    before = set(package_objects(keeping.parts.store, dossier))
    with looking(keeping) as looked:
        keeping.one_more(dossier)
    new = set(package_objects(keeping.parts.store, dossier)) - before
    assert new
    assert seen_to(looked) - new == {key for key in before if is_of_the_head(key)}
    assert keeping.until(dossier) == in_days(400)  # of every object


def test_what_a_version_wrote_that_nobody_locked_is_locked_with_the_next(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = keeping.deposited()
    with monkeypatch.context() as patched:
        patched.setattr("app.steps.deposit.lock_deposited", _out_of_reach)
        with pytest.raises(Unavailable):
            keeping.one_more(dossier)
    keeping.one_more(dossier)
    assert len(keeping.states(dossier)) == 1
    assert keeping.until(dossier) == in_days(400)


def test_the_first_assignment_asks_for_no_second_round(keeping: Keeping) -> None:
    dossier = keeping.deposited()
    with looking(keeping) as looked:
        keeping.keep()
    assert seen_to(looked) == set()
    with keeping.parts.catalogue.begin() as connection:
        dossiers.set_work_ended(connection, dossier, date(TODAY.year - 20, 3, 1), "lan")
        assign_anew(keeping.parts, connection, dossier, by="lan")
    with looking(keeping) as looked:
        keeping.keep()
    assert seen_to(looked) == set(package_objects(keeping.parts.store, dossier))


def _out_of_reach(*_: object) -> object:
    says = Sentence("Kho không trả lời.", "The store does not answer.")
    raise Unavailable("store.unreachable", says, Sentence("Thử lại.", "Try again."))


def is_of_the_head(key: ObjectKey) -> bool:
    return len(key.value.split("/")) == 6


def looking(keeping: Keeping) -> AbstractContextManager[Mock]:
    """Sees to whose leases somebody sees meanwhile."""
    store_locks = keeping.parts.locks
    return patch.object(store_locks, "extend", wraps=store_locks.extend)


def seen_to(looked: Mock) -> set[ObjectKey]:
    return {call.args[0] for call in looked.call_args_list}


def test_nothing_locked_is_erased_with_our_own_rights(keeping: Keeping) -> None:
    leased, held = keeping.deposited(), keeping.deposited(ended=date(1999, 1, 1))
    for dossier in (leased, held):
        for key in package_objects(keeping.parts.store, dossier):
            with pytest.raises(Conflict) as refused:
                keeping.parts.store.delete(key)
            assert refused.value.code == "store.locked"
            assert keeping.parts.store.stat(key) is not None
            if keeping.s3 is not None:
                bucket, name = keeping.s3.place(key)
                version = keeping.s3.client.stat_object(bucket, name).version_id
                with pytest.raises(S3Error):
                    keeping.s3.client.remove_object(bucket, name, version_id=version)


def test_what_is_asked_for_while_somebody_is_at_it_is_done_afterwards(keeping: Keeping) -> None:
    dossier = keeping.deposited()
    keeping.keep()
    now = keeping.clock.now()
    with keeping.parts.catalogue.begin() as connection:
        locks.ask(connection, dossier)
        mine = locks.claim(connection, dossier, TODAY, now, now + timedelta(minutes=1))
        assert mine is not None
        assert locks.claim(connection, dossier, TODAY, now, now + timedelta(minutes=1)) is None
        assert locks.next_due(connection, TODAY, now) is None
    keeping.place(dossier)
    spread_holds(keeping.parts, seconds=1)
    with keeping.parts.catalogue.begin() as connection:
        assert not locks.done(connection, mine, held=False, look_on=date.max, trouble="")
    keeping.keep()
    assert keeping.state(dossier).held


def test_who_died_at_it_is_followed_by_another(keeping: Keeping) -> None:
    dossier = keeping.deposited()
    keeping.keep()
    now = keeping.clock.now()
    with keeping.parts.catalogue.begin() as connection:
        locks.ask(connection, dossier)
        assert locks.claim(connection, dossier, TODAY, now, now + timedelta(minutes=1)) is not None
        assert locks.next_due(connection, TODAY, now + timedelta(minutes=2)) == dossier


def test_a_store_that_does_not_answer_leaves_everything_to_be_done(
    keeping: Keeping, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = keeping.deposited()
    keeping.keep()
    keeping.place(dossier)
    spread_holds(keeping.parts, seconds=1)
    silent = replace(keeping.parts)
    away = S3ObjectLocks(S3Connection("127.0.0.1:9", "nobody", "nothing", secure=False))
    monkeypatch.setitem(silent.__dict__, "locks", away)
    with pytest.raises(Unavailable):
        keep_locks(silent, seconds=0)
    keeping.keep()
    assert keeping.state(dossier).held


def test_one_object_that_is_missing_keeps_no_other_from_being_locked(keeping: Keeping) -> None:
    dossier = keeping.deposited()
    keeping.keep()
    lost, *others = [k for k in package_objects(keeping.parts.store, dossier) if "/content/" in k.value]
    lose(keeping, lost)
    keeping.place(dossier)
    next_one = keeping.deposited()
    keeping.keep()
    assert all(keeping.parts.locks.state(key).held for key in others)
    assert keeping.until(next_one) == in_days(400)
    with keeping.parts.catalogue.begin(readonly=True) as connection:
        assert locks.next_due(connection, TODAY + timedelta(days=1), keeping.clock.now()) == dossier


def test_all_are_looked_at_again_in_a_new_store(keeping: Keeping) -> None:
    dossier = keeping.deposited()
    keeping.keep()
    with keeping.parts.catalogue.begin() as connection:
        locks.ask_for_all(connection)
        due = locks.next_due(connection, TODAY, keeping.clock.now())
    assert due is not None
    assert due <= dossier
