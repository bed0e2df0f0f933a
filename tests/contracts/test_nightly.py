"""Every night every date is what it would be if all were worked out anew; only what changed is written."""

from __future__ import annotations

import os
import random
import signal
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import app.reassess
from adapters.catalogue import grounds, retention, schedules
from adapters.catalogue.schema import document, event, field_proposal
from adapters.catalogue.schema import dossier as dossier_table
from adapters.catalogue.schema_retention import reassessment, retention_assignment
from app.desks.schedules import CatalogueScheduleDesk
from app.reassess import ask_nightly, reassess
from app.steps.retain import work_out
from records.identifiers import DossierId, uuid7
from retention_rules.grounds import Outcome, outcome_of
from retention_rules.model import PeriodDecision
from retention_rules.plain import to_plain
from retention_rules.trigger import TriggerKind
from tests.contracts import catalogues
from tests.contracts.retention_desk import LABOUR_CONTRACT, OPERATOR, PLANNING_LETTER, REGISTER, Office

if TYPE_CHECKING:
    from adapters.catalogue.engine import Catalogue

TODAY = date(2026, 11, 26)
SAYING = (PLANNING_LETTER, LABOUR_CONTRACT, REGISTER, ("", ""))


@pytest.fixture
def office(migrated: Catalogue) -> Office:
    return Office(catalogues.emptied(migrated), TODAY)


def night(office: Office) -> Any:
    """One night to its end; its row."""
    ask_nightly(office.parts)
    while reassess(office.parts, seconds=0):
        pass
    with office.catalogue.begin(readonly=True) as connection:
        return connection.execute(sa.select(reassessment).order_by(reassessment.c.id.desc())).first()


def in_force(office: Office) -> dict[str, tuple[str, Outcome, Any]]:
    """By dossier: the id of the row, what it comes to, and the whole of it."""
    table = retention_assignment
    columns = [table.c[name] for name in Outcome._fields]
    with office.catalogue.begin(readonly=True) as connection:
        rows = connection.execute(
            sa.select(table.c.dossier_id, table.c.id, table.c.assignment, *columns).where(
                table.c.superseded_at.is_(None)
            )
        )
        return {r.dossier_id: (r.id, Outcome(*r[3:]), r.assignment) for r in rows}


def require_as_worked_out(office: Office) -> None:
    for which, (_, outcome, whole) in in_force(office).items():
        with office.catalogue.begin() as connection:
            expected = work_out(office.parts, connection, DossierId(which))
        assert (outcome, whole) == (outcome_of(expected), to_plain(expected))


def alter(office: Office, which: DossierId, what: str, chance: random.Random) -> None:
    """Behind everybody's back: nothing is worked out of it."""
    dossier, made = dossier_table, retention_assignment
    day = date(chance.randint(1990, 2026), chance.randint(1, 11), chance.randint(1, 26))
    mine = sa.and_(made.c.dossier_id == which.value, made.c.superseded_at.is_(None))
    of_mine = field_proposal.c.document_id.in_(sa.select(document.c.id).where(document.c.dossier_id == which.value))
    with office.catalogue.begin() as connection:
        match what:
            case "work ended":
                connection.execute(sa.update(dossier).where(dossier.c.id == which.value).values(work_ended_on=day))
            case "not ended":
                connection.execute(sa.update(dossier).where(dossier.c.id == which.value).values(work_ended_on=None))
            case "title":
                connection.execute(
                    sa.update(dossier).where(dossier.c.id == which.value).values(title=chance.choice(SAYING)[1])
                )
            case "subject":
                connection.execute(sa.update(field_proposal).where(of_mine).values(value=chance.choice(SAYING)[1]))
            case "event":
                retention.set_event(connection, which, TriggerKind.CONTRACT_END, day, by="x", now=office.clock.now())
            case "decision":
                decision = PeriodDecision(
                    period=chance.choice(["30", "VV", "5+HD"]),
                    number=str(uuid7()),
                    decided_on=day,
                    approved_by="Chủ tịch",
                    reason="Lý do",
                )
                retention.add_decision(connection, which, decision, by="x", now=office.clock.now())
            case "date":
                connection.execute(sa.update(made).where(mine).values(candidate_from=day))
            case "state":
                connection.execute(sa.update(made).where(mine).values(state="confirmed"))
            case "basis":
                connection.execute(sa.update(made).where(mine).values(basis=""))


