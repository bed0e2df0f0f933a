"""``vankho disposal why`` and ``link``; nothing is destroyed here (``executing``)."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import cyclopts

from app.cli.ids import disposal_list, dossier_id
from app.cli.output import out, print_json
from app.cli.session import Json, session
from app.desks.disposal import CatalogueDisposalDesk
from app.desks.reading_room import CatalogueReadingRoom
from retention_rules.may_delete import says


def why(dossier: str, /, *, json: Json = False) -> int:
    """Every reason why a dossier may not be destroyed now.

    Parameters
    ----------
    dossier
        Dossier code, id, or the first signs of the id.
    """
    current = session()
    with current.parts() as parts:
        chosen = dossier_id(CatalogueReadingRoom(parts), parts.operator, dossier)
        verdict = CatalogueDisposalDesk(parts).why_not(parts.operator, chosen)
    if json:
        print_json({"allowed": verdict.allowed, "reasons": verdict.reasons})
        return 0
    for reason in verdict.reasons:
        out.print(f"- {says(reason).in_language(current.settings.language)} ({reason})", markup=False)
    return 0


def link(
    dossier: str, other: str, /, *, why: Annotated[str, cyclopts.Parameter(required=True)], json: Json = False
) -> int:
    """Record that two dossiers belong together: neither is destroyed while the other is kept longer.

    Parameters
    ----------
    dossier
        Dossier code, id, or the first signs of the id.
    other
        The other one.
    why
        What joins them.
    """
    current = session()
    with current.parts() as parts:
        room = CatalogueReadingRoom(parts)
        one, two = (dossier_id(room, parts.operator, each) for each in (dossier, other))
        CatalogueDisposalDesk(parts).link(parts.operator, one, two, why)
    if json:
        print_json({"dossier": one, "other": two})
    else:
        out.print(current.say("Đã ghi liên kết.", "The link is recorded."))
    return 0


def appraise(
    listed: str,
    /,
    *,
    number: Annotated[str, cyclopts.Parameter(required=True)],
    on: Annotated[date, cyclopts.Parameter(required=True)],
    by: Annotated[str, cyclopts.Parameter(required=True)],
    json: Json = False,
) -> int:
    """Record the appraisal of the competent body, which a source of a historical archive needs (Art. 16(3)).

    Parameters
    ----------
    listed
        Id of the list.
    number
        Number and sign of the opinion.
    on
        Its date, as 2026-10-20.
    by
        The body that appraised.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueDisposalDesk(parts)
        which = disposal_list(desk, parts.operator, listed).id
        found = desk.appraise(parts.operator, which, number=number, appraised_on=on, body=by)
    if json:
        print_json(found.appraisal)
    else:
        out.print(current.say("Đã ghi ý kiến thẩm định.", "The appraisal is recorded."))
    return 0


def withdraw(listed: str, /, *, why: Annotated[str, cyclopts.Parameter(required=True)], json: Json = False) -> int:
    """Take back a list that nobody has decided on; its dossiers can be listed anew.

    Parameters
    ----------
    listed
        Id of the list.
    why
        The reason, which stays recorded.
    """
    current = session()
    with current.parts() as parts:
        desk = CatalogueDisposalDesk(parts)
        found = desk.withdraw(parts.operator, disposal_list(desk, parts.operator, listed).id, why)
    if json:
        print_json(found.withdrawal)
    else:
        out.print(current.say("Đã rút danh mục.", "The list is withdrawn."))
    return 0
