"""Files handed over with a dossier that did not get into it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue.plain import finding_from_plain
from adapters.catalogue.schema import file
from adapters.catalogue.statements import by_code_point
from archive.model import LeftOut
from ingest.model import FileState
from records.findings import Severity
from records.reader import Capability

if TYPE_CHECKING:
    from records.identifiers import DossierId
    from records.reader import Reader


def left_out_of(connection: sa.Connection, dossier: DossierId, reader: Reader) -> tuple[LeftOut, ...]:
    """Refused and quarantined files, but for those that came again under their name and were accepted."""
    again = file.alias()
    came_again = sa.exists().where(
        again.c.dossier_id == file.c.dossier_id,
        again.c.name == file.c.name,
        again.c.state == FileState.ACCEPTED.value,
    )
    out = (FileState.REFUSED.value, FileState.QUARANTINED.value)
    rows = connection.execute(
        sa.select(file.c.name, file.c.state, file.c.findings)
        .where(file.c.dossier_id == dossier.value, file.c.state.in_(out), ~came_again)
        .order_by(by_code_point(connection, file.c.name), file.c.id)
    )
    # The name of a secret document may be a secret itself, and so may its mark.
    trusted = bool(reader.capabilities & {Capability.TAKE_IN, Capability.DECIDE})
    told = []
    for r in rows:
        quarantined = r.state == FileState.QUARANTINED.value
        reasons = (finding_from_plain(f) for f in r.findings)
        why = next((f for f in reasons if f.severity is Severity.REFUSAL), None)
        known = trusted or not quarantined
        told.append(LeftOut(name=r.name if known else "", quarantined=quarantined, why=why if known else None))
    return tuple(told)
