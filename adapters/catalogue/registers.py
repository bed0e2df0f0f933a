"""Documents as registers list them: by the day on them and the body that issued them, as far as a reader may see.

A volume is read at a time, and its fields after it, so that memory does not grow with the register.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.rights import may_see_document
from adapters.catalogue.schema import document, dossier, field_proposal, file
from adapters.catalogue.schema_references import document_reference as reference
from ingest.model import DocumentState
from records.description import Field

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from records.reader import Reader

_AT_ONCE = 500
_SHOWN = document.c.state != DocumentState.QUARANTINED.value
_DAY = "____-__-__"
_issued = field_proposal.alias("issued")
_agency = field_proposal.alias("agency")
_number = field_proposal.alias("number")


def by_agency(
    connection: sa.Connection, reader: Reader, today: date, *, year: int | None, unit: str
) -> list[tuple[str, int]]:
    """Each name of an issuing body as it was read (empty: none was), and the documents of that year that bear it."""
    name = sa.func.coalesce(_agency.c.value, "")
    rows = connection.execute(
        sa.select(name.label("agency"), sa.func.count().label("documents"))
        .select_from(_documents(year).outerjoin(_agency, _is(_agency, Field.AGENCY)))
        .where(*_wanted(reader, today, year, unit))
        .group_by(name)
    )
    return [(r.agency, r.documents) for r in rows]


def documents_of(
    connection: sa.Connection,
    reader: Reader,
    today: date,
    *,
    year: int | None,
    unit: str,
    own: Collection[str],
    outgoing: bool,
    limit: int,
    offset: int,
) -> Sequence[Any]:
    """``id``, ``title``, ``file_name``, ``page_count``, ``dossier_id``, ``code`` and ``unit`` of documents, by day and
    number; ``own`` are the names under which the body itself issues.
    """
    mine = sa.func.coalesce(_agency.c.value, "").in_(sorted(own))
    number = sa.func.coalesce(_number.c.value, "")
    return connection.execute(
        sa.select(
            document.c.id,
            document.c.title,
            document.c.page_count,
            document.c.dossier_id,
            file.c.name.label("file_name"),
            dossier.c.code,
            dossier.c.unit,
        )
        .select_from(
            _documents(year)
            .join(file, file.c.id == document.c.file_id)
            .outerjoin(_agency, _is(_agency, Field.AGENCY))
            .outerjoin(_number, _is(_number, Field.NUMBER))
        )
        .where(*_wanted(reader, today, year, unit), mine if outgoing else sa.not_(mine))
        # 9 stands before 10: numbers are text.
        .order_by(sa.func.coalesce(_issued.c.value, ""), sa.func.length(number), number, document.c.id)
        .limit(limit)
        .offset(offset)
    ).all()


def fields_of(connection: sa.Connection, documents: Sequence[str]) -> dict[str, dict[str, tuple[str, bool]]]:
    """Of each document the fields that were read, by name: value, and whether a person should look."""
    found: dict[str, dict[str, tuple[str, bool]]] = {}
    for start in range(0, len(documents), _AT_ONCE):
        rows = connection.execute(
            sa.select(
                field_proposal.c.document_id, field_proposal.c.field, field_proposal.c.value, field_proposal.c.doubtful
            ).where(field_proposal.c.document_id.in_(documents[start : start + _AT_ONCE]))
        )
        for r in rows:
            found.setdefault(r.document_id, {})[r.field] = (r.value, r.doubtful)
    return found


def visible_documents(
    connection: sa.Connection, reader: Reader, today: date, documents: Sequence[str]
) -> dict[str, Any]:
    """Of these those that the reader may see, by id: rows as ``documents_of`` has them."""
    found: dict[str, Any] = {}
    for start in range(0, len(documents), _AT_ONCE):
        rows = connection.execute(
            sa.select(document.c.id, document.c.title, document.c.dossier_id, file.c.name.label("file_name"))
            .select_from(
                document.join(dossier, dossier.c.id == document.c.dossier_id).join(
                    file, file.c.id == document.c.file_id
                )
            )
            .where(document.c.id.in_(documents[start : start + _AT_ONCE]), _SHOWN, may_see_document(reader, today))
        )
        found |= {r.id: r for r in rows}
    return found


def agencies_beside(connection: sa.Connection, documents: Sequence[str]) -> set[str]:
    """Names of the bodies, as they were read, that issued what lies beside these documents, as ``answers_to`` has it.

    For telling which of them are the body itself; nothing of it is shown to anybody.
    """
    found: set[str] = set()
    for start in range(0, len(documents), _AT_ONCE):
        beside = _beside(documents[start : start + _AT_ONCE]).subquery()
        names = (
            sa.select(field_proposal.c.value).distinct().join(beside, beside.c.answer == field_proposal.c.document_id)
        )
        found.update(connection.execute(names.where(field_proposal.c.field == Field.AGENCY.value)).scalars())
    return found


def answers_to(
    connection: sa.Connection, reader: Reader, today: date, documents: Sequence[str], own: Collection[str]
) -> list[tuple[str, str]]:
    """Pairs of a document and one of the body's own whose subject holds its number: beside it in a dossier.

    Beside: in the same dossier, in one that refers to it, or referred to by its dossier.
    """
    found: list[tuple[str, str]] = []
    for start in range(0, len(documents) if own else 0, _AT_ONCE):
        beside = _beside(documents[start : start + _AT_ONCE]).subquery()
        subject, number = field_proposal.alias("subject"), field_proposal.alias("asked_number")
        rows = connection.execute(
            sa.select(beside.c.asked, beside.c.answer)
            .distinct()
            .select_from(
                beside.join(document, document.c.id == beside.c.answer)
                .join(dossier, dossier.c.id == document.c.dossier_id)
                .join(_agency, _is(_agency, Field.AGENCY))
                .join(subject, _is(subject, Field.SUBJECT))
                .join(
                    number,
                    sa.and_(number.c.document_id == beside.c.asked, number.c.field == Field.NUMBER.value),
                )
            )
            .where(
                _SHOWN,
                may_see_document(reader, today),
                _agency.c.value.in_(sorted(own)),
                number.c.value != "",
                subject.c.value.contains(number.c.value),
            )
            .order_by(beside.c.asked, beside.c.answer)
        )
        found += [(r.asked, r.answer) for r in rows]
    return found


def _beside(documents: Sequence[str]) -> sa.CompoundSelect[Any]:
    asked, other = document.alias("asked"), document.alias("other")
    pair = (asked.c.id.label("asked"), other.c.id.label("answer"))
    these = asked.c.id.in_(documents)
    return sa.union(
        sa.select(*pair)
        .select_from(asked.join(other, other.c.dossier_id == asked.c.dossier_id))
        .where(these, other.c.id != asked.c.id),
        sa.select(asked.c.id.label("asked"), reference.c.document_id.label("answer"))
        .select_from(asked.join(reference, reference.c.dossier_id == asked.c.dossier_id))
        .where(these),
        sa.select(*pair)
        .select_from(
            asked.join(reference, reference.c.document_id == asked.c.id).join(
                other, other.c.dossier_id == reference.c.dossier_id
            )
        )
        .where(these),
    )


def _is(of: Any, field: Field) -> sa.ColumnElement[bool]:
    return sa.and_(of.c.document_id == document.c.id, of.c.field == field.value)


def _documents(year: int | None) -> sa.Join:
    whole = document.join(dossier, dossier.c.id == document.c.dossier_id)
    return whole.join(_issued, _is(_issued, Field.ISSUED_ON), isouter=year is None)


def _wanted(reader: Reader, today: date, year: int | None, unit: str) -> list[Any]:
    where: list[Any] = [_SHOWN, may_see_document(reader, today)]
    if unit:
        where.append(dossier.c.unit == unit)
    if year is None:
        where.append(sa.or_(_issued.c.value.is_(None), sa.not_(_issued.c.value.like(_DAY))))
    else:
        # Said once more as the index of days has it, so that it is used.
        where += [
            sa.text("issued.field = 'issued_on'"),
            _issued.c.value.between(f"{year:04}-01-01", f"{year:04}-12-31"),
            _issued.c.value.like(_DAY),
        ]
    return where
