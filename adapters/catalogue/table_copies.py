"""Rows of the catalogue as plain values, to be carried from one database into another.

Every table of ``schema`` but sessions goes along, parents before children, in the order of its key. Memory
stays the same however many rows there are.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.all_tables import metadata
from adapters.catalogue.rights import GOING
from adapters.catalogue.schema import (
    Moment,
    batch,
    document,
    dossier,
    event,
    file,
    step,
)
from adapters.catalogue.schema_backups import backup_set
from adapters.catalogue.schema_fixity import dossier_fixity
from adapters.catalogue.schema_locks import dossier_lock
from adapters.catalogue.schema_people import session, sign_in_refusal
from adapters.catalogue.schema_retention import retention_total
from adapters.catalogue.schema_second_factor import passkey_challenge
from adapters.catalogue.statements import on_server
from records.errors import Damaged, Sentence
from records.identifiers import Digest, DocumentId, DossierId

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LEFT_OUT = {session, sign_in_refusal, passkey_challenge, dossier_lock, dossier_fixity, retention_total}
TABLES: tuple[sa.Table, ...] = tuple(t for t in metadata.sorted_tables if t not in _LEFT_OUT)
"""Parents before children. Left out: who was signed in, for a session that ended since must not come back; and what
the store locks and when it was checked, for it is another store that a copy comes back into; and what triggers count
anew."""
AT_ONCE = 1000


def take_time(connection: sa.Connection) -> None:
    """Let this transaction last as long as it must: on a server a copy of everything outlasts every limit."""
    if on_server(connection):
        # Not given back to the pool afterwards: the next to use it would wait without an end.
        driver: Any = connection.connection.driver_connection
        driver.answer_seconds = None
        connection.detach()
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            connection.exec_driver_sql(f"SET LOCAL {limit} = 0")


def rows_of(connection: sa.Connection, table: sa.Table) -> Iterator[dict[str, Any]]:
    """Every row with its values as JSON has them; what is empty is left out."""
    for row in _streamed(connection, sa.select(table).order_by(*table.primary_key.columns)):
        yield {name: _plain(value) for name, value in row._mapping.items() if value is not None}  # noqa: SLF001  the public way to a row's names


def put_rows(connection: sa.Connection, table: sa.Table, rows: Iterable[dict[str, Any]]) -> int:
    """Insert rows as ``rows_of`` gave them; how many.

    A step that was leased is ready again: whoever held it is not here.

    Raises:
        Damaged (backup.row_unreadable): A row is not one of this table.
    """
    number = 0
    waiting: list[dict[str, Any]] = []
    for row in rows:
        waiting.append(_values(table, row))
        if len(waiting) == AT_ONCE:
            connection.execute(sa.insert(table), waiting)
            number += len(waiting)
            waiting = []
    if waiting:
        connection.execute(sa.insert(table), waiting)
    return number + len(waiting)


def is_empty(connection: sa.Connection) -> bool:
    """Whether no table holds a row; that somebody backed the emptiness up does not count."""
    tables = [table for table in TABLES if table is not backup_set]
    return all(connection.execute(sa.select(sa.literal(1)).select_from(t).limit(1)).first() is None for t in tables)


def first_batch(connection: sa.Connection) -> str:
    """Id of the first batch there is; empty where there is none. Batches are never removed."""
    return connection.execute(sa.select(sa.func.min(batch.c.id))).scalar() or ""


def holds_batch(connection: sa.Connection, batch_id: str) -> bool:
    """Whether the batch of this id is here."""
    return connection.execute(sa.select(batch.c.id).where(batch.c.id == batch_id)).first() is not None


def ends_with_event(connection: sa.Connection, event_id: str) -> bool:
    """Whether the event of this id is the last that was recorded here."""
    found = connection.execute(sa.select(event.c.at).where(event.c.id == event_id)).scalar_one_or_none()
    if found is None:
        return False
    return connection.execute(sa.select(event.c.id).where(event.c.at > found).limit(1)).first() is None


@dataclass(frozen=True, slots=True)
class WaitingBlob:
    """Bytes that a file or document of the catalogue needs and that may not lie in the archive yet."""

    digest: Digest
    size: int
    dossier: DossierId | None
    """In whose package they come to rest."""
    document: DocumentId | None
    """Of whose making they are; None for what was handed over."""
    made: str
    """pdfa or words; empty for what was handed over."""
    must: bool
    """False: a refused file, of which the bytes are not always kept."""


_DEPOSITED = (dossier.c.version > 0, dossier.c.state != GOING)
"""Of what is being destroyed nothing is copied any more."""


def number_of_packages(connection: sa.Connection) -> int:
    """How many dossiers ``packages`` tells."""
    return connection.execute(sa.select(sa.func.count()).select_from(dossier).where(*_DEPOSITED)).scalar_one()


def packages(connection: sa.Connection) -> Iterator[tuple[DossierId, int, str]]:
    """Every dossier that was deposited: its version, and the digest of that version's inventory."""
    rows = _streamed(
        connection,
        sa.select(dossier.c.id, dossier.c.version, dossier.c.inventory_sha512).where(*_DEPOSITED),
    )
    for row in rows:
        yield DossierId(row.id), row.version, row.inventory_sha512


