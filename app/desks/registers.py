"""The desk of registers: documents that went out and came in, what was used, what lies in the archive."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from adapters.catalogue import disposal_sheets, events, register_dossiers, registers, units, use_requests
from app.desks import use_refusals
from app.desks.register_rows import document_facts, dossier_facts, names_number, use_facts
from app.form_body import body_of
from app.steps.code_lists_in_force import codes_in_force
from archive.use.decide import ANSWERING
from ingest.own_body import OwnBody
from records.identifiers import DossierId
from records.ports.clock import VIET_NAM
from records.unit_names import unit_in_words
from retention_rules.forms.ports import RegisterDesk
from retention_rules.forms.registers import (
    OF_DOCUMENTS,
    ROWS_OF_A_VOLUME,
    Fact,
    Register,
    RegisterQuery,
    RegisterSize,
    register_form,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import sqlalchemy as sa

    from app.desks.view_record import ViewRecord
    from app.wiring import Parts
    from records.reader import Reader
    from retention_rules.forms.model import PrintedForm

Rows = list[dict[Fact, str]]
Volume = tuple[int, Rows, set[DossierId]]
"""Rows of the whole register, those of the volume, and the dossiers that they name."""


class CatalogueRegisterDesk(RegisterDesk):
    """On the catalogue."""

    def __init__(self, parts: Parts, record: ViewRecord) -> None:
        self._parts = parts
        self._record = record

    def sizes(self, reader: Reader, *, year: int | None, unit: str) -> Sequence[RegisterSize]:
        today = self._parts.clock.today()
        query = RegisterQuery(register=Register.OUTGOING, year=year, unit=unit)
        with self._parts.catalogue.begin(readonly=True) as connection:
            _, rows = self._own(connection, reader, query)
            rows[Register.ARCHIVE] = register_dossiers.count(connection, reader, today, span=_span(year), unit=unit)
            if reader.capabilities & ANSWERING:
                rows[Register.RECORD_COPIES] = len(self._used(connection, reader, query))
        return [RegisterSize(register=each, rows=rows[each]) for each in Register if each in rows]

    def register(self, reader: Reader, query: RegisterQuery) -> PrintedForm:
        of_copies = query.register is Register.RECORD_COPIES
        if of_copies and not reader.capabilities & ANSWERING:
            raise use_refusals.not_allowed()
        with self._parts.catalogue.begin(readonly=True) as connection:
            names = {one.code: one.name for one in units.all_units(connection)}
            if query.register in OF_DOCUMENTS:
                number, rows, dossiers = self._documents(connection, reader, query, names)
            elif of_copies:
                number, rows, dossiers = self._copies(connection, reader, query)
            else:
                number, rows, dossiers = self._dossiers(connection, reader, query)
        size = RegisterSize(register=query.register, rows=number)
        unit = unit_in_words(query.unit, names.get(query.unit, "")).vi if query.unit else ""
        body, today = body_of(self._parts.settings), self._parts.clock.today()
        made = register_form(query, rows, body, size=size, unit=unit, on=today)
        if of_copies:
            self._told_of_people(reader, query, len(rows))
        self._record.looked(reader, dossiers, "export")
        return made

    def _documents(
        self, connection: sa.Connection, reader: Reader, query: RegisterQuery, names: Mapping[str, str]
    ) -> Volume:
        today = self._parts.clock.today()
        own, numbers = self._own(connection, reader, query)
        found = registers.documents_of(
            connection,
            reader,
            today,
            year=query.year,
            unit=query.unit,
            own=own,
            outgoing=query.register is Register.OUTGOING,
            limit=ROWS_OF_A_VOLUME,
            offset=query.first,
        )
        said = registers.fields_of(connection, [one.id for one in found])
        rows = [
            document_facts(one, said.get(one.id, {}), unit_in_words(one.unit, names.get(one.unit, "")).vi)
            for one in found
        ]
        if query.register is Register.HANDLING:
            answers = self._answers(connection, reader, [one.id for one in found], rows)
            for one, row in zip(found, rows, strict=True):
                row[Fact.ANSWER] = "; ".join(answers.get(one.id, ()))
        return numbers[query.register], rows, {DossierId(one.dossier_id) for one in found}

    def _answers(
        self, connection: sa.Connection, reader: Reader, asked: Sequence[str], rows: Rows
    ) -> dict[str, list[str]]:
        """Numbers and signs of the body's own documents that name the number of one of ``asked``, by that one."""
        today = self._parts.clock.today()
        numbers = {which: row[Fact.NUMBER_AND_SIGN] for which, row in zip(asked, rows, strict=True)}
        # An answer may be of another year than what it answers, and of another unit.
        body = self._body(connection)
        own = [name for name in registers.agencies_beside(connection, asked) if body.issued(name)]
        pairs = registers.answers_to(connection, reader, today, asked, own)
        fields = registers.fields_of(connection, sorted({answer for _, answer in pairs}))
        found: dict[str, list[str]] = {}
        for which, answer in pairs:
            told = document_facts(None, fields.get(answer, {}), "")
            if names_number(fields.get(answer, {}), numbers[which]):
                found.setdefault(which, []).append(told[Fact.NUMBER_AND_SIGN])
        return found

    def _copies(self, connection: sa.Connection, reader: Reader, query: RegisterQuery) -> Volume:
        today = self._parts.clock.today()
        every = self._used(connection, reader, query)
        shown = every[query.first : query.first + ROWS_OF_A_VOLUME]
        wanted = sorted({each for _, each in shown})
        seen = registers.visible_documents(connection, reader, today, wanted)
        said = registers.fields_of(connection, list(seen))
        names = disposal_sheets.full_names(connection, {row.decided_by for row, _ in shown})
        rows = [use_facts(row, seen.get(each), said.get(each, {}), names) for row, each in shown]
        return len(every), rows, {DossierId(one.dossier_id) for one in seen.values()}

    def _dossiers(self, connection: sa.Connection, reader: Reader, query: RegisterQuery) -> Volume:
        today, span = self._parts.clock.today(), _span(query.year)
        found = register_dossiers.listed(
            connection,
            reader,
            today,
            span=span,
            unit=query.unit,
            limit=ROWS_OF_A_VOLUME,
            offset=query.first,
        )
        ids = [DossierId(one.id) for one in found]
        amounts = register_dossiers.amounts(connection, reader, today, [one.id for one in found])
        periods = disposal_sheets.in_force(connection, ids)
        rows = [dossier_facts(one, amounts.get(one.id), periods.get(DossierId(one.id))) for one in found]
        return register_dossiers.count(connection, reader, today, span=span, unit=query.unit), rows, set(ids)

    def _used(self, connection: sa.Connection, reader: Reader, query: RegisterQuery) -> list[tuple[Any, str]]:
        """Each request that was handed out, once with each document that it was granted."""
        first, following = _span(query.year) or (None, None)
        today = self._parts.clock.today()
        rows = use_requests.handed_out(connection, reader, today, first=first, following=following)
        return [(row, each) for row in rows if query.unit in {"", row.unit} for each in row.granted]

    def _own(
        self, connection: sa.Connection, reader: Reader, query: RegisterQuery
    ) -> tuple[Collection[str], dict[Register, int]]:
        """Names under which the body issued, as they were read; and how long the registers of documents are."""
        today, body = self._parts.clock.today(), self._body(connection)
        counted = registers.by_agency(connection, reader, today, year=query.year, unit=query.unit)
        own = {name for name, _ in counted if body.issued(name)}
        every = sum(number for _, number in counted)
        mine = sum(number for name, number in counted if name in own)
        return own, {Register.OUTGOING: mine, Register.INCOMING: every - mine, Register.HANDLING: every - mine}

    def _body(self, connection: sa.Connection) -> OwnBody:
        return OwnBody(self._parts.settings.body, codes_in_force(connection).agencies)

    def _told_of_people(self, reader: Reader, query: RegisterQuery, rows: int) -> None:
        with self._parts.catalogue.begin() as connection:
            events.add(
                connection,
                type=events.VIEWED,
                agent=reader.account,
                now=self._parts.clock.now(),
                subjects=[f"use register {query.year or 'all'}"],
                detail={
                    "act": "use_register",
                    **({"year": query.year} if query.year is not None else {}),
                    "items": rows,
                    "form": query.register.value,
                },
            )


def _span(year: int | None) -> tuple[datetime, datetime] | None:
    """The first moment of the year in Viet Nam, and that of the next."""
    if year is None:
        return None
    return datetime(year, 1, 1, tzinfo=VIET_NAM), datetime(year + 1, 1, 1, tzinfo=VIET_NAM)
