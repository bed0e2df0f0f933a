"""After a form was saved the next page says so, once: the way there leaves a cookie, and that page takes it away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders

from web_ui.ways_back import SIGN_IN

if TYPE_CHECKING:
    from fastapi import Request, Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_COOKIE = "vankho_saved"
_SECONDS = 30
"""A page that does not come by then says nothing: nobody would know any more what was saved."""
_SAYS_ITSELF = (SIGN_IN, "/dang-xuat", "/tra-cuu/luu", "/quan-tri/viec", "/tai-khoan/mat-khau")
_DRAWING = "/che"
"""Each box of a redacted copy is sent by itself and seen at once."""


class SavedNotice:
    """Stands before the site: a form that was sent and led on to a page was saved."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or _is_silent(scope["path"]):
            await self._app(scope, receive, send)
            return

        async def marked(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == 303 and _leads_on(message):
                cookie = f"{_COOKIE}=1; Max-Age={_SECONDS}; Path=/; HttpOnly; SameSite=lax"
                MutableHeaders(scope=message).append("set-cookie", cookie)
            await send(message)

        await self._app(scope, receive, marked)


def was_saved(request: Request) -> bool:
    """Whether the page that is asked for is to say so."""
    return request.method == "GET" and _COOKIE in request.cookies


def said(response: Response) -> None:
    """The notice is in ``response``, and in no later one."""
    response.delete_cookie(_COOKIE, httponly=True, samesite="lax")


def _is_silent(path: str) -> bool:
    return path.startswith(_SAYS_ITSELF) or path.endswith(_DRAWING)


def _leads_on(message: Message) -> bool:
    # Who is not signed in is led to do that first: nothing was saved.
    return not Headers(raw=message["headers"]).get("location", "").startswith(SIGN_IN)
