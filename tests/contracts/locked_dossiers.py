"""Deposited dossiers on either profile, and what the store says of them."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue import dossiers
from adapters.catalogue.schema import document as document_table
from adapters.catalogue.schema import file as file_table
from adapters.object_store.s3 import S3ObjectStore
from adapters.object_store.s3_locks import S3ObjectLocks
from app.desks.holds import CatalogueHoldDesk
from app.keep_locks import beginning_of, keep_locks
from app.rounds import spread_holds
from app.steps.retain import assign_anew
from archive.package_objects import package_objects
from benchmarks.backup.dossiers import deposit_dossier, new_batch, receive_dossier
from records.ports.clock import SystemClock
from retention_rules.holds import HoldGround, HoldScope, ScopeKind, hold_order
from tests.contracts.offices import office
from tests.contracts.retention_desk import OPERATOR, SetClock
from tests.contracts.s3_buckets import connection as s3_connection

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from adapters.object_store.s3_connection import S3Connection
    from app.wiring import Parts
    from records.identifiers import BatchId, DocumentId, DossierId, HoldId, ObjectKey
    from records.ports.object_lock import LockState

TODAY = SystemClock().today()
"""The store goes by its own clock: no day before it can be leased to."""


@dataclass
class Keeping:
    """Deposited dossiers and what the store says of them."""

    parts: Parts
    clock: SetClock
    batch: BatchId
    s3: S3Connection | None
    number: int = 0

    def received(self) -> tuple[DossierId, DocumentId]:
        self.number += 1
        return receive_dossier(self.parts, self.batch, secrets.randbelow(10**6))

    def deposited(self, *, ended: date | None = None) -> DossierId:
        dossier, document = self.received()
        if ended is not None:
            with self.parts.catalogue.begin() as connection:
                dossiers.set_work_ended(connection, dossier, ended, "lan")
        deposit_dossier(self.parts, self.batch, dossier, document)
        with self.parts.catalogue.begin() as connection:
            assign_anew(self.parts, connection, dossier, by="vankho")
        return dossier

    def one_more(self, dossier: DossierId) -> None:
        """The next version of the dossier, with another document."""
        _, document = self.received()
        with self.parts.catalogue.begin() as connection:
            for table, which in ((document_table, document_table.c.id), (file_table, file_table.c.document_id)):
                connection.execute(sa.update(table).where(which == document.value).values(dossier_id=dossier.value))
        deposit_dossier(self.parts, self.batch, dossier, document)

    def keep(self) -> None:
        while spread_holds(self.parts, seconds=0) or keep_locks(self.parts, seconds=0):
            pass

    def place(self, dossier: DossierId) -> HoldId:
        order = hold_order(
            name="Thanh tra",
            ground=HoldGround.INSPECTION,
            mandate_number="45/QĐ-TTr",
            mandate_date=TODAY,
            mandate_by="Thanh tra tỉnh",
            scopes=[HoldScope(kind=ScopeKind.DOSSIER, value=dossier.value)],
            today=self.clock.day,
        )
        return CatalogueHoldDesk(self.parts).place(OPERATOR, order).id

    def lift(self, hold: HoldId) -> None:
        CatalogueHoldDesk(self.parts).lift(OPERATOR, hold, "Xong")

    def states(self, dossier: DossierId) -> set[LockState]:
        return {self.parts.locks.state(key) for key in package_objects(self.parts.store, dossier)}

    def state(self, dossier: DossierId) -> LockState:
        """The same of every object."""
        (found,) = self.states(dossier)
        return found

    def until(self, dossier: DossierId) -> datetime | None:
        return self.state(dossier).retained_until


@contextmanager
def opened(kind: str, folder: Path) -> Iterator[Keeping]:
    """On SQLite with a folder, or on PostgreSQL with MinIO."""
    with office(kind, folder) as parts:
        clock, s3 = SetClock(TODAY), None
        kept = replace(parts, clock=clock)
        if kind == "postgresql":
            # Buckets of its own: what is leased here stays for a year and more.
            s3 = s3_connection(f"t{secrets.token_hex(6)}-")
            store = S3ObjectStore(s3)
            store.prepare()
            kept = replace(kept, store=store)
            kept.__dict__["locks"] = S3ObjectLocks(s3)
        yield Keeping(kept, clock, new_batch(kept), s3)


def in_days(days: int) -> datetime:
    return beginning_of(TODAY + timedelta(days=days))


def lose(keeping: Keeping, key: ObjectKey) -> None:
    if keeping.s3 is None:
        (keeping.parts.settings.store_folder / key.value).unlink()
    else:
        keeping.s3.client.remove_object(*keeping.s3.place(key))  # hides it


def held_versions(s3: S3Connection, key: ObjectKey) -> list[str]:
    bucket, name = s3.place(key)
    return [
        found.version_id or ""
        for found in s3.client.list_objects(bucket, prefix=name, recursive=True, include_version=True)
        if found.object_name == name and s3.client.is_object_legal_hold_enabled(bucket, name, found.version_id)
    ]
