"""The desk of use: somebody asks for a reading or a copy, somebody else decides, and it is handed out in time."""

from __future__ import annotations

from collections import Counter
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

from adapters.catalogue import documents, dossiers, events, use_requests
from app.desks import use_refusals as refuse
from app.desks.people_on_pages import people_in
from app.desks.personal_refusals import may_not_see_personal
from app.desks.reading_room import no_document, no_dossier
from app.desks.use_copy import make_copy, marked_page
from app.desks.use_erasure import proposed_answer
from app.desks.use_register import register_of
from app.desks.use_views import documents_shown, is_restricted, level_of, request_of
from app.form_writers import form_writers
from app.steps.code_lists_in_force import work_calendar_in_force
from archive.use.clock import UseStanding, answer_due, use_standing, valid_until
from archive.use.decide import ANSWERING, left_out, who_decides
from archive.use.model import Grant, UseKind, UseState, incomplete, number_of, tidy
from archive.use.ports import UseDesk
from records.incomplete import REASON, missing
from records.reader import AccessLevel, Capability
from retention_rules.forms.model import FormFormat

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import sqlalchemy as sa

    from app.desks.view_record import ViewRecord
    from app.wiring import Parts
    from archive.use.model import Filing, Refusal, RegisterFormat, UseFile, UseRequest
    from records.identifiers import DocumentId, DossierId, UseRequestId
    from records.reader import Reader

_OPEN = (UseState.GRANTED, UseState.HANDED_OUT)


