"""What is left to look at of a destroyed dossier, for whom disposal is work: its tombstone, and the way to its list."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from records.errors import Forbidden, NotFound
from records.identifiers import DisposalListId
from web_ui.rendering import Foot, page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fastapi import Request
    from fastapi.responses import Response

    from records.identifiers import DossierId
    from records.reader import Reader
    from web_ui.desks import Desks


def destroyed_page(request: Request, desks: Desks, who: Reader, dossier: DossierId) -> Response | None:
    """The page of its tombstone; None where it is not destroyed, or the reader has no part in disposal."""
    try:
        stone = desks.execution.tombstone(who, dossier)
    except (NotFound, Forbidden):
        return None
    listed = None
    # A tombstone that came from a back-up may tell of a list this installation never held.
    with suppress(NotFound, Forbidden):
        listed = desks.disposal.one(who, DisposalListId(stone["list"]))
    return page(
        request,
        "dossier_gone.html",
        status=410,
        reader=who,
        foot=Foot(profile=desks.profile, version=desks.version),
        here="dossiers",
        stone=stone,
        listed=listed,
    )


def destroyed_with_code(desks: Desks, who: Reader, code: str) -> Sequence[DossierId]:
    """The destroyed dossiers that had this code; nothing for whom disposal is no work."""
    try:
        return desks.execution.destroyed_by_code(who, code)
    except Forbidden:
        return ()
