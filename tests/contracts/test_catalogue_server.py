"""What becomes of a transaction when the PostgreSQL server goes, refuses, or says nothing."""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from adapters.catalogue import batches, server
from adapters.catalogue.engine import Catalogue
from adapters.catalogue.schema import batch as table
from ingest.model import DossierBy
from records.errors import Damaged, Misconfigured, Unavailable, VankhoError
from tests.contracts import catalogues
from tests.contracts.test_catalogue_steps import NOW
from tests.network_cut import Cut
from tests.services import postgres_url

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from records.identifiers import BatchId


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Catalogue]:
    with catalogues.migrated("postgresql", tmp_path_factory.mktemp("catalogue")) as made:
        yield made


@pytest.fixture
def another(catalogue: Catalogue) -> Iterator[sa.Engine]:
    """Somebody else at the same database, who is no client of ours."""
    engine = sa.create_engine(catalogue.engine.url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    yield engine
    engine.dispose()


def address(catalogue: Catalogue, **query: str) -> str:
    return catalogue.engine.url.update_query_dict(query).render_as_string(hide_password=False)


def add_batch(connection: sa.Connection) -> None:
    batches.add(connection, name=uuid4().hex, dossier_by=DossierBy.FILE, unit="u", by="ai", now=NOW)


def how_many(catalogue: Catalogue) -> int:
    with catalogue.begin(readonly=True) as connection:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table)).scalar_one())


def end_others(another: sa.Engine) -> None:
    with another.connect() as connection:
        connection.exec_driver_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def interrupted(catalogue: Catalogue, *acts: Callable[[sa.Connection], object]) -> VankhoError:
    """The error with which a transaction of these acts ends."""

    def all_of_it() -> None:
        with catalogue.begin() as connection:
            for act in acts:
                act(connection)

    with pytest.raises(VankhoError) as caught:
        all_of_it()
    return caught.value


def raised(catalogue: Catalogue, *statements: str) -> VankhoError:
    return interrupted(catalogue, *(lambda c, s=statement: c.exec_driver_sql(s) for statement in statements))


def test_a_connection_lost_in_mid_transaction_undoes_it_and_the_next_works(
    catalogue: Catalogue, another: sa.Engine
) -> None:
    before = how_many(catalogue)
    error = interrupted(catalogue, add_batch, lambda _: end_others(another), add_batch)
    assert (type(error), error.code) == (Unavailable, "catalogue.unreachable")
    assert how_many(catalogue) == before


def test_a_connection_lost_at_the_commit_is_told_alike(catalogue: Catalogue, another: sa.Engine) -> None:
    before = how_many(catalogue)
    error = interrupted(catalogue, add_batch, lambda _: end_others(another))
    assert (type(error), error.code) == (Unavailable, "catalogue.unreachable")
    assert how_many(catalogue) == before


def test_an_error_of_our_own_on_a_lost_connection_asks_to_be_repeated(catalogue: Catalogue, another: sa.Engine) -> None:
    def fail(_: sa.Connection) -> None:
        end_others(another)
        raise KeyError("raised while the connection was gone")

    before = how_many(catalogue)
    error = interrupted(catalogue, add_batch, fail)
    assert (type(error), error.code) == (Unavailable, "catalogue.unreachable")
    assert how_many(catalogue) == before


def test_connections_that_died_in_the_pool_are_noticed(catalogue: Catalogue, another: sa.Engine) -> None:
    how_many(catalogue)
    end_others(another)
    assert how_many(catalogue) >= 0


