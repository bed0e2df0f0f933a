"""The intake desk: takes files, gives receipts, shows batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from adapters.catalogue import batches, dossiers, events, files, steps
from app.steps.joining import deposit_all_ready
from app.steps.outcome import turn_of
from ingest.file_findings import too_large
from ingest.group_dossiers import code_in_name, dossier_of, dossier_title
from ingest.model import BatchState, DossierBy
from ingest.ports import IntakeDesk
from ingest.receive import receiving
from records.errors import Conflict, Forbidden, NotFound, Sentence
from records.folding import normalise
from records.ports.task_queue import ReadyStep
from records.reader import Capability

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from app.wiring import Parts
    from ingest.model import BatchView, FileView, Receipt
    from records.identifiers import BatchId, FileId
    from records.reader import Reader

MAX_NAME = 1000


class CatalogueIntakeDesk(IntakeDesk):
    """On the catalogue and the store."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def open_batch(self, reader: Reader, name: str, dossier_by: DossierBy) -> BatchId:
        _require(reader)
        now = self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            batch = batches.add(
                connection,
                name=normalise(name).strip() or now.astimezone().strftime("%d/%m/%Y %H:%M"),
                dossier_by=dossier_by,
                unit=self._parts.settings.unit,
                by=reader.account,
                now=now,
            )
            events.add(connection, type="capture", agent=reader.account, now=now, subjects=[batch], batch=batch)
        return batch

    def receive(self, reader: Reader, batch: BatchId, name: str, content: BinaryIO) -> Receipt:
        _require(reader)
        name = _clean(name)
        with self._parts.catalogue.begin(readonly=True) as connection:
            self._receiving(batches.row_for(connection, batch, reader))
        settings = self._parts.settings
        with (
            receiving(self._parts.store, content, settings.spool_folder, max_bytes=settings.max_file_bytes) as blob,
            turn_of(self._parts, batch) as turn,
        ):
            connection, now = turn.connection, turn.now
            row = self._receiving(batches.hold_for(connection, batch, reader))
            by = DossierBy(row.dossier_by)
            dossier = dossiers.of_grouping(
                connection,
                batch=batch,
                grouping=dossier_of(name, by),
                title=dossier_title(name, by),
                code=code_in_name(name),
                unit=row.unit,
                now=now,
            )
            file, new = files.add(
                connection,
                batch=batch,
                dossier=dossier,
                name=name,
                digest=blob.digest,
                size=blob.size,
                by=reader.account,
                now=now,
            )
            # The same bytes may have been cleared away since, because nobody needed them until now.
            files.hold_digest(connection, blob.digest)
            blob.put_if_gone()
            if new:
                if blob.kept:
                    turn.then("check", file)
                else:
                    files.refuse(connection, file, too_large(settings.max_file_bytes))
                events.add(
                    connection,
                    type="message digest calculation",
                    agent=reader.account,
                    now=now,
                    subjects=[file, blob.digest],
                    batch=batch,
                    dossier=dossier,
                    detail={"size": blob.size, "algorithm": "SHA-256"},
                )
            return files.receipt(connection, file)

    def seal(self, reader: Reader, batch: BatchId) -> None:
        _require(reader)
        with turn_of(self._parts, batch) as turn:
            if batches.row_for(turn.connection, batch, reader) is None:
                raise _no_batch()
            if batches.seal(turn.connection, batch):
                deposit_all_ready(turn)

    def batches(self, reader: Reader, *, limit: int = 50, offset: int = 0) -> Sequence[BatchView]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return batches.views(connection, reader, self._parts.clock.now(), limit=limit, offset=offset)

    def batch(self, reader: Reader, batch: BatchId) -> BatchView:
        with self._parts.catalogue.begin(readonly=True) as connection:
            view = batches.view(connection, batch, reader, self._parts.clock.now())
        if view is None:
            raise _no_batch()
        return view

    def files(self, reader: Reader, batch: BatchId, *, limit: int = 100, offset: int = 0) -> Sequence[FileView]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            if batches.row_for(connection, batch, reader) is None:
                raise _no_batch()
            return files.views(connection, batch, reader, limit=limit, offset=offset)

    def file(self, reader: Reader, file: FileId) -> FileView:
        with self._parts.catalogue.begin(readonly=True) as connection:
            view = files.view(connection, file, reader)
        if view is None:
            raise NotFound(
                "file.not_found",
                Sentence("Không có tệp này.", "There is no such file."),
                Sentence("Kiểm tra lại mã tệp trên biên nhận.", "Check the file's number on the receipt."),
            )
        return view

    def retry(self, reader: Reader, batch: BatchId) -> int:
        _require(reader)
        with turn_of(self._parts, batch) as turn:
            if batches.row_for(turn.connection, batch, reader) is None:
                raise _no_batch()
            again = steps.retry_failed(turn.connection, batch, turn.now)
            turn.added.extend(ReadyStep(each, kind) for each, kind in again)
        return len(again)

    @staticmethod
    def _receiving(row: Any | None) -> Any:
        if row is None:
            raise _no_batch()
        if row.state != BatchState.RECEIVING.value:
            raise Conflict(
                "batch.closed",
                Sentence("Lô này đã đóng, không nhận thêm tệp.", "This batch takes nothing more."),
                Sentence("Mở một lô mới cho các tệp còn lại.", "Open a new batch for the remaining files."),
            )
        return row


def _require(reader: Reader) -> None:
    if Capability.TAKE_IN not in reader.capabilities:
        raise Forbidden(
            "intake.not_allowed",
            Sentence("Tài khoản này không có quyền tiếp nhận.", "This account may not take files in."),
            Sentence("Đề nghị người quản trị cấp quyền.", "Ask the administrator for the right."),
        )


def _clean(name: str) -> str:
    """A name that can be shown and compared; whatever a sender calls a file, the file is taken."""
    printable = "".join("_" if ord(sign) < ord(" ") else sign for sign in normalise(name).replace("\\", "/"))
    parts = [part for part in printable.split("/") if part not in {"", ".", ".."}]
    return "/".join(parts)[-MAX_NAME:] or "khong-ten"


def _no_batch() -> NotFound:
    return NotFound(
        "batch.not_found",
        Sentence("Không có lô này.", "There is no such batch."),
        Sentence("Xem danh sách lô ở trang Tiếp nhận.", "See the list of batches on the page Take in."),
    )
