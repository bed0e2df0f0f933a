"""The report by year, unit and period, and a page of the due list, over generated dossiers on both catalogues.

Dossiers are written by the database itself, all triggers on; then the counts the triggers kept are compared with a full
recount. Readers are an archivist of everything and a clerk of three units.

usage: python -m benchmarks.retention.report [DOSSIERS]      a million without
"""

from __future__ import annotations

import contextlib
import json
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from adapters.catalogue import holdings
from adapters.catalogue.engine import Catalogue
from adapters.catalogue.schema_retention import retention_assignment
from benchmarks.record import Figure, record
from records.identifiers import DossierId
from records.reader import AccessLevel, Capability, Reader, local_operator
from retention_rules.assign import assign
from retention_rules.plain import to_plain
from retention_rules.report import DueList, DueQuery, Place, summarise
from retention_rules.schedule import built_in_schedule
from tests.server_installation import own_database
from tests.servers import Servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DOSSIERS = 1_000_000
UNITS = 200
TODAY = date(2026, 11, 26)
AT_ONCE = 100_000
ROUNDS = 15
READERS = {
    "archivist": local_operator("lan"),
    "clerk of three units": Reader(
        account="binh",
        units=frozenset({"u7", "u8", "u9"}),
        levels=frozenset(AccessLevel),
        capabilities=frozenset({Capability.READ}),
    ),
}
_ID = "printf('%08x-0000-7000-8000-%012x', :first + n, :first + n)"
_ID_SERVER = "lpad(to_hex(:first + n), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(:first + n), 12, '0')"
_NUMBERS = "WITH RECURSIVE count(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM count WHERE n + 1 < :many) "


def fill(catalogue: Catalogue, dossiers: int) -> float:
    """Seconds it took. Of ten dossiers one is permanent, one waits for its date; the others fall due over 40 years."""
    nobody = DossierId("00000000-0000-7000-8000-000000000000")
    plain = to_plain(assign(nobody, built_in_schedule(), [], work_ended_on=None, today=TODAY))
    began = time.monotonic()
    server = catalogue.on_server
    identifier = _ID_SERVER if server else _ID
    numbers = "" if server else _NUMBERS
    source = "generate_series(0, :many - 1) AS count(n)" if server else "count"
    with catalogue.begin() as connection:
        connection.execute(
            sa.text(
                "INSERT INTO batch (id, name, dossier_by, state, unit, created_at, created_by, last_arrival_at)"
                " VALUES ('b', 'lô', 'folder', 'working', 'u', '2026-03-01 08:00:00', 'ai', '2026-03-01 08:00:00')"
            )
        )
    year = "(2020 + (n * 7919) % 40)"
    due = f"make_date({year}, 1, 1)" if server else f"{year} || '-01-01'"
    kind = "CASE n % 10 WHEN 0 THEN 'permanent' WHEN 1 THEN 'own_trigger' ELSE 'years' END"
    for first in range(0, dossiers, AT_ONCE):
        said = {"first": first, "many": min(AT_ONCE, dossiers - first), "plain": json.dumps(plain)}
        with catalogue.begin() as connection:
            connection.execute(
                sa.text(
                    "INSERT INTO dossier (id, batch_id, grouping, title, unit, access_level, state, created_at) "
                    f"{numbers}SELECT {identifier}, 'b', {identifier}, 'Hồ sơ xin cấp phép', 'u' || (n % {UNITS}),"
                    f" CASE n % 3 WHEN 0 THEN '01' ELSE '02' END, 'kept', '2026-03-01 08:00:00' FROM {source}"
                ),
                said,
            )
            connection.execute(
                sa.text(
                    "INSERT INTO retention_assignment (id, dossier_id, assigned_at, assigned_by, state, kind,"
                    " candidate_from, waiting_for, assignment, period, unit, access_level) "
                    f"{numbers}SELECT {identifier}, {identifier}, '2026-03-01 08:00:00', 'ai',"
                    f" CASE n % 4 WHEN 0 THEN 'provisional' ELSE 'unconfirmed' END, {kind},"
                    f" CASE WHEN n % 10 < 2 THEN NULL ELSE {due} END,"
                    " CASE n % 10 WHEN 1 THEN 'work_end' ELSE NULL END,"
                    f" {'CAST(:plain AS JSON)' if server else ':plain'}, CASE n % 10 WHEN 0 THEN 'VV' ELSE '20' END,"
                    f" 'u' || (n % {UNITS}), CASE n % 3 WHEN 0 THEN '01' ELSE '02' END FROM {source}"
                ),
                said,
            )
        while folded := _folded(catalogue):
            if folded < holdings.FOLDED_AT_ONCE:
                break
    with catalogue.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    return time.monotonic() - began


