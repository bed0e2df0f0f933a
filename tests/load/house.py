"""A house at work: fifty people at an installation that reads a batch meanwhile, and what came of it."""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pikepdf
import psutil
import sqlalchemy as sa

from accounts.model import ALL_UNITS, Rights, Role
from accounts.passwords import hashed
from adapters.catalogue import accounts
from adapters.catalogue.schema import document as document_table
from adapters.catalogue.schema import file as file_table
from app.operations.work_left import work_left
from app.settings import Settings
from app.wiring import open_parts
from search_api.sign_in import SESSION_COOKIE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.wiring import Parts
    from tests.installation import Installation, Site

PEOPLE = 50
SECONDS_BETWEEN = 5
SECONDS = int(os.environ.get("VANKHO_TEST_LOAD_SECONDS", "600"))
"""How long they work; a minute is enough to see whether something is wrong at all."""
PASSWORD = "bon tu bat ky nao do"
_MARK = "0" * 32
_A_SECOND = 2
"""People who come in a second, until all are there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What people met."""

    milliseconds: dict[str, list[float]]
    """Of each kind of request; names of pages begin with ``page:``."""
    errors: list[str]
    uploads: int
    lost: list[str]
    """Of what was accepted: what is not there, or not as it was given."""
    read_meanwhile: int
    """Pages that were read while they worked."""
    processor_seconds: float
    """What the site itself used while they worked, its workers apart."""
    seconds_after: float
    """Until everything was worked through after the last of them went."""

    @property
    def of_pages(self) -> list[float]:
        return [value for name, values in self.milliseconds.items() if name.startswith("page:") for value in values]

    def within(self, hundredth: int) -> float:
        """Milliseconds within which so many of a hundred pages came."""
        return round(statistics.quantiles(self.of_pages, n=100)[hundredth - 1], 1)


def people_at_work(
    installation: Installation, site: Site, folder: Path, known: Path, batch: Path, *, seconds: int = SECONDS
) -> Worked:
    """Fifty people work at ``site``, which has ``known`` (a folder of dossiers) already, while ``batch`` is read."""
    folder.mkdir(parents=True)
    there = _hand_over(site.url, "Có sẵn", known, {})
    site.wait_finished(there)
    with _parts_of(installation) as parts:
        session = _take_on(parts, folder)
        headers = {"Cookie": f"{SESSION_COOKIE}={session}", "Origin": site.url}
        _write_upload(known, folder / "upload.pdf")
        _hand_over(site.url, "Lô đang đọc", batch, headers)
        before, used = _pages_read(parts), _processor_seconds(site)
        _run(site.url, folder, seconds)
        read, used, gone = _pages_read(parts) - before, _processor_seconds(site) - used, time.monotonic()
        _wait_until_done(parts)
        requests = [json.loads(line) for line in (folder / "requests.jsonl").read_text("utf-8").splitlines()]
        receipts = [json.loads(line) for line in (folder / "receipts.jsonl").read_text("utf-8").splitlines()]
        times = defaultdict[str, list[float]](list)
        for name, milliseconds, _ in requests:
            times[name].append(milliseconds)
        return Worked(
            milliseconds=dict(times),
            errors=[f"{name}: {wrong}" for name, _, wrong in requests if wrong],
            uploads=len(receipts),
            lost=list(_lost(parts, site.url, headers, receipts)),
            read_meanwhile=read,
            processor_seconds=round(used, 1),
            seconds_after=round(time.monotonic() - gone, 1),
        )


def _hand_over(url: str, name: str, folder: Path, headers: dict[str, str]) -> str:
    opened = httpx.post(f"{url}/api/batches", json={"name": name, "dossier_by": "folder"}, headers=headers, timeout=60)
    batch: str = opened.raise_for_status().json()["batch"]
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and not path.name.endswith(".txt")):
        httpx.put(
            f"{url}/api/batches/{batch}/files",
            params={"name": path.relative_to(folder).as_posix()},
            content=path.read_bytes(),
            headers=headers,
            timeout=120,
        ).raise_for_status()
    httpx.post(f"{url}/api/batches/{batch}/seal", headers=headers, timeout=60).raise_for_status()
    return batch


