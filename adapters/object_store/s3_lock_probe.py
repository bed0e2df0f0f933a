"""Does this S3 server enforce what Vankho relies on? Asked at start, before anything is kept.

A store that ignores a lock header answers 200 like one that obeys it; only trying tells. The
attempts run in two buckets of the probe's own, on leases of seconds; what an earlier probe had
to leave is removed by a later one. Rules: Amazon S3 user guide, "Locking objects with Object
Lock", and RFC 9110, 13.1, on conditional requests.
"""

from __future__ import annotations

import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from minio.commonconfig import COMPLIANCE, ENABLED, GOVERNANCE
from minio.deleteobjects import DeleteObject
from minio.error import S3Error
from minio.retention import Retention
from minio.versioningconfig import SUSPENDED, VersioningConfig

from adapters.object_store.s3_connection import IF_ABSENT, LOCKED_AREAS, S3Connection, if_unchanged
from adapters.object_store.s3_errors import code_of, from_driver, translated
from adapters.object_store.s3_lock_findings import finding
from records.identifiers import Digest

if TYPE_CHECKING:
    from collections.abc import Callable

    from records.findings import Finding

LOCKED, PLAIN = "lock-probe", "lock-probe-plain"
_LEASE = timedelta(seconds=4)
_SHORTER = timedelta(seconds=2)
_MADE = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}


def probe_locks(connection: S3Connection) -> list[Finding]:
    """What the store of ``connection`` does not enforce; empty when it enforces all.

    The buckets of archive and evidence must be there (``S3ObjectStore.prepare``). Several
    probes may run at once.

    Raises:
        Unavailable (store.unreachable): The store does not answer.
        Misconfigured: The account may not do what Vankho has to do.
    """
    probe = _Probe(connection)
    with translated("the lock probe"):
        probe.buckets_of_records()
        probe.make_buckets()
        probe.conditions()
        if probe.can_lock:
            probe.leases()
            probe.holds()
            probe.versions()
        probe.plain_bucket()
        probe.remove_what_is_free()
    return [finding(code) for code in probe.missed]


