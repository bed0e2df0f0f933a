"""The trail of events, searched: newest first, page by page."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from accounts.audit import TrailEvent
from adapters.catalogue.schema import dossier, event
from adapters.catalogue.schema_people import account
from adapters.catalogue.storable import json_text
from records.folding import fold
from records.ports.clock import VIET_NAM

if TYPE_CHECKING:
    from datetime import date

    from accounts.audit import TrailQuestion


def found(connection: sa.Connection, question: TrailQuestion, *, before: str, limit: int) -> list[TrailEvent]:
    """At most ``limit`` events with lesser ids than ``before`` (empty: from the newest on)."""
    conditions = [*_conditions(connection, question)]
    if before:
        conditions.append(event.c.id < before)
    rows = connection.execute(
        sa.select(event, dossier.c.code, account.c.full_name)
        .outerjoin(dossier, dossier.c.id == event.c.dossier_id)
        .outerjoin(account, account.c.name == event.c.agent)
        .where(*conditions)
        .order_by(event.c.id.desc())
        .limit(limit)
    )
    return [
        TrailEvent(
            id=r.id,
            at=r.at,
            type=r.type,
            agent=r.agent,
            outcome=r.outcome,
            address=r.address or "",
            batch=r.batch_id or "",
            dossier=r.dossier_id or "",
            dossier_code=r.code or "",
            agent_name=r.full_name or "",
            subjects=tuple(r.subjects),
            detail=r.detail,
        )
        for r in rows
    ]


def _conditions(connection: sa.Connection, asked: TrailQuestion) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if asked.who:
        # A person is known by a name of several words; there are few accounts beside events.
        said = f" {fold(asked.who)} "
        people = connection.execute(sa.select(account.c.name, account.c.full_name))
        known = [one.name for one in people if said in f" {fold(one.full_name)} "]
        conditions.append(event.c.agent.in_([asked.who, *known]))
    if asked.kind:
        act = event.c.detail["act"].as_string()
        conditions.append(sa.or_(event.c.type == asked.kind, act == asked.kind))
    if asked.dossier:
        of_code = sa.select(dossier.c.id).where(dossier.c.code_folded == fold(asked.dossier))
        ids = [asked.dossier, *connection.execute(of_code).scalars()]
        conditions.append(event.c.dossier_id.in_(ids))
    if asked.batch:
        conditions.append(event.c.batch_id == asked.batch)
    if asked.about:
        # Subjects are a list of texts, written as JSON: one of them stands between quotation marks.
        # As it is kept now, and in escapes as it was kept before.
        spelled = {json_text(asked.about), json.dumps(asked.about)}
        text = sa.cast(event.c.subjects, sa.Text)
        conditions.append(sa.or_(*(text.contains(each, autoescape=True) for each in sorted(spelled))))
    if asked.address:
        conditions.append(event.c.address == asked.address)
    if asked.outcome:
        conditions.append(event.c.outcome == asked.outcome)
    if asked.since:
        conditions.append(event.c.at >= _morning(asked.since))
    if asked.until:
        conditions.append(event.c.at < _morning(asked.until + timedelta(days=1)))
    return conditions


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=VIET_NAM)
