"""Which documents of a dossier were digitised, by what is known of their pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.schema import document, page
from adapters.catalogue.schema import dossier as dossier_table
from ingest.model import DocumentState
from records.confidence_level import confidence_level
from records.identifiers import DocumentId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from records.confidence_level import ConfidenceLevel
    from records.identifiers import DossierId

Levels = dict[DocumentId, "ConfidenceLevel | None"]
"""None while no page of the document is settled."""
_READ_FROM_PICTURES = ("missing", "garbage")


def scanned() -> sa.ColumnElement[bool]:
    """Of rows of pages: the page is a picture of paper.

    Where that was not written down (an older version, a page that could not be read): its own text was missing,
    or was not what it shows.
    """
    return sa.func.coalesce(page.c.scanned, page.c.layer.in_(_READ_FROM_PICTURES))


def of_dossier(connection: sa.Connection, dossier: DossierId) -> tuple[Levels, ConfidenceLevel | None]:
    """The level of each document that is not quarantined, and of the whole dossier, as they are now."""
    return _of(connection, document.c.dossier_id == dossier.value)


def of_documents(connection: sa.Connection, ids: Sequence[str]) -> tuple[Levels, ConfidenceLevel | None]:
    """The same of some documents, wherever they lie, and of all these together."""
    return _of(connection, document.c.id.in_(ids))


def put(connection: sa.Connection, dossier: DossierId) -> None:
    """Write the level of the whole dossier, as its documents are now."""
    _, level = of_dossier(connection, dossier)
    said = level.value if level else ""
    connection.execute(
        sa.update(dossier_table).where(dossier_table.c.id == dossier.value).values(confidence_level=said)
    )


def _of(connection: sa.Connection, which: sa.ColumnElement[bool]) -> tuple[Levels, ConfidenceLevel | None]:
    rows = _counted(connection, which)
    levels = {DocumentId(r.id): confidence_level(scanned=r.scanned, pages=r.pages) for r in rows}
    return levels, confidence_level(scanned=sum(r.scanned for r in rows), pages=sum(r.pages for r in rows))


def _counted(connection: sa.Connection, which: sa.ColumnElement[bool]) -> Sequence[Any]:
    settled = page.c.state != "waiting"
    return connection.execute(
        sa.select(
            document.c.id,
            sa.func.coalesce(sa.func.sum(sa.case((sa.and_(settled, scanned()), 1), else_=0)), 0).label("scanned"),
            sa.func.coalesce(sa.func.sum(sa.case((settled, 1), else_=0)), 0).label("pages"),
        )
        .select_from(document.join(page, page.c.document_id == document.c.id))
        .where(which, document.c.state != DocumentState.QUARANTINED.value)
        .group_by(document.c.id)
    ).all()
