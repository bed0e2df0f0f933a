"""The disposal dossier: what of a destruction is kept, and for how long.

Law 01/2011/QH13, Art. 28(4): 20 years from the destruction at least. It is a dossier like every other: in a
package of its own, leased, held, verified, backed up, and one day due.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from adapters.catalogue import dossiers, execution, retention
from adapters.catalogue.disposal_sheets import full_names
from retention_rules.model import PeriodDecision

if TYPE_CHECKING:
    from datetime import date, datetime

    import sqlalchemy as sa

    from records.identifiers import BatchId, DossierId
    from retention_rules.disposal import DisposalList

KEPT_YEARS = 20
WHY_KEPT = "Hồ sơ về việc hủy tài liệu giữ ít nhất 20 năm, như Luật 01/2011/QH13, Điều 28(4)"
FOLDER = "disposal"


def open_record(
    connection: sa.Connection, found: DisposalList, *, batch: BatchId, unit: str, today: date, now: datetime
) -> DossierId:
    """The dossier that will hold the record of an executed list, with its period; the caller holds the list."""
    made = dossiers.of_grouping(
        connection,
        batch=batch,
        grouping=f"disposal:{found.id}",
        title=f"Hồ sơ hủy tài liệu: {found.name}",
        code="",
        unit=unit,
        now=now,
    )
    decision = found.decision
    assert decision is not None, "nothing is executed without one"
    dossiers.set_work_ended(connection, made, today, found.executor)
    kept = PeriodDecision(
        period=str(KEPT_YEARS),
        number=decision.number,
        decided_on=decision.decided_on,
        approved_by=full_names(connection, [decision.by]).get(decision.by) or decision.by,
        reason=WHY_KEPT,
    )
    retention.add_decision(connection, made, kept, by=found.executor, now=now)
    execution.record_in(connection, found.id, made)
    return made


def papers_of(connection: sa.Connection, found: DisposalList) -> dict[str, bytes]:
    """What the disposal dossier holds, by its path: values of JSON."""
    said: dict[str, Any] = {
        "list.json": _list(found),
        "certificate.json": execution.certificate_of(connection, found.id),
        "tombstones.json": execution.tombstones(connection, found.id),
    }
    return {f"{FOLDER}/{name}": _json(value) for name, value in said.items()}


def _list(found: DisposalList) -> dict[str, Any]:
    """The list as it was frozen, voted on, decided and executed; without titles, which went with the dossiers."""
    decision = found.decision
    return {
        "list": found.id.value,
        "name": found.name,
        "digest": found.digest,
        "proposed_by": found.proposed_by,
        "proposed_at": found.proposed_at.isoformat(),
        "council": list(found.council),
        "decision": decision.number if decision else "",
        "decided_on": decision.decided_on.isoformat() if decision else None,
        "decided_by": decision.by if decision else "",
        "executed_by": found.executor,
        "executing_since": found.executing_since.isoformat() if found.executing_since else None,
        "executed_at": found.executed_at.isoformat() if found.executed_at else None,
        "items": [
            {
                "dossier": item.dossier.value,
                "fingerprint": item.fingerprint,
                "state": item.standing(found.state).value,
                "votes": [{"member": member, "vote": vote.value, "said": said} for member, vote, said in item.votes],
            }
            for item in found.items
        ],
    }


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=2).encode() + b"\n"
