"""``vankho dossier level``: who may see a dossier, or a document of it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

import cyclopts

from app.cli.ids import dossier_id
from app.cli.output import out, print_json
from app.cli.session import Json, session
from app.desks.access import CatalogueAccessDesk
from app.desks.reading_room import CatalogueReadingRoom
from archive.change_access import access_change, document_access_change
from records.errors import NotFound, Sentence

if TYPE_CHECKING:
    from archive.change_access import AccessRule, DocumentRule

AS_DOSSIER = "as-dossier"
Needed = cyclopts.Parameter(required=True)


def level(
    dossier: str,
    to: str,
    /,
    *,
    why: Annotated[str, Needed],
    restricted_until: date | None = None,
    unrestricted: Annotated[bool, cyclopts.Parameter(negative="")] = False,
    document: int | None = None,
    json: Json = False,
) -> int:
    """Put another access level on a dossier, or on a document of it; searches keep to it from the answer on.

    Parameters
    ----------
    dossier
        Dossier code, id, or the first signs of the id.
    to
        01 public, 02 open on conditions; of a document 02, or ``as-dossier``: it can only be stricter.
    why
        The document or reason that allows it.
    restricted_until
        First day on which it is open to those who do not decide, as 2030-01-01; left out: as it was.
    unrestricted
        Lift the restriction there is.
    document
        Number of the document in the dossier, as ``vankho show`` tells it, that alone is changed.
    """
    current = session()
    with current.parts() as parts:
        room, today = CatalogueReadingRoom(parts), parts.clock.today()
        chosen = dossier_id(room, parts.operator, dossier)
        found = room.dossier(parts.operator, chosen)
        desk = CatalogueAccessDesk(parts)
        if document is None:
            kept = _kept(found.restricted_until, today) if not unrestricted else None
            change = access_change(to, restricted_until=restricted_until or kept, reason=why, today=today)
            rule: AccessRule | DocumentRule = desk.change(parts.operator, chosen, change)
        else:
            one = next((each for each in found.documents if each.ordinal == document), None)
            if one is None:
                raise _no_such_document(document)
            kept = _kept(one.own_rule.restricted_until, today) if not unrestricted else None
            said = "" if to == AS_DOSSIER else to
            own = document_access_change(said, restricted_until=restricted_until or kept, reason=why, today=today)
            rule = desk.change_document(parts.operator, one.document, own)
    if json:
        print_json(rule)
    else:
        out.print(current.say(*_told(rule)), markup=False)
    return 0


def _kept(before: date | None, today: date) -> date | None:
    return before if before is not None and before > today else None


def _told(rule: AccessRule | DocumentRule) -> tuple[str, str]:
    until, level = rule.restricted_until, rule.level
    return (
        f"Mức tiếp cận: {level or 'như hồ sơ'}" + (f", hạn chế đến {until:%d/%m/%Y}." if until else "."),
        f"Access level: {level or 'as the dossier'}" + (f", restricted until {until:%d/%m/%Y}." if until else "."),
    )


def _no_such_document(number: int) -> NotFound:
    return NotFound(
        "document.not_found",
        Sentence(f"Hồ sơ không có văn bản số {number}.", f"The dossier has no document number {number}."),
        Sentence("Xem số thứ tự bằng vankho show.", "See the numbers with vankho show."),
    )
