"""Failure: a program or a server of the server profile dies, goes silent or runs full in the middle of a batch.

64 pages are worked on each time. Afterwards everything equals the run of a desk that nothing
disturbed: the same digests, pages, words, fields, states and hits; nothing lost, doubled or stuck.
"""

from __future__ import annotations

import contextlib
import random
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import httpx
import psycopg
import pytest
import redis

from adapters.task_queue.celery import CeleryQueue, application
from app.pipeline import FLOW
from records.ports.task_queue import ReadyStep
from tests.faults.batch import PAGES, hand_over, state_of
from tests.server_installation import ServerInstallation, private_servers
from tests.servers import NAMES, Servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.installation import Site

pytestmark = pytest.mark.timeout(1500)

PROGRAMS = ("worker", "api", "scheduler")
Fight = Callable[[Callable[["Siege"], None]], None]


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Servers]:
    """Private ones: they are killed."""
    with Servers(tmp_path_factory.mktemp("servers")) as all_four:
        yield all_four


class Siege:
    """An installation whose programs and servers are struck while it works."""

    def __init__(self, installation: ServerInstallation, site: Site, servers: Servers) -> None:
        self.installation = installation
        self.site = site
        self.servers = servers

    def kill(self, victim: str, seconds_away: float) -> None:
        """``kill -9``, and a start after ``seconds_away``; Redis loses everything it held."""
        match victim:
            case "worker" | "scheduler":
                program = getattr(self.installation, victim)
                program.kill()
                time.sleep(seconds_away)
                program.start()
            case "api":
                self.site.kill()
                time.sleep(seconds_away)
                self.site.start()
            case _:
                server = getattr(self.servers, victim)
                server.kill()
                time.sleep(seconds_away)
                server.start()
                server.wait_ready()
                if victim == "redis":
                    with redis.Redis(port=server.port) as client:
                        client.flushall()

    def cut(self, victim: str, seconds: float) -> None:
        """No packet passes between the installation and the server, and nobody is told."""
        link = getattr(self.servers, victim).cut
        link.cut()
        time.sleep(seconds)
        link.mend()


class Round:
    """One batch under siege, held against the undisturbed run."""

    def __init__(self, servers: Servers, folder: Path, undisturbed: dict[str, Any], **settings: str) -> None:
        self._servers = servers
        self._folder = folder
        self._undisturbed = undisturbed
        self._settings = settings

    def fight(self, dossiers: Path, attack: Callable[[Siege], None]) -> None:
        """Hand the batch over while ``attack`` runs; afterwards nothing may differ."""
        with (
            private_servers(self._servers) as place,
            ServerInstallation(self._folder / "data", place, **self._settings) as installation,
            installation.serve() as site,
        ):
            siege = Siege(installation, site, self._servers)
            failed: list[BaseException] = []

            def fire() -> None:
                try:
                    attack(siege)
                except Exception as error:  # noqa: BLE001  told below, where the test can fail
                    failed.append(error)

            thread = threading.Thread(target=fire)
            thread.start()
            batch = hand_over(site, dossiers)
            thread.join()
            if failed:
                raise failed[0]
            view = site.wait_finished(batch)
            assert view["documents_done"] == PAGES
            assert state_of(installation, batch, self._folder / "export") == self._undisturbed
            assert installation.json("verify"), "no dossier was kept"


@pytest.fixture
def fight(servers: Servers, dossiers: Path, undisturbed: dict[str, Any], tmp_path: Path) -> Fight:
    """Work the batch through under an attack, on the servers that the rounds share."""
    return partial(Round(servers, tmp_path, undisturbed).fight, dossiers)


def test_everything_is_killed_once(fight: Fight, seed: int) -> None:
    chance = random.Random(seed)
    victims = [*PROGRAMS, *NAMES]
    chance.shuffle(victims)
    print("order:", victims)

    def attack(siege: Siege) -> None:
        for victim in victims:
            time.sleep(chance.uniform(1.0, 5.0))
            siege.kill(victim, chance.uniform(0.0, 3.0))

    fight(attack)


