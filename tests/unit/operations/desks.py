"""A desk with a few small dossiers, and what it holds as plain values."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue.schema import event
from adapters.catalogue.schema_backups import backup_set
from adapters.catalogue.table_copies import TABLES, rows_of
from app.settings import Settings
from app.wiring import open_parts
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.wiring import Parts
    from records.identifiers import BatchId, DocumentId, DossierId


@contextmanager
def desk(folder: Path) -> Iterator[Parts]:
    parts = open_parts(Settings(data=folder, account="can-bo-thu", _env_file=None))
    yield parts
    parts.close()


def with_dossiers(parts: Parts, number: int) -> tuple[BatchId, list[tuple[DossierId, DocumentId]]]:
    batch = new_batch(parts)
    added = []
    for at in range(number):
        dossier, document = receive_dossier(parts, batch, at)
        deposit_dossier(parts, batch, dossier, document)
        added.append((dossier, document))
    return batch, added


def rows(parts: Parts) -> dict[str, list[dict[str, Any]]]:
    """Everything in the catalogue but the record of a restore and the register of back-ups."""
    with parts.catalogue.begin(readonly=True) as connection:
        found = {table.name: list(rows_of(connection, table)) for table in TABLES if table is not backup_set}
    for each in found["page"]:
        each["personal"] = each.get("personal", 0)  # counted when the page comes into the index at the latest
    found["event"] = [each for each in found["event"] if each["type"] != "recovery"]
    return found


def objects(parts: Parts, *areas: str) -> dict[str, bytes]:
    """Every object of these areas but the cache of readings, with its bytes."""
    found = {}
    for area in areas or ("archive", "staging", "access", "evidence"):
        for stored in parts.store.list(f"{area}/"):
            with parts.store.open(stored.key) as content:
                found[stored.key.value] = content.read()
    return found


def restores_recorded(parts: Parts) -> int:
    with parts.catalogue.begin(readonly=True) as connection:
        counted = sa.select(sa.func.count()).select_from(event).where(event.c.type == "recovery")
        return connection.execute(counted).scalar_one()
