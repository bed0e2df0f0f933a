"""When nothing of a disposal list is left to be done, its certificate stands and the list is executed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue import backup_sets, disposal, events, execution
from app.disposal_record import open_record
from retention_rules.certificate import certificate

if TYPE_CHECKING:
    from app.steps.outcome import Turn
    from app.wiring import Parts
    from records.identifiers import DisposalListId


def certify_if_done(parts: Parts, turn: Turn, which: DisposalListId) -> None:
    """In the transaction that settles an item, after that was written: exactly once, whichever is the last.

    The disposal dossier is opened, and its deposit put on the list of work.
    """
    connection = turn.connection
    disposal.hold(connection, which)
    if execution.anything_left(connection, which):
        return
    found = disposal.one(connection, which)
    assert found is not None, "an item has its list"
    backups = backup_sets.holding_with_days(connection, parts.settings.backup_erase_days, which)
    made = certificate(found, execution.tombstones(connection, which), issued_at=turn.now, backups=backups)
    if execution.executed(connection, which, made, turn.now):
        unit, today = parts.settings.unit, parts.clock.today()
        record = open_record(connection, found, batch=turn.batch, unit=unit, today=today, now=turn.now)
        turn.then("record", which)
        events.add(
            connection,
            type="policy assignment",
            agent=found.executor,
            now=turn.now,
            subjects=[which, record],
            detail={"act": "disposal_executed", "about": which.value, "merkle_root": made["merkle_root"]},
        )
