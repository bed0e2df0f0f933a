"""What is counted and listed of holdings equals what is found by looking at every dossier, on both catalogues."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from adapters.catalogue import holdings, retention
from adapters.catalogue.schema import dossier as dossier_table
from adapters.catalogue.schema_retention import retention_assignment, retention_total
from app.desks.retention import due_row
from app.rounds import fold_totals
from records.identifiers import DossierId
from records.reader import AccessLevel, Capability, Reader
from retention_rules.model import AssignmentState
from retention_rules.report import DueList, DueQuery, Place, choose, summarise, totals_of
from tests.contracts import catalogues
from tests.contracts.retention_desk import LABOUR_CONTRACT, OPERATOR, PLANNING_LETTER, REGISTER, Office

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue
    from retention_rules.model import DueRow

TODAY = date(2026, 11, 26)
UNITS = ("a", "b", "c")
READERS = (
    OPERATOR,
    Reader(
        account="x",
        units=frozenset({"a", "c"}),
        levels=frozenset(AccessLevel),
        capabilities=frozenset({Capability.READ}),
    ),
    Reader(
        account="y",
        units=frozenset({"*"}),
        levels=frozenset({AccessLevel.PUBLIC}),
        capabilities=frozenset({Capability.READ}),
    ),
    Reader(account="z", units=frozenset({"none"}), levels=frozenset(AccessLevel)),
    Reader(account="nobody"),
)


@pytest.fixture
def office(migrated: Catalogue) -> Office:
    return Office(catalogues.emptied(migrated), TODAY)


@pytest.fixture
def filled(office: Office) -> list[DossierId]:
    """Dossiers of every kind, some of them changed after they were counted."""
    chance = random.Random(7)
    made = []
    for number in range(40):
        kind = chance.choice([PLANNING_LETTER, LABOUR_CONTRACT, REGISTER, ("", "")])
        dossier = office.dossier(f"d{number}", kind, unit=chance.choice(UNITS))
        made.append(dossier)
        if chance.random() < 0.6:
            office.desk.set_work_ended(OPERATOR, dossier, date(chance.randint(1990, 2026), 5, 1))
    for dossier in chance.sample(made, 15):
        values: dict[str, Any] = chance.choice(
            [
                {"unit": chance.choice(UNITS)},
                {"access_level": "01"},
                {"restricted_until": date(2027, 1, 1)},
                {"restricted_until": date(2026, 1, 1)},
                {"state": "going"},
                {"state": "destroyed"},
            ]
        )
        with office.catalogue.begin() as connection:
            connection.execute(sa.update(dossier_table).where(dossier_table.c.id == dossier.value).values(**values))
        if chance.random() < 0.3 and "state" not in values:
            office.desk.set_work_ended(OPERATOR, dossier, date(2015, 5, 1))
    return made


def every_row(office: Office, reader: Reader) -> list[DueRow]:
    """Found the slow way: each dossier by itself."""
    rows = []
    with office.catalogue.begin(readonly=True) as connection:
        for r in connection.execute(sa.select(dossier_table)).all():
            plain = retention.in_force(connection, DossierId(r.id))
            seen = r.access_level in {level.value for level in reader.levels}
            seen &= r.state not in {"going", "destroyed"}
            seen &= reader.all_units or r.unit in reader.units
            seen &= (
                Capability.DECIDE in reader.capabilities or r.restricted_until is None or r.restricted_until <= TODAY
            )
            if plain is not None and seen:
                rows.append(due_row(_Row(r.id, r.code, r.title, r.unit, plain)))
    return rows


class _Row:
    def __init__(self, *values: Any) -> None:
        self.id, self.code, self.title, self.unit, self.assignment = values


@pytest.mark.parametrize("folded", [False, True])
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.account)
@pytest.mark.usefixtures("filled")
def test_the_report_counts_what_each_reader_may_see(office: Office, reader: Reader, *, folded: bool) -> None:
    if folded:
        with office.catalogue.begin() as connection:
            assert holdings.fold(connection) > 40
            assert holdings.fold(connection) == 0
    report = office.desk.report(reader, limit=0)
    expected = summarise(totals_of(every_row(office, reader)), TODAY)
    assert replace(report, held=0) == expected
    assert report.dossiers > 0 or reader.account in {"z", "nobody"}


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.account)
@pytest.mark.usefixtures("filled")
def test_the_report_of_one_unit_counts_what_it_made_alone(office: Office, reader: Reader) -> None:
    rows = every_row(office, reader)
    for unit in UNITS:
        expected = summarise(totals_of([row for row in rows if row.unit == unit]), TODAY)
        assert replace(office.desk.report(reader, limit=0, unit=unit), held=0) == expected


@pytest.mark.parametrize("which", list(DueList))
@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.account)
@pytest.mark.usefixtures("filled")
def test_each_list_holds_what_its_figure_counts_page_by_page(office: Office, reader: Reader, which: DueList) -> None:
    everything = every_row(office, reader)
    for query in (
        DueQuery(which=which),
        DueQuery(which=which, unit="a"),
        DueQuery(which=which, period="5"),
        DueQuery(which=which, year=2021),
    ):
        expected = choose(everything, query, TODAY)
        found: list[DueRow] = []
        after: Place | None = None
        while True:
            rows, after = office.desk.due(reader, replace(query, after=after, limit=3))
            found += rows
            if after is None:
                break
        assert found == list(expected)


def test_pages_by_number_leave_out_what_stands_before(office: Office, filled: list[DossierId]) -> None:
    whole = office.desk.report(OPERATOR, limit=1000).rows
    assert 30 < len(whole) == len(every_row(office, OPERATOR)) < len(filled)
    assert office.desk.report(OPERATOR, limit=7, offset=20).rows == whole[20:27]


def test_rows_that_cancel_out_leave_nothing(office: Office) -> None:
    dossier = office.dossier("d", unit="a")
    with office.catalogue.begin() as connection:
        connection.execute(sa.delete(retention_assignment).where(retention_assignment.c.dossier_id == dossier.value))
    with office.catalogue.begin() as connection:
        holdings.fold(connection)
        assert connection.execute(sa.select(sa.func.count()).select_from(retention_total)).scalar_one() == 0
    assert office.desk.report(OPERATOR, limit=0).dossiers == 0


def test_what_lies_loose_is_folded_only_when_it_is_much(office: Office) -> None:
    for number in range(3):
        office.dossier(f"d{number}")
    fold_totals(office.parts)
    with office.catalogue.begin() as connection:
        loose = sa.select(sa.func.count()).select_from(retention_total).where(retention_total.c.loose)
        assert connection.execute(loose).scalar_one() == 3
        connection.execute(
            sa.insert(retention_total),
            [
                {
                    "unit": "a",
                    "access_level": "02",
                    "restricted_until": date.min,
                    "kind": "years",
                    "state": AssignmentState.CONFIRMED.value,
                    "period": "5",
                    "candidate_from": date(2030, 1, 1),
                    "waiting_for": "",
                    "dossiers": 1,
                }
                for _ in range(600)
            ],
        )
    fold_totals(office.parts)
    with office.catalogue.begin(readonly=True) as connection:
        assert connection.execute(loose).scalar_one() == 0
    assert office.desk.report(OPERATOR, limit=0).dossiers == 603


def test_folding_at_once_and_counting_meanwhile_lose_nothing(office: Office) -> None:
    for number in range(6):
        office.dossier(f"d{number}")

    def more(connection: sa.Connection) -> None:
        holdings.fold(connection)

    catalogues.overlapping(office.catalogue, more, more)
    assert office.desk.report(OPERATOR, limit=0).dossiers == 6


@pytest.mark.parametrize("reader", READERS[:3], ids=lambda reader: reader.account)
def test_a_page_and_a_report_go_through_no_dossier_they_do_not_show(office: Office, reader: Reader) -> None:
    """SQLite says of itself how it finds what is asked; without statistics it takes a level for as rare as a unit."""
    if office.catalogue.on_server:
        return  # which way is shorter a server sees by what lies there
    asked: list[tuple[str, Any]] = []

    def keep(*given: Any) -> None:
        asked.append((given[2], given[3]))

    sa.event.listen(office.catalogue.engine, "before_cursor_execute", keep)
    try:
        for which in (DueList.DUE, DueList.ALL, DueList.PERMANENT):
            office.desk.due(reader, DueQuery(which=which))
        office.desk.report(reader, limit=100)
    finally:
        sa.event.remove(office.catalogue.engine, "before_cursor_execute", keep)
    found = []
    with office.catalogue.engine.connect() as connection:
        for statement, values in asked:
            if statement.startswith("SELECT"):
                found += [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert len(asked) > 6
    assert not [step for step in found if step in {"SCAN dossier", "SCAN retention_assignment"}]
    assert not [step for step in found if "ix_dossier_unit" in step], "held ones are looked for among all of a unit"
    dated = [step for step in found if "ix_retention_assignment_due" in step]
    wanted = "ix_retention_assignment_due " if reader.all_units else "ix_retention_assignment_due_of_unit (unit=? AND"
    assert dated
    assert all(wanted in step for step in dated)
