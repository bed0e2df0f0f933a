"""Catalogue and store compared: what is there, of which size, and how it is locked. No content is read.

``vankho verify`` reads every byte; this is quick enough for every night. What was asked of the store a
moment ago may show as a difference until it is done.
"""

from __future__ import annotations

import time
from datetime import timedelta
from itertools import groupby, islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

import structlog

from adapters.catalogue import documents, dossiers, locks, redactions
from app.keep_locks import beginning_of, planned
from app.operations import store_findings as say
from app.steps.deposit import deposit_files
from app.steps.redact import copy_file
from archive.ocfl.head import read_head
from archive.ocfl.storage_root import AREA, object_root, object_root_in, root_files
from archive.package_objects import objects_of
from ingest.model import DocumentState
from records.errors import NotFound, VankhoError
from records.identifiers import DossierId
from retention_rules.lock_plan import RENEWED_BELOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Any

    from app.wiring import Parts
    from archive.model import DepositFile
    from archive.ocfl.head import Head
    from records.findings import Finding
    from records.identifiers import ObjectKey
    from records.ports.object_lock import LockState
    from records.ports.object_store import StoredObject
    from retention_rules.lock_plan import LockPlan

AT_ONCE = 100
_IN_THE_PACKAGE = {DocumentState.DEPOSITED.value, DocumentState.INDEXED.value}

log = structlog.get_logger()


def compare_store(parts: Parts) -> Iterator[Finding]:
    """Every difference, each with the key or the package it is about.

    Raises:
        Unavailable: Catalogue or store do not answer.
        Damaged (store.foreign_name): After everything else: names lie there that are no keys.
    """
    for found in _steps(parts, mend=False):
        if found is not None:
            yield found


class NightlyComparison:
    """Compares once a day, a little at a time; differences are logged, locks that are missing asked for.

    Begun anew where it was interrupted, or the process started again.
    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._day: date | None = None
        self._steps: Iterator[Finding | None] | None = None
        self._differences = 0

    def go_on(self, *, seconds: float) -> bool:
        """Compare for a while; whether the comparison of today is done.

        Raises:
            Unavailable: It is begun anew at the next call.
        """
        today = self._parts.clock.today()
        if self._day == today:
            return True
        until = time.monotonic() + seconds
        steps = self._steps = self._steps or _steps(self._parts, mend=True)
        try:
            for found in steps:
                if found is not None:
                    self._differences += 1
                    log.warning("catalogue and store differ", code=found.code, where=found.where)
                if time.monotonic() >= until:
                    return False
        except VankhoError as error:
            self._steps, self._differences = None, 0
            if error.retryable:
                raise
            log.warning("the comparison of catalogue and store ended early", code=error.code)
        log.info("catalogue and store compared", differences=self._differences)
        self._day, self._steps, self._differences = today, None, 0
        return True


def _steps(parts: Parts, *, mend: bool) -> Iterator[Finding | None]:
    """A difference, or None after a piece of work that found no more; ``mend``: ask for locks that are missing."""
    after = ""
    while True:
        with parts.catalogue.begin(readonly=True) as connection:
            rows = dossiers.deposited_after(connection, after, AT_ONCE)
        if not rows:
            break
        for row in rows:
            found = list(_of_dossier(parts, row))
            if mend and any(each.code in say.MENDED for each in found):
                with parts.catalogue.begin() as connection:
                    locks.ask(connection, DossierId(row.id))
            yield from found
            yield None
        after = rows[-1].id
    yield from _unknown_packages(parts)


def _of_dossier(parts: Parts, row: Any) -> Iterator[Finding]:
    dossier = DossierId(row.id)
    root = object_root(dossier)
    try:
        head = read_head(parts.store, dossier)
    except VankhoError as error:
        if error.retryable:
            raise
        yield say.package_unreadable(root)
        return
    if head is None:
        yield say.package_missing(root)
        return
    if head.inventory.head > row.version:
        return  # a deposit is under way
    if head.sha512 != row.inventory_sha512:
        yield say.inventory_differs(root)
    with parts.catalogue.begin(readonly=True) as connection:
        plan = planned(parts, connection, dossier)
        files = [
            file
            for r in documents.rows_of_dossier(connection, dossier)
            if r.state in _IN_THE_PACKAGE
            for file in deposit_files(r)
        ]
        files += [copy_file(*each) for each in redactions.lying_in(connection, dossier)]
    expected = objects_of(head)
    sizes = {found.key: found.size for found in parts.store.list(f"{root}/")}
    yield from (say.object_unknown(key.value) for key in sizes if key not in expected)
    yield from _of_files(head, files, sizes)
    for key in expected:
        yield from _of_locks(parts, key, plan)


def _of_files(head: Head, files: list[DepositFile], sizes: dict[ObjectKey, int]) -> Iterator[Finding]:
    for file in files:
        digest = head.inventory.state.get(file.path)
        if digest is None:
            yield say.digest_differs(f"{head.root}/{file.path}")
            continue
        path = head.inventory.content_path(digest)
        key = head.key(path)
        if head.inventory.sha256.get(path) != file.sha256.hex:
            yield say.digest_differs(key.value)
        if sizes.get(key, file.size) != file.size:
            yield say.size_differs(key.value)


def _of_locks(parts: Parts, key: ObjectKey, plan: LockPlan) -> Iterator[Finding]:
    try:
        state = parts.locks.state(key)
    except NotFound:
        yield say.object_missing(key.value)
        return
    if plan.until is not None:
        yield from _of_lease(key, state, min(plan.until, parts.clock.today() + RENEWED_BELOW - timedelta(days=1)))
    if plan.held and not state.held:
        yield say.hold_missing(key.value)
    if state.held and not plan.held:
        yield say.hold_left_over(key.value)


def _of_lease(key: ObjectKey, state: LockState, least: date) -> Iterator[Finding]:
    if state.retained_until is None:
        yield say.lease_missing(key.value)
    elif state.retained_until < beginning_of(least):
        yield say.lease_short(key.value)


def _unknown_packages(parts: Parts) -> Iterator[Finding | None]:
    listed = groupby(parts.store.list(f"{AREA}/"), key=lambda found: object_root_in(found.key))
    own = root_files()
    roots = _roots(listed)
    while some := list(islice(roots, AT_ONCE)):
        named = {root: dossier for root, dossier, _ in some if dossier is not None}
        with parts.catalogue.begin(readonly=True) as connection:
            known = dossiers.deposited_among(connection, list(named.values()))
        for root, dossier, strays in some:
            if root is None:
                yield from (say.object_unknown(key.value) for key in strays if key not in own)
            elif dossier not in known:
                yield say.package_unknown(root)
        yield None


def _roots(
    listed: Iterator[tuple[str | None, Iterator[StoredObject]]],
) -> Iterator[tuple[str | None, DossierId | None, list[ObjectKey]]]:
    """Each package once, with whose it is; of what lies in none the keys."""
    for root, group in listed:
        if root is None:
            yield None, None, [found.key for found in group]
        else:
            yield root, _dossier_of(root), []


def _dossier_of(root: str) -> DossierId | None:
    try:
        return DossierId(unquote(root.rpartition("/")[2]).removeprefix("urn:uuid:"))
    except ValueError:
        return None
