"""A dossier as somebody names it in a field: by its code, or by the identifier that its page shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive.refuse_code import one_with_code
from records.identifiers import DossierId

if TYPE_CHECKING:
    from archive.ports import ReadingRoom
    from records.reader import Reader

_URN = "urn:uuid:"


def named_dossier(room: ReadingRoom, who: Reader, said: str) -> DossierId | None:
    """The dossier that is meant; None where ``said`` is neither the code of one nor a whole identifier.

    A code leads to what the reader may see. An identifier is taken as it is: whether there is such a dossier for
    the reader is found out by whoever asks for it.

    Raises:
        InvalidInput (dossier.code_shared): Several have it as their code.
    """
    typed = said.strip()
    by_code = one_with_code(typed, room.dossiers_by_code(who, typed)) if typed else None
    if by_code is not None:
        return by_code
    return identifier_in(typed)


def identifier_in(said: str) -> DossierId | None:
    """The identifier that ``said`` is, bare or as the URN of its package; None where it is something else."""
    try:
        return DossierId(said.strip().lower().removeprefix(_URN))
    except ValueError:
        return None
