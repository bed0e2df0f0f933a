"""A program of the server profile that starts before the catalogue is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.patience import open_when_there
from records.errors import Misconfigured
from tests.server_installation import ServerInstallation, private_servers
from tests.servers import Servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.settings import Settings

from app import settings as of_environment


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Private ones: one of them is killed, and started again."""
    with Servers(tmp_path_factory.mktemp("servers")) as all_four:
        yield all_four


def settings_of(installation: ServerInstallation, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in installation.environment.items():
        if name.startswith("VANKHO_"):
            monkeypatch.setenv(name, value)
    return of_environment.Settings.from_environment()


def test_it_waits_until_the_catalogue_answers(
    servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with private_servers(servers) as place:
        installation = ServerInstallation(tmp_path / "data", place)
        installation.run("migrate")
        settings = settings_of(installation, monkeypatch)
        servers.postgres.kill()
        waits: list[float] = []

        def wait(seconds: float) -> bool:
            waits.append(seconds)
            if len(waits) == 2:
                servers.postgres.start()
                servers.postgres.wait_ready()
            return len(waits) > 5

        parts = open_when_there(settings, wait)
        assert parts is not None
        assert len(waits) == 2
        parts.close()
        servers.postgres.kill()
        assert open_when_there(settings, lambda _: True) is None, "told to give up"
        servers.postgres.start()
        servers.postgres.wait_ready()


def test_what_waiting_cannot_mend_is_told_at_once(
    servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with private_servers(servers) as place:
        installation = ServerInstallation(tmp_path / "data", place)  # never migrated
        with pytest.raises(Misconfigured):
            open_when_there(settings_of(installation, monkeypatch), lambda _: pytest.fail("it waited"))
