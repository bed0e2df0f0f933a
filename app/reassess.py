"""Every period worked out anew: where that was asked for, and by itself once a day."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import structlog

from adapters.catalogue import grounds, schedules
from app.steps.retain import changed_anew
from app.steps.schedule_in_force import schedule_in_force
from app.wiring import AGENT
from records.errors import VankhoError
from records.identifiers import DossierId
from retention_rules.grounds import basis_of, digest_of
from retention_rules.schedule_versions import NIGHTLY

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from typing import Any

    import sqlalchemy as sa

    from app.wiring import Parts

AT_ONCE = 50
"""Dossiers that are worked out between two looks at how far it has come."""
COMPARED_AT_ONCE = 1000
"""Dossiers whose grounds are looked at together, of which few or none have to be worked out: some MiB."""

log = structlog.get_logger()


def ask_nightly(parts: Parts) -> None:
    """Once a day every date is to be worked out anew; not while that is under way for another reason.

    Raises:
        Unavailable: The catalogue does not answer.
    """
    today = parts.clock.today()
    with parts.catalogue.begin(readonly=True) as connection:
        if not schedules.lacks_night(connection, today):
            return
    with parts.catalogue.begin() as connection:
        schedules.hold(connection)
        if schedules.lacks_night(connection, today):
            schedules.ask_for_reassessment(
                connection, reason=NIGHTLY, subject=today.isoformat(), by=AGENT, now=parts.clock.now()
            )


def reassess(parts: Parts, *, seconds: float) -> bool:
    """Work dossiers out anew for a while where that is to be done; whether any are left.

    Each in a transaction of its own; one that cannot be worked out keeps what was in force, is counted and logged. At
    night only what differs from its basis is worked out: of all others the same would follow. Several that do it at
    once repeat one another and do no harm; where one dies another goes on.

    Raises:
        Unavailable: The catalogue does not answer; what is done is done.
    """
    until = time.monotonic() + seconds
    while True:
        with parts.catalogue.begin(readonly=True) as connection:
            asked = schedules.unfinished(connection)
            if asked is None:
                return False
            found, differing = _next(parts, connection, asked)
        done, changed, failed = _put_right(parts, found, differing, why=asked.reason, until=until)
        with parts.catalogue.begin() as connection:
            advanced = schedules.advance(
                connection,
                asked.id,
                before=asked.reached,
                reached=DossierId(found[done - 1]) if found else None,
                done=done,
                changed=changed,
                failed=failed,
                now=parts.clock.now(),
            )
        if advanced and not found:
            told = {"dossiers": asked.dossiers, "changed": asked.changed, "failed": asked.failed}
            log.info("every period is worked out anew", why=asked.reason, **told)
        if time.monotonic() >= until:
            return True


def _next(parts: Parts, connection: sa.Connection, asked: Any) -> tuple[list[str], AbstractSet[str]]:
    """Dossiers in the order of their ids, and which of them have to be worked out."""
    if asked.reason != NIGHTLY:
        all_of_them = [each.value for each in schedules.next_dossiers(connection, asked.reached, AT_ONCE)]
        return all_of_them, frozenset(all_of_them)
    schedule = digest_of(schedule_in_force(connection))
    standing = grounds.standing_after(connection, asked.reached, COMPARED_AT_ONCE, parts.clock.today())
    return [each.dossier for each in standing], {
        each.dossier for each in standing if each.basis != basis_of(schedule, each.grounds, each.outcome)
    }


def _put_right(
    parts: Parts, found: list[str], differing: AbstractSet[str], *, why: str, until: float
) -> tuple[int, int, int]:
    """How many of ``found`` are done, from the first on; how many of these changed, and failed."""
    if not differing:
        return len(found), 0, 0
    changed = failed = 0
    for done, dossier in enumerate(found, start=1):
        if dossier in differing:
            worked_out = _worked_out(parts, DossierId(dossier), why)
            changed += worked_out is True
            failed += worked_out is None
            if time.monotonic() >= until:
                return done, changed, failed
    return len(found), changed, failed


def _worked_out(parts: Parts, dossier: DossierId, why: str) -> bool | None:
    """Whether it changed; None where it could not be worked out."""
    try:
        with parts.catalogue.begin() as connection:
            return changed_anew(parts, connection, dossier, by=AGENT, why=why)
    except VankhoError as error:
        if error.retryable:
            raise
        log.warning(
            "a dossier keeps its period: it could not be worked out anew", dossier=dossier.value, code=error.code
        )
        return None