ALTERATIONS = ("work ended", "not ended", "title", "subject", "event", "decision", "date", "state", "basis", "nothing")


@given(
    said=st.lists(
        st.tuples(
            st.lists(st.sampled_from(SAYING), min_size=1, max_size=3),
            st.lists(st.sampled_from(ALTERATIONS), max_size=3),
        ),
        max_size=7,
    ),
    pages=st.integers(1, 4),
    seed=st.integers(0, 1000),
)
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_altered_a_night_puts_right_and_touches_nothing_else(
    migrated: Catalogue, monkeypatch: pytest.MonkeyPatch, said: list[Any], pages: int, seed: int
) -> None:
    monkeypatch.setattr("app.reassess.COMPARED_AT_ONCE", pages)
    office, chance = Office(catalogues.emptied(migrated), TODAY), random.Random(seed)
    for number, (documents, changes) in enumerate(said):
        made = office.dossier(f"d{number}", *documents)
        for change in changes:
            alter(office, made, change, chance)
    before, told = in_force(office), _told(office)
    expected = {}
    for which, (_, outcome, whole) in before.items():
        with office.catalogue.begin() as connection:
            new = work_out(office.parts, connection, DossierId(which))
        if (outcome, whole) != (outcome_of(new), to_plain(new)):
            expected[which] = {"reassessment": "nightly", "retention_rule": new.rule.id}
    done = night(office)
    require_as_worked_out(office)
    after = in_force(office)
    assert {which for which, row in after.items() if row[0] != before[which][0]} == set(expected)
    fresh = _told(office)[len(told) :]
    assert {r.dossier_id: {key: r.detail[key] for key in ("reassessment", "retention_rule")} for r in fresh} == expected
    assert (done.reason, done.dossiers, done.changed, done.failed) == ("nightly", len(said), len(expected), 0)
    assert done.finished_at is not None


def _told(office: Office) -> list[Any]:
    with office.catalogue.begin(readonly=True) as connection:
        return list(connection.execute(sa.select(event).order_by(event.c.id)).all())


