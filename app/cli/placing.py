"""``vankho dossier paper`` and ``box``: where the paper of a dossier lies, and what lies in a box."""

from __future__ import annotations

from app.cli.ids import dossier_id
from app.cli.output import out, print_json
from app.cli.session import Json, session
from app.desks.papers import CataloguePaperDesk
from app.desks.reading_room import CatalogueReadingRoom

_MOST = 10_000


def paper(dossier: str, code: str, /, *, json: Json = False) -> int:
    """Record where the paper of a dossier lies, in place of what was said before.

    Parameters
    ----------
    dossier
        Dossier code, id, or the first signs of the id.
    code
        Archive, store/shelf/box and number of the paper file, as H49.K2/G05/H12.117; "" takes it away.
    """
    current = session()
    with current.parts() as parts:
        chosen = dossier_id(CatalogueReadingRoom(parts), parts.operator, dossier)
        said = CataloguePaperDesk(parts).record(parts.operator, chosen, code)
    if json:
        print_json({"dossier": chosen, "paper_file_code": said})
    else:
        out.print(current.say(f"Mã hồ sơ giấy: {said or '-'}", f"Paper file code: {said or '-'}"), markup=False)
    return 0


def box(code: str = "", /, *, missing: bool = False, json: Json = False) -> int:
    """Show the dossiers of a paper file code, or of a box; newest first.

    Parameters
    ----------
    code
        A paper file code, or what stands before its last point.
    missing
        Show instead those that were digitised and have none.
    """
    current = session()
    with current.parts() as parts:
        room = CatalogueReadingRoom(parts)
        empty = not code and not missing
        found = [] if empty else room.dossiers(parts.operator, limit=_MOST, paper=code, paper_missing=missing)
    if json:
        print_json(
            [{"dossier": one.dossier, "code": one.code, "paper_file_code": one.paper_file_code} for one in found]
        )
        return 0
    for one in found:
        told = "  ".join(part for part in (one.paper_file_code, one.code or one.dossier.value, one.title) if part)
        out.print(told, markup=False, soft_wrap=True)
    if not found:
        out.print(current.say("Không có hồ sơ nào.", "There is no such dossier."))
    return 0
