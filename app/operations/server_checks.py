"""What the server profile depends on: four servers, their clocks, and the keys to them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from adapters.catalogue import server_facts
from adapters.catalogue.schema import NEWEST_REVISION
from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_clock import ask
from adapters.object_store.s3_connection import LOCKED_AREAS, PLAIN_AREAS
from adapters.object_store.s3_errors import bucket_missing, translated
from adapters.object_store.s3_lock_probe import probe_locks
from app.operations import checks
from app.operations.backup_checks import look_at_backups
from app.operations.checks import Checks
from app.operations.examined import Examined, of_findings, silent
from app.operations.fixity_checks import look_at_fixity
from app.operations.well_known_passwords import default_passwords
from app.server_profile import ServerProfile
from records.errors import Sentence, Unavailable
from records.findings import Finding, Severity, Verdict
from records.ports.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.settings import Settings

MOST_APART = timedelta(minutes=1)
"""Leases, tokens and the order of events are judged by several clocks."""


class ServerChecks(Checks):
    """Examines a server installation with connections of its own, which give up after seconds."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        profile = ServerProfile(settings, hurried=True)
        self._catalogue = profile.catalogue_as_it_is()
        self._store = profile.store_connection()
        self._index = profile.index()
        self._queue = profile.queue()

    def light(self) -> Mapping[str, Callable[[], Examined]]:
        return {
            "catalogue": self._look_at_catalogue,
            "object_store": self._look_at_store,
            "fixity": lambda: look_at_fixity(self._settings, self._catalogue, SystemClock()),
            "backups": lambda: look_at_backups(self._settings, self._catalogue, SystemClock()),
            "index": self._look_at_index,
            "queue": self._look_at_queue,
            "workers": lambda: checks.workers(self._settings, self._catalogue, SystemClock()),
            "disk": lambda: checks.disk(self._settings),
        }

    def thorough(self) -> Mapping[str, Callable[[], Examined]]:
        return {
            **self.light(),
            "object_store": self._probe_store,
            "clock": self._compare_clocks,
            "secrets": self._look_at_secrets,
            "accounts": lambda: checks.accounts(self._settings, self._catalogue),
        }

    def close(self) -> None:
        self._catalogue.close()
        self._index.close()
        self._queue.close()

    def _look_at_catalogue(self) -> Examined:
        self._catalogue.require_current()
        with self._catalogue.begin(readonly=True) as connection:
            version = server_facts.version(connection)
        return Examined(name="catalogue", verdict=Verdict.PASSED, version=version, detail={"revision": NEWEST_REVISION})

    def _look_at_store(self) -> Examined:
        self._require_buckets()
        lost = self._archive_lost()
        return Examined(name="object_store", verdict=of_findings(lost), findings=lost)

    def _probe_store(self) -> Examined:
        said = ask(self._settings.s3_endpoint, secure=self._settings.s3_secure)
        self._require_buckets()
        unlocked, lost = tuple(probe_locks(self._store)), self._archive_lost()
        return Examined(
            name="object_store",
            verdict=of_findings((*unlocked, *lost)),
            version=said.software,
            findings=(*unlocked, *lost),
            detail={"locks": "enforced" if not unlocked else "not enforced"},
        )

    def _archive_lost(self) -> tuple[Finding, ...]:
        there = S3ObjectStore(self._store).stat(checks.DECLARATION)
        return checks.archive_lost(self._catalogue) if there is None else ()

    def _require_buckets(self) -> None:
        for area in (*PLAIN_AREAS, *LOCKED_AREAS):
            bucket = self._store.bucket(area)
            with translated(bucket):
                if not self._store.client.bucket_exists(bucket):
                    raise bucket_missing(bucket)

    def _look_at_index(self) -> Examined:
        findings = self._index.check()
        silent_ones = tuple(found for found in findings if found.code == "index.unreachable")
        if silent_ones:
            # The check weighs everything alike; a server that is away is none that is made wrongly.
            return Examined(name="index", verdict=Verdict.UNDECIDED, findings=(silent("index.unreachable"),))
        lost = checks.index_lost(self._catalogue) if not findings and self._index.is_empty() else ()
        return Examined(
            name="index",
            verdict=Verdict.FAILED if lost else of_findings(findings),
            version=f"Elasticsearch {self._index.version()}",
            findings=(*findings, *lost),
        )

    def _look_at_queue(self) -> Examined:
        version = self._queue.ping()
        return Examined(
            name="queue", verdict=Verdict.PASSED, version=f"Redis {version}", detail=dict(self._queue.waiting())
        )

    def _look_at_secrets(self) -> Examined:
        findings = tuple(default_passwords(self._settings))
        return Examined(name="secrets", verdict=of_findings(findings), findings=findings)

    def _compare_clocks(self) -> Examined:
        differences: dict[str, Any] = {}
        findings: list[Finding] = []
        for name, said in (("catalogue", self._time_of_catalogue), ("object_store", self._time_of_store)):
            before = datetime.now(UTC)
            try:
                theirs = said()
            except Unavailable:
                continue  # the check of that server tells it
            ours = before + (datetime.now(UTC) - before) / 2
            differences[f"{name}_ahead_seconds"] = round((theirs - ours).total_seconds(), 1)
            if abs(theirs - ours) > MOST_APART:
                findings.append(_apart(name, theirs - ours))
        return Examined(
            name="clock",
            verdict=of_findings(findings) if differences else Verdict.UNDECIDED,
            findings=tuple(findings) if differences else (silent("examine.no_answer"),),
            detail=differences,
        )

    def _time_of_catalogue(self) -> datetime:
        with self._catalogue.begin(readonly=True) as connection:
            return server_facts.time(connection) or datetime.now(UTC)

    def _time_of_store(self) -> datetime:
        return ask(self._settings.s3_endpoint, secure=self._settings.s3_secure).time


_SERVERS = {
    "catalogue": Sentence("máy chủ danh mục", "the catalogue's server"),
    "object_store": Sentence("kho đối tượng", "the object store"),
}


def _apart(name: str, by: timedelta) -> Finding:
    server, seconds = _SERVERS[name], round(by.total_seconds())
    return Finding(
        code="clock.differs",
        severity=Severity.REFUSAL,
        says=Sentence(
            f"Đồng hồ của {server.vi} lệch {seconds} giây so với máy này.",
            f"The clock of {server.en} differs from ours by {seconds} seconds.",
        ),
        hint=Sentence(
            "Cho các máy lấy giờ từ cùng một nguồn (NTP, chrony) rồi khởi động lại.",
            "Let the machines take their time from the same source (NTP, chrony), then start again.",
        ),
        where=name,
    )
