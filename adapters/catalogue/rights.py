"""Rights as a condition of every query: what a reader may not see is not selected."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.schema import batch, document, dossier
from records.reader import Capability

if TYPE_CHECKING:
    from datetime import date

    from records.reader import Reader


def may_see_batch(reader: Reader) -> sa.ColumnElement[bool]:
    """Batches of the reader's units, for readers who take in."""
    if Capability.TAKE_IN not in reader.capabilities:
        return sa.false()
    return sa.true() if reader.all_units else batch.c.unit.in_(sorted(reader.units))


GOING, DESTROYED = "going", "destroyed"
"""States of a dossier from the moment on at which its destruction cannot be stopped: nobody sees it any more."""


def may_see_dossier(reader: Reader, today: date) -> sa.ColumnElement[bool]:
    """Dossiers of the reader's units and levels that are not restricted today (Archives Law, Art. 25).

    None of those that are destroyed.
    """
    conditions: list[sa.ColumnElement[bool]] = [
        dossier.c.access_level.in_(sorted(level.value for level in reader.levels)),
        dossier.c.state.not_in((GOING, DESTROYED)),
    ]
    if not reader.all_units:
        conditions.append(dossier.c.unit.in_(sorted(reader.units)))
    if Capability.DECIDE not in reader.capabilities:
        conditions.append(sa.or_(dossier.c.restricted_until.is_(None), dossier.c.restricted_until <= today))
    return sa.and_(*conditions)


def own_rule_lets(reader: Reader, today: date, of: Any = document) -> sa.ColumnElement[bool]:
    """Of rows of documents whose dossier the reader may see: their own rule, if any, lets him see them too."""
    levels = ["", *sorted(level.value for level in reader.levels)]
    lets: sa.ColumnElement[bool] = of.c.own_level.in_(levels)
    if Capability.DECIDE in reader.capabilities:
        return lets
    return sa.and_(lets, sa.or_(of.c.own_restricted_until.is_(None), of.c.own_restricted_until <= today))


def may_see_document(reader: Reader, today: date, of: Any = document) -> sa.ColumnElement[bool]:
    """Documents, joined with their dossiers, that the reader may see: a document may be stricter, never looser."""
    return sa.and_(may_see_dossier(reader, today), own_rule_lets(reader, today, of))
