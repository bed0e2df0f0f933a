"""Many dossiers with the assignments that really follow, written by the database itself with all triggers on.

Every dossier is one of a few thousand cases that differ in what is known of them; what follows for a case is worked
out once, by the product. In everything else (unit, level, id) dossiers of a case differ.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from adapters.catalogue import holdings
from adapters.catalogue.schema import dossier
from adapters.catalogue.storable import json_text
from records.identifiers import DossierId
from retention_rules.grounds import Grounds, Outcome, Said, basis_of, digest_of, outcome_of, work_out
from retention_rules.model import PeriodDecision
from retention_rules.plain import to_plain
from retention_rules.propose_rule import propose_rule
from retention_rules.schedule import built_in_schedule
from retention_rules.trigger import TriggerKind

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue

CASES = 1999
"""Prime, so that cases and units meet in every pair."""
UNITS = 200
TODAY = date(2026, 11, 26)
AT_ONCE = 100_000
SUBJECTS = 40
NOBODY = DossierId("00000000-0000-7000-8000-000000000000")
_WHEN = "2026-03-01 08:00:00"
_NUMBERS = "WITH RECURSIVE count(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM count WHERE n + 1 < :end) "
_ID = "printf('%08x-0000-7000-8000-%012x', n, n)"
_ID_SERVER = "lpad(to_hex(n), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(n), 12, '0')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is known of a dossier, and whether a document says it."""

    grounds: Grounds
    issued_on: date | None


@cache
def cases(*, documents: int) -> tuple[Case, ...]:
    """``documents``: one dossier of so many has a document; of 10 cases 2 need one for their rule."""
    return tuple(_case(number, documents=documents) for number in range(CASES))


def _case(number: int, *, documents: int) -> Case:
    kind = number % 10
    ended = date(1996 + number * 7 % 30, 1 + number % 12, 1 + number % 28)
    said: tuple[Said, ...] = ()
    issued = None
    if kind < 2:
        said = (Said("", _subjects()[number % SUBJECTS]),)
        issued = ended
    elif number % documents == 0:
        said = (Said("Đơn", f"đề nghị số {number}"),)
        issued = ended
    decided = {2: "VV", 3: "5+HD", 4: "30", 5: "30"}.get(kind)
    decision = PeriodDecision(
        period=decided or "30",
        number=f"{number}/QĐ-UBND",
        decided_on=date(2025, 1, 1 + number % 28),
        approved_by="Chủ tịch",
        reason="Công trình của tỉnh",
    )
    waits = kind == 9
    return Case(
        grounds=Grounds(
            title=f"Hồ sơ số {number} về việc cấp giấy phép",
            work_ended_on=None if waits else ended,
            newest_document=issued,
            documents=said,
            events={TriggerKind.CONTRACT_END: ended} if kind == 3 and number % 20 == 3 else {},
            decisions=(decision,) if decided else (),
        ),
        issued_on=issued,
    )


@cache
def _subjects() -> tuple[str, ...]:
    """What documents say for which a rule of the schedule is proposed."""
    schedule = built_in_schedule()
    found = []
    for rule in schedule.rules:
        said = rule.record_type.partition(":")[0]
        if propose_rule(schedule, document_types=[""], subjects=[said]).rule is not None:
            found.append(said)
        if len(found) == SUBJECTS:
            return tuple(found)
    raise ValueError("the schedule has too few rules")


def filled(catalogue: Catalogue) -> int:
    """How many dossiers are there: they are written in the order of their ids, so many at once or none."""
    with catalogue.begin(readonly=True) as connection:
        last = connection.execute(sa.select(sa.func.max(dossier.c.id))).scalar()
    return int(last.partition("-")[0], 16) + 1 if last else 0


def fill(catalogue: Catalogue, dossiers: int, *, documents: int) -> float:
    """Write those that are not there yet; seconds it took."""
    began, there = time.monotonic(), filled(catalogue)
    server = catalogue.on_server
    with catalogue.engine.connect() as connection:
        if not server:
            connection.exec_driver_sql("PRAGMA cache_size = -500000")
            connection.rollback()
        with connection.begin():
            _prepare(connection, documents=documents, server=server)
        for first in range(there, dossiers, AT_ONCE):
            with connection.begin():
                for statement in _statements(server=server):
                    connection.execute(sa.text(statement), {"first": first, "end": min(first + AT_ONCE, dossiers)})
            while True:
                with connection.begin():
                    if holdings.fold(connection) < holdings.FOLDED_AT_ONCE:
                        break
            print(f"{first + AT_ONCE} dossiers after {time.monotonic() - began:.0f} s", flush=True)
    if server:  # as its own housekeeping does after a while
        with catalogue.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
    return time.monotonic() - began


def _prepare(connection: sa.Connection, *, documents: int, server: bool) -> None:
    connection.execute(
        sa.text(
            "INSERT INTO batch (id, name, dossier_by, state, unit, created_at, created_by, last_arrival_at)"
            f" VALUES ('b', 'lô', 'folder', 'working', 'u', '{_WHEN}', 'ai', '{_WHEN}') ON CONFLICT DO NOTHING"
        )
    )
    known = sa.Table(
        "known",
        sa.MetaData(),
        sa.Column("k", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text) for name in ("title", "type", "subject", "period_decided", "number", "assignment")),
        *(sa.Column(name, sa.Date) for name in ("ended", "issued", "decided_on", "contract_end")),
        *(sa.Column(name, sa.Text) for name in ("basis", "state", "kind", "period", "waiting_for")),
        *(sa.Column(name, sa.Date) for name in ("expires_on", "candidate_from")),
        prefixes=["TEMPORARY"],
    )
    known.create(connection)
    connection.execute(sa.insert(known), [_row(number, one) for number, one in enumerate(cases(documents=documents))])
    if server:
        connection.exec_driver_sql("ANALYZE known")


