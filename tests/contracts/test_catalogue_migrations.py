"""Migrations make the tables of the schema, once, whoever starts first, on every catalogue."""

from __future__ import annotations

import json
import multiprocessing
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from adapters.catalogue.all_tables import metadata
from adapters.catalogue.engine import MIGRATIONS, Catalogue
from adapters.catalogue.schema import NEWEST_REVISION
from records.errors import Misconfigured
from tests.contracts import catalogues

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def place(kind: str, folder: Path) -> Iterator[str]:
    """Where an empty catalogue can be made, for ``opened_at`` in any process."""
    if kind == "sqlite":
        yield str(folder / "catalogue.sqlite")
    else:
        with catalogues.empty_database() as url:
            yield url


def opened_at(where: str) -> Catalogue:
    from pathlib import Path

    return Catalogue.at(where) if where.startswith("postgresql") else Catalogue.on_disk(Path(where))


@pytest.fixture(params=catalogues.KINDS)
def where(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    with place(request.param, tmp_path) as found:
        yield found


@pytest.fixture
def catalogue(where: str) -> Iterator[Catalogue]:
    made = opened_at(where)
    yield made
    made.close()


def tables(catalogue: Catalogue) -> set[str]:
    with catalogue.begin(readonly=True) as connection:
        return set(sa.inspect(connection).get_table_names())


def test_migrations_make_the_tables_of_the_schema(catalogue: Catalogue) -> None:
    catalogue.migrate()
    catalogue.require_current()
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == NEWEST_REVISION
    with catalogue.engine.connect() as connection:
        # Of SQLite alembic reads defaults back in another spelling than they were written in.
        options = {"compare_type": True, "compare_server_default": catalogue.on_server}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []
        found = sa.inspect(connection)
        for table in metadata.tables.values():
            made = {index["name"]: index for index in found.get_indexes(table.name)}
            for index in table.indexes:
                only = made[index.name]["dialect_options"].get(f"{connection.dialect.name}_where")
                assert (only is None) == (index.dialect_options[connection.dialect.name]["where"] is None)


def test_tables_of_another_version_are_refused(catalogue: Catalogue) -> None:
    catalogue.migrate()
    with catalogue.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(Misconfigured) as caught:
        catalogue.require_current()
    assert caught.value.code == "catalogue.behind"


def test_so_is_a_catalogue_without_tables(catalogue: Catalogue) -> None:
    with pytest.raises(Misconfigured) as caught:
        catalogue.require_current()
    assert caught.value.code == "catalogue.behind"


def _migrate(where: str) -> None:
    catalogue = opened_at(where)
    catalogue.migrate()
    catalogue.require_current()
    catalogue.close()


def test_processes_that_start_at_once_migrate_once(where: str) -> None:
    many = [multiprocessing.get_context("spawn").Process(target=_migrate, args=(where,)) for _ in range(3)]
    for one in many:
        one.start()
    for one in many:
        one.join()
    assert [one.exitcode for one in many] == [0, 0, 0]


def test_a_migration_that_fails_leaves_nothing_behind(catalogue: Catalogue) -> None:
    with catalogue.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE page (x integer)")  # the last table a migration makes
    with pytest.raises(sa.exc.DBAPIError if catalogue.on_server else Exception):
        catalogue.migrate()
    assert tables(catalogue) == {"page"}


def test_rows_of_the_first_version_live_on(catalogue: Catalogue) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = catalogue.engine
    command.upgrade(config, "0001")
    with catalogue.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO batch (id, name, dossier_by, state, unit, created_at, created_by, last_arrival_at)"
            " VALUES ('b', 'lô', 'folder', 'working', 'u', '2026-03-01 08:00:00', 'ai', '2026-03-01 08:00:00')"
        )
    catalogue.migrate()
    with catalogue.begin(readonly=True) as connection:
        assert connection.exec_driver_sql("SELECT name FROM batch").scalars().all() == ["lô"]


def test_a_database_that_cannot_keep_vietnamese_is_refused() -> None:
    with catalogues.empty_database(encoding="LATIN1") as url:
        catalogue = Catalogue.at(url)
        with pytest.raises(Misconfigured) as caught:
            catalogue.migrate()
        catalogue.close()
    assert caught.value.code == "catalogue.encoding"


