"""Every benchmark in turn, then docs/figures.md from what they wrote.

usage: python -m benchmarks.run_all [NAME…]      some of them
       python -m benchmarks.run_all --write      only docs/figures.md anew
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from benchmarks.record import RESULTS

BENCHMARKS = {
    "reading": ["benchmarks.reading.score", "--real"],
    "reading_projection": ["benchmarks.reading.score", "--line-finder", "projection"],
    "reading_fast": ["benchmarks.reading.score", "--effort", "fast"],
    "reading_speed": ["benchmarks.reading.speed"],
    "reading_orientation": ["benchmarks.reading.orientation"],
    "reading_confidence": ["benchmarks.reading.confidence"],
    "reading_fields": ["benchmarks.reading.fields"],
    "reading_legacy": ["benchmarks.reading.legacy"],
    "end_to_end": ["benchmarks.end_to_end.compare_ocrmypdf"],
    "memory": ["benchmarks.memory.peak"],
    "memory_2000": ["benchmarks.memory.peak", "2000"],
    "search": ["benchmarks.search.run"],
    "search_engines": ["benchmarks.search.compare_engines"],
    "search_many": ["benchmarks.search.many"],
    "search_many_server": ["benchmarks.search.many", "--engine", "elasticsearch"],
    "viewer": ["benchmarks.viewer.first_page"],
    "load_desk": ["benchmarks.load.fifty", "desk"],
    "load_server": ["benchmarks.load.fifty", "server"],
    "intake": ["benchmarks.intake.receive", "--full"],
    "server_profile_cost": ["benchmarks.server_profile.cost"],
    "server_profile_scaling": ["benchmarks.server_profile.scaling"],
    "server_profile_scaling_1": ["benchmarks.server_profile.scaling", "1", "240", "1"],
    "server_profile_scaling_4": ["benchmarks.server_profile.scaling", "1", "240", "4"],
    "server_profile_scaling_16": ["benchmarks.server_profile.scaling", "1", "320", "16"],
    "server_profile_footprint": ["benchmarks.server_profile.footprint"],
    "retention_sqlite": ["benchmarks.retention.report", "sqlite"],
    "retention_postgresql": ["benchmarks.retention.report", "postgresql"],
}
FIGURES = Path(__file__).resolve().parents[1] / "docs" / "figures.md"
HEAD = """# Figures

Every figure that is promised, its command, the value measured last and the load of the machine while it ran.
Written by `make bench`; not by hand. The machine has 2 shared cores: CPU seconds and ratios within one run can be
compared, wall times only where the load was low. The line reader was trained on lines drawn with other texts; how a
page is cleaned was chosen while looking at the synthetic pages, so figures over them are not held out.

| what | promise | measured | kept |
|---|---|---|---|
"""
KEPT = {True: "yes", False: "**no**", None: ""}


def write_figures() -> None:
    """docs/figures.md from every result that lies in ``benchmarks/results``."""
    results = [json.loads(path.read_text("utf-8")) for path in sorted(RESULTS.glob("*.json"))]
    rows: list[str] = []
    for result in results:
        for figure in result["figures"]:
            measured = f"{figure['value']:g} {figure['unit']}".strip()
            rows.append(f"| {figure['what']} | {figure['promise']} | {measured} | {KEPT[figure['kept']]} |")
        load = ", ".join(f"{value:g}" for value in result["load"])
        note = f"; {result['note']}" if result["note"] else ""
        rows.append(f"| *`{result['command']}`, {result['measured_at'][:10]}, load {load}{note}* | | | |")
    FIGURES.write_text(HEAD + "\n".join(rows) + "\n", "utf-8")


def main() -> None:
    wanted = [argument for argument in sys.argv[1:] if not argument.startswith("--")] or list(BENCHMARKS)
    if "--write" not in sys.argv:
        for name in wanted:
            subprocess.run([sys.executable, "-m", *BENCHMARKS[name]], check=True)
    write_figures()


if __name__ == "__main__":
    main()
