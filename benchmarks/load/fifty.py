"""``python -m benchmarks.load.fifty desk|server``: how soon pages come to fifty people while a batch is read.

Each waits five seconds between two acts: six searches to three looks at a page to one upload. Of the server
profile PostgreSQL, MinIO, Elasticsearch and Redis are those of the tests, on the same processors.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.record import Figure, record, shared_data
from benchmarks.search.run import quantile
from tests.load.house import PEOPLE, SECONDS, people_at_work
from tests.server_installation import PROFILES, installation_of

if TYPE_CHECKING:
    from tests.load.house import Worked


def figures_of(profile: str, worked: Worked) -> list[Figure]:
    said = f"{PEOPLE} people, {profile}"
    every = worked.of_pages
    figures = [
        Figure(what=f"{said}: pages, median", value=worked.within(50), unit="ms", promise=""),
        Figure(what=f"{said}: pages, 95 of 100 within", value=worked.within(95), unit="ms", promise="<= 1000"),
        Figure(what=f"{said}: pages, longest", value=round(max(every), 1), unit="ms", promise=""),
        Figure(what=f"{said}: requests that failed", value=len(worked.errors), unit="", promise="<= 0"),
        Figure(what=f"{said}: uploads lost or changed", value=len(worked.lost), unit="", promise="<= 0"),
        Figure(what=f"{said}: uploads", value=worked.uploads, unit="", promise=""),
        Figure(what=f"{said}: pages asked for", value=len(every), unit="", promise=""),
        Figure(
            what=f"{said}: CPU of the site, all requests, a page",
            value=round(1000 * worked.processor_seconds / len(every), 1),
            unit="ms",
            promise="",
        ),
        Figure(what=f"{said}: pages of documents read meanwhile", value=worked.read_meanwhile, unit="", promise=""),
        Figure(what=f"{said}: until all was worked through", value=worked.seconds_after, unit="s", promise=""),
    ]
    for name, values in sorted(worked.milliseconds.items()):
        if len(values) > 1:
            print(f"| {name} | {len(values)} | {quantile(values, 50)} | {quantile(values, 95)} | {max(values)} |")
    return figures


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("profile", choices=PROFILES)
    arguments.add_argument("--seconds", type=int, default=SECONDS)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place, samples = Path(folder), Path(folder) / "samples"
        subprocess.run([sys.executable, "-m", "app.samples", str(samples)], check=True, capture_output=True)
        with installation_of(given.profile, place / "data") as installation, installation.serve() as site:
            batch = shared_data() / "synthetic"
            worked = people_at_work(installation, site, place / "people", samples, batch, seconds=given.seconds)
    for error in [*worked.errors[:20], *worked.lost[:20]]:
        print(error)
    name = f"load_{given.profile}" + ("" if given.seconds == 600 else f"_{given.seconds}")
    command = f"python -m benchmarks.load.fifty {given.profile} --seconds {given.seconds}"
    record(name, command, figures_of(given.profile, worked), f"{given.seconds} s; uploads are read as well")


if __name__ == "__main__":
    main()
