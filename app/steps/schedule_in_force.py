"""The schedule by which everything is worked out: the accepted version, its rules confirmed by whom they are."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from adapters.catalogue import schedules
from retention_rules.schedule import Schedule, built_in_schedule
from retention_rules.schedule_versions import BUILT_IN, rules_from_plain

if TYPE_CHECKING:
    import sqlalchemy as sa

    from records.identifiers import ScheduleId

_read: dict[ScheduleId, Schedule] = {}
"""Versions never change: each is read once."""
_MOST_READ = 8


def schedule_in_force(connection: sa.Connection) -> Schedule:
    """As it is in this transaction: whoever holds a dossier and asks for it misses no later version."""
    return schedule_of(connection, schedules.id_in_force(connection) or BUILT_IN)


def schedule_of(connection: sa.Connection, version: ScheduleId) -> Schedule:
    """A version that is known to be there, with the confirmations that stand now."""
    plain = _unconfirmed(connection, version)
    return _confirmed(plain, frozenset(schedules.confirmations(connection)))


def _unconfirmed(connection: sa.Connection, version: ScheduleId) -> Schedule:
    if version == BUILT_IN:
        return built_in_schedule()
    if version not in _read:
        row = schedules.row(connection, version)
        assert row is not None, f"no schedule {version}"
        while len(_read) >= _MOST_READ:
            _read.pop(next(iter(_read)))
        _read[version] = Schedule(
            name=row.name, version=row.version, effective_from=row.effective_from, rules=rules_from_plain(row.rules)
        )
    return _read[version]


@lru_cache(maxsize=8)
def _confirmed(schedule: Schedule, contents: frozenset[str]) -> Schedule:
    return schedule.confirming(contents)
