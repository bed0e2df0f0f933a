"""Pages a minute of the server profile with two workers against one, interleaved, on synthetic scans.

On two processors the second worker shares them with the four servers and the site: CPU a page stands beside. A small
batch goes before the measured one, as on any day but the first: engines are loaded, the servers' code is compiled.

usage: python -m benchmarks.server_profile.scaling [ROUNDS] [PAGES]
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

PAGES = 96
PAGES_BEFORE = 12
PAGES_A_DOSSIER = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One batch from the first byte to the last page in the index."""

    pages: int
    wall: float
    """Seconds from opening the batch to its last step, as the batch itself tells."""
    ours: float
    """CPU seconds of the programs."""
    servers: float

    @property
    def pages_a_minute(self) -> float:
        return 60 * self.pages / self.wall


def scans(target: Path, data: Path, pages: int, *, mark: str) -> None:
    """Single scans in folders, a folder a dossier; every one's bytes its own, so that no cache can help."""
    found = sorted((data / "synthetic").glob("*.jpg"))
    for number in range(pages):
        folder = target / f"ho-so-{1 + number // PAGES_A_DOSSIER:02d}"
        folder.mkdir(parents=True, exist_ok=True)
        content = found[number % len(found)].read_bytes()
        comment = f"{mark} {number}".encode()
        # A JPEG comment changes no pixel.
        content = content[:2] + b"\xff\xfe" + (len(comment) + 2).to_bytes(2, "big") + comment + content[2:]
        (folder / f"trang-{number:03d}.jpg").write_bytes(content)


def one_round(servers: Servers, data: Path, before_it: Path, source: Path, workers: int) -> Round:
    pages = sum(1 for path in source.rglob("*") if path.is_file())
    with installation_on(servers, data) as installation, Programs(installation, workers) as programs:
        measure([*VANKHO, "ingest", str(before_it)], installation.environment, allowed=(0, 3))
        before, servers_before = sum(programs.cpu().values()), sum(processor_seconds(servers).values())
        command = measure([*VANKHO, "ingest", str(source)], installation.environment, allowed=(0, 3))
        return Round(
            pages=pages,
            wall=installation.json("status", "last", expect=(0, 3))["batch"]["seconds"],
            ours=sum(programs.cpu().values()) - before + command.cpu,
            servers=sum(processor_seconds(servers).values()) - servers_before,
        )


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    pages = int(sys.argv[2]) if len(sys.argv) > 2 else PAGES
    one: list[Round] = []
    two: list[Round] = []
    with tempfile.TemporaryDirectory() as temporary, Servers(Path(temporary) / "servers") as servers:
        source, before_it = Path(temporary) / "scans", Path(temporary) / "before"
        scans(source, shared_data(), pages, mark="measured")
        scans(before_it, shared_data(), PAGES_BEFORE, mark="before")
        for turn in range(rounds):
            one.append(one_round(servers, Path(temporary) / f"one-{turn}", before_it, source, 1))
            two.append(one_round(servers, Path(temporary) / f"two-{turn}", before_it, source, 2))
            print(f"round {turn + 1}: one {one[-1]}\n         two {two[-1]}", flush=True)
    figures = [
        Figure(
            what="pages a minute with two workers over one (median of pairs)",
            value=round(
                statistics.median(b.pages_a_minute / a.pages_a_minute for a, b in zip(one, two, strict=True)), 2
            ),
            unit="times",
            promise=">= 1.8",
        )
    ]
    for name, found in (("one worker", one), ("two workers", two)):
        for what, values, unit in (
            ("pages a minute", [r.pages_a_minute for r in found], "pages/min"),
            ("CPU a page, programs", [r.ours / r.pages for r in found], "s"),
            ("CPU a page, the four servers", [r.servers / r.pages for r in found], "s"),
            ("processors used, all together", [(r.ours + r.servers) / r.wall for r in found], ""),
        ):
            figures.append(
                Figure(what=f"{name}: {what}", value=round(statistics.median(values), 3), unit=unit, promise="")
            )
    record(
        "server_profile_scaling",
        "python -m benchmarks.server_profile.scaling",
        figures,
        note=f"{pages} synthetic scans, {PAGES_A_DOSSIER} a dossier; a batch of {PAGES_BEFORE} went before; the "
        "servers and the command share the processors with the workers",
    )


if __name__ == "__main__":
    main()
