"""The answer to who asks for data to be deleted, as the period of the dossier gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.catalogue import retention, use_requests
from archive.use.erasure import Retained, erasure_refusal
from archive.use.model import UseKind, UseState
from retention_rules.model import PeriodKind
from retention_rules.plain import from_plain

if TYPE_CHECKING:
    from datetime import date

    import sqlalchemy as sa

    from archive.use.model import Refusal


def proposed_answer(connection: sa.Connection, row: Any, today: date) -> Refusal | None:
    """What is proposed for the request of this row; None: no such request, decided, or nothing is known of a period."""
    dossier = use_requests.dossier_of(row)
    if row.kind != UseKind.ERASURE or row.state != UseState.FILED or dossier is None or not row.visible:
        return None
    plain = retention.in_force(connection, dossier)
    if plain is None:
        return None
    assignment = from_plain(plain)
    kept = Retained(
        permanent=assignment.rule.kind is PeriodKind.PERMANENT,
        until=assignment.expires_on,
        rule=assignment.rule.id,
        clause=assignment.explanation.clause_says.vi,
    )
    return erasure_refusal(kept, today)
