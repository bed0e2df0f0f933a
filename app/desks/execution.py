"""The desk of execution: somebody who had no other part begins, items are kept back, what is gone is certified.

What is erased is erased by the step ``destroy`` alone; here it is asked for, by a person who has just
proved who it is.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from adapters.catalogue import backup_sets, batches, destroyed, disposal, dossiers, events, execution, retention
from app.certify import certify_if_done
from app.desks.disposal import list_there, not_yours, one_person, require_part, require_standing
from app.desks.reading_room import no_dossier
from app.desks.retention import require_deciding
from app.disposal_record import FOLDER
from app.steps.outcome import Turn
from app.steps.retain import assign_anew, require_to_count
from archive import layout
from archive.open_content import paths, read_content
from ingest.model import DossierBy
from records.errors import Conflict, NotFound, Sentence
from records.reader import Capability
from retention_rules.certificate import certificate
from retention_rules.disposal import IN_FORCE, ListState
from retention_rules.disposal_ports import ExecutionDesk
from retention_rules.execution import had_a_part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    import sqlalchemy as sa

    from accounts.ports import SignInDesk
    from app.wiring import Parts
    from records.identifiers import BatchId, DisposalListId, DossierId
    from records.ports.task_queue import ReadyStep
    from records.reader import Reader
    from retention_rules.backup_sets import BackupSet
    from retention_rules.disposal import DisposalList
    from retention_rules.model import PeriodDecision


class CatalogueExecutionDesk(ExecutionDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts, sign_in: SignInDesk) -> None:
        self._parts = parts
        self._sign_in = sign_in

    def execute(self, reader: Reader, which: DisposalListId, *, password: str, code: str = "") -> DisposalList:
        with self._parts.catalogue.begin(readonly=True) as connection:
            found = list_there(connection, which)
        self._require_executor(reader, found)
        _require_in_force(found)
        self._sign_in.confirm(reader, password, code)
        now, added = self._parts.clock.now(), _none_yet()
        with self._parts.catalogue.begin() as connection:
            disposal.hold(connection, which)
            found = list_there(connection, which)
            self._require_executor(reader, found)
            _require_in_force(found)
            batch = execution.batch_of(connection, which) or self._batch(connection, found, reader)
            turn = Turn(connection=connection, batch=batch, now=now, added=added)
            asked = execution.authorise(connection, found, executor=reader.account, batch=batch, now=now)
            turn.then("destroy", *(f"{item}:{attempt}" for item, attempt in asked))
            events.add(
                connection,
                type="policy assignment",
                agent=reader.account,
                now=now,
                subjects=[which],
                detail={"act": "execution_authorised", "about": which.value, "items": len(asked)},
            )
            certify_if_done(self._parts, turn, which)
            found = list_there(connection, which)
        self._parts.queue.announce(added)
        return found

    def keep_back(
        self, reader: Reader, which: DisposalListId, dossier: DossierId, decision: PeriodDecision
    ) -> DisposalList:
        require_deciding(reader)
        now, added = self._parts.clock.now(), _none_yet()
        with self._parts.catalogue.begin() as connection:
            if dossiers.seen_by(connection, dossier, reader, self._parts.clock.today()) is None:
                raise no_dossier()
            found = list_there(connection, which)
            if found.item(dossier) is None:
                raise no_dossier()
            require_to_count(self._parts, connection, dossier, decision)
            disposal.hold(connection, which)
            found = list_there(connection, which)
            item = execution.id_of(connection, which, dossier)
            if found.state not in IN_FORCE or item is None or not execution.keep_back(connection, item, now):
                raise _too_late()
            retention.add_decision(connection, dossier, decision, by=reader.account, now=now)
            assign_anew(self._parts, connection, dossier, by=reader.account)
            events.add(
                connection,
                type="policy assignment",
                agent=reader.account,
                now=now,
                subjects=[dossier, which],
                dossier=dossier,
                detail={"act": "kept_off_list", "about": which.value, "decision": decision.number},
            )
            if found.state is ListState.EXECUTING:
                batch = execution.batch_of(connection, which)
                assert batch is not None, "made when the execution began"
                turn = Turn(connection=connection, batch=batch, now=now, added=added)
                certify_if_done(self._parts, turn, which)
            found = list_there(connection, which)
        self._parts.queue.announce(added)
        return found

    def certificate(self, reader: Reader, which: DisposalListId) -> Mapping[str, Any]:
        require_part(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            found = list_there(connection, which)
            issued = execution.certificate_of(connection, which)
            if issued is not None:
                return issued
            if found.state is not ListState.EXECUTING:
                raise _not_begun()
            backups = backup_sets.holding_with_days(connection, self._parts.settings.backup_erase_days, which)
            return certificate(found, execution.tombstones(connection, which), issued_at=None, backups=backups)

    def backups(self, reader: Reader, which: DisposalListId | None = None) -> Sequence[tuple[BackupSet, date]]:
        require_part(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            if which is not None:
                list_there(connection, which)
            return backup_sets.holding_with_days(connection, self._parts.settings.backup_erase_days, which)

    def tombstone(self, reader: Reader, dossier: DossierId) -> Mapping[str, Any]:
        require_part(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            said = execution.tombstone_of(connection, dossier)
        if said is None:
            raise no_dossier()
        return said

    def destroyed_by_code(self, reader: Reader, code: str) -> Sequence[DossierId]:
        require_part(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return destroyed.destroyed_with_code(connection, code)

    def record(self, reader: Reader, which: DisposalListId) -> Mapping[str, Any]:
        require_part(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            list_there(connection, which)
            dossier = execution.record_of(connection, which)
            version = 0 if dossier is None else dossiers.row(connection, dossier).version
        if dossier is None or not version:
            raise _no_record()
        store, beginning = self._parts.store, f"{layout.ORIGINALS}/{FOLDER}/"
        named = [path for path in paths(store, dossier) if path.startswith(beginning) and path.endswith(".json")]
        papers = {
            path.removeprefix(beginning).removesuffix(".json"): json.loads(read_content(store, dossier, path))
            for path in named
        }
        return {"dossier": dossier.value, "version": version, **papers}

    @staticmethod
    def _require_executor(reader: Reader, found: DisposalList) -> None:
        if Capability.DECIDE not in reader.capabilities:
            raise not_yours()
        if had_a_part(found, reader.account):
            raise one_person()

    def _batch(self, connection: sa.Connection, found: DisposalList, reader: Reader) -> BatchId:
        """What the steps of the execution belong to; nothing is ever handed over in it."""
        made = batches.add(
            connection,
            name=f"Hủy: {found.name}",
            dossier_by=DossierBy.FILE,
            unit=self._parts.settings.unit,
            by=reader.account,
            now=self._parts.clock.now(),
        )
        batches.seal(connection, made)
        return made


def _none_yet() -> list[ReadyStep]:
    return []


def _require_in_force(found: DisposalList) -> None:
    require_standing(found)
    if found.state is ListState.PROPOSED:
        raise Conflict(
            "disposal.not_decided",
            Sentence("Danh mục chưa có quyết định hủy.", "There is no decision on the list."),
            Sentence("Chờ người đứng đầu quyết định.", "Wait for the head to decide."),
        )
    if found.state is ListState.EXECUTED:
        raise Conflict(
            "disposal.executed",
            Sentence("Danh mục đã thực hiện xong.", "The list is executed already."),
            Sentence("Xem biên bản và chứng nhận hủy.", "Look at its certificate."),
        )


def _too_late() -> Conflict:
    return Conflict(
        "disposal.too_late",
        Sentence("Mục này không giữ lại được nữa.", "The item cannot be kept back any more."),
        Sentence(
            "Chỉ giữ lại được mục của danh mục đã quyết định mà việc hủy chưa bắt đầu.",
            "Only what was decided and not begun can be kept back.",
        ),
    )


def _no_record() -> NotFound:
    return NotFound(
        "disposal.no_record",
        Sentence("Danh mục chưa có hồ sơ hủy trong kho.", "The archive holds no disposal dossier of the list yet."),
        Sentence("Hồ sơ hủy được lập khi thực hiện xong.", "It is made when the list is executed to its end."),
    )


def _not_begun() -> NotFound:
    return NotFound(
        "disposal.no_certificate",
        Sentence("Danh mục này chưa được thực hiện.", "Nobody has begun to execute the list."),
        Sentence("Chứng nhận có từ khi việc hủy bắt đầu.", "There is a certificate from the beginning of it on."),
    )
