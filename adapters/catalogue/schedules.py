"""Versions of the retention schedule, confirmations of their rules, and how far a reassessment has come.

What a version says never changes; it is proposed, in force, or superseded. One at most is in force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.rights import DESTROYED, GOING, may_see_dossier
from adapters.catalogue.schema import dossier
from adapters.catalogue.schema_retention import reassessment, retention_assignment, rule_confirmation
from adapters.catalogue.schema_retention import retention_schedule as table
from adapters.catalogue.statements import hold_name, insert_new, share_name
from records.identifiers import DossierId, ScheduleId, uuid7
from retention_rules.model import Confirmation
from retention_rules.schedule_versions import NIGHTLY, Reassessment

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from records.reader import Reader


_NAME = "retention schedule"


def add(
    connection: sa.Connection,
    *,
    name: str,
    version: str,
    effective_from: date,
    source: str,
    rules: list[dict[str, Any]],
    by: str,
    now: datetime,
) -> ScheduleId | None:
    """A new version, proposed; None where one of that name and version is there already."""
    made = ScheduleId.new()
    inserted = insert_new(
        connection,
        table,
        id=made.value,
        name=name,
        version=version,
        effective_from=effective_from,
        source=source,
        rules=rules,
        state="proposed",
        imported_at=now,
        imported_by=by,
    )
    return made if inserted else None


def rows(connection: sa.Connection) -> Sequence[Any]:
    """Every version, newest first."""
    return connection.execute(sa.select(table).order_by(table.c.id.desc())).all()


def row(connection: sa.Connection, version: ScheduleId) -> Any | None:
    return connection.execute(sa.select(table).where(table.c.id == version.value)).first()


def id_in_force(connection: sa.Connection) -> ScheduleId | None:
    """Which version decides; None: the one that comes with Vankho."""
    found = connection.execute(sa.select(table.c.id).where(table.c.state == "in_force")).scalar_one_or_none()
    return ScheduleId(found) if found else None


def hold(connection: sa.Connection) -> None:
    """Nobody else changes which version or which confirmations hold before this transaction ends."""
    hold_name(connection, _NAME)


def share(connection: sa.Connection) -> None:
    """Nobody changes them before this transaction ends; asked for before holds are shared and dossiers held."""
    share_name(connection, _NAME)


def put_in_force(connection: sa.Connection, version: ScheduleId, *, by: str, now: datetime) -> bool:
    """From now on this version decides; False where it is not proposed any more. The caller holds the schedule."""
    proposed = sa.select(table.c.id).where(table.c.id == version.value, table.c.state == "proposed")
    if connection.execute(proposed).first() is None:
        return False
    connection.execute(sa.update(table).where(table.c.state == "in_force").values(state="superseded"))
    connection.execute(
        sa.update(table).where(table.c.id == version.value).values(state="in_force", accepted_at=now, accepted_by=by)
    )
    return True


def confirmations(connection: sa.Connection) -> dict[str, Confirmation]:
    """Those that stand, by the content of the rule."""
    found = connection.execute(sa.select(rule_confirmation).where(rule_confirmation.c.withdrawn_at.is_(None)))
    return {r.content: Confirmation(by=r.confirmed_by, at=r.confirmed_at, source=r.source) for r in found}


def confirm(
    connection: sa.Connection, contents: Mapping[str, str], *, source: str, by: str, now: datetime
) -> list[str]:
    """Confirm rules by content, with their ids; the contents that were not confirmed before."""
    return [
        content
        for content, rule_id in contents.items()
        if insert_new(
            connection,
            rule_confirmation,
            id=str(uuid7()),
            content=content,
            rule_id=rule_id,
            source=source,
            confirmed_at=now,
            confirmed_by=by,
        )
    ]


def kept_by(connection: sa.Connection, rules: Sequence[str], today: date) -> tuple[int, int]:
    """How many dossiers these rules decide on, by id, and how many of them are past their date; all are looked at."""
    made = retention_assignment
    found = connection.execute(
        sa.select(sa.func.count(), sa.func.count(sa.case((made.c.candidate_from <= today, 1))))
        .select_from(made.join(dossier, dossier.c.id == made.c.dossier_id))
        .where(
            made.c.superseded_at.is_(None),
            made.c.assignment[("rule", "id")].as_string().in_(rules),
            dossier.c.state.not_in((GOING, DESTROYED)),
        )
    ).one()
    return found[0], found[1]


def withdraw(connection: sa.Connection, contents: Sequence[str], *, why: str, by: str, now: datetime) -> int:
    """Take confirmations back; how many stood. They stay in history."""
    done = connection.execute(
        sa.update(rule_confirmation)
        .where(rule_confirmation.c.content.in_(contents), rule_confirmation.c.withdrawn_at.is_(None))
        .values(withdrawn_at=now, withdrawn_by=by, withdrawn_why=why)
    )
    return done.rowcount


def ask_for_reassessment(connection: sa.Connection, *, reason: str, subject: str, by: str, now: datetime) -> None:
    """Every dossier is to be worked out anew; one that is under way begins again with this one's."""
    connection.execute(sa.update(reassessment).where(reassessment.c.finished_at.is_(None)).values(finished_at=now))
    connection.execute(
        sa.insert(reassessment).values(
            id=str(uuid7()), reason=reason, subject=subject, asked_at=now, asked_by=by, reached="", dossiers=0, failed=0
        )
    )


