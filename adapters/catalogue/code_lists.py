"""Versions of lists of codes. What a version says never changes; of each list one at most is in force."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.schema_code_lists import code_list as table
from adapters.catalogue.statements import hold_name, insert_new
from records.identifiers import CodeListId

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from ingest.code_lists.model import CodeListKind, Entry

_BRIEF = [column for column in table.c if column.name != "entries"]


def add(
    connection: sa.Connection,
    *,
    kind: CodeListKind,
    version: str,
    source: str,
    entries: Sequence[Entry],
    by: str,
    now: datetime,
) -> CodeListId | None:
    """A new version, proposed; None where one of that list and number is there already."""
    made = CodeListId.new()
    inserted = insert_new(
        connection,
        table,
        id=made.value,
        kind=kind.value,
        version=version,
        source=source,
        entries=list(entries),
        entry_count=len(entries),
        state="proposed",
        imported_at=now,
        imported_by=by,
    )
    return made if inserted else None


def rows(connection: sa.Connection, kind: CodeListKind) -> Sequence[Any]:
    """Every version of the list without its entries, newest first."""
    of_kind = sa.select(*_BRIEF).where(table.c.kind == kind.value)
    return connection.execute(of_kind.order_by(table.c.id.desc())).all()


def row(connection: sa.Connection, version: CodeListId) -> Any | None:
    """One version with its entries."""
    return connection.execute(sa.select(table).where(table.c.id == version.value)).first()


def id_in_force(connection: sa.Connection, kind: CodeListKind) -> CodeListId | None:
    """Which version is in force; None: the one that comes with Vankho."""
    standing = sa.select(table.c.id).where(table.c.kind == kind.value, table.c.state == "in_force")
    found = connection.execute(standing).scalar_one_or_none()
    return CodeListId(found) if found else None


def hold(connection: sa.Connection) -> None:
    """Nobody else changes which versions are in force before this transaction ends."""
    hold_name(connection, "code lists")


def put_in_force(connection: sa.Connection, kind: CodeListKind, version: CodeListId, *, by: str, now: datetime) -> None:
    """From now on this version is in force. The caller holds the lists and knows that it is proposed."""
    standing = sa.update(table).where(table.c.kind == kind.value, table.c.state == "in_force")
    connection.execute(standing.values(state="superseded"))
    this = sa.update(table).where(table.c.id == version.value)
    connection.execute(this.values(state="in_force", accepted_at=now, accepted_by=by))
