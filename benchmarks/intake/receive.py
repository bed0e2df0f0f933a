"""Born-digital files of one page received, stored and registered: files a second, of both profiles.

Once through the use case (``CatalogueIntakeDesk.receive``, one caller after the other and several at once), once
through HTTP with several connections. No worker runs: what comes after the receipt is not counted. What most of
the time goes into is found by a profile of further files.

usage: python -m benchmarks.intake.receive [--files 2000] [--connections 8] [--profile desk|server]
       (10,000 files with --full)
"""

from __future__ import annotations

import argparse
import http.client
import io
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from app.desks.intake import CatalogueIntakeDesk
from app.settings import Settings
from app.wiring import open_parts
from benchmarks.intake.born_digital import BornDigital
from benchmarks.intake.waits import shares
from benchmarks.processes import cpu_of
from benchmarks.record import Figure, record
from benchmarks.server_profile.place import installation_on, processor_seconds
from ingest.model import DossierBy
from tests.servers import Servers

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.installation import Installation

FILES_A_DOSSIER = 4
PROFILED = 500


@dataclass(slots=True)
class Counter:
    """Numbers the files, so that no two of a run are the same."""

    pdf: BornDigital = field(default_factory=BornDigital)
    _next: int = 0

    def take(self, files: int) -> range:
        taken = range(self._next, self._next + files)
        self._next += files
        return taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Speed:
    """What one way of receiving did."""

    files: int
    wall: float
    ours: float
    """CPU seconds of the process that receives."""
    servers: float

    @property
    def a_second(self) -> float:
        return self.files / self.wall


def name_of(number: int) -> str:
    return f"ho-so-{number // FILES_A_DOSSIER:06d}/van-ban-{number:08d}.pdf"


def timed(work: Callable[[], object], files: int, pid: int, servers: Servers | None) -> Speed:
    def servers_cpu() -> float:
        return sum(processor_seconds(servers).values()) if servers else 0.0

    ours, theirs, began = cpu_of(pid), servers_cpu(), time.perf_counter()
    work()
    wall = time.perf_counter() - began
    return Speed(files=files, wall=wall, ours=cpu_of(pid) - ours, servers=servers_cpu() - theirs)


def through_use_case(
    installation: Installation, counter: Counter, files: int, connections: int, servers: Servers | None
) -> tuple[Speed, Speed, dict[str, float]]:
    """One caller, several callers, and where one caller's time goes."""
    settings = Settings.model_validate(_fields(installation))
    parts = open_parts(settings)
    desk = CatalogueIntakeDesk(parts)
    batch = desk.open_batch(parts.operator, "benchmark", DossierBy.FOLDER)

    def receive(number: int) -> None:
        desk.receive(parts.operator, batch, name_of(number), io.BytesIO(counter.pdf.number(number)))

    def one_after_another(numbers: range) -> None:
        for number in numbers:
            receive(number)

    def side_by_side(numbers: range) -> None:
        with ThreadPoolExecutor(connections) as pool:
            list(pool.map(receive, numbers))

    try:
        one_after_another(counter.take(20))  # opens connections
        alone, together, profiled = counter.take(files), counter.take(files), counter.take(min(PROFILED, files))
        return (
            timed(lambda: one_after_another(alone), files, os.getpid(), None),
            timed(lambda: side_by_side(together), files, os.getpid(), servers),
            shares(lambda: one_after_another(profiled)),
        )
    finally:
        parts.close()