def unfinished(connection: sa.Connection) -> Any | None:
    """The reassessment under way, as its row."""
    return connection.execute(sa.select(reassessment).where(reassessment.c.finished_at.is_(None))).first()


def next_dossiers(connection: sa.Connection, after: str, limit: int) -> list[DossierId]:
    """Dossiers with an assignment in force whose id is greater than ``after``, in order."""
    in_force = retention_assignment
    found = connection.execute(
        sa.select(in_force.c.dossier_id)
        .where(in_force.c.superseded_at.is_(None), in_force.c.dossier_id > after)
        .order_by(in_force.c.dossier_id)
        .limit(limit)
    )
    return [DossierId(each) for each in found.scalars()]


def advance(
    connection: sa.Connection,
    which: str,
    *,
    before: str,
    reached: DossierId | None,
    done: int,
    changed: int,
    failed: int,
    now: datetime,
) -> bool:
    """Write how far it has come, or with ``reached`` None that it is finished; False where another did meanwhile."""
    more = {"dossiers": done, "changed": changed, "failed": failed}
    values: dict[str, Any] = {name: reassessment.c[name] + number for name, number in more.items()}
    values |= {"finished_at": now} if reached is None else {"reached": reached.value}
    written = connection.execute(
        sa.update(reassessment)
        .where(reassessment.c.id == which, reassessment.c.reached == before, reassessment.c.finished_at.is_(None))
        .values(**values)
    )
    return written.rowcount == 1


def lacks_night(connection: sa.Connection, day: date) -> bool:
    """Whether nobody has asked for the reassessment of this night, and none is under way that would do it as well."""
    there = sa.or_(
        reassessment.c.finished_at.is_(None),
        sa.and_(reassessment.c.reason == NIGHTLY, reassessment.c.subject == day.isoformat()),
    )
    return connection.execute(sa.select(reassessment.c.id).where(there).limit(1)).first() is None


def newest_reassessment(connection: sa.Connection) -> Reassessment | None:
    """Of those that somebody asked for: what goes on every night is no news."""
    asked = sa.select(reassessment).where(reassessment.c.reason != NIGHTLY)
    found = connection.execute(asked.order_by(reassessment.c.id.desc()).limit(1)).first()
    if found is None:
        return None
    return Reassessment(
        id=found.id,
        reason=found.reason,
        asked_at=found.asked_at,
        asked_by=found.asked_by,
        dossiers=found.dossiers,
        failed=found.failed,
        finished_at=found.finished_at,
    )


def assigned_after(connection: sa.Connection, reader: Reader, today: date, *, after: str, limit: int) -> Sequence[Any]:
    """Rows of dossiers with the assignment in force, in order of id; ``visible``: whether the reader may see each."""
    joined = dossier.join(
        retention_assignment,
        sa.and_(retention_assignment.c.dossier_id == dossier.c.id, retention_assignment.c.superseded_at.is_(None)),
    )
    return connection.execute(
        sa.select(dossier, retention_assignment.c.assignment, may_see_dossier(reader, today).label("visible"))
        .select_from(joined)
        .where(
            dossier.c.id > after,
            retention_assignment.c.dossier_id > after,  # as in ``grounds.standing_after``
            dossier.c.state.not_in((GOING, DESTROYED)),
        )
        .order_by(dossier.c.id)
        .limit(limit)
    ).all()
