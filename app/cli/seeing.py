"""``vankho dossier level``: who may see a dossier."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.cli.ids import dossier_id
from app.cli.output import out, print_json
from app.cli.session import Json, session
from app.desks.access import CatalogueAccessDesk
from app.desks.reading_room import CatalogueReadingRoom
from archive.change_access import access_change

if TYPE_CHECKING:
    from archive.change_access import AccessRule

Needed = cyclopts.Parameter(required=True)


def level(
    dossier: str,
    to: str,
    /,
    *,
    why: Annotated[str, Needed],
    restricted_until: date | None = None,
    unrestricted: Annotated[bool, cyclopts.Parameter(negative="")] = False,
    json: Json = False,
) -> int:
    """Put another access level on a dossier; searches keep to it from the answer on.

    Parameters
    ----------
    dossier
        Dossier code, id, or the first signs of the id.
    to
        01 public, 02 open on conditions.
    why
        The document or reason that allows it.
    restricted_until
        First day on which it is open to those who do not decide, as 2030-01-01; left out: as it was.
    unrestricted
        Lift the restriction there is.
    """
    current = session()
    with current.parts() as parts:
        room, today = CatalogueReadingRoom(parts), parts.clock.today()
        chosen = dossier_id(room, parts.operator, dossier)
        before = room.dossier(parts.operator, chosen).restricted_until
        kept = before if before is not None and before > today and not unrestricted else None
        change = access_change(to, restricted_until=restricted_until or kept, reason=why, today=today)
        rule = CatalogueAccessDesk(parts).change(parts.operator, chosen, change)
    if json:
        print_json(rule)
    else:
        out.print(current.say(*_told(rule)), markup=False)
    return 0


def _told(rule: AccessRule) -> tuple[str, str]:
    until = rule.restricted_until
    return (
        f"Mức tiếp cận: {rule.level}" + (f", hạn chế đến {until:%d/%m/%Y}." if until else "."),
        f"Access level: {rule.level}" + (f", restricted until {until:%d/%m/%Y}." if until else "."),
    )
