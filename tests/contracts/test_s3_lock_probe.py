"""The probe passes a store that locks, and names each rule that a store does not enforce.

A lying store is a real one behind a client that swallows or rewrites one kind of request.
"""

from __future__ import annotations

import secrets
import threading
from typing import TYPE_CHECKING, Any

import pytest
from minio.error import S3Error

from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_connection import LOCKED_AREAS, PLAIN_AREAS, S3Client, S3Connection
from adapters.object_store.s3_lock_probe import LOCKED, PLAIN, probe_locks
from records.errors import Misconfigured, Unavailable
from tests.contracts.s3_buckets import connection, emptied, remove

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def other_buckets() -> Iterator[S3Connection]:
    found = connection(f"t{secrets.token_hex(6)}-")
    yield found
    for area in (*PLAIN_AREAS, *LOCKED_AREAS, LOCKED, PLAIN):
        remove(found, found.bucket(area))


def codes(found: S3Connection) -> set[str]:
    return {each.code for each in probe_locks(found)}


def test_a_store_that_enforces_all_has_no_findings() -> None:
    assert probe_locks(emptied()) == []


def test_probes_run_again_and_at_once() -> None:
    found, said = emptied(), []
    threads = [threading.Thread(target=lambda: said.append(probe_locks(found))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == [[], [], [], []]


def test_a_bucket_made_without_lock_is_found(other_buckets: S3Connection) -> None:
    for area in (*PLAIN_AREAS, *LOCKED_AREAS):
        other_buckets.client.make_bucket(other_buckets.bucket(area), object_lock=area == "archive")
    assert codes(other_buckets) == {"lock.bucket_without_lock"}
    with pytest.raises(Misconfigured) as error:
        S3ObjectStore(other_buckets).prepare()
    assert error.value.code == "store.bucket_without_lock"


def test_a_probe_bucket_made_without_lock_is_found(other_buckets: S3Connection) -> None:
    S3ObjectStore(other_buckets).prepare()
    other_buckets.client.make_bucket(other_buckets.bucket(LOCKED))
    assert codes(other_buckets) == {"lock.bucket_without_lock"}


_Request = tuple[str, str]  # method, and what is in the query


def _lie(
    monkeypatch: pytest.MonkeyPatch,
    *,
    ignores: tuple[str, ...] = (),
    grants: _Request | None = None,
    swallows: _Request | None = None,
) -> None:
    """Let the store ignore headers, tell a refusal as success, or tell success and do nothing."""
    true = S3Client._execute

    def execute(self: S3Client, method: str, bucket_name: Any, object_name: Any = None, **more: Any) -> Any:
        query = more.get("query_params") or {}
        heard = {key: value for key, value in (more.get("headers") or {}).items() if key not in ignores}
        if swallows and method == swallows[0] and swallows[1] in query:
            return true(self, "GET")
        try:
            return true(self, method, bucket_name, object_name, **{**more, "headers": heard})
        except S3Error:
            if grants and method == grants[0] and grants[1] in query:
                return true(self, "GET")
            raise

    monkeypatch.setattr(S3Client, "_execute", execute)


@pytest.mark.parametrize(
    ("lie", "expected"),
    [
        ({"ignores": ("If-None-Match",)}, {"lock.overwrite_allowed"}),
        ({"ignores": ("If-Match",)}, {"lock.swap_unchecked"}),
        ({"ignores": ("x-amz-content-sha256", "x-amz-checksum-sha256")}, {"lock.checksum_ignored"}),
        ({"grants": ("PUT", "retention")}, {"lock.lease_shortened", "lock.lease_weakened", "lock.lease_pretended"}),
        ({"grants": ("DELETE", "versionId")}, {"lock.leased_version_erased", "lock.hold_ignored"}),
        ({"grants": ("PUT", "versioning")}, {"lock.versions_suspended"}),
        ({"swallows": ("PUT", "legal-hold")}, {"lock.hold_ignored"}),
        (
            {"swallows": ("PUT", "retention")},
            {
                "lock.lease_not_kept",
                "lock.lease_shortened",
                "lock.lease_weakened",
                "lock.leased_version_erased",
                "lock.lease_pretended",
            },
        ),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, dict) else "",
)
def test_a_store_that_lies_is_found(lie: dict[str, Any], expected: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = emptied()
    _lie(monkeypatch, **lie)
    assert codes(found) == expected


def test_a_store_that_does_not_answer_is_no_finding() -> None:
    silent = S3Connection("127.0.0.1:9", "nobody", "nothing-here", secure=False, connect_timeout=0.2)
    with pytest.raises(Unavailable) as error:
        probe_locks(silent)
    assert error.value.code == "store.unreachable"