def test_the_network_to_each_server_is_cut(fight: Fight, seed: int) -> None:
    chance = random.Random(seed)
    victims = list(NAMES)
    chance.shuffle(victims)
    print("order:", victims)

    def attack(siege: Siege) -> None:
        for victim in victims:
            time.sleep(chance.uniform(1.0, 5.0))
            siege.cut(victim, 10)

    fight(attack)


def test_every_task_is_delivered_more_than_once(fight: Fight) -> None:
    over = threading.Event()
    told: dict[str, int] = {}

    def echo(place: dict[str, str]) -> None:
        """Announce every step there is, done or not, again and again."""
        queue = CeleryQueue(
            application(place["redis_url"], step_seconds=300), {kind: rule.queue for kind, rule in FLOW.items()}
        )
        url = place["database_url"].replace("+psycopg", "")
        # At the end of the round its database goes, with this connection.
        with contextlib.suppress(psycopg.OperationalError), psycopg.connect(url, autocommit=True) as connection:
            while not over.wait(0.5):
                rows = connection.execute("SELECT id, kind FROM step").fetchall()
                fresh = [ReadyStep(each, kind) for each, kind in rows if told.get(each, 0) < 3]
                queue.announce(fresh)
                for step in fresh:
                    told[step.id] = told.get(step.id, 0) + 1
        queue.close()

    def attack(siege: Siege) -> None:
        thread = threading.Thread(target=echo, args=(siege.installation.servers,))
        thread.start()
        echoes.append(thread)

    echoes: list[threading.Thread] = []
    try:
        fight(attack)
    finally:
        over.set()
        for thread in echoes:
            thread.join()
    assert len(told) >= 4 * PAGES
    assert all(times >= 2 for times in list(told.values())[: 3 * PAGES])


def test_the_disk_of_the_store_runs_full_and_is_freed(
    dossiers: Path, undisturbed: dict[str, Any], tmp_path: Path
) -> None:
    said: list[dict[str, Any]] = []

    def attack(siege: Siege) -> None:
        time.sleep(4)
        siege.servers.minio_disk.fill()
        try:
            until = time.monotonic() + 60
            while time.monotonic() < until and not any(each["code"] == "store.full" for each in said):
                with contextlib.suppress(httpx.TransportError):
                    batch = httpx.post(
                        f"{siege.site.url}/api/batches", json={"name": "đầy", "dossier_by": "file"}, timeout=60
                    ).json()["batch"]
                    answer = httpx.put(
                        f"{siege.site.url}/api/batches/{batch}/files",
                        params={"name": "a.jpg"},
                        content=bytes(2_000_000),
                        timeout=120,
                    )
                    if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
                        said.append(answer.json()["error"])
        finally:
            siege.servers.minio_disk.free()

    with Servers(tmp_path / "servers", minio_disk_megabytes=700) as servers:
        Round(servers, tmp_path, undisturbed).fight(dossiers, attack)
    # Where all its room is taken at once, MinIO may first be late for everybody: that is said as what it is.
    assert said, "nobody was told anything"
    *before, full = said
    assert full["code"] == "store.full", "nobody was told that the disk is full"
    assert {each["code"] for each in before} <= {"store.unreachable"}
    assert full["hint"]["vi"]


@pytest.mark.long
@pytest.mark.parametrize("victim", [*PROGRAMS, *NAMES])
def test_each_is_killed_again_and_again(fight: Fight, seed: int, victim: str) -> None:
    chance = random.Random(seed)

    def attack(siege: Siege) -> None:
        for _ in range(4):
            time.sleep(chance.uniform(1.0, 6.0))
            siege.kill(victim, chance.uniform(0.0, 5.0))

    fight(attack)


@pytest.mark.long
@pytest.mark.parametrize("seconds", [10, 90])
@pytest.mark.parametrize("victim", NAMES)
def test_a_long_silence(fight: Fight, victim: str, seconds: int) -> None:
    def attack(siege: Siege) -> None:
        time.sleep(5)
        siege.cut(victim, seconds)

    fight(attack)
