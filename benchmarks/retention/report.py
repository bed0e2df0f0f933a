"""Report, lists and nights over many generated dossiers, on one of the two catalogues.

Dossiers are written by the database itself, all triggers on. The counts the triggers kept are compared with a full
recount, and after a night that puts right what was altered before it, every dossier with what a full recompute gives
for it. Readers are an archivist of everything and a clerk of three units.

usage: python -m benchmarks.retention.report sqlite|postgresql [--dossiers N] [--documents N] [--keep FOLDER]
    ten million without; one dossier of five at least has a document, or one of --documents. 2.6 KiB of disk a dossier.
    On SQLite, --keep leaves the catalogue in FOLDER, and goes on with the one that lies there; --fill-only stops when
    it is filled.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue.engine import Catalogue
from adapters.catalogue.schema import document, dossier, field_proposal
from adapters.catalogue.schema_retention import period_decision, retention_assignment, retention_trigger
from adapters.catalogue.table_copies import take_time
from app.desks.retention import CatalogueRetentionDesk
from benchmarks.record import Figure, record
from benchmarks.retention.generate import NOBODY, TODAY, UNITS, alter, fill, filled
from benchmarks.retention.night import parts_on
from records.reader import AccessLevel, Capability, Reader, local_operator
from retention_rules.grounds import Grounds, Outcome, Said, outcome_of, work_out
from retention_rules.model import PeriodDecision
from retention_rules.report import DueList, DueQuery, Place
from retention_rules.schedule import built_in_schedule
from retention_rules.trigger import TriggerKind
from tests.server_installation import own_database
from tests.servers import Servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DOSSIERS = 10_000_000
DOCUMENTS = 5
ROUNDS = 31
ALTERED = 1000
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
READERS = {
    "archivist": local_operator("lan"),
    "clerk of three units": Reader(
        account="binh",
        units=frozenset({"u7", "u8", "u9"}),
        levels=frozenset(AccessLevel),
        capabilities=frozenset({Capability.READ}),
    ),
}


def recount(catalogue: Catalogue) -> dict[tuple[object, ...], int]:
    """By looking at every assignment in force."""
    columns = [retention_assignment.c[name] for name in ("unit", "kind", "state", "period", "candidate_from")]
    with catalogue.begin(readonly=True) as connection:
        take_time(connection)
        rows = connection.execute(
            sa.select(*columns, sa.func.count())
            .where(retention_assignment.c.superseded_at.is_(None))
            .group_by(*columns)
        ).all()
    return {tuple(row[:-1]): row[-1] for row in rows}


def differing(catalogue: Catalogue) -> tuple[int, int]:
    """Dossiers, and how many of them have another assignment than what is known of them gives, worked out anew.

    The catalogue groups dossiers of which the same is known and for which the same is kept; what follows is worked
    out for each group. Neither the digests nor the statements of the night have a part in it.
    """
    fields = {name: field_proposal.alias(name) for name in ("type", "subject", "issued_on")}
    joined = retention_assignment.join(dossier, dossier.c.id == retention_assignment.c.dossier_id)
    joined = joined.outerjoin(document, document.c.dossier_id == dossier.c.id)
    for name, field in fields.items():
        joined = joined.outerjoin(field, sa.and_(field.c.document_id == document.c.id, field.c.field == name))
    joined = joined.outerjoin(retention_trigger, retention_trigger.c.dossier_id == dossier.c.id)
    joined = joined.outerjoin(period_decision, period_decision.c.dossier_id == dossier.c.id)
    decided = [period_decision.c[name] for name in ("period", "number", "decided_on", "approved_by", "reason")]
    columns = [
        *(retention_assignment.c[name] for name in Outcome._fields),
        dossier.c.title, dossier.c.work_ended_on, document.c.id.is_not(None).label("has"),
        *(field.c.value for field in fields.values()), retention_trigger.c.happened_on, *decided,
    ]  # fmt: skip
    query = sa.select(*columns, sa.func.count()).select_from(joined)
    query = query.where(retention_assignment.c.superseded_at.is_(None)).group_by(*columns)
    dossiers = wrong = 0
    with catalogue.begin(readonly=True) as connection:
        take_time(connection)
        for row in connection.execution_options(yield_per=1000).execute(query):
            kept, (title, ended, has, kind, about, issued, event, *decision, number) = Outcome(*row[:6]), row[6:]
            known = Grounds(
                title=title,
                work_ended_on=ended,
                newest_document=date.fromisoformat(issued) if issued else None,
                documents=(Said(kind or "", about or ""),) if has else (),
                events={TriggerKind.CONTRACT_END: event} if event else {},
                decisions=(PeriodDecision(**dict(zip(_DECIDED, decision, strict=True))),) if decision[0] else (),
            )
            dossiers += number
            if outcome_of(work_out(NOBODY, known, built_in_schedule(), today=TODAY)) != kept:
                wrong += number
    return dossiers, wrong


_DECIDED = ("period", "number", "decided_on", "approved_by", "reason")


def milliseconds(act: Callable[[], object]) -> tuple[float, float]:
    """Median by the clock, and of the processor time of this process."""
    taken = []
    for _ in range(ROUNDS):
        began, worked = time.perf_counter(), time.process_time()
        act()
        taken.append((1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked)))
    walls, works = zip(*taken, strict=True)
    return round(statistics.median(walls), 2), round(statistics.median(works), 2)


@contextlib.contextmanager
def opened(kind: str, folder: Path) -> Iterator[tuple[Catalogue, str]]:
    """An empty catalogue and its address; both gone at the end."""
    with contextlib.ExitStack() as stack:
        if kind == "sqlite":
            where = str(folder / "catalogue.sqlite")
            catalogue = Catalogue.on_disk(Path(where))
        else:
            server = os.environ.get("VANKHO_TEST_POSTGRES_URL")
            if not server:
                servers = stack.enter_context(Servers(folder / "servers", "postgres"))
                server = f"postgresql+psycopg://vankho@{servers.postgres.address}/postgres"
            where = stack.enter_context(own_database(server, f"retention_{os.getpid()}"))
            catalogue = Catalogue.at(where)
        stack.callback(catalogue.close)
        catalogue.migrate()
        yield catalogue, where


def size_of(catalogue: Catalogue) -> int:
    with catalogue.begin(readonly=True) as connection:
        if catalogue.on_server:
            return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one())
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar_one())


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("kind", choices=NAMES)
    parser.add_argument("--dossiers", type=int, default=DOSSIERS)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--fill-only", action="store_true")
    given = parser.parse_args()
    kind, dossiers, documents, keep = given.kind, given.dossiers, given.documents, given.keep
    if keep is not None and kind != "sqlite":
        parser.error("--keep is for sqlite")
    name = NAMES[kind]
    figures: list[Figure] = []
    load = os.getloadavg()

    def told(what: str, value: float, unit: str, promise: str = "") -> None:
        figures.append(Figure(what=f"{name}: {what}", value=value, unit=unit, promise=promise))
        print(f"{what}: {value:g} {unit}", flush=True)

    with tempfile.TemporaryDirectory() as temporary, opened(kind, keep or Path(temporary)) as (catalogue, where):
        there = filled(catalogue)
        seconds = fill(catalogue, dossiers, documents=documents)
        if given.fill_only:
            return
        if there == 0:
            told("dossiers written a second, all triggers on", round(dossiers / seconds), "dossiers/s")
        told("the catalogue on disk", round(size_of(catalogue) / 2**30, 2), "GiB")
        for what, wall, cpu in _measured(catalogue):
            told(what, wall, "ms", "<= 100" if "report" in what else "<= 10")
            told(f"{what}, processor time of the process that asks", cpu, "ms")
        altered = alter(catalogue, dossiers, every=max(1, dossiers // ALTERED))
        night = subprocess.run(
            [sys.executable, "-m", "benchmarks.retention.night", where],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        said = json.loads(night.stdout.strip().rpartition("\n")[2])
        told("every date worked out anew", round(said["wall"] / 60, 2), "min", "<= 15")
        told("the same, one processor", round(said["cpu"] / 60, 2), "min")
        told("memory of it at its peak", round(said["peak_mib"]), "MiB", "<= 500")
        told("dossiers looked at", said["dossiers"], "dossiers", f">= {dossiers}")
        told(f"dossiers changed, of {altered} altered before", said["changed"], "dossiers")
        began = time.monotonic()
        whole, wrong = differing(catalogue)
        told("the full recompute, equal cases once", round((time.monotonic() - began) / 60, 2), "min")
        told("dossiers in the full recompute", whole, "dossiers", f">= {dossiers}")
        told("dossiers that differ from the full recompute after the night", wrong, "dossiers", "<= 0")
        told("counts that differ from the full recount", _wrong_counts(catalogue), "counts", "<= 0")
    shown = [kind]
    shown += [f"--dossiers {dossiers}"] if dossiers != DOSSIERS else []
    shown += [f"--documents {documents}"] if documents != DOCUMENTS else []
    record(
        f"retention_{kind}",
        f"python -m benchmarks.retention.report {' '.join(shown)}",
        figures,
        note=f"{dossiers} dossiers in {UNITS} units, one of {documents} at least has a document; "
        f"median of {ROUNDS}; load when it began {load[0]:.1f}",
    )


def _wrong_counts(catalogue: Catalogue) -> int:
    parts = parts_on(catalogue)
    report = CatalogueRetentionDesk(parts).report(READERS["archivist"], limit=0)
    full = recount(catalogue)
    units, periods, years = {}, {}, {}
    for (unit, _, _, period, start), number in full.items():
        units[unit] = units.get(unit, 0) + number
        periods[period] = periods.get(period, 0) + number
        if start is not None:
            years[start.year] = years.get(start.year, 0) + number
    pairs = ((report.by_unit, units), (report.by_period, periods), (report.by_year, years))
    return sum(len(set(kept) ^ set(counted.items())) for kept, counted in pairs)


def _measured(catalogue: Catalogue) -> Iterator[tuple[str, float, float]]:
    """As the desk answers: rows made, titles masked."""
    desk = CatalogueRetentionDesk(parts_on(catalogue))
    for who, reader in READERS.items():
        yield f"{who}, report by year, unit and period", *milliseconds(partial(desk.report, reader, limit=0))
        first = DueQuery(which=DueList.DUE, limit=100)
        middle = Place(candidate_from=date(2026, 1, 1), dossier=NOBODY)
        far = replace(first, after=middle)
        for what, query in (("first page", first), ("a page far down", far)):
            yield f"{who}, {what} of the due list", *milliseconds(partial(desk.due, reader, query))


if __name__ == "__main__":
    main()
