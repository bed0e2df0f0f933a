"""Starts the composition for real, takes a batch in through the site, and measures.

Run by ``deploy/compose.sh test``, which sees to an engine, to passwords, and to it that everything
is taken down again.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import httpx

from benchmarks.record import Figure, record

SITE = "http://127.0.0.1:{port}"
SETTLE_SECONDS = 15
BATCH_SECONDS = 1500
QUESTIONS = ("giấy phép xây dựng", "giay phep xay dung")
_UNITS = {"B": 1, "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30}


def compose(*arguments: str) -> str:
    """The output of ``docker compose``.

    Raises:
        SystemExit: It failed; with what the services said last.
    """
    done = subprocess.run(["docker", "compose", *arguments], capture_output=True, text=True, check=False)
    if done.returncode:
        said = subprocess.run(
            ["docker", "compose", "logs", "--no-color", "--tail", "15"], capture_output=True, text=True, check=False
        )
        raise SystemExit(
            f"{said.stdout}\n{done.stderr[-2000:]}\ndocker compose {' '.join(arguments)}: {done.returncode}"
        )
    return done.stdout


def timed(*arguments: str) -> float:
    """Seconds that ``docker compose`` took."""
    started = time.perf_counter()
    compose(*arguments)
    return time.perf_counter() - started


def memory() -> dict[str, float]:
    """MiB of each running service now, without what the kernel merely keeps of files."""
    names = dict(line.split() for line in compose("ps", "--format", "{{.ID}} {{.Service}}").splitlines())
    told = subprocess.run(
        ["docker", "stats", "--no-stream", "--format", "{{.ID}} {{.MemUsage}}", *names],
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, float] = {}
    for line in told.stdout.splitlines():
        name, number, unit = re.findall(r"^(\w+) ([\d.]+)(\w+)", line)[0]
        service = next(service for short, service in names.items() if short.startswith(name) or name.startswith(short))
        found[service] = found.get(service, 0.0) + float(number) * _UNITS[unit] / _UNITS["MiB"]
    return found


class Watch(threading.Thread):
    """The most memory each service was seen with."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.peaks: dict[str, float] = {}
        self.over = threading.Event()

    def run(self) -> None:
        while not self.over.wait(2):
            for service, used in memory().items():
                self.peaks[service] = max(used, self.peaks.get(service, 0.0))


def take_in(site: httpx.Client, folder: Path) -> dict[str, Any]:
    """Hand the files over as a browser does, and wait until nothing is left to do by machine."""
    batch = site.post(
        "/api/batches", json={"name": "Lô mẫu", "dossier_by": "folder", "checked": True}
    ).raise_for_status()
    number = batch.json()["batch"]
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        site.put(f"/api/batches/{number}/files", params={"name": name}, content=path.read_bytes()).raise_for_status()
    site.post(f"/api/batches/{number}/seal").raise_for_status()
    until = time.monotonic() + BATCH_SECONDS
    while time.monotonic() < until:
        view: dict[str, Any] = site.get(f"/api/batches/{number}").raise_for_status().json()
        if view["finished"]:
            return view
        time.sleep(1)
    raise SystemExit(f"the batch is not finished after {BATCH_SECONDS} s: {view}\n{compose('logs', '--tail', '20')}")


def hits(site: httpx.Client) -> dict[str, list[tuple[str, int]]]:
    """What each question finds: file and page, in order of name."""
    found = {}
    for question in QUESTIONS:
        answer = site.get("/api/search", params={"q": question, "limit": 50}).raise_for_status().json()
        found[question] = sorted((hit["file_name"], hit["page"]) for hit in answer["hits"])
    return found


def must(held: bool, says: str) -> None:  # noqa: FBT001  a sentence about it stands beside every use
    if not held:
        raise SystemExit(f"FAILED: {says}")
    print(f"held: {says}", file=sys.stderr)


def figure(what: str, value: float, unit: str, promise: str = "") -> Figure:
    return Figure(what=f"compose: {what}", value=round(value, 1 if unit == "s" else 0), unit=unit, promise=promise)


def guarded(services: dict[str, dict[str, Any]]) -> None:
    """What every service must be told, and that nothing but the site is published."""
    every = services.values()
    must(all(s["cap_drop"] == ["ALL"] and not s.get("cap_add") for s in every), "no service has a capability")
    must(all("no-new-privileges:true" in s["security_opt"] for s in every), "no service gains privileges")
    must(all(s.get("mem_limit") and s.get("pids_limit") for s in every), "every service has its limits")
    must(all(s["logging"]["options"].get("max-size") for s in every), "every service turns its log over")
    writable = {name for name, service in services.items() if not service.get("read_only")}
    must(writable == {"elasticsearch"}, "all but Elasticsearch have a read-only file system")
    published = {name for name, service in services.items() if service.get("ports")}
    must(published == {"api"}, "only the site is published")
    must(services["api"]["ports"][0]["host_ip"] == "127.0.0.1", "the site is published on loopback")


def main() -> None:
    services = json.loads(compose("config", "--format", "json"))["services"]
    guarded(services)
    port = services["api"]["ports"][0]["published"]
    building = timed("build", "--quiet")
    figures = [figure("build (what did not change is not built again)", building, "s")]

    healthy = timed("up", "--detach", "--wait", "--wait-timeout", "600")
    figures.append(figure("first start until every service is healthy", healthy, "s", "<= 120"))
    time.sleep(SETTLE_SECONDS)
    at_rest = memory()

    with tempfile.TemporaryDirectory() as folder, httpx.Client(base_url=SITE.format(port=port), timeout=60) as site:
        subprocess.run([sys.executable, "-m", "app.samples", folder], check=True, capture_output=True)
        watch = Watch()
        watch.start()
        view = take_in(site, Path(folder))
        watch.over.set()
        watch.join()
        must(view["steps_failed"] == 0, "no step of the batch failed")
        must(
            view["documents_done"] > 0, f"{view['documents_done']} of {view['documents']} documents are kept and found"
        )
        must(view["accepted"] + view["refused"] + view["quarantined"] == view["files"], "every file has its end")
        before = hits(site)
        must(all(before.values()), f"search finds pages: { {q: len(found) for q, found in before.items()} }")
        compose("exec", "-T", "api", "vankho", "verify")
        must(True, "vankho verify: every byte is what was deposited")  # noqa: FBT003  compose() ends us where not

        compose("down", "--timeout", "90")
        again = timed("up", "--detach", "--wait", "--wait-timeout", "600")
        figures.append(figure("later start until every service is healthy", again, "s", "<= 60"))
        must(hits(site) == before, "after down and up the same pages are found")

    figures.append(figure("sample batch from first file to last step", view["seconds"], "s"))
    for service in sorted(at_rest):
        figures.append(figure(f"memory of {service} at rest", at_rest[service], "MiB"))
        figures.append(figure(f"memory of {service}, most under load", watch.peaks[service], "MiB"))
    note = [f"{view['files']} files, {view['pages']} pages", os.environ.get("COMPOSE_NOTE", "")]
    record("compose", "make compose-test", figures, ", ".join(filter(None, note)))


if __name__ == "__main__":
    main()
