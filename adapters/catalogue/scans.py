"""Documents whose scan falls short of what their batch asks for: which pages, and what a person decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue.schema import document, file, page
from ingest.scan_shortfall import LOW_RESOLUTION, NOT_IN_COLOUR, UNREAD
from records.scan_profile import ScanDecision

if TYPE_CHECKING:
    from records.identifiers import BatchId, DocumentId, DossierId

WITHHELD = (ScanDecision.WAITING.value, ScanDecision.AGAIN.value)
"""Documents of these are not deposited."""


def withheld() -> sa.ColumnElement[bool]:
    """Of rows of documents: a person has not accepted it as it is."""
    return document.c.scan_decision.in_(WITHHELD)


def waiting_in(batch: sa.ColumnElement[str]) -> sa.ColumnElement[bool]:
    """Whether a document of the batch waits for a decision."""
    # Spelled out, so that the index over these alone is used.
    waiting = sa.literal(ScanDecision.WAITING.value, literal_execute=True)
    return sa.exists().where(
        document.c.file_id == file.c.id, file.c.batch_id == batch, document.c.scan_decision == waiting
    )


def short_pages(connection: sa.Connection, which: DocumentId) -> dict[str, list[int]]:
    """Numbers of the pages that fall short of something, in order, by what that is."""
    said = sa.cast(page.c.findings, sa.Text)  # JSON text; a code stands in it between quotes
    codes = (LOW_RESOLUTION, NOT_IN_COLOUR)
    rows = connection.execute(
        sa.select(page.c.number, page.c.state, said.label("said"))
        .where(
            page.c.document_id == which.value,
            sa.or_(page.c.state == "unreadable", *(said.contains(f'"{code}"') for code in codes)),
        )
        .order_by(page.c.number)
    )
    found: dict[str, list[int]] = {}
    for row in rows:
        whys = [code for code in codes if f'"{code}"' in row.said] + [UNREAD] * (row.state == "unreadable")
        for why in whys:
            found.setdefault(why, []).append(row.number)
    return found


def put(connection: sa.Connection, which: DocumentId, decision: ScanDecision) -> None:
    """Write what is to become of the document, whose dossier the caller holds."""
    connection.execute(sa.update(document).where(document.c.id == which.value).values(scan_decision=decision.value))


def counts(connection: sa.Connection, batch: BatchId) -> dict[str, int]:
    """Documents of the batch by decision; those on which there is nothing to decide are not among them."""
    rows = connection.execute(
        sa.select(document.c.scan_decision, sa.func.count())
        .select_from(document.join(file, document.c.file_id == file.c.id))
        .where(file.c.batch_id == batch.value, document.c.scan_decision != "")
        .group_by(document.c.scan_decision)
    )
    return {row[0]: row[1] for row in rows}


def any_withheld(connection: sa.Connection, dossier: DossierId) -> bool:
    """Whether a document of the dossier is not deposited because nobody has accepted it."""
    found = sa.select(document.c.id).where(document.c.dossier_id == dossier.value, withheld())
    return connection.execute(found.limit(1)).first() is not None
