"""``vankho retention report`` and ``retention ended``."""

from __future__ import annotations

from datetime import date

from app.cli.ids import dossier_id
from app.cli.output import out, print_json, print_table
from app.cli.session import Json, session
from app.desks.reading_room import CatalogueReadingRoom
from app.desks.retention import CatalogueRetentionDesk
from retention_rules.report import year_in_words


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
            f"Ngày {found.as_of:%d/%m/%Y}: {found.dossiers} hồ sơ; {found.due_now} đến hạn xem xét,"
            f" {found.permanent} vĩnh viễn, {found.without_trigger} chưa có mốc tính,"
            f" {found.provisional} tạm giữ 20 năm, {found.unconfirmed} theo quy tắc chưa xác nhận.",
            f"{found.as_of:%d/%m/%Y}: {found.dossiers} dossiers; {found.due_now} due for appraisal,"
            f" {found.permanent} permanent, {found.without_trigger} without a trigger date,"
            f" {found.provisional} provisionally 20 years, {found.unconfirmed} by an unconfirmed rule.",
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
    print_table(
        [current.say("Hồ sơ", "Dossier"), current.say("Hết hạn", "Expires"), current.say("Vì sao", "Why")],
        [
            (
                row.code or row.title,
                f"{row.assignment.expires_on:%d/%m/%Y}" if row.assignment.expires_on else "—",
                row.assignment.explanation.sentence.in_language(current.settings.language),
            )
            for row in found.rows
        ],
    )
    return 0


def ended(dossier: str, day: date, /, *, json: Json = False) -> int:
    """Record the day on which the work of a dossier ended; its due date is worked out anew.

    Parameters
    ----------
    dossier
        Dossier code, id, or the first signs of the id.
    day
        The day, as 2025-06-30.
    """
    current = session()
    with current.parts() as parts:
        chosen = dossier_id(CatalogueReadingRoom(parts), parts.operator, dossier)
        assignment = CatalogueRetentionDesk(parts).set_work_ended(parts.operator, chosen, day)
    if json:
        print_json(assignment)
    else:
        out.print(assignment.explanation.sentence.in_language(current.settings.language), markup=False)
    return 0