def test_assignments_of_the_second_version_say_what_they_wait_for(catalogue: Catalogue) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = catalogue.engine
    command.upgrade(config, "0002")
    told = {
        "a": ("years", None, "20", "work_end", "work_end"),
        "b": ("years", "2027-01-01", "20", "newest_document", "work_end"),
        "c": ("years", "2027-01-01", "20", "work_end", None),
        "d": ("own_trigger", None, "HHL", "document_expiry", "document_expiry"),
        "e": ("own_trigger", None, "5+HD", "contract_end", "contract_end"),
        "f": ("permanent", None, "VV", "", None),
    }
    with catalogue.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO batch (id, name, dossier_by, state, unit, created_at, created_by, last_arrival_at)"
            " VALUES ('b', 'lô', 'folder', 'working', 'u', '2026-03-01 08:00:00', 'ai', '2026-03-01 08:00:00')"
        )
        for name, (kind, candidate, period, trigger, _) in told.items():
            connection.exec_driver_sql(
                "INSERT INTO dossier (id, batch_id, grouping, title, unit, access_level, state, created_at)"
                f" VALUES ('{name}', 'b', '{name}', 't', 'u', '02', 'kept', '2026-03-01 08:00:00')"
            )
            connection.execute(
                sa.text(
                    "INSERT INTO retention_assignment"
                    " (id, dossier_id, assigned_at, assigned_by, state, kind, candidate_from, assignment)"
                    " VALUES (:name, :name, '2026-03-01 08:00:00', 'ai', 'unconfirmed', :kind, :candidate, :plain)"
                ),
                {
                    "name": name,
                    "kind": kind,
                    "candidate": candidate,
                    "plain": json.dumps({"rule": {"period": period}, "explanation": {"trigger": trigger}}),
                },
            )
    catalogue.migrate()
    with catalogue.begin(readonly=True) as connection:
        found = connection.exec_driver_sql("SELECT id, waiting_for FROM retention_assignment").all()
    assert {r.id: r.waiting_for for r in found} == {name: waits for name, (*_, waits) in told.items()}


PAPER_CODES = "0026"


def test_dossiers_of_older_versions_say_whether_they_were_digitised(catalogue: Catalogue) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = catalogue.engine
    script = ScriptDirectory(str(MIGRATIONS)).get_revision(PAPER_CODES)
    assert script is not None
    command.upgrade(config, str(script.down_revision))
    told = {
        "a": (("missing", "garbage"), "02"),
        "b": (("good", "converted"), "01"),
        "c": (("good", "missing"), "03"),
        "d": ((), ""),
    }
    with catalogue.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO batch (id, name, dossier_by, state, unit, created_at, created_by, last_arrival_at)"
            " VALUES ('b', 'lô', 'folder', 'working', 'u', '2026-03-01 08:00:00', 'ai', '2026-03-01 08:00:00')"
        )
        for name, (layers, _) in told.items():
            connection.exec_driver_sql(
                "INSERT INTO dossier (id, batch_id, grouping, title, unit, access_level, state, created_at, version)"
                f" VALUES ('{name}', 'b', '{name}', 't', 'u', '02', 'kept', '2026-03-01 08:00:00', 1)"
            )
            connection.exec_driver_sql(
                "INSERT INTO file"
                " (id, batch_id, name, digest, size, received_at, received_by, state, findings, signatures)"
                f" VALUES ('{name}', 'b', '{name}', '', 1, '2026-03-01 08:00:00', 'ai', 'accepted', '[]', '[]')"
            )
            connection.exec_driver_sql(
                "INSERT INTO document (id, dossier_id, file_id, state, page_count, pages_left, findings)"
                f" VALUES ('{name}', '{name}', '{name}', 'indexed', {len(layers)}, 0, '[]')"
            )
            for number, layer in enumerate(layers, start=1):
                connection.exec_driver_sql(
                    "INSERT INTO page (document_id, number, state, layer, findings)"
                    f" VALUES ('{name}', {number}, 'read', '{layer}', '[]')"
                )
    catalogue.migrate()
    with catalogue.begin(readonly=True) as connection:
        found = connection.exec_driver_sql("SELECT id, confidence_level FROM dossier").all()
    assert {r.id: r.confidence_level for r in found} == {name: level for name, (_, level) in told.items()}
