"""Two dossiers with one code: nothing is done to either by the code, and nobody learns of one they may not see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa

from adapters.catalogue import dossiers
from app.cli.ids import dossier_id
from app.desks.reading_room import CatalogueReadingRoom
from records.errors import InvalidInput
from records.reader import local_operator
from tests.contracts import catalogues
from tests.contracts.retention_desk import Office
from web_ui.named_dossier import named_dossier

if TYPE_CHECKING:
    from pathlib import Path

    from adapters.catalogue.engine import Catalogue

CODE = "000.00.15.H25-260302-0001"
EVERYBODY = local_operator("lan")
ONE_UNIT = replace(EVERYBODY, units=frozenset({"u"}))


@pytest.fixture
def office(migrated: Catalogue) -> Office:
    return Office(catalogues.emptied(migrated), date(2026, 11, 20))


@pytest.mark.parametrize("typed", [CODE, CODE.lower()])
def test_the_code_is_refused_with_the_identifiers_which_name_each(office: Office, typed: str) -> None:
    room = CatalogueReadingRoom(office.parts)
    one, two = office.dossier("a", code=CODE), office.dossier("b", code=CODE)
    for ask in (dossier_id, named_dossier):
        with pytest.raises(InvalidInput, match="code_shared") as refused:
            ask(room, EVERYBODY, typed)
        assert f"{one}, {two}" in refused.value.says.vi
        assert [ask(room, EVERYBODY, each.value) for each in (one, two)] == [one, two]


def test_what_may_not_be_seen_makes_no_code_shared(office: Office) -> None:
    room = CatalogueReadingRoom(office.parts)
    mine, hidden = office.dossier("a", code=CODE), office.dossier("b", code=CODE, unit="khác")
    assert room.dossiers_by_code(EVERYBODY, CODE) == [mine, hidden]
    assert room.dossiers_by_code(ONE_UNIT, CODE) == [mine]
    assert named_dossier(room, ONE_UNIT, CODE) == mine


def test_a_code_is_looked_up_in_an_index(tmp_path: Path) -> None:
    """Every page of a dossier asks who else has its code."""
    with catalogues.migrated("sqlite", tmp_path) as catalogue, catalogue.begin() as connection:
        asked: list[tuple[str, object]] = []

        @sa.event.listens_for(catalogue.engine, "before_cursor_execute")
        def note(_connection: object, _cursor: object, statement: str, values: object, *_: object) -> None:
            asked.append((statement, values))

        dossiers.seen_with_code(connection, CODE, EVERYBODY, date(2026, 11, 20))
        statement, values = asked[-1]
        plan = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)]
    assert not [step for step in plan if step.startswith("SCAN dossier")]
    assert any("ix_dossier_code_folded" in step for step in plan)
