"""When a dossier is ready: everything of it that will be kept is made, and the batch is handed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue import batches, dossiers
from app.steps.subjects import of_document
from ingest.model import BatchState

if TYPE_CHECKING:
    from app.steps.outcome import Turn
    from records.identifiers import DossierId


def hold(turn: Turn, dossier: DossierId) -> None:
    """Decide alone about the dossier from here on; nobody seals the batch meanwhile.

    First the batch, then the dossier: the one order of all, in which nobody waits in a circle.
    """
    batches.hold(turn.connection, turn.batch)
    dossiers.hold(turn.connection, dossier)


def deposit_if_ready(turn: Turn, dossier: DossierId) -> None:
    """Put the deposit on the list once nothing of the dossier is left to wait for.

    Joined by catalogue state in the transaction that finishes the last part, after that was
    written, so that it happens exactly once whichever part that is: of two that finish at the
    same time the second waits for the first and sees what it did. A later document gives a
    later deposit.
    """
    batch = batches.hold(turn.connection, turn.batch)
    if batch is None or batch.state == BatchState.RECEIVING.value:
        return
    dossiers.hold(turn.connection, dossier)
    for ready, newest, rereads in dossiers.ready_to_deposit(turn.connection, dossier=dossier):
        turn.then("deposit", f"{ready}:{of_document(newest, rereads)}")


def deposit_all_ready(turn: Turn) -> None:
    """``deposit_if_ready`` for every dossier of a batch that was sealed in this transaction."""
    ready = dossiers.ready_to_deposit(turn.connection, batch=turn.batch)
    turn.then("deposit", *(f"{dossier}:{of_document(newest, rereads)}" for dossier, newest, rereads in ready))


def deposit_all_confirmed(turn: Turn) -> None:
    """``deposit_if_ready`` for every dossier of a batch whose checklist was confirmed in this transaction.

    That wrote the row of the batch, so nobody else holds it. Documents of other batches may be finished at the same
    time: whoever finishes one holds its dossier, as is done here.
    """
    batch = batches.row(turn.connection, turn.batch)
    if batch is None or batch.state == BatchState.RECEIVING.value:
        return
    dossiers.hold_all_of(turn.connection, turn.batch)
    deposit_all_ready(turn)
