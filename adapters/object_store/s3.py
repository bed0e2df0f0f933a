"""The object store on an S3 server: MinIO, or any other that passes the lock probe.

- A key ``area/part/part`` is the object ``part/part`` in the bucket of the area. The buckets of
  archive and evidence are made with object lock and hence keep versions.
- Every put carries the SHA-256 of its bytes and a condition (RFC 9110, 13.1): ``If-None-Match: *``
  where nothing may lie, ``If-Match`` where the object looked at must still lie. The server
  decides under its own lock, so compare-and-swap holds between threads, processes and machines.
- The SHA-256 of the whole object stands in its metadata: comparing needs no reading.
- Large content goes in parts. It is digested on the way, and only when the digest is right is
  the upload completed; what a killed writer leaves is invisible, and MinIO removes it in a day.
- An open stream asks for the version it began with; in staging and access, which keep no
  versions, a jump in an object larger than ``s3_reading.FIRST`` that was replaced meanwhile is
  refused (store.changed), never answered with other bytes.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, BinaryIO

from minio.commonconfig import ENABLED, Filter
from minio.error import S3Error
from minio.lifecycleconfig import Expiration, LifecycleConfig, Rule

from adapters.object_store import filesystem_errors as failures
from adapters.object_store.s3_connection import (
    IF_ABSENT,
    LOCKED_AREAS,
    PLAIN_AREAS,
    SHA256_METADATA,
    UPLOADED,
    Part,
    S3Connection,
    if_unchanged,
)
from adapters.object_store.s3_errors import (
    DRIVER_ERRORS,
    LOST_RACE,
    NO_KEY,
    code_of,
    from_driver,
    translated,
    without_lock,
)
from adapters.object_store.s3_locks import lock_in_force
from adapters.object_store.s3_reading import FIRST, Answer, Opened, read_whole
from records.errors import Conflict
from records.identifiers import Digest, ObjectKey
from records.ports.object_store import ObjectStore, StoredObject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    _Decide = Callable[["_Head | None"], "_Condition | None"]

PART_SIZE = 8 << 20
"""Content up to here goes in one request; what is larger goes in parts of this size."""
_DRAINED = 256 << 10
# A server that refuses by the header alone reads this much of the body and then hangs up.
_TRIES = 4
_MADE = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists"}
_Condition = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Head:
    size: int
    etag: str
    digest: Digest | None
    """None: not written by us."""
    locked: bool
    """A lease or hold is in force, by the store's own clock."""


