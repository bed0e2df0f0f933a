"""A house that backs up and destroys, and empty installations into which its back-ups are restored."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue import backup_sets, dossiers
from adapters.catalogue.schema import event
from adapters.object_store.s3 import S3ObjectStore
from app.operations.back_up import back_up
from archive.ocfl.storage_root import object_root
from tests.contracts.disposal_house import TODAY, House, _on_servers, house
from tests.contracts.disposal_office import HEAD
from tests.contracts.offices import office
from tests.contracts.retention_desk import SetClock
from tests.contracts.s3_buckets import connection as s3_connection
from tests.contracts.search_desk import drop_elasticsearch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.wiring import Parts
    from records.identifiers import DisposalListId, DocumentId, DossierId
    from retention_rules.backup_sets import BackupSet

BEFORE = TODAY - timedelta(days=3)


@contextmanager
def empty(kind: str, folder: Path) -> Iterator[Parts]:
    """An installation into which a back-up may be restored."""
    folder.mkdir()
    with office(kind, folder) as made:
        # The house's clock is ahead of ours in the evening.
        parts = replace(made, clock=SetClock(TODAY + timedelta(days=2)))
        if kind == "postgresql":
            s3 = s3_connection(f"t{secrets.token_hex(6)}-")
            S3ObjectStore(s3).prepare()
            parts = _on_servers(parts, s3, folder)
        yield parts
        parts.index.close()
        if kind == "postgresql":
            drop_elasticsearch(folder)


@contextmanager
def one_house(kind: str, folder: Path) -> Iterator[House]:
    folder.mkdir()
    with house(kind, folder) as one:
        one.clock.day = BEFORE
        yield one


def destroyed(one: House, *going: DossierId) -> DisposalListId:
    one.clock.day = TODAY
    which = one.approved(*going)
    assert one.executed(which).state.value == "executed"
    return which


def holding(one: House) -> list[str]:
    with one.parts.catalogue.begin(readonly=True) as connection:
        return [each.id for each in backup_sets.holding(connection)]


def state_of(parts: Parts, dossier: DossierId) -> tuple[str, str]:
    with parts.catalogue.begin(readonly=True) as connection:
        row = dossiers.row(connection, dossier)
    return row.state, row.title


def acts(parts: Parts) -> list[str]:
    with parts.catalogue.begin(readonly=True) as connection:
        found = connection.execute(sa.select(event.c.detail).where(event.c.type == "deletion")).scalars()
        return [each["act"] for each in found]


def nothing_of(parts: Parts, dossier: DossierId, documents: list[DocumentId]) -> None:
    """Neither in the store nor in the index nor in the tables."""
    keys = [each.key.value for area in ("archive", "access", "staging") for each in parts.store.list(f"{area}/")]
    assert [key for key in keys if key.startswith(object_root(dossier))] == []
    assert [key for key in keys if any(each.value in key for each in documents)] == []
    assert [parts.index.holds(each) for each in documents] == [0] * len(documents)
    assert state_of(parts, dossier) == ("destroyed", "")


def with_destroyed(one: House, folder: Path) -> tuple[BackupSet, DossierId, list[DocumentId]]:
    """A set in the folder, and a dossier of two in it that was destroyed since."""
    going, _ = one.due("Qan"), one.due("Qbinh")
    documents = one.documents(going)
    back_up(one.parts, folder)
    destroyed(one, going)
    ((held, _),) = one.execution.backups(HEAD)
    return held, going, documents
