"""The retention desk: what falls due when, and why."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from adapters.catalogue import custody, dossiers, events, execution, grounds, holdings, holds, retention
from app.desks.frozen import require_not_frozen, share_holds
from app.desks.reading_room import no_dossier
from app.steps.retain import assign_anew, require_to_count
from records.errors import Forbidden, Sentence
from records.identifiers import DossierId
from records.personal_data import mask
from records.reader import Capability
from retention_rules.assign import require_past
from retention_rules.model import DueRow, MissingTriggers
from retention_rules.plain import from_plain
from retention_rules.ports import RetentionDesk
from retention_rules.question_end_of_work import require_meant
from retention_rules.report import DueQuery, Place, summarise
from retention_rules.trigger import TriggerKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import sqlalchemy as sa

    from app.wiring import Parts
    from records.reader import Reader
    from retention_rules.model import Assignment, PeriodDecision, RetentionReport


class CatalogueRetentionDesk(RetentionDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def report(
        self, reader: Reader, *, limit: int = 100, offset: int = 0, year: int | None = None, unit: str = ""
    ) -> RetentionReport:
        today = self._parts.clock.today()
        query = DueQuery(year=year, unit=unit or None, limit=limit, offset=offset)
        with self._parts.catalogue.begin(readonly=True) as connection:
            counted, units = holdings.totals(connection, reader, today, unit=unit)
            held = holds.held_count(connection, reader, today)
            found = holdings.due_rows(connection, reader, today, query) if limit else ()
        rows = tuple(due_row(r) for r in found)
        return replace(summarise(counted, today), by_unit=units, held=held, rows=rows)

    def due(self, reader: Reader, query: DueQuery) -> tuple[Sequence[DueRow], Place | None]:
        today = self._parts.clock.today()
        one_more = replace(query, limit=query.limit + 1)
        with self._parts.catalogue.begin(readonly=True) as connection:
            found = [due_row(r) for r in holdings.due_rows(connection, reader, today, one_more)]
        rows = found[: query.limit]
        if len(found) == len(rows) or not rows:
            return rows, None
        return rows, Place(candidate_from=rows[-1].assignment.candidate_from, dossier=rows[-1].dossier)

    def assignment(self, reader: Reader, dossier: DossierId) -> Assignment | None:
        with self._parts.catalogue.begin(readonly=True) as connection:
            if dossiers.seen_by(connection, dossier, reader, self._parts.clock.today()) is None:
                raise no_dossier()
            plain = retention.in_force(connection, dossier)
        return from_plain(plain) if plain else None

    def set_work_ended(self, reader: Reader, dossier: DossierId, ended_on: date, *, why: str = "") -> Assignment:
        return self.set_trigger(reader, dossier, TriggerKind.WORK_END, ended_on, why=why)

    def may_end_work(self, reader: Reader, dossier: DossierId) -> bool:
        with self._parts.catalogue.begin(readonly=True) as connection:
            return _may_end_work(connection, reader, dossier)

    def set_trigger(
        self, reader: Reader, dossier: DossierId, trigger: TriggerKind, on: date, *, why: str = ""
    ) -> Assignment:
        now, today = self._parts.clock.now(), self._parts.clock.today()
        with self._parts.catalogue.begin() as connection:
            self._require_seen(connection, reader, dossier)
            share_holds(connection)
            row = dossiers.hold(connection, dossier)
            if trigger is not TriggerKind.WORK_END or not _may_end_work(connection, reader, dossier):
                require_deciding(reader)
            require_past(trigger, on, today)
            require_not_frozen(connection, dossier)
            (known,) = grounds.of_rows(connection, [row], today)
            reason = require_meant(trigger, on, newest=known.newest_document, why=why)
            if trigger is TriggerKind.WORK_END:
                dossiers.set_work_ended(connection, dossier, on, reader.account)
                detail = {"work_ended_on": on.isoformat()}
            else:
                retention.set_event(connection, dossier, trigger, on, by=reader.account, now=now)
                detail = {"trigger": trigger.value, "trigger_on": on.isoformat()}
            self._modified(connection, reader, dossier, {**detail, "why": reason} if reason else detail)
            return assign_anew(self._parts, connection, dossier, by=reader.account)

    def decide_period(self, reader: Reader, dossier: DossierId, decision: PeriodDecision) -> Assignment:
        with self._parts.catalogue.begin() as connection:
            self._require_deciding(connection, reader, dossier)
            require_to_count(self._parts, connection, dossier, decision)
            retention.add_decision(connection, dossier, decision, by=reader.account, now=self._parts.clock.now())
            detail = {
                "period": decision.period,
                "decision": decision.number,
                "decided_on": decision.decided_on.isoformat(),
            }
            self._modified(connection, reader, dossier, detail)
            return assign_anew(self._parts, connection, dossier, by=reader.account)

    def missing_triggers(
        self, reader: Reader, *, trigger: TriggerKind | None = None, limit: int = 100, offset: int = 0
    ) -> MissingTriggers:
        today = self._parts.clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            counts = retention.waiting_counts(connection, reader, today)
            rows = retention.waiting_rows(connection, reader, today, event=trigger, limit=limit, offset=offset)
        return MissingTriggers(
            by_trigger=tuple((kind, counts[kind.value]) for kind in TriggerKind if kind.value in counts),
            rows=tuple(due_row(r) for r in rows),
        )

    def _require_deciding(self, connection: sa.Connection, reader: Reader, dossier: DossierId) -> None:
        self._require_seen(connection, reader, dossier)
        require_deciding(reader)

    def _require_seen(self, connection: sa.Connection, reader: Reader, dossier: DossierId) -> None:
        if dossiers.seen_by(connection, dossier, reader, self._parts.clock.today()) is None:
            raise no_dossier()

    def _modified(self, connection: sa.Connection, reader: Reader, dossier: DossierId, detail: dict[str, str]) -> None:
        events.add(
            connection,
            type="metadata modification",
            agent=reader.account,
            now=self._parts.clock.now(),
            subjects=[dossier],
            dossier=dossier,
            detail=detail,
        )


def _may_end_work(connection: sa.Connection, reader: Reader, dossier: DossierId) -> bool:
    if Capability.DECIDE in reader.capabilities:
        return True
    if Capability.HAND_OVER not in reader.capabilities or custody.holder_of(connection, dossier) is not None:
        return False
    # The papers of a destruction are nobody's work, and owed to nobody.
    return execution.list_of_record(connection, dossier) is None


def require_deciding(reader: Reader) -> None:
    """Refuse who may not decide on periods.

    Raises:
        Forbidden (retention.not_allowed): The right is lacking.
    """
    if Capability.DECIDE not in reader.capabilities:
        raise Forbidden(
            "retention.not_allowed",
            Sentence("Tài khoản này không có quyền quyết định thời hạn.", "This account may not decide on periods."),
            Sentence("Đề nghị lưu trữ viên thực hiện.", "Ask an archivist to do it."),
        )


def due_row(r: Any) -> DueRow:
    """A dossier with its assignment, of a row that has both."""
    return DueRow(
        dossier=DossierId(r.id),
        code=r.code,
        title=mask(r.title),
        unit=r.unit,
        assignment=from_plain(r.assignment),
    )
