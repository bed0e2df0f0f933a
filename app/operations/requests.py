"""One line of the log for each request, and how long each took."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Protocol

import structlog

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

QUIET = ("/health/", "/metrics", "/static/")
"""Asked every few seconds by machines, or by every page: only told of at debug."""

log = structlog.get_logger()


class Timed(Protocol):
    """Takes down how long a request took."""

    def __call__(self, method: str, route: str, status: int, seconds: float) -> None: ...


class Requests:
    """Stands before the whole site. Logs the template of the route, never the address: that may name a person."""

    def __init__(self, app: ASGIApp, *, timed: Timed | None = None) -> None:
        self._app = app
        self._timed = timed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began = time.monotonic()
        status = 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            seconds = time.monotonic() - began
            route = _template(scope)
            if self._timed is not None:
                self._timed(scope["method"], route, status, seconds)
            told: dict[str, Any] = {"reference": scope["reference"]} if "reference" in scope else {}
            tell = log.debug if scope["path"].startswith(QUIET) else log.info
            tell("request", method=scope["method"], route=route, status=status, ms=round(1000 * seconds, 1), **told)


def _template(scope: Scope) -> str:
    """Of the route that took the request; one word for all that none took, so that their number stays small."""
    return getattr(scope.get("route"), "path", "") or "unrouted"