class S3ObjectStore(ObjectStore):
    """Objects in four buckets; ``prepare`` makes them."""

    def __init__(self, connection: S3Connection) -> None:
        self._to = connection

    def prepare(self, *, forgetting: Mapping[str, int] = MappingProxyType({})) -> None:
        """Make the buckets that are missing; repeatable, by several processes at once.

        ``forgetting`` names beginnings of keys within staging, and after how many days the store
        itself removes what lies there.

        Raises:
            Misconfigured (store.bucket_without_lock): A bucket that must lock was made without.
            Misconfigured (store.permission): The account may not make or see the buckets.
            Unavailable (store.unreachable): The store does not answer.
        """
        for area in (*PLAIN_AREAS, *LOCKED_AREAS):
            bucket = self._to.bucket(area)
            with translated(bucket):
                try:
                    self._to.client.make_bucket(bucket, object_lock=area in LOCKED_AREAS)
                except S3Error as error:
                    if code_of(error) not in _MADE or not self._to.client.bucket_exists(bucket):
                        raise
                if area in LOCKED_AREAS:
                    self._require_lock(bucket)
        with translated(self._to.bucket("staging")):
            self._to.client.set_bucket_lifecycle(self._to.bucket("staging"), _forgetting({**_UPLOADS, **forgetting}))

    def put(self, key: ObjectKey, content: BinaryIO, expected: Digest) -> None:
        def decide(found: _Head | None) -> _Condition | None:
            if found is None:
                return IF_ABSENT
            if self._digest(key, found) != expected:
                raise failures.exists(key)
            return None

        self._write(key, content, expected, decide, likely=IF_ABSENT)

    def replace(self, key: ObjectKey, content: BinaryIO, expected: Digest, *, previous: Digest | None) -> None:
        def decide(found: _Head | None) -> _Condition | None:
            current = None if found is None else self._digest(key, found)
            if current == expected:
                return None
            if current != previous:
                raise failures.changed(key)
            return IF_ABSENT if found is None else if_unchanged(found.etag)

        self._write(key, content, expected, decide, likely=IF_ABSENT if previous is None else None)

    def mend(self, key: ObjectKey, content: BinaryIO, expected: Digest, *, damaged: Digest | None) -> None:
        def decide(found: _Head | None) -> _Condition | None:
            current = None if found is None else self._read_digest(key)
            if current == expected:
                return None
            if current != damaged:
                raise failures.changed(key)
            return IF_ABSENT if found is None else if_unchanged(found.etag)

        self._write(key, content, expected, decide, likely=None)

    def open(self, key: ObjectKey) -> BinaryIO:
        bucket, name = self._to.place(key)
        client = self._to.client
        with translated(key):
            try:
                first = client.get_object(bucket, name, length=FIRST)
            except S3Error as error:
                if code_of(error) == "InvalidRange":  # of an object of no bytes
                    return Opened(key, 0, b"", _nothing).stream()
                raise
            head = read_whole(first)
        size = int(first.headers["content-range"].rpartition("/")[2])
        version = first.headers.get("x-amz-version-id")
        pinned = None if version else if_unchanged(first.headers["etag"].strip('"'))

        def get(start: int, end: int) -> Answer:
            return client.get_object(
                bucket, name, offset=start, length=end - start, version_id=version, request_headers={**(pinned or {})}
            )

        return Opened(key, size, head, get).stream()

    def read_range(self, key: ObjectKey, start: int, length: int) -> bytes:
        if length <= 0:
            if self._head(key) is None:
                raise failures.not_found(key)
            return b""
        bucket, name = self._to.place(key)
        with translated(key):
            try:
                return read_whole(self._to.client.get_object(bucket, name, offset=start, length=length))
            except S3Error as error:
                if code_of(error) == "InvalidRange":
                    return b""
                raise

    def stat(self, key: ObjectKey) -> StoredObject | None:
        found = self._head(key)
        return None if found is None else StoredObject(key, found.size)

    def list(self, prefix: str) -> Iterator[StoredObject]:
        """As the port says; after the last object it names objects that no key can name.

        Raises:
            Damaged (store.foreign_name): Objects lie there whose names are no keys.
        """
        if not prefix.endswith("/"):
            raise ValueError(f"a prefix ends in '/': {prefix!r}")
        area = ObjectKey(prefix + "x").area
        foreign: list[str] = []
        with translated(prefix):
            found = self._to.client.list_objects(
                self._to.bucket(area), prefix=prefix.removeprefix(f"{area}/"), recursive=True
            )
            for item in found:
                name = f"{area}/{item.object_name}"
                try:
                    key = ObjectKey(name)
                except ValueError:
                    foreign.append(name)
                else:
                    yield StoredObject(key, item.size or 0)
        if foreign:
            raise failures.foreign_names(foreign)

    def delete(self, key: ObjectKey) -> None:
        """As the port says; where versions are kept they stay, under a delete marker."""
        # Servers other than MinIO would lay down one more marker each time.
        if key.area in LOCKED_AREAS:
            found = self._head(key)
            if found is None:
                return
            if found.locked:
                raise failures.locked(key)
        bucket, name = self._to.place(key)
        with translated(key):
            self._to.client.remove_object(bucket, name)

    def digest(self, key: ObjectKey) -> Digest | None:
        """SHA-256 of the object as recorded when it was put, or None where there is none."""
        found = self._head(key)
        return None if found is None else self._digest(key, found)

    def _require_lock(self, bucket: str) -> None:
        try:
            self._to.client.get_object_lock_config(bucket)
        except S3Error as error:
            if code_of(error) == "ObjectLockConfigurationNotFoundError":
                raise without_lock(bucket) from error
            raise

    def _write(
        self, key: ObjectKey, content: BinaryIO, expected: Digest, decide: _Decide, *, likely: _Condition | None
    ) -> None:
        """Send ``content`` under the condition that ``decide`` gives for what lies there; None: it is done.

        ``likely`` saves the look: a condition that probably holds.
        """
        place = self._to.place(key)
        first = _filled(content)
        if len(first) == PART_SIZE:
            self._write_parts(key, first, content, expected, decide)
            return
        if Digest.of(first) != expected:
            raise failures.digest_mismatch(key)
        condition = likely if likely and len(first) <= _DRAINED else decide(self._head(key))
        for _ in range(_TRIES):
            if condition is None:
                return
            chosen = condition
            if self._accepted(key, lambda: self._to.client.put_whole(*place, first, expected, chosen)):  # noqa: B023  called at once, within the turn of the loop
                return
            condition = decide(self._head(key))
        raise failures.busy(key)

    def _write_parts(self, key: ObjectKey, first: bytes, content: BinaryIO, expected: Digest, decide: _Decide) -> None:
        place, client = self._to.place(key), self._to.client
        running = hashlib.sha256(first)
        try:
            condition = decide(self._head(key))
        except Conflict:
            _check_rest(content, running, expected, key)
            raise
        if condition is None:
            _check_rest(content, running, expected, key)
            return
        with translated(key):
            upload = client.begin_parts(*place, expected)
        visible = False
        try:
            parts: list[Part] = []
            chunk = first
            while chunk:
                with translated(key):
                    parts.append(client.put_part(*place, upload, len(parts) + 1, chunk))
                if chunk := _filled(content):
                    running.update(chunk)
            if running.hexdigest() != expected.hex:
                raise failures.digest_mismatch(key)
            for _ in range(_TRIES):
                if condition is None:
                    return
                chosen = condition
                visible = self._accepted(key, lambda: client.complete_parts(*place, upload, parts, chosen))  # noqa: B023  called at once, within the turn of the loop
                if visible:
                    return
                condition = decide(self._head(key))
            raise failures.busy(key)
        finally:
            if not visible:
                # What cannot be removed now is removed by the server in time.
                with suppress(*DRIVER_ERRORS):
                    client.abort_parts(*place, upload)

    def _accepted(self, key: ObjectKey, send: Callable[[], None]) -> bool:
        """False: the condition did not hold."""
        try:
            send()
        except S3Error as error:
            # If-Match on a key that holds nothing any more is answered 404.
            if code_of(error) in LOST_RACE | NO_KEY:
                return False
            raise from_driver(error, key) from error
        except DRIVER_ERRORS as error:
            raise from_driver(error, key) from error
        return True

    def _head(self, key: ObjectKey) -> _Head | None:
        with translated(key):
            try:
                found = self._to.client.stat_object(*self._to.place(key))
            except S3Error as error:
                if code_of(error) in NO_KEY:
                    return None
                raise
        said = found.metadata or {}
        stated = said.get(SHA256_METADATA)
        return _Head(found.size or 0, found.etag or "", Digest(stated) if stated else None, lock_in_force(said))

    def _digest(self, key: ObjectKey, found: _Head) -> Digest:
        return self._read_digest(key) if found.digest is None else found.digest

    def _read_digest(self, key: ObjectKey) -> Digest:
        with self.open(key) as stream:
            return Digest.of_stream(stream)


