"""Dossiers as the list of the archive names them: by year and place, as far as a reader may see them.

Pages and days are those of the documents that the reader may see, not of the whole dossier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.rights import may_see_dossier, own_rule_lets
from adapters.catalogue.schema import document, dossier, field_proposal
from ingest.model import DocumentState
from records.description import Field

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from records.reader import Reader

_DAY = "____-__-__"
_AT_ONCE = 500


def count(
    connection: sa.Connection, reader: Reader, today: date, *, span: tuple[datetime, datetime] | None, unit: str
) -> int:
    """Kept dossiers whose year it is: ``span`` are its first moment and that of the next, None: of any year."""
    asked = sa.select(sa.func.count()).select_from(dossier).where(*_kept(reader, today, span, unit))
    return int(connection.execute(asked).scalar_one())


def listed(
    connection: sa.Connection,
    reader: Reader,
    today: date,
    *,
    span: tuple[datetime, datetime] | None,
    unit: str,
    limit: int,
    offset: int,
) -> Sequence[Any]:
    """Rows of those as they lie: by the code of their paper, then by their own."""
    return connection.execute(
        sa.select(dossier.c.id, dossier.c.code, dossier.c.title, dossier.c.paper_code, dossier.c.access_level)
        .where(*_kept(reader, today, span, unit))
        .order_by(dossier.c.paper_code_folded == "", dossier.c.paper_code_folded, dossier.c.code, dossier.c.id)
        .limit(limit)
        .offset(offset)
    ).all()


def amounts(connection: sa.Connection, reader: Reader, today: date, dossiers: Sequence[str]) -> dict[str, Any]:
    """Of each dossier ``pages``, and ``first`` and ``last`` day as written on its documents, None: none was read."""
    issued = field_proposal.alias("issued")
    found: dict[str, Any] = {}
    for start in range(0, len(dossiers), _AT_ONCE):
        rows = connection.execute(
            sa.select(
                document.c.dossier_id,
                sa.func.sum(document.c.page_count).label("pages"),
                sa.func.min(issued.c.value).label("first"),
                sa.func.max(issued.c.value).label("last"),
            )
            .select_from(
                document.outerjoin(
                    issued,
                    sa.and_(
                        issued.c.document_id == document.c.id,
                        issued.c.field == Field.ISSUED_ON.value,
                        issued.c.value.like(_DAY),
                    ),
                )
            )
            .where(
                document.c.dossier_id.in_(dossiers[start : start + _AT_ONCE]),
                document.c.state != DocumentState.QUARANTINED.value,
                own_rule_lets(reader, today),
            )
            .group_by(document.c.dossier_id)
        )
        found |= {r.dossier_id: r for r in rows}
    return found


def _kept(
    reader: Reader, today: date, span: tuple[datetime, datetime] | None, unit: str
) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = [dossier.c.state == "kept", may_see_dossier(reader, today)]
    if unit:
        where.append(dossier.c.unit == unit)
    if span is not None:
        first, following = span
        ended = dossier.c.work_ended_on
        where.append(
            sa.or_(
                sa.and_(ended >= first.date(), ended < following.date()),
                sa.and_(ended.is_(None), dossier.c.created_at >= first, dossier.c.created_at < following),
            )
        )
    return where
