"""An office that destroys for real, with as little as that takes: catalogue, a folder as store, an index."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from accounts.refusals import refused
from adapters.catalogue import dossiers, execution, steps
from adapters.catalogue.schema_retention import disposal_item
from adapters.object_store.filesystem import FilesystemObjectStore
from adapters.object_store.filesystem_erasure import FilesystemErasure
from adapters.object_store.filesystem_locks import FilesystemObjectLocks
from adapters.search_index.tantivy import TantivyIndex
from adapters.task_queue.polling import PollingQueue
from app.desks.execution import CatalogueExecutionDesk
from app.settings import Settings
from app.work import Work
from archive.ocfl.storage_root import object_root
from records.identifiers import Digest, ObjectKey
from tests.contracts.disposal_office import ARCHIVIST, DisposalOffice

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.catalogue.engine import Catalogue
    from adapters.catalogue.execution import ItemRow
    from records.identifiers import DisposalListId, DossierId
    from records.reader import Reader

EXECUTORS = (replace(ARCHIVIST, account="f"), replace(ARCHIVIST, account="g"))
PASSWORD = "dung-mat-khau"


class Confirming:
    """Of a sign-in desk the one method that an execution asks for."""

    def confirm(self, reader: Reader, password: str, code: str = "") -> None:
        _ = reader, code
        if password != PASSWORD:
            raise refused(3, timedelta(minutes=15))


class ExecutionOffice(DisposalOffice):
    """Each dossier has a package of one object; what of it is destroyed is destroyed for real."""

    def __init__(self, catalogue: Catalogue, today: date, folder: Path) -> None:
        super().__init__(catalogue, today)
        settings = Settings(data=folder, account="may", _env_file=None)
        for each in (settings.spool_folder, settings.store_folder):
            each.mkdir(parents=True, exist_ok=True)
        store = FilesystemObjectStore(settings.store_folder)
        self.parts = replace(self.parts, settings=settings, store=store)
        self.parts.__dict__.update(
            erasure=FilesystemErasure(settings.store_folder),
            locks=FilesystemObjectLocks(settings.store_folder),
            index=TantivyIndex(settings.index_folder),
            queue=PollingQueue(),
        )
        self.execution = CatalogueExecutionDesk(self.parts, cast("Any", Confirming()))

    def packed(self, name: str, ended: date = date(2018, 5, 1)) -> DossierId:
        """``due``, with something in the store."""
        made = self.due(name, ended)
        content = name.encode()
        self.parts.store.put(_object_of(made), io.BytesIO(content), Digest.of(content))
        return made

    def is_whole(self, dossier: DossierId) -> bool:
        """Whether its package lies in the store."""
        return self.parts.store.stat(_object_of(dossier)) is not None

    def state(self, dossier: DossierId) -> str:
        with self.catalogue.begin(readonly=True) as connection:
            return str(dossiers.row(connection, dossier).state)

    def begin(self, which: DisposalListId, by: int = 0) -> None:
        self.execution.execute(EXECUTORS[by], which, password=PASSWORD)

    def work(self, owner: str = "w") -> int:
        """Every step there is to do now; how many."""
        work, done = Work(self.parts, owner), 0
        while (step := work.claim()) is not None:
            work.do(step)
            done += 1
        return done

    def resume(self, owner: str = "w") -> None:
        """What a dead worker held is given back, and nobody waits for it."""
        with self.catalogue.begin() as connection:
            steps.release_owner(connection, owner, self.clock.now() - timedelta(days=1))

    def item(self, which: DisposalListId, dossier: DossierId) -> ItemRow:
        with self.catalogue.begin(readonly=True) as connection:
            found = connection.execute(
                sa.select(disposal_item.c.id).where(
                    disposal_item.c.list_id == which.value, disposal_item.c.dossier_id == dossier.value
                )
            ).scalar_one()
            item = execution.item(connection, found)
        assert item is not None
        return item


def _object_of(dossier: DossierId) -> ObjectKey:
    return ObjectKey(f"{object_root(dossier)}/v1/content/original.pdf")
