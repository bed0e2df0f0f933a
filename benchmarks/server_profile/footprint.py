"""What the server profile keeps of a page, a document and a dossier, by server; memory of every process.

Two batches, one after the other: dossiers of scans, then dossiers of born-digital files. Bytes of the store are
counted by area, with what MinIO keeps beside them on its disk (what stays in staging is the cache of readings);
bytes of the catalogue by table, packed
(``VACUUM FULL``), as what a row costs with its indexes; bytes of the index after merging.

usage: python -m benchmarks.server_profile.footprint [SCANS] [BORN_DIGITAL]
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import psycopg
import sqlalchemy as sa

from benchmarks.intake.born_digital import BornDigital
from benchmarks.processes import measure
from benchmarks.record import Figure, record, shared_data
from benchmarks.server_profile.place import Programs, installation_on
from benchmarks.server_profile.scaling import PAGES_A_DOSSIER, dossier_of, scans
from tests.installation import VANKHO
from tests.server_installation import ServerInstallation
from tests.servers import ELASTICSEARCH, MINIO, POSTGRES, REDIS, Servers

if TYPE_CHECKING:
    from collections.abc import Iterator

AREAS = ("archive", "access", "staging", "evidence")
BORN_DIGITAL_A_DOSSIER = 4
WORKERS = 2
LOOK_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What lies on the servers at one moment."""

    store: dict[str, int]
    """Bytes of objects by area."""
    objects: dict[str, int]
    disk: int
    """Bytes that MinIO takes of its disk."""
    tables: dict[str, int]
    """Bytes by table, indexes and long values included."""
    rows: dict[str, int]
    index: int
    pages: int
    """Documents of the search index."""


def kept(installation: ServerInstallation, servers: Servers) -> Kept:
    store, objects = {}, {}
    for area in AREAS:
        found = list(installation.store().list(f"{area}/"))
        store[area], objects[area] = sum(each.size for each in found), len(found)
    tables, rows = _tables(installation)
    index, pages = _index(installation)
    disk = sum(p.stat().st_blocks * 512 for p in servers.minio.data.rglob("*") if ".minio.sys" not in p.parts)
    return Kept(store=store, objects=objects, disk=disk, tables=tables, rows=rows, index=index, pages=pages)