@pytest.mark.parametrize(
    ("state", "kind", "code"),
    [
        ("08006", Unavailable, "catalogue.unreachable"),
        ("40001", Unavailable, "catalogue.busy"),
        ("40P01", Unavailable, "catalogue.busy"),
        ("53100", Unavailable, "catalogue.busy"),
        ("53200", Unavailable, "catalogue.busy"),
        ("53300", Unavailable, "catalogue.unreachable"),
        ("55P03", Unavailable, "catalogue.busy"),
        ("57014", Unavailable, "catalogue.busy"),
        ("57P01", Unavailable, "catalogue.unreachable"),
        ("57P03", Unavailable, "catalogue.unreachable"),
        ("58030", Unavailable, "catalogue.unreachable"),
        ("25006", Unavailable, "catalogue.unreachable"),
        ("28000", Misconfigured, "catalogue.refused"),
        ("42501", Misconfigured, "catalogue.refused"),
        ("42P01", Misconfigured, "catalogue.behind"),
        ("XX001", Damaged, "catalogue.damaged"),
    ],
)
def test_what_the_server_says_is_sorted_by_what_can_be_done(
    catalogue: Catalogue, state: str, kind: type[VankhoError], code: str
) -> None:
    error = raised(catalogue, f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$")
    assert (type(error), error.code) == (kind, code)


def test_an_error_at_the_commit_itself_is_translated(catalogue: Catalogue) -> None:
    error = raised(
        catalogue,
        "CREATE TABLE late (x int)",
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'late' USING ERRCODE = '40001'; END $$",
        "CREATE CONSTRAINT TRIGGER late AFTER INSERT ON late DEFERRABLE INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION refuse()",
        "INSERT INTO late VALUES (1)",
    )
    assert (type(error), error.code) == (Unavailable, "catalogue.busy")


def test_two_that_wait_for_one_another_do_not_wait_for_ever(catalogue: Catalogue) -> None:
    with catalogue.begin() as connection:
        first = batches.add(connection, name="1", dossier_by=DossierBy.FILE, unit="u", by="ai", now=NOW)
        second = batches.add(connection, name="2", dossier_by=DossierBy.FILE, unit="u", by="ai", now=NOW)
    met = threading.Barrier(2)
    codes: list[str] = []

    def seal(one: BatchId, other: BatchId) -> None:
        try:
            with catalogue.begin() as connection:
                batches.seal(connection, one)
                met.wait()
                batches.seal(connection, other)
        except Unavailable as error:
            codes.append(error.code)

    threads = [threading.Thread(target=seal, args=pair) for pair in ((first, second), (second, first))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes == ["catalogue.busy"]


@pytest.mark.parametrize("setting", ["lock_timeout", "statement_timeout"])
def test_waits_have_an_end(catalogue: Catalogue, setting: str) -> None:
    impatient = Catalogue.at(address(catalogue, options=f"-c {setting}=100ms"))
    with catalogue.begin() as connection:
        add_batch(connection)
        connection.execute(sa.select(table.c.id).with_for_update()).all()
        error = raised(impatient, "SELECT id FROM batch FOR UPDATE")
    impatient.close()
    assert (type(error), error.code) == (Unavailable, "catalogue.busy")


def test_every_session_has_its_limits_and_commits_for_good(catalogue: Catalogue) -> None:
    with catalogue.begin() as connection:
        found = {
            name: connection.exec_driver_sql(f"SHOW {name}").scalar_one()
            for name in (
                "synchronous_commit",
                "lock_timeout",
                "statement_timeout",
                "idle_in_transaction_session_timeout",
            )
        }
    assert found == {
        "synchronous_commit": "on",
        "lock_timeout": f"{server.LOCK_SECONDS}s",
        "statement_timeout": f"{server.STATEMENT_SECONDS}s",
        "idle_in_transaction_session_timeout": "1min",
    }


def test_a_primary_that_became_a_standby_is_left(catalogue: Catalogue) -> None:
    ours = Catalogue.at(address(catalogue), pool_size=1, overflow=0)
    with ours.begin() as connection:
        connection.exec_driver_sql("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY")
    error = interrupted(ours, add_batch)
    assert (type(error), error.code) == (Unavailable, "catalogue.unreachable")
    with ours.begin() as connection:
        add_batch(connection)
    ours.close()


def test_a_server_that_takes_no_writes_is_as_good_as_away(catalogue: Catalogue) -> None:
    error = raised(Catalogue.at(address(catalogue, options="-c default_transaction_read_only=on")), "SELECT 1")
    assert (type(error), error.code) == (Unavailable, "catalogue.unreachable")


def test_writing_in_a_readonly_transaction_is_a_mistake_of_ours(catalogue: Catalogue) -> None:
    with pytest.raises(sa.exc.DBAPIError), catalogue.begin(readonly=True) as connection:
        add_batch(connection)


def test_nobody_listening(catalogue: Catalogue) -> None:
    away = Catalogue.at(catalogue.engine.url.set(port=1).render_as_string(hide_password=False))
    error = raised(away, "SELECT 1")
    assert (type(error), error.code) == (Unavailable, "catalogue.unreachable")
    for act in (away.migrate, away.require_current):
        with pytest.raises(Unavailable):
            act()


@pytest.mark.parametrize("wrong", [{"database": "no_such_database"}, {"username": "no_such_role"}])
def test_a_wrong_name_is_for_a_person_to_mend(catalogue: Catalogue, wrong: dict[str, Any]) -> None:
    url = catalogue.engine.url.set(**wrong).render_as_string(hide_password=False)
    error = raised(Catalogue.at(url), "SELECT 1")
    assert (type(error), error.code) == (Misconfigured, "catalogue.refused")


@pytest.mark.parametrize("url", ["nonsense", "sqlite:///x", "postgresql+nodriver://h/d", "mysql://h/d"])
def test_an_address_that_cannot_be_used_is_told_without_its_password(url: str) -> None:
    with pytest.raises(Misconfigured) as caught:
        Catalogue.at(url)
    assert caught.value.code == "catalogue.bad_url"


def test_too_many_connections_are_waited_for(catalogue: Catalogue, another: sa.Engine) -> None:
    role = f"vankho_test_{uuid4().hex[:12]}"
    with another.connect() as connection:
        connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN CONNECTION LIMIT 1")
    url = catalogue.engine.url.set(username=role).render_as_string(hide_password=False)
    first, second = Catalogue.at(url), Catalogue.at(url)
    try:
        with first.begin():
            error = raised(second, "SELECT 1")
        assert (type(error), error.code) == (Unavailable, "catalogue.unreachable")
    finally:
        first.close()
        with another.connect() as connection:
            connection.exec_driver_sql(f"DROP ROLE {role}")


def test_a_pool_that_is_used_up_is_busy(catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "POOL_SECONDS", 0.1)
    small = Catalogue.at(address(catalogue), pool_size=1, overflow=0)
    with small.begin():
        error = raised(small, "SELECT 1")
    small.close()
    assert (type(error), error.code) == (Unavailable, "catalogue.busy")


def test_a_network_that_falls_silent_is_not_waited_for_without_end(
    catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server.ServerConnection, "answer_seconds", 1.0)
    cut = Cut(sa.make_url(postgres_url()).port or 5432)
    far = Catalogue.at(address(catalogue).replace(f":{catalogue.engine.url.port}/", f":{cut.port}/"))
    try:
        before = how_many(far)
        error = interrupted(far, add_batch, lambda _: cut.cut(), add_batch)
        assert (type(error), error.code) == (Unavailable, "catalogue.unreachable")
        cut.mend()
        assert how_many(far) == before
    finally:
        far.close()
        cut.close()


def test_a_forked_process_begins_with_connections_of_its_own(catalogue: Catalogue, tmp_path: Path) -> None:
    def backend() -> int:
        with catalogue.begin() as connection:
            return int(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one())

    ours = backend()
    told = tmp_path / "backend"
    child = os.fork()
    if child == 0:
        try:
            told.write_text(str(backend()))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    assert told.read_text().isdigit()
    assert int(told.read_text()) != ours
    assert backend() == ours
