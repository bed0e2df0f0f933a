"""Erasing for good on an S3 server: every version and every delete marker, by its id.

A lease in COMPLIANCE mode is lifted by nobody; it is looked for in every version before the first goes.
The store's own refusal stands behind that look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minio.error import S3Error

from adapters.object_store.filesystem_errors import foreign_names, locked
from adapters.object_store.s3_connection import LOCKED_AREAS
from adapters.object_store.s3_errors import NO_KEY, code_of, translated
from adapters.object_store.s3_locks import lease_in_force, legal_hold
from records.identifiers import ObjectKey
from records.ports.object_erasure import Lying, ObjectErasure

if TYPE_CHECKING:
    from datetime import datetime

    from minio.datatypes import Object

    from adapters.object_store.s3_connection import S3Connection

_REFUSED = {"AccessDenied", "ObjectLocked"}
"""What servers answer to the deletion of a version that is locked."""


class S3Erasure(ObjectErasure):
    """Of the objects of the connection's store."""

    def __init__(self, connection: S3Connection) -> None:
        self._to = connection

    def lying(self, where: str) -> tuple[Lying, ...]:
        area, _, beginning = where.partition("/")
        bucket = self._to.bucket(area)
        found: list[Lying] = []
        foreign: list[str] = []
        with translated(where):
            listed = self._to.client.list_objects(bucket, prefix=beginning, recursive=True, include_version=True)
            for each in listed:
                name = f"{area}/{each.object_name}"
                if not where.endswith("/") and name != where:
                    continue
                try:
                    ObjectKey(name)
                except ValueError:
                    foreign.append(name)
                else:
                    found += self._lying(name, bucket, each, locks=area in LOCKED_AREAS)
        if foreign:
            raise foreign_names(foreign)
        return tuple(found)

    def erase(self, where: str) -> None:
        there = self.lying(where)
        for each in there:
            if each.leased_until is not None:
                raise locked(each.key)
        # The newest of each goes last: a version that was replaced is never what a reader finds.
        for each in reversed(there):
            self._erase(each)

    def _erase(self, each: Lying) -> None:
        bucket, name = self._to.place(ObjectKey(each.key))
        version = each.version or None
        with translated(each.key):
            try:
                if each.held:
                    self._to.client.disable_object_legal_hold(bucket, name, version_id=version)
                self._to.client.remove_object(bucket, name, version_id=version)
            except S3Error as error:
                if code_of(error) in NO_KEY:
                    return
                if code_of(error) in _REFUSED and self._is_locked(each):
                    raise locked(each.key) from error
                raise

    def _is_locked(self, each: Lying) -> bool:
        """Whether it was locked by another since it was looked at."""
        return any(
            now.version == each.version and (now.held or now.leased_until is not None) for now in self.lying(each.key)
        )

    def _lying(self, name: str, bucket: str, found: Object, *, locks: bool) -> list[Lying]:
        """With how it is locked; nothing where another erased it meanwhile."""
        until: datetime | None = None
        held = False
        if locks and not found.is_delete_marker:
            try:
                said = self._to.client.stat_object(bucket, found.object_name or "", version_id=found.version_id)
            except S3Error as error:
                if code_of(error) in NO_KEY:
                    return []
                raise
            until, held = lease_in_force(said.metadata or {}), legal_hold(said.metadata or {})
        version, size = found.version_id or "", found.size or 0
        return [Lying(key=name, version=version, size=size, leased_until=until, held=held)]
