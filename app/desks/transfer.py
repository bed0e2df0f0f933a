"""The desk of transfers to the historical archive; the local state changes with its receipt and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.catalogue import custody, dossiers, events, holds, locks, retention, transfers
from app.desks import transfer_refusals as refuse
from app.desks.list_dossier import listed_now
from app.desks.reading_room import no_dossier
from app.desks.retention import require_deciding
from app.steps.code_lists_in_force import work_calendar_in_force
from records.identifiers import DossierId
from records.incomplete import NO_DOSSIER, REASON, day_lacks, lacks, missing, too_many
from retention_rules.hand_over.model import Custody, tidy
from retention_rules.hand_over.ports import TransferDesk
from retention_rules.hand_over.transfer import TransferObstacle, TransferState
from retention_rules.hand_over.transfer_clock import answer_due, earliest_transfer
from retention_rules.model import AssignmentState, PeriodKind
from retention_rules.plain import from_plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import sqlalchemy as sa

    from app.wiring import Parts
    from records.identifiers import Digest, TransferId
    from records.reader import Reader
    from retention_rules.hand_over.transfer import ToTransfer, Transfer

MOST_ITEMS = 2_000
LIST_NAME = missing("tên đợt nộp", "the name of the transfer")
_OPEN = frozenset({TransferState.REGISTERED, TransferState.AGREED})


class CatalogueTransferDesk(TransferDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def to_transfer(self, reader: Reader, *, limit: int = 100, offset: int = 0) -> Sequence[ToTransfer]:
        if not self._parts.settings.historical_archive:
            return ()
        today = self._parts.clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            return transfers.to_transfer(connection, reader, today, limit=limit, offset=offset)

    def register(self, reader: Reader, *, name: str, dossiers: Sequence[DossierId], planned_on: date) -> Transfer:
        require_deciding(reader)
        archive, today = self._parts.settings.historical_archive, self._parts.clock.today()
        if not archive:
            raise refuse.no_archive()
        chosen = sorted(set(dossiers))
        lacking = lacks(
            (not tidy(name), LIST_NAME), (not chosen, NO_DOSSIER), (len(chosen) > MOST_ITEMS, too_many(MOST_ITEMS))
        )
        if lacking:
            raise refuse.incomplete(*lacking)
        if planned_on < earliest_transfer(today):
            raise refuse.too_soon(earliest_transfer(today))
        with self._parts.catalogue.begin() as connection:
            holds.share_all(connection)
            rows = [self._held(connection, reader, each) for each in chosen]
            for row in rows:
                if found := _obstacles(connection, row):
                    raise refuse.blocked(row.code or row.id, found)
                if transfers.open_transfer_with(connection, DossierId(row.id)) is not None:
                    raise refuse.blocked(row.code or row.id, (TransferObstacle.LISTED,))
            made = transfers.add(
                connection,
                name=tidy(name),
                archive=archive,
                planned_on=planned_on,
                answer_due=answer_due(today, work_calendar_in_force(connection)),
                listed=[listed_now(connection, row) for row in rows],
                by=reader.account,
                now=self._parts.clock.now(),
            )
            for each in chosen:
                self._happened(connection, reader, "transfer_registered", made, each)
            return _there(connection, made)

    def answer(self, reader: Reader, which: TransferId, *, number: str, answered_on: date, agreed: bool) -> Transfer:
        require_deciding(reader)
        told = self._dated(number, answered_on)
        with self._parts.catalogue.begin() as connection:
            _there(connection, which)
            transfers.hold(connection, which)
            _require(connection, which, TransferState.REGISTERED)
            state = TransferState.AGREED if agreed else TransferState.CLOSED
            transfers.put(connection, which, state, answer_number=told, answered_on=answered_on)
            return _there(connection, which)

    def packaged(self, reader: Reader, which: TransferId, packages: dict[DossierId, Digest]) -> Transfer:
        require_deciding(reader)
        with self._parts.catalogue.begin() as connection:
            self._require_ready(connection, reader, which, sorted(packages))
            transfers.packaged(connection, which, packages)
            for each, digest in sorted(packages.items()):
                self._happened(connection, reader, "transfer_packaged", which, each, package=digest.hex)
            return _there(connection, which)

    def receive(
        self, reader: Reader, which: TransferId, *, number: str, received_on: date, digests: dict[DossierId, Digest]
    ) -> Transfer:
        require_deciding(reader)
        told, now = self._dated(number, received_on), self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            found = self._require_ready(connection, reader, which, sorted(digests))
            if reader.account == found.registered_by:
                raise refuse.one_person()
            packages = {item.listed.dossier: item.package for item in found.items}
            for each, digest in sorted(digests.items()):
                if not packages[each]:
                    raise refuse.blocked(each.value, (TransferObstacle.NOT_PACKAGED,))
                if packages[each] != digest.hex:
                    raise refuse.digest_differs(each.value)
            for each in sorted(digests):
                dossiers.transferred(connection, each)
                custody.take_over(
                    connection,
                    each,
                    Custody.HISTORICAL_ARCHIVE,
                    on=received_on,
                    receipt=told,
                    by=reader.account,
                    now=now,
                )
                locks.ask(connection, each)
                self._happened(connection, reader, "transferred", which, each, receipt=told, package=packages[each])
            transfers.received(connection, which, sorted(digests))
            transfers.put(
                connection,
                which,
                TransferState.RECEIVED,
                receipt_number=told,
                received_on=received_on,
                recorded_by=reader.account,
            )
            return _there(connection, which)

    def give_up(self, reader: Reader, which: TransferId, why: str) -> Transfer:
        require_deciding(reader)
        if not tidy(why):
            raise refuse.incomplete(REASON)
        with self._parts.catalogue.begin() as connection:
            _there(connection, which)
            transfers.hold(connection, which)
            _require(connection, which, *_OPEN)
            transfers.put(connection, which, TransferState.CLOSED, closed_why=tidy(why))
            return _there(connection, which)

    def lists(self, reader: Reader) -> Sequence[Transfer]:
        require_deciding(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return transfers.every(connection)

    def one(self, reader: Reader, which: TransferId) -> Transfer:
        require_deciding(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return _there(connection, which)

    def _require_ready(
        self, connection: sa.Connection, reader: Reader, which: TransferId, chosen: Sequence[DossierId]
    ) -> Transfer:
        """The agreed transfer, held with these dossiers of it, each of which may still go and is as it was listed."""
        listed = {item.listed.dossier: item.listed for item in _there(connection, which).items}
        if not chosen or not set(chosen) <= set(listed):
            raise no_dossier()
        holds.share_all(connection)
        rows = [self._held(connection, reader, each) for each in chosen]
        transfers.hold(connection, which)
        found = _require(connection, which, TransferState.AGREED)
        for row in rows:
            obstacles = list(_obstacles(connection, row))
            if row.inventory_sha512 != listed[DossierId(row.id)].inventory_sha512:
                obstacles.append(TransferObstacle.CHANGED)
            if obstacles:
                raise refuse.blocked(row.code or row.id, obstacles)
        return found

    def _held(self, connection: sa.Connection, reader: Reader, dossier: DossierId) -> Any:
        if dossiers.seen_by(connection, dossier, reader, self._parts.clock.today()) is None:
            raise no_dossier()
        return dossiers.hold(connection, dossier)

    def _dated(self, number: str, on: date) -> str:
        lacking = lacks(
            (not tidy(number), missing("số văn bản", "the number of the document")),
            day_lacks(on, self._parts.clock.today(), vi="ngày văn bản", en="the day of the document"),
        )
        if lacking:
            raise refuse.incomplete(*lacking)
        return tidy(number)

    def _happened(
        self, connection: sa.Connection, reader: Reader, act: str, about: object, dossier: DossierId, **told: str
    ) -> None:
        events.add(
            connection,
            type="transfer" if act == "transferred" else "policy assignment",
            agent=reader.account,
            now=self._parts.clock.now(),
            subjects=[dossier, about],
            dossier=dossier,
            detail={"act": act, "about": str(about), **told},
        )


def _there(connection: sa.Connection, which: TransferId) -> Transfer:
    found = transfers.one(connection, which)
    if found is None:
        raise refuse.not_found()
    return found


def _require(connection: sa.Connection, which: TransferId, *states: TransferState) -> Transfer:
    found = _there(connection, which)
    if found.state not in states:
        raise refuse.other_state()
    return found


def _obstacles(connection: sa.Connection, row: Any) -> tuple[TransferObstacle, ...]:
    """Why the dossier of this row, which is held, cannot go to the historical archive; the caller shares the holds."""
    which = DossierId(row.id)
    found = set()
    if row.state != "kept":
        found.add(TransferObstacle.NOT_KEPT)
    holder = custody.holder_of(connection, which)
    if holder is None or holder.holder != Custody.CURRENT_ARCHIVE.value:
        found.add(TransferObstacle.NOT_IN_ARCHIVE)
    plain = retention.in_force(connection, which)
    made = None if plain is None else from_plain(plain)
    if made is None or made.rule.kind is not PeriodKind.PERMANENT:
        found.add(TransferObstacle.NOT_PERMANENT)
    elif made.state is not AssignmentState.CONFIRMED:
        found.add(TransferObstacle.NOT_CONFIRMED)
    if transfers.holds_secret(connection, which):
        found.add(TransferObstacle.SECRECY_MARK)
    if holds.over(connection, which):
        found.add(TransferObstacle.ON_HOLD)
    return tuple(each for each in TransferObstacle if each in found)
