"""A dossier as a list of hand-over freezes it, and what keeps it off one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from adapters.catalogue import custody, documents, hand_overs, retention
from ingest.model import DocumentState
from records.description import Field
from records.identifiers import DocumentId, DossierId
from retention_rules.hand_over.clock import owed
from retention_rules.hand_over.model import Listed, Obstacle
from retention_rules.plain import from_plain

if TYPE_CHECKING:
    import sqlalchemy as sa


def listed_now(connection: sa.Connection, row: Any) -> Listed:
    """What a list says of the dossier of this row, which is assigned a period and held."""
    which = DossierId(row.id)
    shown = [r for r in documents.rows_of_dossier(connection, which) if r.state != DocumentState.QUARANTINED.value]
    dates = []
    for r in shown:
        said = next((p for p in documents.proposals(connection, DocumentId(r.id)) if p.field is Field.ISSUED_ON), None)
        if said is not None and said.value and not said.doubtful:
            dates.append(date.fromisoformat(said.value))
    plain = retention.in_force(connection, which)
    assert plain is not None, "a dossier without a period is kept off every list"
    return Listed(
        dossier=which,
        code=row.code,
        title=row.title,
        first_on=min(dates, default=None),
        last_on=max(dates, default=None),
        period=from_plain(plain).rule.period,
        documents=len(shown),
        pages=sum(r.page_count for r in shown),
        version=row.version,
        inventory_sha512=row.inventory_sha512,
    )


def obstacles_of(connection: sa.Connection, row: Any) -> tuple[Obstacle, ...]:
    """Why the dossier of this row, which is held, cannot be listed to be handed over to the current archive."""
    which = DossierId(row.id)
    found = set()
    if row.state != "kept":
        found.add(Obstacle.NOT_KEPT)
    plain = retention.in_force(connection, which)
    if plain is None:
        found.add(Obstacle.NO_PERIOD)
    elif not owed(from_plain(plain).rule):
        found.add(Obstacle.TOO_SHORT)
    if custody.holder_of(connection, which) is not None:
        found.add(Obstacle.HANDED_OVER)
    if hand_overs.open_list_with(connection, which) is not None:
        found.add(Obstacle.LISTED)
    return tuple(each for each in Obstacle if each in found)
