"""The examination of a server installation on real servers: sound, silent, and set up wrongly."""

from __future__ import annotations

import socket
import time
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
import sqlalchemy as sa

from adapters.catalogue.schema import document, dossier
from app.operations import server_checks
from app.operations.examine import Examination, checks_of, examine, require_sound
from app.server_profile import ServerProfile
from app.settings import Settings
from app.wiring import open_parts
from benchmarks.backup.dossiers import new_batch, receive_dossier
from records.errors import Misconfigured
from records.findings import Verdict
from tests.server_installation import shared_servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.operations.examined import Examined

pytestmark = pytest.mark.timeout(120)
SERVERS = ("catalogue", "object_store", "index", "queue")


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    with shared_servers() as servers:
        made = Settings(profile="server", data=tmp_path_factory.mktemp("server"), _env_file=None, **servers)
        ServerProfile(made).prepare()
        yield made


def changed(settings: Settings, **changes: Any) -> Settings:
    return settings.model_copy(update=changes)


def by_name(settings: Settings) -> dict[str, Examined]:
    return {each.name: each for each in examine(settings)}


@contextmanager
def mute_server() -> Iterator[str]:
    """Takes connections and never says a word, as behind a network that drops packets."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        host, port = listener.getsockname()
        yield f"{host}:{port}"


def test_a_sound_installation_passes(settings: Settings) -> None:
    found = by_name(settings)
    assert {each.name for each in found.values() if each.verdict is not Verdict.PASSED} == set()
    assert found["catalogue"].version.startswith("PostgreSQL ")
    assert found["index"].version.startswith("Elasticsearch ")
    assert found["queue"].version.startswith("Redis ")
    assert found["object_store"].detail["locks"] == "enforced"
    assert all(found[name].latency_ms > 0 for name in SERVERS)
    assert abs(found["clock"].detail["catalogue_ahead_seconds"]) < 5
    require_sound(settings)


def test_silent_servers_are_undecided_within_seconds_and_keep_nobody_from_starting(settings: Settings) -> None:
    with mute_server() as mute:
        silent = changed(
            settings,
            database_url=f"postgresql+psycopg://vankho@{mute}/vankho",
            s3_endpoint=mute,
            elasticsearch_url=f"http://{mute}",
            redis_url=f"redis://{mute}/0",
        )
        began = time.monotonic()
        found = by_name(silent)
        assert time.monotonic() - began < 10
        assert {name: found[name].findings[0].code for name in SERVERS} == {
            "catalogue": "catalogue.unreachable",
            "object_store": "store.unreachable",
            "index": "index.unreachable",
            "queue": "queue.unreachable",
        }
        assert {found[name].verdict for name in (*SERVERS, "workers", "clock")} == {Verdict.UNDECIDED}
        require_sound(silent)


def test_nothing_listens(settings: Settings) -> None:
    with mute_server() as mute:
        nowhere = mute
    found = by_name(changed(settings, s3_endpoint=nowhere, elasticsearch_url=f"http://{nowhere}"))
    assert found["object_store"].verdict is Verdict.UNDECIDED
    assert found["index"].verdict is Verdict.UNDECIDED
    assert found["catalogue"].verdict is Verdict.PASSED


def refused(settings: Settings) -> str:
    with pytest.raises(Misconfigured) as caught:
        require_sound(settings)
    assert caught.value.says.vi
    assert caught.value.hint.vi
    return caught.value.code


def test_a_store_without_buckets_refuses(settings: Settings) -> None:
    assert refused(changed(settings, s3_bucket_prefix="t-none-such-")) == "store.bucket_missing"


def test_a_store_that_does_not_know_us_refuses(settings: Settings) -> None:
    stranger = Settings(_env_file=None, **{**_plain(settings), "s3_access_key": "somebody"})
    assert refused(stranger) == "store.permission"


def test_an_archive_and_an_index_that_are_gone_are_told(tmp_path: Path) -> None:
    with shared_servers() as servers:
        made = Settings(profile="server", data=tmp_path, _env_file=None, **servers)
        ServerProfile(made).prepare()
        parts = open_parts(made)
        receive_dossier(parts, new_batch(parts), 1)
        assert {by_name(made)[name].verdict for name in ("object_store", "index")} == {Verdict.PASSED}
        with parts.catalogue.begin() as connection:  # as if deposited and indexed on other servers
            connection.execute(sa.update(dossier).values(version=1))
            connection.execute(sa.update(document).values(state="indexed"))
        parts.close()
        for found in (by_name(made), light(made)):
            assert [each.code for each in found["object_store"].findings] == ["store.archive_missing"]
            assert [each.code for each in found["index"].findings] == ["index.empty"]
            assert {found[name].verdict for name in ("object_store", "index")} == {Verdict.FAILED}
            # Only a copy is gone with the index: the site starts and can make it anew.
            assert found["index"].refuses is None
        assert refused(made) == "store.archive_missing"


def light(settings: Settings) -> dict[str, Examined]:
    examination = Examination(checks_of(settings))
    try:
        return {each.name: each for each in examination.light(8)}
    finally:
        examination.close()


def test_tables_of_another_version_refuse(settings: Settings) -> None:
    engine = sa.create_engine(settings.database_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
        try:
            assert refused(settings) == "catalogue.behind"
        finally:
            from adapters.catalogue.schema import NEWEST_REVISION

            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{NEWEST_REVISION}'")
    engine.dispose()


def test_an_index_without_its_analysis_refuses(settings: Settings) -> None:
    from elasticsearch import Elasticsearch

    alias = f"{settings.elasticsearch_alias}-bare"
    with Elasticsearch(settings.elasticsearch_url) as client:
        client.indices.create(index=f"{alias}-1", aliases={alias: {}})
        try:
            assert refused(changed(settings, elasticsearch_alias=alias)) == "index.schema_changed"
        finally:
            client.indices.delete(index=f"{alias}-1")


def test_clocks_apart_refuse(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    # The clock of a shared server cannot be set: what counts as apart is set instead.
    monkeypatch.setattr(server_checks, "MOST_APART", timedelta(0))
    assert refused(settings) == "clock.differs"


def test_default_passwords_refuse_unless_it_is_a_trial(settings: Settings) -> None:
    assert refused(changed(settings, allow_default_passwords=False)) == "secrets.default_password"


def _plain(settings: Settings) -> dict[str, Any]:
    return {
        name: value.get_secret_value() if hasattr(value, "get_secret_value") else value
        for name, value in settings.model_dump().items()
    }


def test_a_disk_without_room_is_told_and_refuses_nobody(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.operations import checks

    monkeypatch.setattr(checks, "FULL", 1 << 62)
    seen = checks.disk(changed(settings, data=tmp_path))
    assert seen.verdict is Verdict.FAILED
    assert seen.findings[0].code == "disk.full"
    assert seen.refuses is None
