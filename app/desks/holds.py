"""The desk of holds: placed by mandate, spread over what they name, lifted by act with reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from adapters.catalogue import dossiers, events, holds
from app.desks.reading_room import no_dossier
from app.desks.retention import require_deciding
from records.errors import Conflict, InvalidInput, NotFound, Sentence
from records.identifiers import DossierId
from records.reader import Capability
from retention_rules.holds import ScopeKind
from retention_rules.ports import HoldDesk

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

    from app.wiring import Parts
    from records.identifiers import HoldId
    from records.reader import Reader
    from retention_rules.holds import Hold, HoldOrder


class CatalogueHoldDesk(HoldDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def place(self, reader: Reader, order: HoldOrder) -> Hold:
        require_deciding(reader)
        now, today = self._parts.clock.now(), self._parts.clock.today()
        with self._parts.catalogue.begin() as connection:
            holds.hold_all(connection)
            for scope in order.scopes:
                named = scope.kind is ScopeKind.DOSSIER
                if named and dossiers.seen_by(connection, DossierId(scope.value), reader, today) is None:
                    raise no_dossier()
                if scope.kind is ScopeKind.UNIT and not holds.knows_unit(connection, scope.value):
                    raise _no_unit(scope.value)
            made = holds.place(connection, order, by=reader.account, now=now)
            self._happened(connection, reader, "hold_placed", made, order.mandate_number)
            return _there(connection, made)

    def lift(self, reader: Reader, hold: HoldId, why: str) -> Hold:
        require_deciding(reader)
        reason = " ".join(why.split())
        if not reason:
            raise InvalidInput(
                "hold.no_reason",
                Sentence("Gỡ lệnh giữ phải có lý do.", "Lifting a hold takes a reason."),
                Sentence("Ghi văn bản hoặc lý do cho gỡ.", "Give the document or the reason that allows it."),
            )
        with self._parts.catalogue.begin() as connection:
            holds.hold_all(connection)
            before = _there(connection, hold)
            if not holds.lift(connection, hold, why=reason, by=reader.account, now=self._parts.clock.now()):
                raise Conflict(
                    "hold.not_open",
                    Sentence("Lệnh giữ này đã được gỡ.", "The hold was lifted already."),
                    Sentence("Xem lại danh sách lệnh giữ.", "Look at the list of holds again."),
                )
            self._happened(connection, reader, "hold_lifted", hold, before.mandate_number)
            return _there(connection, hold)

    def holds(self, reader: Reader, *, lifted_too: bool = False) -> Sequence[Hold]:
        require_deciding(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return holds.every(connection, lifted_too=lifted_too)

    def hold(self, reader: Reader, hold: HoldId) -> Hold:
        require_deciding(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return _there(connection, hold)

    def dossiers(self, reader: Reader, hold: HoldId, *, limit: int = 100, offset: int = 0) -> Sequence[DossierId]:
        require_deciding(reader)
        today = self._parts.clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            _there(connection, hold)
            return holds.dossiers_of(connection, hold, reader, today, limit=limit, offset=offset)

    def over(self, reader: Reader, dossier: DossierId) -> Sequence[Hold]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            if dossiers.seen_by(connection, dossier, reader, self._parts.clock.today()) is None:
                raise no_dossier()
            found = holds.over(connection, dossier)
        if Capability.DECIDE in reader.capabilities:
            return found
        return [replace(each, name="", scopes=(), lifted_why="") for each in found]

    def _happened(self, connection: sa.Connection, reader: Reader, act: str, hold: HoldId, mandate: str) -> None:
        events.add(
            connection,
            type="policy assignment",
            agent=reader.account,
            now=self._parts.clock.now(),
            subjects=[hold],
            detail={"act": act, "hold": hold.value, "mandate": mandate},
        )


def _there(connection: sa.Connection, hold: HoldId) -> Hold:
    found = holds.one(connection, hold)
    if found is None:
        raise NotFound(
            "hold.not_found",
            Sentence("Không có lệnh giữ này.", "There is no such hold."),
            Sentence("Xem danh sách: vankho hold list", "See the list: vankho hold list"),
        )
    return found


def _no_unit(code: str) -> InvalidInput:
    return InvalidInput(
        "hold.no_such_unit",
        Sentence(f"Không có đơn vị mang mã «{code}».", f"No unit has the code “{code}”."),
        Sentence(
            "Ghi mã hoặc tên đơn vị như ở trang Quản trị.", "Give its code or name as the administrator's page has it."
        ),
    )
