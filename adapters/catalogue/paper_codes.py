"""Where the paper of dossiers lies, and of which that were digitised nobody has said it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue.schema import dossier as table
from records.paper_file_code import box_of, paper_key

if TYPE_CHECKING:
    from records.identifiers import DossierId


def columns_of(code: str) -> dict[str, str]:
    """The code with the keys it is found by."""
    return {"paper_code": code, "paper_code_folded": paper_key(code), "paper_box_folded": paper_key(box_of(code))}


def put(connection: sa.Connection, dossier: DossierId, code: str) -> None:
    """Write the code; empty takes it away. The caller holds the dossier."""
    connection.execute(sa.update(table).where(table.c.id == dossier.value).values(**columns_of(code)))


def lies_at(code: str) -> sa.ColumnElement[bool]:
    """Of rows of dossiers: it has that code, or lies in the box of that code."""
    key = paper_key(code)
    if not key:
        return sa.false()
    # The second half of each is what its index is over.
    own = sa.and_(table.c.paper_code_folded == key, sa.text("dossier.paper_code_folded <> ''"))
    box = sa.and_(table.c.paper_box_folded == key, sa.text("dossier.paper_box_folded <> ''"))
    return sa.or_(own, box)


def lacks_paper() -> sa.ColumnElement[bool]:
    """Of rows of dossiers: digitised, wholly or in part, and nobody has said where the paper is."""
    # Spelled out, so that the index over these alone is used.
    missing, digitised = sa.text("dossier.paper_code = ''"), sa.text("dossier.confidence_level > '01'")
    return sa.and_(missing, digitised)
