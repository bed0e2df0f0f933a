"""Every promise of the port of locks, on a real server: what is locked, nobody erases."""

from __future__ import annotations

import io
import secrets
import threading
import time
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from minio.commonconfig import COMPLIANCE, GOVERNANCE
from minio.error import S3Error
from minio.retention import Retention

from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_locks import S3ObjectLocks
from records.errors import Conflict, InvalidInput, Misconfigured, NotFound
from records.identifiers import Digest, ObjectKey
from records.ports.object_lock import LockState
from tests.contracts.s3_buckets import emptied

if TYPE_CHECKING:
    from adapters.object_store.s3_connection import S3Connection


@pytest.fixture
def connection() -> S3Connection:
    return emptied()


@pytest.fixture
def key(connection: S3Connection) -> ObjectKey:
    """An object nobody locked yet."""
    made = ObjectKey(f"archive/{secrets.token_hex(8)}/hồ sơ")
    S3ObjectStore(connection).put(made, io.BytesIO(b"kept"), Digest.of(b"kept"))
    return made


@pytest.fixture
def locks(connection: S3Connection) -> S3ObjectLocks:
    return S3ObjectLocks(connection)


def soon(seconds: float = 3) -> datetime:
    return datetime.now(UTC) + timedelta(seconds=seconds)


def erase(connection: S3Connection, key: ObjectKey, version: str | None) -> None:
    bucket, name = connection.place(key)
    connection.client.remove_object(bucket, name, version_id=version)


def version_of(connection: S3Connection, key: ObjectKey) -> str | None:
    return connection.client.stat_object(*connection.place(key)).version_id


def test_what_was_never_locked_says_so(locks: S3ObjectLocks, key: ObjectKey) -> None:
    assert locks.state(key) == LockState(None, held=False)


def test_a_leased_version_cannot_be_erased_until_its_lease_ends(
    connection: S3Connection, locks: S3ObjectLocks, key: ObjectKey
) -> None:
    until, version = soon(2), version_of(connection, key)
    locks.extend(key, until)
    with pytest.raises(S3Error):
        erase(connection, key, version)
    with pytest.raises(Conflict) as refused:
        S3ObjectStore(connection).delete(key)
    assert refused.value.code == "store.locked"
    erase(connection, key, None)  # hides it; the version stays
    with pytest.raises(S3Error):
        erase(connection, key, version)
    time.sleep(max(0, (until - datetime.now(UTC)).total_seconds()) + 1.1)
    erase(connection, key, version)


def test_a_lease_is_extended_and_never_shortened(locks: S3ObjectLocks, key: ObjectKey) -> None:
    first, later = soon(3), soon(5)
    locks.extend(key, first)
    locks.extend(key, later)
    extended = locks.state(key).retained_until
    assert extended is not None
    assert timedelta(0) <= extended - later < timedelta(milliseconds=1)
    for earlier in (first, later, datetime(2001, 1, 1, tzinfo=UTC)):
        locks.extend(key, earlier)
        assert locks.state(key).retained_until == extended


def test_the_server_itself_refuses_to_shorten_or_weaken_a_lease(
    connection: S3Connection, locks: S3ObjectLocks, key: ObjectKey
) -> None:
    locks.extend(key, soon(5))
    for mode, until in ((COMPLIANCE, soon(3)), (GOVERNANCE, soon(9))):
        with pytest.raises(S3Error):
            connection.client.set_object_retention(*connection.place(key), Retention(mode, until))


def test_a_lease_that_can_be_lifted_is_not_taken_for_one(
    connection: S3Connection, locks: S3ObjectLocks, key: ObjectKey
) -> None:
    connection.client.set_object_retention(*connection.place(key), Retention(GOVERNANCE, soon(5)))
    assert locks.state(key).retained_until is None
    with pytest.raises(Misconfigured):
        locks.extend(key, soon(2))


def test_of_many_who_extend_at_once_the_latest_date_holds(locks: S3ObjectLocks, key: ObjectKey) -> None:
    dates = [soon(4 + n / 10) for n in range(8)]
    gate, failed = threading.Barrier(8), []

    def extend(until: datetime) -> None:
        gate.wait()
        try:
            locks.extend(key, until)
        except Exception as error:  # noqa: BLE001  any is wrong
            failed.append(error)

    threads = [threading.Thread(target=extend, args=(until,)) for until in dates]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    reached = locks.state(key).retained_until
    assert reached is not None
    assert reached >= max(dates)


def test_a_date_is_the_same_in_any_time_zone_and_needs_one(locks: S3ObjectLocks, key: ObjectKey) -> None:
    there = soon(3).astimezone(timezone(timedelta(hours=7)))
    locks.extend(key, there)
    now = locks.state(key).retained_until
    assert now is not None
    assert abs(now - there) < timedelta(milliseconds=2)
    with pytest.raises(ValueError, match="time zone"):
        locks.extend(key, there.replace(tzinfo=None))


def test_a_first_lease_that_is_already_over_is_refused(locks: S3ObjectLocks, key: ObjectKey) -> None:
    with pytest.raises(InvalidInput) as error:
        locks.extend(key, datetime(2001, 1, 1, tzinfo=UTC))
    assert error.value.code == "store.lease_in_past"
    assert locks.state(key) == LockState(None, held=False)


def test_a_hold_keeps_a_version_until_it_is_taken_off(
    connection: S3Connection, locks: S3ObjectLocks, key: ObjectKey
) -> None:
    version = version_of(connection, key)
    locks.hold(key, on=True)
    locks.hold(key, on=True)
    assert locks.state(key) == LockState(None, held=True)
    with pytest.raises(S3Error):
        erase(connection, key, version)
    locks.hold(key, on=False)
    locks.hold(key, on=False)
    assert locks.state(key) == LockState(None, held=False)
    erase(connection, key, version)
    with pytest.raises(NotFound):
        locks.state(key)


def test_hold_and_lease_do_not_touch_one_another(locks: S3ObjectLocks, key: ObjectKey) -> None:
    locks.extend(key, soon(3))
    leased = locks.state(key).retained_until
    locks.hold(key, on=True)
    assert locks.state(key) == LockState(leased, held=True)
    locks.hold(key, on=False)
    assert locks.state(key) == LockState(leased, held=False)


def test_what_is_absent_or_lies_where_nothing_locks_is_said(connection: S3Connection, locks: S3ObjectLocks) -> None:
    absent, plain = ObjectKey("archive/none"), ObjectKey("staging/plain")
    S3ObjectStore(connection).put(plain, io.BytesIO(b"x"), Digest.of(b"x"))
    for act in (lambda k: locks.extend(k, soon()), lambda k: locks.hold(k, on=True), locks.state):
        with pytest.raises(NotFound) as missing:
            act(absent)
        assert missing.value.code == "store.not_found"
        with pytest.raises(Misconfigured) as unlocked:
            act(plain)
        assert unlocked.value.code == "store.bucket_without_lock"
