"""The certificate of a destruction: what is gone, by whose decision, under one digest over every tombstone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from retention_rules.execution import ItemState
from retention_rules.merkle import root_of
from retention_rules.tombstone import leaf_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date, datetime

    from retention_rules.backup_sets import BackupSet
    from retention_rules.disposal import DisposalList

FORMAT = 1
METHOD = "every version of every object erased from the store; copies, words, pictures, index and tables likewise"


def certificate(
    found: DisposalList,
    tombstones: Sequence[Mapping[str, Any]],
    *,
    issued_at: datetime | None,
    backups: Sequence[tuple[BackupSet, date]] = (),
) -> dict[str, Any]:
    """Values of JSON over what is gone of a list, in the order of the dossiers' ids.

    ``issued_at`` None: the list is not executed to its end, and more may come. ``backups``: sets that hold any of it
    still, each with the last day on which it should.
    """
    gone = sorted(tombstones, key=lambda said: str(said["dossier"]))
    leaves = [leaf_of(said) for said in gone]
    states = [item.standing(found.state) for item in found.items]
    decision = found.decision
    return {
        "format": FORMAT,
        "list": found.id.value,
        "list_digest": found.digest,
        "decision": decision.number if decision else "",
        "decided_on": decision.decided_on.isoformat() if decision else None,
        "decided_by": decision.by if decision else "",
        "executed_by": found.executor,
        "issued_at": issued_at.isoformat() if issued_at else None,
        "method": METHOD,
        "counts": {state.value: states.count(state) for state in ItemState if state in states},
        "gone": [
            {"dossier": said["dossier"], "code": said["code"], "destroyed_at": said["destroyed_at"], "leaf": leaf}
            for said, leaf in zip(gone, leaves, strict=True)
        ],
        "merkle_root": root_of(leaves),
        "backups": [{**each.named(), "erase_by": last.isoformat()} for each, last in backups],
    }
