"""What stands before every route: from where one may call, headers for browsers, the last net."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request

from records.errors import Forbidden, InvalidInput, Sentence, VankhoError
from search_api.errors import answer_to, unexpected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from search_api.errors import ErrorPage

SECURITY_HEADERS = {
    # Style attributes place the boxes on page pictures; style sheets and scripts come from us alone.
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data: blob:; style-src-attr 'unsafe-inline'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9._\-]+)(?::\d{1,5})?")
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class Guard:
    """Checks each HTTP request, adds headers to each answer, and catches what nobody caught."""

    def __init__(self, app: ASGIApp, *, allowed_hosts: Sequence[str], error_page: ErrorPage | None = None) -> None:
        self._app = app
        self._allowed_hosts = tuple(_in_brackets(host.lower()) for host in allowed_hosts)
        self._error_page = error_page

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"}:
            await self._app(scope, receive, send)
            return
        started = False

        async def guarded_send(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                headers = MutableHeaders(scope=message)
                for name, value in SECURITY_HEADERS.items():
                    headers.setdefault(name, value)
                # Answers hold what this reader may see; a route that knows better says so.
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refusal = self._refusal(Headers(scope=scope), scope)
        if scope["type"] == "websocket":
            # None is offered; a browser is told so by closing.
            await send({"type": "websocket.close", "code": 1008})
            return
        request = Request(scope, receive)
        if refusal is not None:
            error, status = refusal
            await answer_to(request, error, status=status)(scope, receive, guarded_send)
            return
        try:
            await self._app(scope, receive, guarded_send)
        except Exception as error:
            if started:
                raise  # the answer is on its way: all that is left is to break it off
            answer = answer_to(request, unexpected(), status=500, cause=error, error_page=self._error_page)
            await answer(scope, receive, guarded_send)

    def _refusal(self, headers: Headers, scope: Scope) -> tuple[VankhoError, int] | None:
        host = headers.get("host", "")
        if not self._is_allowed(host):
            return _unknown_host(), 400
        if scope["type"] == "http" and scope["method"] not in SAFE_METHODS and _from_another_site(headers, host):
            return other_site(), 403
        return None

    def _is_allowed(self, host: str) -> bool:
        parts = _HOST.fullmatch(host.lower())
        if parts is None:
            return False
        name = parts["name"]
        for allowed in self._allowed_hosts:
            if allowed in {"*", name}:
                return True
            if allowed.startswith("*.") and name.endswith(allowed[1:]):
                return True
        return False


def _in_brackets(host: str) -> str:
    """An IPv6 address as it stands in a Host header."""
    return f"[{host}]" if ":" in host and not host.startswith("[") else host


def _from_another_site(headers: Headers, host: str) -> bool:
    """Whether a browser says that another site asks. Programs that are no browsers say nothing."""
    site = headers.get("sec-fetch-site")
    if site is not None and site not in {"same-origin", "none"}:
        return True
    origin = headers.get("origin")
    return origin is not None and origin.lower().partition("://")[2] != host.lower()


def _unknown_host() -> InvalidInput:
    return InvalidInput(
        "http.unknown_host",
        Sentence("Máy chủ không phục vụ tên này.", "The server does not answer to this name."),
        Sentence(
            "Gọi bằng tên đã khai báo trong cấu hình, hoặc thêm tên này vào cấu hình.",
            "Call it by a name in the settings, or add this name there.",
        ),
    )


def other_site() -> Forbidden:
    return Forbidden(
        "http.other_site",
        Sentence(
            "Yêu cầu do một trang web khác gửi nên bị từ chối.", "Another web site asked for this; it is refused."
        ),
        Sentence("Mở Vankho trực tiếp rồi thao tác lại.", "Open Vankho itself and do it there."),
    )
