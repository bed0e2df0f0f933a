"""Style, script, fonts and signs, served for a year under the digest of all of them.

Because the digest is a folder of the address, relative addresses inside the files (fonts in a
style sheet, one module in another) carry it too, and one change renews all.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fastapi.responses import FileResponse, PlainTextResponse, Response

from records.needs import Anybody, needs

if TYPE_CHECKING:
    from fastapi import FastAPI

FOLDER = Path(__file__).parent / "static"
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    ".txt": "text/plain; charset=utf-8",
}


@cache
def files() -> dict[str, Path]:
    """Every file that is served, by its path below ``static``; nothing else is ever opened."""
    return {
        path.relative_to(FOLDER).as_posix(): path
        for path in sorted(FOLDER.rglob("*"))
        if path.is_file() and path.suffix in _KINDS
    }


@cache
def digest() -> str:
    """Twelve signs that change when any file does."""
    running = hashlib.sha256()
    for name, path in files().items():
        running.update(f"{name}\0".encode())
        running.update(path.read_bytes())
    return running.hexdigest()[:12]


def address(name: str) -> str:
    """Where ``name`` is served.

    Raises:
        KeyError: There is no such file.
    """
    _ = files()[name]
    return f"/static/{digest()}/{name}"


@needs(Anybody.PUBLIC)
def serve(mark: str, name: str) -> Response:
    """The file; kept for a year by the browser only under the digest of today."""
    path = files().get(name)
    if path is None:
        return PlainTextResponse("not found", status_code=404)
    keep = "public, max-age=31536000, immutable" if mark == digest() else "no-cache"
    return FileResponse(
        path,
        media_type=_KINDS[path.suffix],
        headers={"Cache-Control": keep, "X-Content-Type-Options": "nosniff"},
    )


def mount_static(app: FastAPI) -> None:
    """Serve ``/static``."""
    app.add_api_route(
        "/static/{mark}/{name:path}", serve, methods=["GET", "HEAD"], response_model=None, include_in_schema=False
    )
