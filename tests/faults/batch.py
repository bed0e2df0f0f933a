"""The batch that suffers: 64 scanned pages, handed over whatever happens, and what must be equal afterwards."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from pathlib import Path

    from tests.installation import Installation, Site

PAGES = 64
AWAY_SECONDS = 180
"""The longest that a site, or a server behind it, may be away."""
QUERIES = ("chứng thực", "giay phep", "quyet dinh", "ủy ban nhân dân", '"hồ sơ"')


def hand_over(site: Site, folder: Path) -> str:
    """Give every file as the browser does, and again while the site or a server behind it is away."""

    def insist(method: str, path: str, **arguments: Any) -> httpx.Response:
        until = time.monotonic() + AWAY_SECONDS
        while time.monotonic() < until:
            try:
                answer = httpx.request(method, site.url + path, timeout=60, **arguments)
            except httpx.TransportError:
                time.sleep(0.1)
                continue
            if answer.status_code == httpx.codes.SERVICE_UNAVAILABLE:
                time.sleep(0.5)
                continue
            assert answer.status_code < 300, answer.text
            return answer
        raise AssertionError("the site stayed away")

    batch: str = insist("POST", "/api/batches", json={"name": "thử", "dossier_by": "folder"}).json()["batch"]
    for path in sorted(folder.rglob("*.*")):
        name = path.relative_to(folder).as_posix()
        insist("PUT", f"/api/batches/{batch}/files", params={"name": name}, content=path.read_bytes())
    insist("POST", f"/api/batches/{batch}/seal")
    return batch


def state_of(installation: Installation, batch: str, export: Path) -> dict[str, Any]:
    """Everything that must be equal, by file name."""
    status = installation.json("status", batch, expect=(0, 3))
    installation.run("export", batch, "--to", str(export))
    found: dict[str, Any] = {
        "files": {
            f["name"]: [f[key] for key in ("digest", "state", "document_state", "page_count", "pages_done")]
            for f in status["files"]
        },
        "failed_steps": status["failed_steps"],
        "sum": {
            key: status["batch"][key]
            for key in ("files", "accepted", "refused", "pages", "pages_done", "documents_done")
        },
    }
    found["documents"] = {}
    for path in sorted(export.rglob("document.json")):
        document = json.loads(path.read_text("utf-8"))
        pages = [page for page in sorted(path.parent.rglob("*.json")) if page.name != path.name]
        words = [json.loads(page.read_text("utf-8")) for page in pages]
        assert words
        name = document["file_name"]
        assert name not in found["documents"], "doubled"
        found["documents"][name] = {"fields": document["fields"], "words": words}
    found["hits"] = {
        query: sorted((h["file_name"], h["page"]) for h in installation.json("search", query, "--limit", "500")["hits"])
        for query in QUERIES
    }
    return found
