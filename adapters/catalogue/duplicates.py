"""Documents that may be the same one twice: the same bytes, or the same number and sign of the same agency.

Decree 30/2020/NĐ-CP, Annex VI, III.1(h). Only warned of: nothing is joined or left out by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.rights import may_see_dossier, own_rule_lets
from adapters.catalogue.schema import document, dossier, field_proposal, file
from archive.model import PossibleDuplicate
from ingest.model import DocumentState
from records.description import number_as_written
from records.folding import fold, normalise
from records.identifiers import DocumentId, DossierId
from records.personal_data import mask

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from records.reader import Reader

MOST = 50
"""Told of one dossier: whoever sees so many looks into them one by one anyway."""
# Written out: an index over numbers alone is found by nothing else on either database.
_IS_NUMBER: sa.ColumnElement[str] = sa.literal_column("'number'")


def of_dossier(connection: sa.Connection, reader: Reader, today: date, which: DossierId) -> list[PossibleDuplicate]:
    """What documents of the dossier may be the same as, of what the reader may see; those of the same bytes first."""
    seen: set[tuple[str, str]] = set()
    found: list[PossibleDuplicate] = []
    for r in (*_same_bytes(connection, reader, today, which), *_same_number(connection, reader, today, which)):
        if (r.own, r.other) in seen or len(found) == MOST:
            continue
        if not r.same_bytes and _differ(r.own_agency, r.other_agency):
            continue
        seen.add((r.own, r.other))
        found.append(
            PossibleDuplicate(
                document=DocumentId(r.own),
                other=DocumentId(r.other),
                dossier=DossierId(r.dossier),
                code=r.code,
                title=mask(r.title),
                file_name=r.file_name,
                same_bytes=r.same_bytes,
                number_and_sign=number_as_written(r.number, r.sign),
            )
        )
    return found


def _differ(one: str | None, other: str | None) -> bool:
    """Whether both agencies are known and are not the same, however their letters are written."""
    return bool(one and other) and fold(normalise(str(one))) != fold(normalise(str(other)))


_OWN, _OTHER = document.alias("own"), document.alias("other")


def _same_bytes(connection: sa.Connection, reader: Reader, today: date, which: DossierId) -> Iterable[Any]:
    own_file, other_file = file.alias("own_file"), file.alias("other_file")
    return connection.execute(
        _told(
            same_bytes=sa.true(),
            number=sa.literal(""),
            sign=sa.literal(""),
            agencies=(sa.null(), sa.null()),
            name=other_file.c.name,
        )
        .select_from(
            _OWN.join(own_file, own_file.c.id == _OWN.c.file_id)
            .join(other_file, other_file.c.digest == own_file.c.digest)
            .join(_OTHER, _OTHER.c.file_id == other_file.c.id)
            .join(dossier, dossier.c.id == _OTHER.c.dossier_id)
        )
        .where(*_shown(reader, today, which))
        .order_by(_OTHER.c.id)
        .limit(MOST)
    )


def _same_number(connection: sa.Connection, reader: Reader, today: date, which: DossierId) -> Iterable[Any]:
    number, sign, agency = (field_proposal.alias(f"own_{name}") for name in ("number", "sign", "agency"))
    other_number, other_sign, other_agency = (
        field_proposal.alias(f"other_{name}") for name in ("number", "sign", "agency")
    )
    other_file = file.alias("other_file")
    return connection.execute(
        _told(
            same_bytes=sa.false(),
            number=number.c.value,
            sign=sign.c.value,
            agencies=(agency.c.value, other_agency.c.value),
            name=other_file.c.name,
        )
        .select_from(
            _OWN.join(number, sa.and_(number.c.document_id == _OWN.c.id, number.c.field == "number"))
            .join(sign, sa.and_(sign.c.document_id == _OWN.c.id, sign.c.field == "sign"))
            .outerjoin(agency, sa.and_(agency.c.document_id == _OWN.c.id, agency.c.field == "agency"))
            .join(
                other_number,
                sa.and_(other_number.c.value == number.c.value, other_number.c.field == _IS_NUMBER),
            )
            .join(
                other_sign,
                sa.and_(
                    other_sign.c.document_id == other_number.c.document_id,
                    other_sign.c.field == "sign",
                    other_sign.c.value == sign.c.value,
                ),
            )
            .join(_OTHER, _OTHER.c.id == other_number.c.document_id)
            .outerjoin(
                other_agency, sa.and_(other_agency.c.document_id == _OTHER.c.id, other_agency.c.field == "agency")
            )
            .join(other_file, other_file.c.id == _OTHER.c.file_id)
            .join(dossier, dossier.c.id == _OTHER.c.dossier_id)
        )
        .where(*_shown(reader, today, which), number.c.value != "", sign.c.value != "")
        .order_by(_OTHER.c.id)
        .limit(MOST * 4)
    )


def _told(*, same_bytes: Any, number: Any, sign: Any, agencies: tuple[Any, Any], name: Any) -> sa.Select[Any]:
    return sa.select(
        _OWN.c.id.label("own"),
        _OTHER.c.id.label("other"),
        dossier.c.id.label("dossier"),
        dossier.c.code,
        dossier.c.title,
        name.label("file_name"),
        same_bytes.label("same_bytes"),
        number.label("number"),
        sign.label("sign"),
        agencies[0].label("own_agency"),
        agencies[1].label("other_agency"),
    )


def _shown(reader: Reader, today: date, which: DossierId) -> list[sa.ColumnElement[bool]]:
    return [
        _OWN.c.dossier_id == which.value,
        _OTHER.c.id != _OWN.c.id,
        *(one.c.state != DocumentState.QUARANTINED.value for one in (_OWN, _OTHER)),
        may_see_dossier(reader, today),
        *(own_rule_lets(reader, today, one) for one in (_OWN, _OTHER)),
    ]
