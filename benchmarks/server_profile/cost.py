"""CPU a page of the server profile over the desk's, interleaved; and what each server uses beside it.

Site and workers (of the server profile also the scheduler) are started first and come to rest; then
``vankho ingest`` hands the pages over and waits. Both sides are counted alike: with the start-up of their
programs and without, the command that hands over always included.

usage: python -m benchmarks.server_profile.cost [ROUNDS] [FILE PAGES]
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import measure
from benchmarks.record import Figure, record, shared_data
from benchmarks.server_profile.place import Programs, installation_on, processor_seconds
from tests.installation import VANKHO
from tests.servers import Servers

PAGES = 20
WORKERS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """CPU seconds of one batch in an empty installation."""

    start: float
    """Until the programs were at rest."""
    work: dict[str, float]
    """From then on, by program; ``command`` is ``vankho ingest``."""
    servers: dict[str, float]
    wall: float

    @property
    def ours(self) -> float:
        return sum(self.work.values())


def one_round(servers: Servers | None, data: Path, source: Path) -> Round:
    with installation_on(servers, data) as installation, Programs(installation, WORKERS) as programs:
        start = programs.cpu()
        before = processor_seconds(servers) if servers else {}
        command = measure([*VANKHO, "ingest", str(source)], installation.environment, allowed=(0, 3))
        after = processor_seconds(servers) if servers else {}
        work = {name: seconds - start[name] for name, seconds in programs.cpu().items()}
    return Round(
        start=sum(start.values()),
        work={**work, "command": command.cpu},
        servers={name: seconds - before[name] for name, seconds in after.items()},
        wall=command.wall,
    )


def median(values: list[float], per: float = 1) -> float:
    return round(statistics.median(values) / per, 3)


def figures_of(desk: list[Round], server: list[Round], pages: int) -> list[Figure]:
    pairs = list(zip(desk, server, strict=True))
    apart = [
        Figure(
            what=f"server profile: CPU a page, {name}",
            value=median([r.work[name] for r in server], pages),
            unit="s",
            promise="",
        )
        for name in server[0].work
    ]
    beside = [
        Figure(
            what=f"beside it, CPU a page: {name}",
            value=median([r.servers[name] for r in server], pages),
            unit="s",
            promise="",
        )
        for name in server[0].servers
    ]
    return [
        Figure(
            what="CPU of the server profile over the desk's, programs at work already (median of pairs)",
            value=median([s.ours / d.ours for d, s in pairs]),
            unit="times",
            promise="<= 1.15",
        ),
        Figure(
            what="the same, the start-up of all programs counted once on both sides",
            value=median([(s.start + s.ours) / (d.start + d.ours) for d, s in pairs]),
            unit="times",
            promise="",
        ),
        Figure(
            what="the same without start-up, the four servers' CPU counted too",
            value=median([(s.ours + sum(s.servers.values())) / d.ours for d, s in pairs]),
            unit="times",
            promise="",
        ),
        Figure(what="desk: CPU a page", value=median([r.ours for r in desk], pages), unit="s", promise=""),
        Figure(what="server profile: CPU a page", value=median([r.ours for r in server], pages), unit="s", promise=""),
        *apart,
        *beside,
        Figure(what="desk: CPU of starting", value=median([r.start for r in desk]), unit="s", promise=""),
        Figure(what="server profile: CPU of starting", value=median([r.start for r in server]), unit="s", promise=""),
        Figure(what="desk: wall seconds", value=median([r.wall for r in desk]), unit="s", promise=""),
        Figure(what="server profile: wall seconds", value=median([r.wall for r in server]), unit="s", promise=""),
    ]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    source = Path(sys.argv[2]) if len(sys.argv) > 2 else shared_data() / "synthetic" / "mix20.pdf"
    pages = int(sys.argv[3]) if len(sys.argv) > 3 else PAGES
    desk: list[Round] = []
    server: list[Round] = []
    with tempfile.TemporaryDirectory() as temporary, Servers(Path(temporary) / "servers") as servers:
        for turn in range(rounds):
            desk.append(one_round(None, Path(temporary) / f"desk-{turn}", source))
            server.append(one_round(servers, Path(temporary) / f"server-{turn}", source))
            print(f"round {turn + 1}: desk {desk[-1]}\n         server {server[-1]}", flush=True)
    record(
        "server_profile_cost",
        "python -m benchmarks.server_profile.cost",
        figures_of(desk, server, pages),
        note=f"{source.name}, {pages} pages, {rounds} pairs; site and {WORKERS} workers of both profiles were started "
        "before; the scheduler costs by the hour, not by the page",
    )


if __name__ == "__main__":
    main()
