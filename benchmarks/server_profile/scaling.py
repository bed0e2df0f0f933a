"""Pages a minute of the server profile with two workers against one, interleaved, on synthetic scans.

On two processors the second worker shares them with the four servers and the site: CPU a page stands beside, by
program, and what the machine itself gives two processes that only read, in the same run. A small batch goes before
the measured one, as on any day but the first: engines are loaded, the servers' code is compiled.

Without a number of pages a document the dossiers are those that sizing reckons with (docs/sizing.md): twelve pages in
five documents. The shorter documents are, the more of the two processors the servers take.

usage: python -m benchmarks.server_profile.scaling [ROUNDS] [PAGES] [PAGES A DOCUMENT]
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from app import memory_of_workers
from benchmarks.memory.peak import with_comment, write_scan
from benchmarks.processes import measure
from benchmarks.reading.speed import pages_a_minute
from benchmarks.record import Figure, record, shared_data
from benchmarks.server_profile.place import Programs, installation_on, processor_seconds
from tests.installation import VANKHO
from tests.servers import Servers

if TYPE_CHECKING:
    from collections.abc import Sequence

PAGES = 240
PAGES_BEFORE = 48
ORDINARY = (1, 1, 2, 3, 5)
"""Pages of the documents of a dossier."""
PAGES_A_DOSSIER = 8
"""Where all documents are as long, or one document that is longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One batch from the first byte to the last page in the index."""

    pages: int
    wall: float
    """Seconds from opening the batch to its last step, as the batch itself tells."""
    programs: dict[str, float]
    """CPU seconds by program; ``command`` is ``vankho ingest``."""
    by_server: dict[str, float]

    @property
    def ours(self) -> float:
        return sum(self.programs.values())

    @property
    def servers(self) -> float:
        return sum(self.by_server.values())

    @property
    def pages_a_minute(self) -> float:
        return 60 * self.pages / self.wall


def dossier_of(pages_a_document: int) -> tuple[int, ...]:
    """Pages of its documents."""
    return (pages_a_document,) * max(1, PAGES_A_DOSSIER // pages_a_document)


def scans(target: Path, data: Path, pages: int, *, mark: str, dossier: Sequence[int]) -> None:
    """Scans in folders, a folder a dossier of documents of so many pages; no two of the same bytes, for caches.

    Single pages stay the JPEG files they are; documents of more pages are PDF files of the same pictures.
    """
    found = sorted((data / "synthetic").glob("*.jpg"))
    pictures = [with_comment(found[number % len(found)].read_bytes(), f"{mark} {number}") for number in range(pages)]
    first = 0
    for number in count(1):
        folder = target / f"ho-so-{number:02d}"
        folder.mkdir(parents=True)
        for length in dossier:
            if first >= pages:
                return
            document = pictures[first : first + length]
            if length == 1:
                (folder / f"trang-{first:03d}.jpg").write_bytes(document[0])
            else:
                write_scan(folder / f"van-ban-{first:03d}.pdf", document)
            first += length


def one_round(servers: Servers, data: Path, sources: tuple[Path, Path], pages: int, workers: int) -> Round:
    before_it, source = sources
    with installation_on(servers, data) as installation, Programs(installation, workers) as programs:
        measure([*VANKHO, "ingest", str(before_it)], installation.environment, allowed=(0, 3))
        before, servers_before = programs.cpu(), processor_seconds(servers)
        command = measure([*VANKHO, "ingest", str(source)], installation.environment, allowed=(0, 3))
        used = {name: round(seconds - before[name], 2) for name, seconds in programs.cpu().items()}
        return Round(
            pages=pages,
            wall=installation.json("status", "last", expect=(0, 3))["batch"]["seconds"],
            programs=used | {"command": round(command.cpu, 2)},
            by_server={
                name: round(seconds - servers_before[name], 2) for name, seconds in processor_seconds(servers).items()
            },
        )


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    pages = int(sys.argv[2]) if len(sys.argv) > 2 else PAGES
    pages_a_document = int(sys.argv[3]) if len(sys.argv) > 3 else None
    dossier = ORDINARY if pages_a_document is None else dossier_of(pages_a_document)
    os.environ.update(memory_of_workers.ENVIRONMENT)
    machine = []
    one: list[Round] = []
    two: list[Round] = []
    with tempfile.TemporaryDirectory() as temporary, Servers(Path(temporary) / "servers") as servers:
        source, before_it = Path(temporary) / "scans", Path(temporary) / "before"
        scans(source, shared_data(), pages, mark="measured", dossier=dossier)
        scans(before_it, shared_data(), PAGES_BEFORE, mark="before", dossier=dossier)
        for turn in range(rounds):
            one.append(one_round(servers, Path(temporary) / f"one-{turn}", (before_it, source), pages, 1))
            two.append(one_round(servers, Path(temporary) / f"two-{turn}", (before_it, source), pages, 2))
            machine.append(pages_a_minute("balanced", 2) / pages_a_minute("balanced", 1))
            print(
                f"round {turn + 1}: one {one[-1]}\n         two {two[-1]}\n         machine {machine[-1]}", flush=True
            )
    figures = [
        Figure(
            what="pages a minute with two workers over one (median of pairs)",
            value=round(
                statistics.median(b.pages_a_minute / a.pages_a_minute for a, b in zip(one, two, strict=True)), 2
            ),
            unit="times",
            promise=">= 1.8",
        ),
        Figure(
            what="what the machine gives: pages a minute read by two bare processes over one, no server beside them",
            value=round(statistics.median(machine), 2),
            unit="times",
            promise="",
        ),
    ]
    for name, found in (("one worker", one), ("two workers", two)):
        for what, values, unit in (
            ("pages a minute", [r.pages_a_minute for r in found], "pages/min"),
            ("CPU a page, programs", [r.ours / r.pages for r in found], "s"),
            ("CPU a page, the four servers", [r.servers / r.pages for r in found], "s"),
            *(
                (f"CPU a page, {which}", [(r.programs | r.by_server)[which] / r.pages for r in found], "s")
                for which in found[0].programs | found[0].by_server
            ),
            ("processors used, all together", [(r.ours + r.servers) / r.wall for r in found], ""),
        ):
            figures.append(
                Figure(what=f"{name}: {what}", value=round(statistics.median(values), 3), unit=unit, promise="")
            )
    said = "" if pages_a_document is None else f" {rounds} {pages} {pages_a_document}"
    record(
        "server_profile_scaling" + ("" if pages_a_document is None else f"_{pages_a_document}"),
        f"python -m benchmarks.server_profile.scaling{said}",
        figures,
        note=f"{pages} synthetic scans, dossiers with documents of {', '.join(map(str, dossier))} pages; "
        f"a batch of {PAGES_BEFORE} went before; the "
        "servers and the command share the processors with the workers",
    )


if __name__ == "__main__":
    main()
