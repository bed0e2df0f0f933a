"""The tables of docs/sizing.md, worked out from what was recorded; writes them into that page.

usage: python -m benchmarks.server_profile.sizing
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.record import RESULTS

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sizing.md"
BEGIN, END = "<!-- {}: written by benchmarks.server_profile.sizing -->", "<!-- end of {} -->"

PAGES, DOCUMENTS = 12, 5
"""Assumed of a dossier."""
WORKING_SECONDS = 250 * 8 * 3600
PEAK = 3
BUSY = 0.7
"""The share of a processor that may be planned with: the rest is for the system and for unevenness."""
PROCESSORS_A_MACHINE = 16
ERASURE = 1.5
"""Disk over data with 8 data and 4 parity drives (EC:4 on 12)."""
BLOAT = 1.5
"""A catalogue at work over a packed one: rows that were changed leave room behind."""
DRIVE_TB = 20
SHARD_GB = 30
SCALING = {"such dossiers": "", "documents of four pages": "_4", "single pages": "_1"}
TWO, BARE = "pages a minute with two workers over one", "what the machine gives"
PLACES = {"a commune": 10_000, "a former district": 73_000, "a province": 7_300_000, "34 provinces": 34 * 7_300_000}
"""Dossiers a year."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a page, a document of one page and a dossier cost."""

    programs: float
    servers: float
    archive: float
    """KiB a page of a scan; likewise below."""
    access: float
    staging: float
    brought: float
    disk: float
    index: float
    objects_fixed: float
    objects_document: float
    rows_dossier: float
    """Bytes of the catalogue."""
    rows_document: float
    rows_page: float
    received: float
    """Files a second."""
    two_workers: dict[str, dict[str, float]]
    """Figures of scaling by what the dossiers were like."""
    """Pages a minute over one worker's."""

    @property
    def catalogue(self) -> float:
        """Packed bytes a dossier."""
        return self.rows_dossier + DOCUMENTS * self.rows_document + (PAGES - DOCUMENTS) * self.rows_page

    @property
    def objects(self) -> float:
        return self.objects_fixed + DOCUMENTS * self.objects_document


def _of(found: dict[str, float], what: str) -> float:
    return next(value for name, value in found.items() if name.startswith(what))


def recorded(name: str) -> dict[str, float]:
    body = json.loads((RESULTS / f"{name}.json").read_text("utf-8"))
    return {figure["what"]: figure["value"] for figure in body["figures"]}


def measured() -> Measured:
    cost, footprint = recorded("server_profile_cost"), recorded("server_profile_footprint")
    received = recorded("intake_receive")
    # "catalogue: a row of page, 5.3 rows a dossier" and the bytes of one
    tables: dict[str, tuple[float, float]] = {}
    for what, value in footprint.items():
        if what.startswith("catalogue: a row of "):
            name, _, rest = what.removeprefix("catalogue: a row of ").partition(", ")
            tables[name] = float(rest.split()[0]), value
    documents = tables["document"][0]
    whole = footprint["catalogue: all tables, a dossier"] * 1024
    of_dossier = sum(rows * value for name, (rows, value) in tables.items() if rows < 1.5)
    # Dossiers of 8 documents and dossiers of 4 give what a dossier has and what a document adds.
    scans, born = (
        footprint["scans: objects but for staging, a dossier"],
        footprint["born digital: objects but for staging, a dossier"],
    )
    each = (scans - born) / 4
    return Measured(
        programs=cost["server profile: CPU a page"],
        servers=sum(value for what, value in cost.items() if what.startswith("beside it, CPU a page")),
        archive=footprint["scans: archive, a page"],
        access=footprint["scans: access, a page"],
        staging=footprint["scans: staging, a page"],
        brought=footprint["scans: brought, a page"],
        disk=footprint["scans: disk of MinIO over bytes of objects"],
        index=footprint["scans: index, a page"],
        objects_fixed=scans - 8 * each,
        objects_document=each,
        rows_dossier=of_dossier,
        rows_document=(whole - of_dossier) / documents,
        rows_page=tables["page"][1] + tables["step"][1],
        two_workers={what: recorded(f"server_profile_scaling{name}") for what, name in SCALING.items()},
        received=next(value for what, value in received.items() if what.startswith("server: ") and "HTTP" in what),
    )


def shown(value: float) -> str:
    """Three digits that count, thousands apart; whole things whole."""
    if isinstance(value, int) or value == 0:
        return f"{value:,}"
    digits = max(0, 2 - math.floor(math.log10(abs(value))))
    return f"{round(value, digits):,.{min(digits, 2)}f}"


def in_vietnamese(value: float) -> str:
    """The same with the signs of Vietnamese: 1.234,5."""
    return shown(value).translate(str.maketrans(",.", ".,"))