def waiting_blobs(connection: sa.Connection) -> Iterator[WaitingBlob]:
    """What has not come to rest in the archive; bytes that several files share come several times."""
    at_rest = ("deposited", "indexed")
    originals = (
        sa.select(file.c.digest, file.c.size, file.c.state, sa.func.coalesce(document.c.dossier_id, file.c.dossier_id))
        .select_from(file.outerjoin(document, document.c.file_id == file.c.id))
        .where(sa.or_(file.c.state.not_in(("accepted", "destroyed")), document.c.state.not_in(at_rest)))
    )
    for row in _streamed(connection, originals):
        digest, size, state, owner = tuple(row)
        yield WaitingBlob(Digest(digest), size, DossierId(owner) if owner else None, None, "", state != "refused")
    made = sa.select(document).where(document.c.state.not_in(at_rest))
    for row in _streamed(connection, made):
        for name, digest, size in (
            ("pdfa", row.pdfa_digest, row.pdfa_size),
            ("words", row.words_digest, row.words_size),
        ):
            if digest:
                yield WaitingBlob(Digest(digest), size, DossierId(row.dossier_id), DocumentId(row.id), name, True)  # noqa: FBT003  named by the class


def page_pictures(connection: sa.Connection) -> Iterator[tuple[DocumentId, Digest]]:
    """Every document whose pages have pictures, with the digest of these."""
    pictures = sa.select(document.c.id, document.c.pictures_digest).where(document.c.pictures_digest.is_not(None))
    for row in _streamed(connection, pictures):
        yield DocumentId(row.id), Digest(row.pictures_digest)


def _streamed(connection: sa.Connection, query: sa.Select[Any]) -> sa.Result[Any]:
    return connection.execution_options(stream_results=True, yield_per=AT_ONCE).execute(query)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value


def _values(table: sa.Table, row: dict[str, Any]) -> dict[str, Any]:
    unknown = row.keys() - table.c.keys()
    if unknown:
        raise _unreadable(table, f"{sorted(unknown)}")
    try:
        values = {column.name: _value(column, row.get(column.name)) for column in table.c}
    except (TypeError, ValueError) as error:
        raise _unreadable(table, str(error)) from error
    if table is step and values["state"] == "leased":
        values |= {"state": "ready", "lease_owner": None, "lease_until": None}
    return values


def _value(column: sa.Column[Any], plain: Any) -> Any:
    if plain is None:
        return None
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(plain)
    if isinstance(column.type, sa.Date):
        return date.fromisoformat(plain)
    return base64.b64decode(plain, validate=True) if isinstance(column.type, sa.LargeBinary) else plain


def _unreadable(table: sa.Table, said: str) -> Damaged:
    return Damaged(
        "backup.row_unreadable",
        Sentence(
            f"Bản sao lưu có dòng không thuộc bảng {table.name}: {said}",
            f"The back-up holds a row that is none of table {table.name}: {said}",
        ),
        Sentence(
            "Dùng bản sao lưu khác, hoặc phiên bản Vankho đã lập bản này.",
            "Take another back-up, or the version of Vankho that made this one.",
        ),
    )
