"""``vankho retention report``, ``missing``, ``ended``, ``trigger`` and ``decide``."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.cli.ids import dossier_id
from app.cli.output import out, print_json, print_table
from app.cli.session import Json, session
from app.desks.reading_room import CatalogueReadingRoom
from app.desks.retention import CatalogueRetentionDesk
from retention_rules.decide_period import decide_period
from retention_rules.report import year_in_words
from retention_rules.trigger import TriggerKind, happened

if TYPE_CHECKING:
    from app.cli.session import Session
    from retention_rules.model import Assignment, DueRow


def report(*, year: int | None = None, limit: int = 100, offset: int = 0, json: Json = False) -> int:
    """What falls due when, and why.

    Parameters
    ----------
    year
        Only dossiers that may first be listed for appraisal in that year; they expire the day before.
    limit
        How many dossiers to show.
    offset
        How many of the soonest to pass over.
    """
    current = session()
    with current.parts() as parts:
        found = CatalogueRetentionDesk(parts).report(parts.operator, limit=limit, offset=offset, year=year)
    if json:
        print_json(found)
        return 0
    out.print(
        current.say(
            f"Ngày {found.as_of:%d/%m/%Y}: {found.dossiers} hồ sơ; {found.due_now} đã quá ngày hết hạn,"
            f" {found.permanent} vĩnh viễn, {found.without_trigger} chưa có mốc tính,"
            f" {found.provisional} tạm giữ 20 năm, {found.unconfirmed} theo quy tắc chưa xác nhận,"
            f" {found.held} đang bị giữ.",
            f"{found.as_of:%d/%m/%Y}: {found.dossiers} dossiers; {found.due_now} past their date,"
            f" {found.permanent} permanent, {found.without_trigger} without a trigger date,"
            f" {found.provisional} provisionally 20 years, {found.unconfirmed} by an unconfirmed rule,"
            f" {found.held} on hold.",
        ),
        markup=False,
    )
    if year is not None:
        shown = year_in_words(year, dict(found.by_year).get(year, 0))
        out.print(shown.in_language(current.settings.language), markup=False)
    elif not found.dossiers:
        out.print(current.say("Chưa có hồ sơ nào trong kho.", "No dossier is kept yet."), markup=False)
    if not found.rows:
        return 0
    _print_rows(current, found.rows)
    return 0


def missing(*, trigger: TriggerKind | None = None, limit: int = 100, offset: int = 0, json: Json = False) -> int:
    """Dossiers whose date waits for an event that nobody has recorded.

    Parameters
    ----------
    trigger
        Only dossiers that wait for this event.
    limit
        How many dossiers to show.
    offset
        How many of the oldest to pass over.
    """
    current = session()
    with current.parts() as parts:
        found = CatalogueRetentionDesk(parts).missing_triggers(
            parts.operator, trigger=trigger, limit=limit, offset=offset
        )
    if json:
        print_json(found)
        return 0
    out.print(
        current.say(
            f"{found.dossiers} hồ sơ chờ ghi một sự kiện để tính thời hạn.",
            f"{found.dossiers} dossiers wait for an event to be recorded.",
        )
    )
    for kind, number in found.by_trigger:
        event = happened(kind)
        out.print(
            current.say(f"  {number}: ngày {event.vi} ({kind})", f"  {number}: the day {event.en} ({kind})"),
            markup=False,
        )
    if found.rows:
        _print_rows(current, found.rows)
    return 0


def _print_rows(current: Session, rows: tuple[DueRow, ...]) -> None:
    print_table(
        [current.say("Hồ sơ", "Dossier"), current.say("Hết hạn", "Expires"), current.say("Vì sao", "Why")],
        [
            (
                row.code or row.title,
                f"{row.assignment.expires_on:%d/%m/%Y}" if row.assignment.expires_on else "—",
                row.assignment.explanation.sentence.in_language(current.settings.language),
            )
            for row in rows
        ],
    )


def ended(dossier: str, day: date, /, *, why: str = "", json: Json = False) -> int:
    """Record the day on which the work of a dossier ended; its due date is worked out anew.

    Parameters
    ----------
    dossier
        Dossier code, id, or the first signs of the id.
    day
        The day, as 2025-06-30.
    why
        Why, where a document of the dossier is newer than that.
    """
    return trigger(dossier, TriggerKind.WORK_END, day, why=why, json=json)


def trigger(dossier: str, event: TriggerKind, day: date, /, *, why: str = "", json: Json = False) -> int:
    """Record the day of an event that the period of a dossier is counted from; its due date is worked out anew.

    Parameters
    ----------
    dossier
        Dossier code, id, or the first signs of the id.
    event
        What happened.
    day
        The day, as 2025-06-30.
    why
        Why, where it is the end of the work and a document of the dossier is newer than that.
    """
    current = session()
    with current.parts() as parts:
        chosen = dossier_id(CatalogueReadingRoom(parts), parts.operator, dossier)
        assignment = CatalogueRetentionDesk(parts).set_trigger(parts.operator, chosen, event, day, why=why)
    _print_assignment(current, assignment, as_json=json)
    return 0


def decide(
    dossier: str,
    period: str,
    /,
    *,
    number: Annotated[str, cyclopts.Parameter(required=True)],
    decided_on: Annotated[date, cyclopts.Parameter(required=True)],
    approved_by: Annotated[str, cyclopts.Parameter(required=True)],
    reason: Annotated[str, cyclopts.Parameter(required=True)],
    json: Json = False,
) -> int:
    """Record a decision of the head on how long a dossier is kept; it may only keep longer than a rule.

    Parameters
    ----------
    dossier
        Dossier code, id, or the first signs of the id.
    period
        1 to 70, VV, HHL, TT, TL, or a form like 5+HD.
    number
        Number and sign of the decision.
    decided_on
        Its date, as 2025-06-30.
    approved_by
        Who signed it.
    reason
        Why.
    """
    current = session()
    with current.parts() as parts:
        chosen = dossier_id(CatalogueReadingRoom(parts), parts.operator, dossier)
        decision = decide_period(
            period,
            number=number,
            decided_on=decided_on,
            approved_by=approved_by,
            reason=reason,
            today=parts.clock.today(),
        )
        assignment = CatalogueRetentionDesk(parts).decide_period(parts.operator, chosen, decision)
    _print_assignment(current, assignment, as_json=json)
    return 0


def _print_assignment(current: Session, assignment: Assignment, *, as_json: bool) -> None:
    if as_json:
        print_json(assignment)
    else:
        out.print(assignment.explanation.sentence.in_language(current.settings.language), markup=False)