def _tables(installation: ServerInstallation) -> tuple[dict[str, int], dict[str, int]]:
    url = sa.make_url(installation.servers["database_url"]).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False), autocommit=True) as connection:
        connection.execute("VACUUM FULL")
        names = [n for (n,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        sizes, rows = {}, {}
        for name in names:
            one: Any = connection.execute(
                f'SELECT pg_total_relation_size(\'public."{name}"\'), (SELECT count(*) FROM "{name}")'.encode()
            ).fetchone()
            sizes[name], rows[name] = one
    return sizes, rows


def _index(installation: ServerInstallation) -> tuple[int, int]:
    index = f"{installation.servers['elasticsearch_url']}/{installation.servers['elasticsearch_alias']}"
    httpx.post(f"{index}/_forcemerge", params={"max_num_segments": "1"}, timeout=120).raise_for_status()
    httpx.post(f"{index}/_flush", params={"force": "true"}, timeout=120).raise_for_status()
    primaries = httpx.get(f"{index}/_stats/store,docs", timeout=60).json()["_all"]["primaries"]
    return primaries["store"]["size_in_bytes"], primaries["docs"]["count"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """A folder of folders: a dossier each, a page a file."""

    name: str
    folder: Path

    @property
    def dossiers(self) -> int:
        return sum(1 for _ in self.folder.iterdir())

    @property
    def pages(self) -> int:
        return sum(1 for path in self.folder.rglob("*") if path.is_file())

    @property
    def bytes(self) -> int:
        return sum(path.stat().st_size for path in self.folder.rglob("*") if path.is_file())


@contextmanager
def watched_memory(programs: Programs, servers: Servers) -> Iterator[dict[str, int]]:
    """The most bytes that each process and its children used inside the block."""
    most: dict[str, int] = {}
    over = threading.Event()

    def watch() -> None:
        while not over.wait(LOOK_SECONDS):
            now = {**programs.memory(), **{server.name: server.use().memory_bytes for server in servers}}
            for name, used in now.items():
                most[name] = max(most.get(name, 0), used)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield most
    finally:
        over.set()
        watcher.join()


def born_digital(target: Path, files: int) -> None:
    pdf = BornDigital()
    for number in range(files):
        folder = target / f"so-{number // BORN_DIGITAL_A_DOSSIER:04d}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"van-ban-{number:05d}.pdf").write_bytes(pdf.number(number))


def figure(what: str, value: float, unit: str) -> Figure:
    return Figure(what=what, value=round(value, 3), unit=unit, promise="")


def of_store(batch: Batch, before: Kept, after: Kept) -> list[Figure]:
    """All documents have one page here: what a document costs is in the page."""
    name, pages = batch.name, batch.pages
    rows = [figure(f"{name}: brought, a page", batch.bytes / pages / 1024, "KiB")]
    rows += [
        figure(f"{name}: {area}, a page", (after.store[area] - before.store[area]) / pages / 1024, "KiB")
        for area in AREAS
    ]
    everything = sum(after.store.values()) - sum(before.store.values())
    kept_apart = {area: after.objects[area] - before.objects[area] for area in AREAS}
    cached = kept_apart.pop("staging")
    return [
        *rows,
        figure(f"{name}: objects but for staging, a dossier", sum(kept_apart.values()) / batch.dossiers, "objects"),
        figure(f"{name}: objects of staging, a page", cached / pages, "objects"),
        figure(f"{name}: disk of MinIO over bytes of objects", (after.disk - before.disk) / everything, "times"),
        figure(f"{name}: index, a page", (after.index - before.index) / pages / 1024, "KiB"),
    ]


def of_tables(empty: Kept, after: Kept, pages: int, dossiers: int) -> list[Figure]:
    grown = {name: after.tables[name] - empty.tables[name] for name in after.tables}
    more = {name: after.rows[name] - empty.rows[name] for name in after.rows}
    rows = [
        figure(f"catalogue: a row of {name}, {more[name] / dossiers:.2f} rows a dossier", grown[name] / more[name], "B")
        for name in sorted(grown)
        if more[name] > dossiers / 2
    ]
    return [
        *rows,
        figure("catalogue: all tables, a dossier", sum(grown.values()) / dossiers / 1024, "KiB"),
        figure("catalogue: all tables, a page", sum(grown.values()) / pages / 1024, "KiB"),
    ]


def main() -> None:
    scanned = int(sys.argv[1]) if len(sys.argv) > 1 else 64
    born = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    with (
        tempfile.TemporaryDirectory() as temporary,
        Servers(Path(temporary) / "servers") as servers,
        installation_on(servers, Path(temporary) / "data") as installation,
    ):
        assert isinstance(installation, ServerInstallation)
        batches = [
            Batch(name="scans", folder=Path(temporary) / "scans"),
            Batch(name="born digital", folder=Path(temporary) / "born"),
        ]
        scans(batches[0].folder, shared_data(), scanned, mark="scan", dossier=dossier_of(1))
        born_digital(batches[1].folder, born)
        figures: list[Figure] = []
        with Programs(installation, WORKERS) as programs:
            empty = before = kept(installation, servers)
            memory_at_rest = {**programs.memory(), **{server.name: server.use().memory_bytes for server in servers}}
            with watched_memory(programs, servers) as memory_at_most:
                for batch in batches:
                    measure([*VANKHO, "ingest", str(batch.folder)], installation.environment, allowed=(0, 3))
                    time.sleep(LOOK_SECONDS)
                    after = kept(installation, servers)
                    figures += of_store(batch, before, after)
                    before = after
                    print(after, flush=True)
        figures += of_tables(empty, before, scanned + born, sum(batch.dossiers for batch in batches))
        names = {"site": "site", "workers": f"{WORKERS} workers and their parent", "scheduler": "scheduler"}
        names |= {name: name for name in (MINIO, ELASTICSEARCH, POSTGRES, REDIS)}
        for name, shown in names.items():
            figures.append(figure(f"memory at rest (PSS): {shown}", memory_at_rest[name] / 2**20, "MiB"))
            figures.append(figure(f"memory at most (PSS): {shown}", memory_at_most.get(name, 0) / 2**20, "MiB"))
    record(
        "server_profile_footprint",
        "python -m benchmarks.server_profile.footprint",
        figures,
        note=f"{scanned} scans of one page each, {PAGES_A_DOSSIER} a dossier; {born} born-digital PDFs of one page, "
        f"{BORN_DIGITAL_A_DOSSIER} a dossier; the catalogue packed, after both; heap of Elasticsearch 512 MiB",
    )


if __name__ == "__main__":
    main()
