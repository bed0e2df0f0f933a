"""The retention desk: what falls due when, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from adapters.catalogue import dossiers, events, retention
from app.desks.reading_room import no_dossier
from app.steps.retain import assign_anew
from records.errors import Forbidden, InvalidInput, Sentence
from records.identifiers import DossierId
from records.reader import Capability
from retention_rules.model import DueRow
from retention_rules.plain import from_plain
from retention_rules.ports import RetentionDesk
from retention_rules.report import build_report, narrow

if TYPE_CHECKING:
    from datetime import date

    from app.wiring import Parts
    from records.reader import Reader
    from retention_rules.model import Assignment, RetentionReport


class CatalogueRetentionDesk(RetentionDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def report(self, reader: Reader, *, limit: int = 100, offset: int = 0, year: int | None = None) -> RetentionReport:
        today = self._parts.clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            found = retention.due_rows(connection, reader, today)
        rows = [
            DueRow(
                dossier=DossierId(r.id), code=r.code, title=r.title, unit=r.unit, assignment=from_plain(r.assignment)
            )
            for r in found
        ]
        return narrow(build_report(rows, today), limit=limit, offset=offset, year=year)

    def assignment(self, reader: Reader, dossier: DossierId) -> Assignment | None:
        with self._parts.catalogue.begin(readonly=True) as connection:
            if dossiers.seen_by(connection, dossier, reader, self._parts.clock.today()) is None:
                raise no_dossier()
            plain = retention.in_force(connection, dossier)
        return from_plain(plain) if plain else None

    def set_work_ended(self, reader: Reader, dossier: DossierId, ended_on: date) -> Assignment:
        today = self._parts.clock.today()
        with self._parts.catalogue.begin() as connection:
            if dossiers.seen_by(connection, dossier, reader, today) is None:
                raise no_dossier()
            if Capability.DECIDE not in reader.capabilities:
                raise Forbidden(
                    "retention.not_allowed",
                    Sentence(
                        "Tài khoản này không có quyền quyết định thời hạn.", "This account may not decide on periods."
                    ),
                    Sentence("Đề nghị lưu trữ viên thực hiện.", "Ask an archivist to do it."),
                )
            if ended_on > today:
                raise InvalidInput(
                    "retention.trigger_in_future",
                    Sentence("Ngày kết thúc công việc chưa tới.", "The day the work ended has not come yet."),
                    Sentence("Nhập ngày công việc đã thực sự kết thúc.", "Enter the day on which the work did end."),
                )
            dossiers.set_work_ended(connection, dossier, ended_on, reader.account)
            events.add(
                connection,
                type="metadata modification",
                agent=reader.account,
                now=self._parts.clock.now(),
                subjects=[dossier],
                dossier=dossier,
                detail={"work_ended_on": ended_on.isoformat()},
            )
            return assign_anew(self._parts, connection, dossier, by=reader.account)
