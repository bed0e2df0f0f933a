"""The store locks what the catalogue says, on both profiles: a real folder, and a real MinIO with its own clock."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from minio.error import S3Error

from adapters.catalogue import dossiers, locks
from adapters.catalogue.schema import document as document_table
from adapters.catalogue.schema import file as file_table
from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_connection import S3Connection
from adapters.object_store.s3_locks import S3ObjectLocks
from app.desks.holds import CatalogueHoldDesk
from app.desks.retention import CatalogueRetentionDesk
from app.keep_locks import beginning_of, keep_locks
from app.rounds import spread_holds
from app.steps.retain import assign_anew
from archive.package_objects import package_objects
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from records.errors import Conflict, Unavailable
from records.ports.clock import SystemClock
from retention_rules.holds import HoldGround, HoldScope, ScopeKind, hold_order
from tests.contracts.offices import office
from tests.contracts.retention_desk import OPERATOR, SetClock
from tests.contracts.s3_buckets import connection as s3_connection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Parts
    from records.identifiers import BatchId, DocumentId, DossierId, HoldId, ObjectKey
    from records.ports.object_lock import LockState

TODAY = SystemClock().today()
"""The store goes by its own clock: no day before it can be leased to."""


@dataclass
class Keeping:
    """Deposited dossiers and what the store says of them."""

    parts: Parts
    clock: SetClock
    batch: BatchId
    s3: S3Connection | None
    number: int = 0

    def received(self) -> tuple[DossierId, DocumentId]:
        self.number += 1
        return receive_dossier(self.parts, self.batch, secrets.randbelow(10**6))

    def deposited(self, *, ended: date | None = None) -> DossierId:
        dossier, document = self.received()
        if ended is not None:
            with self.parts.catalogue.begin() as connection:
                dossiers.set_work_ended(connection, dossier, ended, "lan")
        deposit_dossier(self.parts, self.batch, dossier, document)
        with self.parts.catalogue.begin() as connection:
            assign_anew(self.parts, connection, dossier, by="vankho")
        return dossier

    def one_more(self, dossier: DossierId) -> None:
        """The next version of the dossier, with another document."""
        _, document = self.received()
        with self.parts.catalogue.begin() as connection:
            for table, which in ((document_table, document_table.c.id), (file_table, file_table.c.document_id)):
                connection.execute(sa.update(table).where(which == document.value).values(dossier_id=dossier.value))
        deposit_dossier(self.parts, self.batch, dossier, document)

    def keep(self) -> None:
        while spread_holds(self.parts, seconds=0) or keep_locks(self.parts, seconds=0):
            pass

    def place(self, dossier: DossierId) -> HoldId:
        order = hold_order(
            name="Thanh tra",
            ground=HoldGround.INSPECTION,
            mandate_number="45/QĐ-TTr",
            mandate_date=TODAY,
            mandate_by="Thanh tra tỉnh",
            scopes=[HoldScope(kind=ScopeKind.DOSSIER, value=dossier.value)],
            today=self.clock.day,
        )
        return CatalogueHoldDesk(self.parts).place(OPERATOR, order).id

    def lift(self, hold: HoldId) -> None:
        CatalogueHoldDesk(self.parts).lift(OPERATOR, hold, "Xong")

    def states(self, dossier: DossierId) -> set[LockState]:
        return {self.parts.locks.state(key) for key in package_objects(self.parts.store, dossier)}

    def state(self, dossier: DossierId) -> LockState:
        """The same of every object."""
        (found,) = self.states(dossier)
        return found

    def until(self, dossier: DossierId) -> datetime | None:
        return self.state(dossier).retained_until


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Keeping]:
    with office(request.param, tmp_path_factory.mktemp("desk")) as parts:
        clock, s3 = SetClock(TODAY), None
        kept = replace(parts, clock=clock)
        if request.param == "postgresql":
            # Buckets of its own: what is leased here stays for a year and more.
            s3 = s3_connection(f"t{secrets.token_hex(6)}-")
            store = S3ObjectStore(s3)
            store.prepare()
            kept = replace(kept, store=store)
            kept.__dict__["locks"] = S3ObjectLocks(s3)
        yield Keeping(kept, clock, new_batch(kept), s3)


@pytest.fixture
def keeping(made: Keeping) -> Keeping:
    made.clock.day = TODAY
    made.keep()
    return made


def in_days(days: int) -> datetime:
    return beginning_of(TODAY + timedelta(days=days))


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
        assert not any(_held_versions(keeping.s3, key) for key in before)


def test_a_version_deposited_under_a_hold_that_is_lifted_meanwhile_is_not_held_for_ever(keeping: Keeping) -> None:
    dossier, document = keeping.received()
    hold = keeping.place(dossier)
    deposit_dossier(keeping.parts, keeping.batch, dossier, document)
    assert keeping.state(dossier).held
    keeping.lift(hold)
    keeping.keep()
    assert not keeping.state(dossier).held


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
    _lose(keeping, lost)
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


def _lose(keeping: Keeping, key: ObjectKey) -> None:
    if keeping.s3 is None:
        (keeping.parts.settings.store_folder / key.value).unlink()
    else:
        keeping.s3.client.remove_object(*keeping.s3.place(key))  # hides it


def _held_versions(s3: S3Connection, key: ObjectKey) -> list[str]:
    bucket, name = s3.place(key)
    return [
        found.version_id or ""
        for found in s3.client.list_objects(bucket, prefix=name, recursive=True, include_version=True)
        if found.object_name == name and s3.client.is_object_legal_hold_enabled(bucket, name, found.version_id)
    ]