def _folded(catalogue: Catalogue) -> int:
    with catalogue.begin() as connection:
        return holdings.fold(connection)


def recount(catalogue: Catalogue) -> dict[tuple[object, ...], int]:
    """By looking at every assignment in force."""
    columns = [retention_assignment.c[name] for name in ("unit", "kind", "state", "period", "candidate_from")]
    with catalogue.begin(readonly=True) as connection:
        rows = connection.execute(
            sa.select(*columns, sa.func.count())
            .where(retention_assignment.c.superseded_at.is_(None))
            .group_by(*columns)
        ).all()
    return {tuple(row[:-1]): row[-1] for row in rows}


def milliseconds(act: Callable[[], object]) -> float:
    taken = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - began))
    return round(statistics.median(taken), 2)


@contextlib.contextmanager
def catalogues(folder: Path) -> Iterator[dict[str, Catalogue]]:
    with Servers(folder / "servers", "postgres") as servers:
        address = f"postgresql+psycopg://vankho@{servers.postgres.address}/postgres"
        with own_database(address, "retention") as url:
            found = {"SQLite": Catalogue.on_disk(folder / "catalogue.sqlite"), "PostgreSQL": Catalogue.at(url)}
            for catalogue in found.values():
                catalogue.migrate()
            yield found
            for catalogue in found.values():
                catalogue.close()


def main() -> None:
    dossiers = int(sys.argv[1]) if len(sys.argv) > 1 else DOSSIERS
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory() as temporary, catalogues(Path(temporary)) as found:
        for name, catalogue in found.items():
            seconds = fill(catalogue, dossiers)
            figures.append(
                Figure(
                    what=f"{name}: dossiers written a second, all triggers on",
                    value=round(dossiers / seconds),
                    unit="dossiers/s",
                    promise="",
                )
            )
            for who, reader in READERS.items():
                figures += _measured(catalogue, name, who, reader)
            began = time.perf_counter()
            full = recount(catalogue)
            figures.append(
                Figure(
                    what=f"{name}: full recount",
                    value=round(1000 * (time.perf_counter() - began)),
                    unit="ms",
                    promise="",
                )
            )
            with catalogue.begin(readonly=True) as connection:
                kept = holdings.totals(connection, READERS["archivist"], TODAY)
            counted = {(t.unit, t.kind.value, t.state.value, t.period, t.candidate_from): t.dossiers for t in kept}
            figures.append(
                Figure(
                    what=f"{name}: counts that differ from the full recount",
                    value=len(set(counted.items()) ^ set(full.items())),
                    unit="counts",
                    promise="<= 0",
                )
            )
    record(
        "retention_report",
        "python -m benchmarks.retention.report" + ("" if dossiers == DOSSIERS else f" {dossiers}"),
        figures,
        note=f"{dossiers} dossiers in {UNITS} units; median of {ROUNDS}",
    )


def _measured(catalogue: Catalogue, name: str, who: str, reader: Reader) -> Iterator[Figure]:
    def report() -> object:
        with catalogue.begin(readonly=True) as connection:
            return summarise(holdings.totals(connection, reader, TODAY), TODAY)

    def page(query: DueQuery) -> object:
        with catalogue.begin(readonly=True) as connection:
            return holdings.due_rows(connection, reader, TODAY, query)

    yield Figure(
        what=f"{name}, {who}: report by year, unit and period", value=milliseconds(report), unit="ms", promise="<= 100"
    )
    first = DueQuery(which=DueList.DUE, limit=100)
    middle = Place(candidate_from=date(2026, 1, 1), dossier=DossierId("00000000-0000-7000-8000-000000000000"))
    for what, query in (("first page", first), ("a page far down", replace(first, after=middle))):
        value = milliseconds(partial(page, query))
        yield Figure(what=f"{name}, {who}: {what} of the due list", value=value, unit="ms", promise="<= 10")


if __name__ == "__main__":
    main()
