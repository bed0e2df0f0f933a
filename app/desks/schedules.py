"""The desk of schedules: versions come in, are previewed on the real holdings, accepted, confirmed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from adapters.catalogue import disposal, events, grounds, schedules
from app.desks.retention import due_row, require_deciding
from app.steps.schedule_in_force import schedule_in_force, schedule_of
from records.errors import Conflict, InvalidInput, NotFound, Sentence
from records.findings import Severity
from records.identifiers import DossierId, ScheduleId
from records.incomplete import MEND_IT, REASON, in_one, lacks, missing
from retention_rules.grounds import work_out
from retention_rules.ports import ScheduleDesk
from retention_rules.schedule import built_in_schedule, content_of
from retention_rules.schedule_change import Comparison
from retention_rules.schedule_file import MOST_BYTES, table_of, write_table
from retention_rules.schedule_table import read_rules, rows_of
from retention_rules.schedule_versions import (
    BUILT_IN,
    ScheduleReading,
    ScheduleState,
    ScheduleVersion,
    declared,
    rules_to_plain,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import sqlalchemy as sa

    from app.wiring import Parts
    from records.reader import Reader
    from retention_rules.model import Rule
    from retention_rules.schedule_versions import Reassessment, SchedulePreview

_NO_RULE = Sentence("chưa chọn quy tắc nào", "no rule is chosen")
_NOT_COMPARED = missing("văn bản đã đối chiếu", "what they were compared with")
_AT_ONCE = 200
_ROWS = 50


class CatalogueScheduleDesk(ScheduleDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def in_force(self, reader: Reader) -> ScheduleVersion:  # noqa: ARG002  every account may read it
        with self._parts.catalogue.begin(readonly=True) as connection:
            return _version(connection, schedules.id_in_force(connection) or BUILT_IN)

    def versions(self, reader: Reader) -> Sequence[ScheduleVersion]:  # noqa: ARG002  every account may read it
        with self._parts.catalogue.begin(readonly=True) as connection:
            kept = [_of_row(connection, row) for row in schedules.rows(connection)]
            return [*kept, _version(connection, BUILT_IN)]

    def version(self, reader: Reader, version: ScheduleId) -> ScheduleVersion:  # noqa: ARG002  every account may read it
        with self._parts.catalogue.begin(readonly=True) as connection:
            return _version(connection, version)

    def take_in(
        self,
        reader: Reader,
        content: bytes,
        *,
        file_name: str,
        name: str,
        version: str,
        source: str,
        effective_from: date,
    ) -> ScheduleReading:
        require_deciding(reader)
        told = declared(name, version, source, effective_from)
        if len(content) > MOST_BYTES:
            raise InvalidInput(
                "schedule.too_large",
                Sentence(f"Bảng lớn hơn {MOST_BYTES >> 20} MiB.", f"The table is larger than {MOST_BYTES >> 20} MiB."),
                Sentence("Kiểm tra xem có đúng tệp không.", "Check that it is the right file."),
            )
        rows, broken = table_of(content)
        rules, found = read_rules(rows) if rows else ((), ())
        findings = (*broken, *found)
        if not rules or any(finding.severity is Severity.REFUSAL for finding in findings):
            return ScheduleReading(version=None, rules=len(rules), findings=findings)
        now = self._parts.clock.now()
        with self._parts.catalogue.begin() as connection:
            made = schedules.add(connection, rules=rules_to_plain(rules), by=reader.account, now=now, **told)
            if made is None or told["name"] == built_in_schedule().name:
                raise _taken(told["name"], told["version"])
            self._happened(connection, reader, "schedule_imported", made, file=file_name, rules=len(rules))
            kept = _version(connection, made)
        return ScheduleReading(version=kept, rules=len(rules), findings=findings)

    def export(self, reader: Reader, version: ScheduleId, *, as_xlsx: bool) -> bytes:
        found = self.version(reader, version)
        return write_table(rows_of(found.schedule.rules, found.confirmations), as_xlsx=as_xlsx)

    def preview(self, reader: Reader, version: ScheduleId) -> SchedulePreview:
        require_deciding(reader)
        return self._preview(reader, version)[0]

    def accept(self, reader: Reader, version: ScheduleId, *, fingerprint: str, shorter: bool) -> Reassessment:
        require_deciding(reader)
        seen, basis = self._preview(reader, version)
        now, today = self._parts.clock.now(), self._parts.clock.today()
        with self._parts.catalogue.begin() as connection:
            schedules.hold(connection)
            proposed = _version(connection, version)
            if proposed.state is not ScheduleState.PROPOSED:
                raise _not_proposed()
            first_day = proposed.schedule.effective_from
            if first_day is not None and first_day > today:
                raise _not_in_effect(first_day)
            # The one in force may have changed since: then the preview compared with the wrong one.
            if seen.fingerprint != fingerprint or _basis(connection) != basis:
                raise _outdated()
            if seen.shorter and not shorter:
                raise _shortens(seen.shorter)
            schedules.put_in_force(connection, version, by=reader.account, now=now)
            self._happened(connection, reader, "schedule_accepted", version, shorter=seen.shorter)
            return self._reassess(connection, reader, "accepted", version.value)

    def _preview(self, reader: Reader, version: ScheduleId) -> tuple[SchedulePreview, str]:
        today = self._parts.clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            proposed = _version(connection, version).schedule
            basis = _basis(connection)
        comparison = Comparison(version, today, rows=_ROWS)
        last = ""
        while True:
            with self._parts.catalogue.begin(readonly=True) as connection:
                rows = schedules.assigned_after(connection, reader, today, after=last, limit=_AT_ONCE)
                listed = disposal.on_any_list(connection, [row.id for row in rows])
                for row, known in zip(rows, grounds.of_rows(connection, rows, today), strict=True):
                    after = work_out(DossierId(row.id), known, proposed, today=today)
                    comparison.add(due_row(row), after, visible=row.visible, on_list=row.id in listed)
            if not rows:
                return comparison.preview(basis=basis), basis
            last = rows[-1].id

    def kept_by(self, reader: Reader, rules: Sequence[str], *, said: str, withdrawing: bool = False) -> tuple[int, int]:
        require_deciding(reader)
        with self._parts.catalogue.begin(readonly=True) as connection:
            chosen = _rules(connection, rules, " ".join(said.split()), REASON if withdrawing else _NOT_COMPARED)
            return schedules.kept_by(connection, _ids(chosen), self._parts.clock.today())

    def confirm(self, reader: Reader, rules: Sequence[str], *, source: str) -> Reassessment:
        require_deciding(reader)
        now, read = self._parts.clock.now(), " ".join(source.split())
        with self._parts.catalogue.begin() as connection:
            schedules.hold(connection)
            chosen = _rules(connection, rules, read, _NOT_COMPARED)
            contents = {content_of(rule): rule.id for rule in chosen}
            fresh = schedules.confirm(connection, contents, source=read, by=reader.account, now=now)
            self._happened(connection, reader, "rules_confirmed", *_ids(chosen), source=read, rules=len(fresh))
            return self._reassess(connection, reader, "confirmed", read)

    def withdraw(self, reader: Reader, rules: Sequence[str], *, why: str) -> Reassessment:
        require_deciding(reader)
        now, reason = self._parts.clock.now(), " ".join(why.split())
        with self._parts.catalogue.begin() as connection:
            schedules.hold(connection)
            chosen = _rules(connection, rules, reason, REASON)
            contents = [content_of(rule) for rule in chosen]
            stood = schedules.withdraw(connection, contents, why=reason, by=reader.account, now=now)
            self._happened(connection, reader, "rules_withdrawn", *_ids(chosen), why=reason, rules=stood)
            return self._reassess(connection, reader, "withdrawn", reason)

    def reassessment(self, reader: Reader) -> Reassessment | None:  # noqa: ARG002  every account may read it
        with self._parts.catalogue.begin(readonly=True) as connection:
            return schedules.newest_reassessment(connection)

    def _reassess(self, connection: sa.Connection, reader: Reader, reason: str, subject: str) -> Reassessment:
        now = self._parts.clock.now()
        schedules.ask_for_reassessment(connection, reason=reason, subject=subject, by=reader.account, now=now)
        asked = schedules.newest_reassessment(connection)
        assert asked is not None, "it was asked for in this transaction"
        return asked

    def _happened(
        self, connection: sa.Connection, reader: Reader, act: str, *subjects: object, **detail: str | int
    ) -> None:
        events.add(
            connection,
            type="policy assignment",
            agent=reader.account,
            now=self._parts.clock.now(),
            subjects=subjects,
            detail={"act": act, **detail},
        )


def _ids(rules: Sequence[Rule]) -> list[str]:
    return [rule.id for rule in rules]


def _basis(connection: sa.Connection) -> str:
    """What a preview was worked out against: another version in force, and it is worth nothing."""
    return (schedules.id_in_force(connection) or BUILT_IN).value


def _version(connection: sa.Connection, version: ScheduleId) -> ScheduleVersion:
    if version == BUILT_IN:
        used = schedules.id_in_force(connection) is None
        return ScheduleVersion(
            id=BUILT_IN,
            schedule=(schedule := schedule_of(connection, BUILT_IN)),
            source="Vankho",
            state=ScheduleState.IN_FORCE if used else ScheduleState.SUPERSEDED,
            imported_at=None,
            imported_by="",
            accepted_at=None,
            accepted_by="",
            confirmations=_by_rule(connection, schedule.rules),
        )
    row = schedules.row(connection, version)
    if row is None:
        raise NotFound(
            "schedule.not_found",
            Sentence("Không có phiên bản bảng thời hạn này.", "There is no such version of the schedule."),
            Sentence("Xem danh sách: vankho schedule list", "See the list: vankho schedule list"),
        )
    return _of_row(connection, row)


def _of_row(connection: sa.Connection, row: Any) -> ScheduleVersion:
    schedule = schedule_of(connection, ScheduleId(row.id))
    return ScheduleVersion(
        id=ScheduleId(row.id),
        schedule=schedule,
        source=row.source,
        state=ScheduleState(row.state),
        imported_at=row.imported_at,
        imported_by=row.imported_by,
        accepted_at=row.accepted_at,
        accepted_by=row.accepted_by,
        confirmations=_by_rule(connection, schedule.rules),
    )


def _by_rule(connection: sa.Connection, rules: Sequence[Rule]) -> dict[str, Any]:
    standing = schedules.confirmations(connection)
    return {rule.id: standing[content] for rule in rules if (content := content_of(rule)) in standing}


def _rules(connection: sa.Connection, wanted: Sequence[str], said: str, not_said: Sentence) -> list[Rule]:
    schedule = schedule_in_force(connection)
    lacking = lacks((not wanted, _NO_RULE), (not said, not_said))
    if lacking:
        raise InvalidInput("schedule.incomplete", in_one(lacking), MEND_IT)
    found = {rule.id: rule for rule in schedule.rules}
    missing = [each for each in wanted if each not in found]
    if missing:
        raise NotFound(
            "schedule.no_such_rule",
            Sentence(
                f"Bảng đang áp dụng không có quy tắc {missing[0]}.", f"The schedule in force has no rule {missing[0]}."
            ),
            Sentence("Xem mã quy tắc trong bảng xuất ra.", "See the ids of rules in the exported table."),
        )
    return [found[each] for each in dict.fromkeys(wanted)]


def _taken(name: str, version: str) -> Conflict:
    return Conflict(
        "schedule.version_taken",
        Sentence(f"Đã có “{name}”, phiên bản {version}.", f"There is “{name}”, version {version}, already."),
        Sentence("Phiên bản không thay đổi được: đặt số khác.", "A version never changes: give another number."),
    )


def _not_proposed() -> Conflict:
    return Conflict(
        "schedule.not_proposed",
        Sentence("Phiên bản này đã được chấp nhận hoặc thay thế.", "This version was accepted or superseded already."),
        Sentence("Nhập lại bảng thành phiên bản mới.", "Import the table again as a new version."),
    )


def _not_in_effect(first_day: date) -> InvalidInput:
    return InvalidInput(
        "schedule.not_in_effect",
        Sentence(
            f"Bảng có hiệu lực từ {first_day:%d/%m/%Y}, chưa tới.",
            f"The schedule takes effect on {first_day:%d/%m/%Y}, which has not come.",
        ),
        Sentence("Xem trước ngay được; chấp nhận từ ngày ấy.", "Preview it now; accept it from that day on."),
    )


def _outdated() -> Conflict:
    return Conflict(
        "schedule.preview_outdated",
        Sentence(
            "Hồ sơ bị rút ngắn thời hạn không còn đúng như lần xem trước.",
            "Other dossiers would be shortened now than the preview said.",
        ),
        Sentence("Xem trước lại rồi chấp nhận.", "Preview it again, then accept."),
    )


def _shortens(number: int) -> Conflict:
    return Conflict(
        "schedule.shortens",
        Sentence(
            f"{number} hồ sơ sẽ được giữ ngắn hơn hiện nay.", f"{number} dossiers would be kept less long than now."
        ),
        Sentence(
            "Xem danh sách; nếu đúng, chấp nhận kèm cho phép rút ngắn (--shorter).",
            "Look at the list; if that is right, accept it saying so (--shorter).",
        ),
    )
