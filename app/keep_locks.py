"""Leases and holds of the store follow what the catalogue says of each dossier.

At its deposit a dossier is locked before it counts as deposited. Afterwards whatever changes what
has to be locked asks for it in its own transaction (``locks.ask``), and leases are renewed as they
run low; both are done here, one dossier at a time, by workers of a desk and the scheduler of a server.
"""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from adapters.catalogue import disposal, dossiers, holds, locks, retention
from app.steps.retain import work_out_by
from app.steps.schedule_in_force import schedule_in_force
from archive.ocfl.storage_root import object_root
from archive.package_objects import package_objects
from records.errors import VankhoError
from records.ports.clock import VIET_NAM
from retention_rules.disposal import IN_FORCE
from retention_rules.execution import ItemState
from retention_rules.lock_plan import plan_lock
from retention_rules.plain import from_plain

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    import sqlalchemy as sa

    from app.wiring import Parts
    from archive.model import Deposited
    from records.identifiers import DossierId, ObjectKey
    from retention_rules.lock_plan import LockPlan
    from retention_rules.model import Assignment

CLAIMED = timedelta(minutes=10)
AT_MOST = timedelta(minutes=5)
"""So long one dossier is worked at, and the rest of a very large one later: no request outlasts the claim."""

log = structlog.get_logger()


def lock_deposited(parts: Parts, version: Deposited) -> LockPlan:
    """Lock every object of a version that was just written; the outcome of the step then calls ``settle``.

    Only adds to what is locked, so that it harms nobody who is at the same dossier. What earlier versions wrote is
    passed over where it is known to be locked the same: a dossier of a hundred documents, deposited one by one,
    would have its objects looked at five thousand times.

    Raises:
        Unavailable: The store does not answer; the step is tried again.
        Misconfigured (store.bucket_without_lock): The store does not lock; nothing counts as deposited.
        NotFound, Damaged: The version is not there whole.
    """
    dossier = version.dossier
    with parts.catalogue.begin(readonly=True) as connection:
        plan = _plan(parts, connection, dossier, _worked_out(parts, connection, dossier))
        # Every version up to the one the catalogue knows was locked before it was known.
        known = dossiers.row(connection, dossier).version
        alike = locks.unheld_until(connection, dossier) == plan.look_on
    if plan.held:
        with parts.catalogue.begin() as connection:
            locks.ask(connection, dossier, held=True)
    rest_is_locked = alike and not plan.held and not version.unchanged and version.version == known + 1
    for key in package_objects(parts.store, dossier, written_by=version.version if rest_is_locked else None):
        _lock(parts, key, plan)
    return plan


def settle(connection: sa.Connection, dossier: DossierId, plan: LockPlan) -> None:
    """In the transaction by which the dossier counts as deposited, before that is written."""
    if plan.held:
        # A hold may have been lifted while the objects were held: it is looked at once more.
        locks.ask(connection, dossier, held=True)
    else:
        locks.settled(connection, dossier, plan.look_on)
    if plan.until is not None:
        locks.leased(connection, dossier, plan.until)


def keep_locks(parts: Parts, *, seconds: float) -> bool:
    """For a while lock what is due or was asked for; whether anything is left.

    One dossier that cannot be locked is logged, tried again the day after, and stops no other.

    Raises:
        Unavailable: Catalogue or store do not answer; what is done is done.
    """
    until = time.monotonic() + seconds
    while True:
        now, today = parts.clock.now(), parts.clock.today()
        with parts.catalogue.begin(readonly=True) as connection:
            found = locks.next_due(connection, today, now)
        if found is None:
            return False
        _keep(parts, found)
        if time.monotonic() >= until:
            return True


def _keep(parts: Parts, dossier: DossierId) -> None:
    now, today = parts.clock.now(), parts.clock.today()
    with parts.catalogue.begin() as connection:
        # First whom its holds have reached, then its locks: the order of whoever spreads a hold.
        holds.reach_one(connection, dossier, now)
        mine = locks.claim(connection, dossier, today, now, now + CLAIMED)
        if mine is None:
            return
        plan = planned(parts, connection, dossier)
        if plan.held:
            locks.will_hold(connection, mine)
    try:
        trouble = _lock_all(parts, dossier, plan, let_go=mine.held and not plan.held)
    except VankhoError:
        with parts.catalogue.begin() as connection:
            locks.give_back(connection, mine)
        raise
    if trouble is None:
        with parts.catalogue.begin() as connection:
            locks.give_back(connection, mine)
        return
    look_on = min(plan.look_on, today + timedelta(days=1)) if trouble else plan.look_on
    with parts.catalogue.begin() as connection:
        if plan.until is not None:
            locks.leased(connection, dossier, plan.until)
        # Where it was not let go of everywhere, it stays known as held.
        locks.done(connection, mine, held=plan.held or (mine.held and bool(trouble)), look_on=look_on, trouble=trouble)


def planned(parts: Parts, connection: sa.Connection, dossier: DossierId) -> LockPlan:
    """What has to be in force today on every object of a deposited dossier."""
    plain = retention.in_force(connection, dossier)
    assigned = _worked_out(parts, connection, dossier) if plain is None else from_plain(plain)
    return _plan(parts, connection, dossier, assigned)


def _lock_all(parts: Parts, dossier: DossierId, plan: LockPlan, *, let_go: bool) -> str | None:
    """The code of what went wrong last, empty where nothing did; None where time ran out before the end."""
    until, trouble = time.monotonic() + AT_MOST.total_seconds(), ""
    keys: Iterable[ObjectKey]
    try:
        keys = package_objects(parts.store, dossier)
    except VankhoError as error:
        if error.retryable:
            raise
        # What a damaged package is made of is not known; all the more it must not be erased.
        trouble = _troubled(dossier, error)
        keys = [found.key for found in parts.store.list(f"{object_root(dossier)}/")]
    for key in keys:
        if time.monotonic() >= until:
            return None
        try:
            _lock(parts, key, plan)
            if let_go:
                parts.locks.hold(key, on=False)
        except VankhoError as error:
            if error.retryable:
                raise
            trouble = _troubled(dossier, error)
    return trouble


def _troubled(dossier: DossierId, error: VankhoError) -> str:
    log.warning("an object of a dossier could not be locked", dossier=dossier.value, code=error.code)
    return error.code


def _lock(parts: Parts, key: ObjectKey, plan: LockPlan) -> None:
    if plan.held:
        parts.locks.hold(key, on=True)
    if plan.until is not None:
        parts.locks.extend(key, beginning_of(plan.until))


def beginning_of(day: date) -> datetime:
    """The moment at which the day begins in Viet Nam."""
    return datetime(day.year, day.month, day.day, tzinfo=VIET_NAM)


def _worked_out(parts: Parts, connection: sa.Connection, dossier: DossierId) -> Assignment:
    """What the assignment will say, which comes after the deposit."""
    row = dossiers.row(connection, dossier)
    return work_out_by(schedule_in_force(connection), connection, row, today=parts.clock.today())


def _plan(parts: Parts, connection: sa.Connection, dossier: DossierId, assigned: Assignment) -> LockPlan:
    newest = disposal.newest_with(connection, dossier)
    voted_on = None if newest is None else disposal.one(connection, newest, only=dossier)
    item = None if voted_on is None or voted_on.state not in IN_FORCE else voted_on.item(dossier)
    return plan_lock(
        candidate_from=assigned.candidate_from,
        hold_open=bool(holds.over(connection, dossier)),
        decided=item is not None and item.carried and item.state is not ItemState.KEPT_BACK,
        today=parts.clock.today(),
    )