@contextmanager
def _parts_of(installation: Installation) -> Iterator[Parts]:
    settings = {
        name.removeprefix("VANKHO_").lower(): value
        for name, value in installation.environment.items()
        if name.startswith("VANKHO_")
    }
    parts = open_parts(Settings(**settings, _env_file=None))
    try:
        yield parts
    finally:
        parts.close()


def _take_on(parts: Parts, folder: Path) -> str:
    """Accounts for everybody, half of all units and half of the one that takes in; the secret of a session of one."""
    names, kept, now = [f"nguoi-{number:02}" for number in range(PEOPLE)], hashed(PASSWORD), parts.clock.now()
    secret = secrets.token_urlsafe(32)
    with parts.catalogue.begin() as connection:
        for at, name in enumerate(names):
            unit = parts.settings.unit if at % 2 else ALL_UNITS
            rights = Rights(roles=frozenset({Role.CLERK}), unit=unit, conditional=at % 10 != 9)
            accounts.add(
                connection, name=name, full_name=f"Người {at}", rights=rights, password=kept, password_until=None,
                by=parts.settings.account, now=now,
            )  # fmt: skip
        digest = hashlib.sha256(secret.encode()).hexdigest()
        accounts.begin_session(connection, digest, names[0], now, now + timedelta(hours=12))
    told = {"accounts": names, "password": PASSWORD, "seconds_between": SECONDS_BETWEEN}
    (folder / "people.json").write_text(json.dumps(told), "utf-8")
    return secret


def _write_upload(known: Path, target: Path) -> None:
    """A born-digital document, with a place that makes each copy of it another file of the same length."""
    source = min(known.glob("*/*.pdf"), key=lambda path: path.stat().st_size)
    made = io.BytesIO()
    with pikepdf.open(source) as pdf:
        pdf.docinfo["/Subject"] = _MARK
        pdf.save(made, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert made.getvalue().count(_MARK.encode()) == 1
    target.write_bytes(made.getvalue())


def _run(url: str, folder: Path, seconds: int) -> None:
    command = [sys.executable, "-m", "locust", "-f", str(Path(__file__).with_name("people.py")), "--headless"]
    command += ["--host", url, "-u", str(PEOPLE), "-r", str(_A_SECOND), "-t", f"{seconds}s", "--stop-timeout", "30"]
    environment = {**os.environ, "VANKHO_LOAD": str(folder)}
    with (folder / "locust.log").open("w") as log:
        # Its exit status says whether a request failed, which is told apart; anything else is its own failure.
        done = subprocess.run(
            [*command, "--only-summary"], env=environment, stdout=log, stderr=log, timeout=seconds + 300, check=False
        )
    assert done.returncode in {0, 1}, (folder / "locust.log").read_text()[-3000:]


def _processor_seconds(site: Site) -> float:
    times = psutil.Process(site.process.pid).cpu_times()
    return float(times.user + times.system)


def _pages_read(parts: Parts) -> int:
    with parts.catalogue.begin(readonly=True) as connection:
        return int(connection.execute(sa.text("SELECT count(*) FROM page WHERE state <> 'waiting'")).scalar_one())


def _wait_until_done(parts: Parts, seconds: float = 3600) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        left = work_left(parts)
        if all(count.state == "failed" for count in left.steps):
            return
        time.sleep(1)
    raise AssertionError(f"not done: {left}")


def _lost(parts: Parts, url: str, headers: dict[str, str], receipts: list[dict[str, str]]) -> Iterator[str]:
    """Each accepted file that is not a document of the archive now, or whose original is not what was given."""
    with parts.catalogue.begin(readonly=True) as connection:
        rows = connection.execute(
            sa.select(file_table.c.id, file_table.c.digest, document_table.c.id, document_table.c.state)
            .select_from(file_table)
            .outerjoin(document_table, document_table.c.file_id == file_table.c.id)
        ).all()
    there = {row[0]: row for row in rows}
    with httpx.Client(headers=headers, timeout=60) as client:
        for receipt in receipts:
            row = there.get(receipt["file"])
            if row is None or row[1] != receipt["sha256"] or row[3] != "indexed":
                yield f"{receipt}: {row}"
                continue
            original = client.get(f"{url}/api/documents/{row[2]}/original")
            if hashlib.sha256(original.content).hexdigest() != receipt["sha256"]:
                yield f"{receipt}: {original.status_code}"