class CatalogueUseDesk(UseDesk):
    """On the catalogue and the store."""

    def __init__(self, parts: Parts, record: ViewRecord) -> None:
        self._parts = parts
        self._record = record

    def file(self, reader: Reader, asked: Filing) -> UseRequest:
        if asked.on_behalf and Capability.DECIDE not in reader.capabilities:
            raise refuse.not_allowed()
        today = self._parts.clock.today()
        with self._parts.catalogue.begin() as connection:
            if asked.dossier is not None:
                self._require_documents(connection, reader, asked.dossier, asked.documents)
            made = use_requests.add(
                connection,
                asked,
                unit=reader.unit or self._parts.settings.unit,
                by=reader.account,
                now=self._parts.clock.now(),
                filed_on=today,
                due_on=answer_due(today, asked.kind, work_calendar_in_force(connection)),
            )
            self._happened(connection, reader, _act("filed", asked.kind), self._there(connection, reader, made))
        return self.one(reader, made)

    def name_dossier(self, reader: Reader, which: UseRequestId, dossier: DossierId) -> UseRequest:
        with self._parts.catalogue.begin() as connection:
            row = self._held(connection, reader, which, UseState.FILED)
            self._require_answering(reader)
            if not row.asked_for:
                raise refuse.wrong_state()
            if dossiers.seen_by(connection, dossier, reader, self._parts.clock.today()) is None:
                raise no_dossier()
            use_requests.change(connection, which, dossier_id=dossier.value, wanted=[])
            self._happened(connection, reader, "use_named", self._there(connection, reader, which))
        return self.one(reader, which)

    def decide(self, reader: Reader, which: UseRequestId, decision: Grant | Refusal) -> UseRequest:
        if isinstance(decision, Grant) and not reader.sees_personal:
            self._require_cleared_to_grant(reader, which, decision)
        now, today = self._parts.clock.now(), self._parts.clock.today()
        with self._parts.catalogue.begin() as connection:
            row = self._held(connection, reader, which, UseState.FILED)
            self._require_deciding(reader, row)
            values: dict[str, Any] = {"decided_by": reader.account, "decided_at": now, "reason": decision.reason}
            if isinstance(decision, Grant) and row.kind == UseKind.ERASURE:
                raise refuse.nothing_erased()
            if isinstance(decision, Grant):
                state = UseState.GRANTED
                out = self._left_out(connection, reader, row, decision)
                copies = decision.copies if row.kind == UseKind.COPY else 0
                values |= {
                    "granted": [each.value for each in decision.documents],
                    "left_out": [each.value for each in out],
                    "decided_level": row.access_level,
                    "valid_until": valid_until(today, decision.days),
                    "copies_granted": copies,
                    "copies_left": copies,
                }
            else:
                state = UseState.REFUSED
                values["clause"] = decision.clause
            use_requests.change(connection, which, state=state.value, **values)
            act = _act(state.value, row.kind)
            self._happened(connection, reader, act, row, documents=len(values.get("granted", ())))
        return self.one(reader, which)

    def withdraw(self, reader: Reader, which: UseRequestId, why: str) -> UseRequest:
        said = tidy(why)
        with self._parts.catalogue.begin() as connection:
            row = self._held(connection, reader, which, UseState.FILED, UseState.GRANTED)
            if reader.account != row.filed_by:
                raise refuse.not_allowed()
            if not said:
                raise incomplete(REASON)
            self._end(connection, reader, which, UseState.WITHDRAWN, said)
            self._happened(connection, reader, "use_withdrawn", row)
        return self.one(reader, which)

    def hand_out(self, reader: Reader, which: UseRequestId) -> UseRequest:
        with self._parts.catalogue.begin() as connection:
            row = self._held(connection, reader, which, *_OPEN)
            if Capability.DECIDE not in reader.capabilities:
                raise refuse.not_allowed()
            self._require_in_time(row)
            self._handed(connection, reader, which, row)
            self._happened(connection, reader, "use_handed_out", row)
        return self.one(reader, which)

    def close(self, reader: Reader, which: UseRequestId, why: str) -> UseRequest:
        said = tidy(why)
        with self._parts.catalogue.begin() as connection:
            row = self._held(connection, reader, which, *_OPEN)
            self._require_answering(reader)
            if row.state == UseState.GRANTED and not said:
                raise incomplete(REASON)
            self._end(connection, reader, which, UseState.CLOSED, said)
            self._happened(connection, reader, "use_closed", row)
        return self.one(reader, which)

    def copy(self, reader: Reader, which: UseRequestId) -> tuple[str, BinaryIO]:
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = self._there(connection, reader, which)
            self._require_getting(reader, row, UseKind.COPY)
        self._require_handing_on(reader, row)
        with ExitStack() as undone:
            made = undone.enter_context(make_copy(self._parts, row))
            with self._parts.catalogue.begin() as connection:
                self._count_copy(connection, reader, which, copies_left=row.copies_left)
            undone.pop_all()
        return f"ban-sao-{number_of(row.year, row.serial)}.pdf", made

    def read_page(self, reader: Reader, which: UseRequestId, number: int) -> bytes:
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = self._there(connection, reader, which)
            self._require_getting(reader, row, UseKind.READING)
        self._require_handing_on(reader, row)
        picture = marked_page(self._parts, row, number)
        with self._parts.catalogue.begin() as connection:
            row = self._held(connection, reader, which, *_OPEN)
            self._require_getting(reader, row, UseKind.READING)
            self._handed(connection, reader, which, row)
            self._happened(connection, reader, "use_read", row, page=number)
        return picture

    def show_number(self, reader: Reader, which: UseRequestId) -> str:
        with self._parts.catalogue.begin() as connection:
            row = self._there(connection, reader, which)
            if reader.account != row.filed_by and not reader.sees_personal:
                raise may_not_see_personal()
            self._happened(connection, reader, "use_number_shown", row, what="personal")
        return str(row.id_number)

    def one(self, reader: Reader, which: UseRequestId) -> UseRequest:
        today = self._parts.clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = self._there(connection, reader, which)
            shown = documents_shown(connection, row, reader, today)
            proposed = proposed_answer(connection, row, today) if reader.capabilities & ANSWERING else None
            found = request_of(row, today, work_calendar_in_force(connection), shown, proposed)
        if found.dossier is not None:
            self._record.looked(reader, [found.dossier], "dossier")
        return found

    def requests(
        self, reader: Reader, *, standing: UseStanding | None = None, limit: int = 50, offset: int = 0
    ) -> Sequence[UseRequest]:
        today = self._parts.clock.today()
        tomorrow, day = today + timedelta(days=1), timedelta(days=1)
        bounds = {
            UseStanding.OVERDUE: (None, today - day),
            UseStanding.NEAR: (today, tomorrow),
            UseStanding.RUNNING: (tomorrow + day, None),
            UseStanding.TO_HAND_OUT: (None, None),
        }
        with self._parts.catalogue.begin(readonly=True) as connection:
            if standing is None:
                rows = use_requests.newest(connection, reader, today, limit=limit, offset=offset)
            else:
                state = UseState.GRANTED if standing is UseStanding.TO_HAND_OUT else UseState.FILED
                rows = use_requests.waiting(
                    connection, reader, today, state, due=bounds[standing], limit=limit, offset=offset
                )
            calendar = work_calendar_in_force(connection)
        return [request_of(row, today, calendar) for row in rows]

    def waiting(self, reader: Reader) -> Mapping[UseStanding, int]:
        today = self._parts.clock.today()
        with self._parts.catalogue.begin(readonly=True) as connection:
            counted = use_requests.count_waiting(connection, reader, today)
        numbers: Counter[UseStanding | None] = Counter()
        for state, due_on, number in counted:
            numbers[use_standing(state, due_on, None, today)] += number
        return {which: numbers[which] for which in UseStanding if numbers[which]}

    def register(self, reader: Reader, year: int, form: RegisterFormat) -> UseFile:
        self._require_answering(reader)
        today = self._parts.clock.today()
        with self._parts.catalogue.begin() as connection:
            rows = use_requests.of_year(connection, reader, today, year)
            events.add(
                connection,
                type=events.VIEWED,
                agent=reader.account,
                now=self._parts.clock.now(),
                subjects=[f"use register {year}"],
                detail={"act": "use_register", "year": year, "items": len(rows), "form": form.value},
            )
        seen = [dossier for row in rows if row.visible and (dossier := use_requests.dossier_of(row))]
        self._record.looked(reader, seen, "export")
        writer = form_writers()[FormFormat(form.value)]
        return register_of(rows, self._parts.settings, year=year, on=today, writer=writer, form=form)

    # -- what must hold ---------------------------------------------------------------------------

    def _there(self, connection: sa.Connection, reader: Reader, which: UseRequestId) -> Any:
        found = use_requests.seen(connection, which, reader, self._parts.clock.today())
        if found is None:
            raise refuse.not_found()
        return found

    def _held(self, connection: sa.Connection, reader: Reader, which: UseRequestId, *states: UseState) -> Any:
        """The row, which nobody else changes until the transaction ends."""
        self._there(connection, reader, which)
        use_requests.hold(connection, which)
        found = self._there(connection, reader, which)
        if found.state not in states:
            raise refuse.wrong_state()
        return found

    def _require_answering(self, reader: Reader) -> None:
        if not reader.capabilities & ANSWERING:
            raise refuse.not_allowed()

    def _require_deciding(self, reader: Reader, row: Any) -> None:
        self._require_answering(reader)
        if reader.account == row.filed_by:
            raise refuse.one_person()
        allowed = who_decides(level_of(row), restricted=is_restricted(row, self._parts.clock.today()))
        if not reader.capabilities & allowed:
            raise refuse.head_decides() if Capability.APPROVE in allowed else refuse.not_allowed()

    def _require_cleared_to_grant(self, reader: Reader, which: UseRequestId, decision: Grant) -> None:
        with self._parts.catalogue.begin(readonly=True) as connection:
            row = self._there(connection, reader, which)
            self._require_deciding(reader, row)
        self._require_cleared(reader, row, {each.value for each in decision.documents})

    def _require_cleared(self, reader: Reader, row: Any, wanted: Collection[str]) -> None:
        """Whole documents with numbers of people are given by who is cleared for level 02, and handed on by such."""
        dossier = use_requests.dossier_of(row)
        if reader.sees_personal or dossier is None:
            return
        with self._parts.catalogue.begin(readonly=True) as connection:
            rows = [one for one in documents.rows_of_dossier(connection, dossier) if one.id in wanted]
        if any(people_in(self._parts, dossier, one) is not False for one in rows):
            raise refuse.cleared_only()

    def _require_handing_on(self, reader: Reader, row: Any) -> None:
        if reader.account != row.filed_by:  # who filed it is given what was decided
            self._require_cleared(reader, row, row.granted)

    def _require_documents(
        self, connection: sa.Connection, reader: Reader, dossier: DossierId, wanted: Sequence[DocumentId]
    ) -> None:
        found = dossiers.view(connection, dossier, reader, self._parts.clock.today())
        if found is None:
            raise no_dossier()
        if not set(wanted) <= {one.document for one in found.documents}:
            raise no_document()

    def _left_out(self, connection: sa.Connection, reader: Reader, row: Any, decision: Grant) -> tuple[DocumentId, ...]:
        """What was asked for and is not granted, where all that is granted is there."""
        today = self._parts.clock.today()
        if is_restricted(row, today):
            raise refuse.restricted()
        shown = documents_shown(connection, row, reader, today) if row.visible else ()
        if use_requests.dossier_of(row) is None:
            raise refuse.not_named()
        if not set(decision.documents) <= {one.document for one in shown}:
            raise refuse.not_there()
        copyable = {one.document for one in shown if one.copyable or row.kind == UseKind.READING}
        if not set(decision.documents) <= copyable:
            raise refuse.not_copyable()
        out = left_out([one.document for one in shown if one.wanted], decision.documents)
        if out and not decision.reason:
            why = missing("lý do để lại văn bản không cho", "the reason why documents are left out")
            raise incomplete(why)
        return out

    def _require_in_time(self, row: Any) -> None:
        if row.valid_until < self._parts.clock.today():
            raise refuse.expired(row.valid_until)

    def _require_getting(self, reader: Reader, row: Any, kind: UseKind) -> None:
        if reader.account != row.filed_by and Capability.DECIDE not in reader.capabilities:
            raise refuse.not_allowed()
        if row.state not in _OPEN:
            raise refuse.wrong_state()
        if row.kind != kind:
            raise refuse.reading_only() if kind is UseKind.COPY else refuse.copy_only()
        self._require_in_time(row)
        if kind is UseKind.COPY and row.copies_left < 1:
            raise refuse.used_up()
        # Who fetches may not see the dossier; the decision was on its level then.
        stricter = row.access_level == AccessLevel.CONDITIONAL and row.decided_level != AccessLevel.CONDITIONAL
        gone = row.dossier_state in use_requests.NOT_THERE
        if stricter or gone or is_restricted(row, self._parts.clock.today()):
            raise refuse.changed()

    def _count_copy(self, connection: sa.Connection, reader: Reader, which: UseRequestId, *, copies_left: int) -> None:
        row = self._held(connection, reader, which, *_OPEN)
        self._require_getting(reader, row, UseKind.COPY)
        # The mark says how many are left: while this copy was made nobody may have fetched another.
        if row.copies_left != copies_left:
            raise refuse.wrong_state()
        left = copies_left - 1
        use_requests.change(connection, which, copies_left=left)
        self._handed(connection, reader, which, row)
        self._happened(connection, reader, "use_copied", row, copies_left=left, documents=len(row.granted))

    def _handed(self, connection: sa.Connection, reader: Reader, which: UseRequestId, row: Any) -> None:
        if row.state == UseState.GRANTED:
            now = self._parts.clock.now()
            use_requests.change(
                connection, which, state=UseState.HANDED_OUT.value, handed_by=reader.account, handed_at=now
            )

    def _end(self, connection: sa.Connection, reader: Reader, which: UseRequestId, state: UseState, why: str) -> None:
        use_requests.change(
            connection,
            which,
            state=state.value,
            closed_by=reader.account,
            closed_at=self._parts.clock.now(),
            closed_why=why,
        )

    def _happened(self, connection: sa.Connection, reader: Reader, act: str, row: Any, **told: str | int) -> None:
        dossier = use_requests.dossier_of(row)
        events.add(
            connection,
            type=events.VIEWED,
            agent=reader.account,
            now=self._parts.clock.now(),
            subjects=[each for each in (row.id, dossier) if each is not None],
            dossier=dossier,
            detail={"act": act, "request": number_of(row.year, row.serial), **told},
        )


def _act(what: str, kind: str) -> str:
    """``use_filed``, or ``erasure_filed`` of a request that data be deleted."""
    return f"{'erasure' if kind == UseKind.ERASURE else 'use'}_{what}"