def _row(number: int, case: Case) -> dict[str, Any]:
    schedule, known = built_in_schedule(), case.grounds
    made = work_out(NOBODY, known, schedule, today=TODAY)
    outcome = outcome_of(made)
    said = known.documents[0] if known.documents else None
    decision = known.decisions[0] if known.decisions else None
    return {
        "k": number,
        "title": known.title,
        "type": said.type if said else None,
        "subject": said.subject if said else None,
        "period_decided": decision.period if decision else None,
        "number": decision.number if decision else None,
        "decided_on": decision.decided_on if decision else None,
        "assignment": json_text(to_plain(made)),
        "ended": known.work_ended_on,
        "issued": case.issued_on,
        "contract_end": known.events.get(TriggerKind.CONTRACT_END),
        "basis": basis_of(digest_of(schedule), known, outcome),
        **outcome._asdict(),
    }


def _statements(*, server: bool) -> list[str]:
    one = _ID_SERVER if server else _ID
    numbers = "" if server else _NUMBERS
    source = f"{'generate_series(:first, :end - 1) AS count(n)' if server else 'count'} JOIN known ON k = n % {CASES}"
    level = "CASE n % 3 WHEN 0 THEN '01' ELSE '02' END"
    unit = f"'u' || (n % {UNITS})"
    whole = f"replace(known.assignment, '{NOBODY}', {one})"
    empty = "'[]'"
    said = f"{source} WHERE subject IS NOT NULL"

    def into(table: str, columns: str, values: str, of: str = source) -> str:
        return f"INSERT INTO {table} ({columns}) {numbers}SELECT {values} FROM {of}"

    def field(name: str, value: str) -> str:
        return into(
            "field_proposal",
            "document_id, field, value, confidence, doubtful, evidence",
            f"{one}, '{name}', {value}, 0.9, {'false' if server else 0}, ''",
            f"{source} WHERE subject IS NOT NULL AND {value} <> ''",
        )

    return [
        into(
            "dossier",
            "id, batch_id, grouping, title, unit, access_level, state, work_ended_on, created_at",
            f"{one}, 'b', {one}, title, {unit}, {level}, 'kept', ended, '{_WHEN}'",
        ),
        into(
            "file",
            "id, batch_id, name, digest, size, received_at, received_by, state, findings, signatures, dossier_id,"
            " document_id",
            f"{one}, 'b', {one} || '.pdf', {one}, 1, '{_WHEN}', 'ai', 'accepted', {empty}, {empty}, {one}, {one}",
            said,
        ),
        into(
            "document",
            "id, dossier_id, file_id, state, page_count, pages_left, findings",
            f"{one}, {one}, {one}, 'indexed', 1, 0, {empty}",
            said,
        ),
        field("type", "type"),
        field("subject", "subject"),
        field("issued_on", "CAST(issued AS TEXT)"),
        into(
            "retention_trigger",
            "dossier_id, kind, happened_on, recorded_at, recorded_by",
            f"{one}, 'contract_end', contract_end, '{_WHEN}', 'ai'",
            f"{source} WHERE contract_end IS NOT NULL",
        ),
        into(
            "period_decision",
            "id, dossier_id, period, number, decided_on, approved_by, reason, recorded_at, recorded_by",
            f"{one}, {one}, period_decided, number, decided_on, 'Chủ tịch', 'Công trình của tỉnh', '{_WHEN}', 'ai'",
            f"{source} WHERE period_decided IS NOT NULL",
        ),
        into(
            "retention_assignment",
            "id, dossier_id, assigned_at, assigned_by, assignment, basis, unit, access_level,"
            f" {', '.join(Outcome._fields)}",
            f"{one}, {one}, '{_WHEN}', 'ai', {f'CAST({whole} AS JSON)' if server else whole}, basis, {unit}, {level},"
            f" {', '.join(f'known.{name}' for name in Outcome._fields)}",
        ),
    ]


def alter(catalogue: Catalogue, dossiers: int, *, every: int) -> int:
    """Change behind everybody's back what is known of one dossier of ``every``, each time; of how many."""
    days = [f"make_date({year}, 1, 1)" if catalogue.on_server else f"'{year}-01-01'" for year in (1990, 1991)]
    other = f"CASE WHEN work_ended_on = {days[0]} THEN {days[1]} ELSE {days[0]} END"
    ids = [f"{n:08x}-0000-7000-8000-{n:012x}" for n in range(every // 2, dossiers, every)]
    with catalogue.begin() as connection:
        for some in range(0, len(ids), 500):
            connection.execute(
                sa.text(f"UPDATE dossier SET work_ended_on = {other} WHERE id IN :ids").bindparams(
                    sa.bindparam("ids", expanding=True)
                ),
                {"ids": ids[some : some + 500]},
            )
    return len(ids)


NOW = datetime(2026, 11, 26, 1, tzinfo=UTC)