class _Probe:
    def __init__(self, connection: S3Connection) -> None:
        self._to = connection
        self._client = connection.client
        self._locked, self._plain = connection.bucket(LOCKED), connection.bucket(PLAIN)
        self._name = secrets.token_hex(8)
        self.missed: list[str] = []
        self.can_lock = True

    def buckets_of_records(self) -> None:
        for area in LOCKED_AREAS:
            if not self._has_lock(self._to.bucket(area)):
                self._miss("lock.bucket_without_lock")
            elif self._client.get_bucket_versioning(self._to.bucket(area)).status != ENABLED:
                self._miss("lock.versions_not_kept")

    def make_buckets(self) -> None:
        for bucket, lock in ((self._locked, True), (self._plain, False)):
            try:
                self._client.make_bucket(bucket, object_lock=lock)
            except S3Error as error:
                if code_of(error) not in _MADE:
                    raise
        self.can_lock = self._has_lock(self._locked)
        if not self.can_lock:
            self._miss("lock.bucket_without_lock")

    def conditions(self) -> None:
        name = f"{self._name}/condition"
        first, second = Digest.of(b"1"), Digest.of(b"2")
        self._client.put_whole(self._plain, name, b"1", first, IF_ABSENT)
        self._must_refuse(
            "lock.overwrite_allowed", lambda: self._client.put_whole(self._plain, name, b"2", second, IF_ABSENT)
        )
        self._must_refuse(
            "lock.swap_unchecked",
            lambda: self._client.put_whole(self._plain, name, b"2", second, if_unchanged("0" * 32)),
        )
        self._must_refuse(
            "lock.checksum_ignored",
            lambda: self._client.put_whole(self._plain, f"{name}-damaged", b"1", second, IF_ABSENT),
        )

    def leases(self) -> None:
        name, version, now = self._kept("lease")
        lease = now + _LEASE
        self._retain(name, version, COMPLIANCE, now + _SHORTER)
        self._must_allow("lock.lease_not_extended", lambda: self._retain(name, version, COMPLIANCE, lease))
        if self._until(name, version) is None:
            self._miss("lock.lease_not_kept")
        self._must_refuse(
            "lock.lease_shortened", lambda: self._retain(name, version, COMPLIANCE, now + timedelta(seconds=3))
        )
        self._must_refuse(
            "lock.lease_weakened", lambda: self._retain(name, version, GOVERNANCE, lease + timedelta(seconds=1))
        )
        self._must_refuse("lock.leased_version_erased", lambda: self._erase(name, version))
        self._client.remove_object(self._locked, name)
        self._must_refuse("lock.leased_version_erased", lambda: self._erase(name, version))
        self._must_allow(
            "lock.leased_version_erased", lambda: self._client.stat_object(self._locked, name, version_id=version)
        )

    def holds(self) -> None:
        name, version, _ = self._kept("hold")
        self._client.enable_object_legal_hold(self._locked, name, version_id=version)
        self._must_refuse("lock.hold_ignored", lambda: self._erase(name, version))
        self._client.disable_object_legal_hold(self._locked, name, version_id=version)
        self._must_allow("lock.hold_not_released", lambda: self._erase(name, version))

    def versions(self) -> None:
        suspend = VersioningConfig(SUSPENDED)
        if self._must_refuse(
            "lock.versions_suspended", lambda: self._client.set_bucket_versioning(self._locked, suspend)
        ):
            with suppress(S3Error):
                self._client.set_bucket_versioning(self._locked, VersioningConfig(ENABLED))

    def plain_bucket(self) -> None:
        name = f"{self._name}/plain"
        self._client.put_whole(self._plain, name, b"1", Digest.of(b"1"), IF_ABSENT)
        until = datetime.now(UTC) + _LEASE
        self._must_refuse(
            "lock.lease_pretended",
            lambda: self._client.set_object_retention(self._plain, name, Retention(COMPLIANCE, until)),
        )

    def remove_what_is_free(self) -> None:
        """Of this probe and of those before it; what is still leased stays for the next."""
        for bucket in (self._plain, self._locked):
            left = self._client.list_objects(bucket, recursive=True, include_version=True)
            versions = [DeleteObject(item.object_name or "", item.version_id) for item in left if self._is_ours(item)]
            for _ in self._client.remove_objects(bucket, versions) if versions else ():
                pass

    def _is_ours(self, item: object) -> bool:
        """Another probe may be at work: its objects are younger than a lease."""
        name, made = getattr(item, "object_name", ""), getattr(item, "last_modified", None)
        return name.startswith(f"{self._name}/") or made is None or datetime.now(UTC) - made > 15 * _LEASE

    def _kept(self, what: str) -> tuple[str, str | None, datetime]:
        """A new object in the locking bucket, its version, and the server's time."""
        name = f"{self._name}/{what}"
        self._client.put_whole(self._locked, name, b"1", Digest.of(b"1"), IF_ABSENT)
        found = self._client.stat_object(self._locked, name)
        said = (found.metadata or {}).get("date")
        # The server judges by its own clock; ours may differ by more than a lease.
        now = datetime.strptime(said, "%a, %d %b %Y %H:%M:%S %Z").replace(tzinfo=UTC) if said else datetime.now(UTC)
        return name, found.version_id, now

    def _retain(self, name: str, version: str | None, mode: str, until: datetime) -> None:
        self._client.set_object_retention(self._locked, name, Retention(mode, until), version_id=version)

    def _until(self, name: str, version: str | None) -> datetime | None:
        kept = self._client.get_object_retention(self._locked, name, version_id=version)
        return kept.retain_until_date if kept else None

    def _erase(self, name: str, version: str | None) -> None:
        self._client.remove_object(self._locked, name, version_id=version)

    def _has_lock(self, bucket: str) -> bool:
        try:
            self._client.get_object_lock_config(bucket)
        except S3Error as error:
            if code_of(error) != "ObjectLockConfigurationNotFoundError":
                raise
            return False
        return True

    def _must_refuse(self, code: str, act: Callable[[], object]) -> bool:
        """Whether it was not refused. Only a refusal counts: a server that failed proves nothing."""
        try:
            act()
        except S3Error as error:
            if error.response.status >= 500:
                raise from_driver(error, "the lock probe") from error
            return False
        self._miss(code)
        return True

    def _must_allow(self, code: str, act: Callable[[], object]) -> None:
        try:
            act()
        except S3Error as error:
            if error.response.status >= 500:
                raise from_driver(error, "the lock probe") from error
            self._miss(code)

    def _miss(self, code: str) -> None:
        if code not in self.missed:
            self.missed.append(code)
