"""When a dossier is ready: everything of it that will be kept is made, and the batch is handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue import batches, dossiers
from adapters.catalogue.schema import document
from ingest.model import BatchState, DocumentState

if TYPE_CHECKING:
    from app.steps.outcome import Turn
    from records.identifiers import DossierId


def deposit_if_ready(turn: Turn, dossier: DossierId) -> None:
    """Put the deposit on the list once nothing of the dossier is left to wait for.

    Joined by catalogue state in the transaction that finishes the last part, so that it
    happens exactly once whichever part that is. A later document gives a later deposit.
    """
    batch = batches.row(turn.connection, turn.batch)
    if batch is None or batch.state == BatchState.RECEIVING.value:
        return
    if not dossiers.ready_to_deposit(turn.connection, dossier):
        return
    newest = turn.connection.execute(
        sa.select(sa.func.max(document.c.id)).where(
            document.c.dossier_id == dossier.value, document.c.state == DocumentState.MADE.value
        )
    ).scalar_one()
    turn.then("deposit", f"{dossier}:{newest}")