def costs(m: Measured) -> str:
    catalogue_parts = (m.rows_dossier, DOCUMENTS * m.rows_document, (PAGES - DOCUMENTS) * m.rows_page)
    parts = " + ".join(f"{each / 1024:.1f}" for each in catalogue_parts) + f" = {m.catalogue / 1024:.1f} KiB"
    rows = [
        ("CPU a page, site, workers, scheduler and command", f"{m.programs:.2f} s", "cost"),
        ("CPU a page, the four servers", f"{m.servers:.2f} s", "cost"),
        ("a scan as it was brought", f"{m.brought:.0f} KiB a page", "footprint"),
        ("archive (original, PDF/A, words)", f"{m.archive:.0f} KiB a page", "footprint"),
        ("access (pictures for the screen)", f"{m.access:.0f} KiB a page", "footprint"),
        ("left in staging: the cache of readings, an object a page", f"{m.staging:.0f} KiB a page", "footprint"),
        ("MinIO's disk over bytes of objects, one drive", f"{m.disk:.2f} times", "footprint"),
        (
            f"objects of a dossier of {DOCUMENTS} documents",
            f"{m.objects_fixed:.1f} + {DOCUMENTS} × {m.objects_document:.1f} = {m.objects:.0f}",
            "footprint",
        ),
        (
            f"catalogue, packed: a dossier + its {DOCUMENTS} documents + {PAGES - DOCUMENTS} pages more",
            parts,
            "footprint",
        ),
        ("search index, merged", f"{m.index:.1f} KiB a page", "footprint"),
        ("receiving, one site, 8 connections", f"{m.received:.0f} files/s", "receive"),
        (
            (
                "pages a minute with two workers over one, all servers on the same two processors; beside it two bare"
                " processes over one"
            ),
            "; ".join(
                f"{what} {_of(found, TWO):.2f} times ({_of(found, BARE):.2f})" for what, found in m.two_workers.items()
            ),
            "scaling",
        ),
    ]
    commands = {
        "cost": "`benchmarks.server_profile.cost`",
        "footprint": "`benchmarks.server_profile.footprint`",
        "scaling": "`benchmarks.server_profile.scaling`",
        "receive": "`benchmarks.intake.receive`",
    }
    lines = [f"| {what} | {value} | {commands[command]} |" for what, value, command in rows]
    return "\n".join(["| what | measured | command (`python -m …`) |", "|---|---|---|", *lines])


def summary(m: Measured) -> str:
    """For people who decide, in Vietnamese."""
    names = {
        "a commune": "một xã",
        "a former district": "một huyện (cũ)",
        "a province": "một tỉnh",
        "34 provinces": "34 tỉnh",
    }
    lines = []
    for place, d in PLACES.items():
        values = (
            d,
            d * PAGES,
            math.ceil(PEAK * processors(m, d) / BUSY),
            drives(m, d),
            catalogue(m, d),
            gigabytes(m, d),
        )
        lines.append(f"| {names[place]} | " + " | ".join(in_vietnamese(value) for value in values) + " |")
    head = (
        "| nơi | hồ sơ/năm | trang/năm | bộ xử lý (cả cao điểm) | ổ đĩa, TB/năm | danh mục, GB/năm | chỉ mục, GB/năm |"
    )
    return "\n".join([head, "|---|" + "---:|" * 6, *lines])


def places(m: Measured) -> str:
    terabyte = 1e12 / 1024
    rows: list[tuple[str, Callable[[float], float]]] = [
        ("dossiers a year", lambda d: d),
        (f"pages a year (× {PAGES})", lambda d: d * PAGES),
        ("processors, mean of working hours", lambda d: processors(m, d)),
        (f"processors at the peak (× {PEAK})", lambda d: PEAK * processors(m, d)),
        (f"processors to plan (÷ {BUSY})", lambda d: math.ceil(PEAK * processors(m, d) / BUSY)),
        (
            f"machines of {PROCESSORS_A_MACHINE} processors for workers",
            lambda d: math.ceil(PEAK * processors(m, d) / BUSY / PROCESSORS_A_MACHINE),
        ),
        (f"files a second at the peak (× {DOCUMENTS})", lambda d: PEAK * d * DOCUMENTS / WORKING_SECONDS),
        ("sites that receive", lambda d: math.ceil(PEAK * d * DOCUMENTS / WORKING_SECONDS / (BUSY * m.received))),
        ("archive, TB a year", lambda d: d * PAGES * m.archive / terabyte),
        ("access, TB a year", lambda d: d * PAGES * m.access / terabyte),
        (
            f"drives for both, TB a year (× {m.disk:.2f} × {ERASURE})",
            lambda d: drives(m, d),
        ),
        (f"drives of {DRIVE_TB} TB, a year", lambda d: math.ceil(drives(m, d) / DRIVE_TB)),
        ("cache of readings, TB a year, where nobody clears it", lambda d: d * PAGES * m.staging / terabyte),
        ("objects, million a year", lambda d: d * m.objects / 1e6),
        (f"catalogue, GB a year (× {BLOAT})", lambda d: catalogue(m, d)),
        ("search index, GB a year, one copy", lambda d: gigabytes(m, d)),
        (f"primary shards a year of {SHARD_GB} GB", lambda d: math.ceil(gigabytes(m, d) / SHARD_GB)),
    ]
    head = ["| | " + " | ".join(PLACES) + " |", "|---|" + "---:|" * len(PLACES)]
    return "\n".join(
        [*head, *(f"| {what} | " + " | ".join(shown(of(d)) for d in PLACES.values()) + " |" for what, of in rows)]
    )


def processors(m: Measured, dossiers: float) -> float:
    return dossiers * PAGES * (m.programs + m.servers) / WORKING_SECONDS


def drives(m: Measured, dossiers: float) -> float:
    return dossiers * PAGES * (m.archive + m.access) * 1024 / 1e12 * m.disk * ERASURE


def catalogue(m: Measured, dossiers: float) -> float:
    return dossiers * m.catalogue * BLOAT / 1e9


def gigabytes(m: Measured, dossiers: float) -> float:
    return dossiers * PAGES * m.index * 1024 / 1e9


def main() -> None:
    text, m = PAGE.read_text("utf-8"), measured()
    for name, table in (("summary", summary(m)), ("costs", costs(m)), ("places", places(m))):
        begin, end = BEGIN.format(name), END.format(name)
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        text = f"{before}{begin}\n{table}\n{end}{after}"
    PAGE.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
