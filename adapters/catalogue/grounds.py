"""From what the periods of dossiers follow: the same few statements for one dossier and for thousands in a row."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from adapters.catalogue.rights import DESTROYED, GOING
from adapters.catalogue.schema import document, dossier, field_proposal
from adapters.catalogue.schema_references import document_reference
from adapters.catalogue.schema_retention import period_decision, retention_assignment, retention_trigger
from records.description import Field
from retention_rules.grounds import Grounds, Outcome, Said
from retention_rules.model import PeriodDecision
from retention_rules.trigger import TriggerKind

if TYPE_CHECKING:
    from collections.abc import Sequence

_FIELDS = (Field.TYPE.value, Field.SUBJECT.value, Field.ISSUED_ON.value)


class Standing(NamedTuple):
    """A dossier with what it follows from, and what was worked out of that before."""

    dossier: str
    grounds: Grounds
    outcome: Outcome
    basis: str


def of_rows(connection: sa.Connection, rows: Sequence[Any], today: date) -> list[Grounds]:
    """Of dossiers (``id``, ``title``, ``work_ended_on``) that come in the order of their ids, however many."""
    if not rows:
        return []
    first, last = rows[0].id, rows[-1].id
    documents = _documents(connection, first, last)
    events = _events(connection, first, last)
    decisions = _decisions(connection, first, last)
    latest = today.isoformat()
    return [
        Grounds(
            title=r.title,
            work_ended_on=r.work_ended_on,
            newest_document=_newest(documents.get(r.id, ()), latest),
            documents=tuple(said for said, _ in documents.get(r.id, ())),
            events=events.get(r.id, {}),
            decisions=tuple(decisions.get(r.id, ())),
        )
        for r in rows
    ]


def standing_after(connection: sa.Connection, after: str, limit: int, today: date) -> list[Standing]:
    """The next dossiers with an assignment in force, in the order of their ids; those that go or are gone left out."""
    made = retention_assignment
    rows = connection.execute(
        sa.select(
            dossier.c.id,
            dossier.c.title,
            dossier.c.work_ended_on,
            made.c.basis,
            *(made.c[name] for name in Outcome._fields),
        )
        .select_from(made.join(dossier, dossier.c.id == made.c.dossier_id))
        .where(
            made.c.superseded_at.is_(None),
            # Of both: a server that merges them would begin with the first dossier of all for every page.
            made.c.dossier_id > after,
            dossier.c.id > after,
            dossier.c.state.not_in((GOING, DESTROYED)),
        )
        .order_by(made.c.dossier_id)
        .limit(limit)
    ).all()
    return [
        Standing(r.id, grounds, Outcome(*r[4:]), r.basis)
        for r, grounds in zip(rows, of_rows(connection, rows, today), strict=True)
    ]


def _documents(connection: sa.Connection, first: str, last: str) -> dict[str, list[tuple[Said, str]]]:
    """What each document says, and its date where that is not doubtful; those too that lie in another dossier."""
    own = connection.execute(
        sa.select(
            document.c.dossier_id,
            document.c.id,
            field_proposal.c.field,
            field_proposal.c.value,
            field_proposal.c.doubtful,
        )
        .select_from(
            document.outerjoin(
                field_proposal,
                sa.and_(field_proposal.c.document_id == document.c.id, field_proposal.c.field.in_(_FIELDS)),
            )
        )
        .where(document.c.dossier_id.between(first, last))
        .order_by(document.c.dossier_id, document.c.id)
    )
    referred = connection.execute(
        sa.select(
            document_reference.c.dossier_id,
            document_reference.c.document_id,
            field_proposal.c.field,
            field_proposal.c.value,
            field_proposal.c.doubtful,
        )
        .select_from(
            document_reference.outerjoin(
                field_proposal,
                sa.and_(
                    field_proposal.c.document_id == document_reference.c.document_id,
                    field_proposal.c.field.in_(_FIELDS),
                ),
            )
        )
        .where(document_reference.c.dossier_id.between(first, last))
    )
    found: defaultdict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for which, one, field, value, doubtful in (*own, *referred):
        fields = found[which].setdefault(one, {})
        if field is not None and not (doubtful and field == Field.ISSUED_ON.value):
            fields[field] = value
    kind, about, issued = _FIELDS
    return {
        # By id, wherever they lie: one that is moved changes nothing.
        which: [
            (Said(said.get(kind, ""), said.get(about, "")), said.get(issued, ""))
            for _, said in sorted(each.items(), key=lambda one: one[0])
        ]
        for which, each in found.items()
    }


def _newest(documents: Sequence[tuple[Said, str]], latest: str) -> date | None:
    for day in sorted((day for _, day in documents if day and day <= latest), reverse=True):
        with suppress(ValueError):  # what is no date stands for none, and keeps no other dossier from its dates
            return date.fromisoformat(day)
    return None


def _events(connection: sa.Connection, first: str, last: str) -> dict[str, dict[TriggerKind, date]]:
    event = retention_trigger
    rows = connection.execute(
        sa.select(event.c.dossier_id, event.c.kind, event.c.happened_on).where(event.c.dossier_id.between(first, last))
    )
    found: defaultdict[str, dict[TriggerKind, date]] = defaultdict(dict)
    for which, kind, on in rows:
        found[which][TriggerKind(kind)] = on
    return found


def _decisions(connection: sa.Connection, first: str, last: str) -> dict[str, list[PeriodDecision]]:
    """Oldest first."""
    rows = connection.execute(
        sa.select(period_decision)
        .where(period_decision.c.dossier_id.between(first, last))
        .order_by(period_decision.c.id)
    )
    found: defaultdict[str, list[PeriodDecision]] = defaultdict(list)
    for r in rows:
        found[r.dossier_id].append(
            PeriodDecision(
                period=r.period, number=r.number, decided_on=r.decided_on, approved_by=r.approved_by, reason=r.reason
            )
        )
    return found
