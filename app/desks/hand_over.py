"""The desk of hand-over: units list, the archive checks and receives, and nobody does both on one list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.catalogue import custody, dossiers, events, hand_overs, retention
from app.desks import hand_over_refusals as refuse
from app.desks.frozen import require_not_frozen, share_holds
from app.desks.list_dossier import listed_now, obstacles_of
from app.desks.reading_room import no_dossier
from app.desks.retention import require_deciding
from app.steps.clock_hand_over import clock_anew
from records.incomplete import NO_DOSSIER, REASON, day_lacks, lacks, missing, too_many
from records.reader import Capability
from retention_rules.hand_over.clock import MOST_URGENT_FIRST, longest_kept_back, standing
from retention_rules.hand_over.explain import explain_hand_over
from retention_rules.hand_over.model import (
    Check,
    Custody,
    HandOverState,
    Obstacle,
    Owed,
    Place,
    digest_of,
    incomplete,
    tidy,
)
from retention_rules.hand_over.ports import HandOverDesk
from retention_rules.plain import from_plain

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import sqlalchemy as sa

    from app.wiring import Parts
    from records.identifiers import DossierId, HandOverId
    from records.reader import Reader
    from retention_rules.hand_over.clock import Standing
    from retention_rules.hand_over.model import HandOver, KeepBack, KeptBackRow

MOST_ITEMS = 2_000
LIST_NAME = missing("tên danh mục", "the name of the list")


class CatalogueHandOverDesk(HandOverDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def owed(self, reader: Reader, *, standing: Standing | None = None, limit: int = 100, offset: int = 0) -> Owed:
        today = self._parts.clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            counts = custody.owed_counts(connection, reader, today)
            rows = custody.owed_rows(connection, reader, today, only=standing, limit=limit, offset=offset)
        return Owed(
            as_of=today,
            by_standing=tuple((one, counts[one]) for one in MOST_URGENT_FIRST if one in counts),
            rows=tuple(rows),
        )

    def place(self, reader: Reader, dossier: DossierId) -> Place:
        today = self._parts.clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            self._seen(connection, reader, dossier)
            holder = custody.holder_of(connection, dossier)
            clock = custody.clock_of(connection, dossier)
            listed = hand_overs.open_list_with(connection, dossier)
        if holder is not None:
            kept = Custody(holder.holder)
            return Place(
                custody=kept,
                since=holder.since,
                receipt=holder.receipt_number,
                listed=None,
                clock=None,
                standing=None,
                says=refuse.taken_over(kept, holder.since, holder.receipt_number),
            )
        return Place(
            custody=Custody.UNIT,
            since=None,
            receipt="",
            listed=listed,
            clock=clock,
            standing=None if clock is None else standing(clock, today),
            says=explain_hand_over(clock),
        )

    def submit(self, reader: Reader, *, name: str, dossiers: Sequence[DossierId]) -> HandOver:
        if Capability.HAND_OVER not in reader.capabilities:
            raise refuse.not_allowed()
        chosen = sorted(set(dossiers))
        lacking = lacks(
            (not tidy(name), LIST_NAME), (not chosen, NO_DOSSIER), (len(chosen) > MOST_ITEMS, too_many(MOST_ITEMS))
        )
        if lacking:
            raise incomplete(*lacking)
        with self._parts.catalogue.begin() as connection:
            share_holds(connection)
            rows = [self._held(connection, reader, each) for each in chosen]
            if len({row.unit for row in rows}) > 1:
                raise refuse.several_units()
            for row, each in zip(rows, chosen, strict=True):
                if found := obstacles_of(connection, row):
                    raise refuse.blocked(each, row.code, found)
                require_not_frozen(connection, each, listed=True)
            made = hand_overs.add(
                connection,
                name=tidy(name),
                unit=rows[0].unit,
                listed=[listed_now(connection, row) for row in rows],
                by=reader.account,
                now=self._parts.clock.now(),
            )
            for each in chosen:
                self._happened(connection, reader, "hand_over_listed", made, each)
            return self._there(connection, reader, made)

    def check(
        self, reader: Reader, which: HandOverId, dossiers: Sequence[DossierId], check: Check, *, reason: str = ""
    ) -> HandOver:
        said = tidy(reason)
        lacking = lacks(
            (not dossiers, NO_DOSSIER),
            (check is Check.PENDING, missing("kết quả kiểm tra", "whether they are accepted")),
            (check is Check.REFUSED and not said, REASON),
        )
        if lacking:
            raise incomplete(*lacking)
        chosen = sorted(set(dossiers))
        with self._parts.catalogue.begin() as connection:
            listed = self._checkable(connection, reader, which)
            on_it = {item.listed.dossier: item for item in listed.items if item.visible}
            if not set(chosen) <= set(on_it):
                raise no_dossier()
            rows = [self._held(connection, reader, each) for each in chosen]
            hand_overs.hold(connection, which)
            self._checkable(connection, reader, which)
            if check is Check.ACCEPTED:
                for row, each in zip(rows, chosen, strict=True):
                    _require_unchanged(row, on_it[each].listed.inventory_sha512)
            hand_overs.check(
                connection,
                which,
                chosen,
                check,
                reason=said if check is Check.REFUSED else "",
                by=reader.account,
                now=self._parts.clock.now(),
            )
            return self._there(connection, reader, which)

    def receive(self, reader: Reader, which: HandOverId, *, number: str, received_on: date) -> HandOver:
        now, told = self._parts.clock.now(), tidy(number)
        with self._parts.catalogue.begin() as connection:
            listed = self._checkable(connection, reader, which)
            share_holds(connection)
            # In the order of all: dossiers before the list.
            rows = {item.listed.dossier: dossiers.hold(connection, item.listed.dossier) for item in _in_order(listed)}
            hand_overs.hold(connection, which)
            listed = self._checkable(connection, reader, which)
            if listed.count(Check.PENDING):
                raise refuse.unchecked(listed.count(Check.PENDING))
            accepted = [item.listed for item in _in_order(listed) if item.check is Check.ACCEPTED]
            for item in listed.items:
                if item.check is Check.REFUSED:
                    self._happened(connection, reader, "hand_over_refused", which, item.listed.dossier)
            if not accepted:
                hand_overs.close(connection, which, HandOverState.RETURNED)
                return self._there(connection, reader, which)
            lacking = lacks(
                (not told, missing("số biên bản", "the number of the minutes")),
                day_lacks(received_on, self._parts.clock.today(), vi="ngày giao nhận", en="the day of receipt"),
            )
            if lacking:
                raise incomplete(*lacking)
            for one in accepted:
                _require_unchanged(rows[one.dossier], one.inventory_sha512)
                require_not_frozen(connection, one.dossier)
                custody.take_over(
                    connection,
                    one.dossier,
                    Custody.CURRENT_ARCHIVE,
                    on=received_on,
                    receipt=told,
                    by=reader.account,
                    now=now,
                )
                self._happened(
                    connection, reader, "handed_over", which, one.dossier, receipt=told, from_unit=listed.unit
                )
            hand_overs.close(
                connection,
                which,
                HandOverState.RECEIVED,
                receipt_number=told,
                received_on=received_on,
                received_at=now,
                received_by=reader.account,
                receipt_digest=digest_of(accepted),
            )
            return self._there(connection, reader, which)

    def withdraw(self, reader: Reader, which: HandOverId, why: str) -> HandOver:
        said = tidy(why)
        if not said:
            raise incomplete(REASON)
        with self._parts.catalogue.begin() as connection:
            self._there(connection, reader, which)
            if Capability.HAND_OVER not in reader.capabilities:
                raise refuse.not_allowed()
            hand_overs.hold(connection, which)
            listed = _open(self._there(connection, reader, which))
            hand_overs.close(connection, which, HandOverState.WITHDRAWN, closed_why=said)
            for item in listed.items:
                self._happened(connection, reader, "hand_over_withdrawn", which, item.listed.dossier)
            return self._there(connection, reader, which)

    def lists(self, reader: Reader, *, limit: int = 50, offset: int = 0) -> Sequence[HandOver]:
        _require_part(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return hand_overs.every(connection, reader, self._parts.clock.today(), limit=limit, offset=offset)

    def one(self, reader: Reader, which: HandOverId) -> HandOver:
        _require_part(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            return self._there(connection, reader, which)

    def keep_back(self, reader: Reader, order: KeepBack) -> None:
        require_deciding(reader)
        with self._parts.catalogue.begin() as connection:
            for each in order.dossiers:
                row = self._held(connection, reader, each)
                clock = custody.clock_of(connection, each)
                if clock is None or clock.limit_on is None:
                    found = (Obstacle.NO_DATE,) if clock is not None else obstacles_of(connection, row)
                    raise refuse.blocked(each, row.code, found or (Obstacle.NO_PERIOD,))
                if not clock.limit_on < order.until <= longest_kept_back(clock.limit_on):
                    raise refuse.kept_too_long(row.code or each.value, clock.limit_on)
                custody.keep(connection, each, order, by=reader.account, now=self._parts.clock.now())
                plain = retention.in_force(connection, each)
                assert plain is not None, "a dossier with a clock has a period"
                clock_anew(connection, from_plain(plain))
                self._happened(
                    connection, reader, "kept_by_unit", each, each, consent=order.number, until=order.until.isoformat()
                )

    def kept_back(self, reader: Reader, *, limit: int = 1000, offset: int = 0) -> Sequence[KeptBackRow]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return custody.kept_back_rows(connection, reader, self._parts.clock.today(), limit=limit, offset=offset)

    def _seen(self, connection: sa.Connection, reader: Reader, dossier: DossierId) -> Any:
        found = dossiers.seen_by(connection, dossier, reader, self._parts.clock.today())
        if found is None:
            raise no_dossier()
        return found

    def _held(self, connection: sa.Connection, reader: Reader, dossier: DossierId) -> Any:
        self._seen(connection, reader, dossier)
        return dossiers.hold(connection, dossier)

    def _there(self, connection: sa.Connection, reader: Reader, which: HandOverId) -> HandOver:
        found = hand_overs.one(connection, which, reader, self._parts.clock.today())
        if found is None:
            raise refuse.not_found()
        return found

    def _checkable(self, connection: sa.Connection, reader: Reader, which: HandOverId) -> HandOver:
        found = self._there(connection, reader, which)
        if Capability.DECIDE not in reader.capabilities:
            raise refuse.not_allowed()
        if reader.account == found.submitted_by:
            raise refuse.one_person()
        return _open(found)

    def _happened(
        self, connection: sa.Connection, reader: Reader, act: str, about: object, dossier: DossierId, **told: str
    ) -> None:
        events.add(
            connection,
            type="transfer" if act == "handed_over" else "policy assignment",
            agent=reader.account,
            now=self._parts.clock.now(),
            subjects=[dossier, about],
            dossier=dossier,
            detail={"act": act, "about": str(about), **told},
        )


def _in_order(listed: HandOver) -> list[Any]:
    return sorted(listed.items, key=lambda item: item.listed.dossier)


def _open(found: HandOver) -> HandOver:
    if found.state is not HandOverState.SUBMITTED:
        raise refuse.closed()
    return found


def _require_unchanged(row: Any, inventory_sha512: str) -> None:
    if row.inventory_sha512 != inventory_sha512 or row.state != "kept":
        raise refuse.blocked(row.id, row.code, (Obstacle.CHANGED,))


def _require_part(reader: Reader) -> None:
    if not reader.capabilities & {Capability.HAND_OVER, Capability.DECIDE, Capability.AUDIT, Capability.APPROVE}:
        raise refuse.not_allowed()
