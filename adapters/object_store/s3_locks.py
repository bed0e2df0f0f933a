"""Leases and holds by S3 Object Lock (Amazon S3 user guide, "Locking objects with Object Lock").

COMPLIANCE mode only: GOVERNANCE can be lifted by whoever has the right to. One request tells the
state: a HEAD names the version, its lease and its hold. Leases are dates of whole milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from minio.commonconfig import COMPLIANCE
from minio.error import S3Error
from minio.retention import Retention

from adapters.object_store.filesystem_errors import busy, lease_over
from adapters.object_store.s3_connection import LOCKED_AREAS, S3Connection
from adapters.object_store.s3_errors import code_of, from_driver, translated, without_lock
from records.ports.object_lock import LockState, ObjectLocks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.identifiers import ObjectKey

_TRIES = 3
# What servers answer where a bucket keeps no locks, or to a date they do not take.
_REFUSALS = {"InvalidRequest", "InvalidArgument", "AccessDenied", "ObjectLocked", "InvalidRetentionPeriod"}


@dataclass(frozen=True, slots=True)
class _Version:
    id: str
    mode: str
    until: datetime | None
    held: bool
    seen: datetime
    """The store's clock when it answered."""


class S3ObjectLocks(ObjectLocks):
    """Locks of the objects of the same connection's store."""

    def __init__(self, connection: S3Connection) -> None:
        self._to = connection

    def extend(self, key: ObjectKey, until: datetime) -> None:
        if until.tzinfo is None:
            raise ValueError("the end of a lease has a time zone")
        # The SDK cuts at the millisecond; a lease must not end before it was asked to.
        wanted = until + timedelta(microseconds=-until.microsecond % 1000)
        for _ in range(_TRIES):
            now = self._version(key)
            if now.mode == COMPLIANCE and now.until is not None and now.until >= wanted:
                return
            if wanted <= now.seen:
                if now.until is None:
                    raise lease_over(key)
                return
            if self._leased(key, now.id, wanted):
                return
        raise busy(key)

    def hold(self, key: ObjectKey, *, on: bool) -> None:
        now = self._version(key)
        bucket, name = self._to.place(key)
        client = self._to.client
        if on:
            if not now.held:
                with translated(key):
                    client.enable_object_legal_hold(bucket, name, version_id=now.id)
            return
        # A version that was replaced while it was held would be held for ever.
        with translated(key):
            for found in client.list_objects(bucket, prefix=name, recursive=True, include_version=True):
                mine = found.object_name == name and not found.is_delete_marker
                if mine and client.is_object_legal_hold_enabled(bucket, name, version_id=found.version_id):
                    client.disable_object_legal_hold(bucket, name, version_id=found.version_id)

    def state(self, key: ObjectKey) -> LockState:
        now = self._version(key)
        return LockState(now.until if now.mode == COMPLIANCE else None, now.held)

    def _leased(self, key: ObjectKey, version: str, until: datetime) -> bool:
        """False: refused, since somebody extended it further meanwhile or the version is gone."""
        bucket, name = self._to.place(key)
        with translated(key):
            try:
                self._to.client.set_object_retention(bucket, name, Retention(COMPLIANCE, until), version_id=version)
            except S3Error as error:
                if code_of(error) not in _REFUSALS:
                    raise
                now = self._version(key)
                outrun = now.mode == COMPLIANCE and now.until is not None and now.until > until
                if now.id == version and not outrun:
                    raise from_driver(error, key) from error
                return False
        return True

    def _version(self, key: ObjectKey) -> _Version:
        if key.area not in LOCKED_AREAS:
            raise without_lock(key)
        with translated(key):
            found = self._to.client.stat_object(*self._to.place(key))
        said = found.metadata or {}
        # Without versions there is no lock either.
        if not found.version_id or found.version_id == "null":
            raise without_lock(key)
        until = said.get("x-amz-object-lock-retain-until-date")
        return _Version(
            id=found.version_id,
            mode=said.get("x-amz-object-lock-mode", ""),
            until=datetime.fromisoformat(until) if until else None,
            held=legal_hold(said),
            seen=_when(said),
        )


def lock_in_force(said: Mapping[str, str]) -> bool:
    """Whether a lease or hold keeps the object whose headers these are, when the store answered."""
    return legal_hold(said) or lease_in_force(said) is not None


def legal_hold(said: Mapping[str, str]) -> bool:
    """Whether a hold is on, by the headers of an answer."""
    return said.get("x-amz-object-lock-legal-hold", "OFF").upper() == "ON"


def lease_in_force(said: Mapping[str, str]) -> datetime | None:
    """End of the lease that was in force when the store answered with these headers; None: none was."""
    until = said.get("x-amz-object-lock-retain-until-date")
    end = None if until is None else datetime.fromisoformat(until)
    return end if end is not None and end > _when(said) else None


def _when(said: Mapping[str, str]) -> datetime:
    return datetime.strptime(said["date"], "%a, %d %b %Y %H:%M:%S %Z").replace(tzinfo=UTC)