def through_http(
    installation: Installation, counter: Counter, files: int, connections: int, servers: Servers | None
) -> Speed:
    site = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.intake.site"],
        env=installation.environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert site.stdout is not None
        address = urlsplit(site.stdout.readline().strip()).netloc
        # A pipe that nobody reads fills up, and the site would wait for it.
        threading.Thread(target=site.stdout.read, daemon=True).start()
        own = threading.local()

        def ask(method: str, path: str, body: bytes, kind: str) -> bytes:
            if not hasattr(own, "connection"):
                own.connection = http.client.HTTPConnection(address, timeout=120)
            own.connection.request(method, path, body, {"Content-Type": kind})
            answer = own.connection.getresponse()
            content: bytes = answer.read()
            if answer.status != 201:
                raise SystemExit(f"{method} {path}: {answer.status} {content!r}")
            return content

        new = json.dumps({"name": "benchmark", "dossier_by": "folder"}).encode()
        batch = json.loads(_patiently(lambda: ask("POST", "/api/batches", new, "application/json")))["batch"]

        def give(number: int) -> None:
            path = f"/api/batches/{batch}/files?name={quote(name_of(number))}"
            ask("PUT", path, counter.pdf.number(number), "application/pdf")

        with ThreadPoolExecutor(connections) as pool:
            list(pool.map(give, counter.take(4 * connections)))
            numbers = counter.take(files)
            return timed(lambda: list(pool.map(give, numbers)), files, site.pid, servers)
    finally:
        site.terminate()
        site.wait(60)


def figures_of(profile: str, alone: Speed, together: Speed, http: Speed, *, connections: int) -> list[Figure]:
    promise = ">= 50" if profile == "desk" else ""
    ways = (
        ("use case, one caller", alone, promise),
        (f"use case, {connections} callers", together, ""),
        (f"HTTP, {connections} connections", http, promise),
    )
    rows = [
        Figure(
            what=f"{profile}: files received a second, {way}",
            value=round(speed.a_second, 1),
            unit="files/s",
            promise=kept,
        )
        for way, speed, kept in ways
    ]
    rows.append(
        Figure(
            what=f"{profile}: CPU a file, site", value=round(1000 * http.ours / http.files, 2), unit="ms", promise=""
        )
    )
    if profile == "server":
        cpu = round(1000 * http.servers / http.files, 2)
        rows.append(Figure(what=f"{profile}: CPU a file, the four servers", value=cpu, unit="ms", promise=""))
    return rows


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--files", type=int, default=2000)
    arguments.add_argument("--full", action="store_true", help="10,000 files")
    arguments.add_argument("--connections", type=int, default=8)
    arguments.add_argument("--profile", choices=("desk", "server"))
    asked = arguments.parse_args()
    files: int = 10_000 if asked.full else asked.files
    figures: list[Figure] = []
    notes: list[str] = []
    counter = Counter()
    with tempfile.TemporaryDirectory() as temporary, ExitStack() as open_servers:
        for profile in (asked.profile,) if asked.profile else ("desk", "server"):
            servers = None
            if profile == "server":
                servers = open_servers.enter_context(Servers(Path(temporary) / "servers"))
            with installation_on(servers, Path(temporary) / profile) as installation:
                installation.run("migrate")
                alone, together, parts = through_use_case(installation, counter, files, asked.connections, servers)
                http = through_http(installation, counter, files, asked.connections, servers)
            figures += figures_of(profile, alone, together, http, connections=asked.connections)
            said = ", ".join(f"{name} {share:.0%}" for name, share in sorted(parts.items(), key=lambda p: -p[1]))
            notes.append(f"{profile}, one caller's time: {said}")
            print(notes[-1], alone, together, http, sep="\n", flush=True)
    record(
        "intake_receive",
        f"python -m benchmarks.intake.receive{' --full' if asked.full else ''}",
        figures,
        note=f"{files} files of {len(counter.pdf.number(0)) / 1000:.1f} KB each way; " + "; ".join(notes),
    )


def _fields(installation: Installation) -> dict[str, str]:
    """The installation's settings by name."""
    prefix = "VANKHO_"
    return {
        key.removeprefix(prefix).lower(): value
        for key, value in installation.environment.items()
        if key.startswith(prefix)
    }


def _patiently(ask: Callable[[], bytes]) -> bytes:
    """The site prints its address before it answers."""
    for _ in range(300):
        try:
            return ask()
        except ConnectionError:
            time.sleep(0.1)
    return ask()


if __name__ == "__main__":
    main()
