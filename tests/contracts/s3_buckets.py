"""Buckets of a real S3 server for one run of the tests, removed at its end where locks allow."""

from __future__ import annotations

import atexit
import secrets
from contextlib import suppress
from functools import cache

from minio.deleteobjects import DeleteObject
from minio.error import S3Error

from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_connection import LOCKED_AREAS, PLAIN_AREAS, S3Connection
from tests import services


def connection(prefix: str | None = None, **timeouts: float) -> S3Connection:
    """A new connection; without ``prefix`` to the buckets of this run."""
    endpoint, access_key, secret_key = services.s3()
    return S3Connection(
        endpoint, access_key, secret_key, secure=False, bucket_prefix=prefix or _prefix(), **timeouts
    )  # fmt: skip


def emptied() -> S3Connection:
    """A connection to buckets in which nothing lies that a key names."""
    _prepared()
    found = connection()
    for area in (*PLAIN_AREAS, *LOCKED_AREAS):
        _remove_versions(found, found.bucket(area))
    return found


def remove(found: S3Connection, bucket: str) -> None:
    """The bucket with all that is not locked; a bucket that still holds something stays."""
    with suppress(S3Error):
        _remove_versions(found, bucket)
        found.client.remove_bucket(bucket)


@cache
def _prefix() -> str:
    return f"t{secrets.token_hex(6)}-"


@cache
def _prepared() -> None:
    found = connection()
    S3ObjectStore(found).prepare()

    @atexit.register
    def _() -> None:
        for area in (*PLAIN_AREAS, *LOCKED_AREAS, "lock-probe", "lock-probe-plain"):
            remove(found, found.bucket(area))


def _remove_versions(found: S3Connection, bucket: str) -> None:
    left = found.client.list_objects(bucket, recursive=True, include_version=True)
    versions = [DeleteObject(item.object_name or "", item.version_id) for item in left]
    for _ in found.client.remove_objects(bucket, versions) if versions else ():
        pass  # what is locked stays
