"""The intake desk: takes files, gives receipts, shows batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from adapters.catalogue import batches, events, files, steps
from app.desks.intake_refusals import no_batch, no_file, require_taking_in
from app.desks.reception import Reception
from app.steps.joining import deposit_all_ready
from app.steps.outcome import turn_of
from ingest.ports import IntakeDesk
from records.effort import Effort
from records.folding import normalise
from records.ports.task_queue import ReadyStep

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from app.wiring import Parts
    from ingest.model import BatchView, DossierBy, FileView, Receipt, UploadOffer
    from records.identifiers import BatchId, FileId
    from records.reader import Reader


class CatalogueIntakeDesk(IntakeDesk):
    """On the catalogue and the store."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._reception = Reception(parts)

    def open_batch(self, reader: Reader, name: str, dossier_by: DossierBy, effort: Effort | None = None) -> BatchId:
        require_taking_in(reader)
        now = self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            batch = batches.add(
                connection,
                name=normalise(name).strip() or now.astimezone().strftime("%d/%m/%Y %H:%M"),
                dossier_by=dossier_by,
                unit=reader.unit or self._parts.settings.unit,
                by=reader.account,
                now=now,
                effort=effort or Effort(self._parts.settings.reading_effort),
            )
            events.add(connection, type="capture", agent=reader.account, now=now, subjects=[batch], batch=batch)
        return batch

    def receive(self, reader: Reader, batch: BatchId, name: str, content: BinaryIO) -> Receipt:
        return self._reception.receive(reader, batch, name, content)

    @property
    def upload_origin(self) -> str:
        return self._parts.settings.upload_origin

    def offer_upload(self, reader: Reader, batch: BatchId, size: int) -> UploadOffer:
        return self._reception.offer(reader, batch, size)

    def accept_upload(self, reader: Reader, batch: BatchId, upload: UUID, name: str) -> Receipt:
        return self._reception.accept(reader, batch, upload, name)

    def seal(self, reader: Reader, batch: BatchId) -> None:
        require_taking_in(reader)
        with turn_of(self._parts, batch) as turn:
            if batches.row_for(turn.connection, batch, reader) is None:
                raise no_batch()
            if batches.seal(turn.connection, batch):
                deposit_all_ready(turn)

    def batches(self, reader: Reader, *, limit: int = 50, offset: int = 0) -> Sequence[BatchView]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return batches.views(connection, reader, self._parts.clock.now(), limit=limit, offset=offset)

    def batch(self, reader: Reader, batch: BatchId) -> BatchView:
        with self._parts.catalogue.begin(readonly=True) as connection:
            view = batches.view(connection, batch, reader, self._parts.clock.now())
        if view is None:
            raise no_batch()
        return view

    def files(self, reader: Reader, batch: BatchId, *, limit: int = 100, offset: int = 0) -> Sequence[FileView]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            if batches.row_for(connection, batch, reader) is None:
                raise no_batch()
            return files.views(connection, batch, reader, self._parts.clock.today(), limit=limit, offset=offset)

    def file(self, reader: Reader, file: FileId) -> FileView:
        with self._parts.catalogue.begin(readonly=True) as connection:
            view = files.view(connection, file, reader, self._parts.clock.today())
        if view is None:
            raise no_file()
        return view

    def retry(self, reader: Reader, batch: BatchId) -> int:
        require_taking_in(reader)
        with turn_of(self._parts, batch) as turn:
            if batches.row_for(turn.connection, batch, reader) is None:
                raise no_batch()
            again = steps.retry_failed(turn.connection, batch, turn.now)
            turn.added.extend(ReadyStep(each, kind) for each, kind in again)
        return len(again)
