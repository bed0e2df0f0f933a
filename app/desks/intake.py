"""The intake desk: takes files, gives receipts, shows batches."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from adapters.catalogue import batches, checklists, documents, events, files, scans, steps, units
from adapters.catalogue.scans import WITHHELD
from app.desks.intake_refusals import (
    no_batch,
    no_file,
    no_reason,
    not_for_unit,
    nothing_to_decide,
    require_taking_in,
)
from app.desks.reception import Reception
from app.steps.joining import deposit_all_confirmed, deposit_all_ready, deposit_if_ready, hold
from app.steps.outcome import turn_of
from ingest.ports import IntakeDesk
from records.effort import Effort
from records.folding import normalise
from records.identifiers import BatchId, DossierId
from records.paper_file_code import paper_file_code
from records.ports.task_queue import ReadyStep
from records.scan_profile import ScanDecision, ScanProfile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    import sqlalchemy as sa

    from app.steps.outcome import Turn
    from app.wiring import Parts
    from ingest.model import BatchView, DossierBy, FileView, Receipt, UploadOffer
    from records.identifiers import DocumentId, FileId
    from records.reader import Reader


class CatalogueIntakeDesk(IntakeDesk):
    """On the catalogue and the store."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._reception = Reception(parts)

    def open_batch(
        self,
        reader: Reader,
        name: str,
        dossier_by: DossierBy,
        effort: Effort | None = None,
        *,
        profile: ScanProfile = ScanProfile.DOCUMENTS,
        paper: str = "",
        checked: bool = False,
        unit: str = "",
    ) -> BatchId:
        require_taking_in(reader)
        code = paper_file_code(paper)
        now = self._parts.clock.now()
        instruction = normalise(self._parts.settings.intake_instruction).strip()
        with self._parts.catalogue.begin() as connection:
            batch = batches.add(
                connection,
                name=normalise(name).strip() or now.astimezone().strftime("%d/%m/%Y %H:%M"),
                dossier_by=dossier_by,
                unit=self._unit(connection, reader, unit),
                by=reader.account,
                now=now,
                effort=effort or Effort(self._parts.settings.reading_effort),
                profile=profile,
                paper=code,
                checklist_waits=self._parts.settings.checklist_waits,
            )
            events.add(
                connection,
                type="capture",
                agent=reader.account,
                now=now,
                subjects=[batch],
                batch=batch,
                detail={"profile": profile.value, "paper_file_code": code},
            )
            if checked or instruction:
                _confirm(connection, batch, reader, now, "" if checked else instruction)
        return batch

    def units(self, reader: Reader) -> Sequence[str]:
        require_taking_in(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return self._units(connection, reader)

    def _units(self, connection: sa.Connection, reader: Reader) -> list[str]:
        own, today = reader.unit or self._parts.settings.unit, self._parts.clock.today()
        mine = [
            each.code
            for each in units.all_units(connection)
            if (reader.all_units or each.code in reader.units)
            and (each.dissolved_on is None or each.dissolved_on > today)
        ]
        return list(dict.fromkeys((own, *mine)))

    def _unit(self, connection: sa.Connection, reader: Reader, said: str) -> str:
        mine = self._units(connection, reader)
        if not said:
            return mine[0]
        if said not in mine:
            raise not_for_unit(said)
        return said

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

    def confirm_checklist(self, reader: Reader, batch: BatchId) -> BatchView:
        require_taking_in(reader)
        with turn_of(self._parts, batch) as turn:
            if batches.row_for(turn.connection, batch, reader) is None:
                raise no_batch()
            if _confirm(turn.connection, batch, reader, turn.now):
                deposit_all_confirmed(turn)
        return self.batch(reader, batch)

    def decide_scan(self, reader: Reader, file: FileId, decision: ScanDecision, reason: str = "") -> FileView:
        require_taking_in(reader)
        why = normalise(reason).strip()
        if decision is ScanDecision.ACCEPTED and not why:
            raise no_reason()
        before = self.file(reader, file)
        with self._parts.catalogue.begin(readonly=True) as connection:
            batch = BatchId(files.row(connection, file).batch_id)
        if before.document is None:
            raise nothing_to_decide()
        with turn_of(self._parts, batch) as turn:
            self._decide(turn, reader, before.document, decision, why)
        return self.file(reader, file)

    def _decide(self, turn: Turn, reader: Reader, document: DocumentId, decision: ScanDecision, why: str) -> None:
        dossier = DossierId(documents.dossier_row(turn.connection, document).id)
        hold(turn, dossier)
        row = documents.row(turn.connection, document)
        if row.scan_decision == decision.value and decision is not ScanDecision.WAITING:
            return
        if row.scan_decision not in WITHHELD or decision is ScanDecision.WAITING:
            raise nothing_to_decide()
        scans.put(turn.connection, document, decision)
        events.add(
            turn.connection,
            type="quality review",
            agent=reader.account,
            now=turn.now,
            subjects=[document],
            batch=turn.batch,
            dossier=dossier,
            detail={"act": "scan_accepted" if decision is ScanDecision.ACCEPTED else "scan_again", "why": why},
        )
        deposit_if_ready(turn, dossier)

    def retry(self, reader: Reader, batch: BatchId) -> int:
        require_taking_in(reader)
        with turn_of(self._parts, batch) as turn:
            if batches.row_for(turn.connection, batch, reader) is None:
                raise no_batch()
            again = steps.retry_failed(turn.connection, batch, turn.now)
            turn.added.extend(ReadyStep(each, kind) for each, kind in again)
        return len(again)


def _confirm(connection: sa.Connection, batch: BatchId, reader: Reader, now: datetime, instruction: str = "") -> bool:
    if not checklists.confirm(connection, batch, reader.account, now, instruction=instruction):
        return False
    detail = {"act": "intake_checklist"} | ({"instruction": instruction} if instruction else {})
    events.add(
        connection, type="appraisal", agent=reader.account, now=now, subjects=[batch], batch=batch, detail=detail
    )
    return True