def _filled(content: BinaryIO) -> bytes:
    """The next ``PART_SIZE`` bytes; fewer only where the content ends."""
    chunk = content.read(PART_SIZE)
    if not chunk or len(chunk) == PART_SIZE:
        return chunk
    chunks, length = [chunk], len(chunk)
    while length < PART_SIZE and (chunk := content.read(PART_SIZE - length)):
        chunks.append(chunk)
        length += len(chunk)
    return b"".join(chunks)


def _check_rest(content: BinaryIO, running: hashlib._Hash, expected: Digest, key: ObjectKey) -> None:
    while chunk := content.read(PART_SIZE):
        running.update(chunk)
    if running.hexdigest() != expected.hex:
        raise failures.digest_mismatch(key)


# A presigned address lives seven days at most; what it brought is not forgotten before.
_UPLOADS = dict.fromkeys(UPLOADED, 9)


def _forgetting(days_of: Mapping[str, int]) -> LifecycleConfig:
    return LifecycleConfig(
        [
            Rule(
                ENABLED, rule_filter=Filter(prefix=prefix), rule_id=prefix.strip("/"), expiration=Expiration(days=days)
            )
            for prefix, days in days_of.items()
        ]
    )


def _nothing(start: int, end: int) -> Answer:
    raise AssertionError(f"an object of no bytes was asked for {start}-{end}")
