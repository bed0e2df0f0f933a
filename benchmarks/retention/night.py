"""One night in a process of its own: every date worked out anew, as the scheduler of a server does it.

usage: python -m benchmarks.retention.night FILE.sqlite | postgresql+psycopg://…      prints one line of JSON
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import sqlalchemy as sa

from adapters.catalogue.engine import Catalogue
from adapters.catalogue.schema_retention import reassessment
from app.reassess import ask_nightly, reassess
from app.rounds import SPREAD_SECONDS, fold_totals
from app.wiring import Parts
from benchmarks.retention.generate import NOW, TODAY
from ingest.limits import Limits
from records.ports.clock import Clock

if TYPE_CHECKING:
    from datetime import date, datetime


class StandingClock(Clock):
    """The day for which the dossiers were made."""

    def now(self) -> datetime:
        return NOW

    def today(self) -> date:
        return TODAY


def parts_on(catalogue: Catalogue) -> Parts:
    """Of an installation the catalogue and the clock alone: no store is asked."""
    nothing = cast("Any", None)
    return Parts(
        settings=cast("Any", SimpleNamespace(historical_archive="")),
        profile=nothing,
        catalogue=catalogue,
        store=nothing,
        clock=StandingClock(),
        limits=Limits(max_bytes=1, max_pages=1),
    )


def peak_mib() -> float:
    """The most memory this process ever held."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    where = sys.argv[1]
    catalogue = Catalogue.at(where) if "://" in where else Catalogue.on_disk(Path(where))
    parts = parts_on(catalogue)
    wall, cpu = time.monotonic(), time.process_time()
    ask_nightly(parts)
    while reassess(parts, seconds=SPREAD_SECONDS):
        fold_totals(parts)
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    fold_totals(parts)
    with catalogue.begin(readonly=True) as connection:
        row = connection.execute(sa.select(reassessment)).one()
    numbers = {name: getattr(row, name) for name in ("dossiers", "changed", "failed")}
    print(json.dumps({"wall": wall, "cpu": cpu, "peak_mib": peak_mib(), **numbers}))
    catalogue.close()


if __name__ == "__main__":
    main()