def test_what_did_not_change_is_not_worked_out(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        office.dossier(f"d{number}", SAYING[number % 4])
    touched = office.dossier("e", PLANNING_LETTER)
    alter(office, touched, "basis", random.Random(1))
    real, asked = app.reassess.changed_anew, []

    def counted(*given: Any, **named: Any) -> bool:
        asked.append(given[2])
        return real(*given, **named)

    monkeypatch.setattr("app.reassess.changed_anew", counted)
    done = night(office)
    assert (done.dossiers, done.changed, asked) == (6, 0, [touched])
    office.clock.day += timedelta(days=1)
    assert night(office).dossiers == 6
    assert asked == [touched]


def test_a_date_that_comes_counts_from_that_night_on(office: Office) -> None:
    made = office.dossier("d", PLANNING_LETTER)
    office.document(made, "d/later", *PLANNING_LETTER, issued_on="2027-01-05")
    assert in_force(office)[made.value][1].expires_on is None
    assert night(office).changed == 0
    office.clock.day = date(2027, 1, 5)
    assert night(office).changed == 1
    assert in_force(office)[made.value][1].expires_on == date(2032, 12, 31)


def test_what_is_no_date_counts_as_none(office: Office) -> None:
    made = office.dossier("d", PLANNING_LETTER)
    for number, said in enumerate(["2020-13-45", "1999-02-03", "khoảng 2001"]):
        office.document(made, f"d/no{number}", *PLANNING_LETTER, issued_on=said)
    assert in_force(office)[made.value][1].expires_on == date(2004, 12, 31)
    assert night(office).failed == 0


def test_one_that_cannot_be_worked_out_keeps_its_period_and_stops_nothing(office: Office) -> None:
    made = [office.dossier(f"d{number}", PLANNING_LETTER) for number in range(3)]
    before = in_force(office)
    with office.catalogue.begin() as connection:
        connection.execute(
            sa.update(dossier_table)
            .where(dossier_table.c.id == made[1].value)
            .values(work_ended_on=TODAY + timedelta(days=1))
        )
    alter(office, made[2], "work ended", random.Random(3))
    done = night(office)
    assert (done.dossiers, done.changed, done.failed) == (3, 1, 1)
    assert in_force(office)[made[1].value] == before[made[1].value]


def test_a_night_is_asked_for_once_a_day_and_not_while_another_is_under_way(office: Office) -> None:
    office.dossier("d", PLANNING_LETTER)
    ask_nightly(office.parts)
    ask_nightly(office.parts)
    assert _asked(office) == ["nightly"]
    desk = CatalogueScheduleDesk(office.parts)
    assert desk.reassessment(OPERATOR) is None
    desk.confirm(OPERATOR, [desk.in_force(OPERATOR).schedule.rules[0].id], source="Công báo")
    office.clock.day += timedelta(days=1)
    ask_nightly(office.parts)
    assert _asked(office) == ["nightly", "confirmed"]
    while reassess(office.parts, seconds=0):
        pass
    ask_nightly(office.parts)
    assert _asked(office) == ["nightly", "confirmed", "nightly"]
    found = desk.reassessment(OPERATOR)
    assert found is not None
    assert (found.reason, found.dossiers) == ("confirmed", 1)


def _asked(office: Office) -> list[str]:
    with office.catalogue.begin(readonly=True) as connection:
        return list(connection.execute(sa.select(reassessment.c.reason).order_by(reassessment.c.id)).scalars())


def test_two_that_ask_at_once_ask_once(office: Office) -> None:
    def ask(connection: sa.Connection) -> None:
        schedules.hold(connection)
        if schedules.lacks_night(connection, TODAY):
            schedules.ask_for_reassessment(
                connection, reason="nightly", subject=TODAY.isoformat(), by="x", now=office.clock.now()
            )

    catalogues.overlapping(office.catalogue, ask, ask)
    assert _asked(office) == ["nightly"]


def test_a_page_begins_where_the_one_before_ended_in_every_table(office: Office) -> None:
    """However a server joins them; a million dossiers were gone through for each page by one that merged."""
    if not office.catalogue.on_server:
        return  # SQLite joins in loops alone
    asked: list[tuple[str, Any]] = []

    def keep(*given: Any) -> None:
        asked.append((given[2], given[3]))

    engine = office.catalogue.engine
    sa.event.listen(engine, "before_cursor_execute", keep)
    try:
        with office.catalogue.begin() as connection:
            grounds.standing_after(connection, "1", 10, TODAY)
            schedules.assigned_after(connection, OPERATOR, TODAY, after="1", limit=10)
            pages = list(asked)
            for other in ("nestloop", "hashjoin", "seqscan", "bitmapscan"):
                connection.exec_driver_sql(f"SET LOCAL enable_{other} = off")
            for statement, values in pages:
                plan = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN {statement}", values)]
                assert sum("Index Cond" in line for line in plan) == 2, plan
    finally:
        sa.event.remove(engine, "before_cursor_execute", keep)
    assert len(pages) == 2


@pytest.mark.parametrize("last", [0, 2, 5])
def test_killed_at_any_dossier_another_process_ends_the_night(office: Office, last: int) -> None:
    made = [office.dossier(f"d{number}", PLANNING_LETTER) for number in range(8)]
    for each in made[1:7]:
        alter(office, each, "work ended", random.Random(each.value))
    ask_nightly(office.parts)
    child = os.fork()
    if not child:
        _dies_after(office, last)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    while reassess(office.parts, seconds=0):
        pass
    require_as_worked_out(office)
    with office.catalogue.begin(readonly=True) as connection:
        whole = connection.execute(sa.select(reassessment)).one()
        assert whole.finished_at is not None
        assert whole.dossiers == 8
    told = [r.dossier_id for r in _told(office) if r.detail.get("reassessment")]
    assert sorted(told) == sorted(each.value for each in made[1:7])


def _dies_after(office: Office, last: int) -> None:
    """In a process of its own: killed when it has worked out ``last`` dossiers and written the next."""
    try:
        real, done = app.reassess.changed_anew, []

        def deadly(*given: Any, **named: Any) -> bool:
            if len(done) == last:
                os.kill(os.getpid(), signal.SIGKILL)
            done.append(given)
            return real(*given, **named)

        app.reassess.changed_anew = deadly
        while reassess(office.parts, seconds=0):
            pass
    finally:
        os._exit(1)
