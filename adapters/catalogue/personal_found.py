"""What of people was found in documents (``records.personal_data``), as the rows of their pages say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.schema import document, page
from records.personal_data import tells_of_people

if TYPE_CHECKING:
    from collections.abc import Mapping

    from records.identifiers import DocumentId, DossierId, PageNumber

_FOUND = sa.func.max(sa.case((sa.or_(page.c.personal > 0, page.c.identity_card), 1), else_=0)).label("found")
_LOOKED_AT = sa.func.count(page.c.personal).label("looked_at")
"""Pages whose number of findings is known; of others it is NULL."""


def on_page(connection: sa.Connection, document_id: DocumentId, number: PageNumber) -> tuple[int | None, bool]:
    """How many numbers and addresses of people it has (None: nobody has looked), and whether it shows a paper."""
    row = connection.execute(
        sa.select(page.c.personal, page.c.identity_card).where(
            page.c.document_id == document_id.value, page.c.number == number.value
        )
    ).first()
    return (row.personal, row.identity_card) if row is not None else (None, False)


def of_document(connection: sa.Connection, row: Any) -> bool | None:
    """Whether anything was found in the document of this row of ``documents``.

    None: nothing so far, and not all of its pages were looked at yet.
    """
    counted = connection.execute(sa.select(_FOUND, _LOOKED_AT).where(page.c.document_id == row.id)).one()
    return told(row, counted)


def of_dossier(connection: sa.Connection, dossier: DossierId) -> Mapping[str, Any]:
    """What ``told`` wants to know of each document of the dossier, by its id."""
    rows = connection.execute(
        sa.select(page.c.document_id, _FOUND, _LOOKED_AT)
        .select_from(page.join(document, page.c.document_id == document.c.id))
        .where(document.c.dossier_id == dossier.value)
        .group_by(page.c.document_id)
    )
    return {row.document_id: row for row in rows}


def told(row: Any, counted: Any | None) -> bool | None:
    """As ``of_document`` tells it: what was found on its pages, or in its title or the name of its file."""
    if (counted is not None and counted.found) or tells_of_people(row.title or "", row.file_name):
        return True
    return False if counted is not None and counted.looked_at >= row.page_count else None
